"""What somebody is reminded of, from which day on, who it is, and what silences it. 18 September 2026 is a Friday."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from assignments.enums import MessageKind
from assignments.models import Assignment
from assignments.reminders.ladder import Ladder
from assignments.reminders.people import Recipients
from assignments.reminders.scan import causes_by_row, said_of
from assignments.services import (
    DeadlineSet,
    NewDocument,
    assignment_acknowledge,
    assignment_answer,
    assignment_ask_extension,
    assignment_block,
    assignment_confirm,
    assignment_decline,
    assignment_delegate,
    assignment_dispute,
    assignment_grant,
    assignment_resolve,
    assignment_submit,
    instruct,
)
from directives.enums import DeadlineKind, DirectiveState, Urgency
from tests.cast import EPOCH, Cast
from tests.making import by, make_directive, one
from wards.enums import Role
from wards.models import Unit
from wards.services import position_add
from wards.services.absence import absence_enter
from wards.services.settings import settings_change

K = MessageKind
FRIDAY = dt.date(2026, 9, 18)
HANOI = dt.timezone(dt.timedelta(hours=7))
PROOF = [NewDocument("1/BC", dt.date(2026, 9, 10))]


def at(day: int, month: int = 9, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, 0, tzinfo=HANOI)


def said(row: Assignment, day: dt.date) -> dict[str, list[tuple[int, str]]]:
    """By kind, the rung and the people told on that day."""
    [row] = Assignment.objects.filter(pk=row.pk).with_rights()
    found: dict[str, list[tuple[int, str]]] = {}
    for one_ in said_of([row], causes_by_row([row], day), Ladder(day)):
        found.setdefault(one_.cause.kind, []).append((one_.rung, one_.recipient.username))
    return found


def days_until(row: Assignment, kind: MessageKind, first: dt.date, n: int) -> list[tuple[str, int]]:
    """On which of the n days from `first` a further rung of that kind is reached."""
    found: list[tuple[str, int]] = []
    for day in (first + dt.timedelta(days=i) for i in range(n)):
        now_on = said(row, day).get(kind)
        if now_on and (not found or found[-1][1] != now_on[0][0]):
            found.append((f"{day:%d/%m}", now_on[0][0]))
    return found


@pytest.mark.parametrize(
    ("urgency", "rungs"),
    [
        (Urgency.NORMAL, [-5, -3, -1, 0, 1, 3, 8]),
        (Urgency.URGENT, [-5, -3, -2, -1, 0, 1, 2, 3, 5, 7, 9]),
        (Urgency.VERY_URGENT, [-3, -2, -1, 0, 1, 2, 3, 5, 7, 9]),
        (Urgency.IMMEDIATE, [-2, -1, 0, 1, 2, 3, 5, 7, 9]),
    ],
)
def test_the_more_urgent_the_document_the_more_often(cast: Cast, urgency: Urgency, rungs: list[int]) -> None:
    directive = make_directive(cast)
    directive.urgency = urgency
    directive.save()
    row = one(cast, deadline=FRIDAY, directive=directive)
    assert [rung for _day, rung in days_until(row, K.DEADLINE, dt.date(2026, 9, 7), 26)] == rungs


def test_an_office_sets_its_own_ladder(cast: Cast) -> None:
    row = one(cast, deadline=FRIDAY)
    settings_change(
        values={"rungs": "-2 +1", "rungs_every": 10}, actor=cast.administrator, now=at(1), reason="Giao ban 1/9"
    )
    days = days_until(row, K.DEADLINE, dt.date(2026, 9, 1), 36)
    assert days == [("16/09", -2), ("21/09", 1), ("05/10", 11)]


def test_periodic_work_has_its_own_rungs(cast: Cast) -> None:
    row = one(cast, deadline=FRIDAY)
    Assignment.objects.filter(pk=row.pk).update(deadline_kind=DeadlineKind.PERIODIC, rule="FREQ=WEEKLY;BYDAY=FR")
    assert [rung for _day, rung in days_until(row, K.DEADLINE, dt.date(2026, 9, 7), 20)] == [-3, -1, 0, 1, 3]


def test_a_missing_deadline_is_the_clerks_debt_after_ten_working_days(cast: Cast) -> None:
    """Made on Tuesday 1/9; the second is a holiday in the table only where the office has entered it."""
    row = one(cast, deadline=DeadlineSet(DeadlineKind.UNDETERMINED, reason="Chờ hướng dẫn"))
    assert days_until(row, K.NO_DEADLINE, dt.date(2026, 9, 1), 30) == [("15/09", 10), ("22/09", 15), ("29/09", 20)]
    assert said(row, dt.date(2026, 9, 15)) == {K.NO_DEADLINE: [(10, "clerk"), (10, "second_clerk")]}


def _submitted(cast: Cast, row: Assignment) -> None:
    assignment_submit(assignment=row, actor=cast.ward_chair, now=at(10), proofs=PROOF)


def _completed(cast: Cast, row: Assignment) -> None:
    _submitted(cast, row)
    assignment_confirm(assignment=row, actor=cast.clerk, now=at(10, hour=10), grade="good")


def _disputed(cast: Cast, row: Assignment) -> None:
    assignment_dispute(assignment=row, actor=cast.ward_chair, now=at(10), reason="Hạn ghi sai")


def _asked(cast: Cast, row: Assignment) -> None:
    until = dt.date(2026, 9, 30)
    assignment_ask_extension(
        assignment=row, actor=cast.ward_chair, now=at(14), until=until, reason="Chờ vật tư", so_far="Đã họp"
    )


def _unit_ended(cast: Cast, row: Assignment) -> None:
    Unit.objects.filter(pk=row.unit_id).update(valid_to=dt.date(2026, 9, 15))


def _directive_ended(cast: Cast, row: Assignment) -> None:
    row.directive.state = DirectiveState.SUPERSEDED
    row.directive.save()


@pytest.mark.parametrize("stop", [_submitted, _completed, _disputed, _asked, _unit_ended, _directive_ended])
def test_what_stops_the_ladder(cast: Cast, stop: Callable[[Cast, Assignment], None]) -> None:
    row = one(cast, deadline=FRIDAY)
    assert list(said(row, FRIDAY)) == [K.DEADLINE]
    stop(cast, row)
    assert K.DEADLINE not in said(row, FRIDAY)
    assert K.DEADLINE not in said(row, dt.date(2026, 9, 21))


def test_a_report_that_waits_reminds_those_who_may_confirm(cast: Cast) -> None:
    """Reported on Thursday the 10th: Friday is the one working day it may wait; long waits reach the leader."""
    row = one(cast, deadline=FRIDAY)
    _submitted(cast, row)
    assert days_until(row, K.CONFIRM, dt.date(2026, 9, 10), 15) == [("14/09", 2), ("16/09", 4), ("23/09", 9)]
    assert said(row, dt.date(2026, 9, 14)) == {K.CONFIRM: [(2, "clerk"), (2, "second_clerk")]}
    assert said(row, dt.date(2026, 9, 23)) == {K.CONFIRM: [(9, "clerk"), (9, "second_clerk"), (9, "leader")]}


def test_what_is_asked_waits_for_the_office_and_not_for_who_asked(cast: Cast) -> None:
    row = one(cast, deadline=FRIDAY)
    _asked(cast, row)
    assert said(row, FRIDAY) == {K.DECIDE: [(4, "clerk"), (4, "second_clerk")]}
    row = Assignment.objects.with_rights().get(pk=row.pk)
    assignment_grant(assignment=row, actor=cast.clerk, now=at(18), until=dt.date(2026, 9, 30))
    assert said(row, FRIDAY) == {}
    row.refresh_from_db()
    assert row.next_reminder_on == dt.date(2026, 9, 23)


def test_declined_work_waits_for_the_clerks(cast: Cast) -> None:
    row = one(cast, deadline=FRIDAY)
    assignment_decline(assignment=row, actor=cast.ward_chair, now=at(16), reason="Không thuộc thẩm quyền")
    assert said(row, FRIDAY) == {K.DECIDE: [(2, "clerk"), (2, "second_clerk")]}


def test_an_obstacle_reminds_the_level_that_must_decide(cast: Cast) -> None:
    row = one(cast, deadline=dt.date(2026, 9, 16))
    assignment_block(assignment=row, actor=cast.ward_chair, now=at(15), reason="Chờ vật tư", decider=cast.health)
    assert said(row, dt.date(2026, 9, 17)) == {
        K.DEADLINE: [(1, "ward_chair")],
        K.OBSTACLE: [(2, "health_head")],
    }
    row = Assignment.objects.with_rights().get(pk=row.pk)
    assignment_resolve(assignment=row, actor=cast.health_head, now=at(17), reason="Đã cấp")
    assert K.OBSTACLE not in said(row, FRIDAY)


def test_an_answer_is_reminded_of_around_its_day_and_then_the_leader_hears(cast: Cast) -> None:
    row = one(cast, deadline=dt.date(2026, 12, 31))
    instruct(
        assignments=[row],
        actor=cast.leader,
        now=at(14),
        kind="urge",
        words="Báo cáo ngay",
        reply_by=dt.date(2026, 9, 17),
    )
    assert days_until(row, K.REPLY, dt.date(2026, 9, 14), 10) == [
        ("16/09", -1),
        ("17/09", 0),
        ("18/09", 1),
        ("22/09", 3),
    ]
    assert said(row, dt.date(2026, 9, 17)) == {K.REPLY: [(0, "ward_chair")]}
    assert said(row, FRIDAY) == {K.REPLY: [(1, "ward_chair"), (1, "leader")]}
    assignment_answer(assignment=row, actor=cast.ward_chair, now=at(18), words="Đang làm")
    assert said(row, FRIDAY) == {}


def test_after_three_urgings_the_leaders_hear_once(cast: Cast) -> None:
    row = one(cast, deadline=dt.date(2026, 12, 31))
    for day in (14, 15):
        instruct(assignments=[row], actor=cast.leader, now=at(day), kind="urge", words="Khẩn trương", reply_by=FRIDAY)
    assert K.LISTED not in said(row, FRIDAY)
    instruct(assignments=[row], actor=cast.leader, now=at(16), kind="urge", words="Khẩn trương", reply_by=FRIDAY)
    assert said(row, FRIDAY)[K.LISTED] == [(0, "leader")]


def test_yellow_red_special_red(cast: Cast) -> None:
    """Yellow: the head and the delegate. Red: the superior's head too. Special red: also the leader who issued it."""
    position_add(user=cast.idler, unit=cast.committee, role=Role.UNIT_HEAD, is_head=True, valid_from=EPOCH)
    cast.idler.email = "idler@mau.test"
    cast.idler.save()
    row = assignment_delegate(
        assignment=one(cast, deadline=FRIDAY), actor=cast.ward_chair, now=at(14), person=cast.ward_staff
    )

    def told(day: int) -> list[str]:
        return [name for _rung, name in said(row, dt.date(2026, 9, day))[K.DEADLINE]]

    assert told(17) == ["ward_chair", "ward_staff"]
    assert told(19) == ["ward_chair", "ward_staff", "idler"]
    assert told(21) == ["ward_chair", "ward_staff", "idler", "leader"]
    row.task.leader = cast.second_clerk
    row.task.save()
    assert told(21) == ["ward_chair", "ward_staff", "idler", "second_clerk"]


def _away(cast: Cast, who: Any, deputy: Any = None) -> None:
    days = {"first": dt.date(2026, 9, 14), "last": dt.date(2026, 9, 25)}
    positions = [who.positions.get()] if deputy else []
    absence_enter(user=who, actor=who, now=at(1), deputy=deputy, positions=positions, **days)


def test_whoever_is_away_is_not_told_but_the_deputy(cast: Cast) -> None:
    row = one(cast, deadline=FRIDAY)
    _away(cast, cast.ward_chair, cast.ward_staff)
    assert said(row, FRIDAY) == {K.DEADLINE: [(0, "ward_staff")]}


def test_where_nobody_of_the_unit_can_be_reached_the_superior_hears(cast: Cast) -> None:
    position_add(user=cast.health_head, unit=cast.committee, role=Role.UNIT_HEAD, is_head=True, valid_from=EPOCH)
    row = one(cast, deadline=FRIDAY)
    _away(cast, cast.ward_chair)
    assert said(row, FRIDAY) == {K.DEADLINE: [(0, "health_head")]}


def test_receiving_stops_no_clock(cast: Cast) -> None:
    row = assignment_acknowledge(assignment=one(cast, deadline=FRIDAY), actor=cast.ward_chair, now=at(10))
    assert said(row, FRIDAY) == {K.DEADLINE: [(0, "ward_chair")]}


@pytest.mark.parametrize("n", [1, 3])
def test_recipients_cost_the_same_for_one_and_for_three(cast: Cast, django_assert_num_queries: Any, n: int) -> None:
    rows = [one(cast, unit, deadline=by(FRIDAY)) for unit in [cast.wards[0], cast.wards[1], cast.health][:n]]
    rows = list(Assignment.objects.filter(pk__in=[row.pk for row in rows]).with_rights())
    with django_assert_num_queries(4):
        people = Recipients(rows, FRIDAY)
        assert [len(people.of(row)) for row in rows] == [1] * n
