"""What the review page shows beside the fields: pieces of the source, chips per task, questions about names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wards.folding import fold

from .edits import NOT_A_TASK, ROLES
from .enums import DeadlineKind, UnitRole
from .forms.fields import day_from
from .forms.review import ReviewForm, TaskForm
from .marking import LOW, Piece, marks_of, pieces_of, task_spans
from .models import Draft
from .resolving import LEFT_AS_WORDS, Register, Resolution


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
    is_open: bool


@dataclass
class Row:
    """One task of the outline."""

    form: TaskForm
    source: str
    depth: int
    state: str  # task, group, info, none
    is_missed: bool
    is_low: bool
    chips: list[Chip] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


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


def review_page(draft: Draft, form: ReviewForm, register: Register) -> ReviewPage:
    """Everything at once, from memory: the register answers without a query."""
    reading = draft.reading
    asked: dict[str, Question] = {}
    forms = [task for task in form.tasks if not task.is_blank]
    rows = list(_rows(forms, form, register, reading, asked))
    coverage = reading.get("coverage", {})
    sure = reading.get("confidence", {})
    return ReviewPage(
        pieces=pieces_of(draft.text, marks_of(reading), task_spans(form.known, reading)),
        rows=rows,
        blank=next((task for task in form.tasks if task.is_blank), TaskForm(prefix=f"task-{len(form.tasks)}")),
        covered=coverage.get("covered", 0),
        total=coverage.get("total", 0),
        unknown=sum(question.is_open for question in asked.values()),
        low_fields={name for name, value in sure.items() if value is not None and value < LOW and reading.get(name)},
        names=register.names(),
    )


def _rows(
    forms: list[TaskForm], form: ReviewForm, register: Register, reading: dict[str, Any], asked: dict[str, Question]
) -> Iterator[Row]:
    read = {f"t{i}": task for i, task in enumerate(reading["tasks"])}
    for task in forms:
        source = task["source"].value() or ""
        state = task["kind"].value() or ""
        row = Row(
            task,
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
    above = tasks[int(source[1:])].get("parent") if source[:1] == "t" and int(source[1:]) < len(tasks) else None
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
    if found.is_left:
        return Chip(f"{head} ({_('left as words')})")
    if found.ended is not None:
        return Chip(f"{head} – {_('not a unit on that day')}", "missing", "alert-triangle")
    return Chip(f"{head} – {_('which unit?')}", "unknown", "help-circle")


def _question(place: int, plain: Resolution, form: ReviewForm, is_open: bool, register: Register) -> Question:
    chosen = form.choices.get(fold(plain.words), "")
    offered = dict(plain.offers)
    if chosen and chosen != LEFT_AS_WORDS and chosen not in offered:
        offered[chosen] = register.name_of(chosen)
    offered[LEFT_AS_WORDS] = _("Leave as words")
    ended = ""
    if plain.ended is not None and plain.ended.valid_to:
        ended = _("{unit} ended on {day}.").format(unit=plain.ended.name, day=f"{plain.ended.valid_to:%d/%m/%Y}")
    offers = [Offer(value, label, value == chosen) for value, label in offered.items()]
    return Question(place, plain.words, offers, ended, form.choice_errors.get(fold(plain.words), ""), is_open)


def _other_chips(task: TaskForm) -> Iterator[Chip]:
    kind, words = task["deadline_kind"].value() or "", task["deadline_words"].value() or ""
    label = _deadline_label(task, kind)
    if label or words:
        quoted = f" (“{words}”)" if words and label else f"“{words}”" if words else ""
        yield Chip(f"{label}{quoted}", "deadline", "calendar-due")
    product, receiver = task["product"].value(), task["product_to"].value()
    if product or receiver:
        yield Chip(f"{product or _('Product')} → {receiver}" if receiver else str(product), "", "file-text")


def _deadline_label(task: TaskForm, kind: str) -> str:
    if kind not in DeadlineKind.values:
        return ""
    if kind == DeadlineKind.WITHIN:
        return _("Within {n} working days").format(n=task["within_days"].value() or "?")
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
