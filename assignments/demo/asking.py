"""What the demo's units ask and its leader instructs: more time, an obstacle, an objection, urgings, a delegate."""

import datetime as dt

from ..enums import InstructionKind
from ..services import (
    assignment_answer,
    assignment_ask_extension,
    assignment_block,
    assignment_delegate,
    assignment_dispute,
    duty_agree,
    duty_link,
    instruct,
)
from .dates import moment
from .telling import Teller, Told

THREE_DAYS = dt.timedelta(days=3)


class Asking:
    """One row of the story, and what is asked about it, in the order in which it happened."""

    def __init__(self, teller: Teller, told: Told, path: str, code: str) -> None:
        self.teller, self.row = teller, told.rows[path, code]

    def more_time(self, days: int, until: dt.date, reason: str, so_far: str) -> "Asking":
        who = self.teller.actor(self.row)
        assignment_ask_extension(
            assignment=self.row, actor=who, now=self._at(days), until=until, reason=reason, so_far=so_far
        )
        return self

    def obstacle(self, days: int, code: str, words: str) -> "Asking":
        decider = self.teller.office.units[code]
        assignment_block(
            assignment=self.row, actor=self.teller.actor(self.row), now=self._at(days), reason=words, decider=decider
        )
        return self

    def objection(self, days: int, words: str) -> "Asking":
        assignment_dispute(assignment=self.row, actor=self.teller.actor(self.row), now=self._at(days), reason=words)
        return self

    def told(self, days: int, words: str, kind: str = InstructionKind.URGE) -> "Asking":
        """The leader wants an answer within three days."""
        at = self._at(days)
        reply_by = at.date() + THREE_DAYS
        instruct(assignments=[self.row], actor=self.teller.leader, now=at, kind=kind, words=words, reply_by=reply_by)
        return self

    def answer(self, days: int, words: str) -> "Asking":
        assignment_answer(assignment=self.row, actor=self.teller.actor(self.row), now=self._at(days), words=words)
        return self

    def delegate(self, days: int, head: str, person: str) -> "Asking":
        people = self.teller.office.people
        assignment_delegate(assignment=self.row, actor=people[head], now=self._at(days), person=people[person])
        return self

    def same_as(self, days: int, told: Told, path: str, words: str) -> "Asking":
        """The unit proposes that one report serve this work and another directive's; the office agrees to both."""
        other = told.rows[path, self.row.unit.code]
        who = self.teller.actor(self.row)
        for part in duty_link(assignment=self.row, other=other, reason=words, actor=who, now=self._at(days)):
            duty_agree(part=part, actor=self.teller.clerk, now=self._at(days + 1))
        return self

    def _at(self, days: int) -> dt.datetime:
        return moment(self.teller.today, days, 16, 40)
