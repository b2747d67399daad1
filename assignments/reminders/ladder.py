"""The ladder (bậc nhắc việc, PRODUCT §5): on which working days from the last permitted day a reminder is due.

Five, three and one before, on the day, one and three after, then every fifth working day.
"""

import datetime as dt
from functools import lru_cache
from typing import Any

from wards.working_days import Calendar, is_working_day, working_days_between

BEFORE = (5, 3, 1, 0)
AFTER = (1, 3)
WEEKLY = 5
_ALL_YEARS = (dt.date(2000, 1, 1), dt.date(2100, 1, 1))  # the table holds some twenty days a year


def rung_on(target: dt.date, today: dt.date, calendar: Calendar) -> int | None:
    """The highest rung reached on `today`: working days from `target`, negative before it. None: too early."""
    if today <= target:
        left = working_days_between(today, target, calendar)
        return next((-rung for rung in reversed(BEFORE) if left <= rung), None)
    past = working_days_between(target, today, calendar)
    if past >= AFTER[-1]:
        return AFTER[-1] + WEEKLY * ((past - AFTER[-1]) // WEEKLY)
    return max((rung for rung in AFTER if rung <= past), default=0)


def next_reminder_after(target: dt.date, today: dt.date, calendar: Calendar) -> dt.date:
    """The first working day after `today` on which a further rung is reached."""
    now_on = rung_on(target, today, calendar)
    day = today
    if now_on is None:  # far ahead: start looking a fortnight before the first rung
        day = max(day, target - dt.timedelta(days=21))
    while True:
        day += dt.timedelta(days=1)
        if is_working_day(day, calendar) and rung_on(target, day, calendar) != now_on:
            return day


def target_of(assignment: Any) -> dt.date | None:
    """The day the ladder counts from: the last permitted day, else the review date of standing or awaiting work."""
    return assignment.deadline_on or assignment.review_on


def signed(rung: int) -> str:
    """ "-3", "0", "+8": how a rung is written in the ledger."""
    return f"{rung:+d}" if rung else "0"


class Ladder:
    """The ladder on one day: the calendar read once, answers kept for the many rows that share a deadline."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self.calendar = Calendar.load(*_ALL_YEARS)
        self.rung = lru_cache(maxsize=4096)(lambda target: rung_on(target, today, self.calendar))
        self.next_day = lru_cache(maxsize=4096)(lambda target: next_reminder_after(target, today, self.calendar))

    def rung_of(self, assignment: Any) -> int | None:
        """The rung an assignment has reached. Work without a last day has one: its review date."""
        if assignment.deadline_on:
            return self.rung(assignment.deadline_on)
        return 0 if assignment.review_on and assignment.review_on <= self.today else None

    def first(self, assignment: Any) -> dt.date | None:
        """When to look at it first: today where a rung is reached already, else the day of the next one."""
        if self.rung_of(assignment) is not None:
            return self.today
        return self.next_day(assignment.deadline_on) if assignment.deadline_on else assignment.review_on

    def after(self, assignment: Any) -> dt.date | None:
        """When to look at it again once today's rung has been said. A review date is said once."""
        return self.next_day(assignment.deadline_on) if assignment.deadline_on else None

    @property
    def is_working_day(self) -> bool:
        return is_working_day(self.today, self.calendar)

    def next_working_day(self) -> dt.date:
        day = self.today + dt.timedelta(days=1)
        while not is_working_day(day, self.calendar):
            day += dt.timedelta(days=1)
        return day
