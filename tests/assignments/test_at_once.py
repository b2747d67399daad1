"""Two people, two workers, at once. PostgreSQL only: SQLite has one writer by construction."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from assignments.enums import Action, Grade, State
from assignments.models import Assignment, Digest, HandOver, IndicatorValue, Message, Repointing, Transition
from assignments.reminders.post import send_waiting
from assignments.reminders.scan import scan
from assignments.services import (
    NewDocument,
    Refused,
    assignment_confirm,
    assignment_return,
    assignment_submit,
    directive_change,
)
from assignments.services.bulk import BULK
from assignments.services.handing_over import succession_complete
from directives.models import DirectiveChange
from tests.assignments.counting import IN_OCTOBER, counted, give
from tests.cast import Cast
from tests.making import assign, by, make_directive, one
from tests.reform import DAY, planned
from tests.reminders.test_digest import Mailbox, mailbox, morning
from wards.models import Unit

__all__ = ["mailbox"]  # the fixture is used below

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Runs the calls at the same moment, each with its own connection; results or exceptions in their order."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[place] = call()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.parametrize("attempt", range(5))
def test_one_confirms_while_the_other_returns(cast: Cast, now: dt.datetime, attempt: int) -> None:
    row = assignment_submit(
        assignment=one(cast), actor=cast.ward_chair, now=now, proofs=[NewDocument("1/BC", dt.date(2026, 9, 9))]
    )
    results = together(
        lambda: assignment_confirm(assignment=row, actor=cast.clerk, now=now, grade=Grade.GOOD),
        lambda: assignment_return(assignment=row, actor=cast.second_clerk, now=now, reason="Thiếu số liệu"),
    )
    [loser] = [result for result in results if isinstance(result, Refused)]
    [winner] = [result for result in results if isinstance(result, Assignment)]
    row.refresh_from_db()
    assert row.state == winner.state
    assert row.state in (State.COMPLETED, State.ACKNOWLEDGED)
    name = cast.clerk.full_name if row.state == State.COMPLETED else cast.second_clerk.full_name
    assert name in loser.messages[0]
    assert "08:05 18/09/2026" in loser.messages[0]
    assert Transition.objects.filter(assignment=row).count() == 3


def test_two_presses_assign_once(cast: Cast) -> None:
    directive = make_directive(cast, tasks=3)
    results = together(*[lambda: assign(cast, *cast.wards, directive=directive, deadline=by(dt.date(2026, 9, 30)))] * 2)
    assert sorted(len(made) for made in results) == [0, 33]
    assert Assignment.objects.count() == 33


def test_two_workers_say_everything_once(cast: Cast, mailbox: Mailbox) -> None:
    for number in range(4):
        one(cast, deadline=dt.date(2026, 9, 6), directive=make_directive(cast, number=f"{number}/X"))
        one(cast, cast.wards[1], deadline=dt.date(2026, 9, 17), directive=make_directive(cast, number=f"{number}/Y"))
    results = together(*[lambda: scan(morning(18))] * 3)
    assert sum(results) == Message.objects.count() == 4 + 4 + 4  # the two chairs', and the leader's for special red
    sent = together(*[lambda: send_waiting(morning(18))] * 3)
    assert sum(counts.get("sent", 0) for counts in sent) == 3
    assert sorted(letter["To"] for letter in mailbox.letters) == [
        "leader@mau.test",
        "other_chair@mau.test",
        "ward_chair@mau.test",
    ]
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert set(Digest.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.parametrize("attempt", range(5))
def test_wards_merge_while_one_of_them_reports(cast: Cast, now: dt.datetime, attempt: int) -> None:
    """One order: either the report goes over with the work, or whoever reports is told of the merger."""
    row = one(cast)
    draft = planned(cast)
    results = together(
        lambda: succession_complete(succession=draft, actor=cast.administrator, now=now),
        lambda: assignment_submit(
            assignment=row, actor=cast.ward_chair, now=now, proofs=[NewDocument("1/BC", dt.date(2026, 9, 9))]
        ),
    )
    (new,), report = results
    new.refresh_from_db()
    row.refresh_from_db()
    assert row.state == State.HANDED_OVER
    if isinstance(report, Refused):
        assert cast.administrator.full_name in report.messages[0]
        assert (new.state, new.evidence.count()) == (State.ASSIGNED, 0)
    else:
        assert (new.state, new.evidence.get().number) == (State.SUBMITTED, "1/BC")
    assert [unit.valid_to for unit in Unit.objects.filter(pk=row.unit_id)] == [DAY]


def test_two_administrators_carry_one_decision_out_once(cast: Cast, now: dt.datetime) -> None:
    one(cast)
    draft = planned(cast)
    results = together(*[lambda: succession_complete(succession=draft, actor=cast.administrator, now=now)] * 2)
    assert sorted(isinstance(result, ValidationError) for result in results) == [False, True]
    assert (HandOver.objects.count(), Assignment.objects.open().count()) == (1, 1)


@pytest.mark.parametrize("attempt", range(5))
def test_many_are_withdrawn_while_a_unit_reports_one_of_them(cast: Cast, now: dt.datetime, attempt: int) -> None:
    """One order: either the report came first and is withdrawn with the rest, or the unit is told who was first."""
    rows = [one(cast, ward) for ward in cast.wards[:3]]
    proofs = [NewDocument("1/BC", dt.date(2026, 9, 9))]
    outcome, reported = together(
        lambda: BULK[Action.WITHDRAW].on_many([row.pk for row in rows], cast.clerk, now, reason="Trùng"),
        lambda: assignment_submit(assignment=rows[0], actor=cast.ward_chair, now=now, proofs=proofs),
    )
    assert ([row.pk for row in outcome.will], outcome.wont) == ([row.pk for row in rows], [])
    assert set(Assignment.objects.values_list("state", "submitted_by")) == {(State.WITHDRAWN, None)}
    moves = list(rows[0].transitions.order_by("id").values_list("action", flat=True))
    if isinstance(reported, Refused):
        assert "Người clerk" in reported.messages[0]
        assert moves == ["assign", "withdraw"]
    else:
        assert moves == ["assign", "submit", "withdraw"]


@pytest.mark.parametrize("attempt", range(5))
def test_a_unit_takes_a_row_out_of_what_many_are_reassigned(cast: Cast, now: dt.datetime, attempt: int) -> None:
    """The report makes the row unfit for another unit: whoever re-assigns is told of that row, the others go."""
    rows = [one(cast, deadline=dt.date(2026, 9, 30)) for _row in range(3)]
    proofs = [NewDocument("1/BC", dt.date(2026, 9, 9))]
    data = {"reason": "Chuyển", "unit": cast.health}
    outcome, reported = together(
        lambda: BULK[Action.REASSIGN].on_many([row.pk for row in rows], cast.clerk, now, **data),
        lambda: assignment_submit(assignment=rows[1], actor=cast.ward_chair, now=now, proofs=proofs),
    )
    made = Assignment.objects.filter(unit=cast.health).count()
    if isinstance(reported, Refused):
        assert (made, outcome.wont) == (3, [])
        assert "Người clerk" in reported.messages[0]
    else:
        [(left, (_field, words))] = outcome.wont
        assert (made, left.pk) == (2, rows[1].pk)
        assert "Người ward chair" in words


@pytest.mark.parametrize("attempt", range(5))
def test_two_stars_of_different_rows_of_one_order_do_not_stand_in_each_others_way(
    cast: Cast, now: dt.datetime, attempt: int
) -> None:
    rows = assign(cast, *cast.wards[:4], directive=make_directive(cast))
    first, second = together(
        lambda: BULK[Action.STAR].on_many([rows[3].pk, rows[0].pk], cast.clerk, now),
        lambda: BULK[Action.STAR].on_many([rows[1].pk, rows[2].pk], cast.second_clerk, now),
    )
    assert sorted([len(first.will), len(second.will)]) == [0, 2]
    assert Transition.objects.filter(action=Action.STAR).count() == 4


@pytest.mark.parametrize("attempt", range(5))
def test_a_document_is_superseded_while_a_unit_reports(cast: Cast, now: dt.datetime, attempt: int) -> None:
    """One order: either the report goes over with the work, or whoever reports is told what superseded it."""
    row = one(cast)
    new = make_directive(cast, number="45/M")
    choices = {row.task_id: str(new.tasks.get().pk)}
    results = together(
        lambda: directive_change(
            directive=row.directive, kind="supersede", by=new, choices=choices, actor=cast.clerk, now=now
        ),
        lambda: assignment_submit(
            assignment=row, actor=cast.ward_chair, now=now, proofs=[NewDocument("1/BC", dt.date(2026, 9, 9))]
        ),
    )
    change, report = results
    assert isinstance(change, DirectiveChange)
    goes = Repointing.objects.get(old=row).new
    row.refresh_from_db()
    assert row.state == State.SUPERSEDED
    if isinstance(report, Refused):
        assert cast.clerk.full_name in report.messages[0]
        assert (goes.state, goes.evidence.count()) == (State.ASSIGNED, 0)
    else:
        assert (goes.state, goes.evidence.get().number) == (State.SUBMITTED, "1/BC")


def test_two_clerks_supersede_once(cast: Cast, now: dt.datetime) -> None:
    row = one(cast)
    new = make_directive(cast, number="45/M")
    choices = {row.task_id: str(new.tasks.get().pk)}
    results = together(
        *[
            lambda: directive_change(
                directive=row.directive, kind="supersede", by=new, choices=choices, actor=cast.clerk, now=now
            )
        ]
        * 2
    )
    assert sorted(isinstance(result, ValidationError) for result in results) == [False, True]
    assert (DirectiveChange.objects.count(), Repointing.objects.count()) == (1, 1)


def test_nothing_is_assigned_behind_the_back_of_whoever_supersedes(cast: Cast, now: dt.datetime) -> None:
    """Either the new row is among the open ones, which then lack a choice, or it is refused with the directive."""
    directive = make_directive(cast)
    results = together(
        lambda: directive_change(directive=directive, kind="withdraw", reason="Nhầm", actor=cast.clerk, now=now),
        lambda: assign(cast, cast.wards[0], directive=directive),
    )
    assert isinstance(results[0], DirectiveChange)
    assert Assignment.objects.open().count() == 0
    assert isinstance(results[1], Refused) or Assignment.objects.get().state == State.WITHDRAWN


@pytest.mark.parametrize("attempt", range(5))
def test_two_people_give_the_same_number(cast: Cast, attempt: int) -> None:
    """The first is kept; the second is told what was given by whom, and may then correct it with a reason."""
    work = one(cast)
    rate = counted(cast, work.task)
    people = {"91": cast.ward_chair, "87": cast.ward_staff}
    results = together(*[lambda pair=pair: give(work, rate, "2026-09", *pair) for pair in people.items()])
    [kept] = [result for result in results if isinstance(result, IndicatorValue)]
    [told] = [result for result in results if isinstance(result, ValidationError)]
    assert IndicatorValue.objects.get() == kept
    assert kept.reported_by.full_name in told.messages[0]
    assert f"{IN_OCTOBER:%H:%M %d/%m/%Y}" in told.messages[0]
    loser = next(person for person in people.values() if person != kept.reported_by)
    later = give(work, rate, "2026-09", "88", loser, note="Đã thống nhất", seen=kept)
    assert IndicatorValue.objects.current().get() == later


@pytest.mark.parametrize("attempt", range(5))
def test_a_ward_ends_while_it_is_assigned_to(cast: Cast, now: dt.datetime, attempt: int) -> None:
    """Either the work came first and goes over to the successor, or the clerk is told that the ward has ended."""
    draft = planned(cast)
    merged, assigned = together(
        lambda: succession_complete(succession=draft, actor=cast.administrator, now=now),
        lambda: assign(cast, cast.wards[0], now=now),
    )
    assert not Assignment.objects.open().filter(unit__valid_to__isnull=False).exists()
    if isinstance(assigned, ValidationError):
        assert "đã kết thúc" in assigned.messages[0]
        assert merged == []
    else:
        [row] = assigned
        row.refresh_from_db()
        assert (row.state, [new.state for new in merged]) == (State.HANDED_OVER, [State.ASSIGNED])
