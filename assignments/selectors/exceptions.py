"""The figures of the leader's page. Every one is counted from the rows that its link opens."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, DurationField, Exists, ExpressionWrapper, F, Min, OuterRef
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from directives.models import Directive
from wards.models import User

from ..enums import LATE, OVERDUE_WORDS, Standing
from ..models import Assignment
from ..models.assignment import AssignmentQuerySet
from .buckets import BUCKETS, OPEN_STANDINGS, standing_q, standings_of
from .directives import Progress, progress_of
from .rows import DEBTS

LATEST = 500  # reported results over which the delay of entry is averaged: its cost does not grow with the register
DRAWN = ("soon", "awaiting", "on_track")  # of the bars, beside the two reds


@dataclass(frozen=True, slots=True)
class UnitSum:
    """Open work of one unit by standing."""

    pk: int
    name: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def late(self) -> int:
        return sum(self.counts.get(standing, 0) for standing in LATE)

    @property
    def parts(self) -> list[dict[str, Any]]:
        """What components/stacked_bar.html takes: the two reds, three buckets, the rest."""
        return [
            {"code": colour, "label": label, "n": sum(self.counts.get(standing, 0) for standing in standings)}
            for colour, label, standings in SEGMENTS
        ]


OTHERS = OPEN_STANDINGS.difference((*LATE, *(standing for code in DRAWN for standing in standings_of(code) or ())))
SEGMENTS: list[tuple[str, Any, tuple[str, ...]]] = [
    (Standing.SPECIAL_RED.value, Standing.SPECIAL_RED.label, (Standing.SPECIAL_RED,)),
    (Standing.RED.value, OVERDUE_WORDS, (Standing.RED,)),
    *((bucket.colour, bucket.label, tuple(sorted(bucket.standings))) for bucket in BUCKETS if bucket.code in DRAWN),
    ("other", _("Other open work"), tuple(sorted(OTHERS))),  # no deadline, standing, disputed, with the office
]


def legend() -> list[dict[str, Any]]:
    return [{"code": colour, "label": label} for colour, label, _standings in SEGMENTS]


def unit_sums(rows: AssignmentQuerySet, today: dt.date) -> list[UnitSum]:
    """Open work by unit and standing, the most overdue first. One query."""
    counted = rows.open().order_by().with_standing(today).values_list("unit", "unit__name", "standing")
    units: dict[int, UnitSum] = {}
    for pk, name, standing, n in counted.annotate(n=Count("pk")):
        units.setdefault(pk, UnitSum(pk, name, {})).counts[standing] = n
    return sorted(units.values(), key=lambda unit: (-unit.late, -unit.total, unit.pk))


def sum_counts(units: list[UnitSum]) -> dict[str, int]:
    """The counts of all units together: the strip's figures are the bars' figures."""
    total: dict[str, int] = {}
    for unit in units:
        for standing, n in unit.counts.items():
            total[standing] = total.get(standing, 0) + n
    return total


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the data is. `lag`: mean days from done to typed, of the latest results; None without any."""

    untouched: int
    oldest_without_deadline: dt.datetime | None
    lag: float | None


def quality_of(rows: AssignmentQuerySet, now: dt.datetime, today: dt.date) -> Quality:
    """Two queries."""
    figures = (
        rows.order_by()
        .open()
        .aggregate(
            untouched=Count("pk", filter=DEBTS["untouched"].condition(now)),
            oldest=Min("made_at", filter=standing_q("no_deadline", today)),
        )
    )
    lag = ExpressionWrapper(TruncDate("recorded_at") - F("done_on"), output_field=DurationField())
    latest = rows.filter(done_on__isnull=False).order_by("-id").annotate(lag=lag)[:LATEST]
    mean = latest.aggregate(mean=Avg("lag"))["mean"]
    return Quality(figures["untouched"], figures["oldest"], mean / dt.timedelta(days=1) if mean is not None else None)


def latest_directives(user: User, n: int = 8) -> list[tuple[Directive, Progress]]:
    """The last directives of the office with work in them, and how much of it is done. Two queries."""
    rows = Assignment.objects.filter(directive=OuterRef("pk"))
    found = list(Directive.objects.visible_to(user).filter(Exists(rows)).defer("text")[:n])
    progress = progress_of(directive.pk for directive in found)
    return [(directive, progress.get(directive.pk, Progress())) for directive in found]
