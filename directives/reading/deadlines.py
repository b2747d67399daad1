"""The time limit of an order, as printed: a day, a number of days, a period, a recurrence, an occasion."""

import re
from typing import Any

from .corrections import corrected
from .dates import ANY_DAY, iso, last_of_period
from .limits import find_limit
from .model import Deadline
from .occasions import find_occasion, find_term
from .periods import cell_period, find_period
from .recurrence import recurrences
from .text import Passage


def read_deadline(p: Passage, issued_on: str | None) -> Deadline | None:
    """The time limit in the words of one order; `issued_on` gives the year where it is not printed."""
    p = corrected(p)
    tries = (_recurring, _dated, _in_period, _within, _event)
    return next((found for read in tries if (found := read(p, issued_on))), None)


def _deadline(p: Passage, kind: str, start: int, end: int, confidence: float, **facts: Any) -> Deadline:
    return Deadline(kind, p.text[start:end], p.span(start, end), confidence=confidence, **facts)


def _recurring(p: Passage, issued_on: str | None) -> Deadline | None:
    """What comes back; a day printed beside it ("hoàn thành trước 30/6, báo cáo hằng tuần") is kept with it."""
    found = recurrences(p.flat)
    if not found:
        return None
    start, end = found.span
    rest = p.flat[:start] + "\n" * (end - start) + p.flat[end:]
    limit = find_limit(rest, issued_on)
    return _deadline(p, "periodic", start, end, 0.85, recurring=found.rule, date=limit.day if limit else None)


def _dated(p: Passage, issued_on: str | None) -> Deadline | None:
    limit = find_limit(p.flat, issued_on)
    if not limit:
        return None
    return _deadline(p, "dated", limit.start, limit.end, limit.confidence, date=limit.day, last_day=limit.last)


def _in_period(p: Passage, issued_on: str | None) -> Deadline | None:
    found = find_period(p.flat, issued_on)
    return _deadline(p, "dated", found.start, found.end, 0.8, period=found.name, last_day=found.last) if found else None


def _within(p: Passage, _issued_on: str | None) -> Deadline | None:
    term = find_term(p.flat)
    if not term:
        return None
    facts = {"within_days": term.days, "within_unit": term.unit, "within_from": term.starts}
    return _deadline(p, "within", term.start, term.end, 0.85 if term.starts else 0.7, **facts)


def _event(p: Passage, issued_on: str | None) -> Deadline | None:
    found = find_occasion(p.flat, issued_on)
    if not found:
        return None
    name = " ".join(p.text[slice(*found.name)].split())
    facts = {"event": name, "date": found.day, "last_day": found.last, "within_days": found.days}
    return _deadline(p, "event", found.start, found.end, 0.6, **facts)


_STANDING = re.compile(
    r"(?:(?:tiep tuc|chu dong|tich cuc|can|phai|tang cuong|kip thoi|chu dong|va),? )*(thuong xuyen)(?!\w)"
)
_STANDING_TIME = re.compile(r"thoi (?:gian|han)(?: (?:thuc hien|hoan thanh))?\s*:?\s*(?:la )?(thuong xuyen)(?!\w)")
_STANDING_MANNER = re.compile(
    r"(?<!chi )(?<!nhiem vu )(?<!kinh phi )(?<!cong viec )(?<!hoat dong )(?<!che do )(?<!trong tam, )(?<!ngan sach )"
    r"(?<!\w)(thuong xuyen, lien tuc)(?!\w)"
)


def read_standing(p: Passage, deed: int) -> Deadline | None:
    """ "thường xuyên" as the manner of the deed that begins at `deed`, or as the time printed for it: the work
    stands, with no last day. LABELLING gives it no recurrence (that is for the time column of a table)."""
    if "thuong xuyen" not in p.flat:
        return None
    found = _STANDING.match(p.flat, deed) or _STANDING_TIME.search(p.flat)
    if not found:
        stop = p.text.find(". ", deed)
        found = _STANDING_MANNER.search(p.flat, deed, stop if stop > 0 else len(p.text))
    return _deadline(p, "standing", *found.span(1), 0.7) if found else None


def read_time_cell(p: Passage, issued_on: str | None) -> Deadline | None:
    """The time column of a table of tasks, where a bare "6/2025", "Quý II/2025", "Thường xuyên" is a limit."""
    bare = p.flat.strip()
    if not bare:
        return None
    whole = (0, len(p.text))
    if "thuong xuyen" in bare or re.match(r"han?g ngay\W*$", bare):
        return _deadline(p, "standing", *whole, 0.9, recurring="ongoing")
    if re.match(r"han?g nam$", bare):
        return _deadline(p, "periodic", *whole, 0.9, recurring="yearly")
    period = cell_period(bare)
    if period:
        return _deadline(p, "dated", *whole, 0.9, period=period, last_day=last_of_period(period))
    found = ANY_DAY.match(p.flat)
    day = iso(*[g for g in found.groups() if g]) if found else None
    if found and day:
        return _deadline(p, "dated", 0, found.end(), 0.9, date=day, last_day=day)
    return read_deadline(p, issued_on)
