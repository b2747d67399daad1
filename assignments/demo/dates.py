"""Days told from today on, and the placeholders of the demo's documents.

A text says `{d-12}` and reads "05/9/2026" when it is loaded; every document, number and deadline keeps its distance
from the day of loading, so the office is alive whenever it is opened.

    {d-12}         day, moved back to a working weekday: 05/9/2026
    {x-1}          exactly that day, weekend or not
    {D-12} {E-12}  the same day in full: "ngày 05 tháng 9 năm 2026"; with a capital where a sentence begins
    {M+20}         its month: 9/2026
    {n:cv_ub-28}   the number that the series `cv_ub` has reached on that day
"""

import datetime as dt
import re
from pathlib import Path

HANOI = dt.timezone(dt.timedelta(hours=7))
TERMS = ("2020-10-12", "2025-10-10")  # the invented committee's congresses: its numbers restart there
# Documents a day of each series. State series restart on 1 January, Party series with the term (DOMAIN §1.2).
_STATE_SERIES = {"cv_ub": 4.2, "kh_ub": 0.7, "tb_ub": 0.6, "cd_ub": 0.09, "byt": 11.3}
_PARTY_SERIES = {"cv_tu": 2.1, "tb_tu": 0.5, "ct_tu": 0.045}
_SATURDAY = 5
_PLACEHOLDER = re.compile(r"\{(?:n:(?P<series>[a-z_]+)|(?P<form>[dxDEM]))(?P<days>[+-]\d+)\}")
_FOLDER = Path(__file__).resolve().parent / "documents"


def exactly(today: dt.date, days: int) -> dt.date:
    return today + dt.timedelta(days=days)


def weekday(today: dt.date, days: int) -> dt.date:
    """The day so many days away, or the Friday before where that is a weekend: offices sign on weekdays."""
    day = exactly(today, days)
    return day - dt.timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def moment(today: dt.date, days: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    """An hour of that weekday, in Hà Nội."""
    return dt.datetime.combine(weekday(today, days), dt.time(hour, minute), tzinfo=HANOI)


def number_on(series: str, day: dt.date) -> int:
    """How far a series of numbers has come by that day: it grows with the days and restarts as its side restarts."""
    if series in _STATE_SERIES:
        return int((day.timetuple().tm_yday) * _STATE_SERIES[series]) + 1
    began = max((term for term in TERMS if term <= day.isoformat()), default=TERMS[0])
    return int((day - dt.date.fromisoformat(began)).days * _PARTY_SERIES[series]) + 1


def short(day: dt.date) -> str:
    """05/9/2026: days under 10 and the months 1 and 2 with a nought (NĐ 30/2020 App. I)."""
    return f"{day.day:02d}/{_month(day)}/{day.year}"


def long(day: dt.date) -> str:
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year}"


def _month(day: dt.date) -> str:
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def document(name: str, today: dt.date) -> str:
    """The text of documents/<name>.txt as it reads when loaded on `today`."""

    def filled(found: re.Match[str]) -> str:
        days = int(found["days"])
        day = weekday(today, days)
        if found["series"]:
            return f"{number_on(found['series'], day):02d}"
        forms = {
            "d": lambda: short(day),
            "x": lambda: short(exactly(today, days)),
            "D": lambda: long(day),
            "E": lambda: long(day).capitalize(),
            "M": lambda: f"{_month(day)}/{day.year}",
        }
        return forms[found["form"]]()

    return _PLACEHOLDER.sub(filled, (_FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
