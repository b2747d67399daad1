"""The filters of the list of work. What is counted on its pills and what it lists are the same query."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from directives.enums import UnitRole
from directives.models import Directive
from wards import clock
from wards.folding import fold
from wards.models import Unit, User

from .models import Assignment
from .models.assignment import AssignmentQuerySet
from .selectors.asking import WAITING, ours_to_decide
from .selectors.buckets import standing_q, standings_of
from .selectors.clarity import UNCLEAR
from .selectors.directives import reachable_directives
from .selectors.rows import DEBTS, work_of
from .selectors.successors import sole_predecessors

ONLY = [(code, kind.label) for kinds in (WAITING, DEBTS, UNCLEAR) for code, kind in kinds.items()] + [
    ("mine", _("My work")),
    ("to_decide", _("Obstacles for us to decide")),
]
CHOICES_SHOWN = 100  # directives in the select: the latest; older ones are found by search or from their page


def _units(request: HttpRequest) -> Any:
    """Units that have work the person may see, and those that succeed one. Named by query, so another office's unit is
    no choice."""
    rows = Assignment.objects.visible_to(request.user).order_by()  # type: ignore[arg-type]
    own, past = Exists(rows.filter(unit=OuterRef("pk"))), Exists(rows.filter(unit__heirs__heir=OuterRef("pk")))
    return Unit.objects.filter(own | past)


def _directives(request: HttpRequest) -> Any:
    found = reachable_directives(request.user)  # type: ignore[arg-type]
    return found.only("number", "doc_type", "subject", "received_on")


class WorkFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), method="search")
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"), queryset=_units, method="of_unit", empty_label=_("All units")
    )
    past = django_filters.BooleanFilter(
        label=_("With the units it succeeds"), method="as_it_is", widget=forms.CheckboxInput
    )
    directive = django_filters.ModelChoiceFilter(
        label=_("Directive"), queryset=_directives, empty_label=_("All directives")
    )
    role = django_filters.ChoiceFilter(label=_("Role"), choices=UnitRole.choices, empty_label=_("All roles"))
    only = django_filters.ChoiceFilter(label=_("Only"), choices=ONLY, method="owed", empty_label="—")

    class Meta:
        model = Assignment
        fields: list[str] = []

    def __init__(self, *args: Any, now: dt.datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.now = now
        field = self.form.fields["directive"]
        shown = list(field.queryset[:CHOICES_SHOWN])
        chosen = self.data.get("directive", "")
        if chosen.isdecimal() and all(str(item.pk) != chosen for item in shown):
            shown += list(field.queryset.filter(pk=chosen))
        field.widget.choices = [("", field.empty_label), *((item.pk, str(item)) for item in shown)]

    def search(self, rows: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        """The directive's number and subject, the unit's name, the order's words: all without diacritics."""
        folded = fold(value)
        if not folded:
            return rows
        return rows.filter(
            Q(task__folded__contains=folded)
            | Q(directive__in=Directive.objects.filter(folded__contains=folded).values("pk"))
            | Q(unit__in=Unit.objects.find(value).values("pk"))
        )

    def of_unit(self, rows: AssignmentQuerySet, name: str, unit: Unit) -> AssignmentQuerySet:
        """The unit's own work; with `past` also that of the units whose figures stand under its name."""
        past = sole_predecessors(unit.pk) if self.data.get("past") else []
        return rows.filter(unit__in=[unit.pk, *past])

    def as_it_is(self, rows: AssignmentQuerySet, name: str, value: bool) -> AssignmentQuerySet:
        return rows  # what it means is said by `of_unit`

    def owed(self, rows: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        if value == "mine":
            return rows.filter(delegate=self.request.user)
        if value == "to_decide":
            return ours_to_decide(rows, self.request.user)
        if value in UNCLEAR:
            return rows.filter(UNCLEAR[value].condition(clock.today(self.now)))
        return WAITING[value].of(rows) if value in WAITING else rows.filter(DEBTS[value].condition(self.now))


@dataclass(frozen=True, slots=True)
class Listed:
    """What a query string of the list finds: `found` before it is divided by `standing`, `rows` after."""

    form: Any
    standing: str
    found: AssignmentQuerySet
    rows: AssignmentQuerySet


def listed(params: QueryDict, request: HttpRequest, now: dt.datetime) -> Listed:
    """The rows of the person's scope that the query string asks for; open work where it names no standing."""
    every = work_of(cast(User, request.user))
    chosen = WorkFilter(params, queryset=every, request=request, now=now)
    found = chosen.qs if chosen.is_valid() else every.none()
    standing = params.get("standing", "")
    standing = standing if standings_of(standing) else "open"
    return Listed(chosen.form, standing, found, found.filter(standing_q(standing, clock.today(now))))
