"""Linked duties as a person may see them: the row's own link, of the others what the scope holds, and likely ones."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from rapidfuzz import fuzz, process

from directives.carrying import SAME_WORDS
from wards.models import User

from ..enums import GIVEN, IN_HAND
from ..models import Assignment, LinkedPart
from ..models.assignment import AssignmentQuerySet
from ..permissions import can_agree_link, can_link
from .rows import work_of

MOST_COMPARED = 200
MOST_SHOWN = 3
MOST_SERVED = 20


@dataclass(frozen=True, slots=True)
class Other:
    """Another row of the set. `work` is None where the person may not see it: then only that it exists is told."""

    work: Assignment | None
    is_agreed: bool


def link_of(work: Assignment) -> LinkedPart | None:
    """The row's own part of the set in which it stands now."""
    parts = LinkedPart.objects.filter(assignment=work, ended_at=None)
    return parts.select_related("duty", "added_by", "agreed_by").first()


def others_of(part: LinkedPart, user: User) -> list[Other]:
    """The other rows of the set. Two queries; those out of scope are not even read."""
    parts = LinkedPart.objects.filter(duty=part.duty_id, ended_at=None).exclude(pk=part.pk).order_by("id")
    seen = Assignment.objects.visible_to(user).filter(pk=OuterRef("assignment_id")).order_by()
    told = list(parts.annotate(is_seen=Exists(seen)).values_list("assignment_id", "agreed_at", "is_seen"))
    works = {row.pk: row for row in work_of(user).filter(pk__in=[pk for pk, _agreed, is_seen in told if is_seen])}
    return [Other(works.get(pk), agreed is not None) for pk, agreed, _seen in told]


def served_with(work: Assignment, user: User) -> list[Assignment]:
    """Rows that a report on this one serves too, if the unit wants it: the unit's turn, and both offices have agreed.
    So nobody serves agreed work with a row that the unit alone has put beside it."""
    sets = LinkedPart.objects.filter(assignment=work, ended_at=None, agreed_at__isnull=False).values("duty")
    parts = LinkedPart.objects.filter(duty__in=sets, ended_at=None, agreed_at__isnull=False)
    rows = work_of(user).filter(pk__in=parts.values("assignment"), state__in=sorted(IN_HAND)).exclude(pk=work.pk)
    return list(rows.order_by("pk")[:MOST_SERVED])


def linkable(work: Assignment, user: User) -> AssignmentQuerySet:
    """Open rows of the same unit, of other orders, that the person sees and that are in no set with it."""
    linked = LinkedPart.objects.filter(ended_at=None, duty__parts__assignment=work, duty__parts__ended_at=None)
    rows = work_of(user).filter(unit=work.unit_id, state__in=sorted(GIVEN)).exclude(task=work.task_id)
    return rows.exclude(pk__in=linked.values("assignment"))


def likely_same(work: Assignment, user: User) -> list[Assignment]:
    """The likeliest same duties, the most alike first: two queries, over the unit's latest open rows of other
    directives. A suggestion only."""
    rows = linkable(work, user).exclude(directive=work.directive_id).order_by("-pk")
    texts = dict(rows.values_list("pk", "task__folded")[:MOST_COMPARED])
    near = process.extract(
        work.task.folded, texts, scorer=fuzz.token_sort_ratio, score_cutoff=SAME_WORDS, limit=MOST_SHOWN
    )
    found = (
        {row.pk: row for row in linkable(work, user).filter(pk__in=[pk for _text, _score, pk in near])} if near else {}
    )
    return [found[pk] for _text, _score, pk in near if pk in found]


def linked_context(work: Assignment, user: User) -> dict[str, Any]:
    """What parts/linked.html shows on the page of the work."""
    part, may = link_of(work), can_link(user, work) and work.state in GIVEN
    return {
        "part": part,
        "linked": others_of(part, user) if part else [],
        "may_link": may,
        "may_agree": part is not None and part.agreed_at is None and can_agree_link(user, part, work),
        "likely": likely_same(work, user) if may and part is None else [],
    }
