"""Linking duties of one unit that one report may serve: proposed, agreed to by each office for its own side, ended."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wards.models import User

from ..enums import GIVEN, Action, Side
from ..models import Assignment, LinkedDuty, LinkedPart, Transition
from ..permissions import acting_for, can_agree_link, can_link
from ..refusals import what_happened
from .acting import Refused, locked_rows


def _told(row: Assignment, action: Action, actor: User, now: dt.datetime, reason: str = "") -> None:
    """The line of history of a row whose state stays as it is."""
    sides = (Side.OFFICE, Side.UNIT_HEAD)
    instead = next(filter(None, (acting_for(actor, row, side) for side in sides)), None)
    fields: dict[str, Any] = {"from_state": row.state, "to_state": row.state, "reason": reason.strip()}
    Transition.objects.create(assignment=row, action=action, actor=actor, acting_for=instead, at=now, **fields)
    row.last_moved_at = now
    row.version += 1
    row.save(update_fields=["last_moved_at", "version"])


def _check_pair(rows: Iterable[Assignment], actor: User) -> None:
    one, other = rows
    if not can_link(actor, one) and not can_link(actor, other):
        raise Refused(_("You may not do this."))
    if one.unit_id != other.unit_id:
        raise ValidationError({"other": _("Choose work of the same unit.")})
    if one.task_id == other.task_id:
        raise ValidationError({"other": _("Choose work of another order.")})
    for row in (one, other):
        if row.state not in GIVEN:
            raise ValidationError({"other": what_happened(row)})


@transaction.atomic
def duty_link(
    *, assignment: Assignment, other: Assignment, reason: str, actor: User, now: dt.datetime
) -> list[LinkedPart]:
    """Proposes that one report may serve both; a row that is linked already takes the other into its set.

    The head of the unit or the office, with a reason. Returns the new parts, which wait for their offices. Raises
    Refused (right) or ValidationError at `reason` or `other`.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    if assignment.pk == other.pk:
        raise ValidationError({"other": _("Choose work of another order.")})
    rows = locked_rows(Assignment.objects.filter(pk__in=[assignment.pk, other.pk]))
    _check_pair(rows, actor)
    linked = {part.assignment_id: part for part in LinkedPart.objects.filter(assignment__in=rows, ended_at=None)}
    if len(linked) == len(rows):
        raise ValidationError({"other": _("This work is linked already.")})
    duty = next((part.duty for part in linked.values()), None)
    duty = duty or LinkedDuty.objects.create(unit=rows[0].unit, reason=reason.strip())
    new = [row for row in rows if row.pk not in linked]
    for row in new:
        _told(row, Action.LINK, actor, now, reason)
    parts = [LinkedPart(duty=duty, assignment=row, added_by=actor, added_at=now) for row in new]
    return LinkedPart.objects.bulk_create(parts)


def _locked(part: LinkedPart) -> tuple[LinkedPart, dict[int, LinkedPart], dict[int, Assignment]]:
    """The part, the open parts of its set by key, and their rows by key, locked. Raises Refused where it has ended."""
    of_set = LinkedPart.objects.filter(duty=part.duty_id, ended_at=None)
    rows = {row.pk: row for row in locked_rows(Assignment.objects.filter(pk__in=of_set.values("assignment")))}
    parts = {item.pk: item for item in of_set if item.assignment_id in rows}
    if part.pk not in parts:
        raise Refused(_("This link has ended meanwhile."))
    return parts[part.pk], parts, rows


@transaction.atomic
def duty_agree(*, part: LinkedPart, actor: User, now: dt.datetime) -> LinkedPart:
    """The office of this part's directive lets a report on another of the set serve it. Not whoever proposed it."""
    found, _parts, rows = _locked(part)
    row = rows[found.assignment_id]
    if not can_agree_link(actor, found, row):
        own = found.added_by_id == actor.pk
        raise Refused(
            _("Whoever proposed the link does not agree to it for the office.") if own else _("You may not do this.")
        )
    if found.agreed_at:
        raise Refused(_("The office has agreed already."))
    found.agreed_by, found.agreed_at = actor, now
    found.save(update_fields=["agreed_by", "agreed_at"])
    _told(row, Action.AGREE_LINK, actor, now)
    return found


@transaction.atomic
def duty_unlink(*, part: LinkedPart, actor: User, now: dt.datetime) -> None:
    """Takes the row out of its set; a set of one ends with it. Reports made so far stay as they are."""
    found, parts, rows = _locked(part)
    if not can_link(actor, rows[found.assignment_id]):
        raise Refused(_("You may not do this."))
    ended = list(parts.values()) if len(parts) <= 2 else [found]
    for item in ended:
        item.ended_by, item.ended_at = actor, now
        item.save(update_fields=["ended_by", "ended_at"])
        _told(rows[item.assignment_id], Action.UNLINK, actor, now)
