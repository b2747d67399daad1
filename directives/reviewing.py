"""What the review page shows beside the fields: pieces of the source, chips per task, questions about names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wards.folding import fold

from .edits import IN_DAYS, NOT_A_TASK, ROLES, index_of
from .enums import DeadlineKind, UnitRole
from .forms.fields import day_from
from .forms.review import KINDS, ReviewForm, TaskForm
from .marking import LABELS, LOW, Piece, marks_of, pieces_of, task_spans
from .models import Draft
from .resolution import ended_words
from .resolving import LEFT_AS_WORDS, Register, Resolution

STATES = dict(KINDS)
_HEAD_FIRST = ("doc_type", "number", "issued_on", "received_on", "issuing_body", "side", "place", "urgency")
_HEAD_MORE = ("signer", "signer_title", "signing_authority", "meeting_on", "addressees", "recipients", "citations")


class Legend(NamedTuple):
    code: str
    label: str


class Rule(NamedTuple):
    value: str
    label: str


def _rules() -> list[Rule]:
    """How the reader writes a recurrence, with what it means."""
    return [
        Rule("weekly", _("every week")),
        Rule("monthly", _("every month")),
        Rule("monthly-25", _("on the 25th of every month")),
        Rule("quarterly", _("every quarter")),
        Rule("semiannual", _("every six months")),
        Rule("yearly", _("every year")),
    ]


@dataclass(frozen=True)
class Chip:
    label: str
    kind: str = ""
    sign: str = ""


@dataclass(frozen=True)
class Offer:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """A name the register does not know: asked once, where it first stands."""

    place: int
    words: str
    offers: list[Offer]
    ended: str
    error: str
    typed: str
    is_open: bool


@dataclass
class Row:
    """One task of the outline."""

    form: TaskForm
    place: int
    source: str
    depth: int
    state: str  # task, group, info, none
    is_missed: bool
    is_low: bool
    chips: list[Chip] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def path(self) -> str:
        return str(self.form["path"].value() or "")

    @property
    def title(self) -> str:
        return str(self.form["short_title"].value() or self.form["words"].value() or "")[:200]

    @property
    def state_label(self) -> str:
        return str(STATES.get(self.state, ""))

    @property
    def has_errors(self) -> bool:
        return self.form.is_bound and bool(self.form.errors)


class Error(NamedTuple):
    """A line of the list above the form, leading to its field."""

    anchor: str
    label: str
    message: str


@dataclass
class ReviewPage:
    pieces: list[Piece]
    rows: list[Row]
    blank: TaskForm
    covered: int
    total: int
    unknown: int
    low_fields: set[str]
    names: list[str]
    legend: list[Legend]
    errors: list[Error]
    head_first: list[BoundField]
    head_more: list[BoundField]
    head_more_open: bool
    rules: list[Rule]


def review_page(draft: Draft, form: ReviewForm, register: Register) -> ReviewPage:
    """Everything at once, from memory: the register answers without a query."""
    reading = draft.reading
    asked: dict[str, Question] = {}
    forms = [task for task in form.tasks if not task.is_blank]
    rows = list(_rows(forms, form, register, reading, asked))
    coverage = reading.get("coverage", {})
    sure = reading.get("confidence", {})
    pieces = pieces_of(draft.text, marks_of(reading), task_spans(form.known, reading))
    head_more = [form.header[name] for name in _HEAD_MORE]
    return ReviewPage(
        pieces=pieces,
        rows=rows,
        blank=next((task for task in form.tasks if task.is_blank), TaskForm(prefix=f"task-{len(form.tasks)}")),
        covered=coverage.get("covered", 0),
        total=coverage.get("total", 0),
        unknown=sum(question.is_open for question in asked.values()),
        low_fields={_FORM_NAMES.get(name, name) for name, value in sure.items() if (value or 1) < LOW},
        names=register.names(),
        legend=[Legend(kind, str(LABELS[kind])) for kind in dict.fromkeys(p.kind for p in pieces if p.kind)],
        errors=list(_errors(form, rows, asked)),
        head_first=[form.header[name] for name in _HEAD_FIRST],
        head_more=head_more,
        head_more_open=any(field.errors for field in head_more),
        rules=_rules(),
    )


_FORM_NAMES = {"meeting_date": "meeting_on"}


def _errors(form: ReviewForm, rows: list[Row], asked: dict[str, Question]) -> Iterator[Error]:
    if form.data is None:
        return
    for field_ in form.header:
        yield from (Error(field_.id_for_label, str(field_.label), str(error)) for error in field_.errors)
    for row in () if form.only_header else rows:
        for field_ in row.form if row.form.is_bound else ():
            label = f"{row.path or row.title[:40]} · {field_.label}"
            yield from (Error(field_.id_for_label, label, str(error)) for error in field_.errors)
    for question in asked.values():
        if question.error:
            yield Error(f"question-{question.place}", question.words, question.error)


def _rows(
    forms: list[TaskForm], form: ReviewForm, register: Register, reading: dict[str, Any], asked: dict[str, Question]
) -> Iterator[Row]:
    read = {f"t{i}": task for i, task in enumerate(reading["tasks"])}
    for place, task in enumerate(forms):
        source = task["source"].value() or ""
        state = task["kind"].value() or ""
        row = Row(
            task,
            place,
            source,
            min(_depth(source, reading["tasks"]), 3),
            state,
            is_missed=source.startswith("u") and state == NOT_A_TASK,
            is_low=source in read and (read[source].get("confidence") or 1) < LOW,
        )
        if state != NOT_A_TASK:
            row.chips = [*_unit_chips(task, form, register, asked, row.questions), *_other_chips(task)]
        yield row


def _depth(source: str, tasks: list[dict[str, Any]]) -> int:
    place = index_of("t", source)
    above = tasks[place].get("parent") if place is not None and place < len(tasks) else None
    depth = 0
    while above is not None and depth < 3:
        above, depth = tasks[above].get("parent"), depth + 1
    return depth


def _unit_chips(
    task: TaskForm, form: ReviewForm, register: Register, asked: dict[str, Question], questions: list[Question]
) -> Iterator[Chip]:
    for role in ROLES:
        for name in task.names(role):
            folded = fold(name)
            found = register.resolve(name, form.choices.get(folded, ""))
            yield unit_chip(role, found)
            if folded not in asked and (found.is_unknown or folded in form.choices or folded in form.choice_errors):
                plain = register.resolve(name)
                asked[folded] = _question(len(asked), plain, form, found.is_unknown, register)
                questions.append(asked[folded])


def unit_chip(role: str, found: Resolution) -> Chip:
    """ "Chủ trì: UBND 11 phường → 11 đơn vị, danh bạ có 11 ✓"."""
    head = f"{UnitRole(role).label}: {found.words}"
    if found.group is not None:
        held = len(found.members)
        units = ngettext("{n} unit", "{n} units", held).format(n=held)
        if found.printed is None:
            return Chip(f"{head} → {units}", "lead", "check")
        if found.disagrees:
            words = _("the document says {printed}, the register holds {held}").format(printed=found.printed, held=held)
            return Chip(f"{head} → {words}", "missing", "alert-triangle")
        return Chip(f"{head} → {units}, " + _("the register holds {held}").format(held=held), "lead", "check")
    if found.unit is not None:
        same = fold(found.unit.name) == fold(found.words)
        return Chip(head if same else f"{head} → {found.unit.name}", "lead", "check")
    if found.parts:
        units = ngettext("{n} unit", "{n} units", len(found.units)).format(n=len(found.units))
        return Chip(f"{head} → {units}", "lead", "check")
    if found.is_left:
        words, kind, sign = _("left as words"), "", ""
    elif found.ended is not None:
        words, kind, sign = _("not a unit on that day"), "missing", "alert-triangle"
    else:
        words, kind, sign = _("which unit?"), "unknown", "help-circle"
    return Chip(f"{head} – {words}", kind, sign)


def _question(place: int, plain: Resolution, form: ReviewForm, is_open: bool, register: Register) -> Question:
    chosen = form.choices.get(fold(plain.words), "")
    offered = dict(plain.offers)
    if chosen and chosen != LEFT_AS_WORDS and chosen not in offered:
        offered[chosen] = register.name_of(chosen)
    offered[LEFT_AS_WORDS] = _("Leave as words")
    ended = ended_words(plain.ended) if plain.ended else ""
    offers = [Offer(value, label, value == chosen) for value, label in offered.items()]
    error, typed = form.choice_errors.get(fold(plain.words), ("", ""))
    return Question(place, plain.words, offers, ended, error, typed, is_open)


def _other_chips(task: TaskForm) -> Iterator[Chip]:
    kind, words = task["deadline_kind"].value() or "", task["deadline_words"].value() or ""
    label = _deadline_label(task, kind)
    if label or words:
        quoted = f" (“{words}”)" if words and label else f"“{words}”" if words else ""
        yield Chip(f"{label}{quoted}", "deadline", "calendar-due")
    product, receiver = task["product"].value(), task["product_to"].value()
    if product or receiver:
        name = product or _("Product")
        yield Chip(f"{name} → {receiver}" if receiver else name, "", "file-text")


def _deadline_label(task: TaskForm, kind: str) -> str:
    days = task["within_days"].value() or "?"
    if kind == IN_DAYS:
        return _("Within {n} days").format(n=days)
    if kind == DeadlineKind.WITHIN:
        return _("Within {n} working days").format(n=days)
    if kind not in DeadlineKind.values:
        return ""
    label = str(DeadlineKind(kind).label)
    day = str(task["deadline_on"].value() or "")
    if kind == DeadlineKind.DATED and day:
        return _("Last day {day}").format(day=_shown(day))
    return f"{label} {_shown(day)}".strip()


def _shown(day: str) -> str:
    """A day as the office writes it, whether it comes from the edits (ISO) or was just typed."""
    try:
        return f"{day_from(day):%d/%m/%Y}"
    except ValidationError:
        return day  # not a day: its field says so
