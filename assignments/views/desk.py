"""The clerk's desk (bàn làm việc): what waits for the office, the oldest first."""

import datetime as dt
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directives.batches import running_batches
from directives.models import Draft
from directives.selectors import refusals_for
from directives.services.tasks import review_day
from wards import clock
from wards.enums import Role
from wards.models import User

from ..enums import Action, Grade
from ..models.assignment import AssignmentQuerySet
from ..paging import BY_SUBMISSION, keyset_page, pager
from ..permissions import can_assign
from ..selectors.asking import WAITING, sent_back, waiting_counts
from ..selectors.buckets import standing_q
from ..selectors.changing import undone_changes
from ..selectors.directives import unassigned
from ..selectors.indicators import lacking_by, missing
from ..selectors.rows import DEBTS, rows_of, rows_with_reasons, undated_rows, work_of
from .common import bulk_bar, person, require_role

DECIDE = {  # what waits, and what the desk offers beside it
    "extensions": (Action.GRANT, Action.REFUSE),
    "disputes": (Action.UPHOLD, Action.REJECT),
    "obstacles": (Action.RESOLVE,),
    "to_reassign": (Action.REASSIGN,),
    "unanswered": (Action.INSTRUCT,),
    "proposed": (Action.APPROVE, Action.SEND_BACK),
}
ROLES = frozenset({Role.CLERK, Role.LEADER})
SHOWN = 20  # of each section; the rest is a link away


def _asked(work: AssignmentQuerySet, user: User, today: dt.date) -> list[dict[str, Any]]:
    """What waits for the office to decide or the unit to answer. One query to count, one for each that is there."""
    counts, found = waiting_counts(work, DECIDE), []
    for code, offers in DECIDE.items():
        if counts[code]:
            rows = WAITING[code].of(work).order_by(F("deadline_on").asc(nulls_last=True), "id")
            shown = rows_with_reasons(list(rows[:SHOWN]), user, today)
            offered = [(row, [action for action in offers if row.allows(action)]) for row in shown]
            found.append({"code": code, "label": WAITING[code].label, "rows": offered, "n": counts[code]})
    return found


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    require_role(request, ROLES)
    user, now, today = person(request), clock.now(), clock.today()
    work = work_of(user)
    waiting = work.awaiting_confirmation()
    page = keyset_page(waiting.prefetch_related("evidence"), BY_SUBMISSION, request.GET, size=30)
    declined = work.filter(DEBTS["declined"].condition(now))
    dateless = work.filter(standing_q("no_deadline", today)).order_by("made_at", "id")
    due = work.filter(DEBTS["review_due"].condition(now)).order_by("review_on", "id")
    unread = work.filter(DEBTS["unacknowledged"].condition(now)).order_by("made_at", "id")
    drafts = Draft.objects.visible_to(user).open().select_related("source").defer("text", "pages")
    idle = unassigned(user)
    back = sent_back(work).order_by("-closed_at", "-id")
    lacking = lacking_by(missing(work, today), "indicator")
    context = {
        "asked": _asked(work, user, today),
        "back": rows_with_reasons(list(back[:SHOWN]), user, today),
        "back_n": back.count(),
        "batches": running_batches(user),
        "changes": [one for one in undone_changes(user) if can_assign(user, one.citation.directive.office.path)],
        "drafts": drafts[:SHOWN],
        "drafts_n": drafts.count(),
        "refusals": refusals_for(user),
        "waiting": rows_of(page.rows, user, today),
        "waiting_n": waiting.count(),
        "declined": rows_with_reasons(list(declined[:SHOWN]), user, today),
        "declined_n": declined.count(),
        "dateless": undated_rows(list(dateless[:SHOWN]), user, today),
        "dateless_n": dateless.count(),
        "review_due": rows_of(due[:SHOWN], user, today),
        "review_due_n": due.count(),
        "next_review": review_day(today),
        "unread": rows_of(unread[:SHOWN], user, today),
        "unread_n": unread.count(),
        "lacking": lacking[:SHOWN],
        "lacking_n": sum(one.n for one in lacking),
        "idle": [(item, can_assign(user, item.office.path)) for item in idle[:SHOWN]],
        "idle_n": idle.count(),
        "grades": Grade,
        "today": today,
        "here": request.get_full_path(),
        **pager(request, page),
    }
    has_rows = any(context[name] for name in ("asked", "waiting", "declined", "dateless", "unread"))
    context["bulk"] = bulk_bar(user) if has_rows else None
    return render(request, "assignments/desk.html", context)
