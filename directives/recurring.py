"""Recurrences (định kỳ): from an office's words to the RRULE that is stored, its due days and the name of each period.

Stored is RFC 5545, several rules joined with " | " ("hằng tháng, quý"), each with its end: periodic work without an end
would go on when the directive is forgotten. The words are understood by the reader's own rules (reading.recurrence).
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from dateutil.rrule import rrule, rrulestr
from django.core.exceptions import ValidationError
from django.utils import dates
from django.utils.translation import gettext as _

from wards.folding import fold

from .reading.recurrence import recurrences

JOIN = " | "
MOST = 400  # due days of one rule: a working year day by day
EXAMPLE = "ngày 25 hằng tháng"
# What a clerk most often means, in the words that are understood.
USUAL = (
    "thứ Sáu hằng tuần",
    "ngày 25 hằng tháng",
    "hằng tháng",
    "hằng quý",
    "định kỳ 6 tháng",
    "hằng năm, trước ngày 15/12",
)
_LONGEST = 200  # the column
_WEEKDAYS = {"hai": "MO", "ba": "TU", "tu": "WE", "nam": "TH", "sau": "FR", "bay": "SA"}
_WEEKDAY = re.compile(r"(?<!\w)thu (hai|ba|tu|nam|sau|bay|[2-7])(?!\w)")
_DAY_NAMES = dict(zip(["MO", "TU", "WE", "TH", "FR", "SA", "SU"], dates.WEEKDAYS.values(), strict=True))
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_MONTHS_APART = {"monthly": 1, "quarterly": 3, "semiannual": 6, "yearly": 12}
_TURN_OF_PERIOD = 15  # a report due by the 15th of a period's first month speaks of the period before


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One period: its last permitted day, and its code: 2026-W45, 2026-10, 2026-Q4, 2026-H2, 2026, 2026-11-24."""

    on: dt.date
    code: str


def understood(text: str, words: str = "") -> str:
    """Rules without an end for "ngày 25 hằng tháng", "thứ Năm hằng tuần", "monthly-25", "FREQ=…"; "" where none is.

    `words` may hold what the short form leaves out: the day of the week."""
    if "FREQ=" in text.upper():
        return JOIN.join(part.strip().upper().removeprefix("RRULE:") for part in text.split("|"))
    short, folded = text.strip(), fold(text)
    if not re.fullmatch(r"[a-z]+(?:-[+\d-]+(?:months)?)?(?:; [a-z]+(?:-[+\d-]+(?:months)?)?)*", short):
        found = recurrences(folded)
        short = found.rule if found else _on_weekday(folded)
    parts = [_rrule(part, fold(words) or folded) for part in short.split("; ")]
    return JOIN.join(parts) if all(parts) else ""


def _on_weekday(folded: str) -> str:
    return "weekly" if _WEEKDAY.search(folded) else ""


def _rrule(short: str, folded: str) -> str:
    """One of the reader's short forms as an RRULE, "" for one that names no period ("periodic")."""
    kind, _dash, rest = short.partition("-")
    if kind == "daily":
        return "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"
    if kind == "weekly":
        found = _WEEKDAY.search(folded)
        named = found.group(1) if found else "sau"  # the week's report is due on Friday where no day is named
        day = _WEEKDAYS.get(named) or list(_WEEKDAYS.values())[int(named) - 2]
        return f"FREQ=WEEKLY;BYDAY={day}"
    if kind == "monthly":
        return f"FREQ=MONTHLY;{_month_day(int(rest or 31))}"
    if kind == "quarterly" and rest:
        return f"FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY={int(rest)}"
    if kind == "yearly" and rest:
        month, _dash, day = rest.partition("-")
        return f"FREQ=YEARLY;BYMONTH={int(month)};BYMONTHDAY={int(day)}"
    apart = _MONTHS_APART.get(short) or (int(rest.removesuffix("-months")) if kind == "every" else 0)
    if apart and 12 % apart == 0:
        months = ",".join(str(month) for month in range(apart, 13, apart))
        return f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY=-1"
    return f"FREQ=MONTHLY;INTERVAL={apart};BYMONTHDAY=-1" if apart else ""


def _month_day(day: int) -> str:
    """The day of every month, or its last one where the month is shorter."""
    if day <= 28:
        return f"BYMONTHDAY={day}"
    return "BYMONTHDAY=-1" if day > 30 else f"BYMONTHDAY={','.join(map(str, range(28, day + 1)))};BYSETPOS=-1"


def _fields(part: str) -> dict[str, str]:
    """FREQ=MONTHLY;BYMONTHDAY=25 → {"FREQ": "MONTHLY", "BYMONTHDAY": "25"}. Raises ValueError for another shape."""
    return dict(field.split("=", 1) for field in part.split(";"))


def with_end(rules: str, until: dt.date) -> str:
    """The rules, each ending with that day."""
    return JOIN.join(f"{part};UNTIL={until:%Y%m%d}" for part in _endless(rules).split(JOIN))


def _endless(rules: str) -> str:
    return re.sub(r";(?:UNTIL|COUNT)=[^;|\s]*", "", rules)


def end_of(rules: str) -> dt.date | None:
    """The last day of stored rules; None for those that are not stored yet."""
    found = re.search(r"UNTIL=(\d{8})", rules)
    return dt.datetime.strptime(found.group(1), "%Y%m%d").date() if found else None  # noqa: DTZ007 - a day


def same_rules(a: str, b: str) -> bool:
    """Whether two rules come back on the same days, whenever they end."""
    return _endless(a) == _endless(b)


def rules_checked(text: str, until: dt.date | None, start: dt.date, words: str = "") -> str:
    """What is stored for a typed recurrence. Raises ValidationError: not understood, without an end, too many days,
    no day between `start` and the end."""
    rules = understood(text, words)
    if not rules or not all(_is_rule(part) for part in rules.split(JOIN)):
        said = _("“%(text)s” is not understood. Write for example “%(example)s”, “thứ Sáu hằng tuần”, “hằng quý”.")
        raise ValidationError(said % {"text": text[:60], "example": EXAMPLE}, code="rule")
    until = until or end_of(rules)
    if until is None:
        raise ValidationError(_("Periodic work needs an end: give the last day on which it may fall due."), code="end")
    stored = with_end(rules, until)
    if len(stored) > _LONGEST:
        raise ValidationError(_("This recurrence is too long: use fewer parts."), code="rule")
    days = list(islice(occurrences(stored, start), MOST + 1))
    if not days:
        said = _("It falls due on no day between %(start)s and %(end)s.")
        raise ValidationError(said % {"start": f"{start:%d/%m/%Y}", "end": f"{until:%d/%m/%Y}"}, code="end")
    if len(days) > MOST:
        raise ValidationError(_("It falls due more than %(n)s times: choose an earlier end.") % {"n": MOST}, code="end")
    return stored


def _is_rule(part: str) -> bool:
    try:
        fields = _fields(part)
        if (
            fields["FREQ"] not in _FREQUENCIES or int(fields.get("INTERVAL", 1)) < 1
        ):  # the library would search for ever
            return False
        return isinstance(_parsed(part, dt.date(2024, 1, 1)), rrule)
    except (ValueError, TypeError, KeyError, AttributeError):  # whatever the library finds wrong with it
        return False


def _parsed(part: str, start: dt.date) -> Any:
    return rrulestr(part, dtstart=dt.datetime.combine(start, dt.time()))


def occurrences(rules: str, after: dt.date) -> Iterator[Occurrence]:
    """The periods of stored rules whose last day comes after that day, in order. Every rule must have its end."""
    anchor = dt.date(after.year, 1, 1)  # so that "every 4 months" falls on the same months however it is asked
    found = [
        Occurrence(moment.date(), _code(_fields(part), moment.date()))
        for part in rules.split(JOIN)
        for moment in islice(_parsed(part, anchor).xafter(dt.datetime.combine(after, dt.time())), MOST + 1)
    ]
    return iter(sorted(found))


def next_occurrences(rules: str, after: dt.date) -> list[Occurrence]:
    """The first day after `after` with every period that ends on it; empty once the rules have ended."""
    coming = list(occurrences(rules, after))
    return [one for one in coming if one.on == coming[0].on]


def _code(rule: dict[str, str], day: dt.date) -> str:
    """The period that a due day closes; by the 15th of its first month a report still speaks of the one before."""
    if rule["FREQ"] == "DAILY":
        return day.isoformat()
    if rule["FREQ"] == "WEEKLY":
        year, week, _day = day.isocalendar()
        return f"{year}-W{week:02}"
    months = int(rule.get("INTERVAL", 1))
    if rule["FREQ"] == "YEARLY":
        named = rule.get("BYMONTH", "12").split(",")
        months = 1 if len(named) == 1 and named[0] not in ("1", "12") else 12 // len(named)
    if months not in (3, 6, 12):
        return f"{day:%Y-%m}"
    opens = (day.month - 1) % months == 0 and day.day <= _TURN_OF_PERIOD
    closed = day - dt.timedelta(days=_TURN_OF_PERIOD) if opens else day
    number = (closed.month - 1) // months + 1
    return {3: f"{closed.year}-Q{number}", 6: f"{closed.year}-H{number}", 12: f"{closed.year}"}[months]


def period_words(code: str) -> str:
    """ "tuần 45/2026", "tháng 10/2026", "quý 4/2026", "6 tháng cuối năm 2026", "năm 2026", "ngày 24/11/2026"."""
    year, _dash, rest = code.partition("-")
    if not rest:
        return _("year %(year)s") % {"year": year}
    if "-" in rest:
        return f"{dt.date.fromisoformat(code):%d/%m/%Y}"
    if rest[0] == "H":
        half = _("first half of %(year)s") if rest == "H1" else _("second half of %(year)s")
        return half % {"year": year}
    named = {"W": _("week %(n)s/%(year)s"), "Q": _("quarter %(n)s/%(year)s")}.get(rest[0], _("month %(n)s/%(year)s"))
    return named % {"n": rest.lstrip("WQ"), "year": year}


def rule_words(rules: str) -> str:
    """The recurrence in the reader's language, with its end where it has one: "ngày 25 hằng tháng, đến 31/12/2026"."""
    if not rules:
        return ""
    parts = [_part_words(_fields(part)) if _is_rule(part) else part for part in _endless(rules).split(JOIN)]
    if end := end_of(rules):
        return _("%(rule)s, until %(day)s") % {"rule": "; ".join(parts), "day": f"{end:%d/%m/%Y}"}
    return "; ".join(parts)


def _part_words(rule: dict[str, str]) -> str:
    day = rule.get("BYMONTHDAY", "").split(",")[-1]
    if rule["FREQ"] == "DAILY":
        return _("every working day")
    if rule["FREQ"] == "WEEKLY":
        days = ", ".join(str(_DAY_NAMES[day]) for day in rule.get("BYDAY", "FR").split(",") if day in _DAY_NAMES)
        return _("every week, %(days)s") % {"days": days}
    if rule["FREQ"] == "MONTHLY":
        n = int(rule.get("INTERVAL", 1))
        every = _("every month") if n == 1 else _("every %(n)s months") % {"n": n}
        return f"{every}, " + (_("last day of the month") if day == "-1" else _("day %(n)s") % {"n": day or "…"})
    months = [int(month) for month in rule.get("BYMONTH", "12").split(",")]
    days = ", ".join(f"{_last_day(month) if day == '-1' else int(day or 1):02}/{month:02}" for month in months)
    every = {4: _("every quarter"), 2: _("every half-year")}.get(len(months), _("every year"))
    return f"{every}, {days}"


def _last_day(month: int) -> int:
    return 28 if month == 2 else calendar.monthrange(2025, month)[1]
