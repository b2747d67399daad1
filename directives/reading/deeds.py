"""Where the deed of an order begins: behind the units it names and the words that only charge them with it.

"Giao Công an quận chủ trì, phối hợp với UBND các phường kiểm tra bãi xe" - the deed is "kiểm tra bãi xe".
"""

import re

from .actors import WITH, told_clause
from .lexicon import duty, head
from .text import Passage, once
from .units import read_units

# A schedule: when, where and with whom something takes place that nobody is told to do.
LOGISTICS = re.compile(
    r"(?:thoi gian|dia diem|thanh phan|chu tri|noi dung|lich)\s*(?:du hop|hop|bao cao|tien hanh|to chuc|"
    r"(?:kiem tra|khao sat|lam viec|gap mat)[^:.;]{0,30})?\s*:|"
    r"thanh phan\W*$"
)
_REPORTING = re.compile(r"[a-z ]{0,12}bao cao\s*:")
_CHARGE = re.compile(
    r"(?:(?:la|lam) (?:co quan|don vi|dau moi)[^,.;:]{0,20}|chu tri|(?:co|chiu) trach nhiem(?: chu tri)?|"
    r"(?:can cu|theo|tren co so|trong pham vi) (?:chuc nang|nhiem vu|tham quyen|linh vuc)"
    r"(?:(?:, | va )(?:nhiem vu|quyen han|tham quyen))*(?: (?:duoc giao|duoc phan cong|quan ly|phu trach|"
    r"cua (?:minh|don vi|nganh)))*|trong viec|trong cong tac|de|va|cac don vi lien quan)"
    r"(?=[\s,;])"
)
_MUST = re.compile(r"(?i:cần|phải|và)\s")
_OPENING = re.compile(r"(?i:căn cứ|trên cơ sở|trong quá trình|theo|nhằm|để)\s[^.;:]{5,160}?,\s+")
_PARTNERS_ONLY = re.compile(r"\s*phoi hop\s*,\s*")
_WITHOUT_DEED = {"khi", "nếu", "để", "nhằm", "không", "là", "theo", "về", "biết", "được", "tự"}
_VERB_BEFORE = re.compile(r"(?:thanh|kiem) tra,\s+$")  # "công tác thanh tra, kiểm tra": the comma joins two names
_STEPS = 8


@once
def deed_place(p: Passage) -> int:
    """Where the deed begins; the start of the passage when the words name no unit and charge nobody."""
    told = told_clause(p)
    place = told.end if told else _after_opening(p, _start(p))
    best = place = _after_signs(p, place)
    for _ in range(_STEPS):
        following = _after_charge(p, place)
        if following <= place:
            break
        place = following
        if duty(p.text, p.flat, place, place) or not _charges(p, place):
            best = place if _worth(p, place) else best
    return best if _worth(p, best) else _start(p)


def topic(p: Passage) -> str:
    """The words before the colon behind which the units stand: "Về kinh phí: Phòng Tài chính cân đối ..."."""
    told = told_clause(p)
    if not told or ":" not in p.text[: told.names[0][0]]:
        return ""
    return p.text[: p.text.index(":")].strip()


def _start(p: Passage) -> int:
    return next((i for i, c in enumerate(p.text) if c.isalnum() or c in '“"('), 0)


def _after_opening(p: Passage, place: int) -> int:
    """ "Căn cứ kết quả rà soát, dự trù vật tư": behind the first comma that a verb of duty follows."""
    found = _OPENING.match(p.text, place)
    while found:
        if duty(p.text, p.flat, found.end(), found.end()) and not _VERB_BEFORE.search(p.flat[: found.end()]):
            return found.end()
        comma = p.flat.find(", ", found.end(), place + 200)
        found = re.compile(r", +").match(p.flat, comma) if comma > 0 else None
    return place


def _after_signs(p: Passage, place: int) -> int:
    while place < len(p.text) and p.text[place] in " ,;:-–":
        place += 1
    return place


def _charges(p: Passage, place: int) -> bool:
    return bool(_CHARGE.match(p.flat, place) or WITH.match(p.flat, place))


def _worth(p: Passage, place: int) -> bool:
    """Whether words enough are left to say what is to be done."""
    return len(re.findall(r"\w+", p.text[place : place + 40])) > 1


def _after_charge(p: Passage, place: int) -> int:
    """Behind one charging word, one list of partners, or "phải"; `place` when none stands there."""
    if found := _MUST.match(p.text, place):
        return _after_signs(p, found.end())
    if found := WITH.match(p.flat, place):
        listed = read_units(p, found.end(), stop_words=True)
        return _after_signs(p, listed.end) if listed else place
    if found := _CHARGE.match(p.flat, place):
        return _after_signs(p, found.end()) if _fits(p, found) else place
    if head(p.text, p.flat, place):
        listed = read_units(p, place)
        only = _PARTNERS_ONLY.match(p.flat, listed.end) if listed and listed.stop == "duty" else None
        return only.end() if only else place
    return place


def _fits(p: Passage, found: re.Match[str]) -> bool:
    """ "chủ trì cuộc họp", "có trách nhiệm lớn" are deeds or prose; "chủ trì, ...", "chủ trì rà soát" only charge."""
    following = _after_signs(p, found.end())
    return (
        p.text[found.end() : found.end() + 1] in ",;"
        or duty(p.text, p.flat, following, following)
        or _charges(p, following)
        or head(p.text, p.flat, following)
    )


@once
def tells_deed(p: Passage) -> bool:
    """Whether the words hold a verb of duty at all; a label ("Thời gian:") with a schedule behind it holds none."""
    if LOGISTICS.match(p.flat) and not _REPORTING.match(p.flat):
        return False
    low = p.text[:1].lower() + p.text[1:]
    return any(
        duty(low, p.flat, m.start(), m.start()) for m in re.finditer(r"\w+", low) if m.group() not in _WITHOUT_DEED
    )
