"""States, actions and the transition table (PRODUCT §4), as data."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wards.limits import limit


class State(models.TextChoices):
    PROPOSED = "proposed", _("Awaiting approval to assign")  # chờ duyệt giao
    ASSIGNED = "assigned", _("Assigned")  # đã giao
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")  # đã tiếp nhận
    SUBMITTED = "submitted", _("Awaiting confirmation")  # chờ xác nhận
    DECLINED = "declined", _("Declined")  # trả lại
    COMPLETED = "completed", _("Completed")  # hoàn thành
    WITHDRAWN = "withdrawn", _("Withdrawn")  # thu hồi
    SUPERSEDED = "superseded", _("Superseded")  # thay thế
    HANDED_OVER = "handed_over", _("Handed over")  # bàn giao


OPEN = frozenset({State.PROPOSED, State.ASSIGNED, State.ACKNOWLEDGED, State.SUBMITTED, State.DECLINED})
IN_HAND = frozenset({State.ASSIGNED, State.ACKNOWLEDGED})  # the unit's turn
WITH_OFFICE = frozenset({State.PROPOSED, State.DECLINED})  # the office's turn
CLOSED_OTHERWISE = frozenset({State.WITHDRAWN, State.SUPERSEDED, State.HANDED_OVER})
PROVEN = frozenset({State.SUBMITTED, State.COMPLETED})  # cannot be without evidence


class Action(models.TextChoices):
    ASSIGN = "assign", _("Assign")
    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    SUBMIT = "submit", _("Report the result")
    TAKE_BACK = "take_back", _("Take the report back")
    CONFIRM = "confirm", _("Confirm")
    RETURN = "return", _("Return")
    DECLINE = "decline", _("Decline")
    INSIST = "insist", _("Assign again")
    WITHDRAW = "withdraw", _("Withdraw")
    REOPEN = "reopen", _("Reopen")
    HAND_OVER = "hand_over", _("Hand over")
    DELEGATE = "delegate", _("Delegate to a person")
    UNDELEGATE = "undelegate", _("Take the delegation back")
    CALENDAR = "calendar", _("Deadline moved with the calendar")


class Side(models.TextChoices):
    """Which side of an assignment may do an action."""

    UNIT = "unit"
    UNIT_HEAD = "unit_head"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Rule:
    sources: frozenset[State]
    target: State
    side: Side
    needs_reason: bool = False
    four_eyes: bool = False  # never by the person who submitted


TABLE: dict[Action, Rule] = {
    Action.ACKNOWLEDGE: Rule(frozenset({State.ASSIGNED}), State.ACKNOWLEDGED, Side.UNIT),
    Action.SUBMIT: Rule(IN_HAND, State.SUBMITTED, Side.UNIT),
    Action.TAKE_BACK: Rule(frozenset({State.SUBMITTED}), State.ACKNOWLEDGED, Side.UNIT),
    Action.DECLINE: Rule(IN_HAND, State.DECLINED, Side.UNIT_HEAD, needs_reason=True),
    Action.CONFIRM: Rule(frozenset({State.SUBMITTED}), State.COMPLETED, Side.OFFICE, four_eyes=True),
    Action.RETURN: Rule(
        frozenset({State.SUBMITTED}), State.ACKNOWLEDGED, Side.OFFICE, needs_reason=True, four_eyes=True
    ),
    Action.INSIST: Rule(frozenset({State.DECLINED}), State.ASSIGNED, Side.OFFICE, needs_reason=True),
    Action.WITHDRAW: Rule(OPEN, State.WITHDRAWN, Side.OFFICE, needs_reason=True),
    Action.REOPEN: Rule(
        frozenset({State.COMPLETED}), State.ACKNOWLEDGED, Side.OFFICE, needs_reason=True, four_eyes=True
    ),
}


class Grade(models.TextChoices):
    FAILED = "failed", _("Not satisfactory")  # không đạt
    PASSED = "passed", _("Satisfactory")  # đạt
    GOOD = "good", _("Good")  # đạt tốt
    EXCELLENT = "excellent", _("Excellent")  # đạt xuất sắc


def _long_overdue() -> str:
    n = limit("special_red_days")
    return ngettext("%(n)d day late or more", "%(n)d days late or more", n) % {"n": n}


def _overdue() -> str:
    n = limit("special_red_days")
    return ngettext("Late, fewer than %(n)d day", "Late, fewer than %(n)d days", n) % {"n": n}


def _nearly_due() -> str:
    n = limit("yellow_days")
    return ngettext("%(n)d day left or fewer", "%(n)d days left or fewer", n) % {"n": n}


def _due_soon() -> str:
    n = limit("due_soon_days")
    return ngettext("%(n)d day left or fewer", "%(n)d days left or fewer", n) % {"n": n}


def _due_within() -> str:
    n = limit("due_soon_days")
    return ngettext("Due within %(n)d day", "Due within %(n)d days", n) % {"n": n}


# Said with the figures that hold when a page is drawn.
OVERDUE_WORDS, DUE_WITHIN_WORDS = lazy(_overdue, str)(), lazy(_due_within, str)()


class Standing(models.TextChoices):
    """How an assignment stands on a day. Derived, never stored (assignments.standing)."""

    DONE_EARLY = "done_early", _("Done early")
    DONE_ON_TIME = "done_on_time", _("Done on time")
    DONE_LATE = "done_late", _("Done late")
    DONE_UNRATED = "done_unrated", _("Done, no deadline")
    CLOSED = "closed", _("Closed")
    DISPUTED = "disputed", _("Disputed")
    AWAITING_CONFIRMATION = "awaiting_confirmation", _("Awaiting confirmation")
    WITH_OFFICE = "with_office", _("With the office")  # declined, or not yet approved: not the unit's turn
    STANDING = "standing", _("Standing work")
    AWAITING_CONDITION = "awaiting_condition", _("Awaiting a condition")
    NEEDS_DEADLINE = "needs_deadline", _("No deadline yet")
    SPECIAL_RED = "special_red", lazy(_long_overdue, str)()
    RED = "red", _("Late")
    YELLOW = "yellow", lazy(_nearly_due, str)()
    DUE_SOON = "due_soon", lazy(_due_soon, str)()
    ON_TRACK = "on_track", _("On track")


LATE = (Standing.SPECIAL_RED, Standing.RED)
DONE = (Standing.DONE_EARLY, Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.DONE_UNRATED)


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    BELL = "bell", _("In-app bell")
    WEBHOOK = "webhook", _("Webhook")


class MessageKind(models.TextChoices):
    DEADLINE = "deadline", _("Deadline")
    CONFIRM = "confirm", _("To confirm")


class Delivery(models.TextChoices):
    QUEUED = "queued", _("Queued")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    RETRYING = "retrying", _("To be tried again")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Dropped")
