"""Instructions (ý kiến chỉ đạo) to one or many assignments, and the unit's answers."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wards.clock import today as day_of
from wards.enums import Role
from wards.models import User

from ..enums import Action, InstructionKind, Side
from ..models import Assignment, Instruction, InstructionTarget
from ..permissions import sides_of
from ..reminders.at_once import tell_instruction
from .acting import Refused, act, act_alike, changed, check, locked
from .deeds import Deed, Problem

WAITS_FOR_UNIT = frozenset(InstructionKind.values) - {InstructionKind.REASSIGN}


def _check_words(kind: str, words: str, reply_by: dt.date | None, today: dt.date) -> None:
    """ValidationError by field: kind, words, reply_by."""
    if kind not in InstructionKind.values:
        raise ValidationError({"kind": _("Choose what is instructed.")})
    if not words.strip():
        raise ValidationError({"words": _("Write a few words.")})
    if reply_by is None and kind != InstructionKind.COMMENT:
        raise ValidationError({"reply_by": _("Give the day by which an answer is wanted.")})
    if reply_by and reply_by < today:
        raise ValidationError({"reply_by": _("This day has passed already.")})
    if reply_by and reply_by.year > today.year + 1:
        raise ValidationError({"reply_by": _("This day is too far away: check the year.")})


def _leader(actor: User, by: User | None, rows: Iterable[Assignment]) -> User:
    """In whose name it is sent: a leader's own, or that of the leader whom a clerk serves."""
    if by is None or by.pk == actor.pk:
        if Role.LEADER in actor.roles:
            return actor
        raise ValidationError({"by": _("Choose the leader in whose name it is sent.")})
    led = tuple(p.unit.path for p in by.held if p.role == Role.LEADER)
    if not all(row.directive.office.path.startswith(led) for row in rows):
        raise ValidationError({"by": _("%(person)s does not lead this office.") % {"person": by}})
    return by


def _check(
    rows: Sequence[Assignment],
    *,
    actor: User,
    now: dt.datetime,
    kind: str,
    words: str,
    reply_by: dt.date | None = None,
    by: User | None = None,
) -> dict[int, Problem]:
    """Nothing of it differs between the rows: ValidationError by field."""
    _check_words(kind, words, reply_by, day_of(now))
    _leader(actor, by, rows)
    return {}


def _instruct(
    rows: Sequence[Assignment],
    *,
    actor: User,
    now: dt.datetime,
    kind: str,
    words: str,
    reply_by: dt.date | None = None,
    by: User | None = None,
) -> Sequence[Assignment]:
    """One instruction to all of the rows. Urgings are counted on each of them."""
    leader = _leader(actor, by, rows)
    instruction = Instruction.objects.create(
        kind=kind, words=words.strip(), reply_by=reply_by, by=leader, entered_by=actor, made_at=now
    )
    InstructionTarget.objects.bulk_create(
        [InstructionTarget(instruction=instruction, assignment=row) for row in rows], batch_size=1000
    )
    waits = int(reply_by is not None and kind in WAITS_FOR_UNIT)
    data = {"instruction": instruction.pk, "kind": kind, "reply_by": str(reply_by or "")}
    if leader.pk != actor.pk:
        data["by"] = str(leader)
    lines = []
    for row in rows:
        counts: dict[str, Any] = {
            "unanswered_count": row.unanswered_count + waits,
            "urgings_count": row.urgings_count + (kind == InstructionKind.URGE),
        }
        lines.append(changed(row, Action.INSTRUCT, actor, now, words, data=data, **counts))
    act_alike(
        rows,
        lines,
        unanswered_count=F("unanswered_count") + waits,
        urgings_count=F("urgings_count") + int(kind == InstructionKind.URGE),
        next_reminder_on=day_of(now),  # the next scan finds on which days the answer is reminded of
    )
    tell_instruction(instruction, rows, now)
    return rows


INSTRUCTING = Deed(Action.INSTRUCT, _instruct, _check)


def instruct(*, assignments: Sequence[Assignment], actor: User, now: dt.datetime, **data: Any) -> Instruction:
    """One instruction to all of the assignments, or to none: kind, words, reply_by and, for a clerk, by.

    Raises Refused (of the first row that does not allow it) or ValidationError by field. The number of queries
    does not grow with the rows but by batches.
    """
    rows = INSTRUCTING.all_or_none(assignments, actor, now, **data)
    if not rows:
        raise ValidationError({"rows": _("Choose at least one piece of work.")})
    return rows[0].instructed.select_related("instruction").latest("id").instruction


@transaction.atomic
def assignment_answer(*, assignment: Assignment, actor: User, now: dt.datetime, words: str) -> Assignment:
    """The unit answers the instructions that wait for it, in one go."""
    row = locked(assignment)
    check(row, Action.ANSWER, actor, now)
    if not words.strip():
        raise ValidationError({"words": _("Write a few words.")})
    waiting = row.instructed.unanswered().exclude(instruction__kind=InstructionKind.REASSIGN)
    keys = list(waiting.values_list("pk", flat=True))
    unread = InstructionTarget.objects.filter(pk__in=keys, read_at=None)
    unread.update(read_at=now)
    InstructionTarget.objects.filter(pk__in=keys).update(answered_at=now, answered_by=actor, answer=words.strip())
    return act(row, Action.ANSWER, actor, now, words, data={"targets": keys}, unanswered_count=0)


@transaction.atomic
def instruction_read(*, assignment: Assignment, actor: User, now: dt.datetime) -> int:
    """The unit has read what the leaders wrote. Returns how many were new. Stops no clock and answers nothing."""
    row = locked(assignment)
    if Side.UNIT not in sides_of(actor, row):
        raise Refused(_("You may not do this."))
    return row.instructed.filter(read_at=None).update(read_at=now)
