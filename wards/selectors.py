"""Reads of the register and the calendar that several pages share."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear

from .models import CalendarDay


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the calendar: how many days are entered, how many of them nobody has confirmed."""

    year: int
    days: int = 0
    unconfirmed: int = 0

    @property
    def is_sure(self) -> bool:
        return bool(self.days) and not self.unconfirmed


def calendar_years(today: dt.date) -> list[Year]:
    """From the first year entered to the year after next. One query."""
    counted = (
        CalendarDay.objects.order_by()
        .annotate(year=ExtractYear("day"))
        .values_list("year")
        .annotate(n=Count("pk"), open=Count("pk", filter=Q(is_confirmed=False)))
    )
    known = {year: Year(year, n, unconfirmed) for year, n, unconfirmed in counted}
    first = min([*known, today.year])
    last = max([*known, today.year + 1])
    return [known.get(year, Year(year)) for year in range(first, last + 1)]
