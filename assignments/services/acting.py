"""How an assignment changes: locked, asked for the right again, written once, with its line of history."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from wards.clock import today as day_of
from wards.models import User

from ..enums import IN_HAND, OPEN, RATED, TABLE, TIMED, Action, Ask
from ..models import Assignment, Dispute, Extension, Obstacle, Transition
from ..models.assignment import AssignmentQuerySet
from ..permissions import acting_for
from ..refusals import refusal
from ..reminders.ladder import Ladder

# What history keeps of every change, so that it can be read back (selectors.history.replay).
TRACKED = (
    "deadline_kind", "deadline_on", "original_deadline_on", "review_on", "received_on", "done_on", "grade",
    "delegate_id", "is_starred", "is_blocked", "is_disputed", "extensions_count", "urgings_count", "returns_count",
    "unanswered_count", "evidence_count",
)  # fmt: skip

# What closing otherwise than by a result leaves of a row: no report, nothing asked, nobody to be reminded.
EMPTY_RESULT: dict[str, Any] = {
    "submitted_by": None,
    "submitted_at": None,
    "done_on": None,
    "recorded_at": None,
    "grade": "",
}
CLOSED: dict[str, Any] = EMPTY_RESULT | {
    "open_obstacle": None,
    "open_extension": None,
    "open_dispute": None,
    "is_blocked": False,
    "is_disputed": False,
    "next_reminder_on": None,
}


class Refused(ValidationError):
    """The state or the right does not allow it (any more). Its message says what happened meanwhile."""


def lock(rows: AssignmentQuerySet) -> list[int]:
    """Locks the rows, always in the same order, and gives their keys."""
    return list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))


def locked_rows(rows: AssignmentQuerySet) -> list[Assignment]:
    """The rows locked, then read anew with what rights ask for.

    Two queries, not one: a row that was waited for is read with the neighbours of before the wait.
    """
    found = Assignment.objects.filter(pk__in=lock(rows)).with_rights()
    return list(found.defer("directive__text", "directive__folded").order_by("pk"))


def locked(assignment: Assignment) -> Assignment:
    rows = locked_rows(Assignment.objects.filter(pk=assignment.pk))
    if not rows:
        raise Assignment.DoesNotExist
    return rows[0]


def check(row: Assignment, action: Action, actor: User, now: dt.datetime, reason: str = "") -> None:
    """Raises Refused where the list of available actions does not hold the action, ValidationError without a reason."""
    if words := refusal(actor, row, action, day_of(now)):
        raise Refused(words)
    if TABLE[action].needs_reason and not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})


def tracked(row: Assignment) -> dict[str, Any]:
    """The tracked fields as history writes them."""
    found = {name: getattr(row, name) for name in TRACKED}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in found.items()}


def _reminded_of(row: Assignment) -> tuple[object, ...]:
    """What decides when somebody is reminded (reminders.causes)."""
    asked = (row.open_extension_id, row.open_obstacle_id, row.open_dispute_id)
    return (row.state, row.deadline_kind, row.deadline_on, row.review_on, *asked)


def _drop_asked(row: Assignment) -> dict[str, int]:
    """What was still being asked ends with the state that it belongs to. Returns the keys that `_lapse` closes."""
    lapsed: dict[str, int] = {}
    if row.open_obstacle_id and row.state not in IN_HAND:
        lapsed["obstacle"] = row.open_obstacle_id
        row.open_obstacle, row.is_blocked = None, False
    if row.open_extension_id and row.state not in TIMED:
        lapsed["extension"] = row.open_extension_id
        row.open_extension = None
    if row.open_dispute_id and row.state not in RATED:
        lapsed["dispute"] = row.open_dispute_id
        row.open_dispute, row.is_disputed = None, False
    return lapsed


def _lapse(lines: Iterable[Transition]) -> None:
    """Closes what ended with the rows' states: one statement for each kind, however many rows."""
    keys: dict[str, list[int]] = {"obstacle": [], "extension": [], "dispute": []}
    at = None
    for line in lines:
        at = line.at
        for kind, key in line.data.get("lapsed", {}).items():
            keys[kind].append(key)
    if keys["obstacle"]:
        Obstacle.objects.filter(pk__in=keys["obstacle"]).update(closed_at=at)
    if keys["extension"]:
        Extension.objects.filter(pk__in=keys["extension"]).update(state=Ask.LAPSED, decided_at=at)
    if keys["dispute"]:
        Dispute.objects.filter(pk__in=keys["dispute"]).update(state=Ask.LAPSED, decided_at=at)


def changed(
    row: Assignment,
    action: Action,
    actor: User,
    now: dt.datetime,
    reason: str = "",
    *,
    ladder: Ladder | None = None,
    data: dict[str, Any] | None = None,
    **changes: Any,
) -> Transition:
    """Changes the row in memory and gives its line of history, unsaved. The only place where a state is assigned."""
    before, was, reminded = tracked(row), row.state, _reminded_of(row)
    lapsed: dict[str, int] = {}
    for name, value in changes.items():
        setattr(row, name, value)
    if target := TABLE[action].target:
        row.state = target
        lapsed = _drop_asked(row)
    row.last_moved_at = now
    if _reminded_of(row) != reminded:
        row.next_reminder_on = (ladder or Ladder(day_of(now))).first(row) if row.state in OPEN else None
    row.version += 1
    after = tracked(row)
    told = {name: value for name, value in after.items() if value != before[name]}
    return Transition(
        assignment=row,
        action=action,
        from_state=was,
        to_state=row.state,
        actor=actor,
        acting_for=acting_for(actor, row, TABLE[action].side),
        at=now,
        reason=reason.strip(),
        data=(data or {}) | ({"lapsed": lapsed} if lapsed else {}) | ({"set": told} if told else {}),
    )


def act(row: Assignment, action: Action, actor: User, now: dt.datetime, reason: str = "", **more: Any) -> Assignment:
    """Changes one locked row and writes it with its line of history."""
    line = changed(row, action, actor, now, reason, **more)
    _lapse([line])
    row.save()
    line.save()
    return row


def act_on_all(rows: Iterable[Assignment], lines: Iterable[Transition], *fields: str, batch: int = 500) -> None:
    """Writes many rows and their lines, in a number of queries that does not grow with them but by batches."""
    always = ("state", "last_moved_at", "version", "next_reminder_on")
    lines = list(lines)
    _lapse(lines)
    Assignment.objects.bulk_update(rows, [*always, *fields], batch_size=batch)
    Transition.objects.bulk_create(lines, batch_size=1000)


def act_alike(rows: Sequence[Assignment], lines: Sequence[Transition], **values: Any) -> None:
    """Writes many rows that `changed` has changed in the same way, and their lines: one statement for all rows.

    `values`: what changed, beside the version and the moment, which always do."""
    if not rows:
        return
    _lapse(lines)
    found = Assignment.objects.filter(pk__in=[row.pk for row in rows])
    found.update(version=F("version") + 1, last_moved_at=lines[0].at, **values)
    Transition.objects.bulk_create(lines, batch_size=1000)
