"""Indicators as pages show them: a unit's grid, each unit against the target, and what is missing."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from directives.enums import DeadlineKind, UnitRole
from wards.clock import date_of

from ..enums import ASKED, Rhythm
from ..figures import ONCE, Period
from ..models import Assignment, HandOver, Indicator, IndicatorTarget, IndicatorValue
from ..models.assignment import AssignmentQuerySet

_NAMED = {Rhythm.WEEKLY: r"\d{4}-W\d\d", Rhythm.MONTHLY: r"\d{4}-\d\d", Rhythm.QUARTERLY: r"\d{4}-Q\d"}


def asked(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """Of these rows those whose units are asked for numbers, with `took_over`: whether another unit began the work."""
    found = rows.filter(state__in=sorted(ASKED)).exclude(role=UnitRole.COORDINATING)
    return found.annotate(took_over=Exists(HandOver.objects.filter(new=OuterRef("pk"))))


def asked_periods(indicator: Indicator, work: Assignment, today: dt.date) -> list[Period]:
    """For which periods this row is asked. `work` comes from `asked`.

    A row of periodic work for its own period, where the indicator has the same rhythm, else for the periods that end
    between its receipt and its last day; other work from its receipt on, and until it was closed.
    """
    begun = indicator.periods(today)
    is_period = bool(work.period) and work.deadline_kind == DeadlineKind.PERIODIC
    if is_period and re.fullmatch(_NAMED.get(Rhythm(indicator.rhythm), "-"), work.period):
        return [one for one in begun if one.code == work.period]
    first = date_of(work.made_at) if work.took_over else work.received_on  # type: ignore[attr-defined]
    last = dt.date.max
    if is_period:
        last = work.original_deadline_on or work.deadline_on or last
    elif work.closed_at:
        last = date_of(work.closed_at)
    return [one for one in begun if first <= one.end and (one.end <= last or (one.code == ONCE and not is_period))]


@dataclass(slots=True)
class Cell:
    """One period of one indicator in a unit's grid. `older`: what was there before, the latest first."""

    indicator: Indicator
    period: Period
    is_due: bool
    target: IndicatorTarget | None = None
    current: IndicatorValue | None = None
    older: list[IndicatorValue] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.indicator.pk}-{self.period.code}"

    @property
    def is_missing(self) -> bool:
        return self.is_due and self.current is None


@dataclass(frozen=True, slots=True)
class Block:
    """One indicator of a unit's grid, the latest period first."""

    indicator: Indicator
    cells: list[Cell]


def grid_of(work: Assignment, today: dt.date) -> list[Block]:
    """Every indicator of the work with the periods asked for and those given. Four queries; one where there is none."""
    indicators = list(Indicator.objects.filter(task=work.task_id).prefetch_related("targets"))
    if not indicators:
        return []
    row = asked(Assignment.objects.filter(pk=work.pk)).first()
    given: dict[tuple[int, str], list[IndicatorValue]] = defaultdict(list)
    for value in work.figures.select_related("reported_by").order_by("-id"):
        given[value.indicator_id, value.period].append(value)
    blocks = []
    for indicator in indicators:
        wanted = {one.code for one in asked_periods(indicator, row, today)} if row else set()
        cells = []
        for period in indicator.begun(today):
            values = given.get((indicator.pk, period.code), [])
            if period.code in wanted or values:
                cells.append(
                    Cell(
                        indicator,
                        period,
                        is_due=period.code in wanted and period.end < today,
                        target=indicator.target_for(period),
                        current=values[0] if values else None,
                        older=values[1:],
                    )
                )
        if cells:
            blocks.append(Block(indicator, cells[::-1]))
    return blocks


@dataclass(frozen=True, slots=True)
class Missing:
    """Numbers that are due and have not been given: of one row, for one indicator."""

    work: Assignment
    indicator: Indicator
    periods: list[Period]


def missing(rows: AssignmentQuerySet, today: dt.date, indicators: Iterable[Indicator] | None = None) -> list[Missing]:
    """Three queries however many rows there are; the rows as the query gives them."""
    if indicators is None:
        indicators = Indicator.objects.filter(starts_on__lte=today)
    by_task: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        by_task[indicator.task_id].append(indicator)
    if not by_task:
        return []
    works = list(asked(rows).filter(task__in=list(by_task)).order_by("unit__protocol_order", "unit_id", "id"))
    values = IndicatorValue.objects.current().filter(assignment__in=[work.pk for work in works]).order_by()
    given = set(values.values_list("indicator_id", "assignment_id", "period"))
    found = []
    for work in works:
        for indicator in by_task[work.task_id]:
            due = [one for one in asked_periods(indicator, work, today) if one.end < today]
            if lacking := [one for one in due if (indicator.pk, work.pk, one.code) not in given]:
                found.append(Missing(work, indicator, lacking))
    return found


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is missing of one indicator, or of one row, added up: `n` numbers of `units` units."""

    first: Missing
    n: int
    units: int


def lacking_by(found: Iterable[Missing], part: str) -> list[Lacking]:
    """Summed by "indicator" (for the office) or by "work" (for the unit), the most first."""
    groups: dict[int, list[Missing]] = defaultdict(list)
    for one in found:
        groups[getattr(one, part).pk].append(one)
    sums = [
        Lacking(ones[0], sum(len(one.periods) for one in ones), len({one.work.unit_id for one in ones}))
        for ones in groups.values()
    ]
    return sorted(sums, key=lambda one: -one.n)
