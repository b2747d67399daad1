"""Which document of the register a citation means, where the program cannot know: the clerk says."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directives.citing import candidates_of
from directives.models import Citation, Directive
from directives.numbers import small_int
from directives.permissions import can_enter
from directives.services import Refused, citation_settle
from directives.sides import number_key
from wards import clock
from wards.folding import fold

from ..selectors.directives import reachable_directives
from .common import person

SHOWN = 20


@require_http_methods(["GET", "POST"])
def citation(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what it may mean and finds others (`q`); POST links to `target`, or to nothing where that is empty."""
    user = person(request)
    rows = Citation.objects.filter(directive__in=reachable_directives(user).values("pk"))
    found = get_object_or_404(rows.select_related("directive__office", "target__issuing_body"), pk=pk)
    if not can_enter(user, found.directive.office):
        raise PermissionDenied
    if request.method == "GET":
        return _page(request, found)
    chosen = request.POST.get("target", "")
    register = Directive.objects.filter(office=found.directive.office)
    target = get_object_or_404(register, pk=small_int(chosen)) if chosen else None
    try:
        citation_settle(citation=found, target=target, actor=user, now=clock.now())
    except Refused as why:
        messages.error(request, " ".join(why.messages))
        return redirect("assignments:citation", pk)
    words = _("%(number)s is linked to %(target)s.") if target else _("%(number)s is linked to no document.")
    messages.success(request, words % {"number": found.number, "target": target})
    return redirect("assignments:directive", found.directive_id)


def _page(request: HttpRequest, citation: Citation) -> HttpResponse:
    directive, typed = citation.directive, request.GET.get("q", "").strip()
    context = {
        "citation": citation,
        "directive": directive,
        "candidates": candidates_of(directive, [citation]).get(citation.pk, []),
        "q": typed,
        "found": list(search_register(directive, typed)) if typed else [],
    }
    return render(request, "assignments/citation.html", context)


def search_register(directive: Directive, typed: str) -> list[Directive]:
    """By number, else by any words of number, subject and body."""
    register = Directive.objects.filter(office=directive.office).exclude(pk=directive.pk)
    register = register.select_related("issuing_body").defer("text")
    exact = list(register.filter(number_key=number_key(typed))[:SHOWN])
    return exact or (list(register.find(typed)[:SHOWN]) if fold(typed) else [])
