"""The scan: finds the assignments whose next rung has come, writes one message per recipient into the ledger.

Idempotent and safe to run twice at once: rows are taken in batches with `skip_locked`, the ledger is unique on
(recipient, assignment, kind, rung, due day, channel), and each batch is one transaction. What the scan costs follows
what is due (`next_reminder_on`, a partial index), not what is stored."""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from wards.clock import date_of as day_of
from wards.clock import now as clock_now
from wards.models import User

from ..enums import OPEN, Channel, InstructionKind
from ..models import Assignment, InstructionTarget, Message
from ..models.assignment import AssignmentQuerySet
from . import runs
from .causes import WEEKLY, Cause, causes_of, is_over
from .ladder import Ladder
from .letters import morning_letters, write
from .people import Recipients
from .rungs import signed

log = logging.getLogger(__name__)
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Said:
    """This person hears of this assignment, for this cause, at this rung."""

    recipient: User
    assignment: Assignment
    cause: Cause
    rung: int


def due_on(today: dt.date) -> AssignmentQuerySet:
    """The rows that a scan of that day looks at, in the order of their index."""
    return Assignment.objects.filter(next_reminder_on__lte=today).order_by("next_reminder_on", "id")


def whole(rows: AssignmentQuerySet) -> list[Assignment]:
    """The rows with all that causes and recipients ask of them. One query."""
    rows = rows.with_rights().select_related("task__leader")
    return list(rows.defer("directive__text", "directive__folded", "task__words", "task__folded"))


def replies_wanted(rows: list[Assignment]) -> dict[int, list[dt.date]]:
    """By assignment, the days by which its unit is to answer instructions. One query where any waits."""
    asked = [a.pk for a in rows if a.unanswered_count and a.state in OPEN]
    if not asked:
        return {}
    found: dict[int, list[dt.date]] = {}
    waiting = InstructionTarget.objects.unanswered().filter(assignment__in=asked)
    waiting = waiting.exclude(instruction__kind=InstructionKind.REASSIGN)
    for work, day in waiting.order_by().values_list("assignment", "instruction__reply_by"):
        found.setdefault(work, []).append(day)
    return found


def causes_by_row(rows: list[Assignment], today: dt.date) -> dict[int, list[Cause]]:
    """What each waits for; nothing where its unit or its document has ended."""
    replies = replies_wanted(rows)
    return {a.pk: [] if is_over(a, today) else list(causes_of(a, replies.get(a.pk, ()))) for a in rows}


def said_of(rows: list[Assignment], causes: dict[int, list[Cause]], ladder: Ladder) -> Iterator[Said]:
    """All that is to be said of these rows on the ladder's day, whether or not it has been said before."""
    people = Recipients(rows, ladder.today)
    for a in rows:
        for cause in causes[a.pk]:
            rung = ladder.rung(cause)
            if rung is not None:
                yield from (Said(person, a, cause, rung) for person in people.of(a, cause.kind, rung))


def message_of(said: Said, now: dt.datetime) -> Message:
    """Its row of the ledger, unsaved."""
    return Message(
        recipient=said.recipient,
        assignment=said.assignment,
        kind=said.cause.kind,
        rung=signed(said.rung),
        due_on=said.cause.day,
        channel=Channel.EMAIL,
        made_at=now,
    )


def _look_again(rows: list[Assignment], causes: dict[int, list[Cause]], told: set[int], ladder: Ladder) -> None:
    """Writes on each row when it is looked at next. With nobody to tell (no head, no address) the rung is not spent:
    tomorrow somebody may be there. What has ended is looked at once a week, in case that is undone."""
    by_day: dict[dt.date | None, list[int]] = {}
    in_a_week = ladder.today + WEEKLY * dt.timedelta(days=1)
    for a in rows:
        reached = [cause for cause in causes[a.pk] if ladder.rung(cause) is not None]
        day = ladder.after(causes[a.pk]) if a.pk in told or not reached else ladder.next_working_day()
        by_day.setdefault(in_a_week if is_over(a, ladder.today) else day, []).append(a.pk)
    for next_day, pks in by_day.items():
        Assignment.objects.filter(pk__in=pks).update(next_reminder_on=next_day)


@transaction.atomic
def _batch(ladder: Ladder, now: dt.datetime, only: list[int] | None = None) -> tuple[int, int]:
    """One batch of the rows due, or of `only` these: (how many were looked at, how many messages written)."""
    due = due_on(ladder.today)
    if only is not None:
        due = due.filter(pk__in=only)
    # Two queries: the first takes the next rows off the index, whatever their number, the second joins those alone.
    pks = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
    rows = whole(Assignment.objects.filter(pk__in=pks).order_by("pk"))
    causes = causes_by_row(rows, ladder.today)
    said = list(said_of(rows, causes, ladder))
    written = write((message_of(one, now) for one in said), lambda people: morning_letters(people, ladder, now))
    _look_again(rows, causes, {one.assignment.pk for one in said}, ladder)
    return len(rows), written


def _one_by_one(ladder: Ladder, now: dt.datetime) -> tuple[int, int, int]:
    """The rows of a batch that failed, each for itself: (looked at, written, failed). One that fails again is put off
    to the next working day and logged: it holds up no other."""
    written = failed = 0
    pks = list(due_on(ladder.today).values_list("pk", flat=True)[:BATCH])
    for pk in pks:
        try:
            written += _batch(ladder, now, [pk])[1]
        except Exception:
            log.exception("assignment %s could not be looked at", pk)
            Assignment.objects.filter(pk=pk).update(next_reminder_on=ladder.next_working_day())
            failed += 1
    return len(pks), written, failed


def scan(now: dt.datetime) -> int:
    """Runs to the end; only then may the day's letters leave (`runs.finish`). Returns the number of messages written.
    Nothing on a day off."""
    ladder = Ladder(day_of(now))
    if not ladder.is_working_day:
        return 0
    runs.begin(runs.SCAN, ladder.today, now)
    total = failed = 0
    while True:
        try:
            seen, written = _batch(ladder, now)
        except Exception:
            log.exception("a batch of the scan failed; its rows are taken one by one")
            seen, written, more = _one_by_one(ladder, now)
            failed += more
        total += written
        if seen < BATCH:
            break
    runs.finish(runs.SCAN, ladder.today, clock_now(), messages=total, failed=failed)
    return total
