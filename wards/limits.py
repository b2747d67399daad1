"""The figures that an office sets for itself: one table of known keys, and what holds now.

`limit("yellow_days")` is read everywhere and asks the database at most once in `FRESH` seconds a process: all of one
request sees the same figures, and a change holds in every process within `FRESH` seconds, in the changing one at once.
"""

import re
import time
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .request_id import request_id

FRESH = 10.0


class Kind(TextChoices):
    DAYS = "days", _("days")
    TIMES = "times", _("times")
    HOUR = "hour", _("hour of the day")
    SWITCH = "switch", _("yes or no")  # 1 or 0
    STEPS = "steps", _("working days, before with a minus")  # "-5 -3 -1 0 +1 +3", the earliest first


@dataclass(frozen=True, slots=True)
class Key:
    """One figure: what it is counted in, its value while nobody has set one, the least and the most it may be
    (of STEPS, each of them)."""

    code: str
    kind: Kind
    default: int | str
    low: int
    high: int
    label: Any
    explains: Any = ""


def _steps(code: str, default: str, label: Any) -> Key:
    return Key(code, Kind.STEPS, default, -30, 30, label, _("0 is the last day. Separate by spaces."))


MOST_STEPS = 12

KEYS = {
    key.code: key
    for key in (
        Key("special_red_days", Kind.DAYS, 3, 1, 60, _("Special red from"), _("Days late, from which on it is so.")),
        Key("yellow_days", Kind.DAYS, 3, 0, 30, _("Yellow from"), _("Days left, from which on it is so.")),
        Key("due_soon_days", Kind.DAYS, 7, 1, 60, _("Due soon from"), _("Days left; more than for yellow.")),
        Key("extensions_limit", Kind.TIMES, 2, 0, 20, _("Extensions of one assignment"), _("At most so many.")),
        Key(
            "urgings_before_list",
            Kind.TIMES,
            3,
            1,
            20,
            _("Urgings before the leadership's list"),
            _("Urged so often, the work is on the list."),
        ),
        Key(
            "end_of_day_hour",
            Kind.HOUR,
            24,
            12,
            24,
            _("A day ends at"),
            _("24 for midnight; 17 where what comes after working hours counts as the next day's."),
        ),
        _steps("rungs", "-5 -3 -1 0 +1 +3", _("Reminders")),
        Key(
            "rungs_every",
            Kind.DAYS,
            5,
            1,
            30,
            _("Reminders after the last of these"),
            _("Working days from one to the next."),
        ),
        _steps("rungs_khan", "-5 -3 -2 -1 0 +1 +2 +3", _("Reminders, khẩn")),
        _steps("rungs_thuong_khan", "-3 -2 -1 0 +1 +2 +3", _("Reminders, thượng khẩn")),
        _steps("rungs_hoa_toc", "-2 -1 0 +1 +2 +3", _("Reminders, hỏa tốc")),
        Key(
            "rungs_every_urgent",
            Kind.DAYS,
            2,
            1,
            30,
            _("Reminders of urgent work after the last of these"),
            _("Working days from one to the next."),
        ),
        _steps("rungs_periodic", "-3 -1 0 +1 +3", _("Reminders of periodic work")),
        Key(
            "no_deadline_days",
            Kind.DAYS,
            10,
            1,
            60,
            _("Reminder that a deadline is missing"),
            _("Working days after which it begins."),
        ),
        Key(
            "waiting_days",
            Kind.DAYS,
            1,
            0,
            30,
            _("Reminder of what waits for a decision"),
            _("Working days that a report or a request may wait."),
        ),
    )
}
DEFAULTS = {code: key.default for code, key in KEYS.items()}

Values = Mapping[str, Any]  # int, or the words of STEPS
_of_process: tuple[float, Values] | None = None
_of_request: ContextVar[tuple[str, Values] | None] = ContextVar("limits", default=None)


def hold(values: Values) -> None:
    """From now on, and for FRESH seconds, these are what has been set; the others have their defaults."""
    global _of_process
    _of_process = time.monotonic() + FRESH, DEFAULTS | dict(values)


def forget() -> None:
    """The next one who asks reads the database."""
    global _of_process
    _of_process = None
    _of_request.set(None)


def _read() -> None:
    from .models import Setting

    hold(Setting.objects.held())


def limits() -> Values:
    """Every key with what holds now."""
    asking, seen = request_id.get(), _of_request.get()
    if asking and seen and seen[0] == asking:
        return seen[1]
    if _of_process is None or _of_process[0] < time.monotonic():
        _read()
    assert _of_process is not None
    _of_request.set((asking, _of_process[1]))
    return _of_process[1]


def limit(code: str) -> int:
    """KeyError for a key that is not in the table."""
    return int(limits()[code])


@lru_cache(maxsize=64)
def parse_steps(words: str) -> tuple[int, ...]:
    """ "-5, −3 +1" → (-5, -3, 1), the earliest first, each once. ValueError where it is not whole numbers."""
    plain = words.replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-")
    found = tuple(sorted({int(word) for word in re.split(r"[\s,;]+", plain) if word}))
    if not 1 <= len(found) <= MOST_STEPS:
        raise ValueError(f"{len(found)} steps")
    return found


def written_steps(found: tuple[int, ...]) -> str:
    """(-5, 0, 1) → "-5 0 +1"."""
    return " ".join(f"{step:+d}" if step else "0" for step in found)


def steps(code: str) -> tuple[int, ...]:
    """The days of a ladder from its target: negative before it. KeyError as `limit`."""
    return parse_steps(limits()[code])
