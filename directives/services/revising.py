"""The words of an order that is in force: changed only visibly, with a reason, the earlier words kept."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from wards.audit import record, register
from wards.folding import fold
from wards.models import User

from ..enums import RevisedField
from ..models import Task, TaskRevision
from ..permissions import can_enter
from .errors import Refused

register("task.revised")


@transaction.atomic
def task_revise(
    *, task: Task, words: str, short_title: str, reason: str, actor: User, now: dt.datetime, seen: int | None = None
) -> list[TaskRevision]:
    """Changes the words or the title of an order, one revision for each that differs. Returns them, none for no change.

    `seen`: how many revisions the person had before them. Raises PermissionDenied without the right, Refused where
    somebody revised it meanwhile, where a reason or the words are missing, or where nothing would change.
    """
    locked = Task.objects.select_for_update(of=("self",)).select_related("directive__office").get(pk=task.pk)
    if not can_enter(actor, locked.directive.office):
        raise PermissionDenied
    if seen is not None and seen != locked.revisions.count():
        raise Refused(_("Somebody has revised this task meanwhile. Look at what stands now, then decide."))
    typed = {RevisedField.WORDS: words.strip(), RevisedField.TITLE: " ".join(short_title.split())[:200]}
    changed = [
        (field, getattr(locked, field), value) for field, value in typed.items() if value != getattr(locked, field)
    ]
    if not all(typed.values()):
        raise Refused(_("A task needs its words and a title."))
    if not changed:
        raise Refused(_("Nothing was changed."))
    if not reason.strip():
        raise Refused(_("Say why the task is changed."))
    for field, _before, after in changed:
        setattr(locked, field, after)
    locked.folded = fold(f"{locked.short_title} {locked.words}")
    locked.save(update_fields=["words", "short_title", "folded"])
    record("task.revised", actor=actor, obj=locked.directive, at=now, task=locked.path)
    return TaskRevision.objects.bulk_create(
        TaskRevision(
            task=locked, field=field, before=before, after=after, by=actor, at=now, reason=reason.strip()[:300]
        )
        for field, before, after in changed
    )
