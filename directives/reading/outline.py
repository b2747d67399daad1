"""The tree of numbered items: lines become paragraphs, paragraphs hang under the number they follow."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .folding import CAPITAL, flat
from .lexicon import duty, request_at
from .limits import find_limit
from .markers import (
    ARABIC,
    ARTICLE,
    DASH,
    DECIMAL,
    LETTER,
    PLUS,
    ROMAN,
    Marker,
    next_letter,
    read_marker,
    roman,
    roman_value,
)
from .text import Line, Passage, passage

Pieces = list[tuple[int, str]]


@dataclass(slots=True)
class Item:
    """One numbered item: `paragraphs` are its own, without those of the items under it."""

    rank: int
    label: str
    parent: int | None
    path: str
    pieces: list[Pieces] = field(default_factory=list)
    children: list[int] = field(default_factory=list)
    paragraphs: list[Passage] = field(default_factory=list)
    sign: str = ""

    @property
    def start(self) -> int:
        return self.pieces[0][0][0]


@dataclass(slots=True)
class Outline:
    """Paragraphs before the first item, and the items in printed order."""

    preamble: list[Passage]
    items: list[Item]


# A line that ends with one of these cannot end a heading.
_HANGS = re.compile(r"(?:^|\s)(?:va|cua|cac|voi|ve|cho|tai|theo|trong|nhung|hoac|thuoc|den)$")
_HANGS_PRINTED = re.compile(r"(?:^|\s)(?:từ|để)$", re.IGNORECASE)  # not "đầu tư", "vấn đề"
_REPORTS = re.compile(r"(?:dinh ky |tong hop,? )?(?:bao cao|gui)(?!\w)")
_AHEAD = 6  # lines of a paragraph that are looked at for its day
_FIRST_CHILD = re.compile(rf"(?:1|a)[.)/]\s+[{CAPITAL}]")


_CLOSING = re.compile(
    r"(?:tren day la|nay thong bao|thua lenh|(?:yeu cau|de nghi) (?:cac|thu truong|giam doc|chu tich|"
    r"truong|ubnd|uy ban)|"
    r"giao (?:van phong|so|phong|ban|thanh tra|chanh)|thu truong cac|giam doc cac so|nhan duoc [^.;]{3,30} nay|"
    r"(?:chi thi|cong dien|ke hoach|quyet dinh|thong bao|cong van|huong dan) nay|de kip thoi|moi vuong mac|"
    r"cac (?:co quan|don vi|dia phuong|phong|nganh|truong)[^.;]{0,40} can cu (?:ke hoach|noi dung|chi thi)|"
    r"can cu (?:ke hoach|chi thi|noi dung|cong van|thong bao|ket luan)[^.;]{0,20} nay|"
    r"(?:trong )?qua trinh (?:to chuc |trien khai )?thuc hien)(?!\w)"
)


# What recognition makes of the letter that the row expects.
_LOOK_LIKE = {"a": "áàảãạâăä", "b": "h", "c": "eo©", "d": "đ", "đ": "ð", "e": "c©"}
_AS_LETTER = {"8": "a", "6": "b", "0": "o", "9": "g"}
_AS_FIGURE = frozenset("356890")  # the figures mistaken for each other


class _Builder:
    def __init__(self, width: int, prefix: str) -> None:
        self.width, self.prefix = width, prefix
        self.preamble: list[Pieces] = []
        self.items: list[Item] = []
        self.stack: list[int] = []
        self.bullets: dict[tuple[int | None, int], int] = {}
        self.last: Line | None = None
        self.opened = False  # the last line carries a marker

    def add(self, line: Line, ahead: Sequence[Line] = ()) -> None:
        marker = None if self._runs_on(line) else self._believed(read_marker(line.text, self._expected()), line)
        if marker is None and self._lost_its_dash(line, ahead):
            marker = Marker(DASH, "-", 0, sure=False)
        if marker:
            self._open(marker, line)
        else:
            self._append(line)
        self.opened = bool(marker)
        self.last = line

    def _runs_on(self, line: Line) -> bool:
        """The line goes on a sentence of the line before: a full line without end mark ("Văn hóa / - Xã hội")."""
        last = self.last
        if last is None or _ends(last.text) or line.indent > last.indent + 2:
            return False
        if self.opened and _FIRST_CHILD.match(line.text):
            return False  # "IV. Các bộ, cơ quan ngang bộ / 1. Tập trung ..."
        if line.after_blank:
            return False
        return self.width < 130 and last.width >= 0.78 * self.width and last.text[-1] != ":"

    def _lost_its_dash(self, line: Line, ahead: Sequence[Line]) -> bool:
        """Among orders with dashes, one of which has come to its end with its day: the next paragraph tells another
        deed and has another day. (A second paragraph that only says when to report is left where it is.)"""
        top = self.items[self.stack[-1]] if self.stack else None
        if top is None or top.rank != DASH or self.last is None or not _ends(self.last.text):
            return False
        lowered = line.text[:1].lower() + line.text[1:]
        if lowered == line.text or _REPORTS.match(line.flat) or not duty(lowered, line.flat, 0):
            return False
        return _has_day(flat(words) for _, words in top.pieces[0]) and _has_day(_sentence([line, *ahead]))

    def _expected(self) -> int:
        for i in reversed(self.stack):
            if self.items[i].rank == ARABIC:
                return int(self.items[i].label) + 1
        return 0

    def _believed(self, marker: Marker | None, line: Line) -> Marker | None:
        """A number out of its row is not an item: a year at a line's start, a misread letter."""
        if marker is None:
            return None
        if marker.rank == ROMAN:
            return self._roman(marker, line)
        if marker.rank == DECIMAL and not marker.sure:
            return marker if self._running(ARABIC) == marker.label.split(".")[0] else None
        if marker.rank == ARABIC and marker.label in ("11", "111") and self._strokes(marker, line):
            return Marker(ROMAN, roman(len(marker.label)), marker.length, sure=False)
        if marker.rank == ARABIC and marker.sure:
            return marker if self._in_row(int(marker.label), line) else self._misread(marker, line)
        if marker.rank == ARABIC and marker.label == "1" and not self._opens_paragraph(line):
            return None
        if marker.rank == LETTER:
            return self._letter(marker)
        dashes = (self.items[i] for i in self.stack if self.items[i].rank == DASH)
        if marker.sign == "*" and all(item.sign == "*" for item in dashes):
            return Marker(DASH, "-", marker.length, sign="*")  # with no dash above it an asterisk is one
        return marker

    def _running(self, rank: int) -> str:
        """The label of the item of this rank that is open; "" where none is."""
        return next((self.items[i].label for i in reversed(self.stack) if self.items[i].rank == rank), "")

    def _strokes(self, marker: Marker, line: Line) -> bool:
        """ "11. SỞ Y TẾ" behind "I." is II."""
        return line.is_upper and roman_value(self._running(ROMAN)) + 1 == len(marker.label)

    def _roman(self, marker: Marker, line: Line) -> Marker | None:
        before = next(
            (roman_value(self.items[i].label) for i in reversed(self.stack) if self.items[i].rank == ROMAN), 0
        )
        value = roman_value(marker.label)
        before = before or (value == 2 and self._first_misread())
        top = self.items[self.stack[-1]] if self.stack else None
        if value == 1 and top and top.rank == ROMAN and not line.is_upper and top.pieces[0][0][1].isupper():
            return Marker(ARABIC, "1", marker.length, sure=False)  # "I." for 1. under "I. NỘI DUNG"
        if not marker.sure and not self._in_place(value, before, line):
            return None
        if value > before + 3:
            return None
        if value <= before:
            value = before + 1
        return Marker(ROMAN, roman(value), marker.length)

    def _first_misread(self) -> int:
        """1 when the only figure so far, "1. SỞ Y TẾ", proves by the "II." that follows to have been "I."."""
        tops = [item for item in self.items if item.parent is None]
        first = tops[0] if tops else None
        if first is None or len(tops) > 1 or first.rank != ARABIC or not first.pieces[0][0][1].isupper():
            return 0
        first.rank, first.label = ROMAN, "I"
        for item in self.items:
            item.path = self.prefix + "I" + item.path.removeprefix(self.prefix)[1:]
        return 1

    def _in_place(self, value: int, before: int, line: Line) -> bool:
        """A misread number: the next of its row or one off, on a line that reads like a heading."""
        heading = line.is_upper or (len(line.text) < 90 and not line.text.rstrip().endswith((".", ";", ",")))
        return heading and (value == before + 1 or (abs(value - before - 1) == 1 and line.after_blank and value > 1))

    def _in_row(self, number: int, line: Line) -> bool:
        if number == 1:
            return True
        expected = self._expected()
        if not expected:
            return number <= 3 or (line.after_blank and number < 20)
        return expected <= number <= expected + 3

    def _misread(self, marker: Marker, line: Line) -> Marker | None:
        """A figure that recognition puts for another: "9." after 4. is 5., "8)" after "1." is a)."""
        if not self._opens_paragraph(line):
            return None
        running = next((self.items[i] for i in reversed(self.stack) if self.items[i].rank == ARABIC), None)
        before = self._running(LETTER)
        letter = _AS_LETTER.get(marker.label, "")
        if (
            marker.sign == ")"
            and running
            and running.sign != ")"
            and letter == (next_letter(before) if before else "a")
        ):
            return Marker(LETTER, letter, marker.length, sure=False)
        if running and marker.sign == running.sign and marker.label in _AS_FIGURE and self._expected() < 10:
            return Marker(ARABIC, str(self._expected()), marker.length, sure=False, sign=marker.sign)
        return None

    def _opens_paragraph(self, line: Line) -> bool:
        last = self.last
        heading = last is not None and self.opened and last.width < 0.65 * self.width
        return last is None or heading or line.after_blank or _ends(last.text)

    def _letter(self, marker: Marker) -> Marker | None:
        before = self._running(LETTER)
        following = next_letter(before) if before else "a"
        if marker.label != following and marker.label in _LOOK_LIKE.get(following, ""):
            return Marker(LETTER, following, marker.length, sure=False)
        if marker.label == "đ" and before == "c":
            return Marker(LETTER, "d", marker.length)
        if not before and marker.label not in "ab":
            return None
        if before and marker.label > before and marker.label not in ("a", next_letter(before)):
            following = next_letter(next_letter(before))
            return marker if marker.label in (following, next_letter(following)) else None
        return marker

    def _open(self, marker: Marker, line: Line) -> None:
        while self.stack and self.items[self.stack[-1]].rank >= marker.rank:
            self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        item = Item(marker.rank, marker.label, parent, self._path(marker, parent), sign=marker.sign)
        text = line.text[marker.length :]
        item.pieces.append([(line.start + marker.length, text)] if text else [(line.start, line.text)])
        self.items.append(item)
        index = len(self.items) - 1
        if parent is not None:
            self.items[parent].children.append(index)
        self.stack.append(index)

    def _path(self, marker: Marker, parent: int | None) -> str:
        above = self.items[parent] if parent is not None else None
        if marker.rank in (DASH, PLUS):
            sign = "-" if marker.rank == DASH else "+"
            order = self.bullets[parent, marker.rank] = self.bullets.get((parent, marker.rank), 0) + 1
            return f"{above.path if above else self.prefix + '0'}{sign}{order}"
        if marker.rank in (DECIMAL, DECIMAL + 1) and marker.label[0].isdigit():
            while above and above.rank >= ARABIC:
                above = self.items[above.parent] if above.parent is not None else None
        return f"{above.path}.{marker.label}" if above else f"{self.prefix}{marker.label}"

    def _append(self, line: Line) -> None:
        home = self.items[self.stack[-1]].pieces if self.stack else self.preamble
        if home and not self._breaks(line):
            home[-1].append((line.start, line.text))
        else:
            home.append([(line.start, line.text)])

    def _cut_by_a_page(self, last: Line) -> bool:
        """A full line in the middle of an item that no mark ends ("…, Chủ tịch / UBND các xã …")."""
        return not (self.opened or _ends(last.text) or last.is_upper) and last.width >= 0.85 * self.width > 40

    def _breaks(self, line: Line) -> bool:
        """Whether a paragraph begins with this line, which carries no marker."""
        last = self.last
        if last is None:
            return True
        starts_small = line.text[0].islower() or line.text[0] in ",;)"
        if (starts_small and not _ends(last.text)) or _hangs(last):
            return False
        if line.after_blank:
            return not (self.width < 130 and (last.text.endswith(",") or self._cut_by_a_page(last)))
        if self.width >= 130:
            return True
        short = last.width < 0.75 * self.width
        if (
            self.opened
            and last.width < 0.65 * self.width
            and not _hangs(last)
            and not starts_small
            and not last.text.endswith(",")
        ):
            return True
        if _ends(last.text) and _CLOSING.match(line.flat):
            return True
        asks = line.text[0].isupper() and request_at(line.text, line.flat, 0)
        short = short or bool(asks and last.width < 0.92 * self.width)
        return _ends(last.text) and (short or line.indent >= last.indent + 3)


def _sentence(lines: Sequence[Line]) -> Iterator[str]:
    """The lines up to the one that ends a sentence or comes before another item."""
    for i, line in enumerate(lines):
        if i and read_marker(line.text, 0):
            return
        yield line.flat
        if _ends(line.text):
            return


def _has_day(lines: Iterable[str]) -> bool:
    return find_limit(" ".join(lines), None) is not None


def _hangs(line: Line) -> bool:
    return bool(_HANGS.search(line.flat) or _HANGS_PRINTED.search(line.text))


def _ends(text: str) -> bool:
    return text.rstrip("\"'”’)*_ ").endswith((".", ";", ":", "!", "?", "./", "/"))


def build_outline(lines: list[Line], prefix: str = "") -> Outline:
    """The items of these lines as a tree in printed order, and the paragraphs before the first."""
    widths = sorted(line.width for line in lines)
    width = widths[int(0.9 * (len(widths) - 1))] if widths else 0
    builder = _Builder(width, prefix)
    for i, line in enumerate(lines):
        builder.add(line, lines[i + 1 : i + 1 + _AHEAD])
    for item in builder.items:
        item.paragraphs = [passage(p) for p in item.pieces]
    return Outline([passage(p) for p in builder.preamble], builder.items)


def is_article(item: Item) -> bool:
    return item.rank == ARTICLE
