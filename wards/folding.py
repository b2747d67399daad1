"""Folding (bỏ dấu): one key for all spellings of a Vietnamese text, for search and for comparing names."""

import re
import unicodedata

_D = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})  # NFD leaves đ alone; scans write ð
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def strip_marks(text: str) -> str:
    """Text without diacritics, case kept: "Ủy ban" → "Uy ban"."""
    decomposed = unicodedata.normalize("NFD", text.translate(_D))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Lower case, no diacritics, punctuation and runs of space as one space: "UBND P. Mẫu Đông" → "ubnd p mau dong".

    "uỷ" and "ủy", "hoà" and "hòa" fold alike (DOMAIN §6).
    """
    return _NOT_WORD.sub(" ", strip_marks(text).lower()).strip()


def name_sort_key(full_name: str) -> str:
    """Vietnamese lists sort people by given name, then middle, then family name: "Lê Thị An" → "an thi le ..."."""
    parts = fold(full_name).split()
    return " ".join(reversed(parts))
