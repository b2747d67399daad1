"""Parts of a name on its key (directives.abbreviations): the person told to act, the place, the level, the number of
units; and the key of a set of units, however it is counted."""

import re
from typing import NamedTuple

from .abbreviations import name_key, name_keys

__all__ = [
    "GroupKey",
    "group_key",
    "group_keys",
    "is_relative",
    "means_addressees",
    "name_key",
    "name_keys",
    "printed_count",
    "without_level",
    "without_person",
    "without_place",
]

# A person told to act for the unit: "Chủ tịch UBND phường", "Giám đốc Trung tâm Y tế", "các đồng chí Trưởng phòng".
_PERSON = re.compile(
    r"^(?:(?:cac )?(?:dong chi|d c) |tap the lanh dao |lanh dao |thu truong |nguoi dung dau |(?:tong |pho )?giam doc "
    r"|(?:pho )?chu tich (?=\w)|(?:pho )?bi thu |(?:pho )?chanh (?=van phong|thanh tra|an)|an (?=toa an)"
    r"|(?:pho )?truong (?=phong|ban|cong an|tram)|(?:pho )?hieu truong |(?:pho )?chu nhiem |cuc truong (?=cuc)"
    r"|chi cuc truong (?=chi cuc)|vu truong (?=vu)|bo truong (?=bo)|vien truong (?=vien)|tram truong (?=tram)"
    r"|doi truong (?=doi)|chi huy truong (?=ban|bo)|tong bien tap )+"
)
# The standing members of a committee speak for it.
_STANDING = re.compile(
    r"^(?:thuong truc|ban thuong vu|ban chap hanh)(?: dang bo)? "
    r"(?=(?:quan|huyen|thanh|tinh|thi|dang) uy|hoi dong nhan dan|uy ban nhan dan|mat tran)"
)
# "quản lý", "quân sự", "xã hội" fold to the same letters as quận and xã.
_LEVEL = r"(?:tinh|thanh pho|quan(?! (?:ly|su|doi|tri|he|uy))|huyen(?! uy)|thi xa|phuong|xa(?! hoi)|thi tran|dac khu)"
_PLACE = re.compile(rf"^(?P<body>\w+ \w.*)(?P<admin> {_LEVEL}\b)(?P<name> .+)?$")
_COMMITTEE = re.compile(r"^(.*\b(?:quan|huyen|thanh|tinh|thi) uy) \w.*$")
_COUNTED = "phuong|xa|thi tran|dac khu|don vi|truong|phong|tram|huyen|quan|so|ban|nganh|dang uy|chi bo|co quan|uy ban"
# "phường 5 quận 3" counts nothing: the figure is the ward's name.
_COUNT = re.compile(
    r"(?<!phuong )(?<!quan )(?<!xa )(?<!khu )(?<!to )(?<!doi )(?<!so )\b(?:\d{1,3} )?(\d{1,3})\b"
    rf"(?= (?:{_COUNTED})\b)"
)
_EVERY = re.compile(r"\b(?:cac|tat ca|toan bo|toan the|nhung|tung|moi)\b")
_AROUND = re.compile(
    rf" (?:(?:tren|trong) (?:toan )?(?:dia ban )?|truc thuoc ?|thuoc ?|cua |toan )"
    rf"(?:toan )?(?:uy ban nhan dan )?(?:dia ban )?(?P<place>(?:{_LEVEL}|quan uy|thanh uy|tinh uy)\b.*)?$"
)
# Which units these are, only the document's matter can tell: never guessed, and never remembered.
_RELATIVE = re.compile(
    r"\b(?:lien quan|chuc nang|co tham quyen|noi tren|neu tren|nhu tren|co ten|duoc giao|duoc phan cong|noi co|khac)\b"
)
_ADDRESSEES = re.compile(
    r"^(?:(?:cac|nhung) )?(?:(?:co quan|don vi|dia phuong|phong|ban|nganh|noi nhan|noi|thu truong) )*"
    r"(?:nhu|neu|co ten|co ten o|noi|ke) tren$|^nhu (?:kinh gui|noi gui|dia chi)(?: tren)?$"
)


class GroupKey(NamedTuple):
    """`words`: the set however counted. `place`: the level or place it is said to lie in, empty where it is not."""

    words: str
    place: str = ""


def without_person(key: str) -> str:
    """The unit for which a person, or its standing members, are told to act; the key itself where none is named."""
    return _STANDING.sub("", _PERSON.sub("", key))


def without_place(key: str) -> list[str]:
    """What a unit is called inside its own district: "phong y te quan mau" → ["phong y te quan", "phong y te"]."""
    if committee := _COMMITTEE.match(key):
        return [committee.group(1)]
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
    """ "UBND 11 phường" → 11, "18/18 phường" → 18."""
    found = _COUNT.search(name_key(words))
    return int(found.group(1)) if found else None


def group_keys(words: str) -> list[GroupKey]:
    """The keys of a set of units: "UBND 11 phường", "UBND các phường trên địa bàn quận" begin alike. The second one
    leaves off the persons told to act: "các đồng chí Chủ tịch UBND phường"."""
    key = name_key(words)
    around = _AROUND.search(key)
    place = (around["place"] or "").strip() if around else ""
    bare = key[: around.start()] if around else key
    counted = " ".join(_EVERY.sub(" ", _COUNT.sub(" ", bare)).split())
    return [GroupKey(form, place) for form in dict.fromkeys((counted, without_person(counted))) if form]


def group_key(words: str) -> str:
    """The first of `group_keys` alone; empty where nothing is left."""
    return next((key.words for key in group_keys(words)), "")


def is_relative(words: str) -> bool:
    """ "các đơn vị liên quan", "cơ quan chức năng": units that another document means otherwise."""
    return bool(_RELATIVE.search(name_key(words)))


def means_addressees(words: str) -> bool:
    """ "Như trên", "các đơn vị nêu trên": everyone in Kính gửi (NĐ 30/2020 App. I II.9)."""
    return bool(_ADDRESSEES.match(name_key(words)))
