"""Indicators for the tests: a rate of every month, for wards that hold the work since 1 September."""

import datetime as dt
from decimal import Decimal

from assignments.models import Assignment, Indicator, IndicatorValue
from assignments.services import Figured, figures_give, indicator_add
from directives.models import Task
from tests.cast import Cast
from tests.conftest import NOW
from tests.making import MADE
from wards.models import User

JULY, YEAR_END = dt.date(2026, 7, 1), dt.date(2026, 12, 31)
IN_OCTOBER = dt.datetime(2026, 10, 5, 9, 0, tzinfo=NOW.tzinfo)
IN_NOVEMBER = dt.datetime(2026, 11, 5, 9, 0, tzinfo=NOW.tzinfo)


def counted(cast: Cast, task: Task, **more: object) -> Indicator:
    """The rate of households visited, at least 90 % each month from July to December, unless told otherwise."""
    said = {
        "actor": cast.clerk,
        "name": "Tỷ lệ hộ được kiểm tra",
        "measure": "%",
        "target": Decimal(90),
        "starts_on": JULY,
        "until": YEAR_END,
        "together": "mean",
    }
    return indicator_add(task=task, now=MADE, **said | more)  # type: ignore[arg-type]


def give(
    work: Assignment,
    indicator: Indicator,
    period: str,
    value: str,
    actor: User,
    *,
    now: dt.datetime = IN_OCTOBER,
    note: str = "",
    seen: IndicatorValue | None = None,
) -> IndicatorValue:
    one = Figured(f"{indicator.pk}-{period}", Decimal(value), note, seen.pk if seen else 0)
    return figures_give(assignment=work, actor=actor, now=now, figures=[one])[0]
