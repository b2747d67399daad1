"""The assign screen's input: ticks, units added by name, a deadline for each order and one for all without."""

import datetime as dt
from collections import defaultdict

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directives.checking import unlikely_day
from directives.enums import REVIEW_NEEDED, DeadlineKind, DeadlineOrigin, TaskKind
from directives.forms.drawing import drawn_field
from directives.forms.fields import DayField, day_from
from directives.models import Task
from directives.numbers import small_int
from directives.resolution import ended_words

from .proposing import ROLES, Give, Outline
from .services import DeadlineSet, Order

KINDS = DeadlineKind.choices
# The field of the form that holds each part of a deadline.
_FIELDS = {"kind": "kind", "on": "day", "review_on": "day", "within_days": "days", "reason": "reason"}


class DeadlineForm(forms.Form):
    """One deadline. `day`: the last permitted day, or that on which standing or waiting work is looked at again."""

    kind = forms.ChoiceField(label=_("Deadline"), choices=KINDS, required=False)
    day = DayField(label=_("Last day, or day of review"), required=False)
    days = forms.IntegerField(
        label=_("Working days"), required=False, min_value=1, max_value=500, widget=forms.TextInput
    )
    rule = forms.CharField(label=_("Recurrence"), required=False, max_length=200)
    reason = forms.CharField(label=_("Why not set yet"), required=False, max_length=300)

    @property
    def drawn(self) -> SafeString:
        """The row of fields. What one kind alone needs says so in data-for: the script hides it for the others."""
        own = {"days": DeadlineKind.WITHIN, "rule": DeadlineKind.PERIODIC, "reason": DeadlineKind.UNDETERMINED}
        parts = [drawn_field(self[name]) for name in ("kind", "day")]
        parts += [f'<div data-for="{kind.value}">{drawn_field(self[name])}</div>' for name, kind in own.items()]
        return mark_safe(f'<div class="form-row" data-deadline>{"".join(parts)}</div>')  # noqa: S308 - escaped parts

    @property
    def typed_day(self) -> dt.date | None:
        """The day as it stands in the form, where it is one."""
        try:
            return day_from(str(self["day"].value() or ""))
        except ValidationError:
            return None

    @property
    def given(self) -> DeadlineSet:
        """What was typed, as a deadline. Only of a valid form."""
        data = self.cleaned_data
        kind, day = data["kind"], dt.date.fromisoformat(data["day"]) if data["day"] else None
        is_review = kind in REVIEW_NEEDED
        return DeadlineSet(
            kind,
            on=None if is_review or kind == DeadlineKind.UNDETERMINED else day,
            review_on=day if is_review else None,
            within_days=data["days"] if kind == DeadlineKind.WITHIN else None,
            rule=data["rule"] if kind == DeadlineKind.PERIODIC else "",
            reason=data["reason"] if kind == DeadlineKind.UNDETERMINED else "",
        )


class TaskDeadlineForm(DeadlineForm):
    """An order's own deadline; empty where the one for all holds."""

    kind = forms.ChoiceField(label=_("Deadline"), choices=[("", _("As set for all")), *KINDS], required=False)

    def __init__(self, task: Task, data: QueryDict | None) -> None:
        day = task.review_on if task.deadline_kind in REVIEW_NEEDED else task.deadline_on
        initial = {
            "kind": task.deadline_kind,
            "day": day.isoformat() if day else "",
            "days": task.within_days,
            "rule": task.rule,
            "reason": task.deadline_reason,
        }
        super().__init__(data, initial=initial, prefix=f"task-{task.pk}")
        self.task = task

    def deadline(self, for_all: DeadlineSet | None) -> DeadlineSet:
        """The order's own, or the one for all. Words and origin of the document stay while nobody changes the rest."""
        own = self.given
        if not own.kind:
            return for_all or own
        task = self.task
        same = (own.kind, own.on, own.review_on, own.within_days, own.rule) == (
            task.deadline_kind,
            task.deadline_on,
            task.review_on,
            task.within_days,
            task.rule,
        )
        if own.kind == DeadlineKind.WITHIN:
            same = own.within_days == task.within_days
        origin = task.deadline_origin if same else DeadlineOrigin.CLERK
        words, event = (task.deadline_words, task.event) if same else ("", "")
        return DeadlineSet(own.kind, own.on, words, origin, own.reason, own.review_on, own.within_days, own.rule, event)


class AssignForm:
    """The whole screen. Without data: what is proposed."""

    def __init__(self, outline: Outline, data: QueryDict | None = None) -> None:
        self.outline, self.data = outline, data
        self.own = {task.pk: TaskDeadlineForm(task, data) for task in outline.tasks if task.kind == TaskKind.TASK}
        self.for_all = DeadlineForm(data, initial={"kind": DeadlineKind.DATED.value}, prefix="all")
        self.errors: list[str] = []
        self.task_errors: dict[int, str] = {}
        self.all_error = ""  # of the unit to be added to every task
        self.notes: dict[int, list[str]] = defaultdict(list)  # what to tell of the units added to a task
        self.checked: list[DeadlineForm] = []  # only these: an unused one may hold anything
        self.ticked = outline.proposed() if data is None else self._ticks(data) | self._added(data)

    def _ticks(self, data: QueryDict) -> set[Give]:
        """Only what can be given: a unit of the register, not ended, not given already."""
        tasks, units = {task.pk for task in self.outline.tasks}, self.outline.register.units
        ticks = set()
        for value in data.getlist("give"):
            first, role, last = [*value.split(":"), "", ""][:3]
            task, unit = small_int(first), small_int(last)
            if task in tasks and unit in units and role in ROLES and units[unit].is_valid_on(self.outline.today):
                ticks.add(Give(task, role, unit))
        return ticks - self.outline.given

    def _added(self, data: QueryDict) -> set[Give]:
        """Units typed by name: to one task, or to every task."""
        added: set[Give] = set()
        orders = [task for task in self.outline.tasks if task.kind == TaskKind.TASK]
        typed, role = data.get("add-all", "").strip(), data.get("role-all", "")
        if typed and role in ROLES:
            units, self.all_error = self._units_named(typed)
            added |= {Give(task.pk, role, unit) for task in orders for unit in units}
        for task in self.outline.tasks:
            typed, role = data.get(f"add-{task.pk}", "").strip(), data.get(f"role-{task.pk}", "")
            if not typed:
                continue
            units, error = self._units_named(typed)
            if error:
                self.task_errors[task.pk] = error
            elif said := self.outline.count_remark(task, typed):
                self.notes[task.pk].append(said)
            added |= {Give(task.pk, role, unit) for unit in units if role in ROLES}
        return added - self.outline.given

    def _units_named(self, typed: str) -> tuple[list[int], str]:
        """The units that take new work, or why there are none."""
        found = self.outline.register.resolve(typed)
        valid = [unit.pk for unit in found.units if unit.is_valid_on(self.outline.today)]
        if valid:
            return valid, ""
        ended = found.ended or next(iter(found.gone), None)
        if ended:
            return [], ended_words(ended)
        words = gettext("“%(name)s” is not in the register of units. Choose a name from the list.")
        return [], words % {"name": typed[:80]}

    def is_valid(self) -> bool:
        """Puts every problem at its field. The deadline for all is asked only where an order needs it."""
        tasks = sorted({give.task for give in self.ticked})
        forms_used: list[DeadlineForm] = [self.own[pk] for pk in tasks if pk in self.own]
        needed = any(not form["kind"].value() for form in forms_used) or any(pk not in self.own for pk in tasks)
        if needed:
            forms_used.append(self.for_all)
        if not self.ticked:
            self.errors.append(gettext("No unit is ticked: tick the units that are to do each task."))
        self.checked = forms_used
        for form in forms_used:
            if form.is_valid() and (form is self.for_all or form.cleaned_data["kind"]):
                self._check(form)
        return not (self.errors or self.task_errors or self.all_error or any(form.errors for form in forms_used))

    def _check(self, form: DeadlineForm) -> None:
        if (day := form.typed_day) and (unlikely := unlikely_day(day, self.outline.today)):
            form.add_error("day", unlikely)
        elif problem := form.given.problem(self.outline.directive.issued_on):
            form.add_error(_FIELDS.get(problem[0], "kind"), problem[1])

    def has_unknown_names(self) -> bool:
        return bool(self.task_errors or self.all_error)

    def days(self) -> set[dt.date]:
        """Every day that stands in a deadline field."""
        return {day for form in (*self.own.values(), self.for_all) if (day := form.typed_day)}

    def orders(self) -> list[Order]:
        """One order per task and role, in printed order. Only of a valid form."""
        for_all = self.for_all.given if self.for_all.is_bound and self.for_all.is_valid() else None
        units = self.outline.register.units
        orders = []
        for task in self.outline.tasks:
            for role in ROLES:
                chosen = [units[give.unit] for give in sorted(self.ticked) if give[:2] == (task.pk, role)]
                if chosen:
                    own = self.own.get(task.pk)
                    deadline = own.deadline(for_all) if own else for_all
                    orders.append(Order(task, role.value, chosen, deadline or DeadlineSet("")))
        return orders
