"""What the reader hands back: frozen values, each with the span of the text it was read from."""

from dataclasses import dataclass, field
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Value:
    """A field of the document: its value, where it was read (None when worked out), and how sure the reader is."""

    value: str
    span: Span | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document named in this one."""

    number: str
    date: str | None
    doc_type: str | None
    issuing_body: str | None
    relation: str
    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit told to act. `role`: lead, coordinating, requested. `source`: own, inherited, chapeau."""

    role: str
    name: str
    words: str
    span: Span | None
    source: str = "own"
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit as printed. `kind`: dated, within, periodic, standing, event.

    `date` is the day printed, `last_day` the last one permitted. `within_days` runs from `within_from` (receipt, issue,
    effect; None where nothing says); with `event` it is the number of days before it.
    """

    kind: str
    text: str
    span: Span | None
    date: str | None = None
    last_day: str | None = None
    period: str | None = None
    recurring: str | None = None
    within_days: int | None = None
    within_unit: str | None = None
    within_from: str | None = None
    event: str | None = None
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class Task:
    """One order. `parent` is the place of the order above it in `Reading.tasks`."""

    number: str | None
    kind: str
    parent: int | None
    span: Span
    words: str
    first_words: str
    short_title: str
    units: tuple[UnitMention, ...] = ()
    lead_source: str = "none"
    deadline: Deadline | None = None
    output: str | None = None
    output_to: str | None = None
    confidence: float = 0.5

    def as_json(self) -> dict[str, Any]:
        due = self.deadline
        lead = [u.name for u in self.units if u.role != "coordinating"]
        return {
            "number": self.number,
            "kind": self.kind,
            "parent": self.parent,
            "span": list(self.span),
            "words": self.words,
            "first_words": self.first_words,
            "short_title": self.short_title,
            "lead": lead,
            "lead_source": self.lead_source,
            "coordinating": [u.name for u in self.units if u.role == "coordinating"],
            "requested": [u.name for u in self.units if u.role == "requested"],
            "units": [_unit_json(u) for u in self.units],
            "deadline": due.date if due else None,
            "last_day": due.last_day if due else None,
            "deadline_period": due.period if due else None,
            "recurring": due.recurring if due else None,
            "deadline_text": due.text if due else None,
            "deadline_span": _pair(due.span) if due else None,
            "deadline_kind": due.kind if due else None,
            "within_days": due.within_days if due else None,
            "within_unit": due.within_unit if due else None,
            "within_from": due.within_from if due else None,
            "event": due.event if due else None,
            "deadline_confidence": due.confidence if due else None,
            "output": self.output,
            "output_to": self.output_to,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text left out of the reading. `why`: page_number, running_head, web_page, form_caption, image_caption,
    receipt_stamp, annex (attached after the signature, with no order in it)."""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sentences of the body with a duty verb: how many are in a task or a known preamble, and which are not."""

    covered: int = 0
    total: int = 0
    uncovered: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: proposals for a person to confirm."""

    text: str
    fields: dict[str, Value] = field(default_factory=dict)
    signing_authority: tuple[str, ...] = ()
    addressees: tuple[Value, ...] = ()
    recipients: tuple[Value, ...] = ()
    chapeau_lead: tuple[str, ...] = ()
    references: tuple[Citation, ...] = ()
    tasks: tuple[Task, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    coverage: Coverage = Coverage()

    def as_json(self) -> dict[str, Any]:
        """The JSON form: the label's keys, then spans, confidence and what was left out."""
        values = {name: self.fields[name].value if name in self.fields else None for name in FIELDS}
        spans: dict[str, Any] = {n: _pair(self.fields[n].span) if n in self.fields else None for n in FIELDS}
        spans["addressees"] = [_pair(v.span) for v in self.addressees]
        spans["recipients"] = [_pair(v.span) for v in self.recipients]
        return {
            "text": self.text,
            **values,
            "signing_authority": list(self.signing_authority),
            "addressees": [v.value for v in self.addressees],
            "recipients": [v.value for v in self.recipients],
            "chapeau_lead": list(self.chapeau_lead),
            "references": [_citation_json(c) for c in self.references],
            "spans": spans,
            "confidence": {name: value.confidence for name, value in self.fields.items()},
            "dropped": [{"span": list(d.span), "why": d.why} for d in self.dropped],
            "tasks": [task.as_json() for task in self.tasks],
            "coverage": {
                "covered": self.coverage.covered,
                "total": self.coverage.total,
                "uncovered": [list(s) for s in self.coverage.uncovered],
            },
        }


FIELDS = (
    "doc_type",
    "number",
    "issued_on",
    "issuing_body",
    "parent_body",
    "place",
    "subject",
    "meeting_date",
    "urgency",
    "signer",
    "signer_title",
)


def _pair(span: Span | None) -> list[int] | None:
    return list(span) if span else None


def _citation_json(c: Citation) -> dict[str, Any]:
    return {
        "number": c.number,
        "date": c.date,
        "doc_type": c.doc_type,
        "issuing_body": c.issuing_body,
        "relation": c.relation,
        "words": c.words,
        "span": list(c.span),
    }


def _unit_json(u: UnitMention) -> dict[str, Any]:
    return {"role": u.role, "words": u.words, "span": _pair(u.span), "source": u.source, "count": u.count}
