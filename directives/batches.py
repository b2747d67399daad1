"""Reads of batches: how far one is, what became of each file, which are to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from wards.models import User

from .enums import LineState
from .models import Batch, BatchLine, Directive, Draft
from .refusals import refusal_words

PAGE = 100
_RECENT = 8


@dataclass(frozen=True, slots=True)
class Tally:
    """How many files are in which state; the parts sum to the whole."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        return self.total - self.counts.get(LineState.WAITING, 0) - self.counts.get(LineState.READING, 0)

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """(code, label, number) of the states that occur, in the order of their enum."""
        return [(state.value, str(state.label), self.counts[state]) for state in LineState if self.counts.get(state)]


def tally(batch: Batch) -> Tally:
    """One query."""
    rows = batch.lines.order_by().values_list("state").annotate(n=Count("pk"))
    return Tally(dict(rows))


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as the page shows it: what became of the file, in words, and the document it leads to."""

    line: BatchLine
    words: str
    to: Directive | Draft | None

    @property
    def is_directive(self) -> bool:
        return isinstance(self.to, Directive)


def lines_of(batch: Batch, only: str = "", after: int = 0) -> tuple[list[Shown], int]:
    """A page of lines in their order, and the order of its last where more follow (0: none do). Two queries."""
    rows = batch.lines.filter(order__gt=after)
    if only in LineState.values:
        rows = rows.filter(state=only)
    related = ("draft__source", "draft__directive", "directive", "same_as__draft", "same_as__directive")
    heavy = [f"{name}__{field}" for name in ("draft", "same_as__draft") for field in ("text", "pages")]
    found = rows.select_related(*related).defer(*heavy, "directive__text", "draft__directive__text")
    page = list(found.order_by("order")[: PAGE + 1])
    last = page[PAGE - 1].order if len(page) > PAGE else 0
    return [_shown(line) for line in page[:PAGE]], last


def _shown(line: BatchLine) -> Shown:
    same = line.same_as
    to = line.directive or (line.draft.directive or line.draft if line.draft else None)
    if line.state == LineState.REFUSED:
        return Shown(line, refusal_words(line.failure), None)
    if line.state == LineState.DUPLICATE and same:
        words = _("the same as file {n}, {name}").format(n=same.order, name=same.name)
        return Shown(line, words, same.directive or same.draft)
    if line.state == LineState.READ and line.draft is None:
        return Shown(line, _("its draft has been removed since"), None)
    return Shown(line, "", to)


def running_batches(user: User) -> list[tuple[Batch, Tally]]:
    """Those that are being read, with how far they are: for the clerk's desk. Two queries."""
    batches = list(Batch.objects.visible_to(user).running().order_by("created_at", "pk")[:_RECENT])
    return _tallied(batches)


def recent_batches(user: User) -> list[tuple[Batch, Tally]]:
    """The latest ones, whatever became of them. Two queries."""
    return _tallied(list(Batch.objects.visible_to(user).select_related("created_by")[:_RECENT]))


def _tallied(batches: Sequence[Batch]) -> list[tuple[Batch, Tally]]:
    counts: dict[int, dict[str, int]] = {batch.pk: {} for batch in batches}
    rows = BatchLine.objects.filter(batch__in=counts).order_by()
    for pk, state, n in rows.values_list("batch", "state").annotate(n=Count("pk")):
        counts[pk][state] = n
    return [(batch, Tally(counts[batch.pk])) for batch in batches]
