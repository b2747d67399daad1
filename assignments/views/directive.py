"""One directive (văn bản): as on paper, its chain, its tasks and how far each unit is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directives.citing import candidates_of
from directives.enums import ENDED
from directives.models import Directive
from directives.numbers import small_int
from directives.permissions import can_enter
from wards import clock
from wards.templatetags.ui import SIGNS

from ..enums import OPEN, Action
from ..permissions import can_assign
from ..selectors.carrying import lines_of
from ..selectors.chain import chain_of
from ..selectors.changing import changes_of, undone_changes
from ..selectors.directives import citations_of, history_of, outline_of, reachable_directives
from ..selectors.drawing import drawings_of
from ..selectors.matrix import UNITS_SHOWN, matrix_of
from .common import bulk_bar, person


@require_safe
def chain(request: HttpRequest, pk: int) -> HttpResponse:
    """Up to the first document that this one carries out, down to the last that carries it out."""
    user = person(request)
    item = get_object_or_404(reachable_directives(user).select_related("issuing_body").defer("text"), pk=pk)
    context = {
        "directive": item,
        "chain": chain_of(item, user),
        "changes": changes_of([pk]).get(pk, []),
        "lines": lines_of(item, user, clock.today()),
    }
    return render(request, "assignments/chain.html", context)


@require_safe
def matrix(request: HttpRequest, pk: int) -> HttpResponse:
    """Units × tasks: how far each unit is with each task; late cells are ticked and urged together."""
    user, today = person(request), clock.today()
    item = get_object_or_404(reachable_directives(user).defer("text"), pk=pk)
    first = small_int(request.GET.get("from", "")) or 0
    found = matrix_of(item, user, today, first=first)
    context = {
        "directive": item,
        "matrix": found,
        "first": first,
        "next_first": first + UNITS_SHOWN if found.units > first + UNITS_SHOWN else 0,
        "may_urge": any(cell.may_urge for cell in found.cells),
        "legend": [SIGNS[code] for code in dict.fromkeys(cell.standing.value for cell in found.cells)],
        "here": request.get_full_path(),
        "cut_off": clock.now(),
    }
    return render(request, "assignments/matrix.html", context)


@require_safe
def directive(request: HttpRequest, pk: int) -> HttpResponse:
    """The office sees all of it; a unit's people see the document and their own tasks."""
    user, today = person(request), clock.today()
    found = reachable_directives(user).select_related("office", "issuing_body")
    item = get_object_or_404(found, pk=pk)
    whole = Directive.objects.visible_to(user).filter(pk=pk).exists()
    branches = outline_of(item, user, today, whole=whole)
    drawn = drawings_of([branch.task for branch in branches], user, today) if whole else {}
    for branch in branches:
        branch.drawings = drawn.get(branch.task.pk, [])
    cites, cited_by, reachable = citations_of(item, user)
    may_link, assigns = can_enter(user, item.office), can_assign(user, item.office.path)
    entries, days = history_of(item, user, whole=whole)
    rows = [row for branch in branches for row in branch.rows]
    top = [branch for branch in branches if branch.depth == 0]
    context = {
        "directive": item,
        "whole": whole,
        "branches": branches,
        "done": sum(branch.done for branch in top),
        "total": sum(branch.total for branch in top),
        "late": sum(branch.late for branch in top),
        "recipients": item.recipients.all(),
        "files": item.files.all() if whole else [],
        "cites": cites,
        "cited_by": cited_by,
        "reachable": reachable,
        "may_link": may_link,
        "candidates": candidates_of(item, cites) if may_link else {},
        "entries": entries,
        "days": days,
        "may_urge": any(row.allows(Action.INSTRUCT) for row in rows if row.is_late),
        "late_filter": f"directive={pk}&standing=late",
        "bulk": bulk_bar(user, f"directive={pk}", sum(row.work.state in OPEN for row in rows)) if rows else None,
        "here": request.get_full_path(),
        "may_revise": can_enter(user, item.office),
        "may_assign": bool(branches) and assigns and item.state not in ENDED,
        "may_clarify": bool(branches) and assigns,
        "may_change": assigns and item.state not in ENDED,
        "changes": changes_of([item.pk]).get(item.pk, []),
        "undone": undone_changes(user, item) if assigns else [],
        "cut_off": clock.now(),
    }
    return render(request, "assignments/directive.html", context)
