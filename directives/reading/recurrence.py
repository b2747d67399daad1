"""Orders that come back: hằng tháng, định kỳ 6 tháng, trước ngày 25 hằng tháng."""

import re
from dataclasses import dataclass

_EVERY = r"han?g|moi|dinh ky(?: han?g)?"
_UNITS = (("tuan", "weekly"), ("thang", "monthly"), ("quy", "quarterly"), ("nam", "yearly"))
_LIST = re.compile(rf"(?<!\w)(?:{_EVERY}) (tuan|thang|quy)(?!\w)((?:,? (?:va )?(?:quy|6 thang|sau thang|nam)(?!\w))*)")
_DAY_OF_MONTH = re.compile(r"(?<!\w)(?:truoc |vao )?ngay (\d{1,2}) (?:cua )?(?:han?g|moi) thang")
_DAY_AFTER = re.compile(
    r"(?:han?g|moi) thang[^.;]{0,20}?(?:truoc|cham nhat|vao)(?: la)? ngay (\d{1,2})(?![/\d]| thang)"
)
_EVERY_N = re.compile(r"(?<!\w)dinh ky(?: moi)? (\d{1,2}|sau|ba|hai) thang(?:/i?l?\d? ?l?an| mot lan)?")
_QUARTER_DAY = re.compile(r"ngay (\d{1,2}) (?:cua )?thang (?:dau|dau tien) (?:cua )?quy (?:sau|tiep theo|ke tiep)")
_YEAR_DAYS = re.compile(
    r"(?:truoc|vao|cham nhat(?: la)?) ngay (\d{1,2})(?: thang |\s?/\s?)(\d{1,2})(?!\s?/|\d|\s+nam \d)(?:(?: va|"
    r" hang nam|,)|\b)"
)
_YEARLY_REPORT = re.compile(
    r"(?<!\w)(?:bao cao|so ket|tong ket)[^.;]{0,60}?(?:dinh ky )?han?g nam(?!\w)|(?<!\w)(?:han?g nam|"
    r"dinh ky han?g nam),? (?:bao cao|truoc ngay)"
)
_DAILY = re.compile(r"(?<!\w)(?:bao cao|tong hop|truoc \d{1,2}\s?(?:h|g|gio))[^.;]{0,60}?(?:han?g|moi) ngay(?!\w)")
_PLAIN = re.compile(r"(?<!\w)dinh ky(?: tong hop,?)?(?: bao cao| hop| gui)")
_WORDS = {"sau": 6, "ba": 3, "hai": 2}


@dataclass(frozen=True, slots=True)
class Recurrence:
    rule: str
    span: tuple[int, int]


def recurrences(bare: str) -> Recurrence | None:
    """How often an order comes back, by its bare text; rules as in the labelling conventions, joined with "; "."""
    return _on_days(bare) or _every_n_months(bare) or _by_period(bare) or _yearly(bare)


def _on_days(bare: str) -> Recurrence | None:
    if found := _QUARTER_DAY.search(bare):
        return Recurrence(f"quarterly-+{int(found.group(1))}", found.span())
    if found := _DAY_OF_MONTH.search(bare) or _DAY_AFTER.search(bare):
        return Recurrence(f"monthly-{int(found.group(1))}", found.span())
    if re.search(r"dinh ky|han?g nam", bare):
        days = [m for m in _YEAR_DAYS.finditer(bare) if 1 <= int(m.group(2)) <= 12]
        if days:
            rule = "; ".join(f"yearly-{int(m.group(2)):02d}-{int(m.group(1)):02d}" for m in days)
            return Recurrence(rule, (days[0].start(), days[-1].end()))
    return None


def _every_n_months(bare: str) -> Recurrence | None:
    found = _EVERY_N.search(bare)
    if not found:
        return None
    number = _WORDS.get(found.group(1)) or int(found.group(1))
    rule = {1: "monthly", 3: "quarterly", 6: "semiannual", 12: "yearly"}.get(number, f"every-{number}-months")
    if number == 3:
        rule = "every-3-months"
    return Recurrence(rule, found.span())


def _by_period(bare: str) -> Recurrence | None:
    found = _LIST.search(bare)
    if not found:
        return None
    rules = [dict(_UNITS)[found.group(1)]]
    more = found.group(2)
    if re.search(r"\bquy\b", more):
        rules.append("quarterly")
    if "6 thang" in more or "sau thang" in more:
        rules.append("semiannual")
    if re.search(r"\bnam\b", more):
        rules.append("yearly")
    return Recurrence("; ".join(rules), found.span())


def _yearly(bare: str) -> Recurrence | None:
    """ "hằng năm" alone describes plans and budgets; it is a duty only beside a report or a review."""
    if found := _DAILY.search(bare):
        return Recurrence("daily", found.span())
    if found := _YEARLY_REPORT.search(bare):
        return Recurrence("yearly", found.span())
    if found := _PLAIN.search(bare):
        return Recurrence("periodic", found.span())
    return None
