"""Working days (ngày làm việc) of the Vietnamese calendar, counted as Civil Code 2015 Arts 145-148 and DOMAIN §5 say:
the day of the event is left out, Saturdays and Sundays are off unless worked instead, holidays are off."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Self

from django.db.models import Q

from .enums import DayKind
from .models import CalendarDay

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """What departs from the week between `first` and `last` (both included). Asking outside it is an error,
    because a span that was not loaded would pass for one without holidays."""

    first: dt.date
    last: dt.date
    off: frozenset[dt.date] = frozenset()
    worked: frozenset[dt.date] = frozenset()

    @classmethod
    def load(cls, first: dt.date, last: dt.date) -> Self:
        """One query. A day nobody has confirmed counts only where law in force gives it (`basis`): the computed
        Tết of next year does, a holiday that is only proposed (24/11) does not."""
        rows = CalendarDay.objects.filter(Q(is_confirmed=True) | ~Q(basis=""), day__range=(first, last))
        kinds = dict(rows.values_list("day", "kind"))
        return cls(
            first,
            last,
            off=frozenset(day for day, kind in kinds.items() if kind == DayKind.OFF),
            worked=frozenset(day for day, kind in kinds.items() if kind == DayKind.WORK),
        )

    def with_day(self, day: dt.date, kind: str | None) -> Self:
        """The same calendar with one day off, worked instead, or (None) as its weekday says."""
        off, worked = self.off - {day}, self.worked - {day}
        if kind == DayKind.OFF:
            off |= {day}
        elif kind == DayKind.WORK:
            worked |= {day}
        return replace(self, off=off, worked=worked)


def is_working_day(day: dt.date, calendar: Calendar) -> bool:
    """Raises ValueError for a day outside the calendar's span."""
    if not calendar.first <= day <= calendar.last:
        raise ValueError(f"{day} is outside the calendar loaded for {calendar.first} to {calendar.last}")
    if day in calendar.worked:
        return True
    return day.weekday() < SATURDAY and day not in calendar.off


def next_working_day(day: dt.date, calendar: Calendar) -> dt.date:
    """The day itself where it is worked, else the first worked day after it (Art. 148.5)."""
    while not is_working_day(day, calendar):
        day += ONE_DAY
    return day


def add_working_days(day: dt.date, n: int, calendar: Calendar) -> dt.date:
    """The n-th working day after `day`, which is not counted; before it where n < 0; `day` itself for 0."""
    step = ONE_DAY if n > 0 else -ONE_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day, calendar)
    return day


def working_days_between(a: dt.date, b: dt.date, calendar: Calendar) -> int:
    """Working days after `a` up to and with `b`; negative, counted from `b`, where `b` lies before `a`."""
    if b < a:
        return -working_days_between(b, a, calendar)
    return sum(is_working_day(a + ONE_DAY * i, calendar) for i in range(1, (b - a).days + 1))
