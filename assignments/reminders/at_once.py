"""What does not wait for the morning: a leader's instruction, and work of a directive marked hỏa tốc. The messages are
written in the transaction of their cause; they leave within a minute, several to one person in one letter."""

import datetime as dt
from collections.abc import Iterable, Sequence

from directives.enums import Urgency
from wards.clock import date_of
from wards.working_days import Calendar, is_working_day, next_working_day

from ..enums import IN_HAND, Channel, InstructionKind, MessageKind
from ..models import Assignment, Instruction, Message
from .letters import at_hour, letters_now, write
from .people import Recipients

_LONGEST = dt.timedelta(days=60)  # longer than any run of days off


def _tell(
    rows: Sequence[Assignment], kind: MessageKind, rung: str, due_on: dt.date | None, now: dt.datetime,
    leaves: dt.datetime, but: Iterable[int] = (),
) -> int:  # fmt: skip
    people = Recipients(rows, date_of(now))
    messages = [
        Message(
            recipient=person,
            assignment=row,
            kind=kind,
            rung=rung,
            due_on=due_on or row.deadline_on or row.received_on,
            channel=Channel.EMAIL,
            made_at=now,
        )
        for row in rows
        for person in people.of(row, kind)
        if person.pk not in but
    ]
    return write(messages, lambda readers: letters_now(readers, now, leaves))


def _working_moment(now: dt.datetime) -> dt.datetime:
    """Now, or where today is a day off the next working morning: nobody is written to on it but for hỏa tốc."""
    today = date_of(now)
    calendar = Calendar.load(today, today + _LONGEST)
    return now if is_working_day(today, calendar) else at_hour(next_working_day(today, calendar))


def tell_instruction(instruction: Instruction, rows: Sequence[Assignment], now: dt.datetime) -> int:
    """The units hear of a leader's instruction. Returns the number of messages. What asks for another unit is the
    clerks' and stands on their desk."""
    if instruction.kind == InstructionKind.REASSIGN:
        return 0
    day = instruction.reply_by or date_of(now)
    but = {instruction.by_id, instruction.entered_by_id}
    return _tell(rows, MessageKind.INSTRUCTION, f"i{instruction.pk}", day, now, _working_moment(now), but)


def tell_urgent(rows: Iterable[Assignment], now: dt.datetime) -> int:
    """The units hear at once, on days off too, of work that a directive marked hỏa tốc gives them."""
    urgent = [a for a in rows if a.directive.urgency == Urgency.IMMEDIATE and a.state in IN_HAND]
    return _tell(urgent, MessageKind.URGENT, "0", None, now, now) if urgent else 0
