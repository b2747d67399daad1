from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wards import clock

from ..forms import ReviseForm
from ..models import Directive, Task
from ..permissions import can_enter
from ..services import Refused, task_revise
from .common import UNPROCESSABLE, person


@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects the words of an order in force, with a reason. What was there before stays to be seen."""
    user = person(request)
    tasks = Task.objects.filter(directive__in=Directive.objects.visible_to(user))
    task = get_object_or_404(tasks.select_related("directive__office"), pk=pk)
    if not can_enter(user, task.directive.office):
        raise PermissionDenied
    revisions = list(task.revisions.select_related("by").order_by("-id"))
    form = ReviseForm(request.POST or None, task=task, seen=len(revisions))
    if request.method == "POST" and form.is_valid():
        try:
            task_revise(task=task, actor=user, now=clock.now(), **form.cleaned_data)
        except Refused as why:
            form.add_error(None, why)
            form.seen_now(len(revisions))
        else:
            words = _("Task %(path)s is corrected. The earlier words stay in its history.")
            messages.success(request, words % {"path": task.path}, extra_tags=f"revise-{pk}")
            return redirect("assignments:directive", task.directive_id)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(
        request, "directives/revise.html", {"task": task, "form": form, "revisions": revisions}, status=status
    )
