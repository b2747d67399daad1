"""Work given to another unit: the row is withdrawn with the reason, a new one is linked to it."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directives.enums import DeadlineKind
from wards.clock import today as day_of
from wards.models import Unit, User
from wards.services.units import hold_units

from ..enums import CLOSED_OTHERWISE, Action, State
from ..models import Assignment, Transition
from ..models.assignment import AssignmentQuerySet
from ..permissions import must_be_approved
from ..reminders.at_once import tell_urgent
from ..reminders.ladder import Ladder
from .acting import CLOSED, EMPTY_RESULT, act_alike, changed, tracked
from .assigning import unit_problem
from .deeds import Deed, Problem
from .periods import beyond_period

COPIED = (
    "deadline_kind", "deadline_words", "deadline_origin", "deadline_reason", "review_on", "within_days", "rule",
    "event", "is_starred",
)  # fmt: skip
Key = tuple[int, str, str]  # task, role, period


def _key(row: Assignment) -> Key:
    return row.task_id, row.role, row.period


def _held(rows: Sequence[Assignment], unit: Unit) -> set[Key]:
    """What the unit has of these tasks already. One query."""
    found = Assignment.objects.filter(task__in={row.task_id for row in rows}, unit=unit)
    return set(found.exclude(state__in=sorted(CLOSED_OTHERWISE)).values_list("task", "role", "period"))


def new_day(row: Assignment, until: dt.date | None) -> dt.date | None:
    """The other unit's last day: as given, else the present one."""
    return until or row.deadline_on


def _problem(row: Assignment, unit: Unit, until: dt.date | None, held: set[Key], today: dt.date) -> Problem | None:
    if unit.pk == row.unit_id:
        return "unit", _("Choose another unit than the present one.")
    if words := unit_problem(row.role, unit, row.directive.office, today):
        return "unit", words % {"path": row.task.path, "unit": unit.name}
    if _key(row) in held:
        return "unit", _("%(unit)s has this task already.") % {"unit": unit.name}
    day = new_day(row, until)
    if day and day < today:
        return "until", _("The last day has passed: give the other unit a new one.")
    if until and (words := beyond_period(row, until)):
        return "until", words
    return None


def _problems(
    rows: Sequence[Assignment], *, now: dt.datetime, unit: Unit, until: dt.date | None = None, **_more: object
) -> dict[int, Problem]:
    """Of two rows of one task the first alone can become the unit's."""
    today, held, found = day_of(now), _held(rows, unit), {}
    if until and until.year > today.year + 10:
        raise ValidationError({"until": _("This day is too far away: check the year.")})
    for row in rows:
        if problem := _problem(row, unit, until, held, today):
            found[row.pk] = problem
        else:
            held.add(_key(row))
    return found


def _rolling(rows: Sequence[Assignment], unit: Unit) -> set[int]:
    """Of periodic rows those with which the periods to come go over too: the unit has no later one of that task, nor
    one that makes them. At most one query."""
    if not any(row.next_period_on for row in rows):
        return set()
    there = Assignment.objects.filter(task__in={row.task_id for row in rows}, unit=unit)
    there = there.exclude(state__in=sorted(CLOSED_OTHERWISE)).order_by()
    last: dict[tuple[int, str], str] = {}
    for task, role, period, next_on in there.values_list("task", "role", "period", "next_period_on"):
        last[task, role] = max(last.get((task, role), ""), "9999" if next_on else period)
    found = set()
    for row in sorted(rows, key=lambda row: row.period, reverse=True):
        if row.next_period_on and last.get((row.task_id, row.role), "") < row.period:
            found.add(row.pk)
            last[row.task_id, row.role] = row.period
    return found


def _made_anew(row: Assignment, unit: Unit, day: dt.date | None, actor: User, now: dt.datetime) -> Assignment:
    waits = must_be_approved(actor, row.directive.office)
    state = State.PROPOSED if waits else State.ASSIGNED
    new = Assignment(
        directive=row.directive, task=row.task, unit=unit, role=row.role, period=row.period, state=state,
        received_on=day_of(now), deadline_on=day, original_deadline_on=day, reassigned_from=row,
        made_by=actor, made_at=now, last_moved_at=now,
        **{name: getattr(row, name) for name in COPIED},
    )  # fmt: skip
    if day and row.deadline_on is None:
        new.deadline_kind, new.deadline_reason, new.review_on = DeadlineKind.DATED, "", None
    return new


def _reassign(
    rows: Sequence[Assignment],
    *,
    actor: User,
    now: dt.datetime,
    unit: Unit,
    reason: str,
    until: dt.date | None = None,
) -> Sequence[Assignment]:
    """Closes the rows and gives the unit new ones, which are returned. Where the office wants a leader's approval they
    wait for it as whatever else is assigned."""
    ladder = Ladder(day_of(now))
    made = [_made_anew(row, unit, new_day(row, until), actor, now) for row in rows]
    rolling = _rolling(rows, unit)
    for row, new in zip(rows, made, strict=True):
        new.next_period_on = row.next_period_on if row.pk in rolling else None
    to = {"to": unit.name}
    lines = [changed(row, Action.REASSIGN, actor, now, reason, data=to, closed_at=now, **EMPTY_RESULT) for row in rows]
    act_alike(rows, lines, state=State.WITHDRAWN, closed_at=now, next_period_on=None, **CLOSED)
    for new in made:
        new.next_reminder_on = ladder.first(new)
    Assignment.objects.bulk_create(made, batch_size=500)
    begun = [
        Transition(
            assignment=new, action=Action.ASSIGN, to_state=new.state, actor=actor, at=now, reason=reason.strip(),
            data={"from": row.unit.name, "set": tracked(new)},
        )
        for row, new in zip(rows, made, strict=True)
    ]  # fmt: skip
    Transition.objects.bulk_create(begun, batch_size=1000)
    tell_urgent(made, now)
    return made


def _hold(rows: AssignmentQuerySet, *, unit: Unit, **_more: object) -> None:
    """The unit before the rows: in the order in which the end of a unit takes them."""
    hold_units(Unit.objects.filter(pk=unit.pk))


REASSIGNING = Deed(Action.REASSIGN, _reassign, _problems, decides=("unit", "until"), lock_first=_hold)


def assignment_reassign(
    *,
    assignment: Assignment,
    actor: User,
    now: dt.datetime,
    unit: Unit,
    reason: str,
    until: dt.date | None = None,
) -> Assignment:
    """The office gives the work to another unit. Returns the new row.

    Raises Refused, or ValidationError at `unit`, `until`, `reason`.
    """
    return REASSIGNING.on_one(assignment, actor, now, unit=unit, reason=reason, until=until)
