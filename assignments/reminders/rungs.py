"""The rungs of a ladder (bậc nhắc việc, PRODUCT §5): on which working days from a day something is said again.

Nothing in here knows why: a ladder is steps before and after a day, then one every so many working days.
"""

import datetime as dt
from dataclasses import dataclass

from wards.working_days import ONE_DAY, Calendar, is_working_day, working_days_between


@dataclass(frozen=True, slots=True)
class Rungs:
    """Working days from the target, negative before it, the earliest first; after the last, one `every` so many
    working days (0: none)."""

    steps: tuple[int, ...]
    every: int = 0

    def reached(self, target: dt.date, today: dt.date, calendar: Calendar) -> int | None:
        """The highest rung reached on `today`. None: too early."""
        passed = working_days_between(target, today, calendar)
        last = self.steps[-1]
        if passed > last and self.every:
            return last + self.every * ((passed - last) // self.every)
        return max((step for step in self.steps if step <= passed), default=None)

    def next_after(self, target: dt.date, today: dt.date, calendar: Calendar) -> dt.date | None:
        """The first working day after `today` on which a further rung is reached. None: there is no further one."""
        now_on = self.reached(target, today, calendar)
        if not self.every and now_on == self.steps[-1]:
            return None
        day = today
        if now_on is None:  # far ahead: begin to look where the first step cannot have been reached yet
            day = max(day, target + min(self.steps[0], 0) * 2 * ONE_DAY - 14 * ONE_DAY)
        while True:
            day += ONE_DAY
            if is_working_day(day, calendar) and self.reached(target, day, calendar) != now_on:
                return day


def signed(rung: int) -> str:
    """ "-3", "0", "+8": how a rung is written in the ledger."""
    return f"{rung:+d}" if rung else "0"
