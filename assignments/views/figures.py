"""The grid of a unit's numbers: periods × indicators, filled with a thumb."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wards import clock
from wards.models import User

from ..enums import Side
from ..forms_indicators import FiguresForm
from ..models import Assignment
from ..permissions import can_give_figures, sides_of
from ..selectors.indicators import grid_of
from ..selectors.rows import rows_with_reasons
from ..services import Refused, figures_give
from .common import back_to, person, visible_or_404


def grid_context(work: Assignment, user: User) -> dict[str, Any]:
    """The grid as parts/figures.html takes it."""
    blocks = grid_of(work, clock.today())
    return {
        "figures": FiguresForm(blocks=blocks),
        "has_figures": bool(blocks),
        "lacking": sum(cell.is_missing for block in blocks for cell in block.cells),
        "may_give": can_give_figures(user, work),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """All numbers of the grid in one go, or none: what was typed stays, each fault stands at its cell."""
    work, user, refused = visible_or_404(request, pk), person(request), ""
    context = grid_context(work, user)
    if not context["has_figures"]:
        raise Http404
    form = context["figures"]
    if request.method == "POST":
        if Side.UNIT not in sides_of(user, work):
            raise PermissionDenied
        form = FiguresForm(request.POST, blocks=form.blocks)
        if form.is_valid():
            try:
                made = figures_give(assignment=work, actor=user, now=clock.now(), figures=form.figures)
            except Refused as error:
                refused = error.messages[0]
            except ValidationError as error:
                form.say(error)
            else:
                n = len(made)
                words = ngettext("{n} number saved.", "{n} numbers saved.", n).format(n=n)
                messages.success(request, words, extra_tags=f"figures-{pk}")
                return redirect(back_to(request, reverse("assignments:detail", args=[pk]) + "#figures"))
    context |= {
        "figures": form,
        "form": form,
        "row": rows_with_reasons([work], user, clock.today())[0],
        "refused": refused,
        "here": back_to(request, reverse("assignments:detail", args=[pk])),
    }
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "assignments/figures.html", context, status=status)
