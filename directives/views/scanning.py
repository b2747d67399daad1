"""A document that is being read: how far it is, and what to do where it cannot be read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from wards import clock

from ..enums import DraftState
from ..forms import PasteForm
from ..models import Draft, SecretRefusal
from ..services import Refused, SecretDocument, draft_paste, draft_retry, draft_stop, refuse_secret
from ..services import refusal_seen as seen
from ..services.messages import failure_words
from ..tasks import send_for
from .common import UNPROCESSABLE, person

GONE = 410
UNREAD = (DraftState.READING, DraftState.FAILED)


@require_safe
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading is. htmx asks for the part that changes; once it is read, the page leads to the review."""
    refusal = SecretRefusal.objects.visible_to(person(request)).filter(draft_number=pk).first()
    if refusal:
        return HttpResponseClientRefresh() if request.htmx else _gone(request, refusal)  # type: ignore[attr-defined]
    found = _draft(request, pk)
    if found.state == DraftState.READING:
        part = "directives/parts/reading_progress.html"
        page = part if request.htmx else "directives/reading.html"  # type: ignore[attr-defined]
        return render(request, page, {"draft": found})
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRefresh()
    return _failed(request, found) if found.state == DraftState.FAILED else redirect("directives:draft", pk)


@require_POST
def reading_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Tries again from the page that is missing."""
    found = _draft(request, pk)
    try:
        draft_retry(draft=found, actor=person(request), now=clock.now())
    except Refused as why:
        messages.error(request, " ".join(why.messages))
    else:
        send_for(pk)
    return redirect("directives:reading", pk)


# As in `entering.new`: the text may be a secret one.
@sensitive_variables()
@sensitive_post_parameters()
@require_POST
def reading_paste(request: HttpRequest, pk: int) -> HttpResponse:
    """The clerk's own text in place of what could not be recognised."""
    found = _draft(request, pk)
    try:
        refuse_secret(request.POST.get("text", ""))
    except SecretDocument as refusal:
        return _failed(request, found, refusal=refusal, status=UNPROCESSABLE)
    form = PasteForm(request.POST)
    if form.is_valid():
        try:
            draft_paste(draft=found, text=form.cleaned_data["text"], actor=person(request), now=clock.now())
        except Refused as why:
            form.add_error("text", why)
        else:
            return redirect("directives:draft", pk)
    return _failed(request, found, form=form, status=UNPROCESSABLE)


@require_POST
def reading_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives the document up; its file is deleted."""
    try:
        draft_stop(draft=_draft(request, pk), actor=person(request), now=clock.now())
    except Refused as why:
        messages.error(request, " ".join(why.messages))
        return redirect("directives:reading", pk)
    messages.success(request, _("The document was put aside and its file deleted. Nothing was assigned."))
    return redirect("directives:new")


@require_POST
def refusal_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice has been read and is not shown again."""
    seen(refusal=get_object_or_404(SecretRefusal.objects.visible_to(person(request)), pk=pk), now=clock.now())
    return redirect("directives:new")


def _draft(request: HttpRequest, pk: int) -> Draft:
    drafts = Draft.objects.visible_to(person(request)).select_related("source", "office").defer("pages", "text")
    return get_object_or_404(drafts, pk=pk)


def _failed(
    request: HttpRequest,
    draft: Draft,
    *,
    form: PasteForm | None = None,
    refusal: SecretDocument | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"draft": draft, "why": failure_words(draft), "form": form or PasteForm(), "refusal": refusal}
    return render(request, "directives/unreadable.html", context, status=status)


def _gone(request: HttpRequest, refusal: SecretRefusal) -> HttpResponse:
    return render(request, "directives/refused.html", {"refusals": [refusal]}, status=GONE)
