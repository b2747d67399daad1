"""Comparing Vietnamese text without its marks.

Two keys are made here. `flat` keeps every character at its place, so that a pattern may be written once,
without marks, and still point into the printed words; it also forgives most slips of character recognition
("Yêu câu", "KÉ HOẠCH"). `fold` and `symbol_key` are keys for comparing whole names and numbers.
"""

import re
import unicodedata

_MARKED = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
# Every small and every capital letter of Vietnamese, for character classes: the Unicode ranges mix the two.
SMALL = "".join(
    letter for base in _MARKED for tone in _TONES if len(letter := unicodedata.normalize("NFC", base + tone)) == 1
)
CAPITAL = SMALL.upper() + "Ð"


class _Bare(dict[int, str]):
    """One printed character to one bare lower-case character, remembered as it is met."""

    def __missing__(self, code: int) -> str:
        first = unicodedata.normalize("NFD", chr(code))[0]
        first = _SAME.get(first, first)
        low = first.lower()
        bare = low if len(low) == 1 else first
        self[code] = bare
        return bare


# đ does not decompose; Ð (eth) and ⁄ (fraction slash) are what recognition software writes for Đ and /.
_SAME = {
    "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "⁄": "/", "∕": "/",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "―": "-",
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " ", "\t": " ",
}  # fmt: skip
_BARE = _Bare()
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def flat(text: str) -> str:
    """`text` without marks, in lower case, one character for each character, so that spans stay valid."""
    return text.translate(_BARE)


def fold(text: str) -> str:
    """A key for names: lower case, no marks, đ as d, punctuation and dashes as single spaces."""
    bare = flat(unicodedata.normalize("NFC", text))
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))
    return _BETWEEN_WORDS.sub(" ", bare).strip()


def symbol_key(number: str) -> str:
    """A key for a document's number and symbol (số, ký hiệu): "924–CV / QU" gives "924-CV/QU"."""
    bare = flat(unicodedata.normalize("NFC", number)).replace("_", "-")
    return re.sub(r"\s+", "", bare).upper()
