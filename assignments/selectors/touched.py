"""Which open deadlines a change of the calendar touches, and where each would come to lie (DOMAIN §5)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Min, Q

from directives.enums import DeadlineKind
from wards.models import CalendarDay
from wards.working_days import Calendar, add_working_days, is_working_day, next_working_day

from ..models import Assignment

MARGIN = dt.timedelta(days=60)  # longer than any run of days off


@dataclass(frozen=True, slots=True)
class Touched:
    """An open assignment whose last day would be another one."""

    work: Assignment
    before: dt.date
    after: dt.date


def _candidates(day: dt.date) -> list[Assignment]:
    """Open rows counted across the day, or due on it. An administrator is shown of each its number, unit and days."""
    counted = Q(deadline_kind=DeadlineKind.WITHIN, received_on__lt=day, deadline_on__gte=day)
    rows = Assignment.objects.open().filter(counted | Q(deadline_on=day)).for_page()
    return list(rows.defer("directive__text", "directive__folded", "task__words", "task__folded"))


def _moved(work: Assignment, day: dt.date, before: Calendar, after: Calendar) -> dt.date:
    """The last day under the new calendar. One that somebody has set by hand since stays, unless it falls on the day
    that is now off."""
    assert work.deadline_on is not None
    n = work.within_days if work.deadline_kind == DeadlineKind.WITHIN else None
    if n and add_working_days(work.received_on, n, before) == work.deadline_on:
        return add_working_days(work.received_on, n, after)
    if work.deadline_on == day and not is_working_day(day, after):
        return next_working_day(day, after)
    return work.deadline_on


def touched_by(day: dt.date, kind: str | None) -> list[Touched]:
    """What changes where `day` becomes off or worked (None: as its weekday says), by deadline. Three queries."""
    span = Assignment.objects.open().filter(
        deadline_kind=DeadlineKind.WITHIN, received_on__lt=day, deadline_on__gte=day
    )
    ends = span.order_by().aggregate(first=Min("received_on"), last=Max("deadline_on"))
    first, last = min(ends["first"] or day, day) - MARGIN, max(ends["last"] or day, day) + MARGIN
    before = Calendar.load(first, last)
    after = before.with_day(day, kind)
    if is_working_day(day, before) == is_working_day(day, after):
        return []
    found = [(work, _moved(work, day, before, after)) for work in _candidates(day)]
    return [Touched(work, work.deadline_on, new) for work, new in found if work.deadline_on and new != work.deadline_on]


def kind_of(row: CalendarDay | None) -> str | None:
    """What a day of the table does to the counting; nothing where it does not count yet, or is not there."""
    return row.kind if row and row.counts else None
