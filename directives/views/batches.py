"""Many documents at once: handing them in, how far they are, stopping."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wards import clock

from .. import tasks
from ..batches import Tally, lines_of, recent_batches, tally
from ..forms import EnterManyForm
from ..models import Batch
from ..numbers import small_int
from ..permissions import offices_of
from ..services import Refused, batch_create
from ..services import batch_cancel as cancel
from ..unpacking import Found, documents_in, shown_name
from .common import UNPROCESSABLE, person


@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def batch_new(request: HttpRequest) -> HttpResponse:
    """Files or ZIP archives become a batch that is read in the background."""
    user = person(request)
    offices = offices_of(user)
    if not offices:
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    form = EnterManyForm(sent, request.FILES, offices=offices)
    if form.is_valid():
        files = _documents(request.FILES.getlist("documents"))
        try:
            batch = batch_create(office=form.office_chosen, files=files, actor=user, now=clock.now())
        except Refused as why:
            form.add_error("documents", why)
        else:
            tasks.start(batch.pk)
            return redirect("directives:batch", batch.pk)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "directives/batch_new.html", {"form": form, "batches": recent_batches(user)}, status=status)


def _documents(files: list[UploadedFile]) -> Iterator[Found]:
    """One by one; a file of which nothing was kept, being too large, is a line that says so."""
    for file in files:
        name = file.name or ""
        try:
            file.size  # noqa: B018 - asking is what tells (wards.uploads.TooLarge)
        except ValidationError as why:
            yield Found(shown_name(name), words=" ".join(why.messages))
            continue
        yield from documents_in(name, file.read())


def _batch(request: HttpRequest, pk: int) -> Batch:
    batches = Batch.objects.visible_to(person(request)).select_related("office", "created_by")
    return get_object_or_404(batches, pk=pk)


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, and what became of each file; of one kind where `only` says so, after the line `after`."""
    found = _batch(request, pk)
    only, after = request.GET.get("only", ""), small_int(request.GET.get("after", "")) or 0
    lines, last = lines_of(found, only, after)
    counts = tally(found)
    context = {
        "batch": found,
        "tally": counts,
        "lines": lines,
        "pills": _pills(request.path, counts, only),
        "prev_url": f"{request.path}?only={only}" if after else "",
        "next_url": f"{request.path}?only={only}&after={last}" if last else "",
    }
    return render(request, "directives/batch.html", context)


def _pills(path: str, counts: Tally, only: str) -> list[dict[str, Any]]:
    """All, and each state that occurs; pressing one shows the files that it counts."""
    rows = [("", _("All"), counts.total), *counts.parts]
    return [{"url": f"{path}?only={code}", "label": label, "n": n, "current": code == only} for code, label, n in rows]


@require_POST
def batch_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = _batch(request, pk)
    try:
        cancel(batch=found, actor=person(request), now=clock.now())
    except Refused as why:
        messages.error(request, " ".join(why.messages))
    else:
        messages.success(request, _("Stopped. What has been read stays."))
    return redirect("directives:batch", pk)
