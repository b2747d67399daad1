"""Sáu rõ (DOMAIN §2.3): who, what, when, whose responsibility, which product, whose authority. Bars nothing."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from directives.enums import DeadlineKind
from directives.models import Task
from wards.models.people import heads_on

from ..models import Assignment


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one order: `has_head` where the unit has a head today, or the order names its leader."""

    has_unit: bool
    words: str
    deadline_kind: str
    has_head: bool
    product: str
    authority: str


@dataclass(frozen=True, slots=True)
class Clarity:
    """`n` of six are clear; `missing` names the others, in the order in which they are always told."""

    missing: tuple[Any, ...]

    @property
    def n(self) -> int:
        return 6 - len(self.missing)

    @property
    def is_whole(self) -> bool:
        return not self.missing


SIX: tuple[tuple[Any, Callable[[Facts], Any]], ...] = (
    (_("who"), lambda facts: facts.has_unit),
    (_("what"), lambda facts: facts.words.strip()),
    (_("when"), lambda facts: facts.deadline_kind not in ("", DeadlineKind.UNDETERMINED)),
    (_("whose responsibility"), lambda facts: facts.has_head),
    (_("what product"), lambda facts: facts.product.strip()),
    (_("whose authority"), lambda facts: facts.authority.strip()),
)


def clarity_of(facts: Facts) -> Clarity:
    """Pure: how many of the six are clear, and which are not."""
    return Clarity(tuple(name for name, is_clear in SIX if not is_clear(facts)))


def clarity_of_work(work: Assignment, *, has_head: bool) -> Clarity:
    task = work.task
    facts = Facts(True, task.words, work.deadline_kind, has_head or bool(task.leader_id), task.product, task.authority)
    return clarity_of(facts)


def clarity_of_task(task: Task, works: list[Assignment], *, headless: bool) -> Clarity:
    """Of an order with the rows given from it; `headless` where one of their units has no head."""
    kinds = [work.deadline_kind for work in works] or [task.deadline_kind]
    kind = next((kind for kind in kinds if kind in ("", DeadlineKind.UNDETERMINED)), kinds[0])
    has_head = bool(task.leader_id) or (bool(works) and not headless)
    return clarity_of(Facts(bool(works), task.words, kind, has_head, task.product, task.authority))


@dataclass(frozen=True, slots=True)
class Unclear:
    """One of the six as a filter of rows. A row always has its unit and its words."""

    label: Any
    condition: Callable[[dt.date], Q]


def _nobody_answers(today: dt.date) -> Q:
    return Q(task__leader=None) & ~Q(Exists(heads_on(today).filter(unit=OuterRef("unit"))))


UNCLEAR = {
    "no_when": Unclear(_("Unclear: when"), lambda today: Q(deadline_kind=DeadlineKind.UNDETERMINED)),
    "no_head": Unclear(_("Unclear: whose responsibility"), _nobody_answers),
    "no_product": Unclear(_("Unclear: what product"), lambda today: Q(task__product="")),
    "no_authority": Unclear(_("Unclear: whose authority"), lambda today: Q(task__authority="")),
}
