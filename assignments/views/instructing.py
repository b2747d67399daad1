"""What the units have read of the leaders' instructions; the instructions themselves are given in views/bulk.py."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wards import clock

from ..services import Refused, instruction_read
from .common import back_to, person, visible_or_404


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit says that it has read what the leaders wrote."""
    work = visible_or_404(request, pk)
    try:
        instruction_read(assignment=work, actor=person(request), now=clock.now())
    except Refused:
        raise PermissionDenied from None
    return redirect(back_to(request, reverse("assignments:detail", args=[pk])))
