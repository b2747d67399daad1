"""The numbers that the pavement plan asks of the wards each month: some give, one corrects, one forgets."""

import datetime as dt
from decimal import Decimal

from ..enums import Together
from ..models import IndicatorValue
from ..services import Figured, figures_give, indicator_add
from .dates import HANOI
from .telling import Teller, Told

ROUNDS = {"P1": 62, "P2": 36, "P3": 45}  # P4 has not given anything
RATES = {"P1": "93.5", "P3": "86"}


def counted(t: Teller, told: Told, path: str, at: dt.datetime) -> None:
    """Two monthly indicators of one order, and what came in on the third day after each month that is over."""
    task = told.rows[path, "P1"].task
    first, until = at.date(), t.year_end
    rounds = indicator_add(
        task=task,
        actor=t.clerk,
        now=at,
        name="Số lượt tuần tra, nhắc nhở",
        measure="lượt",
        target=Decimal(40),
        starts_on=first,
        until=until,
    )
    rate = indicator_add(
        task=task, actor=t.clerk, now=at, name="Tỷ lệ tuyến phố thông thoáng", measure="%", target=Decimal(90),
        together=Together.MEAN, starts_on=first, until=until,
    )  # fmt: skip
    for period in rounds.periods(t.today):
        day = period.end + dt.timedelta(days=3)
        if day >= t.today:
            continue
        for n, (code, number) in enumerate(ROUNDS.items()):
            numbers = [Figured(f"{rounds.pk}-{period.code}", Decimal(number + day.month % 3))]
            if code in RATES:
                numbers.append(Figured(f"{rate.pk}-{period.code}", Decimal(RATES[code])))
            given = _give(t, told, path, code, dt.datetime.combine(day, dt.time(9 + n, 15), tzinfo=HANOI), numbers)
            if code == "P3":
                right = Figured(numbers[-1].key, Decimal(88), "Sót hai tuyến mới kẻ vạch", given[-1].pk)
                _give(t, told, path, code, dt.datetime.combine(day, dt.time(15, 40), tzinfo=HANOI), [right])


def _give(t: Teller, told: Told, path: str, code: str, at: dt.datetime, numbers: list[Figured]) -> list[IndicatorValue]:
    row = told.rows[path, code]
    return figures_give(assignment=row, actor=t.actor(row), now=at, figures=numbers)
