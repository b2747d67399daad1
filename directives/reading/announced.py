"""A paper told of in prose, as news do: "Ngày 14/7/2026, Chủ tịch UBND tỉnh ... ký ban hành Chỉ thị số ..."."""

import re

from .dates import ANY_DAY, iso
from .folding import CAPITAL, SMALL
from .layout import TITLE_WORDS, Layout
from .model import Value
from .symbols import find_symbols
from .text import Passage, passage, squeeze

_TYPES = "|".join(bare for bare, _ in TITLE_WORDS)
_ISSUED = re.compile(rf"(?<!\w)(?:(?:da|vua|moi) )*(?:ban hanh|ky|phat hanh|co) (?:ban )?({_TYPES}) so\s*")
_LINES = 18  # a page's menus stand above the sentence
_OFFICE = re.compile(
    r"(?:Phó )?(?:Chủ tịch|Bí thư|Giám đốc|Bộ trưởng|Thủ trưởng)(?: Thường trực)? (?=UBND|HĐND|Ủy ban|Ban |Sở |Bộ )"
)
_OF_PLACE = re.compile(
    rf"(.*?(?:UBND|HĐND|Ủy ban nhân dân) (tỉnh|thành phố|huyện|quận|thị xã|xã|phường))(?: [{CAPITAL}]|$)"
)
_PROPER = rf"[{CAPITAL}][{SMALL}]+"


def from_announcement(layout: Layout, fields: dict[str, Value]) -> None:
    """Fill type, number, day, body and subject from the sentence that tells of the paper, among the first lines."""
    lines = [*layout.head, *layout.body][:_LINES]
    joined = passage([(x.start, x.text) for x in lines])
    found = _ISSUED.search(joined.flat)
    if not found:
        return
    symbols = find_symbols(joined.text[found.end() : found.end() + 40])
    if not symbols:
        return
    names = dict(TITLE_WORDS)
    start, end = found.end() + symbols[0].start, found.end() + symbols[0].end
    fields["number"] = Value(symbols[0].number, joined.span(start, end), 0.85)
    fields["doc_type"] = Value(names[found.group(1)], joined.span(found.start(1), found.end(1)), 0.85)
    after = re.compile(r",?\s*ngay\s+").match(joined.flat, end)
    day = ANY_DAY.match(joined.flat, after.end()) if after else None
    value = iso(*[g for g in day.groups() if g]) if day else None
    if day and value:
        fields.setdefault("issued_on", Value(value, joined.span(day.start(), day.end()), 0.8))
    _day_and_body_before(joined, found.start(), fields)
    about = re.compile(r"\bve (?:viec )?").search(joined.flat, end)
    if about:
        stop = joined.text.find(". ", about.end())
        words = joined.text[about.end() : stop if stop > 0 else len(joined.text)].rstrip(" .")
        fields["subject"] = Value(squeeze(words), joined.span(about.end(), about.end() + len(words)), 0.8)


def _day_and_body_before(joined: Passage, place: int, fields: dict[str, Value]) -> None:
    days = list(re.finditer(r"ngay\s+", joined.flat[:place]))
    for opening in reversed(days):
        day = ANY_DAY.match(joined.flat, opening.end())
        value = iso(*[g for g in day.groups() if g]) if day else None
        if day and value:
            fields.setdefault("issued_on", Value(value, joined.span(opening.end(), day.end()), 0.85))
            words = joined.text[day.end() : place].strip(" ,")
            if 3 < len(words) < 70:
                at = joined.text.find(words, day.end())
                fields.setdefault(
                    "issuing_body",
                    Value(_without_person(squeeze(words), joined.text[place:]), joined.span(at, at + len(words)), 0.8),
                )
            return
    start = max(joined.text.rfind(". ", 0, place) + 2 if ". " in joined.text[:place] else 0, 0)
    words = joined.text[start:place].strip(" ,:")
    if 3 < len(words) < 70 and words[:1].isupper():
        at = joined.text.find(words, start)
        fields.setdefault(
            "issuing_body",
            Value(_without_person(squeeze(words), joined.text[place:]), joined.span(at, at + len(words)), 0.6),
        )


def _without_person(words: str, text: str) -> str:
    """ "Chủ tịch UBND tỉnh Lê Văn Bình" is "UBND tỉnh" of the place that the text names."""
    office = _OFFICE.match(words)
    of = _OF_PLACE.match(words, office.end()) if office else None
    if not office or not of:
        return words
    kind = of.group(2)
    places = re.findall(rf"(?<!UBND )(?<!HĐND ){kind} ({_PROPER}(?: {_PROPER}){{0,2}})", text)
    return f"{of.group(1)} {places[0]}" if places else of.group(1)
