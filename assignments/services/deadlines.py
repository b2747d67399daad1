"""The deadline of work that is under way: set anew, of whatever kind, and looked at again where it has no end."""

import datetime as dt
from collections.abc import Sequence
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directives.enums import DeadlineKind, DeadlineOrigin
from directives.recurring import next_occurrences, period_words, same_rules
from wards.clock import today as day_of
from wards.models import User
from wards.working_days import ONE_DAY

from ..enums import CLOSED_OTHERWISE, Action, Ask, Side
from ..models import Assignment, Extension, Transition
from ..permissions import sides_of
from ..reminders.ladder import Ladder
from .acting import act, act_on_all, changed, check, locked
from .deadline_set import DeadlineSet, deadline_fields
from .deeds import Deed, Problem
from .periods import check_in_period, due_by_rule

# What `deadline_changed` may change of a row, beside what acting.act_on_all always writes.
FIELDS = (
    "deadline_kind", "deadline_words", "deadline_on", "deadline_origin", "deadline_reason", "within_days", "rule",
    "event", "review_on", "original_deadline_on", "extensions_count", "period", "next_period_on",
)  # fmt: skip


def _problem(row: Assignment, ladder: Ladder, **asked: Any) -> Problem | None:
    """What stands in the way of this deadline for this row; tried on a copy."""
    try:
        deadline_changed(copy(row), ladder=ladder, **asked)
    except ValidationError as error:
        return next((name, words[0]) for name, words in error.message_dict.items())
    return None


def _problems(rows: Sequence[Assignment], *, now: dt.datetime, **asked: Any) -> dict[int, Problem]:
    """What fits no row at all, for one and the same reason, is said at its field."""
    ladder = Ladder(day_of(now))
    found = {row.pk: problem for row in rows if (problem := _problem(row, ladder, now=now, **asked))}
    if len(found) == len(rows) and len(set(found.values())) == 1:
        raise ValidationError(dict(found.values()))
    return found


def _set(rows: Sequence[Assignment], *, now: dt.datetime, **asked: Any) -> Sequence[Assignment]:
    ladder = Ladder(day_of(now))
    lines, extensions = zip(*(deadline_changed(row, ladder=ladder, now=now, **asked) for row in rows), strict=True)
    Extension.objects.bulk_create([one for one in extensions if one], batch_size=500)
    act_on_all(rows, lines, *FIELDS)
    return rows


SETTING = Deed(Action.SET_DEADLINE, _set, _problems, decides=("kind", "day", "days", "rule", "words"))


def assignment_set_deadline(
    *, assignment: Assignment, actor: User, now: dt.datetime, deadline: DeadlineSet, reason: str = ""
) -> Assignment:
    """The office sets the deadline, of any kind. With a reason where there is a last day already; a later one counts as
    an extension.

    Raises Refused (right, state, a request for more time that waits) or ValidationError by the deadline's own fields.
    """
    return SETTING.on_one(assignment, actor, now, deadline=deadline, reason=reason)


def deadline_changed(
    row: Assignment, deadline: DeadlineSet, actor: User, now: dt.datetime, reason: str, *, ladder: Ladder
) -> tuple[Transition, Extension | None]:
    """Changes one row, which is locked and for which the action has been checked, in memory: its line of history and,
    where it gains time, its extension, both unsaved. Raises ValidationError by field. No query for the row but where a
    recurrence is set or a deadline had been taken away.
    """
    changes = _changes(row, deadline, ladder) | {"deadline_origin": _origin(actor, row)}
    old, new = row.deadline_on, changes["deadline_on"]
    if old and not reason.strip():
        raise ValidationError({"reason": _("There is a last day already: say why it changes.")})
    if new and new != old and new < ladder.today:
        raise ValidationError({"on": _("The new last day has passed already.")})
    if all(getattr(row, name) == value for name, value in changes.items() if name != "deadline_origin"):
        raise ValidationError({"kind": _("This is the deadline as it stands.")})
    extension = _extension(row, new, actor, now, reason)
    if extension:
        changes["extensions_count"] = row.extensions_count + 1
    changes["original_deadline_on"] = row.original_deadline_on or new
    why = reason.strip() or deadline.reason
    data = _told(deadline, old, changes)
    return changed(row, Action.SET_DEADLINE, actor, now, why, ladder=ladder, data=data, **changes), extension


def _origin(actor: User, row: Assignment) -> str:
    return DeadlineOrigin.LEADER if Side.LEADER in sides_of(actor, row) else DeadlineOrigin.CLERK


def _told(deadline: DeadlineSet, old: dt.date | None, changes: dict[str, Any]) -> dict[str, Any]:
    """What history says of it: the kind asked for and what goes with it."""
    days = {"old_on": old, "until": changes["deadline_on"], "review_on": changes["review_on"]}
    told: dict[str, Any] = {name: day.isoformat() for name, day in days.items() if day}
    words = {"words": deadline.words, "rule": changes["rule"] if deadline.kind == DeadlineKind.PERIODIC else ""}
    return {"deadline": str(deadline.kind)} | told | {name: text for name, text in words.items() if text}


def _changes(row: Assignment, deadline: DeadlineSet, ladder: Ladder) -> dict[str, Any]:
    """The new columns; ValidationError by field where it cannot be so."""
    if problem := deadline.problem(row.directive.issued_on, ladder.today):
        raise ValidationError({problem[0]: problem[1]})
    fields = deadline_fields(deadline, row.received_on, ladder.calendar)
    if deadline.kind == DeadlineKind.PERIODIC:
        return fields | _recurrence(row, deadline.rule, ladder.today)
    if deadline.kind == DeadlineKind.DATED and row.deadline_kind == DeadlineKind.PERIODIC:
        assert deadline.on is not None
        check_in_period(row, deadline.on, "on")
        same = {name: getattr(row, name) for name in ("deadline_kind", "rule", "deadline_words")}
        return fields | same  # this period's day alone; the recurrence goes on
    return fields | {"next_period_on": None}


def _recurrence(row: Assignment, rule: str, today: dt.date) -> dict[str, Any]:
    """The row as the first period of a recurrence; as the period that it is, where only the end of them all moves."""
    others = Assignment.objects.filter(task=row.task_id, unit=row.unit_id, role=row.role)
    others = others.exclude(pk=row.pk).exclude(state__in=sorted(CLOSED_OTHERWISE))
    if row.deadline_kind == DeadlineKind.PERIODIC:
        if not row.next_period_on and others.filter(pk__gt=row.pk).exists():
            raise ValidationError({"rule": _("A later period is there already: set the recurrence on that one.")})
        if same_rules(rule, row.rule):
            return {"deadline_on": row.deadline_on, "next_period_on": due_by_rule(row) + ONE_DAY}
    first, *more = next_occurrences(rule, today - ONE_DAY)
    if more:
        codes = ", ".join(period_words(one.code) for one in (first, *more))
        words = _("Several periods end on %(day)s (%(periods)s): choose one recurrence.")
        raise ValidationError({"rule": words % {"day": f"{first.on:%d/%m/%Y}", "periods": codes}})
    if others.filter(period=first.code).exists():
        words = _("The unit has this task for %(period)s already.")
        raise ValidationError({"rule": words % {"period": period_words(first.code)}})
    return {"deadline_on": first.on, "period": first.code, "next_period_on": first.on + ONE_DAY}


def _last_day(row: Assignment) -> dt.date | None:
    """The last permitted day that the unit has, or had before its deadline was taken away."""
    if row.deadline_on or not row.original_deadline_on:
        return row.deadline_on
    taken = row.transitions.filter(action=Action.SET_DEADLINE, data__has_key="old_on").order_by("-id").first()
    return dt.date.fromisoformat(taken.data["old_on"]) if taken else row.original_deadline_on


def _extension(row: Assignment, new: dt.date | None, actor: User, now: dt.datetime, reason: str) -> Extension | None:
    """A later last day is an extension, whatever it is called (DOMAIN: the old day is kept, each one counted)."""
    old = _last_day(row)
    if not (old and new and new > old):
        return None
    return Extension(
        assignment=row, state=Ask.GRANTED, old_on=old, asked_on=new, granted_on=new, reason=reason.strip(),
        asked_at=now, decided_by=actor, decided_at=now,
    )  # fmt: skip


@transaction.atomic
def assignment_reviewed(
    *, assignment: Assignment, actor: User, now: dt.datetime, review_on: dt.date | None, reason: str = ""
) -> Assignment:
    """Standing or waiting work has been looked at and goes on, until the next day of review."""
    row, today = locked(assignment), day_of(now)
    check(row, Action.REVIEWED, actor, now)
    if review_on is None:
        raise ValidationError({"review_on": _("Give the day on which this is looked at again.")})
    if review_on <= today:
        raise ValidationError({"review_on": _("The next review lies after today.")})
    if review_on.year > today.year + 10:
        raise ValidationError({"review_on": _("This day is too far away: check the year.")})
    data = {"review_on": review_on.isoformat()}
    return act(row, Action.REVIEWED, actor, now, reason, data=data, review_on=review_on)
