"""Absences and who acts meanwhile: everybody enters their own, administrators anybody's."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import clock
from ..forms_absence import AbsenceForm
from ..models import Absence, Delegation, User
from ..permissions import can_administer
from ..services.absence import absence_end, absence_enter
from .common import UNPROCESSABLE, person

SHOWN = 100


@require_safe
def absences(request: HttpRequest) -> HttpResponse:
    """One's own, with those in whose place one acts; for an administrator everybody's that have not passed."""
    user, today = person(request), clock.date_of()
    found = Absence.objects.select_related("user").prefetch_related(
        "delegations__deputy", "delegations__position__unit"
    )
    mine = Q(user=user)
    if can_administer(user):
        mine |= Q(valid_to__gt=today)
    acting = Delegation.objects.filter(deputy=user, valid_to__gt=today).select_related("person", "position__unit")
    context = {
        "rows": list(found.filter(mine)[:SHOWN]),
        "acting": list(acting),
        "today": today,
        "may_change": can_administer(user),
        "name": request.GET.get("person", ""),
        "tab": "absences",
    }
    return render(request, "wards/absences.html", context)


def _whose(request: HttpRequest) -> tuple[User, str]:
    """Whose absence is entered: one's own, or (administrators) that of `?person=`, a user name; and what is wrong."""
    user, name = person(request), request.GET.get("person", "").strip()
    if not name or name == user.username:
        return user, ""
    if not can_administer(user):
        raise PermissionDenied
    found = User.objects.filter(username=name, is_active=True).first()
    return (found, "") if found else (user, _("Nobody signs in as “%(name)s”.") % {"name": name[:60]})


@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    whose, problem = _whose(request)
    if problem:
        messages.error(request, problem)
        return redirect("wards:absences")
    form = AbsenceForm(request.POST if request.method == "POST" else None, user=whose, day=clock.date_of())
    if request.method == "POST" and form.is_valid():
        try:
            absence_enter(user=whose, actor=person(request), now=clock.now(), **form.chosen)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The absence has been entered."), extra_tags="absence")
            return redirect("wards:absences")
    context = {"form": form, "whose": whose, "is_own": whose == person(request)}
    return render(request, "wards/absence.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    user = person(request)
    found = Absence.objects.all() if can_administer(user) else Absence.objects.filter(user=user)
    row = get_object_or_404(found, pk=pk)
    absence_end(absence=row, actor=user, now=clock.now(), day=clock.date_of())
    messages.success(request, _("Ended: the person is there again, and nobody acts for them."))
    return redirect("wards:absences")
