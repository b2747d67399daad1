"""Statistics by the unit of the time, or by today's successor (DOMAIN §3.3): the same rows, other names."""

from collections import defaultdict
from collections.abc import Sequence

from wards.models import SuccessionLink, Unit

from .exceptions import UnitSum

BY_SUCCESSOR = "successor"


def successors_today() -> dict[int, tuple[int, ...]]:
    """Every unit that ended → the units in which it goes on today, through all decisions since. One query."""
    went_to: dict[int, set[int]] = defaultdict(set)
    for old, new in SuccessionLink.objects.filter(new__isnull=False).order_by().values_list("old", "new"):
        went_to[old].add(new)

    def last(unit: int, seen: frozenset[int] = frozenset()) -> set[int]:
        nexts = went_to.get(unit, set()) - seen
        return {end for new in nexts for end in last(new, seen | {unit})} if nexts else {unit}

    return {old: tuple(sorted(last(old))) for old in list(went_to)}


def sole_predecessors(unit: int) -> list[int]:
    """The units that go on in this one alone: those whose figures stand under its name. One query."""
    return [old for old, ends in successors_today().items() if ends == (unit,)]


def by_successor(sums: Sequence[UnitSum]) -> list[UnitSum]:
    """The sums of units that go on in one other added to that one's; a divided unit keeps a line of its own, because
    its figures are nobody's alone. The parts sum to the same whole. Two queries."""
    ends = successors_today()
    wanted = {successors[0] for successors in ends.values() if len(successors) == 1}
    names = dict(Unit.objects.filter(pk__in=wanted).order_by().values_list("pk", "name"))
    found: dict[int, UnitSum] = {}
    for item in sums:
        successors = ends.get(item.pk, ())
        pk = successors[0] if len(successors) == 1 else item.pk
        into = found.setdefault(pk, UnitSum(pk, names.get(pk, item.name), {}))
        for standing, n in item.counts.items():
            into.counts[standing] = into.counts.get(standing, 0) + n
    return sorted(found.values(), key=lambda unit: (-unit.late, -unit.total, unit.pk))
