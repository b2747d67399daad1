"""Exceptions (ngoại lệ), the leader's first page: what is late, whose, since when, what is missing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wards import clock
from wards.enums import Role

from ..enums import DUE_WITHIN_WORDS, OVERDUE_WORDS, Standing
from ..models import Assignment
from ..paging import BY_DEADLINE, keyset_page, pager, with_query
from ..selectors.buckets import n_in, standing_q
from ..selectors.exceptions import Quality, latest_directives, legend, quality_of, sum_counts, unit_sums
from ..selectors.rows import rows_with_heads, work_of
from ..selectors.successors import BY_SUCCESSOR, by_successor
from .common import person, require_role

ROLES = frozenset({Role.LEADER, Role.INSPECTOR, Role.CLERK})
UNITS_SHOWN = 12


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


@require_safe
def exceptions(request: HttpRequest) -> HttpResponse:
    require_role(request, ROLES)
    user, now, today = person(request), clock.now(), clock.today()
    visible = Assignment.objects.visible_to(user)
    units = unit_sums(visible, today)
    is_by_successor = request.GET.get("units") == BY_SUCCESSOR
    lines = by_successor(units) if is_by_successor else units
    quality = quality_of(visible, now, today)
    page = keyset_page(work_of(user).open().filter(standing_q("late", today)), BY_DEADLINE, request.GET)
    context = {
        "strip": _strip(sum_counts(units), quality, today),
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
