"""Orders from the rows of a table of tasks (appendix "Danh mục nhiệm vụ")."""

import re
from dataclasses import replace

from .deadlines import read_time_cell
from .folding import fold
from .lexicon import head
from .model import Deadline, Task, UnitMention
from .tables import Row
from .text import Passage, squeeze
from .titles import first_words, short_title
from .units import read_units, unit_count, unit_name

_NEXT_HEAD = re.compile(
    r"(?<=[^\s,;:&-])\s+(?=(?:Bộ|Sở|UBND|Ủy ban|Văn phòng|Ngân hàng|Cục|Ban|Công an|Hội) [A-ZĐÀ-Ỹ])"
)
_NOT_BETWEEN = re.compile(r"(?:và|của|thuộc|tại|do|với|trực thuộc|chủ tịch|giám đốc|lãnh đạo|các)$", re.IGNORECASE)


def read_table(rows: list[Row], issued_on: str | None, prefix: str = "") -> list[Task]:
    """One order for each numbered row; a row with a Roman number is the group of those after it."""
    tasks: list[Task] = []
    section: tuple[str, int] | None = None
    for row in rows:
        words = row.passage("words")
        if words is None or not words.text:
            continue
        if re.fullmatch(r"[IVX]+|[A-H]", row.number):
            section = (prefix + row.number, len(tasks))
            tasks.append(_group(prefix + row.number, words))
        else:
            tasks.append(_order(row, words, section, issued_on, prefix))
    return tasks


def _group(number: str, words: Passage) -> Task:
    return Task(
        number=number,
        kind="group",
        parent=None,
        span=words.span(0, len(words.text)),
        words="",
        first_words=first_words(words.text),
        short_title=short_title([words]),
        confidence=0.8,
    )


def _order(row: Row, words: Passage, section: tuple[str, int] | None, issued_on: str | None, prefix: str) -> Task:
    lead = [u for cell in row.cells.get("lead", []) for u in cell_units(cell, "lead")]
    partners = [u for cell in row.cells.get("coordinating", []) for u in cell_units(cell, "coordinating")]
    units = {(u.role, fold(u.name)): u for u in reversed((*lead, *partners))}
    time, output = row.passage("time"), row.passage("output")
    number = (f"{section[0]}.{row.number}" if section else prefix + row.number) if row.number else None
    return Task(
        number=number,
        kind="task",
        parent=section[1] if section else None,
        span=words.span(0, len(words.text)),
        words="",
        first_words=first_words(words.text),
        short_title=short_title([words]),
        units=tuple(reversed(units.values())),
        lead_source="own" if lead else "none",
        deadline=_due(time, issued_on) if time else None,
        output=squeeze(output.text) if output else None,
        confidence=0.9,
    )


def _due(cell: Passage, issued_on: str | None) -> Deadline | None:
    due = read_time_cell(cell, issued_on)
    return replace(due, span=None) if due and not cell.unbroken(0, len(cell.text)) else due


def cell_units(cell: Passage, role: str) -> list[UnitMention]:
    """The units of a cell: split at commas, and where two names stand side by side without one."""
    found: list[UnitMention] = []
    start = 0
    cuts = [
        m.start() for m in _NEXT_HEAD.finditer(cell.text) if not _NOT_BETWEEN.search(cell.text[: m.start()].rstrip())
    ]
    for cut in [*cuts, len(cell.text)]:
        found += _units_between(cell, start, cut, role)
        start = cut
    return found


def _units_between(cell: Passage, start: int, end: int, role: str) -> list[UnitMention]:
    while start < end and not cell.text[start].isalnum():
        start += 1
    """Without verbs to stop at: a cell holds nothing but units."""
    part = Passage(cell.text[:end], cell.flat[:end], cell.joints, cell.sources)
    listed = read_units(part, start, verbs=False) if head(cell.text, cell.flat, start) else None
    spans = list(listed.names) if listed else [(start, len(cell.text[:end].rstrip(" .,;")))]
    covered = listed.end if listed else end
    mentions = [
        UnitMention(
            role, unit_name(cell.text[a:b]), cell.text[a:b], cell.unbroken(a, b), "own", unit_count(cell.flat[a:b])
        )
        for a, b in spans
        if b - a > 3 or cell.text[a:b].isupper()
    ]
    if covered < end and re.match(r"\s*[,;]", cell.text[covered:end]):
        mentions += _units_between(cell, covered + 1, end, role)
    return mentions
