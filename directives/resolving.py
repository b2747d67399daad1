"""Names in a document → units and groups of the register (danh bạ), as they were on the document's day.

The whole register of one day is read once, in a fixed number of queries; every name is then looked up in memory.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from wards.folding import fold
from wards.models import GroupMember, Unit, UnitAlias, UnitGroup, UnitVersion
from wards.models.people import heads_on

from .naming import (
    GroupKey,
    group_keys,
    is_relative,
    means_addressees,
    name_key,
    name_keys,
    printed_count,
    without_level,
    without_person,
    without_place,
)
from .nearest import nearest
from .numbers import small_int
from .resolution import CONFIDENCE, How, Resolution

__all__ = ["LEFT_AS_WORDS", "How", "Register", "Resolution"]

LEFT_AS_WORDS = "0"  # a choice: these words are no unit of the register
_OFFERS = 3
_SAME_NAME = 8  # units of one short name that are all offered
Index = dict[str, set[int]]


def _index() -> Index:
    return defaultdict(set)


@dataclass
class Register:
    """Units, names and groups valid on `day`. Build it with `Register.on(day)`: five queries, whatever its size.

    `today`: units that have ended by then are not offered for new work. `near`: the path of the office; where several
    units bear a short name ("Trung tâm Y tế quận"), the one of its own tree is meant. `addressed`: Kính gửi, for "như
    trên".
    """

    day: dt.date
    units: dict[int, Unit]
    groups: dict[int, UnitGroup]
    members: dict[int, tuple[Unit, ...]]
    today: dt.date
    near: str = ""
    addressed: tuple[str, ...] = ()
    _written: Index = field(default_factory=_index)  # as it stands in the register
    _spelt: Index = field(default_factory=_index)  # with abbreviations spelt out
    _local: Index = field(default_factory=_index)  # without its place
    _gone: Index = field(default_factory=_index)
    _aliases: dict[str, str] = field(default_factory=dict)  # to a reference
    _groups: dict[str, str] = field(default_factory=dict)
    _seen: dict[str, Resolution] = field(default_factory=dict)

    @classmethod
    def on(cls, day: dt.date, *, today: dt.date | None = None, near: str = "", addressed: Iterable[str] = ()) -> Self:
        units = {unit.pk: unit for unit in Unit.objects.order_by("protocol_order", "pk")}
        members: dict[int, list[Unit]] = defaultdict(list)
        for row in GroupMember.objects.on(day).order_by("unit__protocol_order", "unit_id"):
            members[row.group_id].append(units[row.unit_id])
        register = cls(
            day,
            units,
            groups={group.pk: group for group in UnitGroup.objects.all()},
            members={group: tuple(rows) for group, rows in members.items()},
            today=today or day,
            near=near,
            addressed=tuple(addressed),
        )
        for version in UnitVersion.objects.order_by("pk"):
            register._index(version)
        register._index_groups()
        for text, unit, group in UnitAlias.objects.on(day).values_list("text", "unit_id", "group_id"):
            register._index_alias(text, f"u{unit}" if unit else f"g{group}")
        return register

    @cached_property
    def headed(self) -> set[int]:
        """The units that have a head today."""
        return set(heads_on(self.today).values_list("unit_id", flat=True))

    def _index(self, version: UnitVersion) -> None:
        names = [name for name in (version.name, version.short_name) if name]
        keys = {key for name in names for key in name_keys(name)}
        if not version.is_valid_on(self.day) or not self.units[version.unit_id].is_valid_on(self.day):
            for key in keys:
                self._gone[key].add(version.unit_id)
            return
        for name in names:
            self._written[fold(name)].add(version.unit_id)
        for key in keys:
            self._spelt[key].add(version.unit_id)
            for short in without_place(key):
                self._local[short].add(version.unit_id)
        if version.code:
            self._spelt[fold(version.code)].add(version.unit_id)

    def _index_groups(self) -> None:
        for group in self.groups.values():
            for form in (group.name, *group.forms.splitlines()):
                for key in group_keys(form)[:1]:
                    self._groups.setdefault(key.words, f"g{group.pk}")

    def _index_alias(self, text: str, reference: str) -> None:
        found = self._referred(reference)
        if isinstance(found, Unit) and not found.is_valid_on(self.day):
            self._gone[name_key(text)].add(found.pk)  # the unit has ended since the name was learnt
            return
        self._aliases[fold(text)] = reference
        if reference.startswith("g"):
            for key in group_keys(text)[:1]:  # "chính quyền 18 phường" is "chính quyền các phường"
                self._aliases.setdefault(f"# {key.words}", reference)
        else:
            self._aliases.setdefault(name_key(text), reference)

    # What words mean.

    def resolve(self, words: str, choice: str = "") -> Resolution:
        """What the words mean on the day. `choice` is the clerk's: "u<unit>", "g<group>" or LEFT_AS_WORDS."""
        key = f"{choice}|{fold(words)}"
        if key not in self._seen:
            self._seen[key] = self._chosen(words, choice) or self._resolve(words)
        return self._seen[key]

    def _chosen(self, words: str, choice: str) -> Resolution | None:
        if choice == LEFT_AS_WORDS:
            return Resolution(words, printed=printed_count(words), is_left=True, is_chosen=True, how=How.CHOSEN)
        return self._meaning(words, choice, How.CHOSEN)

    def _referred(self, reference: str) -> Unit | UnitGroup | None:
        """What "u12" or "g3" stands for."""
        number = small_int(reference[1:])
        if number is None:
            return None
        tables: dict[str, Mapping[int, Unit | UnitGroup]] = {"u": self.units, "g": self.groups}
        return tables.get(reference[0], {}).get(number)

    def _meaning(self, words: str, reference: str, how: How) -> Resolution | None:
        found = self._referred(reference)
        if found is None:
            return None
        group = found if isinstance(found, UnitGroup) else None
        unit = found if isinstance(found, Unit) else None
        members = self.members.get(group.pk, ()) if group else ()
        meant = (unit,) if unit else members
        return Resolution(
            words,
            unit=unit,
            group=group,
            members=members,
            printed=printed_count(words),
            gone=tuple(u for u in meant if not u.is_valid_on(self.today)),
            how=how,
            confidence=CONFIDENCE[how],
            is_chosen=how is How.CHOSEN,
            is_relative=is_relative(words),
        )

    def _resolve(self, words: str) -> Resolution:
        if means_addressees(words):
            return self._as_addressed(words)
        for reference, how in self._answers(words):
            if found := self._meaning(words, reference, how):
                return found
        return self._unknown(words)

    def _answers(self, words: str) -> Iterator[tuple[str, How]]:
        """What the words may refer to, the surest first."""
        folded, printed = fold(words), printed_count(words)
        group = self._group(group_keys(words), words) if not is_relative(words) else None
        if printed and group:
            yield group
        if unit := self._one(self._written, [folded]):
            yield unit, How.EXACT
        if folded in self._aliases and not is_relative(words):
            yield self._aliases[folded], How.ALIAS
        keys = name_keys(words)
        yield from self._unit(keys)
        acting = [key for key in map(without_person, keys) if key not in keys]
        yield from ((reference, How.PERSON) for reference, _how in self._unit(acting))
        if group:
            yield group

    def _unit(self, keys: Iterable[str]) -> Iterator[tuple[str, How]]:
        """The one unit of that name: by its full name, by another name, by what it is called inside its place."""
        keys = list(keys)
        if unit := self._one(self._spelt, keys):
            yield unit, How.ABBREVIATION
        yield from ((self._aliases[key], How.ALIAS) for key in keys if key in self._aliases)
        shorter = self._one(self._local, keys) or self._one(self._spelt, filter(None, map(without_level, keys)))
        if shorter:
            yield shorter, How.SHORT

    def _one(self, names: Index, keys: Iterable[str]) -> str:
        """The reference of the only unit under these keys, or of the only one in the office's own tree."""
        found = self._under(names, keys)
        if len(found) > 1 and self.near:
            found = {pk for pk in found if self.units[pk].path.startswith(self.near)}
        return f"u{next(iter(found))}" if len(found) == 1 else ""

    def _under(self, names: Index, keys: Iterable[str]) -> set[int]:
        return {pk for key in keys for pk in names.get(key, ())}

    def _group(self, keys: list[GroupKey], words: str) -> tuple[str, How] | None:
        for n, key in enumerate(keys):
            how = How.PERSON if n else How.EXACT
            found = (self._groups.get(key.words, ""), how)
            if not found[0]:
                found = (self._aliases.get(f"# {key.words}", ""), How.ALIAS)
            if found[0] and self._lies_in(found[0], key.place):
                return found
        return None

    def _lies_in(self, reference: str, place: str) -> bool:
        """Whether the group is that of the place named: "UBND các phường thuộc quận Lạ" are not ours."""
        if not place or without_level(f"uy ban {place}"):
            return True  # a level alone says nothing: "trên địa bàn quận"
        members = self.members.get(int(reference[1:]), ())
        above = {int(pk) for unit in members for pk in unit.path.split("/") if pk}
        return any(place in name_key(self.units[pk].name) for pk in above)

    def _as_addressed(self, words: str) -> Resolution:
        """ "Như trên": everyone in Kính gửi; a question where one of them is not known, for he would be lost."""
        others = [line for line in self.addressed if not means_addressees(line)]
        parts = tuple(self.resolve(line) for line in others)
        if not parts or not all(part.is_known for part in parts):
            return self._unknown(words)
        gone = tuple(dict.fromkeys(unit for part in parts for unit in part.gone))
        sure = min(CONFIDENCE[How.ADDRESSEES], *(part.confidence for part in parts))
        return Resolution(words, parts=parts, gone=gone, how=How.ADDRESSEES, confidence=sure)

    # What is not known.

    def _unknown(self, words: str) -> Resolution:
        keys = name_keys(words)
        gone = self._under(self._gone, keys) or self._under(self._gone, map(without_person, keys))
        ended = self.units[next(iter(gone))] if len(gone) == 1 else None
        relative = is_relative(words)
        offers, likeness = ((), 0.0) if relative else self._offers(keys)
        return Resolution(
            words,
            printed=printed_count(words),
            ended=ended,
            offers=offers,
            how=How.NEAR if offers else How.NONE,
            confidence=likeness,
            is_relative=relative,
        )

    def _offers(self, keys: tuple[str, ...]) -> tuple[tuple[tuple[str, str], ...], float]:
        """Units that share the very name, or else whatever is spelt like it; and how like it the best is (below ½)."""
        for names in (self._spelt, self._local):
            same = sorted(self._under(names, keys), key=lambda pk: (self.units[pk].protocol_order, pk))
            same = [pk for pk in same if self.units[pk].is_valid_on(self.today)]
            if len(same) > 1:
                return self._named([f"u{pk}" for pk in same[:_SAME_NAME]]), 0.5
        found = nearest(without_person(keys[0]) or keys[0], self._offered)
        references = list(dict.fromkeys(self._offered[near.name] for near in found))[:_OFFERS]
        return self._named(references), found[0].likeness / 200 if found else 0.0

    def _named(self, references: list[str]) -> tuple[tuple[str, str], ...]:
        return tuple((reference, self.name_of(reference)) for reference in references)

    @cached_property
    def _offered(self) -> dict[str, str]:
        """Every key that may be offered, to its reference: groups, and units that can still be given work."""
        offers = {
            key: f"u{min(pks)}"
            for key, pks in self._spelt.items()
            if len(pks) == 1 and len(key) > 4 and self.units[min(pks)].is_valid_on(self.today)
        }
        return self._groups | offers

    def name_of(self, reference: str) -> str:
        """The name behind "u12" or "g3"; empty for one that is not there."""
        found = self._referred(reference)
        return found.name if found else ""

    def reference_of(self, words: str) -> str:
        """The reference of a name typed by hand; empty where it means nothing here."""
        found = self.resolve(words)
        return f"u{found.unit.pk}" if found.unit else f"g{found.group.pk}" if found.group else ""

    def names(self, day: dt.date | None = None) -> list[str]:
        """Names to offer while typing: groups, then the units valid on the day in protocol order."""
        valid = (unit.name for unit in self.units.values() if unit.is_valid_on(day or max(self.day, self.today)))
        return [*(group.name for group in self.groups.values()), *valid]
