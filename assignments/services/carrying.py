"""What carrying open work over has in common, for units that end and for documents that are superseded: the old rows
closed, the new ones made as the work stood, and what proves it taken along. Bulk throughout."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from directives.models.deadline import Deadline
from wards.clock import today as day_of
from wards.models import Unit, User

from ..enums import CLOSED_OTHERWISE, OPEN, Action, Ask, State
from ..models import Assignment, Dispute, Evidence, Extension, Obstacle, Transition
from ..reminders.ladder import Ladder
from .acting import CLOSED, tracked

Key = tuple[int, int, str, str]  # task, unit, role, period
Sources = dict[Key, list[Assignment]]
DEADLINE = [field.name for field in Deadline._meta.get_fields()]
KEPT = ("received_on", "original_deadline_on", *DEADLINE)
AS_IT_STOOD = {State.PROPOSED: State.PROPOSED, State.DECLINED: State.DECLINED, State.SUBMITTED: State.SUBMITTED}
REPEATED = {State.SUBMITTED, State.DECLINED}
BATCH = 500


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries it over, when, and what the history of the rows calls it."""

    actor: User
    now: dt.datetime
    acting_for: User | None = None
    origin: str = "handed_over_from"  # where the making of a new row names the old ones

    def line(self, row: Assignment, action: Action, was: str, to: str, reason: str, **data: Any) -> Transition:
        return Transition(
            assignment=row, action=action, from_state=was, to_state=to, actor=self.actor, acting_for=self.acting_for,
            at=self.now, reason=reason, data=data,
        )  # fmt: skip


def standing_rows(tasks: Iterable[int], units: Iterable[int]) -> list[Assignment]:
    """What these units hold already of these tasks, locked, with what the ladder reads: the old work may join it."""
    rows = Assignment.objects.filter(task__in=set(tasks), unit__in=set(units)).exclude(
        state__in=sorted(CLOSED_OTHERWISE)
    )
    rows = rows.select_related("directive", "task", "unit", "open_extension", "open_obstacle", "open_dispute")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def first_due(rows: Sequence[Assignment]) -> Assignment:
    """Of several that become one, the one due first: nobody gains time by a merger."""
    return min(rows, key=lambda row: (row.deadline_on is None, row.deadline_on or dt.date.max, row.pk))


def _state(rows: Sequence[Assignment]) -> State:
    """As the work stood, where all stood so; what one of them has only acknowledged the successor receives anew."""
    states = {State(row.state) for row in rows}
    return AS_IT_STOOD.get(states.pop(), State.ASSIGNED) if len(states) == 1 else State.ASSIGNED


def _speaks(rows: Sequence[Assignment], state: State) -> Assignment:
    """Of several that become one, whose last move the new one repeats: of reports the latest done."""
    return max(rows, key=lambda row: row.done_on or dt.date.min) if state == State.SUBMITTED else first_due(rows)


def made_of(rows: Sequence[Assignment], unit: Unit, by: Carrier) -> Assignment:
    """The row that goes on, unsaved. A report that waits goes over whole only where it is the only one. What waits for
    a leader stays in the name of whoever proposed it: that person does not approve it, whoever carries it over may."""
    first, state = first_due(rows), _state(rows)
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
        made_by_id=first.made_by_id if state == State.PROPOSED else by.actor.pk,
        made_at=by.now,
        last_moved_at=by.now,
        evidence_count=sum(row.evidence_count for row in rows),
        extensions_count=max(row.extensions_count for row in rows),
        urgings_count=max(row.urgings_count for row in rows),
        returns_count=max(row.returns_count for row in rows),
        is_starred=any(row.is_starred for row in rows),
        next_period_on=max((row.next_period_on for row in rows if row.next_period_on), default=None),
        **{name: getattr(first, name) for name in KEPT},
        **result,
    )


def close_all(
    rows: Sequence[Assignment],
    action: Action,
    state: State,
    by: Carrier,
    reason_of: Callable[[Assignment], str],
    **data: Any,
) -> None:
    """The old rows closed, with a transition each; what was still being asked lapses with them. `data` goes into the
    transitions. Beside `acting.changed` the one place where a state changes, because it changes for thousands at once.
    """
    lines = []
    for row in rows:
        ended = _ended(row)
        told = data | ({"set": ended} if ended else {})
        lines.append(by.line(row, action, row.state, state, reason_of(row), **told))
    Transition.objects.bulk_create(lines, batch_size=BATCH)
    closed = CLOSED | {
        "closed_at": by.now, "last_moved_at": by.now, "next_period_on": None, "unanswered_count": 0,
        "version": F("version") + 1,
    }  # fmt: skip
    found = Assignment.objects.filter(pk__in=[row.pk for row in rows], state__in=sorted(OPEN))
    found.update(state=state, **closed)
    lapsed: dict[str, Any] = {"state": Ask.LAPSED, "decided_at": by.now}
    Obstacle.objects.filter(assignment__in=rows, closed_at=None).update(closed_at=by.now)
    for asked in (Extension, Dispute):
        asked.objects.filter(assignment__in=rows, state=Ask.OPEN).update(**lapsed)


def _ended(row: Assignment) -> dict[str, Any]:
    """What closing changes of the fields that history tracks."""
    after = {"done_on": None, "is_blocked": False, "is_disputed": False, "unanswered_count": 0}
    return {name: value for name, value in after.items() if getattr(row, name) != value}


def write_made(made: dict[Key, Assignment], sources: Sources, by: Carrier, reason_of: Callable[[Key], str]) -> None:
    """The new rows, each with its making; one that goes over reported or declined keeps that move in its history."""
    ladder = Ladder(day_of(by.now))
    last = _last_moves([row for key in made for row in sources[key]])
    repeated = {}
    for key, row in made.items():
        move = last.get(_speaks(sources[key], State(row.state)).pk) if row.state in REPEATED else None
        if move:
            repeated[key], row.version = move, 2
        row.next_reminder_on = ladder.first(row)
    Assignment.objects.bulk_create(made.values(), batch_size=BATCH)
    moves = []
    for key, row in made.items():
        begun = State.ASSIGNED if key in repeated else row.state
        told = {by.origin: [old.pk for old in sources[key]], "set": tracked(row)}
        moves.append(by.line(row, Action.ASSIGN, "", begun, reason_of(key), **told))
        if key in repeated:
            moves.append(_again(repeated[key], row, by.now))
    Transition.objects.bulk_create(moves, batch_size=BATCH)


def _again(move: Transition, row: Assignment, now: dt.datetime) -> Transition:
    """The move that brought the old row where it stood, in the new row's history, by whoever made it. What it changed
    of the old row is not told again: the new row was made as that has come to stand since."""
    data = {name: value for name, value in move.data.items() if name not in ("set", "lapsed")}
    return Transition(
        assignment=row,
        action=move.action,
        from_state=State.ASSIGNED,
        to_state=row.state,
        actor_id=move.actor_id,
        acting_for_id=move.acting_for_id,
        at=now,
        reason=move.reason,
        data=data,
    )


def _last_moves(rows: list[Assignment]) -> dict[int, Transition]:
    """Of each old row the last report or refusal."""
    actions = [Action.SUBMIT, Action.DECLINE]
    moves = Transition.objects.filter(assignment__in=[row.pk for row in rows], action__in=actions).order_by("id")
    return {move.assignment_id: move for move in moves}


def carry_evidence(sources: Sources, goes_on: dict[Key, Assignment], made: set[Key]) -> None:
    """What proves the work goes on with it: the same files, entered by the same people. Rows that were there before
    count it in memory; see `write_joined`."""
    to: dict[int, list[tuple[Key, Assignment]]] = defaultdict(list)
    for key, rows in sources.items():
        for row in rows:
            to[row.pk].append((key, goes_on[key]))
    names = [field.attname for field in Evidence._meta.concrete_fields if field.name not in ("id", "assignment")]
    copies = []
    for item in Evidence.objects.filter(assignment__in=to).order_by("id"):
        for key, row in to[item.assignment_id]:
            copies.append(Evidence(assignment=row, **{name: getattr(item, name) for name in names}))
            if key not in made:  # the new rows were made with their count
                row.evidence_count += 1
    Evidence.objects.bulk_create(copies, batch_size=BATCH)


COUNTED = ("evidence_count", "urgings_count", "unanswered_count", "next_reminder_on")


def write_joined(
    there: dict[Key, Assignment], sources: Sources, before: dict[int, dict[str, Any]], by: Carrier, reason: str
) -> None:
    """What rows that were there before took over, each with its line of history. `before`: `tracked` of each."""
    rows, lines = list({row.pk: row for row in there.values()}.values()), []
    ladder = Ladder(day_of(by.now))
    for row in rows:
        row.next_reminder_on = ladder.first(row)  # an instruction may have come over
        old = [work.pk for key, works in sources.items() if there.get(key) is row for work in works]
        told = {name: value for name, value in tracked(row).items() if value != before[row.pk][name]}
        row.version, row.last_moved_at = row.version + 1, by.now
        lines.append(by.line(row, Action.JOIN, row.state, row.state, reason, **{by.origin: old, "set": told}))
    Assignment.objects.bulk_update(rows, [*COUNTED, "version", "last_moved_at"], batch_size=BATCH)
    Transition.objects.bulk_create(lines, batch_size=BATCH)
