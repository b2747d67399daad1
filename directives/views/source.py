from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..selectors import source_files_for
from .common import person


@require_safe
def source(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it came, to those who may see its directive or draft. Always saved, never shown in the page."""
    found = get_object_or_404(source_files_for(person(request)), pk=pk)
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=found.original_name, content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
