"""When a person leaves a position: the open work delegated to them goes to a colleague, or back to the head."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wards.models import Position, User
from wards.services.absence import position_end

from ..enums import Action
from ..models import Assignment, Transition
from ..models.assignment import AssignmentQuerySet

BATCH = 500


def delegated_to(position: Position) -> AssignmentQuerySet:
    """The open work of the unit that is delegated to the holder of the position."""
    return Assignment.objects.open().filter(unit=position.unit_id, delegate=position.user_id)


def colleagues_of(position: Position, day: dt.date) -> list[User]:
    """Who else holds a position in the unit on that day, by name."""
    there = Position.objects.on(day).filter(unit=position.unit_id).exclude(user=position.user_id)
    return list(User.objects.filter(pk__in=there.values("user"), is_active=True))


@transaction.atomic
def position_leave(
    *, position: Position, day: dt.date, actor: User, now: dt.datetime, reason: str, colleague: User | None = None
) -> int:
    """The position ends (`day` is the first without it); its delegated open work goes to `colleague`, or back to the
    head of the unit (None), each with a row of history. Closed work keeps its name. Returns how many went over.

    Raises as `wards.services.absence.position_end`; ValidationError at "colleague" for one who is not of the unit."""
    left = position_end(position=position, day=day, actor=actor, now=now, reason=reason)
    if colleague and colleague not in colleagues_of(left, day):
        words = _("%(person)s holds no position in %(unit)s on that day.")
        raise ValidationError({"colleague": words % {"person": colleague, "unit": left.unit}})
    rows = list(delegated_to(left).select_for_update(of=("self",)).order_by("pk"))
    action = Action.DELEGATE if colleague else Action.UNDELEGATE
    to = colleague.pk if colleague else None
    Transition.objects.bulk_create(
        [
            Transition(
                assignment=row,
                action=action,
                from_state=row.state,
                to_state=row.state,
                actor=actor,
                at=now,
                reason=reason.strip(),
                data={"set": {"delegate_id": to}},
            )
            for row in rows
        ],
        batch_size=BATCH,
    )
    found = Assignment.objects.filter(pk__in=[row.pk for row in rows])
    found.update(delegate=colleague, last_moved_at=now, version=F("version") + 1)
    return len(rows)
