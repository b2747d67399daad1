"""The calendar, a year a page: everybody reads it; administrators change it (the page of a day is assignments',
which lists the deadlines that a change touches)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from .. import clock
from ..audit import record
from ..models import AuditEntry, CalendarDay
from ..permissions import can_administer
from ..selectors import Year, calendar_years
from ..services import calendar_seed
from .common import person

HISTORY = 30


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    user, today = person(request), clock.date_of()
    years = calendar_years(today)
    asked = request.GET.get("year", "")
    chosen = next((year for year in years if str(year.year) == asked), None)
    chosen = chosen or next(year for year in years if year.year == today.year)
    context = {
        "years": years,
        "chosen": chosen,
        "days": list(CalendarDay.objects.filter(day__year=chosen.year)),
        "history": _history(chosen) if can_administer(user) else [],
        "may_change": can_administer(user),
        "today": today,
        "tab": "calendar",
    }
    return render(request, "wards/calendar.html", context)


def _history(year: Year) -> list[AuditEntry]:
    about = AuditEntry.objects.filter(object_type="wards.calendarday", object_label__contains=f"/{year.year} ")
    return list(about.select_related("actor")[:HISTORY])


@require_POST
def seed(request: HttpRequest, year: int) -> HttpResponse:
    """Enters what can be computed for a year; what is there already is left alone."""
    user = person(request)
    if not can_administer(user) or not 2000 <= year < 2100:
        raise PermissionDenied
    with transaction.atomic():
        added = calendar_seed(years=[year])
        if added:
            record("calendar.seeded", actor=user, obj=user, at=clock.now(), year=year, days=added)
    words = ngettext("%(n)d day has been entered.", "%(n)d days have been entered.", added) % {"n": added}
    messages.success(request, words if added else _("Everything that can be computed is entered already."))
    return redirect(f"{reverse('wards:calendar')}?year={year}")
