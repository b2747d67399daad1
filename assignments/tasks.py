"""Background tasks: thin, idempotent, without arguments that could go stale."""

from celery import shared_task
from django.conf import settings
from django.utils.timezone import localtime

from wards.clock import now

from .reminders.post import send_waiting
from .reminders.scan import scan
from .services.periods import periods_make


@shared_task(name="assignments.scan_reminders")
def scan_reminders() -> int:
    """Every ten minutes from the morning on; before REMIND_AT it does nothing, afterwards it catches up."""
    at = now()
    return scan(at) if localtime(at).time() >= settings.REMIND_AT else 0


@shared_task(name="assignments.send_mail")
def send_mail() -> dict[str, int]:
    return send_waiting()


@shared_task(name="assignments.make_periods")
def make_periods() -> int:
    """The rows of periodic work whose next period has begun."""
    return periods_make(now=now())
