"""Duties of one unit that one report may serve: proposed on a page, agreed to and ended by one press."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from directives.sides import number_key
from wards import clock
from wards.folding import fold

from ..models import Assignment, LinkedPart
from ..permissions import can_agree_link, can_link
from ..selectors.linking import likely_same, linkable
from ..services import Refused, duty_agree, duty_link, duty_unlink
from .common import person, visible_or_404

SHOWN = 20


class LinkForm(forms.Form):
    use_required_attribute = False
    other = forms.ModelChoiceField(
        Assignment.objects.none(),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the other duty."),
            "invalid_choice": gettext_lazy("Choose one of the duties shown."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Why one report serves both"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Give the reason.")},
    )


def _found(request: HttpRequest, work: Assignment, typed: str) -> list[Assignment]:
    """By the directive's number, else by words of the order; without words the latest."""
    rows = linkable(work, person(request)).order_by("-pk")
    if not typed:
        return list(rows[:SHOWN])
    exact = list(rows.filter(directive__number_key=number_key(typed))[:SHOWN])
    return exact or (list(rows.filter(task__folded__contains=fold(typed))[:SHOWN]) if fold(typed) else [])


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, pk: int) -> HttpResponse:
    work, user = visible_or_404(request, pk), person(request)
    if not can_link(user, work):
        raise PermissionDenied
    form, typed = LinkForm(request.POST or None), (request.POST or request.GET).get("q", "").strip()
    form.fields["other"].queryset = linkable(work, user)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            duty_link(assignment=work, actor=user, now=clock.now(), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, error)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            words = _("The link has been proposed; each office agrees for its own directive.")
            messages.success(request, words, extra_tags=f"link-{pk}")
            return redirect("assignments:detail", pk)
    likely = likely_same(work, user)
    likely_keys = {row.pk for row in likely}
    found = [row for row in _found(request, work, typed) if row.pk not in likely_keys]
    context = {"work": work, "form": form, "q": typed, "likely": likely, "found": found}
    context["chosen"] = str(form.data.get("other") or request.GET.get("other") or "")
    return render(request, "assignments/link.html", context, status=422 if form.errors else 200)


def _part_or_404(request: HttpRequest, pk: int) -> LinkedPart:
    visible = Assignment.objects.visible_to(person(request)).order_by().values("pk")
    rows = LinkedPart.objects.select_related("assignment__directive__office", "assignment__unit")
    return get_object_or_404(rows, pk=pk, assignment__in=visible)


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """The office lets a report on a linked duty serve its own."""
    part = _part_or_404(request, pk)
    if not can_agree_link(person(request), part, part.assignment):
        raise PermissionDenied
    try:
        duty_agree(part=part, actor=person(request), now=clock.now())
    except Refused as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Agreed: one report may serve this work too."))
    return redirect("assignments:detail", part.assignment_id)


@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Each needs a report of its own again; what was reported stays."""
    part = _part_or_404(request, pk)
    if not can_link(person(request), part.assignment):
        raise PermissionDenied
    try:
        duty_unlink(part=part, actor=person(request), now=clock.now())
    except Refused as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("The link has ended; its history stays."))
    return redirect("assignments:detail", part.assignment_id)
