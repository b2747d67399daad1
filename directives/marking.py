"""The source text cut into pieces, each with the one value it holds and the order it stands in, ready to be drawn."""

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from .edits import NOT_A_TASK, Edits, span_of
from .enums import TaskKind


class Mark(NamedTuple):
    """`field`: the name of the header's field it was read for. `sure`: the reader's confidence, 0 to 1."""

    start: int
    end: int
    kind: str  # number, date, body, subject, unit, deadline, citation, signer, recipient, dropped, uncovered, note
    field: str = ""
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind`: empty for plain text. `task`: the source ("t3") of the innermost order around it, or empty.
    `opens`: the first piece of that order, which carries its anchor. `is_out`: the clerk left that order out."""

    text: str
    mark: Mark | None
    task: str
    opens: bool
    starts: bool  # the first piece of its mark: later ones do not repeat its name
    is_out: bool = False

    @property
    def kind(self) -> str:
        return self.mark.kind if self.mark else ""

    @property
    def field(self) -> str:
        return self.mark.field if self.mark else ""

    @property
    def is_low(self) -> bool:
        return is_low(self.mark.sure if self.mark else None)

    @property
    def label(self) -> str:
        """The word for what the colour means."""
        return str(LABELS[self.kind]) if self.mark else ""

    @property
    def title(self) -> str:
        """The same with how sure the reader is, in per cent."""
        sure = self.mark.sure if self.mark else None
        return self.label if sure is None else f"{self.label} · {_('confidence')} {round(sure * 100)} %"


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
    "note": _("Note only"),
}
_FIELDS = {
    "number": "number", "issued_on": "date", "meeting_date": "date", "place": "place", "issuing_body": "body",
    "parent_body": "body", "subject": "subject", "doc_type": "type", "urgency": "urgency", "signer": "signer",
    "signer_title": "signer",
}  # fmt: skip
# What matters most is drawn where two overlap.
_RANK = ["dropped", "deadline", "unit", "citation", "number", "date", "urgency", "place", "type", "body", "signer"]
_RANK += ["recipient", "subject", "uncovered", "note"]
_FORM_NAMES = {"meeting_date": "meeting_on", "parent_body": "issuing_body"}


def is_low(sure: float | None) -> bool:
    return sure is not None and sure < LOW


def low_fields(reading: dict[str, Any]) -> set[str]:
    """The header's fields, by the form's names, of which the reader is not sure."""
    return {_FORM_NAMES.get(name, name) for name, sure in reading.get("confidence", {}).items() if is_low(sure)}


def marks_of(reading: dict[str, Any], edits: Edits) -> list[Mark]:
    """Every value the reading points at, and the sentences that the clerk has not made a task of."""
    found = [*_marks(reading), *_missed(reading, edits)]
    return [mark for mark in found if 0 <= mark.start < mark.end <= len(reading["text"])]


def _missed(reading: dict[str, Any], edits: Edits) -> Iterator[Mark]:
    for task in edits["tasks"]:
        span = span_of(task, reading) if task["source"].startswith("u") else None
        if span and task["kind"] in (NOT_A_TASK, TaskKind.INFO):
            yield Mark(*span, "uncovered" if task["kind"] == NOT_A_TASK else "note")


def _marks(reading: dict[str, Any]) -> Iterator[Mark]:
    sure = reading.get("confidence", {})
    spans = reading.get("spans", {})
    for name, kind in _FIELDS.items():
        if spans.get(name):
            yield _mark(spans[name], kind, _FORM_NAMES.get(name, name), sure.get(name))
    for name in ("addressees", "recipients"):
        yield from (_mark(span, "recipient", name) for span in spans.get(name) or [] if span)
    yield from (_mark(cited["span"], "citation", "citations") for cited in reading.get("references", []))
    yield from (_mark(gone["span"], "dropped") for gone in reading.get("dropped", []))
    for task in reading.get("tasks", []):
        sure = task.get("confidence")
        if task.get("deadline_span"):
            yield _mark(task["deadline_span"], "deadline", "", sure)
        yield from (_mark(unit["span"], "unit", "", sure) for unit in task.get("units", []) if unit.get("span"))


def _mark(span: list[int], kind: str, field: str = "", sure: float | None = None) -> Mark:
    return Mark(span[0], span[1], kind, field, sure)


def task_spans(edits: Edits, reading: dict[str, Any]) -> list[tuple[int, int, str]]:
    """(start, end, source) of each order that has a place in the text."""
    found = [(span_of(task, reading), task["source"]) for task in edits["tasks"] if task["source"]]
    return [(*span, source) for span, source in found if span]


def pieces_of(
    text: str, marks: Iterable[Mark], tasks: Iterable[tuple[int, int, str]], out: Container[str] = ()
) -> list[Piece]:
    """The whole text in order, cut wherever a mark or an order begins or ends. `out`: orders that were left out."""
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
                mark,
                source,
                bool(source) and source not in opened,
                mark is not last,
                source in out,
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
