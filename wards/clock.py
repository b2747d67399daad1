"""Time enters here, once per request or task, and is passed down."""

import datetime as dt

from django.utils import timezone

from .limits import limit


def now() -> dt.datetime:
    return timezone.now()


def date_of(at: dt.datetime | None = None) -> dt.date:
    """The date on the wall in Asia/Ho_Chi_Minh."""
    return timezone.localdate(at)


def today(at: dt.datetime | None = None) -> dt.date:
    """The office's day, on which deadlines are judged: it ends at 24:00 (DOMAIN §5), or at the hour the office has set;
    what comes later counts as the next day's."""
    ends = limit("end_of_day_hour")
    return date_of((at or now()) + dt.timedelta(hours=24 - ends))
