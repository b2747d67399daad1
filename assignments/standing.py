"""How an assignment stands on a day (PRODUCT §4): one table of rules, read by Python and by SQL.

Each rule is (standing, test in Python, the same test as a Q). The first that holds decides. A test generates
assignments and holds both readings equal on both engines.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Case, CharField, F, Q, Value, When

from directives.enums import DeadlineKind
from wards.limits import limit

from .enums import CLOSED_OTHERWISE, WITH_OFFICE, Standing, State


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Calendar days. Settings that an administrator changes with a reason (wards.limits)."""

    special_red: int = 3
    yellow: int = 3
    due_soon: int = 7

    @classmethod
    def held(cls) -> Self:
        """What holds in the office now: the one source of every page, export and message."""
        return cls(limit("special_red_days"), limit("yellow_days"), limit("due_soon_days"))


Test = Callable[[Any], bool]
Rule = tuple[Standing, Test, Q]


def _of_kind(kind: DeadlineKind) -> tuple[Test, Q]:
    return lambda a: a.deadline_kind == kind, Q(deadline_kind=kind)


def _by(day: dt.date) -> tuple[Test, Q]:
    """The last permitted day is `day` or earlier."""
    return lambda a: a.deadline_on <= day, Q(deadline_on__lte=day)


def _rules(today: dt.date, limits: Thresholds) -> Iterator[Rule]:
    """The table, for one day. Dates are compared with computed days, so that an index on the column serves."""

    def done(a: Any) -> bool:
        return a.state == State.COMPLETED

    is_done = Q(state=State.COMPLETED)
    yield Standing.DONE_UNRATED, lambda a: done(a) and a.deadline_on is None, is_done & Q(deadline_on=None)
    yield (
        Standing.DONE_EARLY,
        lambda a: done(a) and a.done_on < a.deadline_on,
        is_done & Q(done_on__lt=F("deadline_on")),
    )
    yield Standing.DONE_ON_TIME, lambda a: done(a) and a.done_on == a.deadline_on, is_done & Q(done_on=F("deadline_on"))
    yield Standing.DONE_LATE, done, is_done
    yield Standing.CLOSED, lambda a: a.state in CLOSED_OTHERWISE, Q(state__in=sorted(CLOSED_OTHERWISE))
    yield Standing.DISPUTED, lambda a: a.is_disputed, Q(is_disputed=True)
    yield Standing.AWAITING_CONFIRMATION, lambda a: a.state == State.SUBMITTED, Q(state=State.SUBMITTED)
    yield Standing.WITH_OFFICE, lambda a: a.state in WITH_OFFICE, Q(state__in=sorted(WITH_OFFICE))
    yield Standing.STANDING, *_of_kind(DeadlineKind.STANDING)
    yield Standing.AWAITING_CONDITION, *_of_kind(DeadlineKind.AWAITING)
    yield Standing.NEEDS_DEADLINE, lambda a: a.deadline_on is None, Q(deadline_on=None)
    yield Standing.SPECIAL_RED, *_by(today - dt.timedelta(days=limits.special_red))
    yield Standing.RED, *_by(today - dt.timedelta(days=1))
    yield Standing.YELLOW, *_by(today + dt.timedelta(days=limits.yellow))
    yield Standing.DUE_SOON, *_by(today + dt.timedelta(days=limits.due_soon))
    yield Standing.ON_TRACK, lambda a: True, Q()


def standing_of(assignment: Any, today: dt.date, limits: Thresholds) -> Standing:
    """How one assignment stands. Pure: reads state, deadline_kind, deadline_on, done_on and is_disputed."""
    return next(standing for standing, holds, _q in _rules(today, limits) if holds(assignment))


def standing_case(today: dt.date, limits: Thresholds) -> Case:
    """The same as a SQL expression."""
    *rules, (last, _holds, _q) = _rules(today, limits)
    return Case(
        *(When(q, then=Value(standing.value)) for standing, _holds, q in rules),
        default=Value(last.value),
        output_field=CharField(),
    )


def standing_filter(today: dt.date, standings: set[str], limits: Thresholds) -> Q:
    """Rows that stand so, as a condition without annotation: each wanted rule and none of those before it."""
    before, wanted = Q(), Q(pk__in=[])
    for standing, _holds, q in _rules(today, limits):
        if standing.value in standings:
            wanted |= q & ~before if before else q
        before |= q
    return wanted
