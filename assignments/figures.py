"""Indicators (chỉ tiêu), pure: which periods are asked for, how a typed number is read and written, what is reached."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directives.recurring import period_words
from wards.working_days import ONE_DAY

from .enums import Direction, Rhythm

ONCE = "once"
LONGEST = 5 * 366  # days of one indicator: beyond a term it is a slip of the year
WHOLE, PLACES = 12, 4  # digits before and after the decimal comma
_DOTS = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")  # 1.234,5
_COMMAS = re.compile(r"[1-9][0-9]{0,2}((,[0-9]{3}){2,}|(,[0-9]{3})+(?=\.))(\.[0-9]+)?")  # 1,234.5 and 1,234,567
_PLAIN = re.compile(r"[0-9]+([.,][0-9]+)?")  # 1234 and 12,5 and 12.5


@dataclass(frozen=True, slots=True)
class Period:
    """`code` as in directives.recurring (2026-W45, 2026-10, 2026-Q4), or "once"; from its first to its last day."""

    code: str
    start: dt.date
    end: dt.date

    @property
    def label(self) -> str:
        return period_label(self.code)


def period_label(code: str) -> str:
    return _("once") if code == ONCE else period_words(code)


def period_on(rhythm: str, day: dt.date) -> Period:
    """The week (from Monday), month or quarter in which a day lies."""
    if rhythm == Rhythm.WEEKLY:
        year, week, weekday = day.isocalendar()
        start = day - dt.timedelta(days=weekday - 1)
        return Period(f"{year}-W{week:02}", start, start + dt.timedelta(days=6))
    months = 3 if rhythm == Rhythm.QUARTERLY else 1
    number = (day.month - 1) // months
    start = dt.date(day.year, number * months + 1, 1)
    end = (start + dt.timedelta(days=31 * months)).replace(day=1) - ONE_DAY
    return Period(f"{day.year}-Q{number + 1}" if months == 3 else f"{day:%Y-%m}", start, end)


def periods(rhythm: str, starts_on: dt.date, until: dt.date) -> Iterator[Period]:
    """From the one that holds the first day to the one that holds the last."""
    if rhythm == Rhythm.ONCE:
        yield Period(ONCE, starts_on, until)
        return
    day = starts_on
    while day <= until:
        one = period_on(rhythm, day)
        yield one
        day = one.end + ONE_DAY


def read_number(text: str, measure: str = "") -> Decimal:
    """A number as people of an office type it: “1.234,5”, “1 234”, “12.5”, and “95%” where per cent are counted.

    A dot before three digits sets thousands apart, a comma is the decimal sign. Raises ValidationError in words."""
    typed = re.sub(r"[\s\u00a0\u202f]", "", text).replace("\u2212", "-")
    if typed.endswith("%"):
        if "%" not in measure:
            raise ValidationError(_("This is counted in “%(measure)s”, not in per cent.") % {"measure": measure})
        typed = typed[:-1]
    sign, digits = (-1, typed[1:]) if typed.startswith("-") else (1, typed)
    if _DOTS.fullmatch(digits):
        plain = digits.replace(".", "").replace(",", ".")
    elif _COMMAS.fullmatch(digits):
        plain = digits.replace(",", "")
    elif _PLAIN.fullmatch(digits):
        plain = digits.replace(",", ".")
    else:
        words = _("“%(text)s” is not a number. Write for example 1.234,5 or 95.")
        raise ValidationError(words % {"text": text.strip()[:30]})
    whole, _dot, places = plain.partition(".")
    if len(whole) > WHOLE or len(places.rstrip("0")) > PLACES:
        raise ValidationError(_("At most 12 digits, and 4 after the comma."))
    return sign * Decimal(plain)


def number_words(value: Decimal | None) -> str:
    """1234.5000 → “1.234,5”, in every language: so it stands in the office's papers. Nothing for nothing."""
    if value is None:
        return ""
    words = f"{value:,.{PLACES}f}".rstrip("0").rstrip(".")
    return words.translate(str.maketrans(",.", ".,"))


def is_reached(value: Decimal, target: Decimal | None, direction: str) -> bool | None:
    """Whether the target is reached; None where there is none."""
    if target is None:
        return None
    return value >= target if direction == Direction.LEAST else value <= target
