"""Which side a body stands on, and under which key its numbers run (DOMAIN §1.2)."""

import datetime as dt
import re
from bisect import bisect_right

from wards.folding import fold

from .enums import Side
from .reading import symbol_key

_PARTY_NUMBER = re.compile(r"^\s*\d+\s*[-–—]\s*\w+\s*/")  # 924-CV/QU: hyphen first
_PARTY = re.compile(
    r"\b(?:quan uy|huyen uy|thanh uy|tinh uy|thi uy|dang uy|dang bo|dang doan|chi bo|trung uong dang|bo chinh tri"
    r"|ban bi thu|ban thuong vu|ban to chuc|ban tuyen giao|ban dan van|ban noi chinh|uy ban kiem tra|cap uy)\b"
)
_FRONT = re.compile(
    r"\b(?:mttq|ubmttq|mat tran|lien doan lao dong|cong doan|doan thanh nien|hoi lien hiep|hoi nong dan"
    r"|cuu chien binh)\b"
)
_FIRST_TERM, _TERM_YEARS = 2010, 5


def side_of(body: str, number: str = "") -> str:
    """Party, State or Front, by the form of the number first, then by the body's name; State where nothing tells."""
    name = fold(body)
    if _FRONT.search(name):
        return Side.FRONT.value
    if _PARTY_NUMBER.match(number) or _PARTY.search(name):
        return Side.PARTY.value
    return Side.STATE.value


def number_key(number: str) -> str:
    """A number and symbol as one key, however written: "045 /UBND–VP" → "45/UBND-VP". Up to 60 characters."""
    return re.sub(r"^0+(?=\d)", "", symbol_key(number))[:60]


def numbering_key(side: str, day: dt.date, terms: list[str]) -> str:
    """Under which key a document's number is unique in its body on `day`.

    State and Front numbers restart each year: "2026". Party numbers restart with the committee's term: the ISO day on
    which that term began, the last of `terms` (IssuingBody.terms) not after the day. Where no term is recorded, the
    nominal terms begin on 1 July of 2010, 2015, 2020, 2025 and every fifth year on.
    Source: NĐ 30/2020 App. I (year); HD 36-HD/VPTW (term).
    """
    if side != Side.PARTY:
        return str(day.year)
    began = sorted(term for term in terms if term <= day.isoformat())
    if began:
        return began[-1]
    starts = [dt.date(year, 7, 1) for year in range(_FIRST_TERM, day.year + 1, _TERM_YEARS)]
    place = bisect_right(starts, day)
    return starts[place - 1].isoformat() if place else f"before-{_FIRST_TERM}"
