"""Orders that come back: hằng tháng, định kỳ 6 tháng, trước ngày 25 hằng tháng."""

import re
from dataclasses import dataclass

_EVERY = r"(?:han?g|moi|dinh ky(?: han?g| moi)?)"
# "ó tháng" is what recognition makes of "6 tháng".
_UNITS = (
    ("tuan", "weekly"), ("quy", "quarterly"), ("6 thang", "semiannual"), ("sau thang", "semiannual"),
    ("o thang", "semiannual"), ("9 thang", "every-9-months"), ("thang", "monthly"), ("nam", "yearly"),
)  # fmt: skip
_PART = r"(?:tuan|quy|(?:0?6|o) thang|sau thang|0?9 thang|thang|(?:0?1 )?nam)"
_WEEKDAY = (
    r"(?:(?:truoc |vao )?(?:\d{1,2}\s?(?:h|gio)\s?(?:\d\d)?,? )?(?:sang |chieu )?"
    r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat),? )?"
)
_LIST = re.compile(
    rf"(?<![\w\"']){_WEEKDAY}{_EVERY} (?P<first>tuan|thang|quy)(?![\w]| \d)"
    rf"(?P<more>(?:,? (?:va |hoac )?(?:han?g )?{_PART}(?!\w))*)"
)
# Without "hằng", several spans of time named after a report are the occasions it is made on.
_REPORT_LIST = re.compile(
    rf"(?<!\w)(?:bao cao|so ket)(?: dinh ky)? \(?(?P<first>{_PART})(?! \d|\w)"
    rf"(?P<more>(?:,? (?:va )?{_PART}(?! \d|\w))+)"
)
_BY = r"(?:truoc |vao |cham nhat (?:la )?(?:vao )?)"
_DAY_OF_MONTH = re.compile(rf"(?<!\w){_BY}?ngay (\d{{1,2}}) (?:cua )?(?:han?g|moi) thang")
_DAY_AFTER = re.compile(
    r"(?:han?g|moi) thang[^.;]{0,20}?(?:truoc|cham nhat|vao)(?: la)?(?: vao)? ngay (\d{1,2})(?![/\d]| thang)"
)
_NEXT_MONTH = re.compile(rf"(?<!\w){_BY}?ngay (\d{{1,2}}) (?:cua )?(?:thang (?:sau|ke tiep|tiep theo|lien ke))")
_OF_THE_MONTH = re.compile(
    rf"(?<!\w){_BY}ngay (\d{{1,2}}) (?:cua )?thang(?! \d| (?:dau|cuoi|sau|ke|tiep|nay|[a-z]+ nam))(?!\w)"
)
_NUMBER = r"(?:\d{1,2}|mot|hai|ba|sau|chin)"
_EVERY_N = re.compile(
    rf"(?<!\w)(?:(?:dinh ky|cu)(?: moi)? (?P<n>{_NUMBER}) (?P<unit>ngay|tuan|thang|nam)"
    r"(?:(?:/| )?(?:1|i|l|01|mot)? ?l?an)?|"
    rf"(?P<n2>{_NUMBER}) (?P<unit2>ngay|tuan|thang|nam)\s?(?:/|mot|01|1)\s?(?:mot|01|1)?\s?lan)(?!\w)"
    r"(?P<more>(?:,? (?:va )?(?:0?1 |han?g )?nam)?(?!\w))"
)
_BY_UNIT = {"ngay": "daily", "tuan": "weekly", "thang": "monthly", "quy": "quarterly", "nam": "yearly"}
_TIMES_A = re.compile(
    r"(?<!\w)(?P<count>\d{1,2}|mot|hai|ba) (?:lan|buoi|ky|cuoc|phien)\s?/\s?(?:mot |01 |1 )?"
    r"(?P<unit>tuan|thang|quy|nam)(?!\w| \d)"
)
_EACH = re.compile(
    r"(?<![\w\"'])moi (?P<unit>tuan|thang|quy|nam) (?P<count>mot|hai|\d{1,2})? ?(?:lan|it nhat|toi thieu|"
    r"kiem tra|hop|bao cao|"
    r"to chuc|thong bao|cong khai|gui|ra soat|so ket|tong hop|giam sat)(?!\w)"
)
_QUARTER_DAY = re.compile(
    rf"{_BY}?ngay (\d{{1,2}}) (?:cua )?thang (?:dau|dau tien) (?:cua )?quy (?:sau|tiep theo|ke tiep)"
)
_QUARTER_END = re.compile(rf"{_BY}?ngay (\d{{1,2}}) (?:cua )?thang cuoi (?:cua )?(?:(?:moi|han?g) )?quy")
_YEAR_DAYS = re.compile(
    r"(?:(?:truoc|vao|cham nhat(?: la)?)(?: ngay)?|va(?: truoc)?(?: ngay)?|, truoc ngay) "
    r"(\d{1,2})(?: thang |\s?/\s?)(\d{1,2})(?!\s?/|\d|\s+nam \d)(?:\s?\([^)]{0,40}\))?(?: han?g nam)?"
)
_YEARLY_REPORT = re.compile(
    r"(?<!\w)(?:bao cao|so ket|tong ket)[^.;]{0,60}?(?:dinh ky )?han?g nam(?!\w)|(?<!\w)(?:han?g nam|"
    r"dinh ky han?g nam),? (?:bao cao|truoc ngay)|"
    r"(?:^|[;:.,] )(?:dinh ky )?han?g nam,? (?:to chuc|ra soat|danh gia|kiem tra|tong hop|so ket|tong ket|tham muu|lap|"
    r"xay dung|bo tri|xem xet|cap nhat|phat dong)(?!\w)"
)
_DAILY = re.compile(r"(?<!\w)(?:bao cao|tong hop|truoc \d{1,2}\s?(?:h|g|gio))[^.;]{0,60}?(?:han?g|moi) ngay(?!\w)")
_PLAIN = re.compile(
    r"(?<!\w)dinh ky(?: tong hop,?)? (?:bao cao|hop|gui)(?!\w)|"
    r"(?<!\w)dinh ky,? (?:kiem tra|ra soat|danh gia|so ket|giao ban|cap nhat|cong khai|theo doi|thong ke|tham muu|"
    r"kiem diem|giam sat|doi chieu)(?!\w)|(?<!\w)bao cao dinh ky(?!\w)"
)
_YEARLY_AT_ALL = re.compile(r"dinh ky|han?g nam")
_FIGURE = re.compile(r"\d")
_WORDS = {"mot": 1, "hai": 2, "ba": 3, "sau": 6, "chin": 9}
_MONTHS = {1: "monthly", 6: "semiannual", 12: "yearly"}


@dataclass(frozen=True, slots=True)
class Recurrence:
    rule: str
    span: tuple[int, int]


def recurrences(bare: str) -> Recurrence | None:
    """How often an order comes back, by its bare text; rules as in the labelling conventions, joined with "; "."""
    first = _first(bare)
    if not first or first.rule.startswith("yearly-"):  # the days of the year say it all
        return first
    start, end = first.span
    second = _first(f"{bare[:start]}{chr(10) * (end - start)}{bare[end:]}")
    families = {rule.partition("-")[0] for rule in first.rule.split("; ")}
    if not second or second.rule.partition("-")[0] in {*families, "periodic"}:
        return first
    found = sorted([first, second], key=lambda one: one.span)
    return Recurrence("; ".join(one.rule for one in found), found[0].span)


def _first(bare: str) -> Recurrence | None:
    return _on_days(bare) or _every_n(bare) or _by_period(bare) or _yearly(bare) or _so_often(bare)


def _comes_back(bare: str) -> bool:
    return "hang " in bare or "hag " in bare or "moi " in bare or "dinh ky" in bare


def _on_days(bare: str) -> Recurrence | None:
    if not _FIGURE.search(bare):
        return None
    return (_on_a_day(bare) if "ngay" in bare and "thang" in bare else None) or _on_days_of_the_year(bare)


def _on_a_day(bare: str) -> Recurrence | None:
    if found := _QUARTER_DAY.search(bare):
        return Recurrence(f"quarterly-+{int(found.group(1)):02d}", found.span())
    if found := _QUARTER_END.search(bare):
        return Recurrence(f"quarterly-{int(found.group(1)):02d}", found.span())
    if found := _NEXT_MONTH.search(bare):
        return Recurrence(f"monthly-+{int(found.group(1)):02d}", found.span())
    if found := _DAY_OF_MONTH.search(bare) or _DAY_AFTER.search(bare) or _OF_THE_MONTH.search(bare):
        return Recurrence(f"monthly-{int(found.group(1)):02d}", found.span())
    return None


def _on_days_of_the_year(bare: str) -> Recurrence | None:
    if _YEARLY_AT_ALL.search(bare):
        days = [m for m in _YEAR_DAYS.finditer(bare) if 1 <= int(m.group(2)) <= 12]
        if days:
            rule = "; ".join(f"yearly-{int(m.group(2)):02d}-{int(m.group(1)):02d}" for m in days)
            return Recurrence(rule, (days[0].start(), days[-1].end()))
    return None


def _every_n(bare: str) -> Recurrence | None:
    may = "lan" in bare or "dinh ky" in bare or "cu " in bare
    found = _EVERY_N.search(bare) if may else None
    if not found:
        return None
    number = _number(found["n"] or found["n2"])
    unit = found["unit"] or found["unit2"]
    rule = _MONTHS.get(number if unit == "thang" else 12 * number * (unit == "nam"))
    if not rule:
        names = {"ngay": "days", "tuan": "weeks", "thang": "months", "nam": "years"}
        rule = "weekly" if (number, unit) in ((1, "tuan"), (7, "ngay")) else f"every-{number}-{names[unit]}"
    if found["more"]:
        rule += "; yearly"
    return Recurrence(rule, found.span())


def _so_often(bare: str) -> Recurrence | None:
    """ "tối thiểu 01 lần/tháng", "mỗi tuần một lần", "mỗi năm kiểm tra ít nhất 5 tổ chức đảng"."""
    found = _TIMES_A.search(bare) or _EACH.search(bare)
    if not found:
        return None
    rule = "semiannual" if found["unit"] == "nam" and found["count"] in ("2", "02", "hai") else _BY_UNIT[found["unit"]]
    return Recurrence(rule, found.span())


def _number(printed: str) -> int:
    return _WORDS[printed] if printed in _WORDS else int(printed)


def _by_period(bare: str) -> Recurrence | None:
    found = _LIST.search(bare) if _comes_back(bare) else None
    if not found and ("bao cao" in bare or "so ket" in bare):
        found = _REPORT_LIST.search(bare)
    if not found:
        return None
    parts = re.findall(_PART, f"{found['first']} {found['more']}")
    rules = [next(rule for unit, rule in _UNITS if unit in part) for part in parts]
    return Recurrence("; ".join(dict.fromkeys(rules)), found.span())


def _yearly(bare: str) -> Recurrence | None:
    """ "hằng năm" alone describes plans and budgets; it is a duty only beside a report or a review."""
    if ("g ngay" in bare or "moi ngay" in bare) and (found := _DAILY.search(bare)):
        return Recurrence("daily", found.span())
    if "g nam" in bare and (found := _YEARLY_REPORT.search(bare)):
        return Recurrence("yearly", found.span())
    if "dinh ky" in bare and (found := _PLAIN.search(bare)):
        return Recurrence("periodic", found.span())
    return None
