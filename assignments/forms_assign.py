"""The assign screen's input: ticks, units added by name, a deadline for each order and one for all without."""

import datetime as dt
from collections import defaultdict

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directives.enums import DAY_NEEDED, REVIEW_NEEDED, DeadlineKind, DeadlineOrigin, TaskKind
from directives.events import Events
from directives.models import Directive, Task
from directives.numbers import small_int
from directives.recurring import end_of, same_rules, understood
from directives.resolution import ended_words

from .forms_deadline import KINDS, WORDED, DeadlineForm
from .proposing import ROLES, Give, Outline
from .services import DeadlineSet, Order


class TaskDeadlineForm(DeadlineForm):
    """An order's own deadline; empty where the one for all holds."""

    kind = forms.ChoiceField(label=_("Deadline"), choices=[("", _("As set for all")), *KINDS], required=False)

    def __init__(self, task: Task, data: QueryDict | None, today: dt.date, on_event: dt.date | None = None) -> None:
        day = task.review_on if task.deadline_kind in REVIEW_NEEDED else task.deadline_on
        kind = DeadlineKind.EVENT.value if on_event else _proposed_kind(task)
        if kind == DeadlineKind.PERIODIC:
            day = end_of(task.rule) or usual_end(today)
        initial = {
            "kind": kind,
            "day": found.isoformat() if (found := on_event or day) else "",
            "days": task.within_days,
            "rule": _typed_rule(task),
            "words": task.deadline_words if kind in WORDED else "",
            "reason": task.deadline_reason,
        }
        super().__init__(data, initial=initial, prefix=f"task-{task.pk}")
        self.task, self.today, self.on_event, self.document_words = task, today, on_event, task.deadline_words

    def deadline(self, for_all: DeadlineSet | None) -> DeadlineSet:
        """The order's own, or the one for all. Words and origin of the document stay while nobody changes the rest."""
        own = self.given
        if not own.kind:
            return for_all or own
        task = self.task
        same = (own.kind, own.on, own.review_on) == (task.deadline_kind, task.deadline_on, task.review_on)
        if own.kind == DeadlineKind.WITHIN:
            same = own.within_days == task.within_days
        if own.kind == DeadlineKind.EVENT:
            same = own.on is not None and own.on in (self.on_event, task.deadline_on)
        if own.kind == DeadlineKind.PERIODIC:
            same = same_rules(own.rule, understood(task.rule, task.deadline_words))
        if own.words and own.words != task.deadline_words:
            same = False
        origin = task.deadline_origin if same else DeadlineOrigin.CLERK
        words = task.deadline_words if same else own.words
        event = ((same and task.event) or words[:80]) if own.kind == DeadlineKind.EVENT else ""
        return DeadlineSet(own.kind, own.on, words, origin, own.reason, own.review_on, own.within_days, own.rule, event)


def _proposed_kind(task: Task) -> str:
    """As read; "định kỳ" alone is no kind yet: how often, the clerk says, or the deadline for all holds."""
    unsaid = task.deadline_kind == DeadlineKind.PERIODIC and not understood(task.rule, task.deadline_words)
    return "" if unsaid else task.deadline_kind


def _typed_rule(task: Task) -> str:
    """The recurrence in the document's own words where they say it, else as it was read."""
    rules = understood(task.rule, task.deadline_words)
    words = task.deadline_words
    return words if rules and same_rules(understood(words), rules) else task.rule


def _days_of_events(tasks: list[Task], directive: Directive) -> dict[int, dt.date]:
    """The last day of each order whose words name an event and that has no day yet. Two queries, where any does."""
    open_ones = [t for t in tasks if t.deadline_words and t.deadline_on is None]
    open_ones = [t for t in open_ones if t.deadline_kind in ("", DeadlineKind.EVENT)]
    if not open_ones:
        return {}
    events = Events.load(directive.known_on)
    return {t.pk: day for t in open_ones if (day := events.last_day(t.deadline_words))}


def usual_end(today: dt.date) -> dt.date:
    """The end of the year; of the next one in the last quarter."""
    return dt.date((today + dt.timedelta(days=92)).year, 12, 31)


class AssignForm:
    """The whole screen. Without data: what is proposed."""

    def __init__(self, outline: Outline, data: QueryDict | None = None) -> None:
        self.outline, self.data = outline, data
        orders = [task for task in outline.tasks if task.kind == TaskKind.TASK]
        on_event = _days_of_events(orders, outline.directive)
        self.own = {t.pk: TaskDeadlineForm(t, data, outline.today, on_event.get(t.pk)) for t in orders}
        self.for_all = DeadlineForm(data, initial={"kind": DeadlineKind.DATED.value}, prefix="all")
        self.for_all.today = outline.today
        self.needs_approval = data is not None and data.get("needs_approval") == "1"
        self.must_be_approved = False  # the office always wants it
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
                form.check(self.outline.directive.issued_on)
        return not (self.errors or self.task_errors or self.all_error or any(form.errors for form in forms_used))

    def has_unknown_names(self) -> bool:
        return bool(self.task_errors or self.all_error)

    def days(self) -> set[dt.date]:
        """Every day that stands in a deadline field."""
        return {day for form in (*self.own.values(), self.for_all) if (day := form.typed_day)}

    def last_days(self) -> list[tuple[int, dt.date]]:
        """(unit, last day) of what is ticked, where the screen shows a last day."""
        found = []
        for give in sorted(self.ticked):
            own = self.own.get(give.task)
            form = own if own and own["kind"].value() else self.for_all
            if form["kind"].value() in DAY_NEEDED and (day := form.typed_day):
                found.append((give.unit, day))
        return found

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
