"""A directive is superseded, amended or withdrawn (thay thế, sửa đổi, thu hồi): its state, and what becomes of each
piece of its open work, decided order by order. One transaction, bulk throughout; nothing is undone afterwards."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directives.enums import DeadlineKind, TaskKind
from directives.models import Directive, DirectiveChange, Task
from directives.services import change_record, directives_locked
from wards.clock import today as day_of
from wards.models import User

from ..enums import OPEN, Action, State
from ..models import Assignment, Repointing
from ..permissions import assigning_for, can_assign
from ..reminders.ladder import Ladder
from ..selectors.changing import CLOSE, KEEP, allows, open_work_of, rolling_of
from .acting import Refused, tracked
from .assigning import deadline_of_task, periods_of
from .carrying import (
    BATCH,
    Carrier,
    Key,
    Sources,
    carry_evidence,
    close_all,
    first_due,
    made_of,
    standing_rows,
    write_joined,
    write_made,
)
from .carrying_instructions import answer_all, answerable, carry_instructions, waiting_on
from .rolling import roll_on
from .saying import comes_from, goes_on_as, why

Choices = Mapping[int, str]  # task of the old directive → CLOSE, KEEP, or the key of a task of the new one


@transaction.atomic
def directive_change(
    *,
    directive: Directive,
    kind: str,
    actor: User,
    now: dt.datetime,
    by: Directive | None = None,
    choices: Choices | None = None,
    number: str = "",
    dated: dt.date | None = None,
    reason: str = "",
) -> DirectiveChange:
    """Supersedes or amends the directive by another of the same register, or withdraws it.

    A unit that reports at the same moment is either before it, and its report goes over with the work, or after it,
    and is told. Raises Refused (right; no longer in force) and ValidationError: by field for the document, without
    one where an order with open work has no choice, or one that its kind of change does not allow.
    """
    held = {item.pk: item for item in directives_locked(directive, by)}
    old, new = held[directive.pk], held.get(by.pk) if by else None
    if not can_assign(actor, old.office.path):
        raise Refused(_("You may not do this."))
    acting_for = assigning_for(actor, old.office.path)
    change = change_record(
        directive=old, kind=kind, by=new, actor=actor, acting_for=acting_for, now=now, number=number, dated=dated,
        reason=reason,
    )  # fmt: skip
    list(Assignment.objects.open().filter(directive=old).select_for_update().order_by("pk").values_list("pk"))
    work, rolling = list(open_work_of(old)), list(rolling_of(old))
    decided = _decided(change, [*work, *rolling], choices or {})
    carrier = Carrier(actor, now, acting_for, "repointed_from")
    _close([row for row in work if decided[row.task_id] == CLOSE], change, carrier)
    _repoint({row: to for row in work if isinstance(to := decided[row.task_id], Task)}, change, carrier)
    stopped = [row for row in rolling if decided[row.task_id] != KEEP]
    Assignment.objects.filter(pk__in=[row.pk for row in stopped]).update(next_period_on=None)
    roll_on({row: to for row in stopped if isinstance(to := decided[row.task_id], Task)}, change, carrier)
    return change


def _decided(change: DirectiveChange, work: list[Assignment], choices: Choices) -> dict[int, Task | str]:
    """For each order with open work the task that it goes on as, or CLOSE, or KEEP."""
    tasks = {}
    if change.by:
        tasks = {str(task.pk): task for task in change.by.tasks.filter(kind=TaskKind.TASK)}
    found: dict[int, Task | str] = {}
    problems = []
    for task in {row.task_id: row.task for row in work}.values():
        choice = choices.get(task.pk, "") if change.by else CLOSE
        if choice in tasks:
            found[task.pk] = tasks[choice]
        elif allows(change.kind, choice):
            found[task.pk] = choice
        else:
            problems.append(_("Item %(path)s: choose what becomes of its open work.") % {"path": task.path})
    if problems:
        raise ValidationError(problems[:20])
    return found


def _close(rows: list[Assignment], change: DirectiveChange, by: Carrier) -> None:
    """Closed with that reason: neither done nor late. What waited for an answer is answered with it."""
    words = why(change)
    withdrawn = change.by is None
    action, state = (Action.WITHDRAW, State.WITHDRAWN) if withdrawn else (Action.SUPERSEDE, State.SUPERSEDED)
    close_all(rows, action, state, by, lambda _row: words, change=change.pk, document=change.document)
    _answer_closed(rows, change, by)


def _answer_closed(rows: list[Assignment], change: DirectiveChange, by: Carrier) -> None:
    answer_all(rows, by, _("No answer is needed any more. %(reason)s") % {"reason": why(change)})


def _repoint(going: Mapping[Assignment, Task], change: DirectiveChange, by: Carrier) -> None:
    if not going or change.by is None:
        return
    ladder, issued_on = Ladder(day_of(by.now)), change.by.issued_on
    today = ladder.today
    deadlines = {task.pk: deadline_of_task(task, issued_on, ladder) for task in going.values()}
    held = standing_rows((task.pk for task in going.values()), (row.unit_id for row in going))
    sources, there, tasks = _gathered(going, held, deadlines, today)
    waiting = waiting_on(list(going))
    before = {row.pk: tracked(row) for row in there.values()}
    made = {}
    for key, rows in sources.items():
        if key not in there:
            made[key] = _made(rows, tasks[key[0]], deadlines[key[0]], key, by)
            made[key].unanswered_count = len(answerable(rows, waiting))
            if _is_rolling(key, held):
                made[key].next_period_on = None
    reasons = {row.pk: goes_on_as(change, tasks[key[0]]) for key, rows in sources.items() for row in rows}
    close_all(
        list(going), Action.SUPERSEDE, State.SUPERSEDED, by, lambda row: reasons[row.pk], change=change.pk,
        document=change.document,
    )  # fmt: skip
    write_made(made, sources, by, lambda key: comes_from(sources[key]))
    goes_on = there | made
    Repointing.objects.bulk_create(
        [Repointing(old=row, new=goes_on[key], change=change) for key, rows in sources.items() for row in rows],
        batch_size=BATCH,
    )
    open_ones = {key: rows for key, rows in sources.items() if goes_on[key].state in OPEN}
    carry_evidence(open_ones, goes_on, set(made))
    carry_instructions(open_ones, goes_on, set(made), waiting)
    write_joined(
        there, sources, before, by, _("Open work of %(directive)s joins it.") % {"directive": change.directive}
    )
    carried = {row for rows in open_ones.values() for row in rows}
    answer_all(carried, by, _("Carried over. %(reason)s") % {"reason": why(change)})
    _answer_closed([row for row in going if row not in carried], change, by)


def _gathered(
    going: Mapping[Assignment, Task], held: list[Assignment], deadlines: Mapping[int, Any], today: dt.date
) -> tuple[Sources, dict[Key, Assignment], dict[int, Task]]:
    """The old rows by what they become; what of that is there already; the tasks by key."""
    sources: Sources = defaultdict(list)
    there: dict[Key, Assignment] = {}
    places: dict[tuple[int, int], list[Assignment]] = defaultdict(list)
    for row in held:
        places[row.task_id, row.unit_id].append(row)
    for row, task in going.items():
        key = (task.pk, row.unit_id, row.role, _period(row, deadlines[task.pk], today))
        sources[key].append(row)
        if found := _same_work(key, places[key[:2]]):
            there[key] = found
    return sources, there, {task.pk: task for task in going.values()}


def _is_period(row: Assignment) -> bool:
    """Whether it is one of several still: work whose deadline was set otherwise since bears its period's name only."""
    return bool(row.period) and row.deadline_kind == DeadlineKind.PERIODIC


def _period(row: Assignment, deadline: dict[str, Any] | None, today: dt.date) -> str:
    """A period that has begun is kept; the new order's rule decides on those that follow."""
    if deadline is None or (_is_period(row) and deadline["deadline_kind"] == DeadlineKind.PERIODIC):
        return row.period
    return str(periods_of(deadline, today)[-1].get("period", ""))


def _same_work(key: Key, mine: list[Assignment]) -> Assignment | None:
    """Of the unit's own rows of that task the one that the old work joins: of the same period, or of a task without
    periods, or the latest where the calendar is still to make that period; one in the same role, and one still open,
    before others.
    """
    fits = [row for row in mine if row.period in (key[3], "") or (row.next_period_on and row.period < key[3])]
    return max(fits, key=lambda row: (row.state in OPEN, row.role == key[2], row.pk), default=None)


def _is_rolling(key: Key, held: list[Assignment]) -> bool:
    """The unit has periods of that task already, of which the last makes the next."""
    return any((row.task_id, row.unit_id, row.role) == key[:3] and row.next_period_on for row in held)


def _made(rows: list[Assignment], task: Task, deadline: dict[str, Any] | None, key: Key, by: Carrier) -> Assignment:
    """The row under the new order: by its deadline where it has one, else by the old one."""
    new, first, today = made_of(rows, rows[0].unit, by), first_due(rows), day_of(by.now)
    new.task, new.directive = task, task.directive
    new.delegate_id = first.delegate_id
    new.is_starred = new.is_starred or task.is_starred
    if deadline is None:
        return new
    for name, value in (deadline | ({} if _is_period(first) else periods_of(deadline, today)[-1])).items():
        setattr(new, name, value)
    new.period = key[3]
    if deadline["deadline_kind"] != DeadlineKind.PERIODIC:
        new.next_period_on = None
    elif _is_period(first):
        new.deadline_on = first.deadline_on
        return new
    new.original_deadline_on, new.extensions_count = new.deadline_on, 0
    new.received_on = first.received_on if new.state == State.SUBMITTED else today
    return new
