"""Checking a reading. Every button posts the whole form, so that what was typed goes with the decision."""

import json
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wards import clock

from ..differing import differences
from ..enums import DraftState
from ..forms import ReviewForm
from ..forms.review import version_in
from ..merging import changes
from ..models import Directive, Draft
from ..resolving import Register
from ..reviewing import review_page
from ..selectors import known_bodies, others_here, same_file, same_number
from ..services import AlreadyThere, Refused, Saved, Stale, draft_settle, draft_step, draft_undo
from ..services import draft_confirm as confirm
from ..services import draft_discard as discard
from ..services import draft_nothing as nothing
from ..services import draft_save as save
from ..services.editing import edits_at, edits_of, last_step
from .common import CONFLICT, UNPROCESSABLE, person
from .scanning import UNREAD
from .stepping import step_of


class Shown(NamedTuple):
    """What the page is drawn from."""

    draft: Draft
    form: ReviewForm
    register: Register


def _draft(request: HttpRequest, pk: int) -> Draft:
    drafts = Draft.objects.visible_to(person(request)).select_related("source", "office", "updated_by", "directive")
    return get_object_or_404(drafts, pk=pk)


def _shown(request: HttpRequest, draft: Draft) -> Shown:
    """The draft as it stands; or, for what was sent, as it stood when the person filled it in."""
    data = request.POST if request.method == "POST" else None
    form = ReviewForm(edits_of(draft) if data is None else edits_at(draft, version_in(data)), data)
    today = clock.today()
    register = Register.on(
        form.known_on(today), today=today, near=draft.office.path, addressed=form.known["addressees"]
    )
    if data is not None and "autosave" not in data:  # a name half typed is no answer yet
        form.take_choices(register)
    return Shown(draft, form, register)


def _as_saved(saved: Saved) -> Shown:
    form = ReviewForm(saved.edits)
    return Shown(saved.draft, form, Register.on(form.known_on(clock.today())))


def _save(request: HttpRequest, shown: Shown) -> Saved:
    form = shown.form
    return save(draft=shown.draft, edits=form.edits, actor=person(request), now=clock.now(), version=form.version)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the reading beside its source. POST keeps what was typed, a gap may stay open; then takes the step of
    the button that was pressed (`do`). `autosave`: nobody pressed anything, and only what changed is sent back."""
    found = _draft(request, pk)
    if found.state != DraftState.READY:
        return _closed(request, found)
    shown = _shown(request, found)
    if request.method == "GET":
        return _page(request, shown)
    by_itself = "autosave" in request.POST
    if not shown.form.is_valid(clock.today(), with_gaps=True):
        return _unsaved(request, shown) if by_itself else _page(request, shown, status=UNPROCESSABLE)
    try:
        saved = _save(request, shown)
    except Refused as why:
        return _refused(request, found, why)
    if by_itself:
        return _saved_by_itself(request, shown, saved)
    if command := request.POST.get("do", ""):
        return _step(request, command, shown, saved)
    _tell(request, saved)
    return redirect("directives:draft", pk)


def _tell(request: HttpRequest, saved: Saved) -> None:
    tag = f"draft-{saved.draft.pk}"  # the device forgets what it kept of the form
    if saved.others:
        words = _("%(who)s changed this draft meanwhile. Their changes and yours are both in it.")
        messages.warning(request, words % {"who": ", ".join(saved.others)}, extra_tags=tag)
    else:
        words = _("Your corrections are saved. Nothing is assigned before you confirm.")
        messages.success(request, words, extra_tags=tag)


def _step(request: HttpRequest, command: str, shown: Shown, saved: Saved) -> HttpResponse:
    """What was typed is kept already; a step that cannot be taken leaves it so and says why."""
    verb, _space, rest = command.partition(" ")
    chosen: dict[str, Any] = {"draft": shown.draft, "actor": person(request), "now": clock.now()}
    try:
        if verb == "typed":
            pass  # a name written beside a question is taken at every save
        elif verb == "undo":
            draft_undo(**chosen)
        elif verb in ("take", "keep"):
            draft_settle(key=rest, take=verb == "take", **chosen)
        else:
            kind, step = step_of(command, request.POST, shown.draft, shown.register)
            draft_step(kind=kind, step=step, **chosen)
    except ValidationError as why:
        return _page(request, _as_saved(saved), status=UNPROCESSABLE, problem=why.messages[0])
    if saved.others:
        _tell(request, saved)
    source = rest.partition(" ")[0]
    place = f"#task-{source}" if verb not in ("undo", "take", "keep", "choose", "add", "typed") else ""
    return redirect(reverse("directives:draft", args=[shown.draft.pk]) + place)


def _saved_by_itself(request: HttpRequest, shown: Shown, saved: Saved) -> HttpResponse:
    """The bar and the rows that changed; all of the page where more did than this person's own fields."""
    before = review_page(shown.draft, ReviewForm(shown.form.known), shown.register)
    context = _context(request, _as_saved(saved))
    page = context["page"]
    paths = [path.split("/") for path, *_values in changes(shown.form.known, saved.edits)]
    touched = {parts[1] for parts in paths if parts[0] == "tasks"}
    context["changed"] = [row for row in page.rows if row.source in touched]
    events: dict[str, Any] = {"kept-clear": f"draft-{saved.draft.pk}"}
    asked = [[(q.words, q.is_open) for q in shown_page.asked] for shown_page in (before, page)]
    if saved.others or saved.clashes or asked[0] != asked[1] or ["head", "issued_on"] in paths:
        events["review-reload"] = True
    response = render(request, "directives/review_saved.html", context)
    response["HX-Trigger"] = json.dumps(events)
    return response


def _unsaved(request: HttpRequest, shown: Shown) -> HttpResponse:
    page = review_page(shown.draft, shown.form, shown.register)
    return render(request, "directives/review_unsaved.html", {"page": page}, status=UNPROCESSABLE)


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
    shown.form.only_header = service is nothing
    if not shown.form.is_valid(clock.today(), with_gaps=False):
        return _page(request, shown, status=UNPROCESSABLE)
    try:
        saved = _save(request, shown)
        now_shown = _as_saved(saved)
        if saved.others or saved.clashes:  # nobody confirms what they have not seen
            return _page(request, now_shown, status=CONFLICT, others=saved.others)
        if service is confirm and "as_words" not in request.POST and _unknown(now_shown):
            return _page(request, now_shown, status=UNPROCESSABLE, asks=True)
        made = _decided(request, service, saved)
    except AlreadyThere as why:
        return _page(request, now_shown, status=CONFLICT, same=why.existing)
    except Stale as stale:
        return _page(request, _shown_again(request, pk), status=CONFLICT, problem=stale.messages[0])
    except Refused as why:
        return _refused(request, found, why)
    messages.success(request, words, extra_tags=f"draft-{pk}")
    for remark in made.remarks:
        messages.warning(request, remark)
    return redirect(then, made.pk)


def _decided(request: HttpRequest, service: Any, saved: Saved) -> Directive:
    now, version = clock.now(), saved.draft.version
    made: Directive = service(
        draft=saved.draft, edits=saved.edits, actor=person(request), now=now, today=clock.today(now), version=version
    )
    return made


def _unknown(shown: Shown) -> int:
    return review_page(shown.draft, shown.form, shown.register).unknown


def _shown_again(request: HttpRequest, pk: int) -> Shown:
    found = _draft(request, pk)
    return _as_saved(Saved(found, edits_of(found), [], 0))


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


def _page(request: HttpRequest, shown: Shown, *, status: int = 200, **more: Any) -> HttpResponse:
    """`same`: the directive that is there already; `problem`: why a step was not taken; `others`: who changed the draft
    meanwhile; `asks`: whether names may stay words."""
    return render(request, "directives/review.html", _context(request, shown) | more, status=status)


def _context(request: HttpRequest, shown: Shown) -> dict[str, Any]:
    user, draft, form = person(request), shown.draft, shown.form
    fresh = form.data is None
    return {
        "draft": draft,
        "form": form,
        "page": review_page(draft, form, shown.register, request.GET.get("open", "")),
        # Until the person was shown what stands now, the form stays at the version it was filled in from.
        "version": draft.version if fresh else form.version,
        "differences": differences(draft, edits_of(draft)),
        "undo": last_step(draft, user),
        "here": others_here(draft, user, clock.now()),
        "same": same_number(draft.office, form.known) if fresh else None,
        "same_file": _link(same_file(draft, user)) if fresh else None,
        "bodies": known_bodies(),
        "problem": "",
        "others": [],
        "asks": False,
    }


def _link(same: Directive | Draft | None) -> dict[str, str] | None:
    """Where the earlier entry of the same file is: the directive, or a draft still being checked."""
    if same is None:
        return None
    name = "assignments:directive" if isinstance(same, Directive) else "directives:draft"
    return {"url": reverse(name, args=[same.pk]), "label": str(same)}
