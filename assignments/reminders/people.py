"""Who is told of what: the unit and its delegate, the levels above it, the office, whoever must decide."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from django.db.models import Q

from wards.enums import Role
from wards.models import Absence, Delegation, Position, User

from ..enums import LATE, MessageKind, Standing, State
from ..models import Assignment, RefusedAddress

ONE_RUNG_LOWER = {Standing.SPECIAL_RED: Standing.RED, Standing.RED: Standing.YELLOW}
HEADS = frozenset({Role.LEADER, Role.UNIT_HEAD})
LONG = 5  # working days: what waits so long for the clerks, the leaders hear of, too
Test = Callable[[Position], bool]


def _is_head(position: Position) -> bool:
    return position.is_head


def _leads(position: Position) -> bool:
    return position.role in HEADS


def _is_clerk(position: Position) -> bool:
    return position.role == Role.CLERK


def _is_leader(position: Position) -> bool:
    return position.role == Role.LEADER


class Recipients:
    """Who can be reached of the units of a batch, of those above them and of the offices. Four queries.

    Whoever is away is not told but their deputy; so, too, whose address the mail server has refused for good.
    """

    def __init__(self, assignments: Iterable[Assignment], day: dt.date) -> None:
        self._day = day
        units: set[int] = set()
        for a in assignments:
            units |= {a.unit_id, a.directive.office_id}
            units |= {unit for unit in (a.unit.parent_id, a.deciding_unit_id) if unit}
        self._positions: dict[int, list[Position]] = {}
        answers = Q(is_head=True) | Q(role__in=[*HEADS, Role.CLERK])
        for position in Position.objects.on(day).filter(answers, unit__in=units).select_related("user"):
            self._positions.setdefault(position.unit_id, []).append(position)
        acting = Delegation.objects.on(day).filter(position__unit__in=units).select_related("deputy")
        self._deputies = {row.position_id: row.deputy for row in acting}
        self._away = set(Absence.objects.on(day).values_list("user", flat=True))
        self._refused = set(RefusedAddress.objects.values_list("user", "email"))

    def _reached(self, person: User | None) -> bool:
        """By mail: there, with an address that takes mail."""
        if person is None or not person.is_active or not person.email:
            return False
        return (person.pk, person.email) not in self._refused

    def _holders(self, unit: int | None, test: Test) -> Iterator[User]:
        for position in self._positions.get(unit or 0, []):
            if test(position):
                people = [position.user] if position.user_id not in self._away else []
                deputy = self._deputies.get(position.pk)
                yield from (person for person in [*people, *([deputy] if deputy else [])] if self._reached(person))

    def _of_unit(self, unit: int | None) -> list[User]:
        """Its head or the head's deputy; where neither can be reached, whoever else leads it."""
        return list(self._holders(unit, _is_head)) or list(self._holders(unit, _leads))

    def _doers(self, a: Assignment) -> list[User]:
        """The unit's head and the delegate; where nobody can be reached, the superior's: somebody must hear."""
        people = self._of_unit(a.unit_id)
        if a.delegate and a.delegate_id not in self._away and self._reached(a.delegate):
            people.append(a.delegate)
        return people or self._of_unit(a.unit.parent_id)

    def _clerks(self, a: Assignment, rung: int) -> list[User]:
        """The office's clerks; its leaders, too, where it has waited long, and where there is no clerk."""
        clerks = list(self._holders(a.directive.office_id, _is_clerk))
        return clerks + self._leaders(a) if rung >= LONG or not clerks else clerks

    def _leaders(self, a: Assignment) -> list[User]:
        return list(self._holders(a.directive.office_id, _is_leader))

    def _issuer(self, a: Assignment) -> list[User]:
        """The leader who is named with the order, else those of the office."""
        leader = a.task.leader if a.task.leader_id else None
        return [leader] if leader and self._reached(leader) and leader.pk not in self._away else self._leaders(a)

    def _of_deadline(self, a: Assignment) -> list[User]:
        """Red goes to the superior, too, special red to the leader who issued it. While an obstacle waits for
        another level's decision the escalation pauses one rung."""
        standing = a.standing_on(self._day)
        if a.is_blocked:
            standing = ONE_RUNG_LOWER.get(standing, standing)
        people = self._doers(a)
        if standing in LATE:
            people += self._of_unit(a.unit.parent_id)
        if standing == Standing.SPECIAL_RED:
            people += self._issuer(a)
        return people

    def _of_decision(self, a: Assignment, rung: int) -> list[User]:
        """Whoever may decide on what is asked: nobody decides on what he or she asked or proposed."""
        if a.state == State.PROPOSED:
            return [person for person in self._leaders(a) if person.pk != a.made_by_id]
        asked = {a.open_extension.asked_by_id} if a.open_extension else set()
        asked |= {a.open_dispute.claimed_by_id} if a.open_dispute else set()
        return [person for person in self._clerks(a, rung) if person.pk not in asked]

    def _who(self, a: Assignment, kind: MessageKind, rung: int) -> list[User]:
        match kind:
            case MessageKind.DEADLINE:
                return self._of_deadline(a)
            case MessageKind.REVIEW:
                return self._doers(a) + (self._clerks(a, 0) if rung else [])
            case MessageKind.NO_DEADLINE:
                return self._clerks(a, 0)
            case MessageKind.CONFIRM:
                return [person for person in self._clerks(a, rung) if person.pk != a.submitted_by_id]
            case MessageKind.DECIDE:
                return self._of_decision(a, rung)
            case MessageKind.OBSTACLE:
                unit = a.deciding_unit_id
                return self._of_unit(unit) or list(self._holders(unit, _is_clerk)) or self._leaders(a)
            case MessageKind.LISTED:
                return self._leaders(a)
            case MessageKind.REPLY:
                return self._doers(a) + (self._leaders(a) if rung > 0 else [])
            case _:
                return self._doers(a)

    def of(self, assignment: Assignment, kind: MessageKind = MessageKind.DEADLINE, rung: int = 0) -> list[User]:
        """People to tell, without doubles, in the order in which the matter is theirs."""
        return list({person.pk: person for person in self._who(assignment, kind, rung)}.values())
