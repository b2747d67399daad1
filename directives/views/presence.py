from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from wards import clock

from ..models import Draft
from ..selectors import others_here
from ..services import draft_here
from .common import person


@require_POST
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """The page says that it is still open, and hears who else has this draft open."""
    user, now = person(request), clock.now()
    found = get_object_or_404(Draft.objects.visible_to(user).only("pk", "office_id", "version"), pk=pk)
    draft_here(draft=found, actor=user, now=now)
    return render(request, "directives/parts/here.html", {"here": others_here(found, user, now), "draft": found})
