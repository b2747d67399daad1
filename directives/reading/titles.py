"""Short forms of an order's words: the first six, and a title that says the deed."""

import re
from collections.abc import Sequence

from .deeds import deed_place, topic
from .text import Passage, squeeze
from .units import read_units

MAX_TITLE = 90
_CUT = re.compile(r"(?<!phòng)[;,:.](?=\s)|(?<!không)\s(?:nhằm|để|bảo đảm|đảm bảo|theo|trong đó|phù hợp|góp phần)\s")
_LEAST = 30  # characters a title has before a cut is looked for
_TOPIC = 45  # characters of a title its topic may take


def first_words(words: str, count: int = 6) -> str:
    return " ".join(words.split()[:count])


def short_title(paragraphs: Sequence[Passage]) -> str:
    """At most 90 characters: what is to be done, without the unit told to do it, ended at a clause that fits.

    `paragraphs` of the order: where the first is no more than a heading, the deed stands in the second.
    """
    first, about = paragraphs[0], topic(paragraphs[0])
    place = deed_place(first)
    if len(paragraphs) > 1 and len(first.text) < MAX_TITLE and not first.text.rstrip().endswith((".", ";")):
        about = "" if _is_unit(first) else first.text
        first = paragraphs[1]
        place = deed_place(first)
    words = squeeze(first.text[place:])
    about = squeeze(about).rstrip(" .:;")
    if about and len(about) <= _TOPIC:
        words = f"{about}: {words[:1].lower() if words[1:2].islower() else words[:1]}{words[1:]}"
    return _cut(words) or _cut(squeeze(paragraphs[0].text)) or "…"


def _is_unit(p: Passage) -> bool:
    found = read_units(p, 0)
    return bool(found and not p.text[found.end :].strip(" .:;,-"))


def _cut(words: str) -> str:
    line = words.strip(" ./;:,-–")
    line = line[:1].upper() + line[1:]
    if len(line) <= MAX_TITLE:
        return line
    cuts = [m.start() for m in _CUT.finditer(line, 0, MAX_TITLE + 1) if m.start() >= _LEAST]
    if cuts:
        return line[: cuts[-1]].rstrip(" ,;:")
    return line[: MAX_TITLE - 1].rsplit(" ", 1)[0] + "…"
