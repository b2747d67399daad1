"""The scan: finds the assignments whose next rung has come, writes one message per recipient into the ledger.

Idempotent and safe to run twice at once: rows are taken in small batches with `skip_locked`, the ledger is unique on
(recipient, assignment, kind, rung, due day, channel), and each batch is one transaction."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import get_current_timezone

from wards.clock import date_of as day_of
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
MORNING = "morning"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a dry run tells: this person would hear of this assignment, at this rung."""

    recipient: User
    assignment: Assignment
    rung: str


def _due(today: dt.date) -> AssignmentQuerySet:
    rows = Assignment.objects.in_hand().filter(next_reminder_on__lte=today, is_disputed=False)
    rows = rows.select_related("directive", "task", "unit", "delegate").defer("directive__text", "task__words")
    return rows.order_by("next_reminder_on", "id")


def _said(rows: list[Assignment], ladder: Ladder) -> Iterator[tuple[Assignment, User, dt.date, int]]:
    """(assignment, person who is told, day it is about, rung) for the rows that have reached a rung."""
    people = Recipients(rows, ladder.today)
    for a in rows:
        target, rung = target_of(a), ladder.rung_of(a)
        if target is not None and rung is not None:
            yield from ((a, person, target, rung) for person in people.of(a))


def plan(now: dt.datetime) -> list[Planned]:
    """Who would be told what by a scan at `now`. Writes nothing."""
    ladder = Ladder(day_of(now))
    if not ladder.is_working_day:
        return []
    return [Planned(person, a, signed(rung)) for a, person, _day, rung in _said(list(_due(ladder.today)), ladder)]


def _open_digest(recipient: User, ladder: Ladder, now: dt.datetime) -> Digest:
    """The digest that the next message goes into, locked: one still waiting to leave, else today's, else, where one has
    left today, the next working day's. So nobody gets a second mail on one day, nor yesterday's beside today's."""
    own = Digest.objects.filter(recipient=recipient, channel=Channel.EMAIL, occasion=MORNING)
    waiting = own.filter(state__in=[Delivery.QUEUED, Delivery.RETRYING]).select_for_update().order_by("day").first()
    if waiting:
        return waiting
    left = own.filter(Q(day=ladder.today) | Q(sent_at__date=ladder.today) | Q(state=Delivery.CLAIMED)).exists()
    day = ladder.next_working_day() if left else ladder.today
    morning = dt.datetime.combine(day, settings.REMIND_AT, tzinfo=get_current_timezone())
    digest, _made = own.get_or_create(
        day=day,
        defaults={
            "recipient": recipient,
            "channel": Channel.EMAIL,
            "occasion": MORNING,
            "message_id": f"<{uuid4().hex}@dondoc>",
            "made_at": now,
            "next_try_at": morning if left else now + HOLD,
        },
    )
    return Digest.objects.select_for_update().get(pk=digest.pk)


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
    told = {message.assignment_id for _person, messages in wanted.values() for message in messages}
    for a in rows:
        # With nobody to tell (no head, no address) the rung is not spent: tomorrow somebody may be there.
        said = a.pk in told or ladder.rung_of(a) is None
        a.next_reminder_on = ladder.after(a) if said else ladder.next_working_day()
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
