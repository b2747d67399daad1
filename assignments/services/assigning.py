"""From a confirmed directive to assignments: one action, one transaction, one row per unit per task."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directives.enums import ENDED, DeadlineKind, TaskKind, UnitRole
from directives.models import Directive, Task
from directives.recurring import next_occurrences
from wards.audit import record, register
from wards.clock import today as day_of
from wards.models import Unit, User
from wards.services.units import hold_units
from wards.working_days import ONE_DAY

from ..enums import CLOSED_OTHERWISE, Action, State
from ..models import Assignment, Transition
from ..permissions import assigning_for, can_assign, must_be_approved
from ..reminders.at_once import tell_urgent
from ..reminders.ladder import Ladder
from .acting import Refused, tracked
from .deadline_set import DeadlineSet, deadline_fields

register("directive.assigned")


@dataclass(frozen=True, slots=True)
class Order:
    """One task to some units in one role."""

    task: Task
    role: str
    units: Sequence[Unit]
    deadline: DeadlineSet


def deadline_of_task(task: Task, issued_on: dt.date | None, ladder: Ladder) -> dict[str, Any] | None:
    """The fields of a deadline as the order itself has it, for a unit that receives it on the ladder's day; None where
    nothing that could hold has been read or decided. No query."""
    found = DeadlineSet(
        kind=task.deadline_kind,
        on=task.deadline_on,
        words=task.deadline_words,
        origin=task.deadline_origin,
        reason=task.deadline_reason,
        review_on=task.review_on,
        within_days=task.within_days,
        rule=task.rule,
        event=task.event,
    )
    if found.problem(issued_on, ladder.today):
        return None
    return deadline_fields(found, ladder.today, ladder.calendar)


def unit_problem(role: str, unit: Unit, office: Unit, today: dt.date) -> str:
    """Why this unit cannot be given this work, or nothing. An office orders whoever stands beside or under it in the
    same tree; those above it, and other trees, it may only ask."""
    if not unit.is_valid_on(today):
        return _("Item %(path)s: %(unit)s has ended and takes no new work.")
    above = unit.pk != office.pk and office.path.startswith(unit.path)
    elsewhere = unit.path.partition("/")[0] != office.path.partition("/")[0]
    if role != UnitRole.REQUESTED and (above or elsewhere):
        return _("Item %(path)s: %(unit)s does not stand under this office; it can only be requested.")
    return ""


def _held(orders: Iterable[Order]) -> dict[int, Unit]:
    """The units as they stand, locked: none of them ends between the check and the writing. One query."""
    keys = {unit.pk for order in orders for unit in order.units}
    return {unit.pk: unit for unit in hold_units(Unit.objects.filter(pk__in=keys))}


def _check(orders: Sequence[Order], directive: Directive, held: dict[int, Unit], today: dt.date) -> None:
    problems: list[ValidationError] = []
    for order in orders:
        if order.task.directive_id != directive.pk or order.task.kind != TaskKind.TASK:
            raise Refused(_("Only the tasks of this directive are assigned, not its headings."))
        if problem := order.deadline.problem(directive.issued_on, today):
            words = _("Item %(path)s: %(problem)s") % {"path": order.task.path, "problem": problem[1]}
            problems.append(ValidationError(words))
        for unit in order.units:
            if words := unit_problem(order.role, held[unit.pk], directive.office, today):
                problems.append(ValidationError(words % {"path": order.task.path, "unit": unit.name}))
    if problems:
        raise ValidationError(problems)


def periods_of(deadline: dict[str, Any], today: dt.date) -> list[dict[str, Any]]:
    """What differs between the rows of one unit: nothing, but for periodic work its first period, or the two that end
    on the same day. The last one carries the day on which the next is made."""
    if deadline["deadline_kind"] != DeadlineKind.PERIODIC:
        return [{"deadline_on": deadline["deadline_on"]}]
    first = next_occurrences(deadline["rule"], today - ONE_DAY)
    rows: list[dict[str, Any]] = [{"deadline_on": one.on, "period": one.code} for one in first]
    rows[-1]["next_period_on"] = first[-1].on + ONE_DAY
    return rows


def _standing_rows(directive: Directive) -> set[tuple[int, int, str]]:
    rows = Assignment.objects.filter(directive=directive).exclude(state__in=sorted(CLOSED_OTHERWISE))
    return set(rows.values_list("task_id", "unit_id", "role"))


def _keep_on_tasks(orders: Iterable[Order], deadlines: dict[int, dict[str, Any]]) -> None:
    """The order's own deadline follows what was decided here, so that a later unit gets the same."""
    tasks = {order.task.pk: order.task for order in orders}
    for task in tasks.values():
        for name, value in deadlines[task.pk].items():
            setattr(task, name, value)
    fields = list(next(iter(deadlines.values()), {}))
    if fields:
        Task.objects.bulk_update(tasks.values(), fields, batch_size=200)


@transaction.atomic
def directive_assign(
    *, directive: Directive, orders: Sequence[Order], actor: User, now: dt.datetime, needs_approval: bool = False
) -> list[Assignment]:
    """Makes one assignment per (task, unit, role) that has none yet, with its first transition.

    With `needs_approval`, or where the office always wants it, they wait as proposed: no unit sees them before a
    leader has approved.

    Pressing twice makes nothing twice: the directive's row is the lock, and what stands already is left alone.
    Raises Refused (right; a directive no longer in force), ValidationError (deadlines, ended
    units), each message naming its item.
    Constant number of queries whatever the number of orders (bulk inserts in batches).
    """
    locked = Directive.objects.select_for_update(of=("self",)).select_related("office").get(pk=directive.pk)
    if not can_assign(actor, locked.office.path):
        raise Refused(_("You may not do this."))
    if locked.state in ENDED:
        raise Refused(_("%(directive)s is no longer in force: nothing is assigned from it.") % {"directive": locked})
    today = day_of(now)
    waits = needs_approval or must_be_approved(actor, locked.office)
    _check(orders, locked, _held(orders), today)
    ladder = Ladder(today)
    deadlines = {order.task.pk: deadline_fields(order.deadline, today, ladder.calendar) for order in orders}
    there = _standing_rows(locked)
    rows: list[Assignment] = []
    for order in orders:
        for unit in order.units:
            if (order.task.pk, unit.pk, order.role) in there:
                continue
            there.add((order.task.pk, unit.pk, order.role))
            fields = deadlines[order.task.pk]
            for period in periods_of(fields, today):
                row = Assignment(
                    directive=locked,
                    task=order.task,
                    unit=unit,
                    role=order.role,
                    state=State.PROPOSED if waits else State.ASSIGNED,
                    received_on=today,
                    original_deadline_on=period["deadline_on"],
                    made_by=actor,
                    made_at=now,
                    last_moved_at=now,
                    is_starred=order.task.is_starred,
                    **fields | period,
                )
                row.next_reminder_on = ladder.first(row)
                rows.append(row)
    _keep_on_tasks(orders, deadlines)
    Assignment.objects.bulk_create(rows, batch_size=1000)
    acting_for = assigning_for(actor, locked.office.path)
    Transition.objects.bulk_create(
        [
            Transition(
                assignment=row,
                action=Action.ASSIGN,
                to_state=row.state,
                actor=actor,
                acting_for=acting_for,
                at=now,
                data={"set": tracked(row)},
            )
            for row in rows
        ],
        batch_size=1000,
    )
    tell_urgent(rows, now)
    record("directive.assigned", actor=actor, acting_for=acting_for, obj=locked, at=now, assignments=len(rows))
    return rows
