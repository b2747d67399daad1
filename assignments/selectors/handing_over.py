"""The open work of units that a decision ends, and to which successors each piece goes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from directives.models import Task
from wards.succession_plan import Plan

from ..models import Assignment


@dataclass(frozen=True, slots=True)
class Passing:
    """One open assignment. `refs`: its unit's successors, `chosen`: those it goes to; one successor is no question."""

    work: Assignment
    refs: tuple[str, ...]
    chosen: tuple[str, ...]

    @property
    def is_asked(self) -> bool:
        return len(self.refs) != 1

    @property
    def is_decided(self) -> bool:
        return bool(self.chosen)


@dataclass
class TaskRows:
    """The rows of one task that somebody must decide on."""

    task: Task
    rows: list[Passing] = field(default_factory=list)

    @property
    def refs(self) -> list[str]:
        """The successors that any of the rows may go to, each once."""
        return list(dict.fromkeys(ref for row in self.rows for ref in row.refs))


def open_work_of(plan: Plan) -> Iterable[Assignment]:
    """Open work of the units that end, by task and unit. Whoever carries the decision out sees of it what choosing
    needs: number, order's title, unit, deadline."""
    rows = Assignment.objects.open().filter(unit__in=plan.old).select_related("directive", "task", "unit")
    rows = rows.defer("directive__text", "directive__folded", "task__words", "task__folded")
    return rows.order_by("directive_id", "task__order", "unit__protocol_order", "unit_id", "id")


def passing_of(plan: Plan, rows: Iterable[Assignment]) -> list[Passing]:
    """Each with its successors: the only one by default, else those chosen for it in the plan."""
    found = []
    for work in rows:
        refs = tuple(plan.news_of(work.unit_id))
        chosen = refs if len(refs) == 1 else tuple(ref for ref in plan.work.get(str(work.pk), []) if ref in refs)
        found.append(Passing(work, refs, chosen))
    return found


def asked_by_task(passing: Iterable[Passing]) -> list[TaskRows]:
    by_task: dict[int, TaskRows] = {}
    for item in passing:
        if item.is_asked:
            by_task.setdefault(item.work.task_id, TaskRows(item.work.task)).rows.append(item)
    return list(by_task.values())


def counts_by_ref(passing: Iterable[Passing]) -> dict[str, int]:
    """How many assignments each successor will hold: those of one task, role and period become one."""
    held: dict[str, set[tuple[int, str, str]]] = defaultdict(set)
    for item in passing:
        for ref in item.chosen:
            held[ref].add((item.work.task_id, item.work.role, item.work.period))
    return {ref: len(keys) for ref, keys in held.items()}
