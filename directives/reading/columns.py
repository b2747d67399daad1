"""Tables of tasks whose columns are kept by spaces, as a PDF is copied: no sign parts one cell from the next.

The heads ("Nội dung", "Đơn vị chủ trì", ...) say which columns there are; where one ends is where few lines have ink.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from .layout import TAIL
from .tables import Row, column_name, is_head_line
from .text import Line, passage

_CELL = re.compile(r"\S+(?: \S+)*")
_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[A-H])[.)]?")
_OPENS = re.compile(r"(?:[IVX]{1,5}|\d{1,2}|[A-H])[.)] \S|Điều \d")
_HEAD_LINES = 6
_LONG = 60  # characters of one cell
_LEAST = 3  # columns of a table
Cell = tuple[int, int, str]  # place on the line, place in the text, words


def plain_tables(lines: list[Line]) -> tuple[list[list[Row]], list[Line]]:
    """The rows of each table, and the lines that belong to none."""
    tables: list[list[Row]] = []
    rest: list[Line] = []
    place = 0
    while place < len(lines):
        heads, first = _heads(lines, place)
        last = _end(lines, first) if heads else place
        rows = _rows(lines[first:last], heads) if last > first else []
        if rows:
            tables.append(rows)
            place = last
        else:
            rest.append(lines[place])
            place += 1
    return tables, rest


def _cells(line: Line) -> list[Cell]:
    return [(line.indent + m.start(), line.start + m.start(), m.group()) for m in _CELL.finditer(line.text)]


def _heads(lines: list[Line], place: int) -> tuple[dict[str, tuple[int, int]], int]:
    """(name of each column with where its head stands, first line below the heads); empty where they head no tasks."""
    spans: list[tuple[int, int, str]] = []
    first = place
    while first < len(lines) and first < place + _HEAD_LINES and is_head_line(lines[first]):
        for x, _, words in _cells(lines[first]):
            _widen(spans, x, x + len(words), words)
        first += 1
    names = {column_name(words): (a, b) for a, b, words in sorted(spans)}
    tells = {"words", "lead"} <= names.keys() and len(spans) >= _LEAST
    return ({name: span for name, span in names.items() if name} if tells else {}), first


def _widen(spans: list[tuple[int, int, str]], start: int, end: int, words: str) -> None:
    """Put one line of a head with the lines of it above, or begin another head."""
    at = next((i for i, (a, b, _) in enumerate(spans) if start < b and a < end), None)
    if at is None:
        spans.append((start, end, words))
    else:
        a, b, above = spans[at]
        spans[at] = (min(start, a), max(end, b), f"{above} {words}")


def _end(lines: list[Line], first: int) -> int:
    """The first line that is no row: a heading, an item or a paragraph set apart, or the tail of the paper."""
    for i in range(first, len(lines)):
        line = lines[i]
        if TAIL.match(line.flat):
            return i
        if line.after_blank and "  " not in line.text and (_OPENS.match(line.text) or len(line.text) > _LONG):
            return i
    return len(lines)


def _rows(lines: list[Line], heads: dict[str, tuple[int, int]]) -> list[Row]:
    columns = sorted((span, name) for name, span in heads.items())
    cuts = [0, *_cuts(lines, [span for span, _ in columns]), 1 << 30]
    printed: list[dict[str, tuple[int, str]]] = []
    for line in lines:
        parts: dict[str, tuple[int, str]] = {}
        for k, place, words in _parted(line, cuts):
            parts.setdefault(columns[k][1], (place, words))
        printed.append(parts)
    starts = _starts(lines, printed) if "number" in heads else [i for i, line in enumerate(lines) if line.after_blank]
    rows = (printed[a:b] for a, b in pairwise(sorted({0, *starts, len(lines)})))
    return [_row(row) for row in rows]


def _starts(lines: list[Line], printed: list[dict[str, tuple[int, str]]]) -> list[int]:
    """The line each row begins with: the numbered one; where numbers stand in the middle of their rows, the line a
    blank sets apart, else the one as far below the number before as that row began above it."""
    numbered = [i for i, parts in enumerate(printed) if "number" in parts and _NUMBER.fullmatch(parts["number"][1])]
    if not numbered or numbered[0] == 0:
        return numbered
    starts = [0]
    for before, number in pairwise(numbered):
        mirrored = min(max(2 * before - starts[-1] + 1, before + 1), number)
        starts.append(next((i for i in range(before + 1, number + 1) if lines[i].after_blank), mirrored))
    return starts


def _row(printed: list[dict[str, tuple[int, str]]]) -> Row:
    pieces: dict[str, list[tuple[int, str]]] = {}
    for parts in printed:
        for name, piece in parts.items():
            pieces.setdefault(name, []).append(piece)
    number = " ".join(words for _, words in pieces.pop("number", [])).strip(" .()")
    return Row(number, {name: [passage(found)] for name, found in pieces.items()})


def _cuts(lines: list[Line], heads: list[tuple[int, int]]) -> Iterator[int]:
    """Between the middles of two heads, the place behind the longest stretch with the least ink."""
    ink: dict[int, int] = {}
    for line in lines:
        for x, _, words in _cells(line):
            for at in range(x, x + len(words)):
                ink[at] = ink.get(at, 0) + 1
    for left, right in pairwise(heads):
        span = range(sum(left) // 2, max(sum(right) // 2, sum(left) // 2 + 1))
        least = min(ink.get(at, 0) for at in span)
        runs: list[list[int]] = [[]]
        for at in span:
            if ink.get(at, 0) == least:
                runs[-1].append(at)
            elif runs[-1]:
                runs.append([])
        yield max(enumerate(runs), key=lambda run: (len(run[1]), run[0]))[1][-1] + 1


def _parted(line: Line, cuts: list[int]) -> Iterator[tuple[int, int, str]]:
    """(column, place, words) of each cell; one that reaches over a cut is parted at a space beside it."""
    for x, place, words in _cells(line):
        column = max(k for k, cut in enumerate(cuts) if cut <= x)
        start = 0
        while x + len(words) > cuts[column + 1] + 1:
            space = words.rfind(" ", start, cuts[column + 1] - x + 1)
            if space <= start:
                break
            yield column, place + start, words[start:space]
            start, column = space + 1, column + 1
        yield column, place + start, words[start:]
