"""The post: claims digests, sends them, records how it went. A crash loses none and repeats none to the reader."""

import datetime as dt
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Q

from wards.clock import date_of as day_of
from wards.clock import now as clock_now

from ..enums import Delivery
from ..models import MORNING, Assignment, Digest, Message, RefusedAddress
from . import runs
from .failures import Again, NoServer, check_address, verdict_of
from .letters import WAITING
from .mail import compose
from .truth import still_true

log = logging.getLogger(__name__)

BATCH = 20
STUCK = dt.timedelta(minutes=10)  # longer than any one batch: the worker that held it is dead
BUDGET = 150.0  # seconds of one run, well within the task's time limit; the next run goes on
SOON = [dt.timedelta(minutes=m) for m in (1, 2, 5, 15, 30, 60)]
LATER = [dt.timedelta(hours=h) for h in (1, 2, 4, 8)]


def may_leave(now: dt.datetime) -> Q:
    """Digests that may leave now: those told at once; the morning's once its scan has finished, on working days."""
    due = Q(state__in=WAITING, next_try_at__lte=now)
    return due if runs.has_finished(runs.SCAN, day_of(now)) else due & ~Q(occasion=MORNING)


@transaction.atomic
def claim(now: dt.datetime, leaving: Q | None = None) -> list[int]:
    """Up to BATCH digests that are ours alone from here on: on PostgreSQL rows that another worker looks at are passed
    over; SQLite has one writer, who holds the whole database for that moment."""
    rows = Digest.objects.filter(may_leave(now) if leaving is None else leaving)
    pks = list(
        rows.select_for_update(skip_locked=True).order_by("next_try_at", "id").values_list("pk", flat=True)[:BATCH]
    )
    Digest.objects.filter(pk__in=pks).update(state=Delivery.CLAIMED, claimed_at=now)
    return pks


def free_stuck(now: dt.datetime) -> int:
    """Digests that a dead worker held go back into the queue. The fixed Message-ID makes a repeat one mail, and since
    it may lie in the mailbox already, nothing is added to it."""
    stuck = Digest.objects.filter(state=Delivery.CLAIMED, claimed_at__lt=now - STUCK)
    return stuck.update(
        state=Delivery.RETRYING, next_try_at=now, claimed_at=None, attempts=F("attempts") + 1, may_have_left=True
    )


def _held(digest: Digest) -> Any:
    """The digest where it is still ours: a sweeper may have taken us for dead."""
    return Digest.objects.filter(pk=digest.pk, state=Delivery.CLAIMED, claimed_at=digest.claimed_at)


def _end(digest: Digest, state: Delivery, **fields: Any) -> str:
    """Records in one transaction how a digest and its messages ended."""
    with transaction.atomic():
        if _held(digest).update(state=state, claimed_at=None, **fields):
            messages = Message.objects.filter(digest=digest, state=Delivery.QUEUED)
            why = {"dropped_why": "nobody to tell"} if state == Delivery.DROPPED else {}
            messages.update(state=state, **why)
    return state


class Line:
    """The line to the mail server, kept open for the letters of a run."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def send(self, mail: Any) -> None:
        """Raises NoServer before anything was handed over; else what the server says."""
        try:
            self._connection.open()
        except Exception as error:
            raise NoServer(f"{type(error).__name__}: {error}") from error
        mail.connection = self._connection
        mail.send()

    def close(self) -> None:
        try:
            self._connection.close()
        except Exception:
            log.debug("the line was closed already")


@contextmanager
def line_to_server() -> Iterator[Line]:
    line = Line()
    try:
        yield line
    finally:
        line.close()


def send(digest: Digest, line: Line, now: dt.datetime) -> str:
    """Sends one claimed digest. Returns the Delivery it ended in."""
    today = day_of(now)
    messages = still_true(digest, today)
    if not messages or not digest.recipient.is_active or not digest.recipient.email:
        return _end(digest, Delivery.DROPPED)
    check_address(digest.recipient.email)
    line.send(compose(digest, messages, today))
    return _end(digest, Delivery.SENT, sent_at=now, attempts=F("attempts") + 1, error="")


def _refuse(digest: Digest, words: str, now: dt.datetime) -> None:
    """The address is shown to people, and what it was to say is looked at again: whoever comes next hears of it."""
    RefusedAddress.objects.update_or_create(
        user=digest.recipient, email=digest.recipient.email, defaults={"error": words, "at": now}
    )
    works = Message.objects.filter(digest=digest, state=Delivery.QUEUED).values("assignment")
    later = Q(next_reminder_on__gt=day_of(now)) | Q(next_reminder_on=None)
    Assignment.objects.filter(later, pk__in=works).update(next_reminder_on=day_of(now))


def failed(digest: Digest, error: Exception, now: dt.datetime) -> tuple[str, bool]:
    """(the Delivery it ended in, whether the server is the trouble). Only what will not change by trying again is
    final: what is said when the server is back is what is true then."""
    verdict = verdict_of(error)
    log.warning("digest %s not sent (%s), attempt %s", digest.pk, type(error).__name__, digest.attempts + 1)
    words = str(error)[:500]
    if verdict.again is Again.NEVER:
        with transaction.atomic():
            if verdict.of_address:
                _refuse(digest, words, now)
            return _end(digest, Delivery.FAILED, attempts=F("attempts") + 1, error=words), False
    waits = SOON if verdict.again is Again.SOON else LATER
    _held(digest).update(
        state=Delivery.RETRYING,
        attempts=F("attempts") + 1,
        next_try_at=now + waits[min(digest.attempts, len(waits) - 1)],
        claimed_at=None,
        error=words,
        may_have_left=digest.may_have_left or verdict.may_have_left,
    )
    return Delivery.RETRYING, verdict.of_server


def _send_batch(pks: list[int], line: Line, now: dt.datetime, counts: dict[str, int]) -> bool:
    """Sends a claimed batch. False where the server is away: what was not tried goes back as it was."""
    rows = list(Digest.objects.filter(pk__in=pks).select_related("recipient").order_by("pk"))
    for place, digest in enumerate(rows):
        try:
            state, of_server = send(digest, line, now), False
        except Exception as error:  # whatever it is, it is this letter's or the server's: the others must leave
            line.close()
            state, of_server = failed(digest, error, now)
        counts[state] = counts.get(state, 0) + 1
        if of_server:
            for left in rows[place + 1 :]:
                _held(left).update(state=Delivery.RETRYING if left.attempts else Delivery.QUEUED, claimed_at=None)
            return False
    return True


def send_waiting(now: dt.datetime | None = None) -> dict[str, int]:
    """Sends everything that may leave. `now` stands still where it is given, else each batch reads the clock.

    Returns how many ended in each state. One bad mail holds up no other; where the server is away, it ends."""
    counts: dict[str, int] = {}
    at, begun = now or clock_now(), time.monotonic()
    free_stuck(at)
    with line_to_server() as line:
        while time.monotonic() - begun < BUDGET and (pks := claim(at)):
            if not _send_batch(pks, line, at, counts):
                break
            at = now or clock_now()
    return counts
