"""Which superior's task a task of a directive carries out, as the office says; the program only proposes."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wards.audit import record, register
from wards.models import Unit, User

from ..models import Directive, Task
from ..permissions import can_enter

register("task.carries_out", "task.carries_out_no_more")


def _leads_back(target: Task, to: int) -> bool:
    """Whether the task `to` stands among what the target carries out, at any remove. One query a level."""
    seen: set[int] = set()
    at: int | None = target.pk
    while at is not None and at not in seen:
        if at == to:
            return True
        seen.add(at)
        at = Task.objects.values_list("carries_out", flat=True).get(pk=at)
    return False


def _check(task: Task, target: Task, actor: User) -> None:
    if not Directive.objects.visible_to(actor).filter(pk=target.directive_id).exists():
        raise ValidationError({"target": _("Choose a task of a directive that you may open.")})
    if target.directive_id == task.directive_id:
        raise ValidationError({"target": _("Choose a task of another directive.")})
    if _leads_back(target, task.pk):
        raise ValidationError({"target": _("That task carries out this one already; the chain would be a circle.")})


@transaction.atomic
def task_carry_out(*, task: Task, target: Task | None, actor: User, now: dt.datetime) -> Task:
    """Hangs the task under the superior's task that it carries out, or under none.

    PermissionDenied without the right to enter; ValidationError at `target` for a task of the same directive, out of
    scope, or one that would close a circle. Two links made at once could close one together: the topmost units of both
    offices' trees make them queue.
    """
    ends = [pk for pk in (task.pk, target.pk if target else None) if pk]
    paths = Task.objects.filter(pk__in=ends).values_list("directive__office__path", flat=True)
    tops = {int(path.split("/")[0]) for path in paths.order_by()}
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=tops).order_by("pk").values_list("pk"))
    locked = Task.objects.select_for_update(of=("self",)).select_related("directive__office").get(pk=task.pk)
    if not can_enter(actor, locked.directive.office):
        raise PermissionDenied
    if target is not None:
        _check(locked, target, actor)
    before = locked.carries_out_id
    if before == (target.pk if target else None):
        return locked
    locked.carries_out = target
    locked.save(update_fields=["carries_out"])
    action = "task.carries_out" if target else "task.carries_out_no_more"
    record(
        action, actor=actor, obj=locked.directive, at=now, task=locked.path, before=before, after=locked.carries_out_id
    )
    return locked
