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
}
