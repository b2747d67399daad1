"""Assigning: from a confirmed directive to one assignment per unit and task, on one page, with one button."""

import datetime as dt
from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from directives.clarity import Clarity, Facts, clarity_of
from directives.models import Directive, Task
from directives.recurring import USUAL
from directives.resolution import ended_words
from wards import clock

from ..enums import State
from ..forms_assign import AssignForm, DeadlineForm, TaskDeadlineForm
from ..models import Assignment
from ..permissions import can_assign, must_be_approved
from ..proposing import ROLES, Outline, days_off
from ..selectors.absences import away_words, heads_away
from ..selectors.rows import heads_by_unit
from ..services import Refused, directive_assign
from .common import person

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """GET proposes; POST counts anew (`action=count`) or assigns."""
    user, now = person(request), clock.now()
    visible = Directive.objects.visible_to(user).select_related("office", "issuing_body")
    directive = get_object_or_404(visible, pk=pk)
    if not can_assign(user, directive.office.path):
        raise PermissionDenied
    form = AssignForm(Outline.of(directive, clock.today(now)), request.POST if request.method == "POST" else None)
    form.must_be_approved = must_be_approved(user, directive.office)
    if request.method == "GET":
        return _page(request, form)
    if request.POST.get("action") == "count":
        return _page(request, form, status=UNPROCESSABLE if form.has_unknown_names() else 200)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    try:
        made = directive_assign(
            directive=directive, orders=form.orders(), actor=user, now=now, needs_approval=form.needs_approval
        )
    except Refused:
        raise PermissionDenied from None
    except ValidationError as why:
        form.errors += why.messages
        return _page(request, form, status=UNPROCESSABLE)
    _tell(request, form, made, clock.today(now))
    if made and made[0].state == State.PROPOSED:
        messages.info(request, _("No unit sees it before a leader has approved."))
    return redirect("assignments:directive", pk)


def _tell(request: HttpRequest, form: AssignForm, made: list[Assignment], today: dt.date) -> None:
    tag = f"assign-{form.outline.directive.pk}"
    if not made:
        messages.info(request, _("All of this was assigned before: nothing was made twice."), extra_tags=tag)
        return
    words = ngettext("{n} assignment made, for {units} units.", "{n} assignments made, for {units} units.", len(made))
    units = len({row.unit_id for row in made})
    messages.success(request, words.format(n=len(made), units=units), extra_tags=tag)
    days = {row.deadline_on for row in made if row.deadline_on}
    for listed, said in (
        (days_off(days), _("Deadlines on a day off: {days}.")),
        ({day for day in days if day < today}, _("Deadlines that have passed already: {days}.")),
    ):
        if listed:
            messages.warning(request, said.format(days=", ".join(f"{day:%d/%m/%Y}" for day in sorted(listed))))
    if absent := _absent(form, ((row.unit_id, row.deadline_on) for row in made if row.deadline_on)):
        messages.warning(request, _("Deadlines in an absence: {away}").format(away=" ".join(absent)))
    for notes in form.notes.values():
        for note in notes:
            messages.warning(request, note)


def _absent(form: AssignForm, gives: Iterable[tuple[int, dt.date]]) -> list[str]:
    """Whose head is away on the last day, in words. Four queries at most."""
    units = form.outline.register.units
    return [away_words(away, units[away.unit].name) for away in heads_away(gives)]


def _clarity(form: AssignForm, task: Task, heads: set[int]) -> Clarity:
    """Sáu rõ of an order as the screen stands: with the units ticked and the deadline chosen."""
    units = {give.unit for give in form.ticked | form.outline.given if give.task == task.pk}
    own = form.own.get(task.pk)
    kind = str((own and own["kind"].value()) or form.for_all["kind"].value() or "")
    has_head = bool(task.leader_id) or (bool(units) and units <= heads)
    return clarity_of(Facts(bool(units), task.words, kind, has_head, task.product, task.authority))


def _page(request: HttpRequest, form: AssignForm, status: int = 200) -> HttpResponse:
    items = form.outline.items(form.ticked)
    days = form.days()
    off, past = days_off(days), {day for day in days if day < form.outline.today}
    heads = set(heads_by_unit({give.unit for give in form.ticked | form.outline.given}, form.outline.today))
    context = {
        "directive": form.outline.directive,
        "form": form,
        "rows": [
            {
                "item": item,
                "deadline": form.own.get(item.task.pk),
                "clarity": _clarity(form, item.task, heads),
                "error": form.task_errors.get(item.task.pk, ""),
                "notes": form.notes.get(item.task.pk, []),
                "warning": _warning(form.own.get(item.task.pk), off, past),
                # What was understood is a tick by now; only a name that is nobody's stays to be corrected.
                "typed": form.data.get(f"add-{item.task.pk}", "")
                if form.data and item.task.pk in form.task_errors
                else "",
            }
            for item in items
        ],
        "n": len(form.ticked),
        "units": len({give.unit for give in form.ticked}),
        "names": form.outline.register.names(form.outline.today),
        "usual_rules": USUAL,
        "days_off": sorted(off),
        "past": sorted(past),
        "absent": _absent(form, form.last_days()),
        "ended": [ended_words(unit) for unit in form.outline.ended()],
        "typed_all": form.data.get("add-all", "") if form.data and form.all_error else "",
        "role_choices": [{"value": role.value, "label": role.label} for role in ROLES],
        "faults": _faults(form) if form.data else [],
    }
    return render(request, "assignments/assign.html", context, status=status)


def _warning(deadline: DeadlineForm | None, off: set[dt.date], past: set[dt.date]) -> str:
    """What is odd about an order's own day; it may stand."""
    day = deadline.typed_day if deadline else None
    if day in past:
        return _("This day has passed: the work would be overdue at once.")
    return _("This is a day off.") if day in off else ""


def _faults(form: AssignForm) -> list[dict[str, str]]:
    """Each problem with the field it leads to, in printed order, the deadline for all last."""
    found = []
    for deadline in form.checked:
        label = deadline.task.path if isinstance(deadline, TaskDeadlineForm) else _("All tasks")
        for name, errors in deadline.errors.items():
            anchor = deadline[name].id_for_label
            found += [
                {"anchor": anchor, "label": f"{label} · {deadline[name].label}", "message": str(e)} for e in errors
            ]
    if form.all_error:
        found.append({"anchor": "add-all", "label": _("Add a unit to every task"), "message": form.all_error})
    for pk, message in form.task_errors.items():
        found.append({"anchor": f"add-{pk}", "label": _("Add a unit"), "message": message})
    return found
