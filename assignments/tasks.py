"""Background tasks: thin, idempotent, without arguments that could go stale."""

import datetime as dt

from celery import shared_task
from django.utils.timezone import localtime

from wards.clock import now

from .reminders.post import send_waiting
from .reminders.scan import scan
from .services.periods import periods_make

SCAN_FROM = dt.time(5)


@shared_task(name="assignments.scan_reminders")
def scan_reminders() -> int:
    """Every ten minutes from the small hours on, so that it has finished before the first letter leaves; a day on
    which it could not run is caught up with what is true then."""
    at = now()
    return scan(at) if localtime(at).time() >= SCAN_FROM else 0


@shared_task(name="assignments.send_mail")
def send_mail() -> dict[str, int]:
    return send_waiting()


@shared_task(name="assignments.make_periods")
def make_periods() -> int:
    """The rows of periodic work whose next period has begun."""
    return periods_make(now=now())
