"""A month, quarter or year as a time limit, in running text and in the time column of a table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .dates import day_before_period, last_of_period

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_CUE = (
    r"(?P<cue>thoi (?:gian|han)(?: (?:thuc hien|hoan thanh))?\s?:|trong|xong|hoan thanh|truoc|cuoi|dau|giua|"
    r"den het|het|(?:cham|muon) nhat(?: la)?)"
    r"(?: trong| vao| cuoi| dau| het)?"
)
_YEAR_PART = r"(?:\s?/\s?(?P<year>\d{4})|,? nam (?P<year2>\d{4}))?"
_MONTH = re.compile(
    rf"(?<!\w){_CUE} thang\s?(?P<month>\d{{1,2}}){_YEAR_PART}(?![/\d]|\s?/\s?\d)"
    r"(?P<more> va thang \d\d?(?:/\d{4})?)?"
)
_DONE_IN = re.compile(
    r"(?<!\w)(?P<cue>thang)\s?(?P<month>\d{1,2})/(?P<year>\d{4})(?P<year2>)(?P<more>),? (?:phai )?"
    r"(?:hoan thanh|xong)(?!\w)"
)
_QUARTER = re.compile(
    rf"(?<!\w){_CUE} quy (?P<quarter>iv|iii|ii|i|[1-4])(?!\w)"
    r"(?:\s?[/-]\s?(?P<year>\d{4})|,?(?: nam)? (?P<year2>\d{4}))?"
)
_IN_BRACKETS = re.compile(
    r"\((?:trong )?(?:quy (?P<quarter>iv|iii|ii|i|[1-4])|thang (?P<month>\d{1,2}))(?:\s?[/-]\s?| nam )(?P<year>\d{4})\)"
)
_YEAR = re.compile(
    r"(?<!\w)(?:hoan thanh|xong|ban hanh|trinh|ket thuc)[^.;]{0,70}?trong nam\)?\s?\(?(?P<year>\d{4})(?!\s?-)|"
    r"(?<!\w)(?P<cue>truoc|den het|(?:cham|muon) nhat(?: la)?(?: vao| trong| den)?(?: het| cuoi)?) nam "
    r"(?P<year2>\d{4})(?!\s?-)"
)
_REPORTED = re.compile(
    r"(?:so lieu|ket qua|tinh hinh|phat sinh|xay ra|luy ke|thong ke|(?:da|duoc) [a-z ]{2,20})\s*$|"
    r"(?:ke hoach|du toan|ngan sach|hieu luc)[^.;,]{0,15}$"
)


@dataclass(frozen=True, slots=True)
class Period:
    start: int
    end: int
    name: str  # 2022-10, 2025-Q2, 2025
    last: str | None


def find_period(bare: str, issued_on: str | None) -> Period | None:
    """The month, quarter or year by whose end the work is to be done; of several the last printed."""
    hits = [*_months(bare, issued_on)] if "thang" in bare else []
    hits += _quarters(bare, issued_on) if "quy " in bare else ()
    hits += _bracketed(bare) if "(" in bare else ()
    hits += _years(bare) if "nam" in bare else ()
    month = (issued_on or "")[:7]
    hits = [hit for hit in hits if not issued_on or (hit.last or last_of_period(hit.name) or month) >= month]
    return max(hits, key=lambda hit: hit.end, default=None)


def _months(bare: str, issued_on: str | None) -> Iterator[Period]:
    for found in [*_MONTH.finditer(bare), *_DONE_IN.finditer(bare)]:
        month = int(found["month"])
        if found["more"]:
            month = int(re.findall(r"\d+", found["more"])[0])
        year = _year(found, month, int((issued_on or "0000-00")[5:7]), issued_on)
        if year and 1 <= month <= 12 and not _REPORTED.search(bare[max(0, found.start() - 40) : found.start()]):
            yield _period(found, f"{year}-{month:02d}")


def _quarters(bare: str, issued_on: str | None) -> Iterator[Period]:
    for found in _QUARTER.finditer(bare):
        quarter = int(_ROMAN.get(found["quarter"], found["quarter"]))
        now = (int((issued_on or "0000-00")[5:7]) + 2) // 3
        year = _year(found, quarter, now, issued_on)
        if year and not _REPORTED.search(bare[max(0, found.start() - 40) : found.start()]):
            yield _period(found, f"{year}-Q{quarter}")


def _bracketed(bare: str) -> Iterator[Period]:
    """ "Giai đoạn 1 (Quý II/2022): ...": the period of the work, alone in brackets with its year."""
    for found in _IN_BRACKETS.finditer(bare):
        quarter, month = found["quarter"], found["month"]
        if quarter:
            name = f"{found['year']}-Q{int(_ROMAN.get(quarter, quarter))}"
        else:
            name = f"{found['year']}-{int(month):02d}"
        if quarter or 1 <= int(month) <= 12:
            yield Period(*found.span(), name, last_of_period(name))


def _years(bare: str) -> Iterator[Period]:
    for found in _YEAR.finditer(bare):
        yield _period(found, found["year"] or found["year2"])


def _year(found: re.Match[str], part: int, now: int, issued_on: str | None) -> int | None:
    """The year printed, else that of the issue, or the next where the month or quarter has passed long ago: what has
    just passed ("trong tháng 9", in October) is looked back on."""
    printed = found["year"] or found["year2"]
    if printed or not issued_on:
        return int(printed) if printed else None
    passed = now - part
    if passed <= 0:
        return int(issued_on[:4])
    return int(issued_on[:4]) + 1 if passed > now // 2 else None


def _period(found: re.Match[str], name: str) -> Period:
    """ "trước tháng 9" ends with August; "đầu", "giữa tháng 9" name no day."""
    cue = found["cue"] or ""
    if re.search(r"(?<!\w)(?:dau|giua) ", found.group()):
        return Period(found.start(), found.end(), name, None)
    before = cue == "truoc" and not re.match(r"truoc (?:cuoi|het)", found.group())
    return Period(found.start(), found.end(), name, day_before_period(name) if before else last_of_period(name))


_CELL_MONTH = re.compile(r"(?:thang )?(\d{1,2})\s?[/-]\s?(\d{4})$")
_CELL_MONTH_WORDS = re.compile(r"(?:trong )?thang (\d{1,2})(?:,? nam|,)? (\d{4})$")
_CELL_QUARTER = re.compile(r"(?:trong )?quy (iv|iii|ii|i|[1-4])\s?(?:/|-|nam|,)?\s?(\d{4})$")
_CELL_YEARS = re.compile(r"(?:nam )?(\d{4})\s?-\s?(\d{4})$")
_CELL_YEAR = re.compile(r"(?:nam |trong nam )?(\d{4})$")
_CELL_ONWARDS = re.compile(r"(?:nam )?(\d{4}) va (?:nhung|cac) nam")


def cell_period(bare: str) -> str | None:
    """The period a bare cell names: "6/2025", "Quý II/2025", "2025 - 2026", "2025 và những năm tiếp theo"."""
    bare = bare.strip(" .;")
    if m := _CELL_ONWARDS.match(bare):
        return f"{m.group(1)}/.."
    if m := _CELL_YEARS.match(bare):
        return f"{m.group(1)}/{m.group(2)}"
    if m := _CELL_QUARTER.match(bare):
        return f"{m.group(2)}-Q{_ROMAN.get(m.group(1), m.group(1))}"
    if (m := _CELL_MONTH.match(bare) or _CELL_MONTH_WORDS.match(bare)) and 1 <= int(m.group(1)) <= 12:
        return f"{m.group(2)}-{int(m.group(1)):02d}"
    if m := _CELL_YEAR.match(bare):
        return m.group(1)
    return None
