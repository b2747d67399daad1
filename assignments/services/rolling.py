"""Periodic work whose last period is done when its directive is superseded: the next one is made under the new order,
as the calendar would have made it under the old."""

from collections.abc import Mapping
from typing import Any

from directives.enums import DeadlineKind
from directives.models import DirectiveChange, Task
from wards.clock import today as day_of
from wards.working_days import ONE_DAY

from ..enums import Action, State
from ..models import Assignment, Repointing, Transition
from ..reminders.ladder import Ladder
from .acting import tracked
from .assigning import deadline_of_task, periods_of
from .carrying import BATCH, DEADLINE, Carrier, standing_rows
from .saying import comes_from


def roll_on(rolling: Mapping[Assignment, Task], change: DirectiveChange, by: Carrier) -> list[Assignment]:
    """One row for each unit that has none of the new order yet: its coming period, by the new rule or else the old."""
    if not rolling or change.by is None:
        return []
    ladder, issued_on = Ladder(day_of(by.now)), change.by.issued_on
    held = standing_rows((task.pk for task in rolling.values()), (row.unit_id for row in rolling))
    there = {(row.task_id, row.unit_id) for row in held}
    deadlines = {task.pk: deadline_of_task(task, issued_on, ladder) for task in rolling.values()}
    made: list[tuple[Assignment, Assignment]] = []
    for old, task in rolling.items():
        if (task.pk, old.unit_id) in there:
            continue
        there.add((task.pk, old.unit_id))
        own = {name: getattr(old, name) for name in DEADLINE}
        made += [(old, row) for row in _rows(old, task, deadlines[task.pk] or own, ladder, by)]
    rows = [row for _old, row in made]
    Assignment.objects.bulk_create(rows, batch_size=BATCH)
    lines = []
    for old, row in made:
        told = {by.origin: [old.pk], "set": tracked(row)}
        lines.append(by.line(row, Action.ASSIGN, "", row.state, comes_from([old]), **told))
    Transition.objects.bulk_create(lines, batch_size=BATCH)
    last = {old.pk: Repointing(old=old, new=row, change=change) for old, row in made}
    Repointing.objects.bulk_create(last.values(), batch_size=BATCH)
    return rows


def _rows(old: Assignment, task: Task, deadline: dict[str, Any], ladder: Ladder, by: Carrier) -> list[Assignment]:
    begins = ladder.today
    if deadline["deadline_kind"] == DeadlineKind.PERIODIC and old.deadline_on:
        begins = max(begins, old.deadline_on + ONE_DAY)
    rows = []
    for period in periods_of(deadline, begins):
        row = Assignment(
            directive=task.directive, task=task, unit=old.unit, role=old.role, delegate_id=old.delegate_id,
            state=State.ASSIGNED, received_on=ladder.today, made_by=by.actor, made_at=by.now, last_moved_at=by.now,
            is_starred=old.is_starred or task.is_starred, **deadline | period,
        )  # fmt: skip
        row.original_deadline_on = row.deadline_on
        row.next_reminder_on = ladder.first(row)
        rows.append(row)
    return rows
