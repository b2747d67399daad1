"""Before anything goes out: what waits for a leader's approval, and what makes an order clear."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from directives.models import Directive, Task
from wards import clock
from wards.enums import Role
from wards.models import User
from wards.models.people import heads_on

from ..enums import Action, State
from ..forms_requests import leaders_of
from ..permissions import can_assign
from ..selectors.clarity import clarity_of_work
from ..selectors.rows import heads_by_unit, rows_of, work_of
from ..services import task_clarify
from .common import back_to, person, require_role

MOST = 500


@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """What clerks have proposed, by directive. A leader approves what is ticked, incomplete or not: the page warns."""
    require_role(request, frozenset({Role.LEADER, Role.CLERK}))
    user, today = person(request), clock.today()
    found = work_of(user).filter(state=State.PROPOSED)
    found = found.order_by("directive", "task__order", "unit__protocol_order", "id")
    rows = rows_of(found[:MOST], user, today)
    heads = heads_by_unit([row.work.unit_id for row in rows], today)
    groups: dict[Directive, list[tuple[object, object]]] = {}
    for row in rows:
        clear = clarity_of_work(row.work, has_head=row.work.unit_id in heads)
        groups.setdefault(row.work.directive, []).append((row, clear))
    context = {
        "groups": list(groups.items()),
        "may_approve": any(row.allows(Action.APPROVE) for row in rows),
        "unclear": any(not clear.is_whole for found in groups.values() for _row, clear in found),  # type: ignore[attr-defined]
        "here": request.get_full_path(),
    }
    return render(request, "assignments/approvals.html", context)


class ClarityForm(forms.ModelForm):
    use_required_attribute = False

    class Meta:
        model = Task
        fields = ["product", "product_to", "authority", "leader"]
        labels = {
            "product": gettext_lazy("What product"),
            "product_to": gettext_lazy("To whom it goes"),
            "authority": gettext_lazy("Whose authority"),
            "leader": gettext_lazy("Leader who answers for it"),
        }


def _answerable(task: Task) -> list[int]:
    """Leaders of the office, and the heads of the units that have the task."""
    today = clock.today()
    heads = heads_on(today).filter(unit__in=task.assignments.values("unit")).values_list("user", flat=True)
    return [*(leader.pk for leader in leaders_of(task.directive.office, today)), *heads, task.leader_id or 0]


@require_http_methods(["GET", "HEAD", "POST"])
def clarity(request: HttpRequest, pk: int) -> HttpResponse:
    """What the order did not say: the office adds it."""
    user = person(request)
    visible = Directive.objects.visible_to(user).values("pk")
    task = get_object_or_404(Task.objects.select_related("directive__office"), pk=pk, directive__in=visible)
    if not can_assign(user, task.directive.office.path):
        raise PermissionDenied
    form = ClarityForm(request.POST or None, instance=task)
    form.fields["leader"].queryset = User.objects.filter(pk__in=_answerable(task))  # type: ignore[attr-defined]
    back = back_to(request, reverse("assignments:directive", args=[task.directive_id]))
    if request.method == "POST" and form.is_valid():
        try:
            task_clarify(task=task, actor=user, now=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The order is clearer now."), extra_tags=f"clarity-{pk}")
            return redirect(back)
    context = {"form": form, "task": task, "back": back}
    return render(request, "assignments/clarity.html", context, status=422 if form.errors else 200)
