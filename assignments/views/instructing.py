"""One instruction to one or many assignments; what the units have read."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from wards import clock
from wards.enums import Role

from ..enums import Action, InstructionKind
from ..forms_requests import InstructForm, leaders_of, reply_day
from ..models.assignment import AssignmentQuerySet
from ..selectors.buckets import standing_q
from ..selectors.rows import Row, rows_of, work_of
from ..services import Refused, instruct, instruction_read
from .common import back_to, person, visible_or_404

MOST = 500  # rows of one instruction


def _chosen(request: HttpRequest) -> AssignmentQuerySet:
    """The rows named one by one (`row`), or those of a directive that stand in a way (`directive`, `standing`)."""
    params = request.POST if request.method == "POST" else request.GET
    rows = work_of(person(request))
    if directive := params.get("directive", ""):
        if not directive.isdecimal():
            raise Http404
        rows = rows.filter(directive=directive).filter(standing_q(params.get("standing", "late"), clock.today()))
        return rows.order_by("deadline_on", "unit__protocol_order", "id")[:MOST]
    keys = [int(key) for key in params.getlist("row") if key.isdecimal() and len(key) < 19]
    return rows.filter(pk__in=keys).order_by("deadline_on", "id")[:MOST]


def _initial(request: HttpRequest) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    kind = kind if kind in InstructionKind.values else InstructionKind.URGE
    proposed: dict[str, str] = {
        InstructionKind.URGE: _("Please say why it is late and on which day it will be done."),
        InstructionKind.EVIDENCE: _("Please add the evidence of the result."),
        InstructionKind.FIGURES: _("Please check the figures reported."),
    }
    return {"kind": kind, "words": proposed.get(kind, ""), "reply_by": reply_day(clock.today())}


def _page(request: HttpRequest, form: InstructForm, rows: list[Row], refused: str = "") -> HttpResponse:
    ticked = set(request.POST.getlist("row")) if request.method == "POST" else {str(row.work.pk) for row in rows}
    context = {
        "form": form,
        "may": [(row, str(row.work.pk) in ticked) for row in rows if row.allows(Action.INSTRUCT)],
        "may_not": [row for row in rows if not row.allows(Action.INSTRUCT)],
        "back": back_to(request, reverse("assignments:exceptions")),
        "refused": refused,
    }
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "assignments/instruct.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def instruct_many(request: HttpRequest) -> HttpResponse:
    """The sheet of an instruction. What cannot be instructed is shown with the reason and left out."""
    user, today = person(request), clock.today()
    if not user.roles & {Role.CLERK, Role.LEADER}:
        raise PermissionDenied
    rows = rows_of(_chosen(request), user, today)
    if not rows and request.method != "POST":
        raise Http404
    office = rows[0].work.directive.office if rows else user.held[0].unit
    leaders = [] if Role.LEADER in user.roles else leaders_of(office, today)
    if request.method != "POST":
        return _page(request, InstructForm(leaders=leaders, initial=_initial(request)), rows)
    form, refused = InstructForm(request.POST, leaders=leaders), ""
    if not rows:
        form.add_error(None, _("Choose at least one piece of work."))
    if form.is_valid():
        try:
            instruct(assignments=[row.work for row in rows], actor=user, now=clock.now(), **form.cleaned_data)
        except Refused as error:
            refused = error.messages[0]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            n = len(rows)
            words = ngettext("Sent, for {n} piece of work.", "Sent, for {n} pieces of work.", n).format(n=n)
            messages.success(request, words, extra_tags="instruct")
            return redirect(back_to(request, reverse("assignments:exceptions")))
    return _page(request, form, rows, refused)


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit says that it has read what the leaders wrote."""
    work = visible_or_404(request, pk)
    try:
        instruction_read(assignment=work, actor=person(request), now=clock.now())
    except Refused:
        raise PermissionDenied from None
    return redirect(back_to(request, reverse("assignments:detail", args=[pk])))
