"""Letters at their places on a page → lines of text set out as on paper: columns stay apart, blank lines stay blank.

The reader knows a letterhead by its two columns, and a signature by the list that stands beside it."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_SAME_LINE = 0.42  # of a letter's height: raised figures and fields filled in later lie a little off the base line
_SPACE = 0.17  # of the height, between two words
_COLUMN = 1.5  # of the height, between two columns
_PARAGRAPH = 1.45  # of the usual distance of lines: what is further apart has a blank line between


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter, its left and right edge, its base line from the top of the page and its height, in points."""

    letter: str
    left: float
    right: float
    base: float
    tall: float


def set_out(glyphs: list[Glyph], width: float) -> str:
    """The page as text. A gap between columns becomes as many spaces as letters would fit into it, three at least."""
    lines = _lines([g for g in glyphs if g.tall > 0 and -5 <= g.left <= width + 5])
    if not lines:
        return ""
    step = median(g.right - g.left for line in lines for g in line if not g.letter.isspace()) or 5.0
    margin = min(_first(line).left for line in lines)
    bases = [_first(line).base for line in lines]
    apart = [below - above for above, below in pairwise(bases)]
    usual = median(apart) if apart else 0.0
    out = [_written(lines[0], margin, step)]
    for line, gap in zip(lines[1:], apart, strict=True):
        if gap > _PARAGRAPH * usual:
            out.append("")
        out.append(_written(line, margin, step))
    return "\n".join(out)


def _lines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Letters by lines from the top, each line from the left; lines of spaces alone are none."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.base):
        if lines and glyph.base - lines[-1][0].base <= _SAME_LINE * max(glyph.tall, lines[-1][0].tall):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=lambda g: g.left) for line in lines if not all(g.letter.isspace() for g in line)]


def _first(line: list[Glyph]) -> Glyph:
    return next(g for g in line if not g.letter.isspace())


def _written(line: list[Glyph], margin: float, step: float) -> str:
    first = _first(line)
    words = [" " * round((first.left - margin) / step)]
    last: Glyph | None = None
    is_apart = False
    for glyph in line:
        if glyph.letter.isspace():
            is_apart = True
            continue
        if last is not None and glyph.letter == last.letter and abs(glyph.left - last.left) < 0.1 * glyph.tall:
            continue  # printed twice to look bold
        if last is not None:
            words.append(_gap(glyph.left - last.right, glyph.tall, step, is_apart))
        words.append(glyph.letter)
        last, is_apart = glyph, False
    return "".join(words)


def _gap(gap: float, tall: float, step: float, is_apart: bool) -> str:
    if gap > _COLUMN * tall:
        return " " * max(3, round(gap / step))
    return " " if is_apart or gap > _SPACE * tall else ""
