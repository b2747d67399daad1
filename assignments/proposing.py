"""What the assign screen proposes: each order with its units expanded on the document's day, some of them ticked.

Which are ticked, thinking as a clerk: every unit that the document names gets work, and gets it once. An order whose
sub-items name the same units ("1. UBND 11 phường … triển khai:" above three dashes) only introduces them, so the
sub-items are ticked and it is not: 33 assignments, not 44. A unit that it names and no sub-item does stays ticked on
it, or that unit would be forgotten. Headings are never ticked; one whose unit nothing below it names says so.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from directives.enums import TaskKind, UnitRole
from directives.models import Directive, ResponsibleUnit, Task
from directives.resolution import count_words
from directives.resolving import Register
from wards.models import Unit
from wards.working_days import Calendar, is_working_day

from .enums import CLOSED_OTHERWISE
from .models import Assignment

ROLES = (UnitRole.LEAD, UnitRole.COORDINATING, UnitRole.REQUESTED)


class Give(NamedTuple):
    """One assignment that could be made; what a tick sends."""

    task: int
    role: str
    unit: int


@dataclass(frozen=True, slots=True)
class Line:
    """One unit in one role. `is_ended`: it takes no new work. `is_given`: it has this work already."""

    give: Give
    unit: Unit
    is_ended: bool
    is_given: bool
    is_ticked: bool

    @property
    def is_open(self) -> bool:
        return not (self.is_ended or self.is_given)


@dataclass
class Named:
    """What the document names in one role, and the units behind it; none where no unit of the register is meant."""

    role: str
    words: str
    lines: list[Line]
    printed: int | None = None
    held: int | None = None

    @property
    def role_label(self) -> str:
        return str(UnitRole(self.role).label)

    @property
    def ticked(self) -> int:
        return sum(line.is_ticked for line in self.lines)

    @property
    def disagrees(self) -> bool:
        return self.printed is not None and self.held is not None and self.printed != self.held


@dataclass
class Item:
    """One order of the outline. `left_over`: units of a heading that nothing below it names."""

    task: Task
    depth: int
    named: list[Named] = field(default_factory=list)
    left_over: list[Unit] = field(default_factory=list)

    @property
    def is_task(self) -> bool:
        return self.task.kind == TaskKind.TASK

    @property
    def lines(self) -> list[Line]:
        return [line for named in self.named for line in named.lines]


@dataclass
class Outline:
    """A directive ready to be assigned, with the register of its day."""

    directive: Directive
    register: Register
    today: dt.date
    tasks: list[Task]
    responsible: dict[int, list[ResponsibleUnit]]
    given: set[Give]

    @classmethod
    def of(cls, directive: Directive, today: dt.date) -> "Outline":
        """Eight queries, whatever the number of tasks and units."""
        responsible: dict[int, list[ResponsibleUnit]] = defaultdict(list)
        for row in ResponsibleUnit.objects.filter(task__directive=directive).order_by("task", "order"):
            responsible[row.task_id].append(row)
        standing = Assignment.objects.filter(directive=directive).exclude(state__in=sorted(CLOSED_OTHERWISE))
        return cls(
            directive,
            Register.on(directive.known_on, today=today, near=directive.office.path),
            today,
            list(directive.tasks.order_by("order")),
            responsible,
            {Give(*row) for row in standing.values_list("task_id", "role", "unit_id").order_by()},
        )

    def units_of(self, row: ResponsibleUnit) -> tuple[Unit, ...]:
        """The units behind the printed words, as the register stood on the document's day."""
        if row.unit_id:
            return (self.register.units[row.unit_id],)
        return self.register.members.get(row.group_id, ()) if row.group_id else ()

    def count_remark(self, task: Task, typed: str) -> str:
        """Where a group added by hand has not as many units as the order says: "the document says 18, the register
        holds 17". The number is the one typed with it, or that of the order's names that are no unit yet."""
        found = self.register.resolve(typed)
        if found.group is None:
            return ""
        open_ = [row.printed_count for row in self.responsible[task.pk] if not (row.unit_id or row.group_id)]
        printed = found.printed or next(filter(None, open_), None)
        held = len(found.members)
        return "" if printed in (None, held) else f"{found.group.name}: {count_words(printed, held)}"

    def ended(self) -> list[Unit]:
        """Units that the document names and that take no new work, each once, in protocol order."""
        rows = [row for task in self.tasks for row in self.responsible[task.pk]]
        named = {unit.pk: unit for row in rows for unit in self.units_of(row) if not unit.is_valid_on(self.today)}
        return sorted(named.values(), key=lambda unit: (unit.protocol_order, unit.pk))

    def proposed(self) -> set[Give]:
        """What is ticked when the page is first opened."""
        below = self._covered_below()
        wanted = set()
        for task in self.tasks:
            if task.kind != TaskKind.TASK:
                continue
            for row in self.responsible[task.pk]:
                fresh = (unit for unit in self.units_of(row) if unit.pk not in below[task.pk])
                wanted |= {Give(task.pk, row.role, u.pk) for u in fresh if u.is_valid_on(self.today)}
        return wanted - self.given

    def _covered_below(self) -> dict[int, set[int]]:
        """For each order the units that orders under it name."""
        parents = {task.pk: task.parent_id for task in self.tasks}
        below: dict[int, set[int]] = defaultdict(set)
        for task in self.tasks:
            if task.kind != TaskKind.TASK:
                continue
            units = {unit.pk for row in self.responsible[task.pk] for unit in self.units_of(row)}
            above = task.parent_id
            while above is not None:
                below[above] |= units
                above = parents.get(above)
        return below

    def items(self, ticked: set[Give]) -> list[Item]:
        """The outline with these ticks. A tick that the document does not propose is shown as an added unit."""
        below, depths = self._covered_below(), self._depths()
        extra: dict[int, list[Give]] = defaultdict(list)
        proposed = {give for task in self.tasks for give in self._gives(task)}
        for give in sorted(ticked - proposed):
            extra[give.task].append(give)
        items = []
        for task in self.tasks:
            item = Item(task, min(depths[task.pk], 3))
            item.named = [self._named(task, row, ticked) for row in self.responsible[task.pk]]
            item.named += self._added(extra[task.pk], ticked)
            if not item.is_task:
                named = {line.unit.pk: line.unit for line in item.lines}
                item.left_over = [unit for pk, unit in named.items() if pk not in below[task.pk]]
            items.append(item)
        return items

    def _gives(self, task: Task) -> Iterable[Give]:
        rows = self.responsible[task.pk]
        return (Give(task.pk, row.role, unit.pk) for row in rows for unit in self.units_of(row))

    def _depths(self) -> dict[int, int]:
        depths: dict[int | None, int] = {None: -1}
        for task in self.tasks:
            depths[task.pk] = depths.get(task.parent_id, -1) + 1
        return {pk: depth for pk, depth in depths.items() if pk is not None}

    def _named(self, task: Task, row: ResponsibleUnit, ticked: set[Give]) -> Named:
        units = self.units_of(row)
        lines = [self._line(Give(task.pk, row.role, unit.pk), ticked) for unit in units]
        return Named(row.role, row.words, lines, row.printed_count, len(units) if row.group_id else None)

    def _added(self, gives: list[Give], ticked: set[Give]) -> list[Named]:
        by_role: dict[str, list[Line]] = defaultdict(list)
        for give in gives:
            by_role[give.role].append(self._line(give, ticked))
        return [Named(role, "", lines) for role, lines in by_role.items()]

    def _line(self, give: Give, ticked: set[Give]) -> Line:
        unit = self.register.units[give.unit]
        is_ended, is_given = not unit.is_valid_on(self.today), give in self.given
        return Line(give, unit, is_ended, is_given, give in ticked and not (is_ended or is_given))


def days_off(days: set[dt.date]) -> set[dt.date]:
    """Those that are not working days. A deadline may fall on one; whoever sets it is told (DOMAIN §5). One query."""
    if not days:
        return set()
    calendar = Calendar.load(min(days), max(days))
    return {day for day in days if not is_working_day(day, calendar)}
