"""Names in a document → units and groups of the register (danh bạ), as they were on the document's day.

The whole register of one day is read once, in a fixed number of queries; every name is then looked up in memory.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from rapidfuzz import fuzz, process

from wards.folding import fold
from wards.models import GroupMember, Unit, UnitAlias, UnitGroup, UnitVersion

from .naming import group_key, name_key, printed_count, without_level, without_person, without_place
from .numbers import small_int

LEFT_AS_WORDS = "0"  # a choice: these words are no unit of the register
_NEAR_ENOUGH = 74  # of 100; below it the offers are noise
_OFFERS = 3


@dataclass(frozen=True, slots=True)
class Resolution:
    """What some words mean: a unit, a group with its members on the day, or nothing known yet.

    `ended`: the words name a unit that is not there on the day. `offers`: nearest (reference, name), best first.
    `is_left`: the clerk chose to leave the words as they are.
    """

    words: str
    unit: Unit | None = None
    group: UnitGroup | None = None
    members: tuple[Unit, ...] = ()
    printed: int | None = None
    ended: Unit | None = None
    offers: tuple[tuple[str, str], ...] = ()
    is_left: bool = False
    is_chosen: bool = False

    @property
    def units(self) -> tuple[Unit, ...]:
        return (self.unit,) if self.unit else self.members

    @property
    def is_known(self) -> bool:
        return self.unit is not None or self.group is not None

    @property
    def is_unknown(self) -> bool:
        """Still to be asked."""
        return not self.is_known and not self.is_left

    @property
    def disagrees(self) -> bool:
        """The document counts other units than the register holds: "UBND 12 phường" against 11."""
        return self.group is not None and self.printed is not None and self.printed != len(self.members)


@dataclass
class Register:
    """Units, names and groups valid on `day`. Build it with `Register.on(day)`: five queries, whatever its size."""

    day: dt.date
    units: dict[int, Unit]
    groups: dict[int, UnitGroup]
    members: dict[int, tuple[Unit, ...]]
    aliases: dict[str, int]
    _exact: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _local: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _gone: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _group: dict[str, int] = field(default_factory=dict)
    _seen: dict[str, Resolution] = field(default_factory=dict)

    @classmethod
    def on(cls, day: dt.date) -> Self:
        units = {unit.pk: unit for unit in Unit.objects.order_by("protocol_order", "pk")}
        members: dict[int, list[Unit]] = defaultdict(list)
        for row in GroupMember.objects.on(day).order_by("unit__protocol_order", "unit_id"):
            members[row.group_id].append(units[row.unit_id])
        register = cls(
            day,
            units,
            groups={group.pk: group for group in UnitGroup.objects.all()},
            members={group: tuple(rows) for group, rows in members.items()},
            aliases=dict(UnitAlias.objects.on(day).values_list("folded", "unit_id")),
        )
        for version in UnitVersion.objects.order_by("pk"):
            register._index(version)
        register._index_groups()
        return register

    def _index(self, version: UnitVersion) -> None:
        keys = {name_key(name) for name in (version.name, version.short_name) if name}
        if not version.is_valid_on(self.day) or not self.units[version.unit_id].is_valid_on(self.day):
            for key in keys:
                self._gone[key].add(version.unit_id)
            return
        for key in keys:
            self._exact[key].add(version.unit_id)
            for short in without_place(key):
                self._local[short].add(version.unit_id)
        if version.code:
            self._exact[fold(version.code)].add(version.unit_id)

    def _index_groups(self) -> None:
        for group in self.groups.values():
            for form in (group.name, *group.forms.splitlines()):
                if key := group_key(form):
                    self._group.setdefault(key, group.pk)

    def resolve(self, words: str, choice: str = "") -> Resolution:
        """What the words mean on the day. `choice` is the clerk's: "u<unit>", "g<group>" or LEFT_AS_WORDS."""
        key = f"{choice}|{fold(words)}"
        if key not in self._seen:
            self._seen[key] = self._chosen(words, choice) or self._resolve(words)
        return self._seen[key]

    def _chosen(self, words: str, choice: str) -> Resolution | None:
        printed = printed_count(words)
        if choice == LEFT_AS_WORDS:
            return Resolution(words, printed=printed, is_left=True, is_chosen=True)
        found = self._referred(choice)
        if isinstance(found, UnitGroup):
            return self._as_group(words, found.pk, printed, is_chosen=True)
        return Resolution(words, unit=found, printed=printed, is_chosen=True) if found else None

    def _referred(self, reference: str) -> Unit | UnitGroup | None:
        """What "u12" or "g3" stands for."""
        number = small_int(reference[1:])
        if number is None:
            return None
        tables: dict[str, Mapping[int, Unit | UnitGroup]] = {"u": self.units, "g": self.groups}
        return tables.get(reference[0], {}).get(number)

    def _as_group(self, words: str, pk: int, printed: int | None, *, is_chosen: bool = False) -> Resolution:
        return Resolution(
            words, group=self.groups[pk], members=self.members.get(pk, ()), printed=printed, is_chosen=is_chosen
        )

    def _resolve(self, words: str) -> Resolution:
        printed = printed_count(words)
        key = name_key(words)
        group = self._group.get(group_key(words)) or self._group.get(without_person(group_key(words)))
        if printed and group:
            return self._as_group(words, group, printed)
        unit = self._unit(fold(words), key) or self._unit(fold(words), without_person(key))
        if unit:
            return Resolution(words, unit=unit)
        if group:
            return self._as_group(words, group, printed)
        gone = self._gone.get(key, set())
        ended = self.units[next(iter(gone))] if len(gone) == 1 else None
        return Resolution(words, printed=printed, ended=ended, offers=self._nearest(key))

    def _unit(self, folded: str, key: str) -> Unit | None:
        """The one unit of that name: by alias, then by a full name, then by what it is called inside its place."""
        if alias := self.aliases.get(folded) or self.aliases.get(key):
            return self.units[alias]
        for names, wanted in ((self._exact, key), (self._local, key), (self._exact, without_level(key))):
            found = names.get(wanted, set())
            if len(found) == 1:
                return self.units[next(iter(found))]
        return None

    @cached_property
    def _offered(self) -> dict[str, str]:
        """Every key that may be offered, to its reference."""
        offers = {key: f"g{pk}" for key, pk in self._group.items()}
        return offers | {key: f"u{min(pks)}" for key, pks in self._exact.items() if len(pks) == 1 and len(key) > 4}

    def _nearest(self, key: str) -> tuple[tuple[str, str], ...]:
        found = process.extract(key, self._offered.keys(), scorer=_likeness, score_cutoff=_NEAR_ENOUGH, limit=8)
        references = dict.fromkeys(self._offered[name] for name, _score, _index in found)
        return tuple((reference, self.name_of(reference)) for reference in list(references)[:_OFFERS])

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
        valid = (unit.name for unit in self.units.values() if unit.is_valid_on(day or self.day))
        return [*(group.name for group in self.groups.values()), *valid]


def _likeness(a: Any, b: Any, *, score_cutoff: float | None = None) -> float:
    """Spelling first; the words that two long names share count too ("Đội quản lý trật tự xây dựng đô thị")."""
    return max(fuzz.ratio(a, b), 0.92 * fuzz.token_sort_ratio(a, b), 0.85 * fuzz.token_set_ratio(a, b))
