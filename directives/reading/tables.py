"""Tables of tasks: rows of | number | task | lead | partners | product | time |."""

import re
from dataclasses import dataclass, field

from .folding import flat
from .text import Line, Passage, passage

_COLUMNS = (
    ("coordinating", re.compile(r"phoi hop")),
    (
        "lead",
        re.compile(
            r"chu tri|(?:don vi|co quan|nguoi|bo phan)(?: duoc giao)? (?:thuc hien|phu trach|dau moi)|don vi$|"
            r"co quan$|trach nhiem"
        ),
    ),
    ("time", re.compile(r"thoi (?:gian|han)|tien do|han hoan thanh|hoan thanh")),
    ("output", re.compile(r"ket qua|san pham")),
    ("words", re.compile(r"nhiem vu|noi dung|cong viec|ten de an|hoat dong")),
    ("number", re.compile(r"(?:so )?tt$|stt$|so tt|^so$")),
)


_HEAD_SYLLABLES = (
    "tt|stt|so|thu|tu|noi|dung|nhiem|vu|cong|viec|hoat|dong|don|vi|co|quan|bo|phan|nguoi|chu|tri|phoi|hop|thuc|hien|phu|trach|"
    "dau|moi|thoi|gian|han|hoan|thanh|tien|do|san|pham|ket|qua|ra|du|kien|ghi|cap|trinh|ban|hanh|kinh|phi|nguon|cac|va|phong|"
    "tham|muu|bao|cao|muc|tieu|giai|phap|ten|yeu|cau|ngay|thang|nam|hoac|chinh|theo|doi|van|hinh|luu|chuc|giao|cau|loai"
)
_HEAD_WIDTH = 300
_HEAD_LINE = re.compile(rf"(?:(?:{_HEAD_SYLLABLES})(?![a-z])[\s/.,()\-–\d]*)+")


def is_head_line(line: Line) -> bool:
    """Whether a line holds nothing but words that head the columns of a table of tasks."""
    return len(line.text) < _HEAD_WIDTH and bool(_HEAD_LINE.fullmatch(line.flat))


@dataclass(slots=True)
class Row:
    """One row: passages by column name. A row without number goes on the row before it (page break)."""

    number: str
    cells: dict[str, list[Passage]] = field(default_factory=dict)

    def passage(self, name: str) -> Passage | None:
        found = self.cells.get(name)
        return found[0] if found else None


def is_row(line: Line) -> bool:
    return line.text.count("|") >= 4


def read_rows(lines: list[Line]) -> list[Row]:
    """The rows of a table of tasks; empty when no row heads a lead and a task column."""
    columns: list[str] = []
    rows: list[Row] = []
    for line in lines:
        parts = _parts(line)
        if not columns:
            names = [column_name(p.text) for p in parts]
            if "lead" in names and "words" in names:
                columns = names
            continue
        if all(re.fullmatch(r"[\s:-]*", p.text) for p in parts):
            continue
        _add(rows, columns, parts)
    return rows


def _parts(line: Line) -> list[Passage]:
    parts: list[Passage] = []
    place = 0
    for cell in line.text.strip().strip("|").split("|"):
        place = line.text.find(cell, place)
        core = cell.strip().strip("*").strip()
        at = line.text.find(core, place) if core else place
        parts.append(passage([(line.start + at, core)]))
        place += len(cell)
    return parts


def column_name(words: str) -> str:
    """What a column holds by the words of its head: lead, coordinating, words, time, output, number, or nothing."""
    bare = flat(words).strip()
    return next((name for name, cue in _COLUMNS if cue.search(bare)), "")


def _add(rows: list[Row], columns: list[str], parts: list[Passage]) -> None:
    cells = {name: part for name, part in zip(columns, parts, strict=False) if name and part.text}
    number = cells.pop("number").text.strip(" .*)") if "number" in cells else ""
    is_own = "number" not in columns and "words" in cells  # a table that numbers nothing: each row is an order
    if number or not rows or is_own:
        rows.append(Row(number, {name: [part] for name, part in cells.items()}))
        return
    for name, part in cells.items():
        rows[-1].cells.setdefault(name, []).append(part)
