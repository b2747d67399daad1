"""What a new document does to the open work of an old one: order by order, what is proposed, what it comes to."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q
from rapidfuzz import fuzz

from directives.enums import CHANGING, ENDED, ChangeKind, Relation, TaskKind
from directives.models import Citation, Directive, DirectiveChange, ResponsibleUnit, Task
from wards.models import GroupMember, User

from ..enums import CLOSED_OTHERWISE, OPEN, State
from ..models import Assignment, Repointing
from ..models.assignment import AssignmentQuerySet

CLOSE, KEEP, PROPOSED = "close", "keep", "proposed"
LIKE_ENOUGH = 62  # of 100, of the words alone; two orders on different matters share up to about 50
SAME_UNIT = 8  # added where the new order names a unit that has the old one


def allows(kind: str, choice: str) -> bool:
    """Whether work may be closed, or left as it is, by such a change: only an amended order stays."""
    return choice == CLOSE or (choice == KEEP and kind == ChangeKind.AMEND)


def open_work_of(directive: Directive) -> AssignmentQuerySet:
    rows = Assignment.objects.open().filter(directive=directive).select_related("directive", "task", "unit")
    rows = rows.defer("directive__text", "directive__folded")
    return rows.order_by("task__order", "unit__protocol_order", "unit_id", "id")


def rolling_of(directive: Directive) -> AssignmentQuerySet:
    """Periodic work done for its last period, of which the next is still to be made."""
    rows = Assignment.objects.filter(directive=directive, state=State.COMPLETED, next_period_on__isnull=False)
    rows = rows.select_related("directive", "task", "unit").defer("directive__text", "directive__folded")
    return rows.order_by("task__order", "unit_id", "id")


@dataclass(slots=True)
class Old:
    """An order of the old document with its open work (`rows`), and periods still to come (`rolling`)."""

    task: Task
    rows: list[Assignment] = field(default_factory=list)
    rolling: list[Assignment] = field(default_factory=list)
    like: Task | None = None  # the order of the new document that reads most like it
    chosen: str = ""  # what was chosen for it alone; "" follows the choice for all
    comes_to: str = ""  # CLOSE, KEEP, or the key of a task of the new document
    target: Task | None = None

    @property
    def units(self) -> str:
        return ", ".join(dict.fromkeys(row.unit.name for row in [*self.rows, *self.rolling]))

    @property
    def reported(self) -> int:
        return sum(row.state == State.SUBMITTED for row in self.rows)

    @property
    def asked(self) -> int:
        """Requests and obstacles that lapse with the row."""
        return sum(bool(row.open_extension_id or row.open_obstacle_id or row.open_dispute_id) for row in self.rows)


def old_orders(directive: Directive) -> list[Old]:
    """The orders with something to decide, as printed. Two queries."""
    found: dict[int, Old] = {}
    for row in open_work_of(directive):
        found.setdefault(row.task_id, Old(row.task)).rows.append(row)
    for row in rolling_of(directive):
        found.setdefault(row.task_id, Old(row.task)).rolling.append(row)
    return sorted(found.values(), key=lambda old: old.task.order)


def new_orders(directive: Directive | None) -> list[Task]:
    if directive is None:
        return []
    return list(Task.objects.filter(directive=directive, kind=TaskKind.TASK).order_by("order"))


def _units_of(tasks: Iterable[Task]) -> dict[int, set[int]]:
    """Which units each order is given to, or names. Three queries."""
    keys = [task.pk for task in tasks]
    found: dict[int, set[int]] = defaultdict(set)
    given = Assignment.objects.filter(task__in=keys).order_by()
    for task, unit in given.values_list("task", "unit").distinct():
        found[task].add(unit)
    named = list(ResponsibleUnit.objects.filter(task__in=keys).order_by())
    groups = [row.group_id for row in named if row.group_id]
    members: dict[int, set[int]] = defaultdict(set)
    for group, unit in GroupMember.objects.filter(group__in=groups).order_by().values_list("group", "unit"):
        members[group].add(unit)
    for row in named:
        found[row.task_id] |= members[row.group_id or 0] | ({row.unit_id} if row.unit_id else set())
    return found


def propose(olds: list[Old], news: list[Task]) -> None:
    """For each old order the new one whose words are most like its own; of two alike, the one for the same units."""
    units = _units_of(news) if news else {}
    for old in olds:
        own = {row.unit_id for row in [*old.rows, *old.rolling]}
        best = 0.0
        for task in news:
            words = fuzz.token_sort_ratio(old.task.folded, task.folded)
            score = words + (SAME_UNIT if own & units.get(task.pk, set()) else 0)
            if words >= LIKE_ENOUGH and score > best:
                best, old.like = score, task


def decide(olds: list[Old], news: list[Task], kind: str, chosen: Mapping[int, str], default: str) -> None:
    """What each order comes to: its own choice, else the one for all; where nothing is like it, it is closed by a
    document that supersedes and stays under one that amends."""
    by_key = {str(task.pk): task for task in news}
    otherwise = KEEP if kind == ChangeKind.AMEND else CLOSE
    for old in olds:
        own = chosen.get(old.task.pk, "")
        old.chosen = own if own in by_key or allows(kind, own) else ""
        proposed = str(old.like.pk) if old.like else otherwise
        old.comes_to = old.chosen or (default if allows(kind, default) else proposed)
        old.target = by_key.get(old.comes_to)


@dataclass(frozen=True, slots=True)
class Sums:
    """Open rows by what becomes of them; `joined` of those that go on meet work the unit has there already."""

    repointed: int
    joined: int
    closed: int
    kept: int
    reported: int  # of those re-pointed or closed: results that wait for confirmation
    asked: int  # requests, obstacles and objections that lapse

    @property
    def total(self) -> int:
        return self.repointed + self.closed + self.kept


def sums_of(olds: list[Old]) -> Sums:
    """One query."""
    counts = Counter[str]()
    going: list[tuple[int, int]] = []
    for old in olds:
        name = old.comes_to if old.target is None else "repointed"
        counts[name] += len(old.rows)
        if name != KEEP:
            counts["reported"] += old.reported
            counts["asked"] += old.asked
        if old.target:
            going += [(old.target.pk, row.unit_id) for row in old.rows]
    held = Assignment.objects.filter(task__in={task for task, _unit in going}).exclude(
        state__in=sorted(CLOSED_OTHERWISE)
    )
    there = set(held.order_by().values_list("task", "unit"))
    joined = sum(pair in there for pair in going)
    return Sums(counts["repointed"], joined, counts[CLOSE], counts[KEEP], counts["reported"], counts["asked"])


@dataclass(frozen=True, slots=True)
class Undone:
    """A document says that it supersedes or amends another of the register, and nobody has dealt with that yet."""

    citation: Citation
    kind: str
    n: int  # open assignments of the other


def undone_changes(user: User, directive: Directive | None = None, limit: int = 20) -> list[Undone]:
    """The oldest first; of one directive those that it works, and those done to it. Two queries."""
    own = Directive.objects.visible_to(user).values("pk")
    done = DirectiveChange.objects.filter(directive=OuterRef("target"), by=OuterRef("directive"))
    found = Citation.objects.filter(~Exists(done), relation__in=[*CHANGING], directive__in=own, target__in=own)
    found = found.exclude(target__state__in=sorted(ENDED)).exclude(directive__state__in=sorted(ENDED))
    if directive is not None:
        found = found.filter(Q(directive=directive) | Q(target=directive))
    rows = found.select_related("directive__office", "target").defer("directive__text", "target__text")
    citations = list(rows.order_by("directive__received_on", "id")[:limit])
    open_ = Assignment.objects.filter(directive__in=[row.target_id for row in citations], state__in=sorted(OPEN))
    counts = dict(open_.order_by().values_list("directive").annotate(n=Count("pk")))
    return [Undone(row, CHANGING[Relation(row.relation)], counts.get(row.target_id, 0)) for row in citations]


def changes_of(directives: Iterable[int]) -> dict[int, list[DirectiveChange]]:
    """What became of each, in order. One query."""
    found: dict[int, list[DirectiveChange]] = defaultdict(list)
    rows = DirectiveChange.objects.filter(directive__in=list(directives)).select_related("by", "actor")
    for row in rows.defer("by__text").order_by("id"):
        found[row.directive_id].append(row)
    return found


def repointed_to(work: Assignment) -> Assignment | None:
    """What the work went on as under a new document. At most one query; whoever sees the one sees the other, which is
    the same unit's in the same office."""
    if work.closed_at is None:
        return None
    found = (
        Repointing.objects.filter(old=work).select_related("new__directive", "new__task").defer("new__directive__text")
    )
    link = found.first()
    return link.new if link else None


def repointed_from(work: Assignment) -> list[Assignment]:
    """What went on as this work, of documents since superseded or amended. One query."""
    found = Repointing.objects.filter(new=work).select_related("old__directive", "old__task", "old__unit")
    return [link.old for link in found.defer("old__directive__text").order_by("id")]
