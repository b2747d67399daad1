"""Superiors' tasks that a task may carry out: those of the directives that its own cites, the likeliest first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from wards.folding import fold

from .enums import Relation, TaskKind
from .models import Citation, Task
from .models.directive import DirectiveQuerySet
from .sides import number_key

# "mục 2.1 Chỉ thị số …", "điểm a khoản 2": what stands after the word is the number of an item.
_ITEM = re.compile(
    r"\b(?:mục|điểm|khoản|ý|nhiệm vụ)\s+(?:số\s+)?([0-9IVXLC]+(?:[.\-][0-9a-zđ]+)*|[a-zđ])\b", re.IGNORECASE
)
_RESTS_ON = (Relation.CARRIES_OUT, Relation.BASIS)
# Of 100. Of 699 pairs of orders from different documents of the demo none that means another thing passes 69; orders
# that ask the same in other words, with other days and addressees, come to 68 to 84.
SAME_WORDS = 70
MOST = 200


@dataclass(frozen=True, slots=True)
class Superior:
    """A task that may be meant. `is_named`: the document names its item; `likeness` of the words, 0 to 100."""

    task: Task
    is_named: bool
    likeness: float

    @property
    def is_likely(self) -> bool:
        return self.is_named or self.likeness >= SAME_WORDS


def items_named(words: str) -> set[str]:
    """Numbers of items that the words name: "mục 2.1 Chỉ thị số 15" → {"2.1"}."""
    return {found.group(1).lower() for found in _ITEM.finditer(words)}


def likeness(one: str, other: str) -> float:
    """How alike two folded texts are in their words, whatever the order; 0 to 100."""
    return fuzz.token_sort_ratio(one, other)


def superiors_of(task: Task, within: DirectiveQuerySet) -> list[Superior]:
    """Tasks of the directives that the task's own cites as its basis or as carried out: named, then like, then printed
    order. Never chosen by itself. Two queries."""
    cited = Citation.objects.filter(directive=task.directive_id, relation__in=_RESTS_ON, target__in=within.values("pk"))
    named = {row.target_id: items_named(row.words) for row in cited}
    # The order itself may name the item; then it names the document too, or there is only one.
    own = items_named(task.words) if len(named) == 1 else set()
    rows = Task.objects.filter(directive__in=named, kind=TaskKind.TASK)
    rows = rows.select_related("directive__issuing_body").defer("directive__text").order_by("directive_id", "order")
    found = [_weighed(task, other, (named[other.directive_id] | own)) for other in rows[:MOST]]
    return sorted(found, key=lambda row: (not row.is_named, -row.likeness))


def _weighed(task: Task, other: Task, items: set[str]) -> Superior:
    return Superior(other, other.path.lower() in items, likeness(task.folded, other.folded))


def tasks_found(task: Task, within: DirectiveQuerySet, typed: str, most: int = 20) -> Iterable[Task]:
    """Tasks of other directives by the directive's number, else by words of the order or of its directive's subject."""
    if not fold(typed):
        return []
    reach: DirectiveQuerySet = within.exclude(pk=task.directive_id)
    rows = Task.objects.filter(kind=TaskKind.TASK).select_related("directive__issuing_body").defer("directive__text")
    rows = rows.order_by("-directive__received_on", "directive_id", "order")
    key = number_key(typed)
    exact = list(rows.filter(directive__in=reach.filter(number_key=key).values("pk"))[:MOST]) if key else []
    if exact:
        return exact
    by_words = rows.filter(directive__in=reach.values("pk"), folded__contains=fold(typed))
    return list(by_words[:most]) or list(rows.filter(directive__in=reach.find(typed).values("pk"))[:most])
