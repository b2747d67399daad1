"""The plan of a decision on the organisation, as its draft holds it, and what is still wrong with it.

A successor is named by a reference: "u12" is the unit 12 of the register, "n1" the first of those the plan creates.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from .enums import Level, LinkKind, UnitKind
from .models import GroupMember, Position, Succession, Unit, UnitGroup, UnitVersion

LONGEST = {"name": 200, "short_name": 80, "code": 40}  # as the columns of Unit


@dataclass
class NewUnit:
    """A unit that the plan creates."""

    name: str = ""
    short_name: str = ""
    code: str = ""
    kind: str = ""
    level: str = ""
    parent: int | None = None


@dataclass
class Plan:
    """`links`: (old unit, reference); `groups`: (group, reference) that joins it; `work`: the successors chosen for an
    open assignment, where its unit has several."""

    old: list[int] = field(default_factory=list)
    new: list[int] = field(default_factory=list)
    create: list[NewUnit] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)
    groups: list[tuple[int, str]] = field(default_factory=list)
    work: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, succession: Succession) -> "Plan":
        stored = dict(succession.plan)
        create = [NewUnit(**row) for row in stored.pop("create", [])]
        links = [(old, ref) for old, ref in stored.pop("links", [])]
        groups = [(group, ref) for group, ref in stored.pop("groups", [])]
        return cls(create=create, links=links, groups=groups, **stored)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def refs(self) -> list[str]:
        """Every successor, in the order in which it was named."""
        return [f"u{pk}" for pk in self.new] + [f"n{i}" for i in range(1, len(self.create) + 1)]

    def news_of(self, old: int) -> list[str]:
        return [ref for pk, ref in self.links if pk == old]

    def olds_of(self, ref: str) -> list[int]:
        return [pk for pk, other in self.links if other == ref]

    def kind_of(self, old: int, ref: str) -> LinkKind:
        """What the links themselves say: a ward made from parts of three, a district simply divided, a merger."""
        shares, divided = len(self.olds_of(ref)) > 1 or ref.startswith("u"), len(self.news_of(old)) > 1
        if divided:
            return LinkKind.PART if shares else LinkKind.SPLIT
        return LinkKind.MERGE if shares else LinkKind.RENAME


@dataclass
class Facts:
    """What the register says about the units of a plan, read at once whatever their number."""

    units: dict[int, Unit]
    children: list[Unit]
    groups: list[UnitGroup]
    memberships: set[tuple[int, int]]
    late_positions: dict[int, int]
    late_versions: set[int]

    @classmethod
    def of(cls, plan: Plan, day: dt.date) -> "Facts":
        """Five queries."""
        wanted = {*plan.old, *plan.new, *(row.parent for row in plan.create if row.parent)}
        units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=wanted)}
        children = Unit.objects.on(day).filter(parent__in=plan.old).exclude(pk__in=plan.old)
        groups = list(UnitGroup.objects.filter(memberships__unit__in=[*plan.old, *plan.new]).distinct())
        lasting = Q(valid_to=None) | Q(valid_to__gt=day)
        members = GroupMember.objects.filter(lasting, unit__in=[*plan.old, *plan.new], valid_from__lte=day)
        late = Position.objects.filter(unit__in=plan.old, valid_from__gte=day).values_list("unit", "pk")
        versions = UnitVersion.objects.filter(unit__in=plan.old, valid_from__gte=day).values_list("unit", flat=True)
        return cls(
            units,
            list(children),
            groups,
            set(members.order_by().values_list("group", "unit")),
            dict(late),
            set(versions),
        )


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def unit_problems(plan: Plan, facts: Facts, day: dt.date) -> dict[str, list[str]]:
    """By field of the second step ("old", "new", "create-1-name" …): what cannot be."""
    found: dict[str, list[str]] = {}

    def say(where: str, words: str) -> None:
        found.setdefault(where, []).append(words)

    if not plan.old:
        say("old", _("Choose the units that end."))
    for unit in (facts.units[pk] for pk in plan.old):
        if unit.valid_to and unit.valid_to <= day:
            say("old", _("%(unit)s ended on %(day)s already.") % {"unit": unit, "day": _day(unit.valid_to)})
        elif unit.valid_from >= day:
            say("old", _("%(unit)s begins on %(day)s only.") % {"unit": unit, "day": _day(unit.valid_from)})
        elif unit.pk in facts.late_versions:
            say("old", _("%(unit)s takes another name or place on that day or later.") % {"unit": unit})
        elif unit.pk in facts.late_positions:
            say("old", _("Somebody takes up a position in %(unit)s on that day or later.") % {"unit": unit})
    for unit in (facts.units[pk] for pk in plan.new):
        if unit.pk in plan.old:
            say("new", _("%(unit)s cannot end and succeed at once.") % {"unit": unit})
        elif unit.valid_to and unit.valid_to <= day:
            words = _("%(unit)s ended on %(day)s, before it could succeed.")
            say("new", words % {"unit": unit, "day": _day(unit.valid_to)})
        elif unit.valid_from > day:
            say("new", _("%(unit)s begins on %(day)s only.") % {"unit": unit, "day": _day(unit.valid_from)})
    for i, row in enumerate(plan.create, 1):
        for name, words in _new_problems(row, plan, facts, day).items():
            say(f"create-{i}-{name}", words)
    return found


def _new_problems(row: NewUnit, plan: Plan, facts: Facts, day: dt.date) -> dict[str, str]:
    found = {}
    if not row.name.strip():
        found["name"] = _("Give the name of the new unit.")
    if row.kind not in UnitKind.values:
        found["kind"] = _("Choose the kind.")
    if row.level not in Level.values:
        found["level"] = _("Choose the level.")
    for name, longest in LONGEST.items():
        if len(getattr(row, name)) > longest:
            found[name] = _("At most %(n)d letters.") % {"n": longest}
    parent = facts.units.get(row.parent or 0)
    if parent and (parent.pk in plan.old or not parent.is_valid_on(day)):
        found["parent"] = _("%(unit)s is not there on %(day)s.") % {"unit": parent, "day": _day(day)}
    return found


def link_problems(plan: Plan, facts: Facts) -> dict[str, list[str]]:
    """By field of the third step ("links"): successors that succeed nobody, sub-units left hanging."""
    found: list[str] = []
    names = names_of(plan, facts.units.values())
    for ref in plan.refs:
        if not plan.olds_of(ref):
            found.append(_("%(unit)s succeeds nobody: link it, or take it out.") % {"unit": names[ref]})
    for child in facts.children:
        if len(plan.news_of(child.parent_id or 0)) != 1:
            words = _(
                "%(unit)s stands under %(parent)s, which has not one successor: let it end too, or move it first."
            )
            found.append(words % {"unit": child, "parent": facts.units[child.parent_id or 0]})
    return {"links": found} if found else {}


def names_of(plan: Plan, units: Iterable[Unit]) -> dict[str, str]:
    """The name behind every reference."""
    known = {unit.pk: unit.name for unit in units}
    names = {f"u{pk}": known[pk] for pk in plan.new if pk in known}
    return names | {f"n{i}": row.name for i, row in enumerate(plan.create, 1)}
