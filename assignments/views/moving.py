"""What is done to an assignment: the report sheet, notes, and every action that takes a reason or a grade."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directives.recurring import USUAL
from wards import clock
from wards.models import User

from .. import services
from ..enums import Action
from ..forms import NoteForm, SubmitForm
from ..forms_requests import FORMS, ReasonForm
from ..models import Assignment
from ..permissions import can_note
from ..proposing import days_off
from ..refusals import refusal
from ..selectors.absences import away_words, heads_away
from ..selectors.asking import waiting_targets
from ..selectors.linking import MOST_SERVED, served_with
from ..selectors.rows import rows_with_reasons, work_of
from ..services import Refused
from .common import back_to, person, require_right, visible_or_404
from .words import WORDS

SHEETS = frozenset(WORDS) - {Action.INSTRUCT}  # the actions with a page of their own; the others have other pages
UNPROCESSABLE, CONFLICT = 422, 409


def _page(request: HttpRequest, work: Assignment, form: forms.Form, template: str, **more: Any) -> HttpResponse:
    """The sheet over the assignment as it stands now; `refused` is what the service said."""
    work = visible_or_404(request, work.pk)
    refused = more.get("refused", "")
    context = {
        "row": rows_with_reasons([work], person(request), clock.today())[0],
        "form": form,
        "back": back_to(request, reverse("assignments:detail", args=[work.pk])),
        "today": clock.today(),
        **more,
    }
    status = CONFLICT if refused else UNPROCESSABLE if form.errors else 200
    return render(request, f"assignments/{template}.html", context, status=status)


def _done(request: HttpRequest, work: Assignment, words: str, kept: str) -> HttpResponse:
    """Back to where the person came from, telling the device to forget what it kept of the form."""
    messages.success(request, words, extra_tags=f"{kept}-{work.pk}")
    return redirect(back_to(request, reverse("assignments:detail", args=[work.pk])))


def _reported(request: HttpRequest, work: Assignment, reported: services.Reported) -> HttpResponse:
    words = _("Reported: %(task)s") % {"task": work.task.short_title}
    for other in reported.others:
        messages.success(
            request, _("Reported too: %(task)s") % {"task": f"{other.directive} · {other.task.short_title}"}
        )
    for left in reported.left:
        messages.warning(request, left)
    return _done(request, work, words, "submit")


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """The report sheet (báo cáo kết quả). Without evidence the service refuses, and nothing typed is lost."""
    work, user = visible_or_404(request, pk), person(request)
    require_right(user, work, Action.SUBMIT)
    served = served_with(work, user)
    if request.method != "POST":
        refused = refusal(user, work, Action.SUBMIT, clock.today())
        also = {other.pk for other in served}
        return _page(request, work, SubmitForm(), "submit", refused=refused, served=served, also=also)
    also = {int(key) for key in request.POST.getlist("also")[:MOST_SERVED] if key.isdecimal() and len(key) < 19}
    form, refused = SubmitForm(request.POST, request.FILES), ""
    if form.is_valid():
        data = form.cleaned_data
        try:
            reported = services.assignments_report(
                assignment=work,
                also=list(work_of(user).filter(pk__in=also).order_by("pk")) if also else [],
                actor=user,
                now=clock.now(),
                proofs=form.proofs,
                words=data["words"],
                done_on=data["done_on"],
            )
        except Refused as error:
            refused = error.messages[0]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _reported(request, work, reported)
    lost = bool(request.FILES)
    return _page(request, work, form, "submit", refused=refused, files_lost=lost, served=served, also=also)


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    work, user = visible_or_404(request, pk), person(request)
    if not can_note(user, work):
        raise PermissionDenied
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.assignment_note(assignment=work, actor=user, now=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _done(request, work, _("The note has been added."), "note")
    return _page(request, work, form, "note")


def _perform(action: Action, work: Assignment, actor: User, now: dt.datetime, data: dict[str, Any]) -> None:
    """Calls the service named after the action with what its form holds."""
    getattr(services, f"assignment_{action.value}")(assignment=work, actor=actor, now=now, **data)


def _beside(work: Assignment, action: Action) -> dict[str, Any]:
    """What stands beside the form of an action: evidence to judge, instructions to answer, usual recurrences."""
    if action in (Action.CONFIRM, Action.RETURN):
        return {"evidence": work.evidence.select_related("added_by")}
    if action == Action.SET_DEADLINE:
        return {"usual_rules": USUAL}
    if action == Action.ANSWER:
        return {"targets": waiting_targets([work.pk]).get(work.pk, [])}
    return {}


def _warn_of_day(request: HttpRequest, work: Assignment, action: Action) -> None:
    """What is odd about a last day just set; it may stand."""
    if action != Action.SET_DEADLINE:
        return
    work.refresh_from_db(fields=["deadline_on"])
    day = work.deadline_on
    if day is None:
        return
    if days_off({day}):
        messages.warning(request, _("Deadlines on a day off: {days}.").format(days=f"{day:%d/%m/%Y}"))
    for away in heads_away([(work.unit_id, day)]):
        said = away_words(away, work.unit.name)
        messages.warning(request, _("Deadlines in an absence: {away}").format(away=said))


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """The page of one action: GET asks for its reason, POST does it. 404 for an action that has no page."""
    if action not in SHEETS:
        raise Http404
    work, user, wanted = visible_or_404(request, pk), person(request), Action(action)
    require_right(user, work, wanted)
    kind, today = FORMS.get(wanted, ReasonForm), clock.today()
    more = {"action": wanted, "words": WORDS[wanted], **_beside(work, wanted)}
    if request.method != "POST":
        form = kind(action=wanted, work=work, today=today, initial={"done_on": work.done_on})
        return _page(request, work, form, "act", refused=refusal(user, work, wanted, today), **more)
    form, refused = kind(request.POST, action=wanted, work=work, today=today), ""
    if form.is_valid():
        try:
            _perform(wanted, work, user, clock.now(), form.asked)
        except Refused as error:
            refused = error.messages[0]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _warn_of_day(request, work, wanted)
            return _done(request, work, str(WORDS[wanted].done), action)
    return _page(request, work, form, "act", refused=refused, **more)
