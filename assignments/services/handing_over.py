"""Open work of units that end goes to their successors (bàn giao): deadlines unchanged, the old rows closed under the
old name, neither done nor late (DOMAIN §3.3). Together with the decision itself: one transaction, bulk throughout."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from directives.models.deadline import Deadline
from wards.clock import today as day_of
from wards.models import Succession, Unit, User
from wards.services.succession import succession_carry_out
from wards.succession_plan import Plan

from ..enums import CLOSED_OTHERWISE, OPEN, Action, Ask, State
from ..models import Assignment, Dispute, Evidence, Extension, HandOver, Obstacle, Transition
from ..reminders.ladder import Ladder
from ..selectors.handing_over import open_work_of, passing_of
from .acting import tracked
from .moving import EMPTY_RESULT

Key = tuple[int, int, str, str]  # task, unit, role, period
DEADLINE = [field.name for field in Deadline._meta.get_fields()]
KEPT = ("received_on", "original_deadline_on", *DEADLINE)
AS_IT_STOOD = {State.PROPOSED: State.PROPOSED, State.DECLINED: State.DECLINED, State.SUBMITTED: State.SUBMITTED}
NOTHING_ASKED: dict[str, Any] = {
    "open_obstacle": None, "open_extension": None, "open_dispute": None, "is_blocked": False, "is_disputed": False,
    "next_period_on": None,
}  # fmt: skip
REPEATED = {State.SUBMITTED, State.DECLINED}
BATCH = 500


@transaction.atomic
def succession_complete(*, succession: Succession, actor: User, now: dt.datetime) -> list[Assignment]:
    """Carries a decision on the organisation out and hands the open work over. Returns the assignments made.

    A unit that reports at the same moment is either before it, and its report goes over with the work, or after it,
    and is told. Raises as `succession_carry_out`, and ValidationError for work that nobody has chosen a successor for.
    """
    successors = succession_carry_out(succession=succession, actor=actor, now=now)
    plan = Plan.of(Succession.objects.get(pk=succession.pk))
    list(Assignment.objects.open().filter(unit__in=plan.old).select_for_update().order_by("pk").values_list("pk"))
    passing = passing_of(plan, open_work_of(plan))
    if undecided := [item.work for item in passing if not item.is_decided]:
        words = _("Choose who goes on with it: %(work)s.")
        raise ValidationError([words % {"work": work} for work in undecided[:20]])
    goes_to = {item.work: [successors[ref] for ref in item.chosen] for item in passing}
    return _hand_over(goes_to, succession, actor, now)


def _hand_over(
    goes_to: dict[Assignment, list[Unit]], succession: Succession, actor: User, now: dt.datetime
) -> list[Assignment]:
    sources: dict[Key, list[Assignment]] = defaultdict(list)
    units: dict[int, Unit] = {}
    for work, chosen in goes_to.items():
        for unit in chosen:
            units[unit.pk] = unit
            sources[work.task_id, unit.pk, work.role, work.period].append(work)
    there = _there(sources)
    _check_open(there)
    reason = _("Handed over by %(decision)s.") % {"decision": succession}
    made = {key: _made(rows, units[key[1]], actor, now) for key, rows in sources.items() if key not in there}
    _close(list(goes_to), actor, now, reason)
    _write(made, sources, actor, now, reason)
    goes_on = there | made
    HandOver.objects.bulk_create(
        [HandOver(old=work, new=goes_on[key], succession=succession) for key, rows in sources.items() for work in rows],
        batch_size=BATCH,
    )
    _carry_evidence(sources, goes_on, set(made))
    return list(made.values())


def _there(sources: dict[Key, list[Assignment]]) -> dict[Key, Assignment]:
    """What the successors hold already of the same tasks: the old work joins it."""
    tasks, units = {key[0] for key in sources}, {key[1] for key in sources}
    rows = Assignment.objects.filter(task__in=tasks, unit__in=units).exclude(state__in=sorted(CLOSED_OTHERWISE))
    locked = rows.select_for_update(of=("self",)).select_related("directive", "task", "unit").order_by("pk")
    found = {(row.task_id, row.unit_id, row.role, row.period): row for row in locked}
    return {key: row for key, row in found.items() if key in sources}


def _check_open(there: dict[Key, Assignment]) -> None:
    """Open work does not vanish into what its successor has done for its own part: somebody decides first."""
    words = _("%(work)s is completed already: reopen it, or withdraw the work of the unit that ends.")
    done = [row for row in there.values() if row.state not in OPEN]
    if done:
        raise ValidationError([words % {"work": row} for row in done[:20]])


def _first_due(rows: Sequence[Assignment]) -> Assignment:
    """Of several that become one, the one due first: nobody gains time by a merger."""
    return min(rows, key=lambda row: (row.deadline_on is None, row.deadline_on or dt.date.max, row.pk))


def _state(rows: Sequence[Assignment]) -> State:
    """As the work stood, where all stood so; what one of them has only acknowledged the successor receives anew."""
    states = {State(row.state) for row in rows}
    return AS_IT_STOOD.get(states.pop(), State.ASSIGNED) if len(states) == 1 else State.ASSIGNED


def _speaks(rows: Sequence[Assignment], state: State) -> Assignment:
    """Of several that become one, whose last move the new one repeats: of reports the latest done."""
    return max(rows, key=lambda row: row.done_on or dt.date.min) if state == State.SUBMITTED else _first_due(rows)


def _made(rows: Sequence[Assignment], unit: Unit, actor: User, now: dt.datetime) -> Assignment:
    """The successor's assignment. A report that waits goes over whole only where it is the only one."""
    first, state = _first_due(rows), _state(rows)
    result: dict[str, Any] = {}
    if state == State.SUBMITTED:
        fields = ("submitted_by_id", "submitted_at", "done_on", "recorded_at")
        result = {name: getattr(_speaks(rows, state), name) for name in fields}
    return Assignment(
        directive=first.directive,
        task_id=first.task_id,
        unit=unit,
        role=first.role,
        period=first.period,
        state=state,
        made_by=actor,
        made_at=now,
        last_moved_at=now,
        evidence_count=sum(row.evidence_count for row in rows),
        extensions_count=max(row.extensions_count for row in rows),
        urgings_count=max(row.urgings_count for row in rows),
        returns_count=max(row.returns_count for row in rows),
        is_starred=any(row.is_starred for row in rows),
        next_period_on=max((row.next_period_on for row in rows if row.next_period_on), default=None),
        **{name: getattr(first, name) for name in KEPT},
        **result,
    )


def _close(rows: list[Assignment], actor: User, now: dt.datetime, reason: str) -> None:
    """The old rows: closed under the old name, with a transition each; what was still being asked lapses with them.
    Beside `acting.changed` the one place where a state changes, because it changes for thousands at once."""
    Transition.objects.bulk_create(
        [
            Transition(
                assignment=row,
                action=Action.HAND_OVER,
                from_state=row.state,
                to_state=State.HANDED_OVER,
                actor=actor,
                at=now,
                reason=reason,
                data={"set": ended} if (ended := _ended(row)) else {},
            )
            for row in rows
        ],
        batch_size=BATCH,
    )
    closed = {"closed_at": now, "last_moved_at": now, "next_reminder_on": None, "version": F("version") + 1}
    found = Assignment.objects.filter(pk__in=[row.pk for row in rows], state__in=sorted(OPEN))
    found.update(state=State.HANDED_OVER, **closed, **EMPTY_RESULT, **NOTHING_ASKED)
    lapsed: dict[str, Any] = {"state": Ask.LAPSED, "decided_at": now}
    Obstacle.objects.filter(assignment__in=rows, closed_at=None).update(closed_at=now)
    for asked in (Extension, Dispute):
        asked.objects.filter(assignment__in=rows, state=Ask.OPEN).update(**lapsed)


def _ended(row: Assignment) -> dict[str, Any]:
    """What closing changes of the fields that history tracks."""
    after = {"done_on": None, "is_blocked": False, "is_disputed": False}
    return {name: value for name, value in after.items() if getattr(row, name) != value}


def _write(
    made: dict[Key, Assignment], sources: dict[Key, list[Assignment]], actor: User, now: dt.datetime, reason: str
) -> None:
    """The new rows, each with its making; one that goes over reported or declined keeps that move in its history."""
    ladder = Ladder(day_of(now))
    for row in made.values():
        row.next_reminder_on = ladder.first(row)
    Assignment.objects.bulk_create(made.values(), batch_size=BATCH)
    last = _last_moves([row for key in made for row in sources[key]])
    moves = []
    for key, row in made.items():
        repeated = last.get(_speaks(sources[key], State(row.state)).pk)
        begun = State.ASSIGNED if repeated and row.state in REPEATED else row.state
        making = Transition(assignment=row, action=Action.ASSIGN, to_state=begun, actor=actor, at=now, reason=reason)
        making.data = {"handed_over_from": [old.pk for old in sources[key]], "set": tracked(row)}
        moves.append(making)
        if repeated and begun != row.state:
            moves.append(_again(repeated, row, now))
    Transition.objects.bulk_create(moves, batch_size=BATCH)


def _again(move: Transition, row: Assignment, now: dt.datetime) -> Transition:
    """The move that brought the old row where it stood, in the new row's history, by whoever made it."""
    return Transition(
        assignment=row,
        action=move.action,
        from_state=State.ASSIGNED,
        to_state=row.state,
        actor_id=move.actor_id,
        acting_for_id=move.acting_for_id,
        at=now,
        reason=move.reason,
        data=move.data,
    )


def _last_moves(rows: list[Assignment]) -> dict[int, Transition]:
    """Of each old row the last report or refusal."""
    actions = [Action.SUBMIT, Action.DECLINE]
    moves = Transition.objects.filter(assignment__in=[row.pk for row in rows], action__in=actions).order_by("id")
    return {move.assignment_id: move for move in moves}


def _carry_evidence(sources: dict[Key, list[Assignment]], goes_on: dict[Key, Assignment], made: set[Key]) -> None:
    """What proves the work goes on with it: the same files, entered by the same people."""
    to: dict[int, list[tuple[Key, Assignment]]] = defaultdict(list)
    for key, rows in sources.items():
        for row in rows:
            to[row.pk].append((key, goes_on[key]))
    names = [field.attname for field in Evidence._meta.concrete_fields if field.name not in ("id", "assignment")]
    copies, joined = [], {}
    for item in Evidence.objects.filter(assignment__in=to).order_by("id"):
        for key, row in to[item.assignment_id]:
            copies.append(Evidence(assignment=row, **{name: getattr(item, name) for name in names}))
            if key not in made:  # the new rows were made with their count
                row.evidence_count += 1
                joined[row.pk] = row
    Evidence.objects.bulk_create(copies, batch_size=BATCH)
    Assignment.objects.bulk_update(joined.values(), ["evidence_count"], batch_size=BATCH)
