"""Units × tasks of one directive (ma trận): what a unit has to do of a task in one cell, sums equal to the lists."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from directives.enums import UnitRole
from directives.models import Directive, Task
from wards.models import Unit, User

from ..enums import CLOSED_OTHERWISE, DONE, LATE, Action, Standing
from ..models import Assignment
from ..permissions import available_actions
from ..standing import Thresholds, standing_of

# Of several rows in one cell (the periods of recurring work) the one that wants attention most is shown.
ATTENTION = (
    Standing.SPECIAL_RED, Standing.RED, Standing.YELLOW, Standing.NEEDS_DEADLINE, Standing.DUE_SOON, Standing.DISPUTED,
    Standing.WITH_OFFICE, Standing.AWAITING_CONFIRMATION, Standing.ON_TRACK, Standing.STANDING,
    Standing.AWAITING_CONDITION, *DONE, Standing.CLOSED,
)  # fmt: skip
_RANK = {standing: rank for rank, standing in enumerate(ATTENTION)}
UNITS_SHOWN = 100  # lines of one page


@dataclass(slots=True)
class Sum:
    """How many rows; withdrawn, superseded and handed-over ones are in none of the numbers."""

    done: int = 0
    total: int = 0
    late: int = 0

    def add(self, work: Assignment, standing: Standing) -> None:
        if work.state in CLOSED_OTHERWISE:
            return
        self.total += 1
        self.done += standing in DONE
        self.late += standing in LATE


@dataclass(frozen=True, slots=True)
class Cell:
    """`days` left until the last permitted day, negative once past. `n` rows stand behind the one that is shown."""

    work: Assignment
    standing: Standing
    days: int | None
    n: int
    may_urge: bool

    @property
    def is_lead(self) -> bool:
        return self.work.role == UnitRole.LEAD


@dataclass(slots=True)
class Line:
    unit: Unit
    cells: list[Cell | None]
    sum: Sum = field(default_factory=Sum)


@dataclass(slots=True)
class Column:
    task: Task
    sum: Sum = field(default_factory=Sum)

    @property
    def path(self) -> str:
        """The number as printed; orders printed without one have none."""
        return "" if self.task.path.startswith("+") else self.task.path


@dataclass(slots=True)
class Matrix:
    """`lines` of one page of units, in protocol order; the sums are of all."""

    columns: list[Column]
    lines: list[Line]
    sum: Sum
    units: int

    @property
    def cells(self) -> list[Cell]:
        return [cell for line in self.lines for cell in line.cells if cell]


def matrix_of(directive: Directive, user: User, today: dt.date, *, first: int = 0) -> Matrix:
    """What this person may see of it, from the unit with the place `first` on. Two queries."""
    found = Assignment.objects.visible_to(user).filter(directive=directive).with_rights()
    rows = list(found.defer("directive__text", "directive__folded").order_by("unit__protocol_order", "unit_id", "id"))
    given = {work.task_id for work in rows}
    tasks = Task.objects.filter(directive=directive, pk__in=given).order_by("order")
    columns = {task.pk: Column(task) for task in tasks}
    limits, whole = Thresholds.held(), Sum()
    behind: dict[int, dict[int, list[tuple[Assignment, Standing]]]] = {}
    sums: dict[int, Sum] = {}
    for work in rows:
        standing = standing_of(work, today, limits)
        behind.setdefault(work.unit_id, {}).setdefault(work.task_id, []).append((work, standing))
        for one in (whole, columns[work.task_id].sum, sums.setdefault(work.unit_id, Sum())):
            one.add(work, standing)
    lines = []
    for unit_id, cells in list(behind.items())[first : first + UNITS_SHOWN]:
        unit = next(iter(cells.values()))[0][0].unit
        drawn = [_cell(cells[pk], user, today) if pk in cells else None for pk in columns]
        lines.append(Line(unit, drawn, sums[unit_id]))
    return Matrix(list(columns.values()), lines, whole, len(behind))


def _cell(rows: Iterable[tuple[Assignment, Standing]], user: User, today: dt.date) -> Cell:
    rows = list(rows)
    work, standing = min(rows, key=lambda row: (_RANK[row[1]], -row[0].pk))
    days = (work.deadline_on - today).days if work.deadline_on else None
    may_urge = standing in LATE and Action.INSTRUCT in available_actions(user, work, today)
    return Cell(work, standing, days, len(rows), may_urge)
