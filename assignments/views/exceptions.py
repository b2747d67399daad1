"""Exceptions (ngoại lệ), the leader's first page: what is late, whose, since when, what is missing."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wards import clock
from wards.enums import Role
from wards.models import User

from ..enums import DUE_WITHIN_WORDS, OVERDUE_WORDS, Standing
from ..models import Assignment
from ..models.assignment import AssignmentQuerySet
from ..paging import BY_DEADLINE, keyset_page, pager, with_query
from ..selectors.asking import WAITING, ours_to_decide, waiting_counts
from ..selectors.buckets import n_in, standing_q
from ..selectors.exceptions import Quality, latest_directives, legend, quality_of, sum_counts, unit_sums
from ..selectors.rows import rows_of, rows_with_heads, work_of
from ..selectors.successors import BY_SUCCESSOR, by_successor
from .common import bulk_bar, person, require_role, to_decide_pill

ROLES = frozenset({Role.LEADER, Role.INSPECTOR, Role.CLERK})
UNITS_SHOWN = 12
SHOWN = 5  # of each list below the red rows; the rest is a link away


MINE = (  # what waits for a leader's word or an answer to it: code, colour, sign
    ("unanswered", "disputed", "message"),
    ("proposed", "disputed", "gavel"),
    ("extensions", "disputed", "calendar-due"),
    ("disputes", "disputed", "scale"),
    ("obstacles", "needs_deadline", "player-pause"),
)


def _asked(user: User) -> list[dict[str, Any]]:
    """What waits for a decision or an answer, counted in one query; each figure opens its rows."""
    counts = waiting_counts(Assignment.objects.visible_to(user), [code for code, _colour, _sign in MINE])
    ours = ours_to_decide(Assignment.objects.visible_to(user), user).count()
    first = [to_decide_pill(ours)] if ours else []
    return first + [
        {
            "url": reverse("assignments:approvals")
            if code == "proposed"
            else f"{reverse('assignments:list')}?only={code}&standing=all",
            "label": WAITING[code].label,
            "n": counts[code],
            "code": colour,
            "sign": sign,
            "note": "",
        }
        for code, colour, sign in MINE
        if counts[code]
    ]


def _strip(counts: dict[str, int], quality: Quality, today: Any) -> list[dict[str, Any]]:
    """The figures that call for action, each only when it is more than nought, each opening its rows."""
    oldest = quality.oldest_without_deadline
    days = (today - clock.today(oldest)).days if oldest else 0
    note = ngettext("the oldest %(n)d day", "the oldest %(n)d days", days) % {"n": days} if days else ""
    wanted = [
        ("special_red", Standing.SPECIAL_RED.label, "special_red", "alert-octagon", ""),
        ("red", OVERDUE_WORDS, "red", "alert-triangle", ""),
        ("awaiting", _("Awaiting confirmation"), "awaiting_confirmation", "hourglass", ""),
        ("soon", DUE_WITHIN_WORDS, "yellow", "clock", ""),
        ("no_deadline", _("No deadline yet"), "needs_deadline", "calendar-off", note),
    ]
    return [
        {
            "url": f"{reverse('assignments:list')}?standing={code}",
            "label": label,
            "n": n_in(counts, code),
            "code": colour,
            "sign": sign,
            "note": more,
        }
        for code, label, colour, sign, more in wanted
        if n_in(counts, code)
    ]


def _often_urged(user: User) -> AssignmentQuerySet:
    return WAITING["urged"].of(work_of(user)).order_by("-urgings_count", F("deadline_on").asc(nulls_last=True), "id")


def _starred(user: User) -> AssignmentQuerySet:
    return WAITING["starred"].of(work_of(user).open()).order_by(F("deadline_on").asc(nulls_last=True), "id")


@require_safe
def exceptions(request: HttpRequest) -> HttpResponse:
    require_role(request, ROLES)
    user, now, today = person(request), clock.now(), clock.today()
    visible = Assignment.objects.visible_to(user)
    units = unit_sums(visible, today)
    is_by_successor = request.GET.get("units") == BY_SUCCESSOR
    lines = by_successor(units) if is_by_successor else units
    quality, counts = quality_of(visible, now, today), sum_counts(units)
    page = keyset_page(work_of(user).open().filter(standing_q("late", today)), BY_DEADLINE, request.GET)
    context = {
        "strip": _strip(counts, quality, today) + _asked(user),
        "bulk": bulk_bar(user, "standing=late", n_in(counts, "late")),
        "urged": rows_of(_often_urged(user)[:SHOWN], user, today),
        "starred": rows_of(_starred(user)[:SHOWN], user, today),
        "today": today,
        "here": request.get_full_path(),
        "rows": rows_with_heads(page.rows, user, today),
        "units": lines[:UNITS_SHOWN],
        "other_units": lines[UNITS_SHOWN:],
        "is_by_successor": is_by_successor,
        "units_url": with_query(request, units=None if is_by_successor else BY_SUCCESSOR),
        "most": max((unit.total for unit in lines), default=0),
        "legend": legend(),
        "latest": latest_directives(user),
        "quality": quality,
        "cut_off": now,
        **pager(request, page),
    }
    return render(request, "assignments/exceptions.html", context)
