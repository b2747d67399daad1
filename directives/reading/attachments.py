"""What is attached behind the signature: further documents with orders of their own, appendices, tables, forms."""

from itertools import pairwise

from .layout import ADDRESSEES, Layout, is_motto, lay_out_lines, title_of
from .text import Line

_LETTERHEAD = 14  # lines above a title or Kính gửi in which the motto of a whole document stands
_MOST = 60


def split_attachments(lines: list[Line]) -> list[list[Line]]:
    """The lines of each attachment: a new one begins at the title of an appendix."""
    starts = [i for i, line in enumerate(lines) if i and _opens(lines, i)]
    cuts = [0, *starts[: _MOST - 1], len(lines)]
    return [lines[a:b] for a, b in pairwise(cuts) if a < b]


def _opens(lines: list[Line], i: int) -> bool:
    line = lines[i]
    return line.flat.startswith("phu luc") and line.is_upper and len(line.text) < 30 and not lines[i - 1].is_upper


def as_document(lines: list[Line]) -> Layout | None:
    """The parts of an attachment that is a document by itself (letterhead with the motto, and a title or Kính gửi)."""
    motto = next((i for i, line in enumerate(lines[:_LETTERHEAD]) if is_motto(line)), None)
    if motto is None:
        return None
    near = lines[: motto + _LETTERHEAD]
    if not any(ADDRESSEES.match(line.flat) or title_of(line) for line in near):
        return None
    return lay_out_lines(lines)
