"""What is said where an action is not open: the same words from the service and on the page."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Max
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wards.limits import limit
from wards.models import User

from .enums import TABLE, Action
from .models import Assignment, Transition
from .permissions import Why, why_not


def _last_moves(rows: Iterable[Assignment]) -> dict[int, Transition]:
    """Of each row the latest line of its history. One query."""
    moves = Transition.objects.filter(assignment__in=[row.pk for row in rows]).order_by()
    latest = moves.values("assignment").annotate(last=Max("id")).values("last")
    found = Transition.objects.filter(pk__in=latest).select_related("actor")
    return {move.assignment_id: move for move in found}


def _what_happened(row: Assignment, last: Transition) -> str:
    """What was last done to it, by whom and when. The loser of a race reads this."""
    return _("Not possible now: “%(state)s” since %(time)s (%(action)s, %(person)s).") % {
        "state": row.get_state_display(),
        "time": f"{localtime(last.at):%H:%M %d/%m/%Y}",
        "action": last.get_action_display().lower(),
        "person": last.actor,
    }


def what_happened(row: Assignment) -> str:
    """The same of one row. One query."""
    return _what_happened(row, _last_moves([row])[row.pk])


def _limit(row: Assignment, action: Action, today: dt.date) -> str:
    if action == Action.REVIEWED:
        return _("It is to be looked at again on %(day)s.") % {"day": f"{row.review_on:%d/%m/%Y}"}
    if row.deadline_on is None:
        return _("This work has no last day that could be moved.")
    if row.deadline_on < today:
        words = _("More time is asked for before the last day; it was %(day)s. Report an obstacle instead.")
        return words % {"day": f"{row.deadline_on:%d/%m/%Y}"}
    words = _("The deadline has been extended %(n)d times; no more can be asked for.")
    return words % {"n": max(row.extensions_count, limit("extensions_limit"))}


def _four_eyes(action: Action) -> str:
    return {
        Action.APPROVE: _("Whoever proposed an assignment does not approve it."),
        Action.SEND_BACK: _("Whoever proposed an assignment does not approve it."),
        Action.GRANT: _("Whoever asks for more time, or belongs to the unit, does not decide on it."),
        Action.REFUSE: _("Whoever asks for more time, or belongs to the unit, does not decide on it."),
        Action.EXTEND: _("Whoever asks for more time, or belongs to the unit, does not decide on it."),
        Action.SET_DEADLINE: _("Whoever belongs to the unit does not set its deadline."),
        Action.REVIEWED: _("Whoever belongs to the unit does not set its deadline."),
        Action.UPHOLD: _("Whoever objects to a figure does not decide on it."),
        Action.REJECT: _("Whoever objects to a figure does not decide on it."),
        Action.RESOLVE: _("Whoever reported an obstacle does not decide on it."),
    }.get(action, _("Whoever reported a result does not confirm or return it."))


def _there_already(action: Action) -> str:
    return {
        Action.ASK_EXTENSION: _("A request for more time is waiting already."),
        Action.EXTEND: _("The unit's request for more time is waiting: decide on that."),
        Action.SET_DEADLINE: _("The unit's request for more time is waiting: decide on that."),
        Action.BLOCK: _("An obstacle is open already."),
        Action.DISPUTE: _("An objection is waiting already."),
    }.get(action, "")


def _words(row: Assignment, action: Action, why: Why, today: dt.date) -> str:
    """Why not, as far as the row itself says; "" where its history does."""
    if why is Why.LIMIT:
        return _limit(row, action, today)
    if why is Why.FOUR_EYES:
        return _four_eyes(action)
    if why is Why.RIGHT:
        return _("You may not do this.")
    return _there_already(action) if why is Why.NEEDS and TABLE[action].needs.startswith("-") else ""


def refusals(user: User, rows: Sequence[Assignment], action: Action, today: dt.date) -> dict[int, str]:
    """By the row's key, why this person may not do this now, in words; rows where he or she may are left out.

    One query, where the history of any row says why."""
    whys = {row.pk: (row, why) for row in rows if (why := why_not(user, row, action, today))}
    said = {pk: _words(row, action, why, today) for pk, (row, why) in whys.items()}
    moved = [whys[pk][0] for pk, words in said.items() if not words]
    last = _last_moves(moved) if moved else {}
    return said | {row.pk: _what_happened(row, last[row.pk]) for row in moved}


def refusal(user: User, row: Assignment, action: Action, today: dt.date) -> str:
    """Why this person may not do this now, in words; "" where he or she may. One query where the state is why."""
    return refusals(user, [row], action, today).get(row.pk, "")
