"""Documents cited in the text: number, date, type, body, and what this document does with them."""

import re
from dataclasses import replace

from .dates import ANY_DAY, iso
from .folding import symbol_key
from .model import Citation
from .symbols import Symbol, find_symbols
from .text import Passage, squeeze

_TYPE = re.compile(
    r"(nghi quyet|quyet dinh|chi thi|cong van|cong dien|thong bao|ke hoach|huong dan|chuong trinh|nghi dinh|"
    r"thong tu lien tich|thong tu|thong tri|bo luat|luat|phap lenh|lenh|ket luan|to trinh|quy dinh|quy che|quy hoach|"
    r"van ban|de an|bao cao)(?:\s+[^\s,;.]+){0,6}?\s*$"
)
_JOINS = re.compile(r"[\s,]*(?:va)?[\s,]*(?:so)?[:\s]*")  # "các Công văn số A, B và số C"
_DATE_AFTER = re.compile(r"[,\s.]*(?:ngay\s*)")
_BODY_AFTER = re.compile(r"\s*cua\s+")
# Bodies that their symbol names by itself; every other suffix is used by many.
_BODIES = (
    (re.compile(r"-CP$"), "Chính phủ"),
    (re.compile(r"-TTg$"), "Thủ tướng Chính phủ"),
    (re.compile(r"UBTVQH\d*$"), "Ủy ban Thường vụ Quốc hội"),
    (re.compile(r"/QH\d*$"), "Quốc hội"),
)
_RELATIONS = (
    ("replaces", re.compile(r"thay the|bai bo|huy bo")),
    ("amends", re.compile(r"sua doi|bo sung|dinh chinh")),
    ("answers", re.compile(r"tra loi|phuc dap")),
    ("basis", re.compile(r"can cu")),
    ("carries_out", re.compile(r"thuc hien|trien khai|theo|quan triet")),
)


def read_citations(p: Passage, own_number: str | None) -> list[Citation]:
    """Every numbered document named in the passage once, in order of first mention; not the document's own number."""
    seen = {symbol_key(own_number)} if own_number else set()
    found: list[Citation] = []
    symbols = find_symbols(p.text)
    for i, symbol in enumerate(symbols):
        key = symbol_key(symbol.number)
        if key not in seen:
            seen.add(key)
            cited = _citation(p, symbol, symbols[i + 1 : i + 3])
            if cited.doc_type is None and i and found and _JOINS.fullmatch(p.flat, symbols[i - 1].end, symbol.start):
                cited = replace(cited, doc_type=found[-1].doc_type, relation=found[-1].relation)
            found.append(cited)
    return found


def _citation(p: Passage, symbol: Symbol, following: list[Symbol]) -> Citation:
    date, end = _date_after(p, symbol, following)
    before = p.flat[max(0, symbol.start - 90) : symbol.start]
    sentence = re.split(r"[;.]\s", before)[-1]
    named = _TYPE.search(re.sub(r"\s*so[:\s]*$", " ", sentence).rstrip() + " ") or _TYPE.search(sentence.rstrip())
    type_name = _printed_type(p, symbol, named.group(1)) if named else symbol.doc_type
    body = _body_after(p, end) or next((name for cue, name in _BODIES if cue.search(symbol.number)), None)
    relation = next((name for name, cue in _RELATIONS if cue.search(sentence)), "cites")
    span = p.span(symbol.start, symbol.end)
    return Citation(symbol.number, date, type_name, body, relation, p.text[symbol.start : symbol.end], span)


def _printed_type(p: Passage, symbol: Symbol, bare: str) -> str:
    place = p.flat.rfind(bare, 0, symbol.start)
    words = p.text[place : place + len(bare)]
    return words[:1].upper() + words[1:].lower()


def _date_after(p: Passage, symbol: Symbol, following: list[Symbol]) -> tuple[str | None, int]:
    """The date behind the number; one date after "A và B" serves both."""
    end = symbol.end
    for other in [symbol, *following]:
        if other is not symbol and not re.fullmatch(
            r"[\s,]*(?:va|so|, so)?[\s,]*(?:so)?\s*", p.flat[end : other.start]
        ):
            break
        end = other.end
        gap = _DATE_AFTER.match(p.flat, end)
        day = ANY_DAY.match(p.flat, gap.end() if gap else end)
        if gap and day:
            return iso(*[g for g in day.groups() if g]), day.end()
    return None, symbol.end


def _body_after(p: Passage, end: int) -> str | None:
    gap = _BODY_AFTER.match(p.flat, end)
    if not gap:
        return None
    words = re.match(
        r"[^,;.:()]{2,70}?(?=\s(?:về|v/v|quy định|phê|ban hành|để|trên|và|trong|thì|hướng)\s|[,;.:()]|$)",
        p.text[gap.end() :],
    )
    return squeeze(words.group()) if words else None
