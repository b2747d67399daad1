"""Who is told: the unit's head and the delegate; red → also the superior's head; special red → also the leader."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from wards.enums import Role
from wards.models import Delegation, Position, User

from ..enums import Standing
from ..models import Assignment

ONE_RUNG_LOWER = {Standing.SPECIAL_RED: Standing.RED, Standing.RED: Standing.YELLOW}


def deputies_of_heads(units: Iterable[int], day: dt.date) -> Iterable[Delegation]:
    """Who acts for the head of a unit on that day, and can be reached. One query."""
    rows = Delegation.objects.on(day).filter(position__is_head=True, position__unit__in=units, deputy__is_active=True)
    return rows.exclude(deputy__email="").select_related("deputy", "position").order_by("pk")


class Recipients:
    """Heads of the units of a batch, of the units above them and of the offices, and who acts for a head meanwhile.
    Two queries."""

    def __init__(self, assignments: Iterable[Assignment], day: dt.date) -> None:
        self._day = day
        units: set[int] = set()
        for a in assignments:
            units |= {a.unit_id, a.directive.office_id}
            units |= {unit for unit in (a.unit.parent_id, a.deciding_unit_id) if unit}
        wanted = Q(is_head=True) | Q(role__in=[Role.LEADER, Role.UNIT_HEAD])
        found = Position.objects.on(day).filter(wanted, unit__in=units, user__is_active=True).exclude(user__email="")
        self._heads: dict[int, list[User]] = {}
        self._deputies: dict[int, list[User]] = {}
        self._leaders: dict[int, list[User]] = {}
        for position in found.select_related("user"):
            table = self._heads if position.is_head else self._deputies
            table.setdefault(position.unit_id, []).append(position.user)
            if position.role == Role.LEADER:
                self._leaders.setdefault(position.unit_id, []).append(position.user)

        for acting in deputies_of_heads(units, day):
            self._heads.setdefault(acting.position.unit_id, []).append(acting.deputy)

    def _of_unit(self, unit: int | None) -> list[User]:
        """Its head; where it has none that can be reached, whoever else leads it."""
        return self._heads.get(unit or 0) or self._deputies.get(unit or 0, [])

    def of(self, assignment: Assignment) -> list[User]:
        """People to tell who have an address, without doubles, in the order in which the matter is theirs.

        While an obstacle waits for another level's decision the escalation pauses one rung, and that level hears of it.
        Where nobody of the unit can be reached, its superior hears of it instead: somebody must."""
        standing = assignment.standing_on(self._day)
        if assignment.is_blocked:
            standing = ONE_RUNG_LOWER.get(standing, standing)
        people = list(self._of_unit(assignment.unit_id))
        if assignment.delegate and assignment.delegate.is_active and assignment.delegate.email:
            people.append(assignment.delegate)
        if standing in (Standing.RED, Standing.SPECIAL_RED) or not people:
            people += self._of_unit(assignment.unit.parent_id)
        if standing == Standing.SPECIAL_RED:
            people += self._leaders.get(assignment.directive.office_id, [])
        if assignment.is_blocked:
            people += self._of_unit(assignment.deciding_unit_id)
        return list({person.pk: person for person in people}.values())
