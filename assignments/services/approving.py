"""Before and beside the assigning: a leader's approval, a delegate, a star."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from directives.enums import DeadlineKind
from directives.models import Task
from wards.clock import today as day_of
from wards.enums import UNIT_ROLES
from wards.models import User
from wards.working_days import add_working_days

from ..enums import OPEN, Action
from ..models import Assignment
from ..models.assignment import AssignmentQuerySet
from ..reminders.at_once import tell_urgent
from ..reminders.ladder import Ladder
from .acting import act, act_alike, act_on_all, changed, check, lock, locked, locked_rows
from .deeds import Deed


def _received(row: Assignment, ladder: Ladder) -> dict[str, Any]:
    """The work reaches its unit today: N working days are counted from now, but where its day was set by hand or has
    been moved since."""
    changes: dict[str, Any] = {"received_on": ladder.today}
    if row.deadline_kind != DeadlineKind.WITHIN or not row.within_days:
        return changes
    if row.deadline_on == add_working_days(row.received_on, row.within_days, ladder.calendar):
        last = add_working_days(ladder.today, row.within_days, ladder.calendar)
        changes |= {"deadline_on": last, "original_deadline_on": last}
    return changes


def _approve(rows: Sequence[Assignment], *, actor: User, now: dt.datetime, reason: str = "") -> Sequence[Assignment]:
    ladder = Ladder(day_of(now))
    lines = [changed(row, Action.APPROVE, actor, now, reason, ladder=ladder, **_received(row, ladder)) for row in rows]
    act_on_all(rows, lines, "received_on", "deadline_on", "original_deadline_on")
    tell_urgent(rows, now)
    return rows


APPROVING = Deed(Action.APPROVE, _approve)


def assignments_approve(
    *, assignments: Sequence[Assignment], actor: User, now: dt.datetime, reason: str = ""
) -> Sequence[Assignment]:
    """A leader lets proposed work go out: from now the units see it and their clock runs. All of them or none."""
    return APPROVING.all_or_none(assignments, actor, now, reason=reason)


def assignment_approve(*, assignment: Assignment, actor: User, now: dt.datetime, reason: str = "") -> Assignment:
    return APPROVING.on_one(assignment, actor, now, reason=reason)


@transaction.atomic
def assignment_send_back(*, assignment: Assignment, actor: User, now: dt.datetime, reason: str) -> Assignment:
    """The leader does not let it go out: closed with the reason, and back on the clerk's desk to be assigned anew."""
    row = locked(assignment)
    check(row, Action.SEND_BACK, actor, now, reason)
    return act(row, Action.SEND_BACK, actor, now, reason, closed_at=now)


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


def _lock_orders(rows: AssignmentQuerySet, **_data: Any) -> None:
    """The orders, then these and all of their open rows: two stars at once, of whichever rows, meet at the order."""
    tasks = list(rows.order_by().values_list("task", flat=True).distinct())
    list(Task.objects.filter(pk__in=tasks).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    lock(Assignment.objects.filter(Q(pk__in=rows.values("pk")) | Q(task__in=tasks, state__in=sorted(OPEN))))


def _star(rows: Sequence[Assignment], *, actor: User, now: dt.datetime, action: Action) -> Sequence[Assignment]:
    """The star (gắn sao) belongs to the order: all of its open rows follow."""
    starred, tasks = action == Action.STAR, {row.task_id for row in rows}
    Task.objects.filter(pk__in=tasks).update(is_starred=starred)
    every = locked_rows(Assignment.objects.filter(task__in=tasks).open().filter(is_starred=not starred))
    lines = [changed(row, action, actor, now, is_starred=starred) for row in every]
    act_alike(every, lines, is_starred=starred)
    chosen = {row.pk for row in rows}
    return [row for row in every if row.pk in chosen]


STARRING = Deed(Action.STAR, partial(_star, action=Action.STAR), lock_first=_lock_orders)
UNSTARRING = Deed(Action.UNSTAR, partial(_star, action=Action.UNSTAR), lock_first=_lock_orders)


def assignment_star(*, assignment: Assignment, actor: User, now: dt.datetime) -> Assignment:
    """Makes the order a priority (trọng tâm), for all of its units."""
    return STARRING.on_one(assignment, actor, now)


def assignment_unstar(*, assignment: Assignment, actor: User, now: dt.datetime) -> Assignment:
    return UNSTARRING.on_one(assignment, actor, now)
