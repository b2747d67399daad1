"""The review of a reading as forms: header, tasks, and what unknown names mean. Plain fields in, `Edits` out."""

import copy
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
from ..resolving import Register
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
    """The fields of one task. Its source is in the prefix: "task-t3"."""

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
    def drawn(self) -> SafeString:
        return task_fields(self)

    @property
    def values(self) -> dict[str, Any]:
        """The fields as they stand in the form, valid or not; names of units as lists."""
        found = {name: self[name].value() or "" for name in self.fields}
        for role in ROLES:
            lines = found[role] if isinstance(found[role], list) else found[role].splitlines()
            found[role] = [" ".join(line.split()) for line in lines if line.strip()]
        return found


class ReviewForm:
    """All of a draft's fields. Build it from edits to show them, or with `data` to take back what was typed.

    `data` need not hold every task: what was not sent stands as it was. `is_valid(today, with_gaps=…)` puts every
    problem at its field; `edits` is then whole.
    """

    def __init__(self, edits: Edits, data: QueryDict | None = None) -> None:
        self.known, self.data = edits, data
        self.header = HeaderForm(data, known=edits)
        self.sent: dict[str, TaskForm] = {}
        if data is not None:
            for task in edits["tasks"]:
                prefix = f"task-{task['source']}"
                if f"{prefix}-kind" in data:
                    self.sent[task["source"]] = TaskForm(data, prefix=prefix)
        self.choices: dict[str, str] = dict(edits["choices"])
        self.choice_errors: dict[str, tuple[str, str]] = {}  # folded name → (message, what was typed)
        self.edits: Edits = edits
        self.only_header = False  # a document without tasks is judged by its head alone

    @property
    def version(self) -> int:
        """The version of the draft that the person saw; 0 where the field was lost."""
        return version_in(self.data)

    def form_of(self, task: dict[str, Any]) -> TaskForm:
        """The form of a task, to be drawn."""
        source = task["source"]
        return self.sent.get(source) or TaskForm(initial=task, prefix=f"task-{source}")

    def task_as_it_stands(self, task: dict[str, Any]) -> dict[str, Any]:
        """The task with what was typed, valid or not."""
        form = self.sent.get(task["source"])
        return {**task, **form.values} if form else task

    def known_on(self, today: dt.date) -> dt.date:
        """The day whose register the document means: issued, else received, as it stands in the form."""
        for name in ("issued_on", "received_on"):
            try:
                return day_from(str(self.header[name].value() or ""))
            except ValidationError:
                continue
        return today

    def take_choices(self, register: Register) -> None:
        """A name of the register typed by hand for one that is unknown."""
        for place in range(len([name for name in self.data or {} if name.startswith("name-")])):
            folded = fold(self.data.get(f"name-{place}", ""))  # type: ignore[union-attr]
            typed = self.data.get(f"choice-{place}-other", "").strip()  # type: ignore[union-attr]
            chosen = register.reference_of(typed) if typed else ""
            if typed and not chosen:
                words = gettext("“%(name)s” is not in the register of units. Choose a name from the list.")
                self.choice_errors[folded] = (words % {"name": typed[:80]}, typed)
            elif folded and chosen:
                self.choices[folded] = chosen

    def is_valid(self, today: dt.date, *, with_gaps: bool) -> bool:
        """Whether it may be saved (`with_gaps`: fields may still be empty) or confirmed."""
        if self.only_header:
            self.choice_errors, self.sent = {}, {}
        clean = [form.is_valid() for form in (self.header, *self.sent.values())]
        if not all(clean) or self.choice_errors:
            return False
        self.edits = self._collect()
        judged = {**self.edits, "tasks": []} if self.only_header else self.edits
        for problem in problems_in(judged, today):
            if problem.is_gap and with_gaps:
                continue
            form = self.header if problem.task is None else self._opened(judged["tasks"][problem.task])
            form.add_error(problem.field, problem.message)
        return not self.errors

    def _opened(self, task: dict[str, Any]) -> TaskForm:
        """The task's form, bound; where it was not sent, to what is kept, so that it can bear its error."""
        source = task["source"]
        if source not in self.sent:
            shown = TaskForm(initial=task, prefix=f"task-{source}")
            self.sent[source] = TaskForm(
                {shown[n].html_name: shown[n].value() for n in shown.fields}, prefix=shown.prefix
            )
            self.sent[source].is_valid()
        return self.sent[source]

    def _collect(self) -> Edits:
        header = self.header.cleaned_data
        edits: Edits = {name: header[name] for name in (*HEADER_TEXTS, *HEADER_LISTS, "citations")}
        edits["subject"] = " ".join(edits["subject"].split())
        edits["choices"] = self.choices
        edits["side"] = edits["side"] or side_of(edits["issuing_body"], edits["number"])
        edits["tasks"] = copy.deepcopy(self.known["tasks"])
        for task in edits["tasks"]:
            if form := self.sent.get(task["source"]):
                typed = {name: form.cleaned_data[name] for name in (*TASK_TEXTS, *ROLES)}
                typed["words"] = typed["words"].replace("\r\n", "\n")
                if typed["path"] != task["path"]:
                    task["under"] = _above_by_path(typed["path"], task, edits["tasks"])
                task.update(typed)
        return edits

    @property
    def errors(self) -> bool:
        return bool(self.choice_errors) or any(form.errors for form in (self.header, *self.sent.values()))


def version_in(data: QueryDict | None) -> int:
    """The version that was sent; 0 for none."""
    return small_int(data.get("version", "") if data else "") or 0


def _above_by_path(path: str, task: dict[str, Any], tasks: list[dict[str, Any]]) -> str:
    """What a number just written puts a task under: "2.1" under "2", "II.3.b" under "II.3"; else where it stood."""
    paths = {other["path"]: other["source"] for other in tasks if other is not task and other["path"]}
    cuts = [found.start() for found in re.finditer(r"[.\-)/]", path)]
    return next((paths[path[:cut]] for cut in reversed(cuts) if path[:cut] in paths), task["under"])
