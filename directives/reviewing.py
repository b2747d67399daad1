"""What the review page shows beside the fields: pieces of the source, rows of tasks, questions about names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from wards.folding import fold

from .chips import Chip, other_chips, unit_chip
from .clarity import Clarity, Facts, clarity_of
from .edits import NOT_A_TASK, ROLES, Edits, span_of
from .enums import TaskKind, UnitRole
from .forms.review import KINDS, ReviewForm, TaskForm
from .marking import LABELS, Piece, is_low, low_fields, marks_of, pieces_of, task_spans
from .models import Draft
from .outlining import boundaries, depths
from .resolution import ended_words
from .resolving import LEFT_AS_WORDS, Register, Resolution

STATES = dict(KINDS)
# What must be right first; what the reader is not sure of is asked for before anything else.
_HEAD_FIRST = ("number", "issued_on", "issuing_body", "doc_type", "received_on", "urgency")
_HEAD_MORE = (
    "side", "place", "signer", "signer_title", "signing_authority", "meeting_on", "addressees", "recipients",
    "citations",
)  # fmt: skip
_GLANCE = ("number", "issued_on", "issuing_body")
ALL_OPEN = 40  # up to so many tasks every row carries its fields; of more, those that are opened
_SHOWN = 60  # characters of the second part, on the button that splits there


class Legend(NamedTuple):
    code: str
    label: str


class Rule(NamedTuple):
    value: str
    label: str


class Cut(NamedTuple):
    """Where a task may be split, and how the second part begins."""

    at: int
    words: str


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
class Offer:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """A name the register does not know: asked once, where it first stands."""

    place: int
    words: str
    folded: str
    offers: list[Offer]
    ended: str
    error: str
    typed: str
    is_open: bool
    is_left: bool

    @property
    def chosen(self) -> str:
        return next((offer.label for offer in self.offers if offer.is_chosen), "")


@dataclass
class Row:
    """One task of the outline. `form` is there where its fields are shown."""

    source: str
    task: dict[str, Any]
    form: TaskForm | None
    depth: int
    is_missed: bool
    is_low: bool
    has_span: bool
    chips: list[Chip] = field(default_factory=list)
    clarity: Clarity | None = None  # of an order
    questions: list[Question] = field(default_factory=list)

    @property
    def state(self) -> str:  # task, group, info, none
        return str(self.task["kind"])

    @property
    def path(self) -> str:
        return str(self.task["path"])

    @property
    def title(self) -> str:
        return str(self.task["short_title"] or self.task["words"])[:200]

    @property
    def state_label(self) -> str:
        return str(STATES.get(self.state, ""))

    @property
    def has_errors(self) -> bool:
        return bool(self.form and self.form.is_bound and self.form.errors)

    @property
    def cuts(self) -> list[Cut]:
        words = self.task["words"]
        return [Cut(at, words[at : at + _SHOWN].strip()) for at in boundaries(words)]


class Error(NamedTuple):
    """A line of the list above the form, leading to its field."""

    anchor: str
    label: str
    message: str


class Difference(NamedTuple):
    """One place that two people wrote differently, and both values in words."""

    key: str
    label: str
    stands: str
    other: str
    by: str
    is_gone: bool


@dataclass
class ReviewPage:
    draft: Draft
    form: ReviewForm
    rows: list[Row]
    asked: list[Question]
    names: list[str]
    covered: int
    total: int
    left_out: int
    open_one: str = ""  # the row whose fields are open

    @cached_property
    def pieces(self) -> list[Piece]:
        edits, reading = self.form.known, self.draft.reading
        out = {task["source"] for task in edits["tasks"] if task["kind"] == NOT_A_TASK}
        return pieces_of(self.draft.text, marks_of(reading, edits), task_spans(edits, reading), out)

    @property
    def legend(self) -> list[Legend]:
        return [Legend(kind, str(LABELS[kind])) for kind in dict.fromkeys(p.kind for p in self.pieces if p.kind)]

    @property
    def open_questions(self) -> list[Question]:
        return [question for question in self.asked if question.is_open]

    @property
    def unknown(self) -> int:
        return len(self.open_questions)

    @property
    def uncovered(self) -> list[Row]:
        return [row for row in self.rows if row.is_missed]

    @cached_property
    def low_fields(self) -> set[str]:
        return low_fields(self.draft.reading)

    @property
    def first_doubt(self) -> str:
        """The field at which a page never saved begins: number, day or body where the reader is not sure."""
        fresh = self.draft.version == 1 and self.form.data is None
        return next((name for name in _GLANCE if fresh and name in self.low_fields), "")

    @property
    def head_first(self) -> list[BoundField]:
        return [self.form.header[name] for name in _HEAD_FIRST]

    @property
    def head_more(self) -> list[BoundField]:
        return [self.form.header[name] for name in _HEAD_MORE]

    @property
    def head_more_open(self) -> bool:
        return any(bound.errors for bound in self.head_more)

    @property
    def rules(self) -> list[Rule]:
        return _rules()

    @property
    def errors(self) -> list[Error]:
        return list(_errors(self.form, self.rows, self.asked))


def review_page(draft: Draft, form: ReviewForm, register: Register, opened: str = "") -> ReviewPage:
    """Everything at once, from memory: the register answers without a query. `opened`: a row shown with its fields."""
    asked: dict[str, Question] = {}
    rows = list(_rows(draft, form, register, opened, asked))
    coverage = draft.reading.get("coverage", {})
    missed = sum(row.is_missed for row in rows)
    page = ReviewPage(
        draft,
        form,
        rows,
        list(asked.values()),
        register.names(),
        covered=coverage.get("total", 0) - missed,
        total=coverage.get("total", 0),
        left_out=sum(row.state == NOT_A_TASK and not row.is_missed for row in rows),
        open_one=opened,
    )
    if page.first_doubt:
        form.header.fields[page.first_doubt].widget.attrs["autofocus"] = True
    return page


def _errors(form: ReviewForm, rows: list[Row], asked: list[Question]) -> Iterator[Error]:
    if form.data is None:
        return
    for bound in form.header:
        yield from (Error(bound.id_for_label, str(bound.label), str(error)) for error in bound.errors)
    for row in rows:
        for bound in row.form if row.form and row.form.is_bound else ():
            label = f"{row.path or row.title[:40]} · {bound.label}"
            yield from (Error(bound.id_for_label, label, str(error)) for error in bound.errors)
    for question in asked:
        if question.error:
            yield Error(f"question-{question.place}", question.words, question.error)


def _rows(draft: Draft, form: ReviewForm, register: Register, opened: str, asked: dict[str, Question]) -> Iterator[Row]:
    reading, edits = draft.reading, form.known
    levels, covered = depths(edits), _covered(edits, reading)
    all_open = len(edits["tasks"]) <= ALL_OPEN
    sure = {f"t{i}": task.get("confidence") for i, task in enumerate(reading["tasks"])}
    for kept in edits["tasks"]:
        source = kept["source"]
        if source in covered:
            continue
        task = form.task_as_it_stands(kept)
        drawn = all_open or source == opened or source in form.sent
        row = Row(
            source,
            task,
            form.form_of(kept) if drawn else None,
            min(levels[source], 3),
            is_missed=source.startswith("u") and task["kind"] == NOT_A_TASK,
            is_low=is_low(sure.get(source)),
            has_span=span_of(kept, reading) is not None,
        )
        if task["kind"] != NOT_A_TASK:
            row.chips = [*_unit_chips(task, form, register, asked, row.questions), *other_chips(task)]
        if task["kind"] == TaskKind.TASK:
            row.clarity = _clarity(task, form, register)
        yield row


def _covered(edits: Edits, reading: dict[str, Any]) -> set[str]:
    """Sentences that were no task and now stand inside one that the clerk made: nothing more is to be asked of them."""
    spans = [span_of(task, reading) for task in edits["tasks"] if task["source"].startswith("n")]
    made = [span for span in spans if span]
    found = set()
    for task in edits["tasks"]:
        span = span_of(task, reading) if task["source"].startswith("u") and task["kind"] == NOT_A_TASK else None
        if span and any(start < span[1] and span[0] < end for start, end in made):
            found.add(task["source"])
    return found


def _unit_chips(
    task: dict[str, Any], form: ReviewForm, register: Register, asked: dict[str, Question], questions: list[Question]
) -> Iterator[Chip]:
    for role in ROLES:
        for name in task[role]:
            folded = fold(name)
            found = register.resolve(name, form.choices.get(folded, ""))
            yield unit_chip(role, found)
            if folded not in asked and (found.is_unknown or folded in form.choices or folded in form.choice_errors):
                asked[folded] = _question(len(asked), register.resolve(name), form, found, register)
                questions.append(asked[folded])
    if task["kind"] == TaskKind.TASK and not any(task[role] for role in ROLES):
        yield Chip(_("No unit is named"), "missing", "alert-triangle")


def _clarity(task: dict[str, Any], form: ReviewForm, register: Register) -> Clarity:
    """Sáu rõ as the row stands. No document says whose authority it is: that is added when the work is given."""
    found = [register.resolve(name, form.choices.get(fold(name), "")) for name in task[UnitRole.LEAD]]
    units = {unit.pk for one in found for unit in one.units}
    has_head = bool(units) and units <= register.headed
    return clarity_of(Facts(bool(units), task["words"], task["deadline_kind"], has_head, task["product"], ""))


def _question(place: int, plain: Resolution, form: ReviewForm, found: Resolution, register: Register) -> Question:
    folded = fold(plain.words)
    chosen = form.choices.get(folded, "")
    offered = dict(plain.offers)
    if chosen and chosen != LEFT_AS_WORDS and chosen not in offered:
        offered[chosen] = register.name_of(chosen)
    offered[LEFT_AS_WORDS] = _("Leave as words")
    ended = ended_words(plain.ended) if plain.ended else ""
    offers = [Offer(value, label, value == chosen) for value, label in offered.items()]
    error, typed = form.choice_errors.get(folded, ("", ""))
    return Question(place, plain.words, folded, offers, ended, error, typed, found.is_unknown, found.is_left)
