"""Why somebody is reminded about an assignment: what it waits for, since or until which day, on which ladder."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from directives.enums import ENDED, REVIEW_NEEDED, DeadlineKind
from wards.clock import date_of
from wards.limits import limit, steps

from ..enums import IN_HAND, WITH_OFFICE, MessageKind, State
from .rungs import Rungs

WEEKLY = 5
ONCE = Rungs((0,))
REVIEW = Rungs((0,), WEEKLY)
REPLY = Rungs((-1, 0, 1, 3), WEEKLY)


@dataclass(frozen=True, slots=True)
class Cause:
    """`day` is what it speaks of, and is counted from: a last day, a review date, the day a request was made."""

    kind: MessageKind
    day: dt.date
    rungs: Rungs


def deadline_rungs(assignment: Any) -> Rungs:
    """The ladder to a last day: that of periodic work, of the document's urgency, or the usual one."""
    if assignment.deadline_kind == DeadlineKind.PERIODIC:
        return Rungs(steps("rungs_periodic"), limit("rungs_every"))
    if urgency := assignment.directive.urgency:
        return Rungs(steps(f"rungs_{urgency}"), limit("rungs_every_urgent"))
    return Rungs(steps("rungs"), limit("rungs_every"))


def _waiting_rungs() -> Rungs:
    """Of what waits for a decision: when it has waited longer than it may, two working days later, then weekly."""
    first = limit("waiting_days") + 1
    return Rungs((first, first + 2), WEEKLY)


def _of_unit(a: Any) -> Iterator[Cause]:
    """What is the unit's to do. A figure objected to and a request for more time silence the last day meanwhile."""
    if a.deadline_kind in REVIEW_NEEDED:
        yield Cause(MessageKind.REVIEW, a.review_on, REVIEW)
    elif a.deadline_on is None:
        yield Cause(MessageKind.NO_DEADLINE, a.received_on, Rungs((limit("no_deadline_days"),), WEEKLY))
    elif not a.is_disputed and not a.open_extension_id:
        yield Cause(MessageKind.DEADLINE, a.deadline_on, deadline_rungs(a))
    if a.urgings_count >= limit("urgings_before_list"):
        yield Cause(MessageKind.LISTED, a.received_on, ONCE)


def _of_others(a: Any) -> Iterator[Cause]:
    """What waits for somebody's decision."""
    if a.state == State.SUBMITTED:
        yield Cause(MessageKind.CONFIRM, date_of(a.submitted_at), _waiting_rungs())
    if a.is_blocked:
        yield Cause(MessageKind.OBSTACLE, date_of(a.open_obstacle.opened_at), _waiting_rungs())
    since = []
    if a.state in WITH_OFFICE:
        since.append(a.last_moved_at)
    if a.open_extension_id:
        since.append(a.open_extension.asked_at)
    if a.is_disputed:
        since.append(a.open_dispute.claimed_at)
    if since:
        yield Cause(MessageKind.DECIDE, date_of(min(since)), _waiting_rungs())


def causes_of(assignment: Any, replies: Iterable[dt.date] = ()) -> Iterator[Cause]:
    """All that somebody is to be reminded of about it. `replies`: the days by which answers to instructions are
    wanted. Reads the row, its directive's urgency and what is open on it."""
    if assignment.state in IN_HAND:
        yield from _of_unit(assignment)
    yield from _of_others(assignment)
    for day in sorted(set(replies)):
        yield Cause(MessageKind.REPLY, day, REPLY)


def is_over(assignment: Any, today: dt.date) -> bool:
    """The unit or the document has ended: what is left is the office's to close or hand over, nobody's to do."""
    unit_ended = assignment.unit.valid_to is not None and assignment.unit.valid_to <= today
    return unit_ended or assignment.directive.state in ENDED
