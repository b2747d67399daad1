"""What an order did not say and the office adds: product, authority, the leader who answers for it (sáu rõ)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from directives.models import Task
from wards.audit import record, register
from wards.models import User

from ..permissions import can_assign
from .acting import Refused

register("task.clarified")
FIELDS = ("product", "product_to", "authority", "leader")


@transaction.atomic
def task_clarify(
    *,
    task: Task,
    actor: User,
    now: dt.datetime,
    product: str = "",
    product_to: str = "",
    authority: str = "",
    leader: User | None = None,
) -> Task:
    """Clerks and leaders of the office. The words of the order stay as they are; the log keeps what was before."""
    row = Task.objects.select_for_update(of=("self",)).select_related("directive__office").get(pk=task.pk)
    if not can_assign(actor, row.directive.office.path):
        raise Refused(_("You may not do this."))
    before = {"product": row.product, "product_to": row.product_to, "authority": row.authority, "leader": row.leader_id}
    row.product, row.product_to, row.authority = product.strip(), product_to.strip(), authority.strip()
    row.leader = leader
    row.save(update_fields=FIELDS)
    record("task.clarified", actor=actor, obj=row, at=now, before=before)
    return row
