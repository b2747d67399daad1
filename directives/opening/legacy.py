"""Texts typed with the fonts of before Unicode: TCVN3 (.VnTime; "Uû ban nh©n d©n") and VNI ("UÛy ban nhaân daân").

Both put Vietnamese letters where Windows has Western ones. Tables: TCVN 5712:1993 (VN3) and the VNI-Windows layout."""

import unicodedata

# From 0xA1 on; a dash where the standard has no letter. Capitals with a tone exist in the font alone (.VnTimeH).
_TCVN3_FROM_A1 = "ĂÂÊÔƠƯĐăâêôơưđ------àảãáạ-ằẳẵắ-------ặầẩẫấậè-ẻẽéẹềểễếệìỉ---ĩíịò-ỏõóọồổỗốộờởỡớợù-ủũúụừửữứựỳỷỹýỵ"
TCVN3 = {0xA1 + i: letter for i, letter in enumerate(_TCVN3_FROM_A1) if letter != "-"}

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT, _HAT, _BREVE = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323", "\u0302", "\u0306"
# VNI: a mark of its own after the letter …
_VNI_MARKS = {
    "ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _HAT, "à": _HAT + _GRAVE, "á": _HAT + _ACUTE, "å": _HAT + _HOOK, "ã": _HAT + _TILDE, "ä": _HAT + _DOT,
    "ê": _BREVE, "è": _BREVE + _GRAVE, "é": _BREVE + _ACUTE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
# … and letters of their own.
_VNI_LETTERS = {
    "ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
    "Ñ": "Đ", "Ô": "Ơ", "Ö": "Ư", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "Î": "Ỵ",
}  # fmt: skip
_VOWELS = frozenset("aeiouyAEIOUYôöÔÖ")


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """Text whose letters stand at their places of TCVN3; `capitals` for a run set in a font of capitals (.VnTimeH)."""
    out = text.translate(TCVN3)
    return out.upper() if capitals else out


def from_vni(text: str) -> str:
    """Text whose letters stand at their places of VNI, composed."""
    out: list[str] = []
    for i, letter in enumerate(text):
        mark = _VNI_MARKS.get(letter.lower())
        if mark and i and text[i - 1] in _VOWELS:
            out.append(mark)
        else:
            out.append(_VNI_LETTERS.get(letter, letter))
    return unicodedata.normalize("NFC", "".join(out))


def by_font(text: str, font: str) -> str:
    """Text of a run by the name of its font: .VnTime and its family are TCVN3, VNI-Times and its family VNI."""
    name = font.lower().split("+")[-1]
    if name.startswith(".vn"):
        return from_tcvn3(text, capitals=name.endswith("h"))
    return from_vni(text) if name.startswith("vni-") else text
