"""Deadlines by an event (PRODUCT §3): "trước Tết Nguyên đán", "dịp nghỉ lễ 30/4", resolved by the calendar."""

import datetime as dt
import re
from typing import Self

from wards.enums import DayKind
from wards.folding import fold
from wards.models import CalendarDay
from wards.working_days import ONE_DAY, Calendar, add_working_days

AHEAD = dt.timedelta(days=400)  # the next of anything that comes every year
_LUNAR = (
    (
        re.compile(r"(?<!\w)tet(?! (?:duong|trung thu|thieu nhi|doc lap|thanh minh))(?!\w)"),
        re.compile(r"(?<!\w)tet(?! duong)"),
    ),
    (re.compile(r"(?<!\w)gio to(?!\w)"), re.compile("gio to")),
)
_FIXED = (
    (re.compile(r"(?<!\w)(?:tet|nam moi) duong lich(?!\w)"), (1, 1)),
    (re.compile(r"(?<!\w)quoc khanh(?!\w)"), (9, 2)),
    (re.compile(r"(?<!\w)khai giang(?!\w)"), (9, 5)),
)
_NAMED_DAY = re.compile(r"(?<![\d/])(\d{1,2})[/-](\d{1,2})(?![/\d])")


class Events:
    """The calendar of the year after a day, asked for many deadlines."""

    def __init__(self, after: dt.date, calendar: Calendar, names: dict[dt.date, str]) -> None:
        self.after, self.calendar, self.names = after, calendar, names

    @classmethod
    def load(cls, after: dt.date) -> Self:
        """Two queries."""
        first, last = after - AHEAD, after + AHEAD
        off = CalendarDay.objects.filter(kind=DayKind.OFF, day__range=(after, last)).order_by("day")
        return cls(after, Calendar.load(first, last), {day: fold(name) for day, name in off.values_list("day", "name")})

    def last_day(self, words: str) -> dt.date | None:
        """The last permitted day of a deadline in such words: the last working day before a holiday's first day off;
        the day before an anniversary that is worked ("trước ngày 22/12"), or that day ("nhân dịp 22/12"). None where
        the words name no event, or one that the calendar does not hold yet."""
        folded = fold(words)
        day = self._holiday(folded) or self._named(words)
        if day is None:
            return None
        if day in self.names:
            return add_working_days(day, -1, self.calendar)
        return day - ONE_DAY if re.search(r"(?<!\w)truoc(?!\w)", folded) else day

    def _holiday(self, folded: str) -> dt.date | None:
        for asked, named in _LUNAR:
            if asked.search(folded):
                return next((day for day, name in self.names.items() if named.search(name)), None)
        return next((self._next(*when) for asked, when in _FIXED if asked.search(folded)), None)

    def _named(self, words: str) -> dt.date | None:
        found = _NAMED_DAY.search(words)
        return self._next(int(found.group(2)), int(found.group(1))) if found else None

    def _next(self, month: int, day: int) -> dt.date | None:
        """That day of this year or the next, whichever comes first; None where there is no such day."""
        for year in (self.after.year, self.after.year + 1):
            try:
                found = dt.date(year, month, day)
            except ValueError:
                return None
            if found >= self.after:
                return found
        return None
