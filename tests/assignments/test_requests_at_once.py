"""Two people at one assignment at the same moment: one order, nothing lost, the loser told. PostgreSQL only."""

import datetime as dt

import pytest

from assignments.enums import Ask, Grade, State
from assignments.models import Assignment, Extension, InstructionTarget, Obstacle, Transition
from assignments.selectors.history import replay
from assignments.services import (
    NewDocument,
    Refused,
    assignment_ask_extension,
    assignment_block,
    assignment_confirm,
    assignment_decline,
    assignment_grant,
    assignment_reassign,
    assignment_refuse,
    assignment_set_deadline,
    assignment_submit,
    instruct,
)
from assignments.services.acting import tracked
from tests.cast import Cast
from tests.making import assign, by, make_directive, one

from .story import in_days
from .test_at_once import together

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
PAPER = [NewDocument("1/BC", dt.date(2026, 9, 9))]


def asked(cast: Cast, now: dt.datetime) -> Assignment:
    return assignment_ask_extension(
        assignment=one(cast), actor=cast.ward_chair, now=now, until=dt.date(2026, 10, 9), reason="Chờ", so_far="Nửa"
    )


def whole(row: Assignment) -> bool:
    """One unbroken line of history that gives the present row."""
    row.refresh_from_db()
    moves = list(Transition.objects.filter(assignment=row).order_by("id"))
    unbroken = [move.from_state for move in moves] == ["", *(move.to_state for move in moves[:-1])]
    return unbroken and replay(moves) == tracked(row) | {"state": row.state} and row.version == len(moves)


@pytest.mark.parametrize("attempt", range(6))
def test_an_extension_is_decided_while_the_result_is_confirmed(cast: Cast, now: dt.datetime, attempt: int) -> None:
    row = assignment_submit(assignment=asked(cast, now), actor=cast.ward_chair, now=now, proofs=PAPER)
    results = together(
        lambda: assignment_grant(assignment=row, actor=cast.clerk, now=now),
        lambda: assignment_confirm(assignment=row, actor=cast.second_clerk, now=now, grade=Grade.GOOD),
    )
    assert whole(row)
    assert (row.state, row.open_extension_id) == (State.COMPLETED, None)
    extension = Extension.objects.get()
    granted, confirmed = results
    assert isinstance(confirmed, Assignment)
    if isinstance(granted, Refused):  # the confirmation came first: the request lapsed, and whoever granted is told
        assert (extension.state, row.deadline_on) == (Ask.LAPSED, dt.date(2026, 9, 30))
        assert str(cast.second_clerk) in granted.messages[0]
    else:
        assert (extension.state, row.deadline_on) == (Ask.GRANTED, dt.date(2026, 10, 9))


@pytest.mark.parametrize("attempt", range(4))
def test_one_grants_while_the_other_refuses(cast: Cast, now: dt.datetime, attempt: int) -> None:
    row = asked(cast, now)
    results = together(
        lambda: assignment_grant(assignment=row, actor=cast.clerk, now=now),
        lambda: assignment_refuse(assignment=row, actor=cast.leader, now=now, reason="Đã muộn"),
    )
    [loser] = [result for result in results if isinstance(result, Refused)]
    state = Extension.objects.get().state
    winner = cast.clerk if state == Ask.GRANTED else cast.leader
    assert str(winner) in loser.messages[0]
    assert whole(row)
    assert row.extensions_count == (state == Ask.GRANTED)


@pytest.mark.parametrize("attempt", range(4))
def test_two_ask_for_more_time_at_once(cast: Cast, now: dt.datetime, attempt: int) -> None:
    row = one(cast)
    ask = {"assignment": row, "now": now, "until": dt.date(2026, 10, 9), "reason": "Chờ", "so_far": "Nửa"}
    results = together(
        lambda: assignment_ask_extension(actor=cast.ward_chair, **ask),
        lambda: assignment_ask_extension(actor=cast.ward_staff, **ask),
    )
    assert sorted(type(result).__name__ for result in results) == ["Assignment", "Refused"]
    assert Extension.objects.count() == 1
    assert whole(row)


@pytest.mark.parametrize("attempt", range(4))
def test_an_obstacle_is_reported_while_a_colleague_declines(cast: Cast, now: dt.datetime, attempt: int) -> None:
    row = one(cast)
    together(
        lambda: assignment_block(assignment=row, actor=cast.ward_staff, now=now, reason="Chờ", decider=cast.health),
        lambda: assignment_decline(assignment=row, actor=cast.ward_chair, now=now, reason="Không thuộc"),
    )
    assert whole(row)
    assert (row.state, row.is_blocked) == (State.DECLINED, False)
    assert not Obstacle.objects.filter(closed_at=None).exists()


def test_declined_work_is_given_to_one_other_unit(cast: Cast, now: dt.datetime) -> None:
    row = assignment_decline(assignment=one(cast), actor=cast.ward_chair, now=now, reason="Không thuộc")
    results = together(
        lambda: assignment_reassign(assignment=row, actor=cast.clerk, now=now, unit=cast.wards[3], reason="Địa bàn"),
        lambda: assignment_reassign(assignment=row, actor=cast.leader, now=now, unit=cast.wards[4], reason="Địa bàn"),
    )
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Assignment.objects.filter(reassigned_from=row).count() == 1
    assert whole(row)


def test_two_leaders_urge_the_same_wards_at_once(cast: Cast, now: dt.datetime) -> None:
    rows = assign(cast, *cast.wards, directive=make_directive(cast))
    said = {"now": now, "kind": "urge", "words": "Báo cáo", "reply_by": in_days(2)}
    results = together(
        lambda: instruct(assignments=rows, actor=cast.leader, **said),
        lambda: instruct(assignments=rows[::-1], actor=cast.clerk, by=cast.leader, **said),
    )
    assert [type(result).__name__ for result in results] == ["Instruction", "Instruction"]
    assert set(Assignment.objects.values_list("urgings_count", "unanswered_count")) == {(2, 2)}
    assert InstructionTarget.objects.count() == 22
    assert all(whole(row) for row in rows)


@pytest.mark.parametrize("attempt", range(4))
def test_two_set_the_deadline_at_once(cast: Cast, now: dt.datetime, attempt: int) -> None:
    """Both in one order: the history holds both, the row the later of them, the extensions what each gained."""
    row = one(cast)
    results = together(
        lambda: assignment_set_deadline(
            assignment=row, actor=cast.clerk, now=now, deadline=by(dt.date(2026, 10, 5)), reason="Bão"
        ),
        lambda: assignment_set_deadline(
            assignment=row, actor=cast.leader, now=now, deadline=by(dt.date(2026, 10, 8)), reason="Lũ"
        ),
    )
    assert [type(result).__name__ for result in results] == ["Assignment", "Assignment"]
    assert whole(row)
    gained = list(row.extensions.order_by("id").values_list("old_on", "granted_on"))
    first, second, last = dt.date(2026, 9, 30), dt.date(2026, 10, 5), dt.date(2026, 10, 8)
    expected = [(first, last)] if row.deadline_on == second else [(first, second), (second, last)]
    assert (gained, row.extensions_count, row.original_deadline_on) == (expected, len(expected), first)


@pytest.mark.parametrize("attempt", range(4))
def test_the_deadline_is_set_while_the_unit_asks_for_more_time(cast: Cast, now: dt.datetime, attempt: int) -> None:
    """Either the office came first, and the unit asks against the new day; or it is told that a request waits."""
    row = one(cast)
    asked_for, put = together(
        lambda: assignment_ask_extension(
            assignment=row, actor=cast.ward_chair, now=now, until=dt.date(2026, 10, 9), reason="Chờ", so_far="Nửa"
        ),
        lambda: assignment_set_deadline(
            assignment=row, actor=cast.clerk, now=now, deadline=by(dt.date(2026, 10, 5)), reason="Bão"
        ),
    )
    assert isinstance(asked_for, Assignment)
    assert whole(row)
    waiting = Extension.objects.get(state=Ask.OPEN)
    if isinstance(put, Refused):
        assert (row.deadline_on, waiting.old_on) == (dt.date(2026, 9, 30), dt.date(2026, 9, 30))
        assert "gia hạn" in put.messages[0]
    else:
        assert (row.deadline_on, waiting.old_on) == (dt.date(2026, 10, 5), dt.date(2026, 10, 5))
