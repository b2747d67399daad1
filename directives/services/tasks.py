"""The outline of a confirmed directive: tasks with their places in the text, and the units that each names."""

import datetime as dt
from functools import cached_property
from typing import Any

from wards.folding import fold
from wards.working_days import Calendar, add_working_days, next_working_day

from ..edits import IN_DAYS, NOT_A_TASK, ROLES, Edits, span_of
from ..enums import DeadlineKind, DeadlineOrigin
from ..models import Directive, Draft, ResponsibleUnit, Task
from ..outlining import parent_of
from ..resolving import Register


def tasks_write(*, directive: Directive, draft: Draft, edits: Edits, proposed: Edits, register: Register) -> list[Task]:
    """Tasks and their responsible units, parents before children. Returns them in printed order."""
    kept = [dict(task) for task in edits["tasks"] if task["kind"] != NOT_A_TASK]
    _number(kept)
    parents = _parents(kept, edits["tasks"])
    deadlines = _Deadlines(directive, proposed)
    tasks = [
        Task(
            directive=directive,
            path=task["path"],
            order=order,
            kind=task["kind"],
            words=task["words"].strip(),
            short_title=(task["short_title"].strip() or " ".join(task["words"].split()))[:200],
            folded=fold(f"{task['short_title']} {task['words']}"),
            product=task["product"][:200],
            product_to=task["product_to"][:200],
            **_span(task, draft.reading),
            **deadlines.of(task),
        )
        for order, task in enumerate(kept)
    ]
    _save(tasks, parents)
    ResponsibleUnit.objects.bulk_create(
        row
        for task, fields in zip(tasks, kept, strict=True)
        for row in _units(task, fields, edits["choices"], register)
    )
    return tasks


def _number(tasks: list[dict[str, Any]]) -> None:
    """Orders printed without a number get "+1", "+2" …, past any that stand there already."""
    taken, turn = {task["path"] for task in tasks}, 0
    for task in tasks:
        while not task["path"]:
            turn += 1
            task["path"] = "" if f"+{turn}" in taken else f"+{turn}"


def _parents(kept: list[dict[str, Any]], tasks: list[dict[str, Any]]) -> list[int | None]:
    """For each task kept the place of the nearest one kept above it."""
    named = {task["source"]: task for task in tasks}
    places = {task["source"]: place for place, task in enumerate(kept)}
    above = [places.get(parent_of(task["source"], named)) for task in kept]
    return [found if found is not None and found < place else None for place, found in enumerate(above)]


def _span(task: dict[str, Any], reading: dict[str, Any]) -> dict[str, int | None]:
    start, end = span_of(task, reading) or (None, None)
    return {"span_start": start, "span_end": end}


def _save(tasks: list[Task], parents: list[int | None]) -> None:
    """One insert per level of the outline: a child needs its parent's key."""
    levels: list[int] = []
    for above in parents:
        levels.append(0 if above is None else levels[above] + 1)
    for level in range(max(levels, default=-1) + 1):
        rows = [(task, above) for task, above, own in zip(tasks, parents, levels, strict=True) if own == level]
        for task, above in rows:
            task.parent = None if above is None else tasks[above]
        Task.objects.bulk_create([task for task, _above in rows])


def _units(task: Task, fields: dict[str, Any], choices: dict[str, str], register: Register) -> list[ResponsibleUnit]:
    """One row for each name; "như trên" gives one for each of those it stands for."""
    named = [(role, register.resolve(words, choices.get(fold(words), ""))) for role in ROLES for words in fields[role]]
    meant = [(role, part) for role, found in named for part in found.parts or (found,)]
    return [
        ResponsibleUnit(
            task=task,
            role=role,
            words=found.words[:300],
            order=order,
            unit=found.unit,
            group=found.group,
            printed_count=found.printed,
        )
        for order, (role, found) in enumerate(meant)
    ]


class _Deadlines:
    """A task's deadline as columns. What the clerk did not touch is the document's, the rest the clerk's."""

    def __init__(self, directive: Directive, proposed: Edits) -> None:
        self.received_on = directive.received_on
        self.read = {task["source"]: task for task in proposed["tasks"] if task["source"]}

    def of(self, task: dict[str, Any]) -> dict[str, Any]:
        kind = task["deadline_kind"]
        if not kind and not task["deadline_words"]:
            return {}
        read = self.read.get(task["source"], {})
        same = all(read.get(name) == task[name] for name in ("deadline_kind", "deadline_on", "within_days", "rule"))
        within = int(task["within_days"]) if kind in (DeadlineKind.WITHIN, IN_DAYS) else None
        if within:
            day: dt.date | None = self._after(within, working=kind == DeadlineKind.WITHIN)
        else:
            day = dt.date.fromisoformat(task["deadline_on"]) if task["deadline_on"] else None
        return {
            "deadline_kind": DeadlineKind.DATED if kind == IN_DAYS else kind,
            "deadline_words": task["deadline_words"][:300],
            "deadline_on": day,
            "deadline_origin": DeadlineOrigin.DOCUMENT if same else DeadlineOrigin.CLERK,
            "within_days": within if kind == DeadlineKind.WITHIN else None,
            "rule": task["rule"][:200] if kind == DeadlineKind.PERIODIC else "",
            "event": task["deadline_words"][:80] if kind == DeadlineKind.EVENT else "",
            "review_on": review_day(self.received_on) if kind == DeadlineKind.STANDING else None,
        }

    @cached_property
    def _calendar(self) -> Calendar:
        return Calendar.load(self.received_on, self.received_on + dt.timedelta(days=1100))

    def _after(self, days: int, *, working: bool) -> dt.date:
        """Working days are counted out; calendar days end on the next working day (Civil Code Art. 148.5)."""
        if working:
            return add_working_days(self.received_on, days, self._calendar)
        return next_working_day(self.received_on + dt.timedelta(days=days), self._calendar)


def review_day(day: dt.date) -> dt.date:
    """When standing work is first looked at again: the next half-year's end, at least a month away."""
    ends = (dt.date(year, month, last) for year in (day.year, day.year + 1) for month, last in ((6, 30), (12, 31)))
    return next(end for end in ends if end >= day + dt.timedelta(days=30))
