"""One assignment: its order, its deadline, why it is red, its history, and what this person may do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wards import clock

from ..enums import Side
from ..models import Assignment
from ..permissions import can_assign, sides_of
from ..selectors.carrying import carried_out_by, superiors_above
from ..selectors.changing import repointed_from, repointed_to
from ..selectors.clarity import clarity_of_work
from ..selectors.history import timeline_of
from ..selectors.linking import linked_context
from ..selectors.rows import heads_by_unit, row_of, undated_since
from .common import person, visible_or_404
from .figures import grid_context


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, or for htmx the part of it that a drawer shows."""
    work, user, today = visible_or_404(request, pk), person(request), clock.today()
    head = heads_by_unit([work.unit_id], today).get(work.unit_id)
    row = row_of(work, user, today, head=head, undated_since=undated_since([work]).get(work.pk))
    instructed = work.instructed.select_related("instruction__by", "answered_by").order_by("-id")
    successor = Assignment.objects.filter(reassigned_from=work).select_related("unit").first()
    context = {
        "row": row,
        "instructed": list(instructed),
        "successor": successor,
        "goes_on": repointed_to(work),
        "came_from": repointed_from(work),
        "has_unread": any(target.read_at is None for target in instructed),
        "is_unit": Side.UNIT in sides_of(user, work),
        "clarity": clarity_of_work(work, has_head=head is not None),
        "may_clarify": can_assign(user, work.directive.office.path),
        "evidence": work.evidence.select_related("added_by"),
        **linked_context(work, user),
        "above": superiors_above([work.task], user)[work.task_id],
        "step": carried_out_by(work.task, user, today),
        "events": timeline_of(work),
        "today": today,
        "here": reverse("assignments:detail", args=[pk]),
        **grid_context(work, user),
    }
    part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    return render(request, "assignments/parts/detail.html" if part else "assignments/detail.html", context)
