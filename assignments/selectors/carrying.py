"""Tasks that carry out tasks: up to the first superior's, down to the last local one, each with how its work stands.
Level by level, one query each; only what the person may open."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from directives.models import Directive, Task
from wards.models import User

from ..enums import CLOSED_OTHERWISE, DONE, LATE, Standing
from ..models import Assignment
from .directives import reachable_directives

MOST_LEVELS = 6
MOST_TASKS = 300


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's row of a task."""

    pk: int
    unit: str
    standing: Standing


@dataclass(slots=True)
class Step:
    """A task of the chain, the rows of its own units, and the tasks that carry it out. Counts are of its own rows and
    of all below it that the person may see."""

    task: Task
    parts: list[Part] = field(default_factory=list)
    children: list["Step"] = field(default_factory=list)

    def _all(self) -> list[Part]:
        return [*self.parts, *(part for child in self.children for part in child._all())]

    @property
    def done(self) -> int:
        return sum(part.standing in DONE for part in self._all())

    @property
    def late(self) -> int:
        return sum(part.standing in LATE for part in self._all())

    @property
    def total(self) -> int:
        return len(self._all())


@dataclass(slots=True)
class Line:
    """One task of the directive: what it carries out, the topmost first, and itself with all that hangs under it."""

    above: list[Task]
    step: Step


def _tasks(user: User) -> QuerySet[Task]:
    rows = Task.objects.filter(directive__in=reachable_directives(user).values("pk"))
    return rows.select_related("directive__issuing_body").defer("directive__text").order_by("directive_id", "order")


def _below(tops: Iterable[Task], user: User) -> dict[int, Step]:
    """The steps of these tasks and of all that carries them out, by key; children hang within. One query a level."""
    steps = {task.pk: Step(task) for task in tops}
    frontier = list(steps)
    for _level in range(MOST_LEVELS):
        rows = _tasks(user).filter(carries_out__in=frontier).exclude(pk__in=list(steps))
        frontier = []
        for task in rows[: max(0, MOST_TASKS - len(steps))]:
            steps[task.pk] = Step(task)
            steps[task.carries_out_id or 0].children.append(steps[task.pk])
            frontier.append(task.pk)
        if not frontier:
            break
    return steps


def _fill(steps: dict[int, Step], user: User, today: dt.date) -> None:
    """The rows of each task that the person may see. One query."""
    rows = Assignment.objects.visible_to(user).filter(task__in=list(steps)).exclude(state__in=sorted(CLOSED_OTHERWISE))
    found = rows.with_standing(today).order_by("unit__protocol_order", "unit_id", "id")
    for pk, task, unit, standing in found.values_list("pk", "task_id", "unit__name", "standing"):  # type: ignore[misc]
        steps[task].parts.append(Part(pk, unit, Standing(standing)))


def carried_out_by(task: Task, user: User, today: dt.date) -> Step:
    """The task with the local tasks under it: 2 queries and one a level."""
    steps = _below([task], user)
    _fill(steps, user, today)
    return steps[task.pk]


def superiors_above(tasks: Iterable[Task], user: User) -> dict[int, list[Task]]:
    """For each of these tasks what it carries out, the topmost first, up to where the person's scope ends."""
    tasks = list(tasks)
    known: dict[int, Task] = {}
    wanted = {task.carries_out_id for task in tasks if task.carries_out_id}
    for _level in range(MOST_LEVELS):
        rows = list(_tasks(user).filter(pk__in=wanted - set(known))) if wanted - set(known) else []
        known |= {row.pk: row for row in rows}
        wanted = {row.carries_out_id for row in rows if row.carries_out_id}
        if not wanted:
            break
    lines: dict[int, list[Task]] = {}
    for task in tasks:
        line: list[Task] = []
        at = known.get(task.carries_out_id or 0)
        while at is not None and at not in line:
            line.insert(0, at)
            at = known.get(at.carries_out_id or 0)
        lines[task.pk] = line
    return lines


def lines_of(directive: Directive, user: User, today: dt.date) -> list[Line]:
    """The directive's tasks that carry another out or are carried out, in printed order."""
    own = list(_tasks(user).filter(directive=directive))
    steps = _below(own, user)
    above = superiors_above(own, user)
    _fill(steps, user, today)
    return [Line(above[t.pk], steps[t.pk]) for t in own if above[t.pk] or steps[t.pk].children]
