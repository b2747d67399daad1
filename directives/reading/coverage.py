"""The coverage meter: sentences with a duty verb, and whether a task or the known preamble holds them."""

import re
from bisect import bisect_left
from itertools import accumulate

from .lexicon import duty
from .model import Coverage, Span
from .text import Passage

_SENTENCE = re.compile(r"[^.;]+(?:[.;](?!\s|$)[^.;]*)*[.;]?")
_STRONG = re.compile(
    r"(?<!\w)(?:yeu cau|de nghi|giao|phan cong|chi dao|chu tri|phoi hop|thuc hien|trien khai|ra soat|xay dung|"
    r"bao cao|tham muu|huong dan|kiem tra|to chuc|chiu trach nhiem|tang cuong|day manh|tong hop|don doc)(?!\w)"
)


def measure(paragraphs: list[Passage], tasks: list[Span], known: list[Span]) -> Coverage:
    """How many duty sentences of the body lie in a task or in known preamble; the others are listed."""
    held = sorted([*tasks, *known])
    starts = [start for start, _ in held]
    furthest = list(accumulate((end for _, end in held), max))
    covered, total = 0, 0
    uncovered: list[Span] = []
    for p in paragraphs:
        for sentence in _SENTENCE.finditer(p.text):
            start = sentence.start() + len(sentence.group()) - len(sentence.group().lstrip())
            if start >= sentence.end() or not _tells(p, start, sentence.end()):
                continue
            total += 1
            span = p.span(start, sentence.end())
            before = bisect_left(starts, span[1])
            if before and span[0] < furthest[before - 1]:
                covered += 1
            else:
                uncovered.append(span)
    return Coverage(covered, total, tuple(uncovered))


def _tells(p: Passage, start: int, end: int) -> bool:
    if end - start < 25:
        return False
    return bool(_STRONG.search(p.flat, start, end)) or duty(p.text, p.flat, start, start)
