"""Checking a reading. Every button posts the whole form, so that what was typed goes with the decision."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wards import clock

from ..edits import Edits, differences, proposal
from ..enums import DraftState
from ..forms import ReviewForm
from ..forms.review import HeaderForm, TaskForm
from ..models import Directive, Draft
from ..resolving import Register
from ..reviewing import review_page
from ..selectors import known_bodies, same_file, same_number
from ..services import AlreadyThere, Refused, Stale
from ..services import draft_confirm as confirm
from ..services import draft_discard as discard
from ..services import draft_nothing as nothing
from ..services import draft_save as save
from .common import CONFLICT, UNPROCESSABLE, person
from .scanning import UNREAD


class Shown(NamedTuple):
    """What the page is drawn from."""

    draft: Draft
    form: ReviewForm
    register: Register


def _draft(request: HttpRequest, pk: int) -> Draft:
    drafts = Draft.objects.visible_to(person(request)).select_related("source", "office", "updated_by", "directive")
    return get_object_or_404(drafts, pk=pk)


def _edits(draft: Draft) -> Edits:
    return draft.edits or proposal(draft.reading, clock.today(draft.created_at))


def _shown(request: HttpRequest, draft: Draft) -> Shown:
    form = ReviewForm(_edits(draft), request.POST if request.method == "POST" else None)
    today = clock.today()
    register = Register.on(
        form.known_on(today), today=today, near=draft.office.path, addressed=form.known["addressees"]
    )
    form.take_choices(register)
    return Shown(draft, form, register)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the reading beside its source. POST keeps the clerk's edits; a gap may stay open for now."""
    found = _draft(request, pk)
    if found.state != DraftState.READY:
        return _closed(request, found)
    shown = _shown(request, found)
    if request.method == "GET":
        return _page(request, shown)
    if not shown.form.is_valid(clock.today(), with_gaps=True):
        return _page(request, shown, status=UNPROCESSABLE)
    try:
        save(
            draft=found,
            edits=shown.form.edits,
            actor=person(request),
            now=clock.now(),
            version=shown.form.version,
        )
    except Stale as stale:
        return _page(request, shown, status=CONFLICT, stale=stale)
    except Refused as why:
        return _refused(request, found, why)
    words = _("Your corrections are saved. Nothing is assigned before you confirm.")
    messages.success(request, words, extra_tags=f"draft-{pk}")  # the device forgets what it kept of the form
    return redirect("directives:draft", pk)


@require_http_methods(["GET", "POST"])
def draft_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms and goes on to assigning. GET, as after signing in again, leads back to the draft."""
    return _decide(request, pk, confirm, "assignments:assign", _("The document is confirmed. Now assign its tasks."))


@require_http_methods(["GET", "POST"])
def draft_nothing(request: HttpRequest, pk: int) -> HttpResponse:
    """Registers a document that asks nothing of anybody."""
    words = _("The document is in the register, with nothing to assign.")
    return _decide(request, pk, nothing, "assignments:directive", words)


def _decide(request: HttpRequest, pk: int, service: Any, then: str, words: str) -> HttpResponse:
    found = _draft(request, pk)
    if request.method == "GET" or found.state != DraftState.READY:
        return redirect("directives:draft", pk)
    shown = _shown(request, found)
    now, form = clock.now(), shown.form
    form.only_header = service is nothing
    if not form.is_valid(clock.today(), with_gaps=False):
        return _page(request, shown, status=UNPROCESSABLE)
    try:
        made: Directive = service(
            draft=found,
            edits=form.edits,
            actor=person(request),
            now=now,
            today=clock.today(now),
            version=form.version,
        )
    except Stale as stale:
        return _page(request, shown, status=CONFLICT, stale=stale)
    except AlreadyThere as why:
        return _page(request, shown, status=CONFLICT, same=why.existing)
    except Refused as why:
        return _refused(request, found, why)
    messages.success(request, words, extra_tags=f"draft-{pk}")
    for remark in made.remarks:
        messages.warning(request, remark)
    return redirect(then, made.pk)


@require_http_methods(["GET", "POST"])
def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks; POST puts the draft aside."""
    found = _draft(request, pk)
    if found.state != DraftState.READY:
        return _closed(request, found)
    if request.method == "GET":
        return render(request, "directives/discard.html", {"draft": found})
    try:
        discard(draft=found, actor=person(request), now=clock.now())
    except Refused as why:
        return _refused(request, found, why)
    messages.success(request, _("The draft was discarded. Nothing was assigned."), extra_tags=f"draft-{pk}")
    return redirect("directives:new")


def _refused(request: HttpRequest, draft: Draft, why: ValidationError) -> HttpResponse:
    messages.error(request, " ".join(why.messages))
    return redirect("directives:draft", draft.pk)


def _closed(request: HttpRequest, draft: Draft) -> HttpResponse:
    if draft.directive_id:
        return redirect("assignments:directive", draft.directive_id)
    if draft.state in UNREAD:
        return redirect("directives:reading", draft.pk)
    return render(request, "directives/closed.html", {"draft": draft})


def _page(
    request: HttpRequest,
    shown: Shown,
    *,
    status: int = 200,
    stale: Stale | None = None,
    same: Directive | None = None,
) -> HttpResponse:
    user, draft, form = person(request), shown.draft, shown.form
    if same is None and form.data is None:
        same = same_number(draft.office, form.known)
    current = stale.draft if stale else draft
    # Until the person was shown what stands now, the form stays at the version it was filled in from.
    version = current.version if stale or form.data is None else form.version
    context = {
        "draft": draft,
        "form": form,
        "page": review_page(draft, form, shown.register),
        "version": version,
        "stale": stale,
        "differences": _labelled(differences(_edits(current), form.edits)) if stale else [],
        "same": same,
        "same_file": _link(same_file(draft, user)) if form.data is None else None,
        "bodies": known_bodies(),
    }
    return render(request, "directives/review.html", context, status=status)


def _labelled(found: list[tuple[str, str, str, str]]) -> list[dict[str, Any]]:
    labels = {name: field.label for form in (TaskForm, HeaderForm) for name, field in form.base_fields.items()}
    return [
        {"place": place, "label": labels[name], "stored": stored, "typed": typed}
        for place, name, stored, typed in found
    ]


def _link(same: Directive | Draft | None) -> dict[str, str] | None:
    """Where the earlier entry of the same file is: the directive, or a draft still being checked."""
    if same is None:
        return None
    name = "assignments:directive" if isinstance(same, Directive) else "directives:draft"
    return {"url": reverse(name, args=[same.pk]), "label": str(same)}
