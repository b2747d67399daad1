"""Tables of tasks: rows of | number | task | lead | partners | product | time |."""

import re
from dataclasses import dataclass, field

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
            names = [_name(p.flat) for p in parts]
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


def _name(bare: str) -> str:
    return next((name for name, cue in _COLUMNS if cue.search(bare.strip())), "")


def _add(rows: list[Row], columns: list[str], parts: list[Passage]) -> None:
    cells = {name: part for name, part in zip(columns, parts, strict=False) if name and part.text}
    number = cells.pop("number").text.strip(" .*)") if "number" in cells else ""
    is_own = "number" not in columns and "words" in cells  # a table that numbers nothing: each row is an order
    if number or not rows or is_own:
        rows.append(Row(number, {name: [part] for name, part in cells.items()}))
        return
    for name, part in cells.items():
        rows[-1].cells.setdefault(name, []).append(part)
