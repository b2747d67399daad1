"""The transitions of an assignment between its unit and the office."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from wards.clock import today as day_of
from wards.models import User

from ..enums import Action, Grade, State
from ..models import Assignment, Evidence, ProgressNote, Transition
from ..permissions import can_note
from .acting import CLOSED, EMPTY_RESULT, Refused, act, act_alike, changed, check, locked
from .deeds import Deed
from .evidence import NewDocument, NewFile, evidence_add, files_undone_on_error


@transaction.atomic
def _act(
    assignment: Assignment, action: Action, actor: User, now: dt.datetime, reason: str = "", **changes: Any
) -> Assignment:
    row = locked(assignment)
    check(row, action, actor, now, reason)
    return act(row, action, actor, now, reason, **changes)


def assignment_acknowledge(*, assignment: Assignment, actor: User, now: dt.datetime) -> Assignment:
    """The unit has received it. Does not stop the clock."""
    return _act(assignment, Action.ACKNOWLEDGE, actor, now)


def _issued_on(row: Assignment) -> dt.date | None:
    """The day of the order: of the first document, for work that a later one took over."""
    days = list(row.repointed_from.values_list("old__directive__issued_on", flat=True))
    return min(filter(None, [row.directive.issued_on, *days]), default=None)


def check_done_on(day: dt.date, row: Assignment, today: dt.date) -> None:
    """The day it was done lies between the directive's issue and today; one that was reported has been checked."""
    if day > today:
        raise ValidationError({"done_on": _("The day it was done cannot be after today.")})
    issued_on = row.directive.issued_on
    if day != row.done_on and issued_on and day < issued_on and day < (_issued_on(row) or issued_on):
        raise ValidationError({"done_on": _("It cannot have been done before the directive was issued.")})


def _last_judged(row: Assignment) -> Transition | None:
    """The last report, or the last word of the office on one."""
    return row.transitions.filter(action__in=[Action.SUBMIT, Action.RETURN, Action.REOPEN]).order_by("id").last()


def check_old_evidence(row: Assignment) -> None:
    """A report without anything new needs evidence that is there and was not refused: taken back, not sent back."""
    last = _last_judged(row)
    if last and last.action != Action.SUBMIT:
        raise ValidationError({"file": _("The result was sent back: add new evidence to what was there.")})
    if not row.evidence_count:
        raise ValidationError({"file": _("Attach a file, or give the number and date of the document.")})


def _claimed_day(row: Assignment, proofs: Sequence[NewFile | NewDocument], today: dt.date) -> dt.date:
    """The latest new document's date; for a report taken back and sent again the day it claimed; else today."""
    dated = [proof.dated for proof in proofs if isinstance(proof, NewDocument)]
    if any(day > today for day in dated):
        raise ValidationError({"dated": _("The document cannot be dated after today.")})
    last = _last_judged(row)
    if not proofs and last:
        return dt.date.fromisoformat(last.data["done_on"])
    return max(dated, default=today)


def report_day(
    row: Assignment,
    actor: User,
    now: dt.datetime,
    proofs: Sequence[NewFile | NewDocument],
    done_on: dt.date | None,
) -> dt.date:
    """The day for a report on a locked row: as given, else see `_claimed_day`. Raises what forbids the report."""
    check(row, Action.SUBMIT, actor, now)
    if not proofs:
        check_old_evidence(row)
    today = day_of(now)
    day = done_on or _claimed_day(row, proofs, today)
    check_done_on(day, row, today)
    return day


def report(
    row: Assignment,
    actor: User,
    now: dt.datetime,
    proofs: Sequence[NewFile | NewDocument],
    words: str,
    day: dt.date,
    kept: list[FieldFile],
    copies: Sequence[Evidence] = (),
    told: dict[str, Any] | None = None,
) -> Assignment:
    """Writes a report that has been checked: evidence, a note, the move. `copies` are evidence made already."""
    made = [evidence_add(assignment=row, proof=proof, actor=actor, now=now, kept=kept) for proof in proofs]
    made += copies
    if words.strip():
        ProgressNote.objects.create(assignment=row, author=actor, at=now, words=words.strip())
    return act(
        row,
        Action.SUBMIT,
        actor,
        now,
        evidence_count=row.evidence_count + len(made),
        submitted_by=actor,
        submitted_at=now,
        recorded_at=now,
        done_on=day,
        data={"evidence": [item.pk for item in made], "done_on": day.isoformat(), **(told or {})},
    )


def assignment_submit(
    *,
    assignment: Assignment,
    actor: User,
    now: dt.datetime,
    proofs: Sequence[NewFile | NewDocument] = (),
    words: str = "",
    done_on: dt.date | None = None,
) -> Assignment:
    """The unit reports the result, with evidence: new `proofs`, or what is there since an earlier report.

    `done_on` is the day the work was really done: as given, else see `_claimed_day`.
    Raises Refused (state, right) or ValidationError (evidence, dates), by field.
    """
    for proof in proofs:
        if isinstance(proof, NewFile):
            proof.check()
    with files_undone_on_error() as kept, transaction.atomic():
        row = locked(assignment)
        day = report_day(row, actor, now, proofs, done_on)
        return report(row, actor, now, proofs, words, day, kept)


def assignment_take_back(*, assignment: Assignment, actor: User, now: dt.datetime) -> Assignment:
    """The unit takes its report back while nobody has decided on it. The evidence stays."""
    return _act(assignment, Action.TAKE_BACK, actor, now, **EMPTY_RESULT)


def assignment_confirm(
    *,
    assignment: Assignment,
    actor: User,
    now: dt.datetime,
    grade: str,
    done_on: dt.date | None = None,
    reason: str = "",
) -> Assignment:
    """The office confirms, with a grade. `done_on` corrects the day claimed, never past the day it was reported."""
    if grade not in Grade.values:
        raise ValidationError({"grade": _("Choose a grade.")})
    with transaction.atomic():
        row = locked(assignment)
        check(row, Action.CONFIRM, actor, now, reason)
        reported = day_of(row.recorded_at or now)
        day = done_on or row.done_on or reported
        check_done_on(day, row, reported)
        data = {"grade": grade, "done_on": str(day), "claimed_done_on": str(row.done_on)}
        return act(row, Action.CONFIRM, actor, now, reason, grade=grade, done_on=day, closed_at=now, data=data)


def assignment_return(*, assignment: Assignment, actor: User, now: dt.datetime, reason: str) -> Assignment:
    """Not accepted: back to the unit with the reason. A returned result was not done."""
    with transaction.atomic():
        row = locked(assignment)
        check(row, Action.RETURN, actor, now, reason)
        changes = EMPTY_RESULT | {"returns_count": row.returns_count + 1}
        return act(row, Action.RETURN, actor, now, reason, **changes)


def assignment_decline(*, assignment: Assignment, actor: User, now: dt.datetime, reason: str) -> Assignment:
    """The head of the unit: not our competence. Goes to the clerk, never to another unit."""
    return _act(assignment, Action.DECLINE, actor, now, reason)


def assignment_insist(*, assignment: Assignment, actor: User, now: dt.datetime, reason: str) -> Assignment:
    return _act(assignment, Action.INSIST, actor, now, reason)


def _withdraw(rows: Sequence[Assignment], *, actor: User, now: dt.datetime, reason: str) -> Sequence[Assignment]:
    lines = [changed(row, Action.WITHDRAW, actor, now, reason, closed_at=now, **EMPTY_RESULT) for row in rows]
    act_alike(rows, lines, state=State.WITHDRAWN, closed_at=now, **CLOSED)
    return rows


WITHDRAWING = Deed(Action.WITHDRAW, _withdraw)


def assignment_withdraw(*, assignment: Assignment, actor: User, now: dt.datetime, reason: str) -> Assignment:
    """Closed, neither done nor late. Nothing issued is deleted."""
    return WITHDRAWING.on_one(assignment, actor, now, reason=reason)


def assignment_reopen(*, assignment: Assignment, actor: User, now: dt.datetime, reason: str) -> Assignment:
    return _act(assignment, Action.REOPEN, actor, now, reason, closed_at=None, **EMPTY_RESULT)


@transaction.atomic
def assignment_note(
    *, assignment: Assignment, actor: User, words: str, now: dt.datetime, percent: int | None = None
) -> ProgressNote:
    """A dated note, with an optional percentage (0–100). 100 % completes nothing."""
    row = locked(assignment)
    if row.closed_at:
        raise Refused(_("This work is closed; nothing can be added."))
    if not can_note(actor, row):
        raise Refused(_("You may not do this."))
    if not words.strip():
        raise ValidationError({"words": _("Write a few words.")})
    if percent is not None and not 0 <= percent <= 100:
        raise ValidationError({"percent": _("A percentage lies between 0 and 100.")})
    note = ProgressNote.objects.create(assignment=row, author=actor, at=now, words=words.strip(), percent=percent)
    Assignment.objects.filter(pk=row.pk).update(last_moved_at=now)
    return note
