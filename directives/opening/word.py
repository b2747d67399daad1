"""The text of a Word document in reading order, with the numbers that Word itself puts before the paragraphs."""

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from .legacy import by_font
from .numerals import letter, roman

_DEEP = 12  # nesting of tables and boxes worth following
_INSIDE = tuple(
    qn(name)
    for name in ("w:r", "w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:fldSimple", "w:sdt", "w:sdtContent")
)


def word_text(data: bytes) -> str:
    """Paragraphs and tables in order. A table of one or two columns is layout (letterhead, signature beside
    Nơi nhận) and is read cell by cell; a wider one gives a line "| a | b | c |" for each row."""
    document = Document(io.BytesIO(data))
    numbering = _Numbering(document)
    parts = [_head(document, numbering), _blocks(document.element.body, numbering, 0), _notes(document, numbering)]
    return "\n".join(line for lines in parts for line in lines) + "\n"


def _head(document: Any, numbering: "_Numbering") -> list[str]:
    """The running head of the first page: some set the letterhead or a mark in it. A page number alone is none."""
    section = document.sections[0]
    own = section.first_page_header if section.different_first_page_header_footer else section.header
    lines = [] if own.is_linked_to_previous else list(_blocks(own._element, numbering, 0))
    return [*lines, ""] if any(any(map(str.isalpha, line)) for line in lines) else []


def _notes(document: Any, numbering: "_Numbering") -> Iterator[str]:
    """Footnotes and endnotes, after everything else."""
    for kind in ("/footnotes", "/endnotes"):
        part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith(kind)), None)
        for note in parse_xml(part.blob) if part is not None else ():
            if note.get(qn("w:type")) is None:
                yield from ("", *_blocks(note, numbering, 1))


def _blocks(parent: Any, numbering: "_Numbering", depth: int) -> Iterator[str]:
    for child in parent:
        if child.tag == qn("w:p"):
            yield from _paragraph(child, numbering, depth)
        elif child.tag == qn("w:tbl") and depth < _DEEP:
            yield ""
            yield from _table(child, numbering, depth + 1)
            yield ""
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")) and depth < _DEEP:
            yield from _blocks(child, numbering, depth + 1)


def _paragraph(p: Any, numbering: "_Numbering", depth: int) -> Iterator[str]:
    text = "".join(_words(p))
    label = numbering.label(p) if text.strip() else ""
    yield f"{label} {text.lstrip()}" if label else text
    for box in _boxes(p):
        if depth < _DEEP:
            yield from _blocks(box, numbering, depth + 1)


def _words(p: Any) -> Iterator[str]:
    """Text of the runs, breaks and tabs; deleted text and the words of text boxes are not among them."""
    for node in p:
        tag = node.tag
        if tag == qn("w:t"):
            yield by_font(node.text or "", _font(p))
        elif tag == qn("w:tab"):
            yield "\t"
        elif tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif tag == qn("w:noBreakHyphen"):
            yield "-"
        elif tag in _INSIDE:
            yield from _words(node)


def _boxes(p: Any) -> Iterator[Any]:
    """Text boxes of a paragraph, once each: Word writes a fallback copy for old readers."""
    for box in p.iter(qn("w:txbxContent")):
        if not any(up.tag.endswith("}Fallback") for up in box.iterancestors()):
            yield box


def _font(run: Any) -> str:
    """The font named on the run itself; that is where converters and typists put .VnTime and VNI-Times."""
    fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    return "" if fonts is None else fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or ""


def _table(table: Any, numbering: "_Numbering", depth: int) -> Iterator[str]:
    grid = [_row(row, numbering, depth) for row in table.iter(qn("w:tr")) if _owner(row) is table]
    if len({i for row in grid for i, cell in enumerate(row) if any(map(str.strip, cell))}) > 2:
        held: dict[int, str] = {}
        for row in grid:
            yield "| " + " | ".join(_cell(i, cell, held) for i, cell in enumerate(row)) + " |"
        return
    for cell in (cell for row in grid for cell in row if cell is not _SPANNED and cell is not _CONTINUED):
        yield from cell
        yield ""


_SPANNED: list[str] = []  # the rest of a cell that is several columns wide
_CONTINUED: list[str] = []  # the rest of a cell that is several rows high


def _row(row: Any, numbering: "_Numbering", depth: int) -> list[list[str]]:
    """The lines of each cell, by columns of the grid."""
    cells: list[list[str]] = []
    for cell in row.iter(qn("w:tc")):
        if next(cell.iterancestors(qn("w:tr"))) is not row:
            continue
        properties = cell.find(qn("w:tcPr"))
        merge = None if properties is None else properties.find(qn("w:vMerge"))
        goes_on = merge is not None and merge.get(qn("w:val")) != "restart"
        cells.append(_CONTINUED if goes_on else list(_blocks(cell, numbering, depth)))
        width = "1" if properties is None else _value(properties, "w:gridSpan", "1")
        cells += [_SPANNED] * (min(int(width), 60) - 1 if width.isdigit() else 0)
    return cells


def _cell(column: int, lines: list[str], held: dict[int, str]) -> str:
    """The words of a cell; one that goes on from above holds what stands there (a lead for several rows), but a number
    counts once."""
    if lines is _CONTINUED:
        above = held.get(column, "")
        return "" if len(above) < 6 else above
    held[column] = " ".join(" ".join(lines).split()).replace("|", "/")
    return held[column]


def _owner(row: Any) -> Any:
    return next((up for up in row.iterancestors() if up.tag == qn("w:tbl")), None)


class _Numbering:
    """The counters behind automatic numbers (w:numPr), by list and level."""

    def __init__(self, document: Any) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.list_of: dict[str, str] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.styles = {s.get(qn("w:styleId")): s for s in document.styles.element.iterchildren(qn("w:style"))}
        part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        root = getattr(part, "element", None)
        if root is not None:
            self._load(root)

    def _load(self, root: Any) -> None:
        for abstract in root.iterchildren(qn("w:abstractNum")):
            self.levels[abstract.get(qn("w:abstractNumId"))] = {
                int(lvl.get(qn("w:ilvl")) or 0): (
                    _value(lvl, "w:numFmt", "decimal"),
                    _value(lvl, "w:lvlText", ""),
                    int(_value(lvl, "w:start", "1")),
                )
                for lvl in abstract.iterchildren(qn("w:lvl"))
            }
        for num in root.iterchildren(qn("w:num")):
            self.list_of[num.get(qn("w:numId"))] = _value(num, "w:abstractNumId", "")

    def label(self, p: Any) -> str:
        """The number Word prints before this paragraph; empty when it prints none."""
        number, level = self._place(p)
        levels = self.levels.get(self.list_of.get(number, ""), {})
        if not number or number == "0" or level not in levels:
            return ""
        kind, pattern, _ = levels[level]
        counts = self.counts.setdefault(self.list_of[number], {})
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [k for k in counts if k > level]:
            del counts[deeper]
        if kind == "bullet":
            return "+" if level % 2 else "-"
        if kind == "none":
            return ""
        for k in range(level + 1):
            shown = levels.get(k, ("decimal", "", 1))
            pattern = pattern.replace(f"%{k + 1}", _figure(counts.get(k, shown[2]), shown[0]))
        return pattern.strip()

    def _place(self, p: Any) -> tuple[str, int]:
        """(list, level) from the paragraph, else from its style or the style that one is based on."""
        properties = p.find(qn("w:pPr"))
        found = _num_pr(properties)
        if found:
            return found
        style = _value(properties, "w:pStyle", "") if properties is not None else ""
        for _ in range(_DEEP):
            node = self.styles.get(style)
            if node is None:
                break
            found = _num_pr(node.find(qn("w:pPr")))
            if found:
                return found
            style = _value(node, "w:basedOn", "")
        return "", 0


def _num_pr(properties: Any) -> tuple[str, int] | None:
    node = properties.find(qn("w:numPr")) if properties is not None else None
    if node is None or node.find(qn("w:numId")) is None:
        return None
    return _value(node, "w:numId", ""), int(_value(node, "w:ilvl", "0") or 0)


def _value(node: Any, name: str, default: str) -> str:
    child = node.find(qn(name))
    return default if child is None else (child.get(qn("w:val")) or default)


def _figure(count: int, kind: str) -> str:
    if kind in ("upperRoman", "lowerRoman"):
        return roman(count) if kind == "upperRoman" else roman(count).lower()
    if kind in ("lowerLetter", "upperLetter"):
        return letter(count, capital=kind == "upperLetter")
    return f"{count:02d}" if kind == "decimalZero" else str(count)
