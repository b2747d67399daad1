"""Days as they are written in office papers: 30/8/2022, ngày 06 tháng 9 năm 2022, 15/9."""

import re
from datetime import date, timedelta

NUMERIC = r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)"
IN_WORDS = r"(\d{1,2})\s+thang\s+(\d{1,2})\s*(?:,\s*)?nam\s+(\d{4})(?!\d)"
ANY_DAY = re.compile(rf"(?:ngay\s*)?(?:{IN_WORDS}|{NUMERIC})")


def iso(day: str | int, month: str | int, year: str | int) -> str | None:
    """The day in ISO form, or None when there is no such day (42/02/2018)."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def day_at(bare: str, place: int) -> tuple[str | None, int]:
    """A full day written at `place` of bare text and where it ends; (None, place) when there is none."""
    found = ANY_DAY.match(bare, place)
    if not found:
        return None, place
    groups = [g for g in found.groups() if g]
    return iso(*groups), found.end()


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
