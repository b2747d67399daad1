"""What is still true when it is to be said: the rest is dropped, with the reason."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from ..enums import IN_HAND, OPEN, Delivery, MessageKind
from ..models import Assignment, Digest, InstructionTarget, Message
from .causes import Cause, is_over
from .people import Recipients
from .scan import causes_by_row, whole

K = MessageKind
AT_ONCE = frozenset({K.INSTRUCTION, K.URGENT})
ANSWERED = frozenset({K.INSTRUCTION, K.REPLY})
WHILE_IN_HAND = frozenset({K.URGENT, K.DEADLINE, K.LISTED, K.REVIEW, K.NO_DEADLINE})
NOT_THEIRS = "no longer theirs"


def _closed_since(message: Message) -> bool:
    wanted = IN_HAND if message.kind in WHILE_IN_HAND else OPEN if message.kind in ANSWERED else None
    return wanted is not None and message.assignment.state not in wanted


def _no_cause(message: Message) -> str:
    """The words for a cause that is not there any more."""
    a = message.assignment
    if message.kind == K.DEADLINE and a.is_disputed:
        return "disputed since"
    if message.kind == K.DEADLINE and a.open_extension_id:
        return "more time asked for"
    if message.kind in (K.DEADLINE, K.REVIEW):
        return "deadline moved"
    return "deadline set since" if message.kind == K.NO_DEADLINE else "answered or decided since"


def why_untrue(
    message: Message, causes: Iterable[Cause], answered: set[tuple[int, str]], people: Recipients, today: dt.date
) -> str:
    """Why it is no longer to be said ("" where it still is)."""
    a, kind = message.assignment, MessageKind(message.kind)
    if _closed_since(message):
        return f"{a.state} since"
    if is_over(a, today):
        return "ended since"
    if (a.pk, message.rung) in answered:
        return "answered or decided since"
    if kind not in AT_ONCE and not any(c.kind == kind and c.day == message.due_on for c in causes):
        return _no_cause(message)
    rung = 0 if kind in AT_ONCE else int(message.rung)
    if message.recipient_id not in {person.pk for person in people.of(a, kind, rung)}:
        return NOT_THEIRS
    return ""


def _answered(works: Iterable[int]) -> set[tuple[int, str]]:
    """(assignment, rung) of the instructions that have been answered: "i42" is instruction 42."""
    targets = InstructionTarget.objects.filter(assignment__in=works, answered_at__isnull=False)
    found = targets.order_by().values_list("assignment", "instruction")
    return {(work, f"i{instruction}") for work, instruction in found}


def _drop(dropped: dict[str, list[Message]], today: dt.date) -> None:
    """Marks them; work whose people have changed is looked at again, so that whoever it is now hears of it."""
    for why, messages in dropped.items():
        pks = [message.pk for message in messages]
        Message.objects.filter(pk__in=pks).update(state=Delivery.DROPPED, dropped_why=why)
    works = [message.assignment_id for message in dropped.get(NOT_THEIRS, ())]
    if works:
        later = Q(next_reminder_on=None) | Q(next_reminder_on__gt=today)
        Assignment.objects.filter(later, pk__in=works).update(next_reminder_on=today)


def still_true(digest: Digest, today: dt.date) -> list[Message]:
    """The messages that this letter is still about; those no longer true are marked dropped."""
    rows = Message.objects.filter(digest=digest, state=Delivery.QUEUED).order_by("pk")
    pks = rows.values("assignment")
    by_pk = {a.pk: a for a in whole(Assignment.objects.filter(pk__in=pks))}
    causes = causes_by_row(list(by_pk.values()), today)
    people = Recipients(by_pk.values(), today)
    answered = _answered(by_pk)
    kept: list[Message] = []
    dropped: dict[str, list[Message]] = {}
    for message in rows:
        message.assignment = by_pk[message.assignment_id]
        why = why_untrue(message, causes[message.assignment_id], answered, people, today)
        (dropped.setdefault(why, []) if why else kept).append(message)
    _drop(dropped, today)
    return kept
