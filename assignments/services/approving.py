"""Before and beside the assigning: a leader's approval, another unit, a delegate, a star."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directives.enums import DeadlineKind
from directives.models import Task
from wards.clock import today as day_of
from wards.enums import UNIT_ROLES
from wards.models import Unit, User
from wards.working_days import add_working_days

from ..enums import CLOSED_OTHERWISE, OPEN, Action, State
from ..models import Assignment, Transition
from ..reminders.at_once import tell_urgent
from ..reminders.ladder import Ladder
from .acting import act, act_on_all, changed, check, locked, locked_rows, tracked
from .assigning import unit_problem


def _received(row: Assignment, ladder: Ladder) -> dict[str, Any]:
    """The work reaches its unit today: N working days are counted from now."""
    changes: dict[str, Any] = {"received_on": ladder.today}
    if row.deadline_kind == DeadlineKind.WITHIN and row.within_days:
        last = add_working_days(ladder.today, row.within_days, ladder.calendar)
        changes |= {"deadline_on": last, "original_deadline_on": last}
    return changes


@transaction.atomic
def assignments_approve(
    *, assignments: list[Assignment], actor: User, now: dt.datetime, reason: str = ""
) -> list[Assignment]:
    """A leader lets proposed work go out: from now the units see it and their clock runs. All of them or none."""
    rows = locked_rows(Assignment.objects.filter(pk__in=[row.pk for row in assignments]))
    ladder, lines = Ladder(day_of(now)), []
    for row in rows:
        check(row, Action.APPROVE, actor, now, reason)
        lines.append(changed(row, Action.APPROVE, actor, now, reason, ladder=ladder, **_received(row, ladder)))
    act_on_all(rows, lines, "received_on", "deadline_on", "original_deadline_on")
    tell_urgent(rows, now)
    return rows


def assignment_approve(*, assignment: Assignment, actor: User, now: dt.datetime, reason: str = "") -> Assignment:
    return assignments_approve(assignments=[assignment], actor=actor, now=now, reason=reason)[0]


@transaction.atomic
def assignment_send_back(*, assignment: Assignment, actor: User, now: dt.datetime, reason: str) -> Assignment:
    """The leader does not let it go out: closed with the reason, and back on the clerk's desk to be assigned anew."""
    row = locked(assignment)
    check(row, Action.SEND_BACK, actor, now, reason)
    return act(row, Action.SEND_BACK, actor, now, reason, closed_at=now)


def _check_unit(row: Assignment, unit: Unit, today: dt.date) -> None:
    if unit.pk == row.unit_id:
        raise ValidationError({"unit": _("Choose another unit than the present one.")})
    if words := unit_problem(row.role, unit, row.directive.office, today):
        raise ValidationError({"unit": words % {"path": row.task.path, "unit": unit.name}})
    same = Assignment.objects.filter(task=row.task_id, unit=unit, role=row.role, period=row.period)
    if same.exclude(state__in=sorted(CLOSED_OTHERWISE)).exists():
        raise ValidationError({"unit": _("%(unit)s has this task already.") % {"unit": unit.name}})


def _new_day(row: Assignment, until: dt.date | None, today: dt.date) -> dt.date | None:
    """The other unit's last day: as given, else the present one where it has not passed."""
    if row.deadline_on is None and until is None:
        return None
    day = until or row.deadline_on
    assert day is not None
    if day < today:
        raise ValidationError({"until": _("The last day has passed: give the other unit a new one.")})
    if day.year > today.year + 10:
        raise ValidationError({"until": _("This day is too far away: check the year.")})
    return day


@transaction.atomic
def assignment_reassign(
    *,
    assignment: Assignment,
    actor: User,
    now: dt.datetime,
    unit: Unit,
    reason: str,
    until: dt.date | None = None,
) -> Assignment:
    """The office gives the work to another unit: this row is withdrawn with the reason, a new one is linked to it.

    Returns the new row. Raises Refused, or ValidationError at `unit`, `until`, `reason`.
    """
    row, today = locked(assignment), day_of(now)
    check(row, Action.REASSIGN, actor, now, reason)
    _check_unit(row, unit, today)
    day = _new_day(row, until, today)
    copied = ("deadline_kind", "deadline_words", "deadline_origin", "deadline_reason", "within_days", "rule", "event")
    new = Assignment(
        directive=row.directive, task=row.task, unit=unit, role=row.role, period=row.period, state=State.ASSIGNED,
        received_on=today, deadline_on=day, original_deadline_on=day, review_on=row.review_on,
        is_starred=row.is_starred, reassigned_from=row, made_by=actor, made_at=now, last_moved_at=now,
        **{name: getattr(row, name) for name in copied},
    )  # fmt: skip
    if day and row.deadline_on is None:
        new.deadline_kind, new.deadline_reason = DeadlineKind.DATED, ""
    new.next_reminder_on = Ladder(today).first(new)
    act(
        row, Action.REASSIGN, actor, now, reason, data={"to": unit.name}, closed_at=now,
        submitted_by=None, submitted_at=None, done_on=None, recorded_at=None,
    )  # fmt: skip
    new.save()
    Transition.objects.create(
        assignment=new, action=Action.ASSIGN, to_state=new.state, actor=actor, at=now, reason=reason.strip(),
        data={"from": row.unit.name, "set": tracked(new)},
    )  # fmt: skip
    tell_urgent([new], now)
    return new


@transaction.atomic
def assignment_delegate(*, assignment: Assignment, actor: User, now: dt.datetime, person: User) -> Assignment:
    """The head names who of the unit does it. The unit stays accountable, and the clock runs."""
    row = locked(assignment)
    check(row, Action.DELEGATE, actor, now)
    if not any(p.unit_id == row.unit_id and p.role in UNIT_ROLES for p in person.held) or not person.is_active:
        raise ValidationError({"person": _("%(person)s does not belong to the unit.") % {"person": person}})
    return act(row, Action.DELEGATE, actor, now, data={"person": str(person)}, delegate=person)


@transaction.atomic
def assignment_undelegate(*, assignment: Assignment, actor: User, now: dt.datetime) -> Assignment:
    row = locked(assignment)
    check(row, Action.UNDELEGATE, actor, now)
    return act(row, Action.UNDELEGATE, actor, now, data={"person": str(row.delegate)}, delegate=None)


@transaction.atomic
def _star(assignment: Assignment, action: Action, actor: User, now: dt.datetime) -> Assignment:
    """The star (gắn sao) belongs to the order: all of its open rows follow."""
    task = Task.objects.select_for_update(of=("self",)).get(pk=assignment.task_id)
    rows = locked_rows(Assignment.objects.filter(task=task, state__in=sorted(OPEN)))
    mine = next((row for row in rows if row.pk == assignment.pk), None) or locked(assignment)
    check(mine, action, actor, now)
    starred = action == Action.STAR
    Task.objects.filter(pk=task.pk).update(is_starred=starred)
    moved = [row for row in rows if row.is_starred != starred]
    lines = [changed(row, action, actor, now, is_starred=starred) for row in moved]
    act_on_all(moved, lines, "is_starred")
    return next(row for row in moved if row.pk == assignment.pk)


def assignment_star(*, assignment: Assignment, actor: User, now: dt.datetime) -> Assignment:
    """Makes the order a priority (trọng tâm), for all of its units."""
    return _star(assignment, Action.STAR, actor, now)


def assignment_unstar(*, assignment: Assignment, actor: User, now: dt.datetime) -> Assignment:
    return _star(assignment, Action.UNSTAR, actor, now)
