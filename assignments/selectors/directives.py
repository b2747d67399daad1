"""Directives as the pages of work show them: who may open one, how far it is, its tasks with their rows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from directives.enums import DirectiveState, TaskKind
from directives.models import Citation, Directive, Task, TaskRevision
from directives.models.directive import DirectiveQuerySet
from wards.models import AuditEntry, User

from ..enums import CLOSED_OTHERWISE, DONE, Action, State
from ..models import Assignment, Transition
from .clarity import Clarity, clarity_of_task
from .drawing import Drawing
from .rows import Row, heads_by_unit, rows_of, work_of


def reachable_directives(user: User) -> DirectiveQuerySet:
    """The directives of the person's office, and those of which the person may see an assignment."""
    own = Directive.objects.visible_to(user).values("pk")
    held = Assignment.objects.visible_to(user).order_by().filter(directive=OuterRef("pk"))
    return Directive.objects.filter(Q(pk__in=own) | Exists(held))


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a directive is done: withdrawn, superseded and handed-over rows are in neither number."""

    done: int = 0
    total: int = 0


def progress_of(directives: Iterable[int]) -> dict[int, Progress]:
    """One query, for a page of directives."""
    rows = Assignment.objects.filter(directive__in=list(directives)).exclude(state__in=sorted(CLOSED_OTHERWISE))
    counted = (
        rows.order_by()
        .values_list("directive")
        .annotate(done=Count("pk", filter=Q(state=State.COMPLETED)), n=Count("pk"))
    )
    return {pk: Progress(done, total) for pk, done, total in counted}


def unassigned(user: User) -> DirectiveQuerySet:
    """In force, with orders to give, and nothing given yet, or nothing that has not been withdrawn."""
    rows = Assignment.objects.filter(directive=OuterRef("pk")).exclude(state=State.WITHDRAWN)
    orders = Task.objects.filter(directive=OuterRef("pk"), kind=TaskKind.TASK)
    found = Directive.objects.visible_to(user).filter(~Exists(rows), Exists(orders), state=DirectiveState.IN_FORCE)
    return found.select_related("office").defer("text").order_by("received_on", "id")


@dataclass(slots=True)
class Branch:
    """A task with what stands directly under it: the rows of its units, and the sums of all below."""

    task: Task
    depth: int
    rows: list[Row] = field(default_factory=list)
    done: int = 0
    total: int = 0
    late: int = 0
    clarity: Clarity | None = None  # of an order; a heading has none
    drawings: list[Drawing] = field(default_factory=list)  # of its indicators

    def count(self, row: Row) -> None:
        if row.work.state in CLOSED_OTHERWISE:
            return
        self.total += 1
        self.done += row.standing in DONE
        self.late += row.is_late


def outline_of(directive: Directive, user: User, today: dt.date, *, whole: bool) -> list[Branch]:
    """The tree of tasks in the order printed, with their revisions and the rows this person may see. Three queries.

    `whole` is for the office; a unit's people get their own tasks and the headings over them.
    """
    revisions = Prefetch("revisions", TaskRevision.objects.select_related("by").order_by("-id"))
    tasks = list(Task.objects.filter(directive=directive).order_by("order").prefetch_related(revisions))
    parents = {task.pk: task.parent_id for task in tasks}
    branches: dict[int, Branch] = {}
    for task in tasks:
        above = branches.get(task.parent_id or 0)
        branches[task.pk] = Branch(task, above.depth + 1 if above else 0)
    found = work_of(user).filter(directive=directive).order_by("unit__protocol_order", "unit_id", "id")
    for row in rows_of(found, user, today):
        at: int | None = row.work.task_id
        branches[row.work.task_id].rows.append(row)
        while at is not None:
            branches[at].count(row)
            at = parents[at]
    if whole:
        _measure(branches.values(), today)
        return list(branches.values())
    kept: set[int] = set()
    for pk, branch in branches.items():
        step: int | None = pk if branch.rows else None
        while step is not None and step not in kept:
            kept.add(step)
            step = parents[step]
    return [branch for pk, branch in branches.items() if pk in kept]


def _measure(branches: Iterable[Branch], today: dt.date) -> None:
    """Sáu rõ of every order. One query: which of the units have a head."""
    branches = list(branches)
    heads = heads_by_unit((row.work.unit_id for branch in branches for row in branch.rows), today)
    for branch in branches:
        if branch.task.kind == TaskKind.TASK:
            works = [row.work for row in branch.rows if row.work.state not in CLOSED_OTHERWISE]
            headless = any(work.unit_id not in heads for work in works)
            branch.clarity = clarity_of_task(branch.task, works, headless=headless)


def citations_of(directive: Directive, user: User) -> tuple[list[Citation], list[Citation], set[int]]:
    """What it cites, what cites it (only documents this person may open), and which targets may be opened."""
    cites = list(directive.citations.select_related("target__issuing_body").defer("target__text"))
    reachable = reachable_directives(user)
    cited_by = list(
        Citation.objects.filter(target=directive, directive__in=reachable.values("pk"))
        .select_related("directive")
        .defer("directive__text")
    )
    targets = [citation.target_id for citation in cites if citation.target_id]
    return cites, cited_by, set(reachable.filter(pk__in=targets).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class DaySum:
    """How many times one action was done on one day."""

    day: dt.date
    action: Action
    n: int
    last: dt.datetime


AUDIT_WORDS = {
    "directive.confirmed": _("Entered in the register"),
    "directive.assigned": _("Assigned"),
    "directive.nothing_to_assign": _("Closed: nothing to assign"),
    "directive.supersede": _("Superseded by another document"),
    "directive.amend": _("Amended by another document"),
    "directive.withdraw": _("Withdrawn"),
    "task.clarified": _("An order made clearer"),
    "task.revised": _("A task corrected"),
    "indicator.added": _("A number is asked for"),
    "indicator.retargeted": _("The target of a number changed"),
    "indicator.ended": _("A number is asked for no more"),
    "task.carries_out": _("A task linked to the superior's task that it carries out"),
    "task.carries_out_no_more": _("A task unlinked from the superior's task"),
    "citation.linked": _("Linked to a document that it cites"),
    "citation.unlinked": _("Unlinked from a document that it cites"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One audit entry in words."""

    at: dt.datetime
    actor: Any
    words: Any


def _in_words(item: AuditEntry) -> str:
    """What was done, and by which document where one is named."""
    words = str(AUDIT_WORDS.get(item.action, item.action))
    document = item.data.get("document")
    return f"{words}: {document}" if document else words


def history_of(directive: Directive, user: User, *, whole: bool, limit: int = 40) -> tuple[list[Entry], list[DaySum]]:
    """The audit entries of the directive (the office's alone), and what was done to its work, summed by day."""
    entries: list[Entry] = []
    if whole:
        about = AuditEntry.objects.filter(object_type="directives.directive", object_id=str(directive.pk))
        found = about.select_related("actor").order_by("-id")[:limit]
        entries = [Entry(item.at, item.actor, _in_words(item)) for item in found]
    rows = Assignment.objects.visible_to(user).filter(directive=directive).order_by()
    moves = Transition.objects.filter(assignment__in=rows.values("pk")).order_by()
    summed = moves.annotate(day=TruncDate("at")).values_list("day", "action").annotate(n=Count("pk"), last=Max("at"))
    days = [DaySum(day, Action(action), n, last) for day, action, n, last in summed.order_by("-day", "action")[:limit]]
    return entries, days
