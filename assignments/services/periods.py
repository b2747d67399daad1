"""Periodic work (định kỳ): the row of each further period, made when the one before has fallen due.

So a unit has the coming period in hand and no later one; "this period is done" is that row, done. The stored moment
(`next_period_on`) is compared with <=: after an outage every period that was missed is made, in order.
"""

import datetime as dt
from itertools import takewhile

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directives.enums import ENDED, DeadlineKind
from directives.recurring import next_occurrences, occurrences
from wards.clock import today as day_of
from wards.models import Unit
from wards.services.units import hold_units
from wards.working_days import ONE_DAY

from ..enums import CLOSED_OTHERWISE, Action, State
from ..models import Assignment, Transition
from ..reminders.ladder import Ladder
from .acting import tracked

BATCH = 200
_SAME = (
    "directive",
    "task_id",
    "unit_id",
    "role",
    "delegate_id",
    "made_by_id",
    "deadline_kind",
    "deadline_words",
    "deadline_origin",
    "rule",
)


def periods_make(*, now: dt.datetime) -> int:
    """Makes the rows of all periods that have begun, each with its first transition. Returns their number.

    Safe to run twice at once (rows are claimed with skip_locked) and as often as one likes. The clerk who assigned
    the work stands as the maker of its later periods; the transition says that it was made by the calendar.
    """
    ladder = Ladder(day_of(now))
    total = 0
    while (made := _batch(ladder, now)) is not None:
        total += made
    return total


@transaction.atomic
def _batch(ladder: Ladder, now: dt.datetime) -> int | None:
    """One batch in one transaction: the number of rows made, None where nothing is due."""
    due = Assignment.objects.filter(next_period_on__lte=ladder.today).order_by("next_period_on", "id")
    due = due.select_related("directive", "task").defer("directive__text")
    units = hold_units(Unit.objects.filter(pk__in=list(due.values_list("unit_id", flat=True)[:BATCH])))
    goes_on = {unit.pk for unit in units if unit.is_valid_on(ladder.today)}
    due = due.filter(unit__in=[unit.pk for unit in units])
    last = list(due.select_for_update(skip_locked=True, of=("self",))[:BATCH])
    if not last:
        return None
    rows = [row for one in last if _goes_on(one, goes_on) for row in _further(one, ladder, now)]
    Assignment.objects.filter(pk__in=[one.pk for one in last]).update(next_period_on=None)
    Assignment.objects.bulk_create(rows)
    Transition.objects.bulk_create(
        Transition(
            assignment=row,
            action=Action.ASSIGN,
            to_state=row.state,
            actor_id=row.made_by_id,
            at=now,
            data={"period": row.period, "set": tracked(row)},
        )
        for row in rows
    )
    return len(rows)


def due_by_rule(row: Assignment) -> dt.date:
    """The day on which the recurrence itself ends the row's period, wherever its last day has been moved since."""
    day = row.next_period_on - ONE_DAY if row.next_period_on else row.original_deadline_on or row.deadline_on
    assert day is not None
    return day


def beyond_period(row: Assignment, day: dt.date) -> str:
    """What is said where that last day of periodic work would reach the end of its next period; "" where it may be."""
    if row.deadline_kind != DeadlineKind.PERIODIC:
        return ""
    coming = next_occurrences(row.rule, due_by_rule(row))
    if not coming or day < coming[0].on:
        return ""
    words = _("The next period ends on %(day)s: this one's last day must lie before it.")
    return words % {"day": f"{coming[0].on:%d/%m/%Y}"}


def check_in_period(row: Assignment, day: dt.date, field: str) -> None:
    """ValidationError at `field` where `beyond_period` says so."""
    if words := beyond_period(row, day):
        raise ValidationError({field: words})


def _goes_on(last: Assignment, units: set[int]) -> bool:
    """Withdrawing the latest period ends the work; so does the end of the directive or of the unit."""
    ended = last.state in CLOSED_OTHERWISE or last.directive.state in ENDED
    return not ended and last.unit_id in units


def _further(last: Assignment, ladder: Ladder, now: dt.datetime) -> list[Assignment]:
    """The rows after `last`, up to and with the first whose day has not passed. Its own day may have been moved
    within its period: the recurrence goes on from the day that the rule gave it. A period that `last` itself was for
    is not asked twice: its rule may have come with a new document, and fall on a later day of the same month."""
    assert last.next_period_on is not None
    after = [one for one in occurrences(last.rule, last.next_period_on - ONE_DAY) if one.code != last.period]
    begun = list(takewhile(lambda one: one.on < ladder.today, after))
    to_come = after[len(begun) :]
    coming = [one for one in to_come if one.on == to_come[0].on]
    rows, begins = [], last.next_period_on
    for one in [*begun, *coming]:
        row = Assignment(
            **{name: getattr(last, name) for name in _SAME},
            period=one.code,
            state=State.PROPOSED if last.state == State.PROPOSED else State.ASSIGNED,
            received_on=begins,
            deadline_on=one.on,
            original_deadline_on=one.on,
            made_at=now,
            last_moved_at=now,
            is_starred=last.task.is_starred,
        )
        row.next_reminder_on = ladder.first(row)
        rows.append(row)
        begins = one.on + ONE_DAY
    if coming:
        rows[-1].next_period_on = coming[-1].on + ONE_DAY
    return rows
