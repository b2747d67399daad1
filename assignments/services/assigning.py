"""From a confirmed directive to assignments: one action, one transaction, one row per unit per task."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directives.enums import DAY_NEEDED, ENDED, REVIEW_NEEDED, DeadlineKind, DeadlineOrigin, TaskKind, UnitRole
from directives.models import Directive, Task
from directives.recurring import next_occurrences, rules_checked
from wards.audit import record, register
from wards.clock import today as day_of
from wards.models import Unit, User
from wards.working_days import ONE_DAY, Calendar, add_working_days

from ..enums import CLOSED_OTHERWISE, Action, State
from ..models import Assignment, Transition
from ..permissions import assigning_for, can_assign
from ..reminders.at_once import tell_urgent
from ..reminders.ladder import Ladder
from .acting import Refused, tracked

register("directive.assigned")


@dataclass(frozen=True, slots=True)
class DeadlineSet:
    """A deadline as decided on the assign screen. `on` is the last permitted day; periodic work has none of its own:
    `rule` says on which days its periods end, with the end of them all (directives.recurring)."""

    kind: str
    on: dt.date | None = None
    words: str = ""
    origin: str = DeadlineOrigin.CLERK
    reason: str = ""
    review_on: dt.date | None = None
    within_days: int | None = None
    rule: str = ""
    event: str = ""

    def problem(self, issued_on: dt.date | None, today: dt.date) -> tuple[str, str] | None:
        """(field, message) of what is wrong with it, or None."""
        if self.kind not in DeadlineKind.values:
            return "kind", _("Choose the kind of deadline.")
        if self.kind == DeadlineKind.WITHIN and not self.within_days:
            return "within_days", _("Give the number of working days.")
        if self.kind in DAY_NEEDED - {DeadlineKind.WITHIN} and self.on is None:
            return "on", _("Give the last day.")
        if self.kind == DeadlineKind.PERIODIC:
            return self._problem_of_rule(today)
        if any(day and not 2000 <= day.year < 2100 for day in (self.on, self.review_on)):
            return "on", _("This day is too far away: check the year.")
        if self.on and issued_on and self.on < issued_on:
            return "on", _("The deadline is before the directive was issued (%(day)s).") % {
                "day": f"{issued_on:%d/%m/%Y}"
            }
        if self.kind in REVIEW_NEEDED and self.review_on is None:
            return "review_on", _("Give the day on which this is looked at again.")
        if self.kind == DeadlineKind.UNDETERMINED and not self.reason.strip():
            return "reason", _("Say why there is no deadline yet.")
        return None

    def _problem_of_rule(self, today: dt.date) -> tuple[str, str] | None:
        if not self.rule:
            return "rule", _("Say how often, for example “ngày 25 hằng tháng”.")
        try:
            rules_checked(self.rule, None, today - ONE_DAY)
        except ValidationError as why:
            return "on" if why.code == "end" else "rule", why.messages[0]
        return None


@dataclass(frozen=True, slots=True)
class Order:
    """One task to some units in one role."""

    task: Task
    role: str
    units: Sequence[Unit]
    deadline: DeadlineSet


def _fields(deadline: DeadlineSet, received_on: dt.date, calendar: Calendar) -> dict[str, Any]:
    on = deadline.on
    if deadline.kind == DeadlineKind.WITHIN and on is None:  # a day shown on the screen is the day that holds
        on = add_working_days(received_on, deadline.within_days or 0, calendar)
    return {
        "deadline_kind": deadline.kind,
        "deadline_on": on,
        "deadline_words": deadline.words[:300],
        "deadline_origin": deadline.origin,
        "deadline_reason": deadline.reason.strip(),
        "review_on": deadline.review_on,
        "within_days": deadline.within_days,
        "rule": deadline.rule,
        "event": deadline.event,
    }


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


def _check(orders: Sequence[Order], directive: Directive, today: dt.date) -> None:
    problems: list[ValidationError] = []
    for order in orders:
        if order.task.directive_id != directive.pk or order.task.kind != TaskKind.TASK:
            raise Refused(_("Only the tasks of this directive are assigned, not its headings."))
        if problem := order.deadline.problem(directive.issued_on, today):
            words = _("Item %(path)s: %(problem)s") % {"path": order.task.path, "problem": problem[1]}
            problems.append(ValidationError(words))
        for unit in order.units:
            if words := unit_problem(order.role, unit, directive.office, today):
                problems.append(ValidationError(words % {"path": order.task.path, "unit": unit.name}))
    if problems:
        raise ValidationError(problems)


def _periods(deadline: dict[str, Any], today: dt.date) -> list[dict[str, Any]]:
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

    With `needs_approval` they wait as proposed: no unit sees them before a leader has approved.

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
    _check(orders, locked, today)
    ladder = Ladder(today)
    deadlines = {order.task.pk: _fields(order.deadline, today, ladder.calendar) for order in orders}
    there = _standing_rows(locked)
    rows: list[Assignment] = []
    for order in orders:
        for unit in order.units:
            if (order.task.pk, unit.pk, order.role) in there:
                continue
            there.add((order.task.pk, unit.pk, order.role))
            fields = deadlines[order.task.pk]
            for period in _periods(fields, today):
                row = Assignment(
                    directive=locked,
                    task=order.task,
                    unit=unit,
                    role=order.role,
                    state=State.PROPOSED if needs_approval else State.ASSIGNED,
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
