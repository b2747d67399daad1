"""Times that hang on something else: an event ("trước Tết Nguyên đán", "trước 15 ngày của các đợt"), or a term."""

import re
from dataclasses import dataclass

from .dates import day_before, near_year

_DAYS_OFF = r"(?:0?2/0?9|30/0?4(?:(?:,| va|\s?[-–])\s?0?1/0?5)?|0?1/0?5|0?1/0?1)"
_NAMED = (
    r"(?:tet (?:nguyen dan|duong lich|trung thu|doan ngo|co truyen|am lich)?(?: [a-z]+ [a-z]+(?=\s\d{4}))?(?: nam)?"
    r"(?: \d{4})?|tet(?!\w)|quoc khanh(?: \(?0?2/0?9\)?)?|giang sinh|trung thu|khai giang(?: nam hoc(?: moi)?)?|"
    r"nam hoc(?: moi)?|mua (?:mua|bao|lu|kho|nang nong|han)(?:,? (?:bao|lu))*|ky hop [^.;,]{3,40}|"
    r"ky (?:thi|nghi) [^.;,]{3,30}|bau cu|dai hoi [^.;,]{3,40}|hoi nghi (?:so ket|tong ket)"
    rf"|(?:ngay )?(?:le )?{_DAYS_OFF}(?!\s?[/\d]))"
)
_DRESS = r"(?:dip |ky |thoi diem |them |khi |(?:cac )?ngay |nghi |le |cac |to chuc )*"
_EVENT = re.compile(
    rf"(?<!\w)(?:truoc(?:, trong(?: va sau)?)?|trong|nhan|dip|chao mung|phuc vu) {_DRESS}(?:,? )?(?P<event>{_NAMED})"
)
_BEFORE = re.compile(
    r"(?<!\w)(?:truoc (?P<first>\d{1,3}) ngay(?: lam viec)? (?:cua|so voi|khi)|"
    r"(?P<second>\d{1,3}) ngay(?: lam viec)? truoc(?: khi| ngay)?) (?P<event>[^,.;]{3,40})(?<!\s)"
)
_WITHIN = re.compile(
    r"(?<!\w)(?:trong(?: vong| thoi han| thoi gian)?|khong qua|(?:cham|muon) nhat(?: la)?(?: sau| trong)?|sau|"
    r"thoi han(?: la)?|toi da)\s+(?P<count>\d{1,3})(?:\s?\([a-z ]{2,20}\))?\s+"
    r"(?P<unit>ngay lam viec|ngay(?! \d)|tuan|gio(?! \d))(?!\w)(?P<from>[\s,]*(?:ke )?(?:tu|sau)[^.;]{0,60})?"
)
_FIGURE = re.compile(r"\d")
_STARTS = (
    ("receipt", re.compile(r"(?:ke )?(?:tu|sau) (?:ngay |khi )?(?:nhan|tiep nhan|co)(?!\w)")),
    ("issue", re.compile(r"(?:ke )?(?:tu|sau) (?:ngay |khi )?(?:ky|ban hanh|phat hanh)(?!\w)")),
    ("effect", re.compile(r"(?:ke )?(?:tu|sau) (?:ngay |khi )?[^.;]{0,30}hieu luc(?!\w)")),
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """`name` of the event; `days` printed before it; `day` and `last` where "trước" stands before a day printed or
    fixed by the calendar."""

    start: int
    end: int
    name: tuple[int, int]
    days: int | None
    day: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """So many days (`unit`: days, working_days) from `starts`: receipt, issue, effect, or None where nothing says."""

    start: int
    end: int
    days: int
    unit: str
    starts: str | None


def find_occasion(bare: str, issued_on: str | None) -> Occasion | None:
    """The event an order hangs on, with the last day where "trước" stands before a holiday of a fixed day."""
    if (found := _FIGURE.search(bare)) and (found := _BEFORE.search(bare)):
        days = int(found["first"] or found["second"])
        return Occasion(found.start(), found.end(), found.span("event"), days, None, None)
    found = _EVENT.search(bare)
    if not found:
        return None
    day = _fixed(found, issued_on)
    printed = day if re.search(r"\d/\d", found["event"]) else None
    return Occasion(found.start(), found.end(), found.span("event"), None, printed, day_before(day) if day else None)


def _fixed(found: re.Match[str], issued_on: str | None) -> str | None:
    printed = re.search(r"(\d{1,2})/(\d{1,2})", found["event"])
    named = (2, 9) if "quoc khanh" in found["event"] else None
    pair = (int(printed[1]), int(printed[2])) if printed else named
    if not pair or not re.match(r"truoc (?!.*trong)", found.group()):
        return None
    return near_year(*pair, issued_on)


def find_term(bare: str) -> Term | None:
    """ "trong vòng 05 ngày làm việc kể từ ngày nhận": weeks and whole days of hours are counted as days."""
    if not _FIGURE.search(bare):
        return None
    for found in _WITHIN.finditer(bare):
        count, unit = int(found["count"]), found["unit"]
        days = {"tuan": 7 * count, "gio": count // 24 if count % 24 == 0 else 0}.get(unit, count)
        if days:
            starts = next((name for name, cue in _STARTS if cue.match((found["from"] or "").strip(" ,"))), None)
            end = found.end() if starts else found.end("unit")
            kind = "working_days" if "viec" in unit else "days"
            return Term(found.start(), end, days, kind, starts)
    return None
