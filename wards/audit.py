"""The audit log: a fixed list of action names, one row each, one request id for all that a request did."""

import datetime as dt
from typing import Any

from django.db.models import Model

from .models import AuditEntry, User
from .request_id import request_id

ACTIONS: set[str] = set()


def register(*names: str) -> None:
    """Declare action names; `record` refuses any other, so a misspelt one fails in its first test."""
    ACTIONS.update(names)


register("unit.imported", "person.imported", "group.imported", "position.imported", "user.signed_in", "alias.learnt")


def record(
    action: str, *, actor: User | None, obj: Model, at: dt.datetime, acting_for: User | None = None, **data: Any
) -> AuditEntry:
    """Append one entry. Call it inside the transaction of the change it tells of.

    Raises ValueError for an action that was never registered.
    """
    if action not in ACTIONS:
        raise ValueError(f"audit action {action!r} is not registered")
    return AuditEntry.objects.create(
        at=at,
        actor=actor,
        acting_for=acting_for,
        action=action,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=str(obj)[:300],
        data=data,
        request_id=request_id.get(),
    )
