"""How a decision on the organisation is written into the register: every table in bulk, however many the units."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Q

from ..enums import AliasSource, LinkKind
from ..folding import fold
from ..models import (
    Delegation,
    GroupMember,
    Position,
    Predecessor,
    Succession,
    SuccessionLink,
    Unit,
    UnitAlias,
    UnitVersion,
)
from ..succession_plan import Facts, Plan
from .units import unit_folded

FIELDS = ("name", "short_name", "code")


def carry_out(decision: Succession, plan: Plan, facts: Facts) -> dict[str, Unit]:
    """Writes it all; the successors by reference. The plan has been found right and the tree is locked."""
    day = decision.effective_on
    successors = _begin(decision, plan, facts)
    for pk in plan.new:
        successors[f"u{pk}"] = facts.units[pk]
    _move_children(decision, plan, facts, successors)
    _link(decision, plan, successors)
    _end(plan.old, day)
    _join_groups(plan, facts, successors, day)
    _hand_names_on(plan, facts, successors, day)
    return successors


def _begin(decision: Succession, plan: Plan, facts: Facts) -> dict[str, Unit]:
    """The units that the plan creates, in the order named, after the units they succeed."""
    made: dict[str, Unit] = {}
    for i, row in enumerate(plan.create, 1):
        olds = [facts.units[pk] for pk in plan.olds_of(f"n{i}")]
        made[f"n{i}"] = Unit(
            name=row.name.strip(),
            short_name=row.short_name.strip(),
            code=row.code.strip(),
            kind=row.kind,
            level=row.level,
            parent=facts.units.get(row.parent or 0),
            valid_from=decision.effective_on,
            approves_first=any(unit.approves_first for unit in olds),
            protocol_order=min((unit.protocol_order for unit in olds), default=1000),
        )
        made[f"n{i}"].folded = unit_folded(row.name, row.short_name, row.code)[:400]
    units = list(made.values())
    for unit in units:
        unit.clean_fields(exclude=["path", "parent"])  # the parent is one of the facts
    Unit.objects.bulk_create(units)
    for unit in units:
        unit.path = f"{unit.parent.path if unit.parent else ''}{unit.pk}/"
    Unit.objects.bulk_update(units, ["path"])
    _versions(units, decision)
    return made


def _versions(units: list[Unit], decision: Succession) -> None:
    """A version of each from that day on, by that decision."""
    UnitVersion.objects.bulk_create(
        UnitVersion(
            unit=unit, parent=unit.parent, valid_from=decision.effective_on, valid_to=unit.valid_to, decision=decision,
            **{name: getattr(unit, name) for name in FIELDS},
        )
        for unit in units
    )  # fmt: skip


def _move_children(decision: Succession, plan: Plan, facts: Facts, successors: Mapping[str, Unit]) -> None:
    """What still stands under a unit that ends goes under its one successor, with everything below it."""
    if not facts.children:
        return
    day, moved = decision.effective_on, list(facts.children)
    below = list(
        Unit.objects.filter(_any_prefix([child.path for child in moved])).exclude(pk__in=[c.pk for c in moved])
    )
    for child in moved:
        old_path = child.path
        child.parent = successors[plan.news_of(child.parent_id or 0)[0]]
        child.path = f"{child.parent.path}{child.pk}/"
        for unit in below:
            if unit.path.startswith(old_path):
                unit.path = child.path + unit.path[len(old_path) :]
    Unit.objects.bulk_update([*moved, *below], ["parent", "path"])
    UnitVersion.objects.filter(unit__in=moved, valid_to=None).update(valid_to=day)
    _versions(moved, decision)


def _any_prefix(paths: list[str]) -> Q:
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(path__startswith=path)
    return found


def _end(old: list[int], day: dt.date) -> None:
    """The units end, and with them their names, memberships, aliases and positions: accounts keep reading."""
    lasting = Q(valid_to=None) | Q(valid_to__gt=day)
    Unit.objects.filter(pk__in=old).update(valid_to=day)
    for model in (UnitVersion, GroupMember, UnitAlias, Position):
        model.objects.filter(lasting, unit__in=old, valid_from__lt=day).update(valid_to=day)
    Delegation.objects.filter(position__unit__in=old, valid_from__lt=day, valid_to__gt=day).update(valid_to=day)


def _join_groups(plan: Plan, facts: Facts, successors: Mapping[str, Unit], day: dt.date) -> None:
    there = facts.memberships
    GroupMember.objects.bulk_create(
        GroupMember(group_id=group, unit=successors[ref], valid_from=day)
        for group, ref in plan.groups
        if (group, successors[ref].pk) not in there
    )


def _link(decision: Succession, plan: Plan, successors: Mapping[str, Unit]) -> None:
    """The links as decided, and for every heir all that came before it, directly or through others."""
    ended = [
        SuccessionLink(succession=decision, old_id=pk, kind=LinkKind.END) for pk in plan.old if not plan.news_of(pk)
    ]
    links = [
        SuccessionLink(succession=decision, old_id=old, new=successors[ref], kind=plan.kind_of(old, ref))
        for old, ref in plan.links
    ]
    SuccessionLink.objects.bulk_create([*links, *ended])
    remember([(old, successors[ref].pk) for old, ref in plan.links])


def remember(pairs: list[tuple[int, int]]) -> None:
    """Keeps `Predecessor` in step with links (old, new): with a unit come those before it and those that ended under
    it."""
    past: dict[int, set[int]] = defaultdict(set)
    olds = [old for old, _new in pairs]
    for heir, before in Predecessor.objects.filter(heir__in=olds).values_list("heir", "past"):
        past[heir].add(before)
    paths = dict(Unit.objects.filter(pk__in=olds).values_list("path", "pk"))
    for pk, path in Unit.objects.filter(_any_prefix(list(paths)), valid_to__isnull=False).values_list("pk", "path"):
        for above, old in paths.items():
            if path.startswith(above):
                past[old].add(pk)
    rows = {(new, before) for old, new in pairs for before in {old, *past[old]} if before != new}
    made = [Predecessor(heir_id=heir, past_id=before) for heir, before in sorted(rows)]
    Predecessor.objects.bulk_create(made, ignore_conflicts=True)


def _hand_names_on(plan: Plan, facts: Facts, successors: Mapping[str, Unit], day: dt.date) -> None:
    """Where one unit succeeds alone, the old names mean it from that day on."""
    names: dict[str, int] = {}
    for pk in plan.old:
        if len(refs := plan.news_of(pk)) == 1:
            old = facts.units[pk]
            names |= {text: successors[refs[0]].pk for text in (old.name, old.short_name) if text}
    keep_names(names, day)


def keep_names(names: Mapping[str, int], day: dt.date) -> None:
    """Old names as aliases of a unit from that day on; a name that means another by then is left alone."""
    folded = {fold(text): (text, unit) for text, unit in names.items() if fold(text)}
    lasting = Q(valid_to=None) | Q(valid_to__gt=day)
    taken = set(UnitAlias.objects.filter(lasting, folded__in=folded).values_list("folded", flat=True))
    for pair in UnitVersion.objects.filter(lasting).values_list("name", "short_name"):
        taken |= {fold(text) for text in pair}
    UnitAlias.objects.bulk_create(
        UnitAlias(unit_id=unit, text=text, folded=key, source=AliasSource.OFFICE, valid_from=day)
        for key, (text, unit) in folded.items()
        if key not in taken
    )
