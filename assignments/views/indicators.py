"""What an order asks to be counted: each unit against the target, and the office's changes; as a spreadsheet."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from import_export.formats.base_formats import CSV, XLSX

from directives.enums import TaskKind
from directives.models import Directive, Task
from wards import clock

from ..forms_indicators import EndForm, IndicatorForm, RetargetForm
from ..models import Assignment, Indicator, IndicatorValue
from ..permissions import can_assign
from ..resources import FigureSheet
from ..selectors.drawing import drawings_of
from ..services import indicator_add, indicator_end, indicator_retarget
from .common import person


def _task_or_404(request: HttpRequest, pk: int) -> Task:
    """The office's own orders; a unit sees its numbers at its work."""
    visible = Directive.objects.visible_to(person(request)).values("pk")
    found = Task.objects.select_related("directive__office", "directive__issuing_body").defer("directive__text")
    return get_object_or_404(found.filter(kind=TaskKind.TASK), pk=pk, directive__in=visible)


def _indicator_or_404(request: HttpRequest, pk: int) -> Indicator:
    visible = Directive.objects.visible_to(person(request)).values("pk")
    found = Indicator.objects.select_related("task__directive__office").defer("task__directive__text")
    return get_object_or_404(found.prefetch_related("targets__by"), pk=pk, task__directive__in=visible)


def _chosen(request: HttpRequest) -> dict[int, str]:
    """`indicator` and `period`: of the others the usual period is shown."""
    key = request.GET.get("indicator", "")
    return {int(key): request.GET.get("period", "")} if key.isdecimal() and len(key) < 19 else {}


@require_safe
def indicators(request: HttpRequest, pk: int) -> HttpResponse:
    task, user = _task_or_404(request, pk), person(request)
    context = {
        "task": task,
        "drawings": drawings_of([task], user, clock.today(), _chosen(request)).get(task.pk, []),
        "may_change": can_assign(user, task.directive.office.path),
        "cut_off": clock.now(),
        "today": clock.today(),
    }
    return render(request, "assignments/indicators.html", context)


def _sheet(
    request: HttpRequest, task: Task, form: forms.Form, words: dict[str, Any], do: Callable[..., Any]
) -> HttpResponse:
    """One form of the office about an order's numbers: shown, or done and back to their page."""
    if not can_assign(person(request), task.directive.office.path):
        raise PermissionDenied
    back = reverse("assignments:indicators", args=[task.pk])
    if request.method == "POST" and form.is_valid():
        try:
            do(actor=person(request), now=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, words["done"], extra_tags=words["kept"])
            return redirect(back)
    context = {"form": form, "task": task, "back": back, **words}
    return render(request, "assignments/indicator_sheet.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_new(request: HttpRequest, pk: int) -> HttpResponse:
    task, today = _task_or_404(request, pk), clock.today()
    form = IndicatorForm(request.POST or None, initial={"starts_on": today, "until": today.replace(month=12, day=31)})
    words = {"title": _("Ask for a number"), "done": _("The units are asked for this number."), "kept": f"new-{pk}"}
    return _sheet(request, task, form, words, lambda **data: indicator_add(task=task, **data))


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_target(request: HttpRequest, pk: int) -> HttpResponse:
    one = _indicator_or_404(request, pk)
    form = RetargetForm(request.POST or None, indicator=one, initial={"since": clock.today()})
    words = {
        "title": _("Change the target"),
        "indicator": one,
        "done": _("The target is changed. The earlier one stays to be seen."),
        "kept": f"target-{pk}",
    }
    return _sheet(request, one.task, form, words, lambda **data: indicator_retarget(indicator=one, **data))


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_close(request: HttpRequest, pk: int) -> HttpResponse:
    one = _indicator_or_404(request, pk)
    words = {
        "title": _("Stop asking for this number"),
        "explains": _("Periods that are over stay asked for; what was given stays to be seen."),
        "indicator": one,
        "done": _("This number is asked for no more."),
        "kept": f"end-{pk}",
    }
    form = EndForm(request.POST or None)
    return _sheet(request, one.task, form, words, lambda **data: indicator_end(indicator=one, **data))


@require_safe
def indicator_export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Everything given for it, as .xlsx or .csv."""
    form = {"xlsx": XLSX, "csv": CSV}.get(kind)
    if form is None:
        raise Http404
    one = _indicator_or_404(request, pk)
    rows = Assignment.objects.visible_to(person(request)).filter(task=one.task_id).values("pk")
    later = IndicatorValue.objects.filter(supersedes=OuterRef("pk"))
    found = IndicatorValue.objects.filter(indicator=one, assignment__in=rows).annotate(is_replaced=Exists(later))
    found = found.select_related("assignment__unit", "reported_by")
    found = found.order_by("period", "assignment__unit__protocol_order", "assignment_id", "id")
    data = form().export_data(FigureSheet(indicator=one).export(found))
    body = data.encode("utf-8-sig") if isinstance(data, str) else data  # the mark, for Vietnamese letters
    name = f"{slugify(one.name.replace('đ', 'd').replace('Đ', 'D'))[:60] or 'figures'}.{kind}"
    return HttpResponse(
        body, content_type=form().get_content_type(), headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
