"""Whether the jobs have run: a row a day, which the health page and the administrators read.

Until the day's scan has finished no morning letter leaves, so that one person's messages go in one letter.
"""

import datetime as dt

from django.conf import settings
from django.db.models import F
from django.utils.timezone import localtime

from ..models import Run
from .ladder import Ladder

SCAN = "scan"
GRACE = dt.timedelta(minutes=30)  # after the office's hour: by then the scan has finished, or something is wrong


def begin(name: str, day: dt.date, now: dt.datetime) -> None:
    """A run that has finished on that day before stays finished."""
    Run.objects.update_or_create(name=name, day=day, defaults={"started_at": now})


def finish(name: str, day: dt.date, now: dt.datetime, *, messages: int, failed: int = 0) -> None:
    Run.objects.filter(name=name, day=day).update(
        finished_at=now, messages=F("messages") + messages, error=f"{failed} rows failed" if failed else ""
    )


def has_finished(name: str, day: dt.date) -> bool:
    return Run.objects.filter(name=name, day=day, finished_at__isnull=False).exists()


def is_missed(now: dt.datetime) -> bool:
    """It is a working day, half an hour past the office's hour, and the scan has not finished: nobody is reminded."""
    at = localtime(now)
    by = dt.datetime.combine(at.date(), settings.REMIND_AT, tzinfo=at.tzinfo) + GRACE
    return at >= by and not has_finished(SCAN, at.date()) and Ladder(at.date()).is_working_day


def last_finished(name: str) -> Run | None:
    return Run.objects.filter(name=name, finished_at__isnull=False).first()


def trouble(now: dt.datetime) -> str:
    """For the health page: since when nobody has been reminded. Nothing where all is well."""
    if not is_missed(now):
        return ""
    last = last_finished(SCAN)
    return f"the scan has not finished today; last on {last.day:%d/%m/%Y}" if last else "the scan has never finished"
