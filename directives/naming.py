"""Keys for names of units as documents write them: abbreviations spelt out, the head left off, the place left off."""

import re

from wards.folding import fold

# What offices abbreviate; both spellings come to the long one. Folded, matched as whole words.
_ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "ubmttq": "uy ban mat tran to quoc",
    "mttq": "mat tran to quoc",
    "ubkt": "uy ban kiem tra",
    "ttyt": "trung tam y te",
    "tyt": "tram y te",
    "gddt": "giao duc va dao tao",
    "gd dt": "giao duc va dao tao",
    "vhtt": "van hoa va thong tin",
    "tnmt": "tai nguyen va moi truong",
    "ldtbxh": "lao dong thuong binh va xa hoi",
    "qldt": "quan ly do thi",
    "qlttxd": "quan ly trat tu xay dung",
    "ldld": "lien doan lao dong",
    "lhpn": "lien hiep phu nu",
    "hlhpn": "hoi lien hiep phu nu",
    "ccb": "cuu chien binh",
    "tncs": "thanh nien cong san",
    "hcm": "ho chi minh",
    "bch": "ban chi huy",
    "btv": "ban thuong vu",
    "bcd": "ban chi dao",
    "vp": "van phong",
    "tt y te": "trung tam y te",
    "tt": "thuong truc",
    "tp": "thanh pho",
    "tx": "thi xa",
    "p": "phuong",
    "q": "quan",
    "h": "huyen",
    "x": "xa",
}
_ABBREVIATION = re.compile(r"\b(?:" + "|".join(sorted(_ABBREVIATIONS, key=len, reverse=True)) + r")\b")
# A person told to act for the unit: "Chủ tịch UBND phường", "Giám đốc Trung tâm Y tế", "các đồng chí Trưởng phòng".
_PERSON = re.compile(
    r"^(?:(?:cac )?dong chi |lanh dao |thu truong |nguoi dung dau |giam doc |pho giam doc |chu tich |pho chu tich "
    r"|bi thu |pho bi thu |chanh (?=van phong|thanh tra)|truong (?=phong|ban|cong an|tram)|hieu truong |chu nhiem )+"
)
# "quản lý", "quân sự", "xã hội" fold to the same letters as quận and xã.
_ADMIN = r"(?:tinh|thanh pho|quan(?! (?:ly|su|doi|tri|he))|huyen|thi xa|phuong|xa(?! hoi)|thi tran|dac khu)"
_PLACE = re.compile(rf"^(?P<body>\w+ \w.*)(?P<admin> {_ADMIN}\b)(?P<name> .+)?$")
_COUNTED = "phuong|xa|thi tran|don vi|truong|phong|tram|huyen|quan|so|ban|dang uy|co quan"
_COUNT = re.compile(rf"\b(\d{{1,3}})\b(?= (?:{_COUNTED})\b)")
_EVERY = re.compile(r"\b(?:cac|tat ca|toan bo|toan the|tung|moi)\b")
_AROUND = re.compile(r" (?:tren dia ban|truc thuoc|thuoc)(?: (?:toan )?(?:quan|huyen|thanh pho|tinh|thi xa)(?: .*)?)?$")


def name_key(words: str) -> str:
    """One key for the spellings of a name: "UBND P. Mẫu Đông" → "uy ban nhan dan phuong mau dong"."""
    return _ABBREVIATION.sub(lambda found: _ABBREVIATIONS[found.group()], fold(words))


def without_person(key: str) -> str:
    """The unit for which a person is told to act; the key itself where no person is named."""
    return _PERSON.sub("", key)


def without_place(key: str) -> list[str]:
    """What a unit is called inside its own district: "phong y te quan mau" → ["phong y te quan", "phong y te"]."""
    found = _PLACE.match(key)
    if not found:
        return []
    body, admin = found["body"], found["admin"]
    return [f"{body}{admin}", body] if found["name"] else [body]


def without_level(key: str) -> str:
    """ "phong y te quan" → "phong y te"; empty where a place is named, for that may be another district's."""
    found = _PLACE.match(key)
    return found["body"] if found and not found["name"] else ""


def printed_count(words: str) -> int | None:
    """ "UBND 11 phường" → 11."""
    found = _COUNT.search(name_key(words))
    return int(found.group(1)) if found else None


def group_key(words: str) -> str:
    """The key of a set of units, however counted: "UBND 11 phường", "UBND các phường trên địa bàn quận" → the same."""
    key = _AROUND.sub("", name_key(words))
    return " ".join(_EVERY.sub(" ", _COUNT.sub(" ", key)).split())
