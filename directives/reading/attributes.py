"""Who and when said by labels: "Đơn vị chủ trì: Sở A; phối hợp: Sở B; thời gian hoàn thành: 30/6", in an item's own
words or as bullets of their own under it."""

import re
from dataclasses import replace

from .text import Passage
from .units import UnitList, lists_behind, read_units

_WHO = r"(?:(?:cac )?(?:don vi|co quan|bo phan|phong|ban)(?: duoc giao)? )"
_LEAD = re.compile(rf"(?<!\w){_WHO}(?:chu tri(?: thuc hien| tham muu)?|phu trach|thuc hien|dau moi)\s*:\s*")
_IN_BRACKETS = re.compile(r"\(\s*(?:giao )?chu tri\s*:\s*")
_PARTNER = re.compile(rf"(?<!\w){_WHO}?phoi hop(?: thuc hien)?\s*:\s*")
_LABEL = re.compile(
    rf"\W{{0,3}}(?:{_WHO}(?:chu tri|phoi hop|phu trach|thuc hien|dau moi)|phoi hop(?: thuc hien)?|"
    r"(?:thoi gian|thoi han|tien do)(?: (?:thuc hien|hoan thanh|bao cao))?|han hoan thanh|san pham|ket qua dau ra|"
    r"san pham,? ket qua|kinh phi)[^:]{0,20}:"
)


_NEXT_LABEL = re.compile(r"\s*(?:phoi hop|chu tri|thuc hien|phu trach)[^:;]{0,20}:")


def labelled_lead(p: Passage) -> UnitList | None:
    """The units behind "Đơn vị chủ trì:"."""
    return _behind(p, _LEAD) or _behind(p, _IN_BRACKETS) or _leads_in_brackets(p)


def _leads_in_brackets(p: Passage) -> UnitList | None:
    """ "(Văn phòng chủ trì, hoàn thành trước 30/9)" behind what is to be done."""
    opened = re.finditer(r"\((?:giao )?", p.flat) if "chu tri" in p.flat else ()
    for units in lists_behind(p, opened):
        if p.flat.startswith("chu tri", units.end + 1):
            return units
    return None


def begins_label(p: Passage, place: int) -> bool:
    """Whether a label ("Đơn vị phối hợp: ...") begins at `place`."""
    return bool(_LABEL.match(p.flat, place))


def labelled_partners(p: Passage) -> UnitList | None:
    """The units behind "Đơn vị phối hợp:"."""
    return _behind(p, _PARTNER)


def is_label(p: Passage) -> bool:
    """Whether a bullet is a label of the item above it and no order by itself."""
    return bool(_LABEL.match(p.flat)) and len(p.text) < 260


def _behind(p: Passage, label: re.Pattern[str]) -> UnitList | None:
    found = label.search(p.flat) if ":" in p.flat else None
    units = read_units(p, found.end()) if found else None
    if not units:
        return None
    # "Sở A; cơ quan phối hợp: Sở B": the next label begins with the name of a kind of unit.
    names = tuple(name for name in units.names if not _NEXT_LABEL.match(p.flat, name[1]))
    return replace(units, names=names) if names else None
