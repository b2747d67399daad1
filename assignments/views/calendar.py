"""One day of the calendar: entered, changed or taken out, after a look at the deadlines that this touches."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wards import clock
from wards.forms_calendar import CalendarDayForm
from wards.models import CalendarDay
from wards.permissions import can_administer

from ..selectors.touched import kind_of, touched_by
from ..services.calendar import calendar_change
from .common import person

SHOWN = 200  # rows with a tick of their own; "all" reaches the rest
UNPROCESSABLE = 422


def _asked(request: HttpRequest) -> CalendarDay | None:
    """The day of `?day=`; None for a new one. 404 for one that is not in the calendar."""
    text = request.GET.get("day")
    if not text:
        return None
    try:
        return CalendarDay.objects.get(day=dt.date.fromisoformat(text))
    except (ValueError, CalendarDay.DoesNotExist):
        raise Http404 from None


def _initial(row: CalendarDay | None) -> dict[str, Any]:
    names = ("day", "kind", "name", "basis", "is_confirmed")
    return {name: getattr(row, name) for name in names} if row else {}


def _moved(request: HttpRequest) -> set[int] | None:
    """Which deadlines are to move: none, the ticked ones, or (None) all."""
    if request.POST.get("move") == "all":
        return None
    ticked = request.POST.getlist("row") if request.POST.get("move") == "chosen" else []
    return {int(pk) for pk in ticked if pk.isdecimal()}


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_day(request: HttpRequest) -> HttpResponse:
    """GET the form; POST first shows what is touched, then (`action=save` or `remove`) does it."""
    user, known = person(request), _asked(request)
    if not can_administer(user):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, CalendarDayForm(initial=_initial(known)), known)
    data = request.POST.copy()
    if known:
        data["day"] = known.day.isoformat()  # the day of a row is what it is; another day is another row
    form, action = CalendarDayForm(data), request.POST.get("action")
    if not form.is_valid() or action not in ("save", "remove"):
        return _page(request, form, known, UNPROCESSABLE if form.errors else 200)
    row = form.row()
    try:
        moved = calendar_change(
            row=row,
            is_new=known is None,
            actor=user,
            now=clock.now(),
            reason=form.cleaned_data["reason"],
            moved=_moved(request),
            remove=action == "remove",
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, form, known, UNPROCESSABLE)
    words = ngettext("Saved. %(n)d deadline moved.", "Saved. %(n)d deadlines moved.", moved) % {"n": moved}
    messages.success(request, words if moved else _("Saved. No deadline was moved."), extra_tags="calendar")
    return redirect(f"{reverse('wards:calendar')}?year={row.day.year}")


def _page(request: HttpRequest, form: CalendarDayForm, known: CalendarDay | None, status: int = 200) -> HttpResponse:
    found, looked = [], form.is_bound and not form.errors
    removing = request.POST.get("action") == "look_remove"
    if looked:
        row = form.row()
        found = touched_by(row.day, None if removing else kind_of(row))
    context = {
        "form": form,
        "known": known,
        "looked": looked,
        "removing": removing,
        "touched": found[:SHOWN],
        "touched_n": len(found),
        "ticked": _moved(request) or set(),
        "back": reverse("wards:calendar"),
    }
    return render(request, "assignments/calendar_day.html", context, status=status)
