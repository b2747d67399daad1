"""The figures of the office: each change a new row with who, when and why; nothing set before is lost."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..audit import record, register
from ..limits import DEFAULTS, KEYS, Values, forget, parse_steps
from ..models import Setting, User
from ..permissions import can_administer

register("setting.changed")


def _numbers(value: int | str) -> tuple[int, ...]:
    return parse_steps(value) if isinstance(value, str) else (value,)


def _problems(values: Values) -> dict[str, str]:
    """By key, what cannot be: outside the bounds, or yellow beyond "due soon"."""
    found = {
        code: _("Between %(low)d and %(high)d.") % {"low": key.low, "high": key.high}
        for code, key in KEYS.items()
        if not all(key.low <= value <= key.high for value in _numbers(values[code]))
    }
    if not found and values["due_soon_days"] <= values["yellow_days"]:
        found["due_soon_days"] = _("It must be more than the %(n)d days of yellow.") % {"n": values["yellow_days"]}
    return found


def _columns(value: int | str) -> dict[str, Any]:
    return {"value": 0, "words": value} if isinstance(value, str) else {"value": value}


@transaction.atomic
def settings_change(*, values: Values, actor: User, now: dt.datetime, reason: str) -> list[Setting]:
    """Sets what differs from what holds; the rows made. Nothing is written where nothing differs.

    Raises PermissionDenied, or ValidationError by key (and at "reason").
    """
    if not can_administer(actor):
        raise PermissionDenied
    User.objects.select_for_update().order_by("pk").first()  # one change at a time, each against what holds then
    held = DEFAULTS | Setting.objects.held()
    new = {code: value for code, value in values.items() if held[code] != value}
    problems = _problems(held | new)
    if new and not reason.strip():
        problems["reason"] = _("Give the reason.")
    if problems:
        raise ValidationError(problems)
    rows = [
        Setting.objects.create(key=code, **_columns(value), by=actor, at=now, reason=reason.strip())
        for code, value in new.items()
    ]
    for row in rows:
        record("setting.changed", actor=actor, obj=row, at=now, before=held[row.key], reason=row.reason)
    forget()
    transaction.on_commit(forget)  # another thread may have read the old figures meanwhile
    return rows
