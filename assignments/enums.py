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
ASKED = IN_HAND | {State.SUBMITTED, State.COMPLETED}  # the unit is asked for the numbers of its indicators
PROVEN = frozenset({State.SUBMITTED, State.COMPLETED})  # cannot be without evidence


class Action(models.TextChoices):
    """All that can be done to an assignment: the transitions, then what leaves its state as it is."""

    ASSIGN = "assign", _("Assign")
    APPROVE = "approve", _("Approve and assign")
    SEND_BACK = "send_back", _("Send back to the clerk")
    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    SUBMIT = "submit", _("Report the result")
    TAKE_BACK = "take_back", _("Take the report back")
    CONFIRM = "confirm", _("Confirm")
    RETURN = "return", _("Return")
    DECLINE = "decline", _("Decline")
    INSIST = "insist", _("Assign again")
    REASSIGN = "reassign", _("Assign to another unit")
    WITHDRAW = "withdraw", _("Withdraw")
    REOPEN = "reopen", _("Reopen")
    HAND_OVER = "hand_over", _("Hand over")
    SUPERSEDE = "supersede", _("Supersede")  # closed by a new document
    JOIN = "join", _("Joined by earlier work")  # of a unit that ended, or of a document that was superseded
    ANSWER = "answer", _("Answer the instruction")
    ASK_EXTENSION = "ask_extension", _("Ask for more time")
    DROP_EXTENSION = "drop_extension", _("Take the request for more time back")
    GRANT = "grant", _("Grant more time")
    REFUSE = "refuse", _("Refuse more time")
    EXTEND = "extend", _("Extend the deadline")
    SET_DEADLINE = "set_deadline", _("Set the deadline")
    REVIEWED = "reviewed", _("Review")
    BLOCK = "block", _("Report an obstacle")
    UNBLOCK = "unblock", _("The obstacle is gone")
    RESOLVE = "resolve", _("Decide on the obstacle")
    DISPUTE = "dispute", _("This figure is wrong")
    DROP_DISPUTE = "drop_dispute", _("Take the objection back")
    UPHOLD = "uphold", _("Uphold the objection")
    REJECT = "reject", _("Reject the objection")
    INSTRUCT = "instruct", _("Instruct")
    DELEGATE = "delegate", _("Delegate to a person")
    UNDELEGATE = "undelegate", _("Take the delegation back")
    STAR = "star", _("Star")
    UNSTAR = "unstar", _("Remove the star")
    CALENDAR = "calendar", _("Deadline moved with the calendar")
    LINK = "link", _("Link with another duty proposed")
    AGREE_LINK = "agree_link", _("Link agreed to")
    UNLINK = "unlink", _("Link ended")


class Side(models.TextChoices):
    """Where a person stands towards an assignment; decides what he or she may do."""

    UNIT = "unit"
    UNIT_HEAD = "unit_head"
    OFFICE = "office"
    LEADER = "leader"  # of the office
    DECIDER = "decider"  # answers for the unit that is to decide on the open obstacle


@dataclass(frozen=True, slots=True)
class Rule:
    """`target` None leaves the state as it is. `not_by`: the path to the person who may not (four eyes).
    `needs`: what must be there; with a minus before it, what must not."""

    sources: frozenset[State]
    target: State | None
    side: Side
    needs_reason: bool = False
    not_by: str = ""
    needs: str = ""


REPORTED = frozenset({State.SUBMITTED})
TIMED = IN_HAND | REPORTED  # a request for more time may wait so long
RATED = TIMED | {State.COMPLETED}  # has figures that can be wrong
GIVEN = OPEN - {State.PROPOSED}

TABLE: dict[Action, Rule] = {
    Action.ANSWER: Rule(GIVEN, None, Side.UNIT, needs="unanswered_count"),
    Action.APPROVE: Rule(frozenset({State.PROPOSED}), State.ASSIGNED, Side.LEADER, not_by="made_by_id"),
    Action.SEND_BACK: Rule(
        frozenset({State.PROPOSED}), State.WITHDRAWN, Side.LEADER, needs_reason=True, not_by="made_by_id"
    ),
    Action.ACKNOWLEDGE: Rule(frozenset({State.ASSIGNED}), State.ACKNOWLEDGED, Side.UNIT),
    Action.SUBMIT: Rule(IN_HAND, State.SUBMITTED, Side.UNIT),
    Action.TAKE_BACK: Rule(REPORTED, State.ACKNOWLEDGED, Side.UNIT),
    Action.CONFIRM: Rule(REPORTED, State.COMPLETED, Side.OFFICE, not_by="submitted_by_id"),
    Action.RETURN: Rule(REPORTED, State.ACKNOWLEDGED, Side.OFFICE, needs_reason=True, not_by="submitted_by_id"),
    Action.GRANT: Rule(TIMED, None, Side.OFFICE, not_by="open_extension.asked_by_id", needs="open_extension_id"),
    Action.REFUSE: Rule(
        TIMED, None, Side.OFFICE, needs_reason=True, not_by="open_extension.asked_by_id", needs="open_extension_id"
    ),
    Action.UPHOLD: Rule(
        RATED, None, Side.OFFICE, needs_reason=True, not_by="open_dispute.claimed_by_id", needs="open_dispute_id"
    ),
    Action.REJECT: Rule(
        RATED, None, Side.OFFICE, needs_reason=True, not_by="open_dispute.claimed_by_id", needs="open_dispute_id"
    ),
    Action.RESOLVE: Rule(
        IN_HAND, None, Side.DECIDER, needs_reason=True, not_by="open_obstacle.opened_by_id", needs="open_obstacle_id"
    ),
    Action.ASK_EXTENSION: Rule(IN_HAND, None, Side.UNIT, needs_reason=True, needs="-open_extension_id"),
    Action.DROP_EXTENSION: Rule(TIMED, None, Side.UNIT, needs="open_extension_id"),
    Action.BLOCK: Rule(IN_HAND, None, Side.UNIT, needs_reason=True, needs="-open_obstacle_id"),
    Action.UNBLOCK: Rule(IN_HAND, None, Side.UNIT, needs="open_obstacle_id"),
    Action.DISPUTE: Rule(RATED, None, Side.UNIT, needs_reason=True, needs="-open_dispute_id"),
    Action.DROP_DISPUTE: Rule(RATED, None, Side.UNIT, needs="open_dispute_id"),
    Action.DELEGATE: Rule(IN_HAND, None, Side.UNIT_HEAD),
    Action.UNDELEGATE: Rule(IN_HAND, None, Side.UNIT_HEAD, needs="delegate_id"),
    Action.DECLINE: Rule(IN_HAND, State.DECLINED, Side.UNIT_HEAD, needs_reason=True),
    Action.INSIST: Rule(frozenset({State.DECLINED}), State.ASSIGNED, Side.OFFICE, needs_reason=True),
    Action.REASSIGN: Rule(IN_HAND | {State.DECLINED}, State.WITHDRAWN, Side.OFFICE, needs_reason=True),
    Action.INSTRUCT: Rule(GIVEN, None, Side.OFFICE),
    Action.EXTEND: Rule(IN_HAND, None, Side.OFFICE, needs_reason=True, needs="-open_extension_id"),
    Action.REVIEWED: Rule(IN_HAND, None, Side.OFFICE, needs="review_on"),
    Action.SET_DEADLINE: Rule(IN_HAND, None, Side.OFFICE, needs="-open_extension_id"),
    Action.WITHDRAW: Rule(OPEN, State.WITHDRAWN, Side.OFFICE, needs_reason=True),
    Action.REOPEN: Rule(
        frozenset({State.COMPLETED}), State.ACKNOWLEDGED, Side.OFFICE, needs_reason=True, not_by="submitted_by_id"
    ),
    Action.STAR: Rule(OPEN, None, Side.OFFICE, needs="-is_starred"),
    Action.UNSTAR: Rule(OPEN, None, Side.OFFICE, needs="is_starred"),
}
TRANSITIONS = frozenset(action for action, rule in TABLE.items() if rule.target)
# What the database lets a state become: the table, and the three ways in which a reform or a new document closes work.
MOVES = frozenset(
    {(source, rule.target) for rule in TABLE.values() if rule.target for source in rule.sources}
    | {(source, closed) for source in OPEN for closed in CLOSED_OTHERWISE}
)


class Ask(models.TextChoices):
    """How a request for more time, or an objection to a figure, stands."""

    OPEN = "open", _("Waiting")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back")
    LAPSED = "lapsed", _("Lapsed")  # the work was closed before anybody decided


class Figure(models.TextChoices):
    """What an upheld objection corrects."""

    DONE_ON = "done_on", _("Day it was really done")
    DEADLINE = "deadline_on", _("Deadline")
    OTHER = "", _("Something else, said in the words")


class InstructionKind(models.TextChoices):
    """What a leader instructs (ý kiến chỉ đạo)."""

    URGE = "urge", _("Urge")  # đôn đốc
    COMMENT = "comment", _("Comment")
    EVIDENCE = "evidence", _("Ask for evidence")
    FIGURES = "figures", _("Ask to check figures")
    REASSIGN = "reassign", _("Ask to assign it to another unit")  # to the office's own clerks


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
    """Of what somebody is told, in the order in which a letter has them."""

    INSTRUCTION = "instruction", _("New instruction")
    REPLY = "reply", _("Answer to an instruction")
    URGENT = "urgent", _("Urgent work assigned")  # hỏa tốc
    DEADLINE = "deadline", _("Deadline")
    LISTED = "listed", _("Urged again and again")
    CONFIRM = "confirm", _("Result to confirm")
    OBSTACLE = "obstacle", _("Obstacle to decide on")
    DECIDE = "decide", _("Request to decide on")
    REVIEW = "review", _("To be looked at again")
    NO_DEADLINE = "no_deadline", _("No deadline set yet")


# Whoever has such work is told of it: only what others also watch may be silenced.
MUTABLE = frozenset(
    {MessageKind.LISTED, MessageKind.CONFIRM, MessageKind.DECIDE, MessageKind.REVIEW, MessageKind.NO_DEADLINE}
)


class Delivery(models.TextChoices):
    QUEUED = "queued", _("Queued")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    RETRYING = "retrying", _("To be tried again")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Dropped")


class Rhythm(models.TextChoices):
    """How often the number of an indicator is asked for."""

    ONCE = "once", _("Once")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")


class Direction(models.TextChoices):
    LEAST = "least", _("At least")
    MOST = "most", _("At most")


class Together(models.TextChoices):
    """What the numbers of the units make together."""

    TOTAL = "total", _("The total")
    MEAN = "mean", _("The average")
