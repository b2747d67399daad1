"""Days as they are written in office papers: 30/8/2022, ngày 06 tháng 9 năm 2022, 15/9."""

import re
from datetime import date, timedelta

# A figure as printed or as recognition misreads it (2O, l5): one true digit at least.
_TWO = r"(\d[\dol]?|[ol]\d)"
NUMERIC = rf"{_TWO}\s?[/.-]\s?{_TWO}\s?[/.-]\s?(\d{{4}})(?!\d)"
_SHORT = rf"{_TWO}\s?/\s?{_TWO}\s?/\s?(\d\d)(?![\d/])"
IN_WORDS = rf"{_TWO}\s+thang\s+{_TWO}\s*(?:,\s*)?nam\s+(\d{{4}})(?!\d)"
ANY_DAY = re.compile(rf"(?:ngay\s*)?(?:{IN_WORDS}|{NUMERIC}|{_SHORT})")
_FIGURES = str.maketrans("olOI", "0101")


def iso(day: str | int, month: str | int, year: str | int) -> str | None:
    """The day in ISO form, or None when there is no such day (42/02/2018). A year of two figures is of this century."""
    numbers = [int(str(n).translate(_FIGURES)) for n in (day, month, year)]
    try:
        return date(numbers[2] + 2000 * (numbers[2] < 100), numbers[1], numbers[0]).isoformat()
    except ValueError:
        return None


def near_year(day: int, month: int, issued_on: str | None) -> str | None:
    """A day printed without its year: the first such day from the month of issue on ("trước ngày 15/9")."""
    if not issued_on:
        return None
    issued = date.fromisoformat(issued_on)
    return iso(day, month, issued.year if month >= issued.month else issued.year + 1)


def day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def last_of_month(year: int, month: int) -> str | None:
    if not 1 <= month <= 12 or not 1900 <= year < 9999:
        return None
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).isoformat()


def last_of_period(period: str) -> str | None:
    """The last day of "2022-10", "2025-Q2", "2025", "2025/2026"; None for an open period ("2025/..")."""
    found = re.fullmatch(r"(?:\d{4}/)?(\d{4})(?:-(?:Q([1-4])|(\d\d)))?", period)
    if not found:
        return None
    year, quarter, month = found.groups()
    return last_of_month(int(year), int(quarter) * 3 if quarter else int(month or 12))


def day_before_period(period: str) -> str | None:
    """The day before "2024-09", "2024-Q2" or "2024" begins: the last one permitted by "trước tháng 9"."""
    found = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(\d\d)))?", period)
    if not found:
        return None
    year, quarter, month = found.groups()
    first = iso(1, int(quarter) * 3 - 2 if quarter else int(month or 1), year)
    return day_before(first) if first else None
