"""Evidence is read only through an assignment that the person may see."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..models import Assignment, Evidence
from .common import person

# Shown in the browser; everything else is saved, so that no document runs in the name of this site.
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@require_safe
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    visible = Assignment.objects.visible_to(person(request)).values("pk")
    item = get_object_or_404(Evidence.objects.exclude(file=""), pk=pk, assignment__in=visible)
    try:
        data = item.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        data,
        filename=item.original_name,
        as_attachment=item.content_type not in SHOWN,
        content_type=item.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
