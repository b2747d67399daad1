"""One report (báo cáo) on several linked duties: each row its own submission, decided on by its own office."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wards.clock import today as day_of
from wards.models import User

from ..enums import Action
from ..models import Assignment, Evidence, LinkedPart
from .acting import check, locked_rows
from .evidence import NewDocument, NewFile, evidence_copy, files_undone_on_error
from .moving import check_done_on, check_old_evidence, report, report_day


@dataclass(frozen=True, slots=True)
class Reported:
    """`work`: the row reported; `others`: those that the same report serves; `left`: in words, what it could not serve
    and why."""

    work: Assignment
    others: list[Assignment] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def _same(item: Evidence) -> tuple[object, ...]:
    return item.sha256, item.number, item.dated


def _new_for(row: Assignment, items: Iterable[Evidence]) -> list[Evidence]:
    there = {_same(item) for item in row.evidence.all()}
    return [item for item in items if _same(item) not in there]


def _check_serves(main: Assignment, row: Assignment, actor: User, now: dt.datetime, day: dt.date) -> None:
    """Raises ValidationError where the report may not serve this row (any more)."""
    parts = LinkedPart.objects.filter(ended_at=None, duty__parts__assignment=main, duty__parts__ended_at=None)
    part = parts.filter(assignment=row).first()
    if part is None:
        raise ValidationError(_("It is not linked any more."))
    own = LinkedPart.objects.filter(duty=part.duty_id, assignment=main, ended_at=None)
    if part.agreed_at is None or not own.filter(agreed_at__isnull=False).exists():
        raise ValidationError(_("Not every office has agreed yet: it needs a report of its own."))
    check(row, Action.SUBMIT, actor, now)
    check_done_on(day, row, day_of(now))


def assignments_report(
    *,
    assignment: Assignment,
    also: Sequence[Assignment] = (),
    actor: User,
    now: dt.datetime,
    proofs: Sequence[NewFile | NewDocument] = (),
    words: str = "",
    done_on: dt.date | None = None,
) -> Reported:
    """Reports one assignment and, with the same evidence, the linked ones in `also`. One transaction.

    Where the first may not be reported nothing is (as `assignment_submit`). A linked row that has changed meanwhile is
    left as it is and told in `left`: what was photographed in the street must not be lost for a row of another office.
    Copied evidence stands on the same file. All rows are locked in one order, so two reports at once queue.
    """
    for proof in proofs:
        if isinstance(proof, NewFile):
            proof.check()
    with files_undone_on_error() as kept, transaction.atomic():
        keys = {assignment.pk, *(other.pk for other in also)}
        rows = {row.pk: row for row in locked_rows(Assignment.objects.filter(pk__in=keys))}
        main = rows.pop(assignment.pk)
        day = report_day(main, actor, now, proofs, done_on)
        work = report(main, actor, now, proofs, words, day, kept)
        own = work.transitions.latest("id")
        items = list(Evidence.objects.filter(pk__in=own.data["evidence"]) if proofs else work.evidence.all())
        done, left = [], []
        for row in rows.values():
            try:
                _check_serves(main, row, actor, now, day)
                new = _new_for(row, items)
                if not new:
                    check_old_evidence(row)
            except ValidationError as why:
                told = {"work": f"{row.directive} · {row.task.path}", "why": why.messages[0]}
                left.append(_("%(work)s was not reported: %(why)s") % told)
                continue
            copies = [evidence_copy(item, row) for item in new]
            done.append(report(row, actor, now, (), words, day, kept, copies, {"served_by": own.pk}))
        return Reported(work, done, left)
