"""Background reading: thin tasks that take ids. A lost message or a dead worker delays a draft; the sweep finds it."""

import logging
import time
from collections.abc import Iterable

from celery import shared_task
from celery.exceptions import OperationalError

from wards.clock import now

from .services import draft_read_on, line_read, next_line_beside, next_lines, stalled_drafts, stalled_lines

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


@shared_task(name="directives.read_line")
def read_line(line_id: int) -> None:
    """One file of a batch; sends for the next one. Whatever else waits in the queue has its turn in between."""
    try:
        following, scan = line_read(line_id=line_id, clock=now)
    except Exception:
        _log.exception("line %s of a batch failed; it is tried again", line_id)
        following, scan = next_line_beside(line_id, now()), None
    if scan:
        send_for(scan)
    if following:
        send_lines([following])


@shared_task(name="directives.read_stalled_lines")
def read_stalled_lines() -> int:
    """Every minute: the batches at which nobody is, because a message or a worker was lost, go on."""
    found = stalled_lines(now())
    send_lines(found)
    return len(found)


def send_lines(lines: Iterable[int]) -> None:
    """Asks for a worker for each line. Where no broker answers, the sweep asks again."""
    for line_id in lines:
        try:
            read_line.apply_async(args=[line_id], retry=False)
        except (OperationalError, OSError) as error:
            _log.warning("the broker does not answer (%s); a batch waits for the sweep", type(error).__name__)
            return


def start(batch_id: int) -> None:
    """Two workers begin at once; each goes on with the next line that is free."""
    send_lines(next_lines(batch_id, now(), 2))
