"""The unit's work (việc của đơn vị): cards, one button each; made for a phone in the street."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wards import clock
from wards.enums import UNIT_ROLES
from wards.models import Unit

from ..enums import IN_HAND, Action, State
from ..models import Assignment
from ..paging import BY_DEADLINE, Key, keyset_page, pager, with_query
from ..selectors.asking import ours_to_decide
from ..selectors.buckets import standing_counts, standing_q, standings_of, unit_pills
from ..selectors.indicators import lacking_by, missing
from ..selectors.rows import rows_with_reasons, work_of
from ..services import Refused, assignment_acknowledge
from .common import back_to, person, require_right, to_decide_pill, visible_or_404

# First what a leader wants answered; what waits for somebody else after all that the unit can still do.
TURN = Case(
    When(unanswered_count__gt=0, then=Value(0)),
    When(state__in=sorted(IN_HAND), then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)
ORDER = (Key("turn"), *BY_DEADLINE)


def _unit_of(request: HttpRequest) -> tuple[Unit, list[Unit]]:
    """The unit chosen among those the person belongs to. 403 for people of no unit, 404 for another's unit."""
    units = list({p.unit_id: p.unit for p in person(request).held if p.role in UNIT_ROLES}.values())
    if not units:
        raise PermissionDenied
    chosen = request.GET.get("unit")
    if not chosen:
        return units[0], units
    for unit in units:
        if str(unit.pk) == chosen:
            return unit, units
    raise Http404


def _mine_pill(request: HttpRequest, n: int, is_on: bool) -> dict[str, Any]:
    """What the head has delegated to this very person. Pressed again it shows the unit's again."""
    return {
        "url": with_query(request, mine=None if is_on else "1", standing=None),
        "label": _("My work"),
        "n": n,
        "sign": "user",
        "code": "disputed",
        "current": is_on,
    }


@require_safe
def unit_work(request: HttpRequest) -> HttpResponse:
    user, today = person(request), clock.today()
    unit, units = _unit_of(request)
    every = work_of(user).filter(unit=unit).open().exclude(state=State.PROPOSED)
    mine = request.GET.get("mine") == "1"
    found = every.filter(delegate=user) if mine else every
    standing = request.GET.get("standing", "")
    standing = standing if standings_of(standing) else ""
    page = keyset_page(found.filter(standing_q(standing, today)).annotate(turn=TURN), ORDER, request.GET, size=30)
    ours = ours_to_decide(work_of(user), user).count()
    context = {
        "lacking": lacking_by(missing(work_of(user).filter(unit=unit), today), "work"),
        "unit": unit,
        "units": units,
        "rows": rows_with_reasons(page.rows, user, today),
        "pills": [
            *unit_pills(standing_counts(found, today), standing, lambda code: with_query(request, standing=code)),
            *([to_decide_pill(ours)] if ours else []),
            _mine_pill(request, every.filter(delegate=user).count(), mine),
        ],
        "is_filtered": bool(standing) or mine,
        "here": request.get_full_path(),
        "today": today,
        **pager(request, page),
    }
    return render(request, "assignments/unit_work.html", context)


def _card(request: HttpRequest, work: Assignment, refused: str = "") -> HttpResponse:
    work = visible_or_404(request, work.pk)
    (row,) = rows_with_reasons([work], person(request), clock.today())
    here = back_to(request, reverse("assignments:unit_work"))
    context = {"row": row, "here": here, "refused": refused, "just_done": not refused}
    return render(request, "assignments/parts/card.html", context)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap. htmx gets the card anew; a plain form goes back to where it stood, with a message."""
    work, refused = visible_or_404(request, pk), ""
    require_right(person(request), work, Action.ACKNOWLEDGE)
    try:
        assignment_acknowledge(assignment=work, actor=person(request), now=clock.now())
    except Refused as error:
        refused = error.messages[0]
    if request.headers.get("HX-Request"):
        return _card(request, work, refused)
    if refused:
        messages.warning(request, refused)
    else:
        messages.success(request, _("Acknowledged: %(task)s") % {"task": work.task.short_title})
    return redirect(back_to(request, reverse("assignments:unit_work")) + f"#card-{pk}")
