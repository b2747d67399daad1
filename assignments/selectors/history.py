"""What happened to an assignment, for its timeline: transitions and notes together, newest first."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from directives.enums import DeadlineKind
from directives.recurring import period_words, rule_words

from ..enums import Action, Figure, Grade, InstructionKind
from ..figures import number_words, period_label
from ..models import Assignment, IndicatorValue, ProgressNote, Transition

ICONS = {
    Action.ASSIGN: "send",
    Action.APPROVE: "circle-check",
    Action.SEND_BACK: "arrow-back-up",
    Action.ACKNOWLEDGE: "user-check",
    Action.SUBMIT: "clipboard-check",
    Action.TAKE_BACK: "arrow-back-up",
    Action.CONFIRM: "circle-check",
    Action.RETURN: "arrow-back-up",
    Action.DECLINE: "ban",
    Action.INSIST: "arrow-forward-up",
    Action.REASSIGN: "arrow-right",
    Action.WITHDRAW: "x",
    Action.REOPEN: "refresh",
    Action.HAND_OVER: "arrow-right",
    Action.SUPERSEDE: "file-text",
    Action.JOIN: "link",
    Action.ANSWER: "message",
    Action.ASK_EXTENSION: "calendar-due",
    Action.DROP_EXTENSION: "arrow-back-up",
    Action.GRANT: "calendar",
    Action.REFUSE: "calendar-off",
    Action.EXTEND: "calendar",
    Action.SET_DEADLINE: "calendar",
    Action.REVIEWED: "refresh",
    Action.BLOCK: "player-pause",
    Action.UNBLOCK: "check",
    Action.RESOLVE: "gavel",
    Action.DISPUTE: "scale",
    Action.DROP_DISPUTE: "arrow-back-up",
    Action.UPHOLD: "gavel",
    Action.REJECT: "gavel",
    Action.INSTRUCT: "bell-ringing",
    Action.DELEGATE: "user",
    Action.UNDELEGATE: "user",
    Action.STAR: "star",
    Action.UNSTAR: "star",
    Action.CALENDAR: "calendar",
    Action.LINK: "link",
    Action.AGREE_LINK: "check",
    Action.UNLINK: "x",
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


def _deadline_details(data: dict[str, Any]) -> list[str]:
    """From which day to which, and what stands in the place of a day."""
    found, old, until = [], data.get("old_on"), data.get("until")
    if (kind := data.get("deadline")) and kind != DeadlineKind.DATED:
        found.append(str(DeadlineKind(kind).label))
    if until and old and until != old:
        found.append(_("from %(old)s to %(day)s") % {"day": _day(until), "old": _day(old)})
    elif until:
        found.append(_("until %(day)s") % {"day": _day(until)})
    elif old:
        found.append(_("no longer %(day)s") % {"day": _day(old)})
    if rule := data.get("rule"):
        found.append(rule_words(rule))
    if words := data.get("words"):
        found.append(f"“{words}”")
    if review_on := data.get("review_on"):
        found.append(_("to be reviewed %(day)s") % {"day": _day(review_on)})
    return found


def _request_details(data: dict[str, Any]) -> list[str]:
    """What was asked, decided or instructed."""
    found = []
    if kind := data.get("kind"):
        found.append(str(InstructionKind(kind).label))
    if by := data.get("by"):
        found.append(_("in the name of %(leader)s") % {"leader": by})
    if reply_by := data.get("reply_by"):
        found.append(_("answer by %(day)s") % {"day": _day(reply_by)})
    found += _deadline_details(data)
    if so_far := data.get("so_far"):
        found.append(_("done so far: %(words)s") % {"words": so_far})
    if decider := data.get("decider"):
        found.append(_("to be decided by %(unit)s") % {"unit": decider})
    if data.get("is"):
        figure = Figure(data["corrects"]).label
        words = _("%(figure)s: %(was)s → %(is)s")
        found.append(words % {"figure": figure, "was": _day(data["was"]), "is": _day(data["is"])})
    return found


def _details(move: Transition) -> list[str]:
    """What the transition carried beside the states."""
    data, found = move.data, []
    if grade := data.get("grade"):
        found.append(str(Grade(grade).label))
    if done_on := data.get("done_on"):
        found.append(_("done on %(day)s") % {"day": _day(done_on)})
    claimed = data.get("claimed_done_on")
    if claimed and claimed != done_on:
        found.append(_("reported as %(day)s") % {"day": _day(claimed)})
    if period := data.get("period"):
        found.append(_("%(period)s, made by the calendar") % {"period": period_words(period)})
    if data.get("served_by"):
        found.append(_("by the report on a linked duty"))
    found += _request_details(data)
    if person := data.get("person"):
        found.append(person)
    if unit := data.get("to"):
        found.append(f"→ {unit}")
    if unit := data.get("from"):
        found.append(_("taken over from %(unit)s") % {"unit": unit})
    if move.reason:
        found.append(f"“{move.reason}”")
    return found


def _by(did: Transition | IndicatorValue) -> Any:
    """Who did it, and in whose place."""
    who = did.actor if isinstance(did, Transition) else did.reported_by
    if not did.acting_for_id:
        return who
    return _("%(deputy)s, acting for %(person)s") % {"deputy": who, "person": did.acting_for}


def _of_move(move: Transition) -> Event:
    words = " · ".join([str(move.get_action_display()), *_details(move)])
    return Event(move.at, _by(move), words, ICONS.get(Action(move.action), "history"))


def _of_note(note: ProgressNote) -> Event:
    words = note.words if note.percent is None else f"{note.percent}% · {note.words}"
    return Event(note.at, note.author, words, "message")


def _of_value(value: IndicatorValue) -> Event:
    """A number given, or corrected with the reason."""
    indicator, was = value.indicator, value.supersedes
    changed = f"{number_words(was.value)} → " if was else ""
    what = f"{indicator.name}, {period_label(value.period)}: {changed}{number_words(value.value)} {indicator.measure}"
    said = _("Figure corrected") if was else _("Figure given")
    words = " · ".join(filter(None, [said, what, f"“{value.note}”" if value.note else ""]))
    return Event(value.at, _by(value), words, "chart-bar")


def timeline_of(work: Assignment) -> list[Event]:
    """Three queries. Newest first; of two at the same moment the later written one first."""
    moves = [_of_move(move) for move in work.transitions.select_related("actor", "acting_for").order_by("-id")]
    notes = [_of_note(note) for note in work.notes.select_related("author").order_by("-id")]
    given = work.figures.select_related("indicator", "supersedes", "reported_by", "acting_for").order_by("-id")
    return sorted([*moves, *notes, *map(_of_value, given)], key=lambda event: event.at, reverse=True)


def replay(moves: Iterable[Transition]) -> dict[str, Any]:
    """The state and the tracked fields of an assignment as its history, read in order, gives them."""
    picture: dict[str, Any] = {}
    for move in moves:
        picture |= move.data.get("set", {}) | {"state": move.to_state}
    return picture
