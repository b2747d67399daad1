"""The post: claims digests, sends them, records how it went. A crash loses none and repeats none to the reader."""

import datetime as dt
import logging
import smtplib

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localtime

from wards.clock import date_of as day_of
from wards.clock import now as clock_now

from ..enums import Delivery
from ..models import Digest
from .ladder import Ladder
from .mail import compose, still_true, waiting

log = logging.getLogger(__name__)

BATCH = 20
STUCK = dt.timedelta(minutes=10)  # longer than any one send: the worker that held it is dead
BACKOFF = [dt.timedelta(minutes=m) for m in (1, 5, 15, 60, 240)]


@transaction.atomic
def claim(now: dt.datetime) -> list[int]:
    """Up to BATCH digests that are ours alone from here on."""
    rows = Digest.objects.filter(waiting(now)).select_for_update(skip_locked=True).order_by("next_try_at", "id")[:BATCH]
    pks = [digest.pk for digest in rows]
    Digest.objects.filter(pk__in=pks).update(state=Delivery.CLAIMED, claimed_at=now)
    return pks


def free_stuck(now: dt.datetime) -> int:
    """Digests that a dead worker held go back into the queue. The fixed Message-ID makes a repeat one mail."""
    stuck = Digest.objects.filter(state=Delivery.CLAIMED, claimed_at__lt=now - STUCK)
    return stuck.update(state=Delivery.RETRYING, next_try_at=now, claimed_at=None, attempts=F("attempts") + 1)


def is_final(error: Exception) -> bool:
    """5xx for this recipient will not change by trying again; anything else may."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500 and error.smtp_code not in (535, 530)  # our own log-in is ours to mend
    return False


def send(digest: Digest, now: dt.datetime) -> str:
    """Sends one claimed digest. Returns the Delivery it ended in."""
    today = day_of(now)
    rows = still_true(digest, today)
    if not rows or not digest.recipient.is_active or not digest.recipient.email:
        digest.messages.filter(state=Delivery.QUEUED).update(state=Delivery.DROPPED, dropped_why="nobody to tell")
        Digest.objects.filter(pk=digest.pk).update(state=Delivery.DROPPED)
        return Delivery.DROPPED
    compose(digest, rows, today).send()
    with transaction.atomic():
        digest.messages.filter(state=Delivery.QUEUED).update(state=Delivery.SENT)
        Digest.objects.filter(pk=digest.pk).update(
            state=Delivery.SENT, sent_at=now, attempts=digest.attempts + 1, error=""
        )
    return Delivery.SENT


def _failed(digest: Digest, error: Exception, now: dt.datetime) -> str:
    """Only what will not change by trying again is final. A server that is away is tried for as long as it takes:
    what is said when it is back is what is true then."""
    final = is_final(error)
    log.warning("digest %s not sent (%s), attempt %s", digest.pk, type(error).__name__, digest.attempts + 1)
    state = Delivery.FAILED if final else Delivery.RETRYING
    later = now + BACKOFF[min(digest.attempts, len(BACKOFF) - 1)]
    Digest.objects.filter(pk=digest.pk).update(
        state=state, attempts=F("attempts") + 1, next_try_at=later, claimed_at=None, error=str(error)[:500]
    )
    if final:
        digest.messages.filter(state=Delivery.QUEUED).update(state=Delivery.FAILED)
    return state


def may_leave(now: dt.datetime) -> bool:
    """Digests leave on working days, not before REMIND_AT."""
    return localtime(now).time() >= settings.REMIND_AT and Ladder(day_of(now)).is_working_day


def send_waiting(now: dt.datetime | None = None) -> dict[str, int]:
    """Sends everything that may leave. `now` stands still where it is given, else each batch reads the clock.

    Returns how many ended in each state. One bad mail holds up no other."""
    counts: dict[str, int] = {}
    at = now or clock_now()
    if not may_leave(at):
        return counts
    free_stuck(at)
    while pks := claim(at):
        for digest in Digest.objects.filter(pk__in=pks).select_related("recipient").order_by("pk"):
            try:
                state = send(digest, at)
            except Exception as error:  # whatever it is, it is this mail's: the others must leave
                state = _failed(digest, error, at)
            counts[state] = counts.get(state, 0) + 1
        at = now or clock_now()
    return counts
