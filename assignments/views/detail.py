"""One assignment: its order, its deadline, why it is red, its history, and what this person may do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wards import clock

from ..selectors.history import timeline_of
from ..selectors.rows import heads_by_unit, row_of
from .common import person, visible_or_404


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, or for htmx the part of it that a drawer shows."""
    work, user, today = visible_or_404(request, pk), person(request), clock.today()
    row = row_of(work, user, today, head=heads_by_unit([work.unit_id], today).get(work.unit_id))
    context = {
        "row": row,
        "evidence": work.evidence.select_related("added_by"),
        "events": timeline_of(work),
        "today": today,
        "here": reverse("assignments:detail", args=[pk]),
    }
    part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    return render(request, "assignments/parts/detail.html" if part else "assignments/detail.html", context)
