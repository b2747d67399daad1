"""Which superior's task a task carries out: the clerk chooses; the program proposes and never chooses."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directives.carrying import superiors_of, tasks_found
from directives.models import Directive, Task
from directives.numbers import small_int
from directives.permissions import can_enter
from directives.services import task_carry_out
from wards import clock
from wards.models import User

from .common import person


@require_http_methods(["GET", "HEAD", "POST"])
def carries_out(request: HttpRequest, pk: int) -> HttpResponse:
    """GET proposes and finds others (`q`); POST hangs the task under `target`, or under none where that is empty."""
    user = person(request)
    visible = Directive.objects.visible_to(user).values("pk")
    tasks = Task.objects.select_related("directive__office", "carries_out__directive__issuing_body")
    task = get_object_or_404(tasks, pk=pk, directive__in=visible)
    if not can_enter(user, task.directive.office):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, task, user)
    chosen = request.POST.get("target", "")
    within = Task.objects.filter(directive__in=visible)
    target = get_object_or_404(within, pk=small_int(chosen)) if chosen else None
    try:
        task_carry_out(task=task, target=target, actor=user, now=clock.now())
    except ValidationError as error:
        return _page(request, task, user, refused=error.messages[0])
    words = _("Task %(path)s hangs under the superior's task.") if target else _("Task %(path)s hangs under no other.")
    messages.success(request, words % {"path": task.path})
    return redirect("assignments:directive", task.directive_id)


def _page(request: HttpRequest, task: Task, user: User, refused: str = "") -> HttpResponse:
    visible = Directive.objects.visible_to(user)
    typed = (request.POST if refused else request.GET).get("q", "").strip()
    seen = task.carries_out and visible.filter(pk=task.carries_out.directive_id).exists()
    context = {
        "task": task,
        "superior": task.carries_out if seen else None,
        "is_linked": task.carries_out_id is not None,
        "proposed": [row for row in superiors_of(task, visible) if row.task.pk != task.carries_out_id],
        "q": typed,
        "found": list(tasks_found(task, visible, typed)) if typed else [],
        "refused": refused,
    }
    return render(request, "assignments/carries_out.html", context, status=422 if refused else 200)
