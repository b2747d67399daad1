"""The printed numbers of orders: I., Điều 1., 1., 2.1., a), -, + ; and what recognition software makes of them."""

import re
from dataclasses import dataclass

from .folding import CAPITAL

PART, ROMAN, ARTICLE, ARABIC, DECIMAL, DECIMAL3, LETTER, DASH, PLUS = range(9)
_STROKE = "LlJT1i|!ỊÍÌĨỈÏ"  # what recognition makes of one stroke
_ROMAN = re.compile(rf"([IVXHU{_STROKE}]{{1,5}})\s?(?:[.)/]|[-–](?=\s))\*{{0,2}}\s*(?=[^\W\d])")
# Its dot lost or read as another sign, before words in capitals: "II, SỞ Y TẾ", "III SỞ TÀI CHÍNH".
_ROMAN_BARE = re.compile(rf"([IVXHU{_STROKE}]{{1,5}})(?:\s?[,:;'’_~]+\s*|\s+)(?=[{CAPITAL}]{{2}})")
_PART = re.compile(
    r"(?:(?:PHẦN|MỤC|CHƯƠNG)\s+(?:THỨ\s+)?|(?:Phần|Chương)\s+(?:thứ\s+)?(?=[IVX]|nhất|hai|ba))([IVX]{1,4}|\d{1,2}|"
    r"[A-E]|NHẤT|HAI|BA|nhất|hai|ba)\b[.:]?\*{0,2}\s*"
)
_CAPITAL = re.compile(rf"([A-E])\s?\.\s+(?=[{CAPITAL}])")
_ARTICLE = re.compile(r"(?:[ĐÐ]i[ềêểéèẻẹế]u|[ĐÐ]I[ỀÊỂ]U|ĐIÊU)\s+(\d{1,3}|[lI])\s?[.:,]\*{0,2}\s*")
_STEP = re.compile(r"(?:Bước|BƯỚC)\s+(\d{1,2})\s?[.:)]\*{0,2}\s*")
_DECIMAL = re.compile(rf"[._]?\s?(\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})\s?[.)]?\*{{0,2}}\s+(?=[{CAPITAL}]|[“\"(])")
_DECIMAL_SMUDGED = re.compile(rf"([\dlI]{{1,2}})\s?[.,]\s?([\dlI]{{1,2}})\s?[.,)]\s+(?=[{CAPITAL}])")
_ONE = re.compile(rf"[l|!]\s?([.)/])\s+(?=[{CAPITAL}])")
_ARABIC = re.compile(r"(\d{1,2})\s?(\.\)|[.)/⁄]|[.]?[-–](?=\s))\*{0,2}\s*(?=[^\W\d_]|[“\"('*])")
_SMUDGED = re.compile(rf"[._,;:~'`|-]{{0,3}}_{{0,3}}(\d{{1,2}})\s?[.,)/_]{{1,2}}\s+(?=[{CAPITAL}])")
_LOST = re.compile(rf"(?:[sSöôZ§?]\s?[_.]|[.,])\s(?=[{CAPITAL}])")
_LETTER = re.compile(rf"([a-zđðáàảãạâăä©])\s?[)/⁄}}]\*{{0,2}}\s*(?=\S)|([a-eđ])\s?\.\s+(?=[{CAPITAL}])")
_DASH = re.compile(rf"[-–—•●∙▪·»«](?!\s?-)\s*(?=[\w“\"(\[])|[~¬_:>ˆ](?:\s?[7>])?\s+(?=[{CAPITAL}])")
_PLUS = re.compile(r"[+*◦]\s*(?=[\w“\"(\[])")
_SPECK = re.compile(r"[.,|_'`~:;°^\"”“\\]{1,3}\s*(?=[\w+–-])")
_VALUES = {"I": 1, "V": 5, "X": 10}
# Strokes as recognition writes them: H and U are two beside each other, l, L, T, 1, | one.
_STROKES = str.maketrans({"H": "II", "U": "II", **dict.fromkeys(_STROKE, "I")})
_LETTERS = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed number: its rank in the tree, its label, and how many characters it takes."""

    rank: int
    label: str
    length: int
    sure: bool = True
    sign: str = ""  # what closes it: . ) / -


def read_marker(printed: str, expected: int = 0) -> Marker | None:
    """The number or bullet a line begins with. `expected` is the next number of the running list:
    a damaged number is believed only when it is that one."""
    return _heading(printed) or _number(printed, expected) or _lower(printed) or _behind_speck(printed, expected)


def _behind_speck(printed: str, expected: int) -> Marker | None:
    """A number behind a speck of dust read as a sign ("' 3. ", "| - "): only where the row expects it."""
    speck = _SPECK.match(printed)
    rest = printed[speck.end() :] if speck else ""
    found = (_number(rest, 0) or _lower(rest)) if rest else None
    if found is None or speck is None or (found.rank == ARABIC and int(found.label) != max(expected, 1)):
        return None
    return Marker(found.rank, found.label, speck.end() + found.length, sure=False)


def _heading(printed: str) -> Marker | None:
    if m := _ARTICLE.match(printed):
        return Marker(ARTICLE, f"Điều {m.group(1).replace('l', '1').replace('I', '1')}", m.end())
    if m := _STEP.match(printed):  # "Bước 1. Chuẩn bị": the steps of one item of a plan
        return Marker(DECIMAL3, f"Bước {m.group(1)}", m.end())
    if m := _PART.match(printed):
        return Marker(PART, m.group(1).upper(), m.end())
    if m := _ROMAN.match(printed):
        label = m.group(1).translate(_STROKES)
        sure = label == m.group(1)
        dashed = "-" in m.group() or "–" in m.group()  # "| - " is a speck before a bullet
        if sure or (
            not dashed and not m.group(1).isdigit() and not m.group(1).islower() and roman(roman_value(label)) == label
        ):
            return Marker(ROMAN, label, m.end(), sure)
    if (m := _ROMAN_BARE.match(printed)) and printed[m.end() :].isupper():
        return Marker(ROMAN, m.group(1).translate(_STROKES), m.end(), sure=False)
    if (m := _CAPITAL.match(printed)) and m.group(1) not in "IVX":
        return Marker(PART, m.group(1), m.end())
    return None


def _number(printed: str, expected: int) -> Marker | None:
    if m := _DECIMAL.match(printed):
        return Marker(DECIMAL + (m.group(1).count(".") > 1), m.group(1), m.end())
    if (m := _DECIMAL_SMUDGED.match(printed)) and not m.group().isdigit():
        label = f"{m.group(1)}.{m.group(2)}".replace("l", "1").replace("I", "1")
        return Marker(DECIMAL, label, m.end(), sure=False)
    if m := _ARABIC.match(printed):
        return Marker(ARABIC, str(int(m.group(1))), m.end(), sign=m.group(2)[0])
    if (m := _ONE.match(printed)) and expected < 2:
        return Marker(ARABIC, "1", m.end(), sure=False, sign=m.group(1))
    if (m := _SMUDGED.match(printed)) and int(m.group(1)) == (expected or 1):
        return Marker(ARABIC, m.group(1), m.end(), sure=False)
    if expected > 1 and (m := _LOST.match(printed)):
        return Marker(ARABIC, str(expected), m.end(), sure=False)
    return None


def _lower(printed: str) -> Marker | None:
    if m := _LETTER.match(printed):
        return Marker(LETTER, m.group(1) or m.group(2), m.end())
    if m := _DASH.match(printed):
        return Marker(DASH, "-", m.end())
    if m := _PLUS.match(printed):
        return Marker(PLUS, "+", m.end(), sign=printed[0])
    return None


def roman_value(label: str) -> int:
    total = 0
    for i, c in enumerate(label):
        value = _VALUES.get(c, 0)
        total += -value if i + 1 < len(label) and _VALUES.get(label[i + 1], 0) > value else value
    return total


def roman(value: int) -> str:
    return "X" * (value // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[value % 10]


def next_letter(label: str) -> str:
    at = _LETTERS.find(label)
    return _LETTERS[at + 1] if 0 <= at < len(_LETTERS) - 1 else ""
