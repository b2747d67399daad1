"""Names printed in capitals, written as an office writes them: "UBND quận Sao Mai", "Sở Văn hóa và Thể thao"."""

import re

from .folding import flat

_PLACES = (
    ("thanh pho", "thành phố"), ("thi xa", "thị xã"), ("thi tran", "thị trấn"), ("tinh", "tỉnh"), ("quan", "quận"),
    ("huyen", "huyện"), ("phuong", "phường"), ("xa", "xã"), ("khu kinh te", "khu kinh tế"), ("dac khu", "đặc khu"),
)  # fmt: skip
_SMALL = {"và", "của", "về", "các"}
_TWO_WORDS = {
    "tong cuc",
    "uy ban",
    "van phong",
    "trung tam",
    "thanh tra",
    "kiem toan",
    "chi cuc",
    "hoi dong",
    "bo chi",
    "hoc vien",
    "cong an",
    "benh vien",
    "thong tan",
    "kho bac",
    "chinh phu",
    "quoc hoi",
    "ngan hang",
    "thu tuong",
    "mat tran",
    "lien minh",
    "lien doan",
}
_COMMITTEE = re.compile(r"uy ban nhan dan\s*")
_PARTY = re.compile(r"(?:dang bo|dang uy|thanh uy|tinh uy|quan uy|huyen uy|thi uy)(?:\s|$)")


def body_name(capitals: str) -> str:
    """The name of a body from its letterhead line(s): UBND for ỦY BAN NHÂN DÂN, small "quận", "tỉnh", "và"."""
    words = " ".join(capitals.split())
    committee = _COMMITTEE.match(flat(words))
    if committee or flat(words).startswith("ubnd"):
        rest = words[committee.end() :] if committee else words[4:].strip()
        return f"UBND {place_name(rest)}".strip()
    party = _PARTY.match(flat(words))
    if party:
        level = words[: party.end()].strip()
        return f"{level[:1].upper()}{level[1:].lower()} {place_name(words[party.end() :])}".strip()
    return _office(words)


def place_name(capitals: str) -> str:
    """ "QUẬN SAO MAI" gives "quận Sao Mai"."""
    bare = flat(capitals)
    for key, small in _PLACES:
        if bare.startswith(key + " ") or bare == key:
            return f"{small} {_title(capitals[len(key) :])}".strip()
    return _title(capitals)


def _title(words: str) -> str:
    return " ".join(w[:1].upper() + w[1:].lower() for w in words.split())


def _office(words: str) -> str:
    """ "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH" gives "Sở Văn hóa, Thể thao và Du lịch"."""
    out: list[str] = []
    parts = words.split()
    raise_next = True
    i = 0
    while i < len(parts):
        low = parts[i].lower()
        pair = flat(" ".join(parts[i : i + 2]))
        place = _place_tail(parts[i:])
        if i and place:
            out.append(place)
            break
        if low in _SMALL or low in {"-", "–"}:
            out.append(low)
            raise_next = True
        else:
            out.append(low[:1].upper() + low[1:] if raise_next else low)
            raise_next = (
                (i == 0 and pair not in _TWO_WORDS)
                or (i == 1 and flat(" ".join(parts[:2])) in _TWO_WORDS)
                or low.endswith(",")
            )
            raise_next = raise_next or (flat(low) in {"uy"} and i == 1)
        i += 1
    return " ".join(out).replace("việt nam", "Việt Nam").replace("Việt nam", "Việt Nam")


def _place_tail(parts: list[str]) -> str | None:
    """The rest of a name once it reaches its place: "TỈNH BẮC NINH", and proper names after Thành ủy, Quận ủy."""
    bare = flat(" ".join(parts))
    for key, _ in _PLACES:
        if bare.startswith(key + " ") and key != "xa":
            return place_name(" ".join(parts))
    return None


def sentence_case(capitals: str) -> str:
    """A title under a signature: "PHÓ CHÁNH VĂN PHÒNG" gives "Phó Chánh Văn phòng"."""
    bare = flat(capitals)
    words = capitals.lower().split()
    if not words:
        return ""
    for second in (
        "chu tich",
        "giam doc",
        "chanh van phong",
        "bi thu",
        "truong ban",
        "cuc truong",
        "tong cuc truong",
        "thu tuong",
        "bo truong",
    ):
        if bare.startswith("pho " + second):
            words[1] = words[1][:1].upper() + words[1][1:]
    text = " ".join(words)
    text = re.sub(r"(?<!\w)văn phòng", "Văn phòng", text)
    text = re.sub(r"(?<!\w)thường trực", "Thường trực", text)
    text = re.sub(r"(?<!\w)ubnd", "UBND", text)
    text = re.sub(r",\s(\w)", lambda m: ", " + m.group(1).upper(), text)
    return text[:1].upper() + text[1:]
