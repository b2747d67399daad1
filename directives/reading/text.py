"""The text every span points into, its lines, and passages that read across line breaks."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from .folding import flat

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\x00]+")
_SPACES = re.compile("[\u00a0\u202f\u2007\u2009\u3000]")
# Markdown of transcribed documents: heading marks and emphasis at either end carry no words.
_EDGE = re.compile(r"^(?:[\s#]|\*\*+|\*(?=\S)|_(?=_))*|[\s*]*$")  # an asterisk before a space is a bullet
# Form feeds and their like end a line too (pdftotext puts one between pages).
_BREAK = re.compile("\n?\x0c|[\n\x0b\x85\u2028\u2029]")
_BULLET_APART = re.compile(r"[-–—+•*](?:\t+|\s{2,})(?=\w|\()")
_STEP = re.compile(r"\S(?:.*\S)?")


def normalise(text: str) -> str:
    """NFC; no-break spaces as spaces; zero-width characters and soft hyphens removed; LF line ends. Nothing else."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _SPACES.sub(" ", _INVISIBLE.sub("", text)))


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without its margins: `start` and `end` are places in the normalised text."""

    start: int
    end: int
    indent: int
    text: str
    flat: str
    after_blank: bool

    @property
    def width(self) -> int:
        return self.indent + len(self.text)

    @property
    def is_upper(self) -> bool:
        letters = [*filter(str.isalpha, self.text)]
        return len(letters) > 2 and sum(map(str.isupper, letters)) > 0.85 * len(letters)


def split_lines(text: str) -> list[Line]:
    """The lines that hold something, in order; the emphasis marks of a transcription are left outside."""
    lines: list[Line] = []
    place, blank, bare = 0, True, flat(text)
    breaks = [*((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), len(text))]
    for stop, following in breaks:
        raw = text[place:stop]
        lead = _EDGE.match(raw)
        first = lead.end() if lead else 0
        body = raw[first:].rstrip(" \t*")
        if body:
            start = place + first
            end = start + len(body)
            lines.append(Line(start, end, first, body, bare[start:end], blank))
        blank = not body
        place = following
    return lines


@dataclass(frozen=True, slots=True)
class Passage:
    """Several lines read as one: breaks become single spaces, and every place can be taken back to the source."""

    text: str
    flat: str
    joints: tuple[int, ...]
    sources: tuple[int, ...]
    known: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)  # answers of `once`

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the normalised text of `self.text[start:end]`."""
        return self._source(start), self._source(max(start, end - 1)) + 1

    def unbroken(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of `self.text[start:end]` where one piece holds it all; None where other columns stand between."""
        return self.span(start, end) if bisect_right(self.joints, start) == bisect_right(self.joints, end - 1) else None

    def _source(self, place: int) -> int:
        i = bisect_right(self.joints, place) - 1
        return self.sources[i] + place - self.joints[i]


_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")


def once(read: Callable[Concatenate[Passage, _Asked], _Found]) -> Callable[Concatenate[Passage, _Asked], _Found]:
    """The same question is put to a passage by several readers: the answer, which nobody may change, stays with it."""

    @wraps(read)
    def remembered(p: Passage, *args: _Asked.args, **options: _Asked.kwargs) -> _Found:
        question = (read, *args, *options.items()) if args or options else read
        try:
            found: _Found = p.known[question]
        except KeyError:
            found = p.known[question] = read(p, *args, **options)
        return found

    return remembered


READ = 20_000  # characters of one paragraph that are read for units and times: no order of an office is longer


def clip(p: Passage) -> Passage:
    """The passage itself, or the beginning of one longer than any order: what follows is shown, not interpreted."""
    return p if len(p.text) <= READ else _beginning(p)


@once
def _beginning(p: Passage) -> Passage:
    count = bisect_right(p.joints, READ - 1)
    return Passage(p.text[:READ], p.flat[:READ], p.joints[:count], p.sources[:count])


def passage(pieces: Iterable[tuple[int, str]], bare: str | None = None) -> Passage:
    """A passage of (place in the text, words) pieces; `bare` is their flat text where it is known already."""
    joints: list[int] = []
    sources: list[int] = []
    words: list[str] = []
    place = 0
    for source, piece in pieces:
        joints.append(place)
        sources.append(source)
        words.append(piece)
        place += len(piece) + 1
    joined = " ".join(words)
    return Passage(joined, flat(joined) if bare is None else bare, tuple(joints) or (0,), tuple(sources) or (0,))


def from_place(p: Passage, place: int) -> Passage:
    """The passage from `place` on."""
    if place == 0:
        return p
    kept = [(max(j, place), s + max(0, place - j)) for j, s in zip(p.joints, p.sources, strict=True)]
    following = [j for j, _ in kept]
    first = max(i for i, j in enumerate(p.joints) if j <= place)
    joints = tuple(j - place for j in following[first:])
    return Passage(p.text[place:], p.flat[place:], joints, tuple(s for _, s in kept[first:]))


def cells(line: Line) -> list[tuple[int, str]]:
    """The columns of a line set side by side (letterhead, signature beside Nơi nhận): (place, words) of each.
    A bullet set off by a tab or by spaces stays with its words."""
    found = []
    opening = _BULLET_APART.match(line.text)
    first = opening.end() if opening else 0
    for part in re.finditer(r"(?:(?!\s{3}|\t|\|).)+", line.text[first:]):
        core = _STEP.search(part.group())
        if core:
            place = first + part.start() + core.start()
            found.append((line.start + place, core.group()))
    if opening and found:
        place, words = found[0]
        found[0] = (line.start, line.text[: place - line.start + len(words)])
    return found


def squeeze(words: str) -> str:
    """One space between words; for values shown to people, never for spans."""
    return " ".join(words.split())
