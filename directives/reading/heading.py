"""The heading of a republished text: "Chỉ thị số 12-CT/TU ngày 03/4/2026 của Ban Thường vụ Tỉnh ủy về ..."."""

import re

from .dates import ANY_DAY, iso
from .layout import TITLE_WORDS
from .model import Value
from .symbols import find_symbols
from .text import Line, squeeze

_NAMES = dict(TITLE_WORDS)
_HEADING = re.compile(rf"\W{{0,3}}({'|'.join(_NAMES)}) (?:so\s*:?\s*)?(?=\d)")
_DAY = re.compile(r",?\s*(?:ra )?ngay\s+")
_BODY = re.compile(r",?\s*cua\s+([^,;:]{3,70}?)(?=,?\s(?:ve|v/v)\s|$)")
_ABOUT = re.compile(r",?\s*(?:v/v|ve(?: viec)?)\s+(?=\w)")
_FIRST_LINES = 8


def from_heading(lines: list[Line], fields: dict[str, Value]) -> None:
    """Fill what the heading among the first lines says and the head did not give."""
    for line in lines[:_FIRST_LINES]:
        found = _HEADING.match(line.flat)
        symbols = find_symbols(line.text[found.end() :]) if found else []
        if not found or not symbols or symbols[0].start > 1:
            continue
        _put(fields, "doc_type", _NAMES[found.group(1)], line, *found.span(1))
        start, place = found.end() + symbols[0].start, found.end() + symbols[0].end
        _put(fields, "number", symbols[0].number, line, start, place)
        opening = _DAY.match(line.flat, place)
        day = ANY_DAY.match(line.flat, opening.end()) if opening else None
        value = iso(*[g for g in day.groups() if g]) if day else None
        if day and value:
            _put(fields, "issued_on", value, line, *day.span())
            place = day.end()
        if body := _BODY.match(line.flat, place):
            _put(fields, "issuing_body", squeeze(line.text[slice(*body.span(1))]), line, *body.span(1))
            place = body.end()
        if about := _ABOUT.match(line.flat, place):
            end = len(line.text.rstrip(" ."))
            _put(fields, "subject", squeeze(line.text[about.end() : end]), line, about.end(), end)
        return


def _put(fields: dict[str, Value], name: str, value: str, line: Line, start: int, end: int) -> None:
    if value:
        fields.setdefault(name, Value(value, (line.start + start, line.start + end), 0.8))
