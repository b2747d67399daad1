"""Short forms of an order's words: the first six, and a title cut at a clause."""

import re

from .text import squeeze

_MAX_TITLE = 90
_CUT = re.compile(r"[;,:.](?=\s)|\s(?:nhằm|để|bảo đảm|đảm bảo|theo|trong đó|phù hợp|góp phần)\s")


def first_words(words: str, count: int = 6) -> str:
    return " ".join(words.split()[:count])


def short_title(words: str) -> str:
    """At most about 90 characters of the order, ended at the last clause boundary that fits."""
    line = squeeze(words).rstrip(" ./;:,")
    if len(line) <= _MAX_TITLE:
        return line
    cuts = [m.start() for m in _CUT.finditer(line, 0, _MAX_TITLE + 1) if m.start() >= 30]
    if cuts:
        return line[: cuts[-1]].rstrip(" ,;:")
    return line[:_MAX_TITLE].rsplit(" ", 1)[0] + "…"
