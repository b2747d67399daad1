"""The ladders on one day: which rung an assignment has reached, and when to look at it again."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from wards.working_days import ONE_DAY, Calendar, is_working_day

from ..models import Assignment
from .causes import Cause, causes_of
from .rungs import Rungs

_ALL_YEARS = (dt.date(2000, 1, 1), dt.date(2100, 1, 1))  # the table holds some twenty days a year


class Ladder:
    """The calendar is read once, answers are kept for the many rows that share a day."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self.calendar = calendar = Calendar.load(*_ALL_YEARS)

        @lru_cache(maxsize=8192)
        def reached(rungs: Rungs, day: dt.date) -> int | None:
            return rungs.reached(day, today, calendar)

        @lru_cache(maxsize=8192)
        def following(rungs: Rungs, day: dt.date) -> dt.date | None:
            return rungs.next_after(day, today, calendar)

        self._reached, self._following = reached, following

    def rung(self, cause: Cause) -> int | None:
        """The rung that a cause has reached today. None: too early."""
        return self._reached(cause.rungs, cause.day)

    def after(self, causes: Iterable[Cause]) -> dt.date | None:
        """When to look again once all that is reached today has been said."""
        return min((day for cause in causes if (day := self._following(cause.rungs, cause.day))), default=None)

    def first(self, assignment: Assignment) -> dt.date | None:
        """When the scan first looks at an assignment that has just come to stand as it does: today where a rung is
        reached already or an answer is wanted (the ledger knows what has been said), else the day of the next one."""
        causes = list(causes_of(assignment))
        if assignment.unanswered_count or any(self.rung(cause) is not None for cause in causes):
            return self.today
        return self.after(causes)

    @property
    def is_working_day(self) -> bool:
        return is_working_day(self.today, self.calendar)

    def next_working_day(self) -> dt.date:
        day = self.today + ONE_DAY
        while not is_working_day(day, self.calendar):
            day += ONE_DAY
        return day
