"""Who would be told what by the scan of a day; of what it looks at, who would not and why. Writes nothing."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from wards.clock import date_of as day_of

from ..models import Assignment, Message
from .causes import Cause, is_over
from .ladder import Ladder
from .letters import unsaid
from .scan import Said, causes_by_row, due_on, message_of, said_of, whole


@dataclass(frozen=True, slots=True)
class Silent:
    """Nobody, or not this person, is told of it."""

    assignment: Assignment
    why: str
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    day: dt.date
    told: list[Said] = field(default_factory=list)
    silent: list[Silent] = field(default_factory=list)

    @property
    def by_person(self) -> dict[int, list[Said]]:
        found: dict[int, list[Said]] = {}
        for one in self.told:
            found.setdefault(one.recipient.pk, []).append(one)
        return found

    @property
    def units(self) -> int:
        return len({one.assignment.unit_id for one in self.told})


def _why_silent(a: Assignment, causes: list[Cause], ladder: Ladder) -> str:
    if is_over(a, ladder.today):
        return _("the unit or the document has ended")
    if any(ladder.rung(cause) is not None for cause in causes):
        return _("nobody can be reached")
    if a.is_disputed:
        return _("the figure is objected to")
    if a.open_extension_id:
        return _("more time has been asked for")
    return _("no rung has been reached")


def _split(said: list[Said], now: dt.datetime) -> tuple[list[Said], list[Silent]]:
    """What would be written, and what the ledger or the reader's choice holds back."""
    messages: list[tuple[Said, Message]] = [(one, message_of(one, now)) for one in said]
    new = {id(message) for message in unsaid(message for _one, message in messages)}
    told = [one for one, message in messages if id(message) in new]
    held = [one for one, message in messages if id(message) not in new]
    return told, [Silent(one.assignment, _("said already, or not wanted"), one) for one in held]


def plan(now: dt.datetime) -> Plan:
    """What a scan at `now` would say."""
    ladder = Ladder(day_of(now))
    rows = whole(due_on(ladder.today))
    if not ladder.is_working_day:
        return Plan(ladder.today, silent=[Silent(a, _("it is a day off")) for a in rows])
    causes = causes_by_row(rows, ladder.today)
    said = list(said_of(rows, causes, ladder))
    told, held = _split(said, now)
    heard = {one.assignment.pk for one in said}
    silent = [Silent(a, _why_silent(a, causes[a.pk], ladder)) for a in rows if a.pk not in heard]
    return Plan(ladder.today, told, held + silent)
