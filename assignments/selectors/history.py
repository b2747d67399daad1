"""What happened to an assignment, for its timeline: transitions and notes together, newest first."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..enums import Action, Grade
from ..models import Assignment, ProgressNote, Transition

ICONS = {
    Action.ASSIGN: "send",
    Action.ACKNOWLEDGE: "user-check",
    Action.SUBMIT: "clipboard-check",
    Action.TAKE_BACK: "arrow-back-up",
    Action.CONFIRM: "circle-check",
    Action.RETURN: "arrow-back-up",
    Action.DECLINE: "ban",
    Action.INSIST: "arrow-forward-up",
    Action.WITHDRAW: "x",
    Action.REOPEN: "refresh",
    Action.HAND_OVER: "arrow-right",
    Action.CALENDAR: "calendar",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline, as components/timeline.html takes it."""

    at: dt.datetime
    actor: Any
    words: str
    icon: str


def _day(text: str) -> str:
    return f"{dt.date.fromisoformat(text):%d/%m/%Y}"


def _details(move: Transition) -> list[str]:
    """What the transition carried beside the states."""
    found = []
    if grade := move.data.get("grade"):
        found.append(str(Grade(grade).label))
    if done_on := move.data.get("done_on"):
        found.append(_("done on %(day)s") % {"day": _day(done_on)})
    claimed = move.data.get("claimed_done_on")
    if claimed and claimed != done_on:
        found.append(_("reported as %(day)s") % {"day": _day(claimed)})
    if move.reason:
        found.append(f"“{move.reason}”")
    return found


def _by(move: Transition) -> Any:
    """Who did it, and in whose place."""
    if not move.acting_for_id:
        return move.actor
    return _("%(deputy)s, acting for %(person)s") % {"deputy": move.actor, "person": move.acting_for}


def _of_move(move: Transition) -> Event:
    words = " · ".join([str(move.get_action_display()), *_details(move)])
    return Event(move.at, _by(move), words, ICONS.get(Action(move.action), "history"))


def _of_note(note: ProgressNote) -> Event:
    words = note.words if note.percent is None else f"{note.percent}% · {note.words}"
    return Event(note.at, note.author, words, "message")


def timeline_of(work: Assignment) -> list[Event]:
    """Two queries. Newest first; of two at the same moment the later written one first."""
    moves = [_of_move(move) for move in work.transitions.select_related("actor", "acting_for").order_by("-id")]
    notes = [_of_note(note) for note in work.notes.select_related("author").order_by("-id")]
    return sorted(moves + notes, key=lambda event: event.at, reverse=True)
