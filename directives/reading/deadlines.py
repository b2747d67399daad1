"""Time limits of an order, as printed: a day, a number of days, a period, a recurrence, an occasion."""

import re

from .dates import ANY_DAY, day_before, iso, last_of_period, near_year
from .model import Deadline
from .recurrence import recurrences
from .text import Passage

# A day is a limit only after one of these; any other day is an event, a citation, a reporting period.
_CUE = (
    r"(?:truoc|cham nhat(?: la| vao)?(?: den)?(?: het)?|muon nhat(?: la)?|khong muon hon|den het|"
    r"hoan thanh(?: xong)?(?: vao| trong)?|"
    r"thoi han(?: hoan thanh| bao cao| gui)?(?: la)?|han (?:cuoi|chot)(?: la)?|xong (?:truoc|trong|vao))"
)
_HOUR = r"(?:[\s:|]*\d{1,2}\s?(?:h|g|gio)\s?\d{0,2}(?: phut)?,?)?"
_DAY = re.compile(rf"(?<!\w){_CUE}{_HOUR}[\s:|]*(?:.gay[\s:|]*)?(?={ANY_DAY.pattern})")
_SMUDGED = re.compile(rf"(?<!\w){_CUE}\s+ngay\s+(\d{{1,2}})[^\d\s/]{{0,2}}[\s/]+(\d{{1,2}})\s?/\s?(\d{{4}})")
_NO_YEAR = re.compile(
    rf"(?<!\w){_CUE}{_HOUR}\s*(?:ngay\s*)?(\d{{1,2}})(?:\s?/\s?| thang )(\d{{1,2}})(?![/\d]|\s?/|\s+nam\b)"
)
_TOO_LATE = re.compile(rf"(?<!\w)sau ngay\s+(?={ANY_DAY.pattern})")
_REFUSED = re.compile(r"(?:se )?khong (?:duoc|giai quyet|tiep nhan|xem xet|nhan)")
_WINDOW = re.compile(
    rf"(?<!ke )(?<!\w)tu ngay\s+(\d{{1,2}}(?:\s?/\s?\d{{1,2}}){{0,1}}(?:\s?/\s?\d{{4}})?)\s*"
    rf"(?:den(?: het)?(?: ngay)?|-)\s*(?={ANY_DAY.pattern})"
)
_ON_THE_DAY = re.compile(rf"(?:sang |chieu )?ngay\s+(?={ANY_DAY.pattern})")
_NOT_A_LIMIT = re.compile(
    r"(?:tinh|so lieu|cap nhat|ke tu ngay[^;.]{0,30}|hieu luc[^;.]{0,20}|ban hanh|phat sinh[^;.]{0,12})\s*$"
)
_MONTH = re.compile(
    r"(?<!\w)(?:trong|xong|hoan thanh|truoc|cuoi|dau)(?: trong)? thang\s?(\d{1,2})(?:\s?/\s?(\d{4})|"
    r"(?:,)? nam (\d{4}))?(?![\d/])"
)
_QUARTER = re.compile(
    r"(?<!\w)(?:trong|xong|hoan thanh|truoc|cuoi)(?: trong)? quy (iv|iii|ii|i|[1-4])\s?(?:/|nam|-)\s?(\d{4})"
)
_YEAR = re.compile(r"(?<!\w)(?:hoan thanh|xong|ban hanh|trinh|ket thuc)[^.;]{0,70}?trong nam\)?\s?\(?(\d{4})(?!\s?-)")
_WITHIN = re.compile(
    r"(?<!\w)(?:trong(?: vong| thoi han| thoi gian)?|khong qua|cham nhat(?: la)?(?: sau)?|sau|thoi han(?: la)?|"
    r"toi da)\s+(\d{1,3})"
    r"(?:\s?\([a-z ]{2,20}\))?\s+ngay(?! \d)(\s+lam viec)?"
)
_BEFORE_EVENT = re.compile(r"(?<!\w)truoc \d{1,3} ngay(?: lam viec)? (?:cua|so voi)[^,.;]{3,40}")
_EVENT = re.compile(
    r"(?<!\w)(?:truoc|nhan|chao mung) (?:dip )?(?:le,? )?(tet(?: nguyen dan| duong lich)?|30/4|2/9|quoc khanh|"
    r"khai giang)"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def read_deadline(p: Passage, issued_on: str | None) -> Deadline | None:
    """The time limit in the words of one order; `issued_on` gives the year where it is not printed."""
    recurring = recurrences(p.flat)
    if recurring:
        return _deadline(p, "periodic", *recurring.span, recurring=recurring.rule)
    dated = _dated(p, issued_on)
    if dated and issued_on and dated.date and dated.date < issued_on:
        dated = None  # a limit before the day of issue is a misread day or somebody else's
    return dated or _in_period(p, issued_on) or _within(p) or _occasion(p)


def _deadline(p: Passage, kind: str, start: int, end: int, **facts: str | int | None) -> Deadline:
    span = p.span(start, end)
    return Deadline(kind, p.text[start:end], span, **facts)  # type: ignore[arg-type]


def _dated(p: Passage, issued_on: str | None) -> Deadline | None:
    for found in _DAY.finditer(p.flat):
        if _may_limit(p, found):
            limit = _limit_day(p, found.start(), found.end(), excludes="truoc" in found.group())
            if limit:
                return limit
    return _window(p) or _smudged(p) or _refused_after(p) or _first_words_day(p) or _without_year(p, issued_on)


def _may_limit(p: Passage, found: re.Match[str]) -> bool:
    return not _NOT_A_LIMIT.search(p.flat[max(0, found.start() - 40) : found.start()])


def _limit_day(p: Passage, start: int, place: int, excludes: bool = False) -> Deadline | None:
    found = ANY_DAY.match(p.flat, place)
    day = iso(*[g for g in found.groups() if g]) if found else None
    if not found or not day:
        return None
    return _deadline(p, "dated", start, found.end(), date=day, last_day=day_before(day) if excludes else day)


def _window(p: Passage) -> Deadline | None:
    found = _WINDOW.search(p.flat)
    return _limit_day(p, found.start(), found.end()) if found else None


def _smudged(p: Passage) -> Deadline | None:
    found = _SMUDGED.search(p.flat)
    day = iso(*found.groups()) if found else None
    if not found or not day or not _may_limit(p, found):
        return None
    last = day_before(day) if "truoc" in found.group() else day
    return _deadline(p, "dated", found.start(), found.end(), date=day, last_day=last)


def _refused_after(p: Passage) -> Deadline | None:
    """ "gửi sau ngày 22/12 sẽ không được xét": the last day is the day named."""
    found = _TOO_LATE.search(p.flat)
    if not found or not _REFUSED.search(p.flat, found.end(), found.end() + 60):
        return None
    return _limit_day(p, found.start(), found.end())


def _first_words_day(p: Passage) -> Deadline | None:
    """An order that opens with its day: "Ngày 16/11/2017: Họp đoàn"."""
    found = _ON_THE_DAY.match(p.flat)
    limit = _limit_day(p, 0, found.end()) if found else None
    return limit if limit and ":" in p.text[len(limit.text) : len(limit.text) + 3] else None


def _without_year(p: Passage, issued_on: str | None) -> Deadline | None:
    found = _NO_YEAR.search(p.flat)
    day = near_year(int(found.group(1)), int(found.group(2)), issued_on) if found else None
    if not found or not day or not _may_limit(p, found):
        return None
    last = day_before(day) if "truoc" in found.group() else day
    return _deadline(p, "dated", found.start(), found.end(), date=day, last_day=last)


def _in_period(p: Passage, issued_on: str | None) -> Deadline | None:
    """A month, quarter or year as the limit; of several the last."""
    hits: list[tuple[re.Match[str], str]] = []
    for found in _MONTH.finditer(p.flat):
        year = found.group(2) or found.group(3) or (issued_on or "")[:4]
        if year and 1 <= int(found.group(1)) <= 12:
            hits.append((found, f"{year}-{int(found.group(1)):02d}"))
    for found in _QUARTER.finditer(p.flat):
        hits.append((found, f"{found.group(2)}-Q{_ROMAN.get(found.group(1), found.group(1))}"))
    hits += [(found, found.group(1)) for found in _YEAR.finditer(p.flat)]
    if not hits:
        return None
    found, period = max(hits, key=lambda hit: hit[0].end())
    return _deadline(p, "dated", found.start(), found.end(), period=period, last_day=last_of_period(period))


def _within(p: Passage) -> Deadline | None:
    found = _WITHIN.search(p.flat)
    if not found:
        return None
    unit = "working_days" if found.group(2) else "days"
    return _deadline(p, "within", found.start(), found.end(), within_days=int(found.group(1)), within_unit=unit)


def _occasion(p: Passage) -> Deadline | None:
    found = _BEFORE_EVENT.search(p.flat) or _EVENT.search(p.flat)
    return _deadline(p, "event", found.start(), found.end()) if found else None


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
    found = _STANDING.match(p.flat, deed) or _STANDING_TIME.search(p.flat)
    if not found:
        stop = p.text.find(". ", deed)
        found = _STANDING_MANNER.search(p.flat, deed, stop if stop > 0 else len(p.text))
    return _deadline(p, "standing", *found.span(1)) if found else None


_CELL_MONTH = re.compile(r"(?:thang )?(\d{1,2})\s?/\s?(\d{4})$")
_CELL_QUARTER = re.compile(r"quy (iv|iii|ii|i|[1-4])\s?(?:/|nam|,)?\s?(\d{4})$")
_CELL_YEARS = re.compile(r"(?:nam )?(\d{4})\s?-\s?(\d{4})$")
_CELL_YEAR = re.compile(r"(?:nam |trong nam )?(\d{4})$")
_CELL_ONWARDS = re.compile(r"(?:nam )?(\d{4}) va (?:nhung|cac) nam")


def read_time_cell(p: Passage, issued_on: str | None) -> Deadline | None:
    """The time column of a table of tasks, where a bare "6/2025", "Quý II/2025", "Thường xuyên" is a limit."""
    bare = p.flat.strip()
    if not bare:
        return None
    if "thuong xuyen" in bare:
        return _deadline(p, "standing", 0, len(p.text), recurring="ongoing")
    if re.match(r"han?g nam$", bare):
        return _deadline(p, "periodic", 0, len(p.text), recurring="yearly")
    period = _cell_period(bare)
    if period:
        return _deadline(p, "dated", 0, len(p.text), period=period, last_day=last_of_period(period))
    day = ANY_DAY.match(p.flat)
    return (_limit_day(p, 0, 0) if day else None) or read_deadline(p, issued_on)


def _cell_period(bare: str) -> str | None:
    if m := _CELL_ONWARDS.match(bare):
        return f"{m.group(1)}/.."
    if m := _CELL_YEARS.match(bare):
        return f"{m.group(1)}/{m.group(2)}"
    if m := _CELL_QUARTER.match(bare):
        return f"{m.group(2)}-Q{_ROMAN.get(m.group(1), m.group(1))}"
    if (m := _CELL_MONTH.match(bare)) and 1 <= int(m.group(1)) <= 12:
        return f"{m.group(2)}-{int(m.group(1)):02d}"
    if m := _CELL_YEAR.match(bare):
        return m.group(1)
    return None
