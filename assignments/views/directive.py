"""One directive (văn bản): as on paper, its chain, its tasks and how far each unit is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directives.citing import candidates_of
from directives.enums import ENDED
from directives.models import Directive
from directives.permissions import can_enter
from wards import clock

from ..enums import Action
from ..permissions import can_assign
from ..selectors.chain import chain_of
from ..selectors.directives import citations_of, history_of, outline_of, reachable_directives
from .common import person


@require_safe
def chain(request: HttpRequest, pk: int) -> HttpResponse:
    """Up to the first document that this one carries out, down to the last that carries it out."""
    user = person(request)
    item = get_object_or_404(reachable_directives(user).select_related("issuing_body").defer("text"), pk=pk)
    return render(request, "assignments/chain.html", {"directive": item, "chain": chain_of(item, user)})


@require_safe
def directive(request: HttpRequest, pk: int) -> HttpResponse:
    """The office sees all of it; a unit's people see the document and their own tasks."""
    user, today = person(request), clock.today()
    found = reachable_directives(user).select_related("office", "issuing_body")
    item = get_object_or_404(found, pk=pk)
    whole = Directive.objects.visible_to(user).filter(pk=pk).exists()
    branches = outline_of(item, user, today, whole=whole)
    cites, cited_by, reachable = citations_of(item, user)
    may_link = can_enter(user, item.office)
    entries, days = history_of(item, user, whole=whole)
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
        "may_urge": any(row.allows(Action.INSTRUCT) for branch in branches for row in branch.rows if row.is_late),
        "here": request.get_full_path(),
        "may_revise": can_enter(user, item.office),
        "may_assign": bool(branches) and item.state not in ENDED and can_assign(user, item.office.path),
        "cut_off": clock.now(),
    }
    return render(request, "assignments/directive.html", context)
