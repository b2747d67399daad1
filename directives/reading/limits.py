"""A day as a time limit: only behind words that say so; any other day is an event's, a citation's, a report's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .dates import ANY_DAY, day_before, iso, near_year

_HOUR = r"\d{1,2}\s?(?:h|g|gio|:)\s?(?:\d\d)?\s?(?:phut|p|')?"
_SESSION = r"(?:buoi )?(?:sang|trua|chieu|toi)"
_WEEKDAY = r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)"
_BETWEEN = rf"(?P<hour>(?:[\s:|,(]*(?:{_HOUR}|{_SESSION}|{_WEEKDAY}))*)(?:[\s:|,(]*(?:cuoi |het )?.gay)?[\s:|]*"
# Until the day begins ("trước"), or until it ends.
_STRONG = (
    r"(?:truoc|(?:cham|muon|tre) nhat(?: la)?(?: vao| den| trong| truoc)?(?: het)?|"
    r"khong (?:de )?(?:cham|muon|tre|qua)(?: (?:hon|qua))?|den het|xong(?: truoc| trong| vao)?|"
    r"thoi han(?: hoan thanh| bao cao| gui| nop| thuc hien)?(?: la)?|han (?:cuoi|chot|nop|gui)(?: cung)?(?: la)?|"
    r"thoi gian (?:hoan thanh|thuc hien|bao cao|gui|nop|nhan)[^.;:]{0,40}:|tu nay (?:cho )?den(?: het)?|"
    r"hoan thanh(?: xong)?(?: vao| trong)?)"
)
_LIMIT = re.compile(rf"(?<!\w)(?P<cue>{_STRONG}){_BETWEEN}(?={ANY_DAY.pattern})")
_NO_YEAR = re.compile(
    rf"(?<!\w)(?P<cue>{_STRONG}){_BETWEEN}(?P<day>\d{{1,2}})(?:\s?/\s?| thang )(?P<month>\d{{1,2}})"
    r"(?![/\d]|\s?/|\s+nam\b)"
)
_SMUDGED = re.compile(
    rf"(?<!\w)(?P<cue>{_STRONG})\s+ngay\s+(?P<day>\d{{1,2}})[^\d\s/]{{0,2}}[\s/]+(?P<month>\d{{1,2}})\s?/\s?"
    r"(?P<year>\d{4})"
)
# "gửi báo cáo về Sở trong ngày 20/4/2024": on the day, where something is to be sent or finished.
_ON = re.compile(
    rf"(?<!\w)(?P<cue>trong|vao)(?P<hour>(?:\s*(?:{_HOUR}|{_SESSION}|{_WEEKDAY}))*),?(?: ngay)?\s+(?={ANY_DAY.pattern})"
)
_HANDS_IN = re.compile(r"(?<!\w)(?:gui|nop|bao cao|hoan thanh|trinh|cung cap|dang ky|xong)(?!\w)[^.;]*$")
_MEETS = re.compile(r"(?<!\w)(?:hop|hoi nghi|ky hop|phien|khai mac|to chuc|dien ra|ban hanh|ky)[^.;,]{0,25}$")
_UNTIL = re.compile(rf"(?<!\w)(?P<cue>den){_BETWEEN}(?={ANY_DAY.pattern})")
_IS_REACHED = re.compile(r"[^.;]{0,40}?(?<!\w)(?:hoan thanh|phai|xong)(?!\w)")
_TOO_LATE = re.compile(rf"(?<!\w)(?P<cue>sau) ngay\s+(?={ANY_DAY.pattern})")
_REFUSED = re.compile(r"(?:se )?khong (?:duoc|giai quyet|tiep nhan|xem xet|nhan)")
_WINDOW = re.compile(
    rf"(?<!ke )(?<!\w)tu (?:ngay\s+)?(?:{ANY_DAY.pattern}|\d{{1,2}}(?:(?:\s?/\s?| thang )\d{{1,2}})?|"
    rf"[^\w\s]?\d{{1,2}}\s?/\s?\d{{1,2}}\s?/\s?\d{{4}}|thang \d{{1,2}}(?:\s?/\s?\d{{4}})?)\s*"
    rf"(?:den(?: het)?(?: ngay)?|-)\s*(?={ANY_DAY.pattern})"
)
# "dự báo thu quý II, báo cáo Lãnh đạo Cục (28/5/2024).": a day alone in brackets closes the order.
_LOOKS_BACK = re.compile(r"(?<!\w)(?:da|phat sinh|trong ky|so lieu|tinh hinh)(?:,? \w+){1,5}\s*$")  # a period told of
_BRACKETED = re.compile(rf"(?<!\d)\s\((?:(?:xong|truoc|hoan thanh) )?(?={ANY_DAY.pattern}\s?\)\s*(?:[.;]|$))")
_NUMBER_BEFORE = re.compile(r"(?:so )?\d+\s?[/-][\w/-]+$")
_FINISHED_ON = re.compile(
    r"(?<!\w)(?:ky ban hanh|ban hanh|trinh ky|hoan thanh|gui ve|nop ve|bao cao ket qua|du kien(?: to chuc)?)\s+"
    rf"(?=ngay\s*{ANY_DAY.pattern})"
)
_FIRST_WORDS = re.compile(rf"(?:sang |chieu )?ngay\s+(?={ANY_DAY.pattern})")
_FIGURE = re.compile(r"\d")
_COUNTED_TO = re.compile(r"(?<!ubnd )(?<!hdnd )(?<!dan )tinh\s*$")  # "tính đến hết ngày", not "UBND tỉnh đến hết"
_NOT_A_LIMIT = re.compile(
    r"(?:tinh den|so lieu|moc|chot|luy ke|thong ke|uoc|cap nhat|ke tu ngay[^;.]{0,30}|hieu luc[^;.]{0,20}|ban hanh|"
    r"gia tri|phat sinh[^;.]{0,12}|(?:ky|thoi ky|giai doan)(?: bao cao)?|duoc nghi|nghi (?:le|tet)[^;.]{0,30})"
    r"(?: (?:den|ngay))?[\s(]*$"
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A day read as a limit: where its words stand, the day printed, the last day permitted, and how sure."""

    start: int
    end: int
    day: str
    last: str
    confidence: float


def find_limit(bare: str, issued_on: str | None) -> Limit | None:
    """The first day that limits, by the surest sign that gives one; one before the issue is misread or another's."""
    if not _FIGURE.search(bare):
        return None
    for sign in _SIGNS if ANY_DAY.search(bare) else (_smudged,):
        for limit in sign(bare):
            if not issued_on or limit.day >= issued_on:
                return limit
    return next(_without_year(bare, issued_on), None)


# "...; người nộp thuế nộp hồ sơ chậm nhất ngày 31/3": a day set for those the unit serves.
_OTHERS = re.compile(
    r"[;.]\s+(?:cac )?(?:nguoi (?:nop thue|dan|lao dong|su dung|tham gia)|(?:ho |ca nhan |co so )kinh doanh|"
    r"doanh nghiep|"
    r"thi sinh|hoc sinh|cu tri|chu (?:xe|ho)|nha thau|to chuc, ca nhan|ca nhan)(?! va )[^;.]{0,80}$"
)


def _may_limit(bare: str, place: int) -> bool:
    before = bare[max(0, place - 60) : place]
    if _OTHERS.search(bare[max(0, place - 130) : place]):
        return False
    counted = bare.startswith("den", place) and _COUNTED_TO.search(before)
    return not (counted or _NOT_A_LIMIT.search(before))


def _limit(bare: str, start: int, place: int, confidence: float, excludes: bool = False) -> Iterator[Limit]:
    found = ANY_DAY.match(bare, place)
    day = iso(*[g for g in found.groups() if g]) if found else None
    if found and day:
        closed = bare.startswith(")", found.end()) and "(" in bare[start : found.end()]
        yield Limit(start, found.end() + closed, day, day_before(day) if excludes else day, confidence)


def _excludes(found: re.Match[str]) -> bool:
    """ "trước ngày 20" ends with the 19th; "trước 17 giờ ngày 20" leaves the 20th until five o'clock."""
    return "truoc" in found["cue"] and not re.search(r"\d\s?(?:h|g|gio|:)", found["hour"] or "")


def _strong(bare: str) -> Iterator[Limit]:
    for found in _LIMIT.finditer(bare):
        if _may_limit(bare, found.start()):
            yield from _limit(bare, found.start(), found.end(), 0.95, _excludes(found))


def _windows(bare: str) -> Iterator[Limit]:
    for found in _WINDOW.finditer(bare):
        if _may_limit(bare, found.start()) and not _LOOKS_BACK.search(bare[: found.start()][-60:]):
            yield from _limit(bare, found.start(), found.end(), 0.8)


def _smudged(bare: str) -> Iterator[Limit]:
    for found in _SMUDGED.finditer(bare):
        day = iso(found["day"], found["month"], found["year"])
        if day and _may_limit(bare, found.start()):
            last = day_before(day) if "truoc" in found["cue"] else day
            yield Limit(found.start(), found.end(), day, last, 0.4)


def _on_the_day(bare: str) -> Iterator[Limit]:
    for found in _ON.finditer(bare):
        before = bare[max(0, found.start() - 120) : found.start()]
        if _HANDS_IN.search(before) and not _MEETS.search(before):
            yield from _limit(bare, found.start(), found.end(), 0.6)


def _reached(bare: str) -> Iterator[Limit]:
    """ "đến ngày 30/6 phải hoàn thành"."""
    for found in _UNTIL.finditer(bare):
        for limit in _limit(bare, found.start(), found.end(), 0.6):
            if _IS_REACHED.match(bare, limit.end) and _may_limit(bare, found.start()):
                yield limit


def _refused_after(bare: str) -> Iterator[Limit]:
    """ "gửi sau ngày 22/12 sẽ không được xét": the last day is the day named."""
    for found in _TOO_LATE.finditer(bare):
        if _REFUSED.search(bare, found.end(), found.end() + 60):
            yield from _limit(bare, found.start(), found.end(), 0.7)


def _opening_day(bare: str) -> Iterator[Limit]:
    """An order that opens with its day: "Ngày 16/11/2017: Họp đoàn"."""
    found = _FIRST_WORDS.match(bare)
    for limit in _limit(bare, 0, found.end(), 0.6) if found else ():
        if ":" in bare[limit.end : limit.end + 3]:
            yield limit


def _at_the_end(bare: str) -> Iterator[Limit]:
    """A day alone in brackets at the end of the order, or the day on which something is to be issued or sent; as
    find_limit asks, not before the issue: documents cited bear earlier days."""
    for found in _BRACKETED.finditer(bare):
        if not _NUMBER_BEFORE.search(bare[: found.start()]):
            yield from _limit(bare, found.start() + 1, found.end(), 0.6)
    for found in _FINISHED_ON.finditer(bare):
        yield from _limit(bare, found.start(), found.end(), 0.6)


def _without_year(bare: str, issued_on: str | None) -> Iterator[Limit]:
    for found in _NO_YEAR.finditer(bare):
        if found["cue"].startswith("hoan thanh") and not re.search(r"ngay|thang", found.group()):
            continue  # "hoàn thành 2/3 kế hoạch" is a share
        day = near_year(int(found["day"]), int(found["month"]), issued_on)
        if day and _may_limit(bare, found.start()):
            yield Limit(found.start(), found.end(), day, day_before(day) if _excludes(found) else day, 0.8)


_SIGNS = (_strong, _windows, _smudged, _on_the_day, _reached, _refused_after, _opening_day, _at_the_end)
