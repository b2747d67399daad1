"""The scan: finds the assignments whose next rung has come, writes one message per recipient into the ledger.

Idempotent and safe to run twice at once: rows are taken in small batches with `skip_locked`, the ledger is unique on
(recipient, assignment, kind, rung, due day, channel), and each batch is one transaction."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from wards.clock import today as day_of
from wards.models import User

from ..enums import Channel, Delivery, MessageKind
from ..models import Assignment, Digest, Message
from ..models.assignment import AssignmentQuerySet
from .ladder import Ladder, signed, target_of
from .people import Recipients

BATCH = 500
# A digest waits while the scan still runs, so that one person's messages from two batches go in one mail.
# Longer than beat's interval: a scan that died is finished by the next one before anything leaves.
HOLD = dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a dry run tells: this person would hear of this assignment, at this rung."""

    recipient: User
    assignment: Assignment
    rung: str


def _due(today: dt.date) -> AssignmentQuerySet:
    rows = Assignment.objects.in_hand().filter(next_reminder_on__lte=today, is_disputed=False)
    return rows.select_related("directive", "task", "unit", "delegate").order_by("next_reminder_on", "id")


def _said(rows: list[Assignment], ladder: Ladder) -> Iterator[tuple[Assignment, User, dt.date, int]]:
    """(assignment, person who is told, day it is about, rung) for the rows that have reached a rung."""
    people = Recipients(rows, ladder.today)
    for a in rows:
        target = target_of(a)
        rung = ladder.rung(target) if target else None
        if target is None or rung is None:
            continue
        for person in people.of(a):
            if person.email:
                yield a, person, target, rung


def plan(now: dt.datetime) -> list[Planned]:
    """Who would be told what by a scan at `now`. Writes nothing."""
    ladder = Ladder(day_of(now))
    if not ladder.is_working_day:
        return []
    return [Planned(person, a, signed(rung)) for a, person, _day, rung in _said(list(_due(ladder.today)), ladder)]


def _open_digest(recipient: User, ladder: Ladder, now: dt.datetime) -> Digest:
    """Today's digest while it has not left, else the next working day's: never a second mail on one day."""
    morning = dt.datetime.combine(ladder.next_working_day(), settings.REMIND_AT, tzinfo=now.tzinfo)
    for day, at in ((ladder.today, now + HOLD), (ladder.next_working_day(), morning)):
        digest, _made = Digest.objects.get_or_create(
            recipient=recipient,
            channel=Channel.EMAIL,
            day=day,
            occasion="morning",
            defaults={"message_id": f"<{uuid4().hex}@dondoc>", "made_at": now, "next_try_at": at},
        )
        locked = Digest.objects.select_for_update().get(pk=digest.pk)
        if locked.state == Delivery.QUEUED:
            return locked
    return locked


@transaction.atomic
def _batch(ladder: Ladder, now: dt.datetime) -> tuple[int, int]:
    """One batch: (assignments looked at, messages written)."""
    rows = list(_due(ladder.today).select_for_update(skip_locked=True, of=("self",))[:BATCH])
    wanted: dict[int, tuple[User, list[Message]]] = {}
    for a, person, day, rung in _said(rows, ladder):
        message = Message(
            recipient=person,
            assignment=a,
            kind=MessageKind.DEADLINE,
            rung=signed(rung),
            due_on=day,
            channel=Channel.EMAIL,
            made_at=now,
        )
        wanted.setdefault(person.pk, (person, []))[1].append(message)
    for a in rows:
        target = target_of(a)
        a.next_reminder_on = ladder.next_day(target) if target else None
    written = 0
    for pk in sorted(wanted):  # the same order everywhere: two scans never wait for each other in a ring
        written += _write(*wanted[pk], ladder, now)
    Assignment.objects.bulk_update(rows, ["next_reminder_on"], batch_size=BATCH)
    return len(rows), written


def _write(person: User, messages: list[Message], ladder: Ladder, now: dt.datetime) -> int:
    said = {
        (m.assignment_id, m.rung, m.due_on)
        for m in Message.objects.filter(
            recipient=person,
            assignment__in=[m.assignment_id for m in messages],
            kind=MessageKind.DEADLINE,
            channel=Channel.EMAIL,
        )
    }
    new = [m for m in messages if (m.assignment_id, m.rung, m.due_on) not in said]
    if new:
        digest = _open_digest(person, ladder, now)
        for message in new:
            message.digest = digest
        Message.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def scan(now: dt.datetime) -> int:
    """Runs to the end and releases today's digests. Returns the number of messages written. Nothing on a day off."""
    ladder = Ladder(day_of(now))
    if not ladder.is_working_day:
        return 0
    total = 0
    while True:
        seen, written = _batch(ladder, now)
        total += written
        if seen < BATCH:
            break
    Digest.objects.filter(day=ladder.today, state=Delivery.QUEUED, next_try_at__gt=now).update(next_try_at=now)
    return total
