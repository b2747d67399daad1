"""The first page: each role goes to its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wards import clock
from wards.enums import Role
from wards.models import Position

from .common import person

FIRST_PAGES = (
    ({Role.LEADER, Role.INSPECTOR}, "assignments:exceptions"),
    ({Role.CLERK}, "assignments:desk"),
    ({Role.UNIT_HEAD, Role.UNIT_STAFF}, "assignments:unit_work"),
    ({Role.ADMINISTRATOR}, "admin:index"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    roles = person(request).roles
    for wanted, page in FIRST_PAGES:
        if roles & wanted:
            return redirect(page)
    if person(request).kept:
        return redirect("assignments:list")  # their unit has ended: what it did can still be read
    administrators = Position.objects.on(clock.today()).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    context = {"administrators": administrators.select_related("user", "unit")}
    return render(request, "assignments/no_role.html", context)
