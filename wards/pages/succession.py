"""The first steps of a decision on the organisation: the decision, its units, who succeeds whom. The last step, with
the work that is handed over, belongs to `assignments`. Every step saves what was typed, right or wrong."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import clock
from ..forms_succession import DecisionForm, NewUnitForm, numbers
from ..models import Succession, Unit
from ..permissions import can_administer, can_inspect
from ..services.succession import (
    HEADER,
    succession_describe,
    succession_discard,
    succession_plan,
    succession_start,
)
from ..succession_plan import Facts, Plan, link_problems, names_of, unit_problems
from .common import UNPROCESSABLE, person, require

Form = dict[str, Any]


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """All decisions, drafts first among those of one day."""
    require(can_inspect, request)
    found = Succession.objects.select_related("made_by", "done_by").prefetch_related("links__old", "links__new")
    context = {"changes": found, "may_change": can_administer(person(request)), "tab": "changes"}
    return render(request, "wards/changes.html", context)


def _draft(request: HttpRequest, pk: int) -> Succession:
    """404 for a decision that is not there; one that has been carried out has no steps any more."""
    require(can_administer, request)
    return get_object_or_404(Succession, pk=pk, done_at=None)


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Step 1, for a new draft or one that is there."""
    user = require(can_administer, request)
    draft = _draft(request, pk) if pk else None
    initial = {name: getattr(draft, name) for name in HEADER} if draft else {}
    form = DecisionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if draft:
                succession_describe(succession=draft, actor=user, **form.cleaned_data)
            else:
                draft = succession_start(actor=user, now=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("wards:change_units", draft.pk)
    context = {"form": form, "draft": draft, "step": 1, "tab": "changes"}
    return render(request, "wards/change_decision.html", context, status=UNPROCESSABLE if form.errors else 200)


def _new_forms(request: HttpRequest, plan: Plan, units: list[Unit]) -> list[NewUnitForm]:
    """As many as were typed and one more, empty."""
    if request.method == "POST":
        n = min(max(numbers(request.POST, "create"), default=0), 60)
        return [NewUnitForm(request.POST, prefix=f"create-{i}", units=units) for i in range(1, n + 1)]
    stored: list[Form | None] = [vars(row) for row in plan.create]
    return [NewUnitForm(prefix=f"create-{i}", initial=row, units=units) for i, row in enumerate([*stored, None], 1)]


@require_http_methods(["GET", "HEAD", "POST"])
def units(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 2: which units end, which ones are there after it. `action=more` gives another empty new unit."""
    draft = _draft(request, pk)
    plan, day = Plan.of(draft), draft.effective_on
    known = list(Unit.objects.order_by("protocol_order", "pk"))
    forms, problems = _new_forms(request, plan, known), {}
    if request.method == "POST":
        there = {unit.pk for unit in known}
        typed = [form.row() for form in forms if not form.is_empty]
        old, new = ([n for n in numbers(request.POST, name) if n in there] for name in ("old", "new"))

        def change(plan: Plan) -> None:
            plan.old, plan.new, plan.create = old, new, typed
            plan.links = [(o, ref) for o, ref in plan.links if o in old and ref in plan.refs]
            plan.groups = [(group, ref) for group, ref in plan.groups if ref in plan.refs]

        plan = Plan.of(succession_plan(succession=draft, actor=person(request), change=change))
        if request.POST.get("action") != "more":
            problems = unit_problems(plan, Facts.of(plan, day), day)
            if not problems:
                return redirect("wards:change_links", pk)
    forms = _shown_forms(plan, known, problems) if request.method == "POST" else forms
    context = {
        "draft": draft,
        "old_choices": [unit for unit in known if unit.valid_from < day and not _ended(unit, day)],
        "old_ended": [unit for unit in known if unit.pk in plan.old and _ended(unit, day)],
        "new_choices": [unit for unit in known if unit.valid_from <= day and not _ended(unit, day)],
        "new_ended": [unit for unit in known if unit.pk in plan.new and _ended(unit, day)],
        "plan": plan,
        "forms": forms,
        "problems": problems,
        "old_said": problems.get("old", []),
        "new_said": problems.get("new", []),
        "step": 2,
        "tab": "changes",
    }
    return render(request, "wards/change_units.html", context, status=UNPROCESSABLE if problems else 200)


def _ended(unit: Unit, day: Any) -> bool:
    return unit.valid_to is not None and unit.valid_to <= day


def _shown_forms(plan: Plan, known: list[Unit], problems: dict[str, list[str]]) -> list[NewUnitForm]:
    """What was typed with what is wrong at its field, and one more form, empty."""
    forms = []
    for i, row in enumerate(plan.create, 1):
        prefix = f"create-{i}"
        form = NewUnitForm({f"{prefix}-{k}": v for k, v in vars(row).items()}, prefix=prefix, units=known)
        for name in form.fields:
            for words in problems.get(f"{prefix}-{name}", []):
                form.add_error(name, words)
        forms.append(form)
    return [*forms, NewUnitForm(prefix=f"create-{len(forms) + 1}", units=known)]


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 3: who succeeds whom, and which groups the successors join."""
    draft = _draft(request, pk)
    plan = Plan.of(draft)
    facts, problems = Facts.of(plan, draft.effective_on), {}
    if request.method == "POST":

        def change(plan: Plan) -> None:
            chosen = {old: request.POST.getlist(f"link-{old}") for old in plan.old}
            plan.links = [(old, ref) for old, refs in chosen.items() for ref in plan.refs if ref in refs]
            joined = {group.pk: request.POST.getlist(f"group-{group.pk}") for group in facts.groups}
            plan.groups = [(group, ref) for group, refs in joined.items() for ref in plan.refs if ref in refs]

        plan = Plan.of(succession_plan(succession=draft, actor=person(request), change=change))
        problems = link_problems(plan, facts)
        if not problems:
            return redirect(_work_page(pk))
    else:
        _propose(plan, facts)
    context = {
        "draft": draft,
        "rows": [(facts.units[old], plan.news_of(old)) for old in plan.old],
        "names": names_of(plan, facts.units.values()),
        "groups": [(group, {ref for pk, ref in plan.groups if pk == group.pk}) for group in facts.groups],
        "problems": problems,
        "step": 3,
        "tab": "changes",
    }
    return render(request, "wards/change_links.html", context, status=UNPROCESSABLE if problems else 200)


def _propose(plan: Plan, facts: Facts) -> None:
    """What is ticked where nobody has chosen yet: the one successor for all; the groups of whom each is like."""
    if not plan.links and len(plan.refs) == 1:
        plan.links = [(old, plan.refs[0]) for old in plan.old]
    if not plan.groups:
        kinds = {f"u{pk}": facts.units[pk].kind for pk in plan.new}
        kinds |= {f"n{i}": row.kind for i, row in enumerate(plan.create, 1)}
        for group in facts.groups:
            like = {facts.units[old].kind for old in plan.old if (group.pk, old) in facts.memberships}
            plan.groups += [(group.pk, ref) for ref in plan.refs if kinds[ref] in like]


def _work_page(pk: int) -> str:
    """The last step, where the app that follows the work is there."""
    try:
        return reverse("assignments:change_work", args=[pk])
    except NoReverseMatch:
        return reverse("wards:changes")


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    succession_discard(succession=draft, actor=person(request), now=clock.now())
    messages.success(request, _("The draft has been discarded."))
    return redirect("wards:changes")
