from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from wards import clock

from ..enums import DraftState
from ..forms import EnterForm
from ..models import Directive, Draft
from ..permissions import offices_of
from ..seen import seen_before, sha256_of
from ..selectors import refusals_for
from ..services import NotReadable, Refused, SecretDocument, draft_create, refuse_secret
from ..tasks import send_for
from .common import UNPROCESSABLE, person, same_link


# The text may be a secret one: should reading it fail, no error report may carry it.
@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A pasted text or a file becomes a draft. What is wrong comes back on the same page, the text kept."""
    user = person(request)
    offices = offices_of(user)
    if not offices:
        raise PermissionDenied
    try:
        # Before any other fault is looked for: no answer may carry a secret text back.
        refuse_secret(request.POST.get("text", ""))
    except SecretDocument as refusal:
        return _page(request, EnterForm(offices=offices), refusal)
    form = EnterForm(request.POST or None, request.FILES or None, offices=offices)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form)
    text, file = form.cleaned_data["text"], form.cleaned_data["file"]
    if not request.POST.get("again") and (seen := _seen(form)):
        return _page(request, form, seen=seen)
    try:
        draft = draft_create(office=form.office_chosen, text=text, file=file, actor=user, now=clock.now())
    except SecretDocument as refusal:
        return _page(request, EnterForm(offices=offices), refusal)
    except NotReadable as why:
        form.add_error("file", why)
    except Refused as why:
        form.add_error("file" if file else "text", why)
    else:
        return _on_to(draft)
    return _page(request, form)


def _seen(form: EnterForm) -> Directive | Draft | None:
    """What came with the same text or file before: a second draft is made only where the clerk says so (`again`)."""
    text, file = form.cleaned_data["text"], form.cleaned_data["file"]
    sha256 = ""
    if file:
        sha256 = sha256_of(file.read())
        file.seek(0)
    return seen_before(form.office_chosen, text=text, sha256=sha256)


def _page(
    request: HttpRequest,
    form: EnterForm,
    refusal: SecretDocument | None = None,
    *,
    seen: Directive | Draft | None = None,
) -> HttpResponse:
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {
        "form": form,
        "refusal": refusal,
        "refusals": refusals_for(person(request)),
        "seen": seen and same_link(seen),
    }
    return render(request, "directives/new.html", context, status=status)


def _on_to(draft: Draft) -> HttpResponse:
    """To the review; to the progress of the reading where pages have still to be recognised."""
    if draft.state == DraftState.READY:
        return redirect("directives:draft", draft.pk)
    send_for(draft.pk)
    return redirect("directives:reading", draft.pk)
