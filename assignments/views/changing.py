"""A document is superseded, amended or withdrawn: which document does it, what becomes of the open work, a look at all
of it, and doing it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from directives.enums import ENDED, ChangeKind
from directives.models import Directive
from directives.numbers import small_int
from wards import clock

from ..forms_changing import ChangeForm
from ..permissions import can_assign
from ..selectors.changing import (
    PROPOSED,
    Old,
    changes_of,
    decide,
    new_orders,
    old_orders,
    propose,
    sums_of,
    undone_changes,
)
from ..selectors.directives import reachable_directives
from ..services import Refused, directive_change
from .citation import search_register
from .common import person

CONFLICT, UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """GET without `kind` asks what happens and by which document; with it shows the open work and what is proposed.
    POST with `action=look` shows what the choices come to, with `edit` the choices again, with `carry_out` does it."""
    user = person(request)
    found = reachable_directives(user).select_related("office", "issuing_body").defer("text")
    directive = get_object_or_404(found, pk=pk)
    if not can_assign(user, directive.office.path):
        raise PermissionDenied
    asked: Mapping[str, Any] = request.POST if request.method == "POST" else request.GET
    kind = asked.get("kind", "")
    if kind not in ChangeKind.values or directive.state in ENDED:
        return _which(request, directive)
    by = None
    if kind != ChangeKind.WITHDRAW:
        register = Directive.objects.filter(office=directive.office_id).exclude(pk=pk).select_related("issuing_body")
        by = get_object_or_404(register, pk=small_int(asked.get("by", "")))
    return _Plan(request, directive, kind, by).answer()


def _which(request: HttpRequest, directive: Directive) -> HttpResponse:
    typed = request.GET.get("q", "").strip()
    undone = undone_changes(person(request), directive)
    context = {
        "directive": directive,
        "is_ended": directive.state in ENDED,
        "changes": changes_of([directive.pk]).get(directive.pk, []),
        "offered": [one for one in undone if one.citation.target_id == directive.pk],
        "q": typed,
        "found": search_register(directive, typed) if typed else [],
    }
    late = request.method == "POST"  # somebody else was quicker
    return render(request, "assignments/change_which.html", context, status=CONFLICT if late else 200)


class _Plan:
    """The page of one change: its form, and the orders with what each comes to."""

    def __init__(self, request: HttpRequest, directive: Directive, kind: str, by: Directive | None) -> None:
        self.request, self.directive, self.kind, self.by = request, directive, kind, by
        posted = request.POST if request.method == "POST" else None
        self.form = ChangeForm(posted, kind=kind, initial={"default": PROPOSED})
        self.news = new_orders(by)
        self.olds = old_orders(directive)
        propose(self.olds, self.news)
        chosen = {old.task.pk: request.POST.get(f"task-{old.task.pk}", "") for old in self.olds}
        decide(self.olds, self.news, kind, chosen, request.POST.get("default", PROPOSED))

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.page()
        if not self.form.is_valid():
            return self.page(status=UNPROCESSABLE)
        action = self.request.POST.get("action")
        if action == "carry_out":
            return self.carry_out()
        return self.page(is_look=action == "look" and self._is_whole())

    def _is_whole(self) -> bool:
        """A withdrawal says by what or why before anybody looks at what it closes."""
        data = self.form.cleaned_data
        if self.kind != ChangeKind.WITHDRAW or data["reason"].strip() or (data["number"] and data["dated"]):
            return True
        self.form.add_error("reason", _("Give the number and date of the document, or a reason."))
        return False

    def carry_out(self) -> HttpResponse:
        data = self.form.cleaned_data
        sums = sums_of(self.olds)
        try:
            done = directive_change(
                directive=self.directive,
                kind=self.kind,
                by=self.by,
                actor=person(self.request),
                now=clock.now(),
                choices={old.task.pk: old.comes_to for old in self.olds},
                number=data.get("number", ""),
                dated=data.get("dated"),
                reason=data["reason"],
            )
        except Refused as why:
            messages.error(self.request, " ".join(why.messages))
            return redirect("assignments:directive", self.directive.pk)
        except ValidationError as why:
            known = not hasattr(why, "error_dict") or set(why.error_dict) <= set(self.form.fields)
            self.form.add_error(None, why if known else ValidationError(why.messages))
            return self.page(status=UNPROCESSABLE)
        n = sums.repointed + sums.closed
        words = ngettext(
            "%(change)s. %(n)d open assignment was dealt with.",
            "%(change)s. %(n)d open assignments were dealt with.",
            n,
        )
        messages.success(self.request, words % {"change": done, "n": n}, extra_tags=f"change-{self.directive.pk}")
        return redirect("assignments:directive", self.directive.pk)

    def page(self, *, is_look: bool = False, status: int = 200) -> HttpResponse:
        kept = [(name, self.request.POST.get(name, "")) for name in self.form.fields]
        kept += [(f"task-{old.task.pk}", old.chosen) for old in self.olds if old.chosen]
        context = {
            "directive": self.directive,
            "kind": self.kind,
            "by": self.by,
            "form": self.form,
            "olds": self.olds,
            "news": self.news,
            "sums": sums_of(self.olds),
            "is_look": is_look,
            "may_keep": self.kind == ChangeKind.AMEND,
            "groups": _by_outcome(self.olds) if is_look else [],
            "kept": kept,
        }
        failed = bool(self.form.errors) and status == 200
        template = "change_look" if is_look else "change_plan"
        return render(self.request, f"assignments/{template}.html", context, status=UNPROCESSABLE if failed else status)


def _by_outcome(olds: list[Old]) -> list[tuple[str, list[Old]]]:
    """What goes on, what is closed, what stays, for the look before it is done."""
    found: dict[str, list[Old]] = {"go": [], "close": [], "keep": []}
    for old in olds:
        found["go" if old.target else old.comes_to].append(old)
    return [(name, rows) for name, rows in found.items() if rows]
