"""The post: claims digests, sends them, records how it went. A crash loses none and repeats none to the reader."""

import datetime as dt
import logging
import smtplib

from django.db import transaction

from wards.clock import now as clock_now
from wards.clock import today as day_of

from ..enums import Delivery
from ..models import Digest
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
    return stuck.update(state=Delivery.RETRYING, next_try_at=now, claimed_at=None)


def is_final(error: Exception) -> bool:
    """5xx for this recipient or content will not change by trying again; anything else may."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500 and error.smtp_code not in (535, 530)  # our own log-in is ours to mend
    return isinstance(error, ValueError)


def send(pk: int, now: dt.datetime) -> str:
    """Sends one claimed digest. Returns the Delivery it ended in."""
    digest = Digest.objects.select_related("recipient").get(pk=pk)
    rows = still_true(digest)
    if not rows or not digest.recipient.is_active or not digest.recipient.email:
        digest.messages.filter(state=Delivery.QUEUED).update(state=Delivery.DROPPED, dropped_why="nobody to tell")
        Digest.objects.filter(pk=pk).update(state=Delivery.DROPPED)
        return Delivery.DROPPED
    try:
        compose(digest, rows, day_of(now)).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return _failed(digest, error, now)
    with transaction.atomic():
        digest.messages.filter(state=Delivery.QUEUED).update(state=Delivery.SENT)
        Digest.objects.filter(pk=pk).update(state=Delivery.SENT, sent_at=now, attempts=digest.attempts + 1, error="")
    return Delivery.SENT


def _failed(digest: Digest, error: Exception, now: dt.datetime) -> str:
    final = is_final(error) or digest.attempts >= len(BACKOFF)
    log.warning("digest %s not sent (%s), attempt %s", digest.pk, type(error).__name__, digest.attempts + 1)
    state = Delivery.FAILED if final else Delivery.RETRYING
    later = now if final else now + BACKOFF[digest.attempts]
    Digest.objects.filter(pk=digest.pk).update(
        state=state, attempts=digest.attempts + 1, next_try_at=later, claimed_at=None, error=str(error)[:500]
    )
    if final:
        digest.messages.filter(state=Delivery.QUEUED).update(state=Delivery.FAILED)
    return state


def send_waiting(now: dt.datetime | None = None) -> dict[str, int]:
    """Sends everything that may leave now. Returns how many ended in each state. One bad mail holds up no other."""
    at = now or clock_now()
    free_stuck(at)
    counts: dict[str, int] = {}
    while pks := claim(at):
        for pk in pks:
            state = send(pk, at)
            counts[state] = counts.get(state, 0) + 1
    return counts
