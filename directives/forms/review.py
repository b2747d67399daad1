"""The review of a reading as forms: header, tasks, and what unknown names mean. Plain fields in, `Edits` out."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wards.folding import fold

from ..checking import problems_in
from ..edits import HEADER_LISTS, HEADER_TEXTS, IN_DAYS, NOT_A_TASK, ROLES, TASK_TEXTS, Edits
from ..enums import DeadlineKind, DocType, Side, TaskKind, Urgency
from ..numbers import small_int
from ..reading import symbol_key
from ..resolving import LEFT_AS_WORDS, Register
from ..sides import side_of
from .drawing import task_fields
from .fields import CitationsField, DayField, LinesField, day_from

KINDS = [*TaskKind.choices, (NOT_A_TASK, _("Not a task"))]
# The kinds that a document can state; the others are decided on the assign screen.
_STATED = (
    DeadlineKind.DATED,
    DeadlineKind.WITHIN,
    DeadlineKind.PERIODIC,
    DeadlineKind.STANDING,
    DeadlineKind.EVENT,
)
DEADLINES = [
    ("", _("None stated")),
    *((kind.value, kind.label) for kind in _STATED),
    (IN_DAYS, _("Within N days of receipt")),
]


def _text(label: Any, most: int, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=most, required=False, widget=widget)


def _select(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _area(label: Any, rows: int, most: int | None = None) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=most, widget=widget)


class HeaderForm(forms.Form):
    doc_type = _select(_("Type"), [("", "—"), *DocType.choices])
    number = _text(_("Number and symbol"), 60)
    issued_on = DayField(label=_("Issued on"), required=False)
    received_on = DayField(label=_("Received on"), required=False)
    issuing_body = _text(_("Issuing body"), 200, list="known-bodies")
    side = _select(_("Side"), [("", _("By the number and the body")), *Side.choices])
    place = _text(_("Place"), 80)
    subject = _area(_("Subject"), 2, 600)
    urgency = _select(_("Urgency"), Urgency.choices)
    signing_authority = LinesField(label=_("Authority, one a line"), longest=120, required=False)
    signer_title = _text(_("Signer's title"), 120)
    signer = _text(_("Signer"), 120)
    meeting_on = DayField(label=_("Meeting on"), required=False)
    addressees = LinesField(label=_("Addressed to (Kính gửi), one a line"), longest=400, rows=3, required=False)
    recipients = LinesField(label=_("Recipients (Nơi nhận), one a line"), longest=400, rows=3, required=False)
    citations = CitationsField(label=_("Documents cited, one a line: number, day, body"), required=False)

    def __init__(self, data: QueryDict | None, *, known: Edits) -> None:
        super().__init__(data, initial=known, prefix="head")
        cited: CitationsField = self.fields["citations"]  # type: ignore[assignment]
        cited.known = {symbol_key(found["number"]): found for found in known["citations"]}


class TaskForm(forms.Form):
    source = forms.RegexField(r"^(?:[tu][0-9]{1,5})?$", required=False, widget=forms.HiddenInput)
    path = _text(_("Item number"), 40)
    kind = _select(_("Kind"), KINDS)
    words = _area(_("Exact words"), 3)
    short_title = _text(_("Short title"), 200)
    lead = LinesField(label=_("Lead, one a line"), longest=300, required=False)
    coordinating = LinesField(label=_("Co-ordinating, one a line"), longest=300, required=False)
    requested = LinesField(label=_("Requested, one a line"), longest=300, required=False)
    deadline_kind = _select(_("Kind of deadline"), DEADLINES)
    deadline_on = DayField(label=_("Last day"), required=False)
    within_days = _text(_("Days"), 4, inputmode="numeric")
    deadline_words = _text(_("Deadline as written"), 300)
    rule = _text(_("Recurrence"), 200, list="known-rules")
    product = _text(_("Product"), 200)
    product_to = _text(_("Product goes to"), 200)

    @property
    def is_blank(self) -> bool:
        """The empty row at the end, left as it was."""
        return not any(self[name].value() for name in self.fields if name != "kind")

    @property
    def drawn(self) -> SafeString:
        return task_fields(self)

    def names(self, role: str) -> list[str]:
        """The names in a role as they stand in the form, valid or not."""
        value = self[role].value() or []
        lines = value if isinstance(value, list) else value.splitlines()
        return [" ".join(line.split()) for line in lines if line.strip()]


class ReviewForm:
    """All of a draft's fields. Build it from edits to show them, or with `data` to take back what was typed.

    `is_valid(today, with_gaps=…)` puts every problem at its field; `edits` is then whole.
    """

    def __init__(self, edits: Edits, data: QueryDict | None = None) -> None:
        self.known, self.data = edits, data
        self.header = HeaderForm(data, known=edits)
        if data is None:
            rows: list[dict[str, Any]] = [*edits["tasks"], {"kind": TaskKind.TASK.value}]
            self.tasks = [TaskForm(initial=row, prefix=f"task-{i}") for i, row in enumerate(rows)]
            self.choices: dict[str, str] = dict(edits["choices"])
        else:
            # No more rows than were sent, whatever the figure says.
            sent = sum(name.endswith("-kind") for name in data)
            count = min(small_int(data.get("tasks", "")) or 0, sent)
            self.tasks = [TaskForm(data, prefix=f"task-{i}") for i in range(count)]
            self.choices = {}
        self.choice_errors: dict[str, tuple[str, str]] = {}  # folded name → (message, what was typed)
        self.edits: Edits = edits
        self.only_header = False  # a document without tasks is judged by its head alone

    @property
    def version(self) -> int:
        """The version of the draft that the person saw; 0, which is none, where the field was lost."""
        return small_int(self.data.get("version", "") if self.data else "") or 0

    def known_on(self, today: dt.date) -> dt.date:
        """The day whose register the document means: issued, else received, as it stands in the form."""
        for name in ("issued_on", "received_on"):
            try:
                return day_from(str(self.header[name].value() or ""))
            except ValidationError:
                continue
        return today

    def take_choices(self, register: Register) -> None:
        """Reads what the clerk chose for unknown names; a name typed by hand is looked up in the register."""
        data = self.data
        if data is None:
            return
        for place in range(len([name for name in data if name.startswith("name-")])):
            folded = fold(data.get(f"name-{place}", ""))
            typed = data.get(f"choice-{place}-other", "").strip()
            chosen = register.reference_of(typed) if typed else data.get(f"choice-{place}", "")
            if typed and not chosen:
                words = gettext("“%(name)s” is not in the register of units. Choose a name from the list.")
                self.choice_errors[folded] = (words % {"name": typed[:80]}, typed)
            elif folded and (chosen == LEFT_AS_WORDS or register.name_of(chosen)):
                self.choices[folded] = chosen

    def is_valid(self, today: dt.date, *, with_gaps: bool) -> bool:
        """Whether it may be saved (`with_gaps`: fields may still be empty) or confirmed."""
        rows = self._rows
        if self.only_header:
            self.choice_errors = {}
        clean = [form.is_valid() for form in (self.header, *rows)]
        if not all(clean) or self.choice_errors:
            return False
        self.edits = self._collect(rows)
        for problem in problems_in(self.edits, today):
            if problem.is_gap and with_gaps:
                continue
            form = self.header if problem.task is None else rows[problem.task]
            form.add_error(problem.field, problem.message)
        return not self.errors

    def _collect(self, rows: list[TaskForm]) -> Edits:
        header = self.header.cleaned_data
        edits: Edits = {name: header[name] for name in (*HEADER_TEXTS, *HEADER_LISTS, "citations")}
        edits["subject"] = " ".join(edits["subject"].split())
        edits["choices"] = self.choices
        edits["side"] = edits["side"] or side_of(edits["issuing_body"], edits["number"])
        tasks = [{name: form.cleaned_data[name] for name in ("source", *TASK_TEXTS, *ROLES)} for form in rows]
        for task in tasks:
            task["words"] = task["words"].replace("\r\n", "\n")
        edits["tasks"] = _placed(tasks)
        return edits

    @property
    def _rows(self) -> list[TaskForm]:
        """The tasks that are judged."""
        return [] if self.only_header else [form for form in self.tasks if not form.is_blank]

    @property
    def errors(self) -> bool:
        return bool(self.choice_errors) or any(form.errors for form in (self.header, *self._rows) if form.is_bound)


def _placed(tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A task just added at the end, moved behind its neighbours: "2-4" after whatever stands under "2"."""
    if not tasks or tasks[-1]["source"]:
        return tasks
    above = re.split(r"[.\-)/](?=[^.\-)/]*$)", tasks[-1]["path"])[0]
    near = [i for i, task in enumerate(tasks[:-1]) if re.match(rf"{re.escape(above)}(?![^.\-)/])", task["path"])]
    if above == tasks[-1]["path"] or not near:
        return tasks
    return [*tasks[: near[-1] + 1], tasks[-1], *tasks[near[-1] + 1 : -1]]
