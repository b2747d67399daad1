"""Each unit against the target: the indicators of an order as the office sees them, for one period."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from directives.models import Task
from wards.models import User

from ..enums import Direction, Together
from ..figures import Period, is_reached
from ..models import Assignment, Indicator, IndicatorTarget, IndicatorValue
from .indicators import asked, asked_periods


@dataclass(frozen=True, slots=True)
class Drawn:
    """One unit: its value (None: missing, or not due yet), whether it reaches the target, its bar in per cent."""

    work: Assignment
    value: IndicatorValue | None
    is_reached: bool | None = None
    bar: str = "0%"

    @property
    def colour(self) -> str:
        return {True: "done", False: "red", None: "awaiting_confirmation"}[self.is_reached]


@dataclass(frozen=True, slots=True)
class Drawing:
    """`given` of `asked` units; `together` is the total or the average of the given ones, None where there is none."""

    indicator: Indicator
    period: Period | None
    choices: list[Period]
    target: IndicatorTarget | None
    rows: list[Drawn]
    given: int
    together: Decimal | None
    target_at: str = ""
    is_due: bool = False

    @property
    def asked(self) -> int:
        return len(self.rows)

    @property
    def reached(self) -> int:
        return sum(row.is_reached is True for row in self.rows)


def drawings_of(
    tasks: Iterable[Task], user: User, today: dt.date, chosen: Mapping[int, str] | None = None
) -> dict[int, list[Drawing]]:
    """By task, its indicators for the chosen period (by indicator; else the latest that is over, else the present one).

    Four queries; one where nothing is counted."""
    targets = Prefetch("targets", IndicatorTarget.objects.select_related("by"))
    indicators = list(Indicator.objects.filter(task__in=[task.pk for task in tasks]).prefetch_related(targets))
    if not indicators:
        return {}
    rows = Assignment.objects.visible_to(user).filter(task__in={one.task_id for one in indicators})
    works: dict[int, list[Assignment]] = defaultdict(list)
    for work in asked(rows).select_related("unit").order_by("unit__protocol_order", "unit_id", "id"):
        works[work.task_id].append(work)
    values: dict[tuple[int, str], dict[int, IndicatorValue]] = defaultdict(dict)
    given = IndicatorValue.objects.current().filter(indicator__in=indicators, assignment__in=rows.values("pk"))
    for value in given.select_related("reported_by", "assignment__unit").order_by("id"):
        values[value.indicator_id, value.period][value.assignment_id] = value
    found: dict[int, list[Drawing]] = defaultdict(list)
    for one in indicators:
        period = _period(one, today, (chosen or {}).get(one.pk, ""))
        there = values.get((one.pk, period.code), {}) if period else {}
        found[one.task_id].append(_draw(one, period, works[one.task_id], there, today))
    return found


def _period(indicator: Indicator, today: dt.date, chosen: str) -> Period | None:
    begun = indicator.begun(today)
    for one in begun:
        if one.code == chosen:
            return one
    return next((one for one in reversed(begun) if one.end < today), begun[-1] if begun else None)


def _draw(
    indicator: Indicator,
    period: Period | None,
    works: list[Assignment],
    values: dict[int, IndicatorValue],
    today: dt.date,
) -> Drawing:
    """Missing ones first, then the worst, then the better ones."""
    choices = indicator.begun(today)[::-1]
    if period is None:
        return Drawing(indicator, None, choices, None, [], 0, None)
    target = indicator.target_for(period)
    wanted = {work.pk: work for work in works if period in asked_periods(indicator, work, today)}
    wanted |= {pk: value.assignment for pk, value in values.items() if pk not in wanted}
    goal = target.value if target else None
    widest = max([*(value.value for value in values.values()), goal or Decimal(0), Decimal(0)])
    rows = [_drawn(work, values.get(pk), goal, indicator, widest) for pk, work in wanted.items()]
    sign = 1 if indicator.direction == Direction.LEAST else -1
    rows.sort(key=lambda row: (row.value is not None, sign * row.value.value if row.value else Decimal(0)))
    numbers = [value.value for value in values.values()]
    together = sum(numbers, Decimal(0)) if numbers else None
    if together is not None and indicator.together == Together.MEAN:
        together = (together / len(numbers)).quantize(Decimal("0.01"))
    at = _share(goal, widest) if goal is not None else ""
    return Drawing(indicator, period, choices, target, rows, len(numbers), together, at, period.end < today)


def _share(part: Decimal, whole: Decimal) -> str:
    """As a width in per cent, in any locale; nothing below nought."""
    return f"{max(part, Decimal(0)) * 100 / whole:.2f}%" if whole else "0%"


def _drawn(
    work: Assignment, value: IndicatorValue | None, goal: Decimal | None, indicator: Indicator, widest: Decimal
) -> Drawn:
    if value is None:
        return Drawn(work, None)
    return Drawn(work, value, is_reached(value.value, goal, indicator.direction), _share(value.value, widest))
