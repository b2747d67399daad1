"""Time enters here, once per request or task, and is passed down."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    return timezone.now()


def today(at: dt.datetime | None = None) -> dt.date:
    """The day in Asia/Ho_Chi_Minh; a day ends at 24:00 there (DOMAIN §5)."""
    return timezone.localdate(at)
