"""The source text cut into pieces, each with the one value it holds and the order it stands in, ready to be drawn."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from .edits import Edits, span_of


class Mark(NamedTuple):
    start: int
    end: int
    kind: str  # number, date, body, subject, unit, deadline, citation, signer, recipient, dropped, uncovered
    is_low: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind`: empty for plain text. `task`: the source ("t3") of the innermost order around it, or empty.
    `opens`: the first piece of that order, which carries its anchor."""

    text: str
    kind: str
    task: str
    is_low: bool
    opens: bool
    starts: bool  # the first piece of its mark: later ones do not repeat its name

    @property
    def label(self) -> str:
        """The word for what the colour means."""
        return str(LABELS[self.kind]) if self.kind else ""


LOW = 0.7
LABELS = {
    "number": _("Number and symbol"),
    "date": _("Day"),
    "place": _("Place"),
    "type": _("Type"),
    "body": _("Issuing body"),
    "subject": _("Subject"),
    "urgency": _("Urgency"),
    "signer": _("Signer"),
    "recipient": _("Recipient"),
    "citation": _("Cited document"),
    "unit": _("Unit"),
    "deadline": _("Deadline"),
    "dropped": _("Left out of the reading"),
    "uncovered": _("Order that is no task yet"),
}
_FIELDS = {
    "number": "number", "issued_on": "date", "meeting_date": "date", "place": "place", "issuing_body": "body",
    "parent_body": "body", "subject": "subject", "doc_type": "type", "urgency": "urgency", "signer": "signer",
    "signer_title": "signer",
}  # fmt: skip
# What matters most is drawn where two overlap.
_RANK = ["dropped", "deadline", "unit", "citation", "number", "date", "urgency", "place", "type", "body", "signer"]
_RANK += ["recipient", "subject", "uncovered"]


def marks_of(reading: dict[str, Any]) -> list[Mark]:
    """Every value the reading points at."""
    return [mark for mark in _marks(reading) if 0 <= mark.start < mark.end <= len(reading["text"])]


def _marks(reading: dict[str, Any]) -> Iterator[Mark]:
    sure = reading.get("confidence", {})
    spans = reading.get("spans", {})
    for name, kind in _FIELDS.items():
        if spans.get(name):
            yield _mark(spans[name], kind, (sure.get(name) or 1) < LOW)
    for name in ("addressees", "recipients"):
        yield from (_mark(span, "recipient") for span in spans.get(name) or [] if span)
    yield from (_mark(cited["span"], "citation") for cited in reading.get("references", []))
    yield from (_mark(gone["span"], "dropped") for gone in reading.get("dropped", []))
    yield from (_mark(span, "uncovered") for span in reading.get("coverage", {}).get("uncovered", []))
    for task in reading.get("tasks", []):
        if task.get("deadline_span"):
            yield _mark(task["deadline_span"], "deadline")
        yield from (_mark(unit["span"], "unit") for unit in task.get("units", []) if unit.get("span"))


def _mark(span: list[int], kind: str, is_low: bool = False) -> Mark:
    return Mark(span[0], span[1], kind, is_low)


def task_spans(edits: Edits, reading: dict[str, Any]) -> list[tuple[int, int, str]]:
    """(start, end, source) of each order that has a place in the text."""
    found = [(span_of(task, reading), task["source"]) for task in edits["tasks"] if task["source"]]
    return [(*span, source) for span, source in found if span]


def pieces_of(text: str, marks: Iterable[Mark], tasks: Iterable[tuple[int, int, str]]) -> list[Piece]:
    """The whole text in order, cut wherever a mark or an order begins or ends."""
    marks, tasks = list(marks), list(tasks)
    cuts = sorted({0, len(text), *(at for m in marks for at in (m.start, m.end)), *(at for t in tasks for at in t[:2])})
    best = _cover(cuts, [(m.start, m.end, (-_RANK.index(m.kind), 0), m) for m in marks])
    inner = _cover(cuts, [(start, end, (-(end - start), start), source) for start, end, source in tasks])
    pieces, opened, last = [], set[str](), None
    for place, (start, end) in enumerate(pairwise(cuts)):
        mark, source = best[place], inner[place] or ""
        pieces.append(
            Piece(
                text[start:end],
                mark.kind if mark else "",
                source,
                bool(mark and mark.is_low),
                bool(source) and source not in opened,
                mark is not last,
            )
        )
        opened.add(source)
        last = mark
    return pieces


def _cover(cuts: list[int], spans: list[tuple[int, int, tuple[int, int], Any]]) -> list[Any]:
    """For each stretch between cuts, what covers it with the highest rank; None where nothing does."""
    found: list[Any] = [None] * max(len(cuts) - 1, 0)
    for start, end, _rank, value in sorted(spans, key=lambda span: span[2]):
        for place in range(bisect_right(cuts, start) - 1, bisect_right(cuts, end - 1)):
            found[place] = value
    return found
