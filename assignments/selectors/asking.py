"""What is asked and still waits: instructions without an answer, requests without a decision, urged too often."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from wards.limits import limit
from wards.models import User

from ..enums import CLOSED_OTHERWISE, IN_HAND, OPEN, Action, InstructionKind, State
from ..models import Assignment, InstructionTarget, Transition
from ..models.assignment import AssignmentQuerySet
from ..permissions import DECIDERS


def waiting_targets(works: Iterable[int]) -> dict[int, list[InstructionTarget]]:
    """The instructions that wait for the units' answers, by assignment, the oldest first. One query."""
    found = InstructionTarget.objects.unanswered().filter(assignment__in=list(works))
    found = found.exclude(instruction__kind=InstructionKind.REASSIGN)
    by_work: dict[int, list[InstructionTarget]] = {}
    for target in found.select_related("instruction__by").order_by("id"):
        by_work.setdefault(target.assignment_id, []).append(target)
    return by_work


def _to_reassign() -> Q:
    asked = InstructionTarget.objects.unanswered().filter(instruction__kind=InstructionKind.REASSIGN)
    return Q(pk__in=asked.values("assignment"), state__in=sorted(OPEN))


def sent_back(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """What a leader did not let go out, and nobody has proposed anew since."""
    back = Transition.objects.filter(action=Action.SEND_BACK).values("assignment")
    same = Assignment.objects.filter(task=OuterRef("task"), unit=OuterRef("unit"), role=OuterRef("role"))
    again = same.filter(pk__gt=OuterRef("pk")).exclude(state__in=sorted(CLOSED_OTHERWISE))
    return rows.filter(~Exists(again), pk__in=back, state=State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that somebody must decide or answer: what it is called, and which rows have it."""

    label: Any
    condition: Any

    def of(self, rows: AssignmentQuerySet) -> AssignmentQuerySet:
        return rows.filter(self.condition())


def waiting_counts(rows: AssignmentQuerySet, codes: Iterable[str]) -> dict[str, int]:
    """How many of the rows wait in each of these ways. One query, over open work and figures objected to alone."""
    alive = rows.order_by().filter(Q(state__in=sorted(OPEN)) | Q(is_disputed=True))
    return alive.aggregate(**{code: Count("pk", filter=WAITING[code].condition()) for code in codes})


def ours_to_decide(rows: AssignmentQuerySet, user: User) -> AssignmentQuerySet:
    """Obstacles that wait for a unit of this person's: one's own debts come first."""
    units = [position.unit_id for position in user.held if position.role in DECIDERS]
    return rows.filter(is_blocked=True, deciding_unit__in=units)


WAITING = {
    "extensions": Waiting(_("More time asked for"), lambda: Q(open_extension__isnull=False)),
    "disputes": Waiting(_("Figures objected to"), lambda: Q(is_disputed=True)),
    "obstacles": Waiting(_("Obstacles waiting for a decision"), lambda: Q(is_blocked=True)),
    "unanswered": Waiting(
        _("Instructions without an answer"), lambda: Q(unanswered_count__gt=0, state__in=sorted(OPEN))
    ),
    "urged": Waiting(
        _("Urged again and again"),
        lambda: Q(urgings_count__gte=limit("urgings_before_list"), state__in=sorted(IN_HAND)),
    ),
    "to_reassign": Waiting(_("To be assigned to another unit"), _to_reassign),
    "proposed": Waiting(_("Waiting for a leader's approval"), lambda: Q(state=State.PROPOSED)),
    "starred": Waiting(_("Starred"), lambda: Q(is_starred=True)),
}
