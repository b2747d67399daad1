"""The words of each action's page: what it is called, what it does, what its button says, what is said after."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from ..enums import Action


class Words(NamedTuple):
    title: Any
    explains: Any
    button: Any
    done: Any


WORDS = {
    Action.TAKE_BACK: Words(
        _("Take the report back"),
        _("The report has not been decided on. Its evidence stays; you can add to it and report again."),
        _("Take it back"),
        _("The report has been taken back."),
    ),
    Action.CONFIRM: Words(
        _("Confirm the result"),
        _("Look at the evidence first. Confirming closes the work and records the grade."),
        _("Confirm the result"),
        _("The result has been confirmed."),
    ),
    Action.RETURN: Words(
        _("Return the result"),
        _("The unit reads your reason, puts it right and reports again. The deadline does not move."),
        _("Return it to the unit"),
        _("The result has been returned to the unit."),
    ),
    Action.DECLINE: Words(
        _("Decline the work"),
        _("For work outside your unit's competence. It goes to the office, which decides; the clock runs on."),
        _("Decline and send to the office"),
        _("Declined; the office will decide."),
    ),
    Action.INSIST: Words(
        _("Assign it again to the unit"),
        _("The unit reads why the work remains with it."),
        _("Assign again"),
        _("Assigned again to the unit."),
    ),
    Action.WITHDRAW: Words(
        _("Withdraw the work"),
        _("The work is closed, neither done nor late. It stays in the register with your reason."),
        _("Withdraw"),
        _("The work has been withdrawn."),
    ),
    Action.REOPEN: Words(
        _("Reopen the work"),
        _("The confirmation is undone and the unit has the work again, with its deadline as it was."),
        _("Reopen"),
        _("The work has been reopened."),
    ),
    Action.APPROVE: Words(
        _("Approve the assignment"),
        _("The unit sees the work from now on, and has received it today."),
        _("Approve and assign"),
        _("Approved and assigned."),
    ),
    Action.SEND_BACK: Words(
        _("Send the assignment back"),
        _("It does not go out. The clerk reads your reason, puts it right and proposes it again."),
        _("Send it back to the clerk"),
        _("Sent back to the clerk."),
    ),
    Action.REASSIGN: Words(
        _("Assign to another unit"),
        _("This unit's row is withdrawn with your reason; the other unit gets a new one, linked to it."),
        _("Assign to that unit"),
        _("Assigned to the other unit."),
    ),
    Action.ANSWER: Words(
        _("Answer the instruction"),
        _("The leader who wrote reads your answer. The deadline stays as it is."),
        _("Send the answer"),
        _("The answer has been sent."),
    ),
    Action.ASK_EXTENSION: Words(
        _("Ask for more time"),
        _("The office decides. Until then the present deadline holds."),
        _("Send the request"),
        _("The request has been sent; the office decides."),
    ),
    Action.DROP_EXTENSION: Words(
        _("Take the request for more time back"),
        _("Nobody has decided on it yet. The present deadline holds."),
        _("Take it back"),
        _("The request has been taken back."),
    ),
    Action.GRANT: Words(
        _("Grant more time"),
        _("The deadline moves to the day below; the original one stays beside it, and extensions are counted."),
        _("Grant"),
        _("More time has been granted."),
    ),
    Action.REFUSE: Words(
        _("Refuse more time"),
        _("The unit reads your reason; the deadline stays as it is."),
        _("Refuse"),
        _("The request has been refused."),
    ),
    Action.EXTEND: Words(
        _("Extend the deadline"),
        _("For good reason the office moves the deadline. The original one stays beside it, and it is counted."),
        _("Extend"),
        _("The deadline has been extended."),
    ),
    Action.SET_DEADLINE: Words(
        _("Set the deadline"),
        _("The unit sees it at once and reminders follow it. A later last day counts as an extension."),
        _("Set the deadline"),
        _("The deadline has been set."),
    ),
    Action.REVIEWED: Words(
        _("Review the work"),
        _("You have looked at it and it goes on. On the next day of review it comes back to your desk."),
        _("Reviewed, it goes on"),
        _("Reviewed; it comes back on the next day of review."),
    ),
    Action.BLOCK: Words(
        _("Report an obstacle"),
        _("Those who must decide see it and their days are counted. Your deadline stays as it is."),
        _("Report the obstacle"),
        _("The obstacle has been reported."),
    ),
    Action.UNBLOCK: Words(
        _("The obstacle is gone"),
        _("Nobody needs to decide on it any more."),
        _("Close the obstacle"),
        _("The obstacle has been closed."),
    ),
    Action.RESOLVE: Words(
        _("Decide on the obstacle"),
        _("The unit reads your decision and goes on; your days stop being counted."),
        _("Send the decision"),
        _("The decision has been sent."),
    ),
    Action.DISPUTE: Words(
        _("This figure is wrong"),
        _("Until somebody of the office has decided, this work is not counted as overdue."),
        _("Send the objection"),
        _("The objection has been sent; the office decides."),
    ),
    Action.DROP_DISPUTE: Words(
        _("Take the objection back"),
        _("The figures stand as they are."),
        _("Take it back"),
        _("The objection has been taken back."),
    ),
    Action.UPHOLD: Words(
        _("Uphold the objection"),
        _("Say what is corrected. The figure before stays in the history."),
        _("Uphold and correct"),
        _("The objection has been upheld."),
    ),
    Action.REJECT: Words(
        _("Reject the objection"),
        _("The figures stand; the unit reads your reason."),
        _("Reject"),
        _("The objection has been rejected."),
    ),
    Action.DELEGATE: Words(
        _("Delegate to a person"),
        _("The person sees it among “my work”. The unit and its head remain accountable."),
        _("Delegate"),
        _("The work has been delegated."),
    ),
    Action.UNDELEGATE: Words(
        _("Take the delegation back"),
        _("The work is the head's alone again."),
        _("Take it back"),
        _("The delegation has been taken back."),
    ),
    Action.STAR: Words(
        _("Star the order"),
        _("Its work stands in the leader's list of priorities, for all of its units."),
        _("Star"),
        _("The order has been starred."),
    ),
    Action.UNSTAR: Words(
        _("Remove the star"),
        _("Its work leaves the leader's list of priorities."),
        _("Remove the star"),
        _("The star has been removed."),
    ),
    Action.INSTRUCT: Words(
        _("Instruct"),
        _("The units read it first of all and answer by the day you give. Urgings are counted."),
        _("Send the instruction"),
        _("The instruction has been sent."),
    ),
}
