"""The organisation on a day, and the new name of a unit."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import clock
from ..fields import DayField
from ..forms_succession import RenameForm
from ..models import Unit
from ..permissions import can_administer
from ..services.succession import unit_rename
from ..tree import tree_on
from .common import UNPROCESSABLE, person, require


def _day(text: str, today: dt.date) -> tuple[dt.date, str]:
    """The day asked for, and what is wrong with what was typed."""
    try:
        return DayField(required=False).clean(text) or today, ""
    except ValidationError as error:
        return today, error.messages[0]


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    today, asked = clock.date_of(), request.GET.get("on", "")
    day, problem = _day(asked, today)
    context = {
        "nodes": tree_on(day),
        "day": day,
        "asked": asked if problem else day.isoformat(),
        "problem": problem,
        "is_today": day == today,
        "may_change": can_administer(person(request)),
        "tab": "tree",
    }
    return render(request, "wards/tree.html", context, status=UNPROCESSABLE if problem else 200)


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's people today, and the names it has borne."""
    found = get_object_or_404(Unit, pk=pk)
    context = {
        "unit": found,
        "positions": found.positions.on(clock.date_of()).select_related("user").order_by("-is_head", "pk"),
        "versions": found.versions.select_related("decision"),
        "aliases": found.aliases.all(),
        "may_change": can_administer(person(request)),
        "tab": "tree",
    }
    return render(request, "wards/unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    user = require(can_administer, request)
    unit = get_object_or_404(Unit, pk=pk)
    if request.method == "POST":
        form = RenameForm(request.POST)
        if form.is_valid():
            try:
                unit_rename(unit=unit, actor=user, now=clock.now(), **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Renamed. The old name stays in the history."), extra_tags="rename")
                return redirect("wards:tree")
    else:
        form = RenameForm(initial={"name": unit.name, "short_name": unit.short_name, "code": unit.code})
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "wards/rename.html", {"form": form, "unit": unit, "tab": "tree"}, status=status)
