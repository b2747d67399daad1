"""What is asked and what is decided: more time, an obstacle, a figure that is wrong. Never by the same person."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wards.clock import today as day_of
from wards.models import Unit, User

from ..enums import Action, Ask, Figure
from ..models import Assignment, Dispute, Extension, Obstacle
from ..reminders.ladder import Ladder
from .acting import act, act_on_all, changed, check, locked
from .deeds import Deed, Problem
from .periods import beyond_period, check_in_period


def _checked_day(day: dt.date | None, today: dt.date) -> dt.date:
    """The new last day: given, not in the past, in a year that can be meant. ValidationError at `until`."""
    if day is None:
        raise ValidationError({"until": _("Give the new last day.")})
    if day < today:
        raise ValidationError({"until": _("The new last day has passed already.")})
    if day.year > today.year + 10:
        raise ValidationError({"until": _("This day is too far away: check the year.")})
    return day


def _problem(row: Assignment, day: dt.date) -> Problem | None:
    """Why the day cannot be this row's last one: it is not later, or reaches the end of the next period."""
    if row.deadline_on and day <= row.deadline_on:
        words = _("The new last day must be later than the present one (%(day)s).")
        return "until", words % {"day": f"{row.deadline_on:%d/%m/%Y}"}
    if words := beyond_period(row, day):
        return "until", words
    return None


def _unfit(rows: Iterable[Assignment], day: dt.date) -> dict[int, Problem]:
    return {row.pk: problem for row in rows if (problem := _problem(row, day))}


@transaction.atomic
def assignment_ask_extension(
    *, assignment: Assignment, actor: User, now: dt.datetime, until: dt.date, reason: str, so_far: str
) -> Assignment:
    """The unit asks for more time (xin gia hạn) before the last day has passed: why, what is done so far, until when.

    Raises Refused (right, state, one waiting already, too late, too often) or ValidationError by field.
    """
    row = locked(assignment)
    check(row, Action.ASK_EXTENSION, actor, now, reason)
    if not so_far.strip():
        raise ValidationError({"so_far": _("Say what has been done so far.")})
    day = _checked_day(until, day_of(now))
    assert row.deadline_on is not None  # `check` has refused work without one
    for field, words in _unfit([row], day).values():
        raise ValidationError({field: words})
    extension = Extension.objects.create(
        assignment=row,
        old_on=row.deadline_on,
        asked_on=day,
        reason=reason.strip(),
        so_far=so_far.strip(),
        asked_by=actor,
        asked_at=now,
    )
    data = {"extension": extension.pk, "until": day.isoformat(), "so_far": so_far.strip()}
    return act(row, Action.ASK_EXTENSION, actor, now, reason, data=data, open_extension=extension)


def _decide_extension(row: Assignment, state: Ask, actor: User, now: dt.datetime, **more: object) -> int:
    """Closes the open request; returns its key."""
    extension = row.open_extension
    assert extension is not None
    by = None if state == Ask.TAKEN_BACK else actor
    Extension.objects.filter(pk=extension.pk).update(state=state, decided_by=by, decided_at=now, **more)
    return extension.pk


@transaction.atomic
def assignment_drop_extension(*, assignment: Assignment, actor: User, now: dt.datetime) -> Assignment:
    """The unit takes its request back while nobody has decided."""
    row = locked(assignment)
    check(row, Action.DROP_EXTENSION, actor, now)
    key = _decide_extension(row, Ask.TAKEN_BACK, actor, now)
    return act(row, Action.DROP_EXTENSION, actor, now, data={"extension": key}, open_extension=None)


@transaction.atomic
def assignment_grant(
    *, assignment: Assignment, actor: User, now: dt.datetime, until: dt.date | None = None, reason: str = ""
) -> Assignment:
    """The office grants more time, to the day asked for or another one. The original last day stays beside it."""
    row = locked(assignment)
    check(row, Action.GRANT, actor, now, reason)
    assert row.open_extension is not None
    day = until or row.open_extension.asked_on
    old = row.open_extension.old_on
    if day <= old:
        raise ValidationError(
            {"until": _("The new last day must be later than the present one (%(day)s).") % {"day": f"{old:%d/%m/%Y}"}}
        )
    check_in_period(row, day, "until")
    key = _decide_extension(row, Ask.GRANTED, actor, now, granted_on=day, answer=reason.strip())
    data = {"extension": key, "until": day.isoformat(), "old_on": old.isoformat()}
    count = row.extensions_count + 1
    return act(
        row, Action.GRANT, actor, now, reason, data=data, open_extension=None, deadline_on=day, extensions_count=count
    )


@transaction.atomic
def assignment_refuse(*, assignment: Assignment, actor: User, now: dt.datetime, reason: str) -> Assignment:
    row = locked(assignment)
    check(row, Action.REFUSE, actor, now, reason)
    key = _decide_extension(row, Ask.REFUSED, actor, now, answer=reason.strip())
    return act(row, Action.REFUSE, actor, now, reason, data={"extension": key}, open_extension=None)


def _extension_problems(
    rows: Sequence[Assignment], *, now: dt.datetime, until: dt.date | None, **_more: object
) -> dict[int, Problem]:
    return _unfit(rows, _checked_day(until, day_of(now)))


def _extend(
    rows: Sequence[Assignment], *, actor: User, now: dt.datetime, until: dt.date, reason: str
) -> Sequence[Assignment]:
    granted = {"state": Ask.GRANTED, "asked_on": until, "granted_on": until, "decided_by": actor}
    at = {"asked_at": now, "decided_at": now, "reason": reason.strip()}
    made = [Extension(assignment=row, old_on=cast(dt.date, row.deadline_on), **granted, **at) for row in rows]
    Extension.objects.bulk_create(made, batch_size=500)
    ladder, lines = Ladder(day_of(now)), []
    for row, extension in zip(rows, made, strict=True):
        data = {"extension": extension.pk, "until": until.isoformat(), "old_on": extension.old_on.isoformat()}
        change = {"deadline_on": until, "extensions_count": row.extensions_count + 1}
        lines.append(changed(row, Action.EXTEND, actor, now, reason, ladder=ladder, data=data, **change))
    act_on_all(rows, lines, "deadline_on", "extensions_count")
    return rows


EXTENDING = Deed(Action.EXTEND, _extend, _extension_problems, decides=("until",))


def assignment_extend(
    *, assignment: Assignment, actor: User, now: dt.datetime, until: dt.date, reason: str
) -> Assignment:
    """The office moves the last day of its own accord: late work too, with a reason, and counted like any other."""
    return EXTENDING.on_one(assignment, actor, now, until=until, reason=reason)


@transaction.atomic
def assignment_block(
    *, assignment: Assignment, actor: User, now: dt.datetime, reason: str, decider: Unit
) -> Assignment:
    """The unit reports what blocks it (vướng mắc) and who must decide. Their clock runs; its deadline stands."""
    row = locked(assignment)
    check(row, Action.BLOCK, actor, now, reason)
    if decider.pk == row.unit_id:
        raise ValidationError({"decider": _("Choose who must decide: it cannot be your own unit.")})
    if not decider.is_valid_on(day_of(now)):
        raise ValidationError({"decider": _("%(unit)s has ended.") % {"unit": decider.name}})
    obstacle = Obstacle.objects.create(
        assignment=row, words=reason.strip(), decider=decider, opened_by=actor, opened_at=now
    )
    data = {"obstacle": obstacle.pk, "decider": decider.name}
    return act(
        row, Action.BLOCK, actor, now, reason, data=data, open_obstacle=obstacle, is_blocked=True, deciding_unit=decider
    )


@transaction.atomic
def assignment_unblock(*, assignment: Assignment, actor: User, now: dt.datetime) -> Assignment:
    """The unit: it blocks no more."""
    row = locked(assignment)
    check(row, Action.UNBLOCK, actor, now)
    row.obstacles.filter(closed_at=None).update(closed_at=now)
    data = {"obstacle": row.open_obstacle_id}
    return act(row, Action.UNBLOCK, actor, now, data=data, open_obstacle=None, is_blocked=False)


@transaction.atomic
def assignment_resolve(*, assignment: Assignment, actor: User, now: dt.datetime, reason: str) -> Assignment:
    """Whoever must decide on the obstacle decides: their clock stops, the unit's runs again."""
    row = locked(assignment)
    check(row, Action.RESOLVE, actor, now, reason)
    row.obstacles.filter(closed_at=None).update(closed_at=now, answered_by=actor, answer=reason.strip())
    data = {"obstacle": row.open_obstacle_id}
    return act(row, Action.RESOLVE, actor, now, reason, data=data, open_obstacle=None, is_blocked=False)


@transaction.atomic
def assignment_dispute(*, assignment: Assignment, actor: User, now: dt.datetime, reason: str) -> Assignment:
    """“This figure is wrong”: out of the red count until somebody else has decided."""
    row = locked(assignment)
    check(row, Action.DISPUTE, actor, now, reason)
    dispute = Dispute.objects.create(assignment=row, claim=reason.strip(), claimed_by=actor, claimed_at=now)
    data = {"dispute": dispute.pk}
    return act(row, Action.DISPUTE, actor, now, reason, data=data, open_dispute=dispute, is_disputed=True)


@transaction.atomic
def assignment_drop_dispute(*, assignment: Assignment, actor: User, now: dt.datetime) -> Assignment:
    row = locked(assignment)
    check(row, Action.DROP_DISPUTE, actor, now)
    row.disputes.filter(state=Ask.OPEN).update(state=Ask.TAKEN_BACK, decided_at=now)
    data = {"dispute": row.open_dispute_id}
    return act(row, Action.DROP_DISPUTE, actor, now, data=data, open_dispute=None, is_disputed=False)


def _corrected(row: Assignment, corrects: str, day: dt.date | None, today: dt.date) -> dict[str, dt.date]:
    """The change that an upheld objection makes to the assignment; ValidationError at `day` or `corrects`."""
    if corrects == Figure.OTHER:
        if day:
            raise ValidationError({"corrects": _("Choose which figure the day corrects.")})
        return {}
    if day is None:
        raise ValidationError({"day": _("Give the right day.")})
    if row.directive.issued_on and day < row.directive.issued_on:
        raise ValidationError({"day": _("This day lies before the directive was issued.")})
    if corrects == Figure.DONE_ON:
        if row.done_on is None:
            raise ValidationError({"corrects": _("No day of completion has been reported yet.")})
        if day > today:
            raise ValidationError({"day": _("The day it was done cannot be after today.")})
    elif row.deadline_on is None:
        raise ValidationError({"corrects": _("This work has no last day.")})
    elif day.year > today.year + 10:
        raise ValidationError({"day": _("This day is too far away: check the year.")})
    return {corrects: day}


@transaction.atomic
def assignment_uphold(
    *,
    assignment: Assignment,
    actor: User,
    now: dt.datetime,
    reason: str,
    corrects: str = Figure.OTHER,
    day: dt.date | None = None,
) -> Assignment:
    """The objection is right: the day it was done, or the deadline, is corrected, or what the words say."""
    row = locked(assignment)
    check(row, Action.UPHOLD, actor, now, reason)
    if corrects not in Figure.values:
        raise ValidationError({"corrects": _("Choose what is corrected.")})
    change = _corrected(row, corrects, day, day_of(now))
    was = getattr(row, corrects) if change else None
    row.disputes.filter(state=Ask.OPEN).update(
        state=Ask.GRANTED, decided_by=actor, decided_at=now, answer=reason.strip(), corrects=corrects,
        was_on=was, is_on=change.get(corrects),
    )  # fmt: skip
    data = {"dispute": row.open_dispute_id, "corrects": corrects}
    if change:
        data |= {"was": str(was), "is": str(day)}
    return act(row, Action.UPHOLD, actor, now, reason, data=data, open_dispute=None, is_disputed=False, **change)


@transaction.atomic
def assignment_reject(*, assignment: Assignment, actor: User, now: dt.datetime, reason: str) -> Assignment:
    row = locked(assignment)
    check(row, Action.REJECT, actor, now, reason)
    row.disputes.filter(state=Ask.OPEN).update(
        state=Ask.REFUSED, decided_by=actor, decided_at=now, answer=reason.strip()
    )
    data = {"dispute": row.open_dispute_id}
    return act(row, Action.REJECT, actor, now, reason, data=data, open_dispute=None, is_disputed=False)
