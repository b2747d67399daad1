"""Reminders: how the job stands (administrators, inspectors), and what each person wants (everybody)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wards import clock
from wards.pages.common import UNPROCESSABLE, require
from wards.permissions import can_administer, can_inspect

from ..enums import MUTABLE
from ..forms_reminding import FORCED, RemindersForm
from ..models import RefusedAddress
from ..selectors.reminding import last_runs, next_morning, refused_addresses, waiting_letters
from ..services.reminding import address_free, reminders_choose
from .common import person


@require_safe
def reminding(request: HttpRequest) -> HttpResponse:
    user, now = require(can_inspect, request), clock.now()
    context = {
        "runs": last_runs(),
        "waiting": waiting_letters(),
        "refused": refused_addresses(),
        "morning": next_morning(now),
        "may_change": can_administer(user),
        "tab": "reminding",
    }
    return render(request, "assignments/reminding.html", context)


@require_POST
def address_again(request: HttpRequest, pk: int) -> HttpResponse:
    user = require(can_administer, request)
    refused = get_object_or_404(RefusedAddress.objects.select_related("user"), pk=pk)
    address_free(refused=refused, actor=user, now=clock.now())
    messages.success(request, _("The address will be written to again."))
    return redirect("assignments:reminding")


@require_http_methods(["GET", "HEAD", "POST"])
def my_reminders(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if request.method != "POST":
        muted = set(user.preferences.filter(is_wanted=False).values_list("kind", flat=True))
        hour = getattr(user, "morning_hour", None)
        initial = {"wanted": sorted(MUTABLE - muted), "at": hour.at if hour else None}
        return _mine(request, RemindersForm(initial=initial))
    form = RemindersForm(request.POST)
    if form.is_valid():
        try:
            reminders_choose(user=user, now=clock.now(), muted=form.muted, at=form.cleaned_data["at"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your choice has been saved."))
            return redirect("assignments:my_reminders")
    return _mine(request, form, UNPROCESSABLE)


def _mine(request: HttpRequest, form: RemindersForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "forced": FORCED, "email": person(request).email}
    return render(request, "assignments/my_reminders.html", context, status=status)
