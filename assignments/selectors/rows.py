"""Rows of work as pages show them: the assignment, how it stands today, what this person may do with it."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.enums import DeadlineKind, UnitRole
from wards.clock import today as day_of
from wards.models import Position, User
from wards.models.people import heads_on

from ..enums import IN_HAND, LATE, OPEN, Action, Standing, State
from ..models import Assignment, InstructionTarget, Transition
from ..models.assignment import AssignmentQuerySet
from ..permissions import available_actions, can_note
from .asking import waiting_targets
from .indicators import missing

PRIMARY = (
    Action.ANSWER, Action.ACKNOWLEDGE, Action.SUBMIT, Action.CONFIRM, Action.APPROVE, Action.RESOLVE, Action.GRANT,
    Action.UPHOLD, Action.INSIST, Action.REVIEWED,
)  # fmt: skip
UNSET = DeadlineKind.UNDETERMINED
SELDOM = frozenset({
    Action.DISPUTE, Action.DELEGATE, Action.UNDELEGATE, Action.DECLINE, Action.WITHDRAW, Action.REASSIGN,
    Action.SET_DEADLINE, Action.STAR, Action.UNSTAR, Action.DROP_DISPUTE, Action.REOPEN,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """`days`: calendar days left until the last permitted day, negative once it is past; None without one."""

    work: Assignment
    standing: Standing
    days: int | None
    actions: tuple[str, ...]
    can_note: bool
    head: Position | None = None
    sent_back: str = ""
    targets: tuple[InstructionTarget, ...] = ()
    is_review_due: bool = False
    undated_since: dt.date | None = None

    @property
    def is_late(self) -> bool:
        return self.standing in LATE

    @property
    def primary(self) -> str:
        """The one action that is next for this person, or nothing."""
        for action in PRIMARY:
            if action in self.actions:
                return action.value
        if self.standing == Standing.NEEDS_DEADLINE and self.allows(Action.SET_DEADLINE):
            return Action.SET_DEADLINE.value
        return Action.INSTRUCT.value if self.is_late and Action.INSTRUCT in self.actions else ""

    @property
    def primary_label(self) -> str:
        return str(Action(self.primary).label) if self.primary else ""

    def allows(self, action: Action) -> bool:
        return action.value in self.actions

    @property
    def others(self) -> list[Action]:
        """The rest of the actions, for the menu under ⋯."""
        return [Action(action) for action in self.actions if action != self.primary]

    @property
    def usual(self) -> list[Action]:
        """Of the rest, what is often wanted; the page of the work shows it as buttons, `seldom` under ⋯."""
        return [action for action in self.others if action not in SELDOM]

    @property
    def seldom(self) -> list[Action]:
        return [action for action in self.others if action in SELDOM]

    @property
    def item(self) -> str:
        """The number of the order as printed; orders printed without one ("+1") have none."""
        path = self.work.task.path
        return "" if path.startswith("+") else path

    @property
    def reference(self) -> str:
        """The directive's number and the item in it: "15-TB/QU · item 2.1"."""
        item = _("item %(path)s") % {"path": self.item} if self.item else ""
        return " · ".join(filter(None, [str(self.work.directive), item]))

    @property
    def done_late_by(self) -> int:
        """Calendar days from the last permitted day to the day it was done, as reported; 0 where one is missing."""
        done, last = self.work.done_on, self.work.deadline_on
        return (done - last).days if done and last else 0

    @property
    def is_lead(self) -> bool:
        return self.work.role == UnitRole.LEAD

    @property
    def missing(self) -> list[str]:
        """What is still to come before this can be closed."""
        task, state = self.work.task, self.work.state
        if state == State.SUBMITTED:
            return [_("the office's confirmation")]
        if state == State.DECLINED:
            return [_("the office's decision")]
        if state == State.PROPOSED:
            return [_("a leader's approval")]
        found = [task.product or _("the report of the result")]
        if not self.work.evidence_count:
            found.append(_("evidence"))
        if state == State.ASSIGNED:
            found.append(_("not acknowledged yet"))
        return found


def work_of(user: User) -> AssignmentQuerySet:
    """What the person may see, with all that rows and rights need, and without the long text of the directives."""
    rows = Assignment.objects.visible_to(user).with_rights()
    return rows.defer("directive__text", "directive__folded")


def row_of(work: Assignment, user: User, today: dt.date, **more: object) -> Row:
    return Row(
        work=work,
        standing=work.standing_on(today),
        days=(work.deadline_on - today).days if work.deadline_on else None,
        actions=tuple(action.value for action in available_actions(user, work, today)),
        can_note=can_note(user, work),
        is_review_due=work.state in IN_HAND and work.review_on is not None and work.review_on <= today,
        **more,  # type: ignore[arg-type]
    )


def rows_of(found: Iterable[Assignment], user: User, today: dt.date) -> list[Row]:
    return [row_of(work, user, today) for work in found]


def undated_since(found: list[Assignment]) -> dict[int, dt.date]:
    """Since when open work without a deadline has had none: since it was received, or its deadline was taken away. One
    query, where there is such work."""
    undated = {work.pk: work.received_on for work in found if work.deadline_kind == UNSET and not work.closed_at}
    if undated:
        moves = Transition.objects.filter(assignment__in=undated, action=Action.SET_DEADLINE).order_by("id")
        undated |= {move.assignment_id: day_of(move.at) for move in moves.only("assignment_id", "at")}
    return undated


def undated_rows(found: list[Assignment], user: User, today: dt.date) -> list[Row]:
    """Rows with the age of the gap in their deadline."""
    since = undated_since(found)
    return [row_of(work, user, today, undated_since=since.get(work.pk)) for work in found]


def heads_by_unit(units: Iterable[int], today: dt.date) -> dict[int, Position]:
    """Who heads each of the units today. One query."""
    found = heads_on(today).filter(unit__in=set(units)).select_related("user").order_by("unit_id", "id")
    return {position.unit_id: position for position in found}


def rows_with_heads(found: list[Assignment], user: User, today: dt.date) -> list[Row]:
    heads = heads_by_unit([work.unit_id for work in found], today)
    return [row_of(work, user, today, head=heads.get(work.unit_id)) for work in found]


GIVES_WORDS = (Action.RETURN, Action.REOPEN, Action.INSIST, Action.DECLINE, Action.SEND_BACK)


def rows_with_reasons(found: list[Assignment], user: User, today: dt.date) -> list[Row]:
    """Rows with the words of the other side: why the office sent a result back or insists, why the unit declined."""
    moves = Transition.objects.filter(assignment__in=[work.pk for work in found]).exclude(from_state=F("to_state"))
    last = {move.assignment_id: move for move in moves.order_by("id").only("assignment_id", "action", "reason")}
    words = {pk: move.reason for pk, move in last.items() if move.action in GIVES_WORDS}
    asked = waiting_targets(work.pk for work in found if work.unanswered_count)
    return [
        row_of(work, user, today, sent_back=words.get(work.pk, ""), targets=tuple(asked.get(work.pk, ())))
        for work in found
    ]


@dataclass(frozen=True, slots=True)
class Debt:
    """A gap in the data or a decision that somebody owes: what it is called, and which open rows have it."""

    label: object
    condition: Callable[[dt.datetime], Q]


UNREAD_DAYS, UNTOUCHED_DAYS = 3, 30
DEBTS = {
    "declined": Debt(gettext_lazy("Declined, to be decided"), lambda now: Q(state=State.DECLINED)),
    "unacknowledged": Debt(
        gettext_lazy("Not acknowledged for more than 3 days"),
        lambda now: Q(state=State.ASSIGNED, made_at__lt=now - dt.timedelta(days=UNREAD_DAYS)),
    ),
    "review_due": Debt(
        gettext_lazy("To be reviewed"),
        lambda now: Q(state__in=sorted(IN_HAND), review_on__lte=day_of(now)),
    ),
    "untouched": Debt(
        gettext_lazy("Untouched for more than 30 days"),
        lambda now: Q(state__in=sorted(OPEN), last_moved_at__lt=now - dt.timedelta(days=UNTOUCHED_DAYS)),
    ),
    "figures": Debt(
        gettext_lazy("Reported figures missing"),
        lambda now: Q(pk__in={one.work.pk for one in missing(Assignment.objects.all(), day_of(now))}),
    ),
}
