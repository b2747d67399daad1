"""Sáu rõ of an order that has been given, and of rows as filters."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from directives.clarity import Clarity, Facts, clarity_of
from directives.enums import DeadlineKind
from directives.models import Task
from wards.models.people import heads_on

from ..models import Assignment


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
