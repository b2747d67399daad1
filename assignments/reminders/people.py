"""Who is told: the unit's head and the delegate; red → also the superior's head; special red → also the leader."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from wards.enums import Role
from wards.models import Position, User

from ..enums import Standing
from ..models import Assignment


class Recipients:
    """Heads of the units of a batch, of the units above them and of the offices, in one query."""

    def __init__(self, assignments: Iterable[Assignment], day: dt.date) -> None:
        self._day = day
        units: set[int] = set()
        for a in assignments:
            units |= {a.unit_id, a.directive.office_id} | ({a.unit.parent_id} if a.unit.parent_id else set())
        heads = Position.objects.on(day).filter(
            Q(is_head=True) | Q(role=Role.LEADER), unit__in=units, user__is_active=True
        )
        self._heads: dict[int, list[User]] = {}
        self._leaders: dict[int, list[User]] = {}
        for position in heads.select_related("user"):
            if position.is_head:
                self._heads.setdefault(position.unit_id, []).append(position.user)
            if position.role == Role.LEADER:
                self._leaders.setdefault(position.unit_id, []).append(position.user)

    def of(self, assignment: Assignment) -> list[User]:
        """People to tell, without doubles, in the order in which the matter is theirs."""
        standing = assignment.standing_on(self._day)
        people = list(self._heads.get(assignment.unit_id, []))
        if assignment.delegate:
            people.append(assignment.delegate)
        if standing in (Standing.RED, Standing.SPECIAL_RED) and assignment.unit.parent_id:
            people += self._heads.get(assignment.unit.parent_id, [])
        if standing == Standing.SPECIAL_RED:
            people += self._leaders.get(assignment.directive.office_id, [])
        return list({person.pk: person for person in people if person.is_active}.values())
