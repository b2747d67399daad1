"""Background reading: thin tasks that take ids. A lost message or a dead worker delays a draft; the sweep finds it."""

import logging
import time

from celery import shared_task
from celery.exceptions import OperationalError

from wards.clock import now

from .services import draft_read_on, stalled_drafts

_TURN = 45.0  # seconds after which no further page is begun: on a single worker reminders wait behind a long scan
_log = logging.getLogger(__name__)


@shared_task(name="directives.read_on")
def read_on(draft_id: int) -> None:
    """One turn at a scan; sends for the next one while pages are left."""
    end = time.monotonic() + _TURN
    if draft_read_on(draft_id=draft_id, clock=now, goes_on=lambda: time.monotonic() < end):
        send_for(draft_id)


@shared_task(name="directives.read_stalled")
def read_stalled() -> int:
    """Every minute: sends again for the drafts whose message or worker was lost."""
    found = stalled_drafts(now())
    for draft_id in found:
        send_for(draft_id)
    return len(found)


def send_for(draft_id: int) -> None:
    """Asks for a worker. Where no broker answers, the sweep asks again: a request never needs it to be up."""
    try:
        read_on.apply_async(args=[draft_id], retry=False)
    except (OperationalError, OSError) as error:
        _log.warning("the broker does not answer (%s); draft %s waits for the sweep", type(error).__name__, draft_id)
