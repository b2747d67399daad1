"""Periodic work: each period its own row, made in time, once, and no longer than the work goes on."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from assignments.enums import State
from assignments.models import Assignment
from assignments.selectors.history import replay
from assignments.services import (
    DeadlineSet,
    NewDocument,
    Order,
    assignment_confirm,
    assignment_reassign,
    assignment_submit,
    assignment_withdraw,
    directive_assign,
    periods_make,
)
from assignments.services.acting import tracked
from assignments.tasks import make_periods
from directives.recurring import rules_checked
from tests import needs
from tests.cast import Cast
from tests.making import assign, make_directive

MONTHLY = rules_checked("monthly-25", dt.date(2026, 12, 31), dt.date(2026, 9, 1))


def at(day: int, month: int = 9, year: int = 2026) -> dt.datetime:
    return dt.datetime(year, month, day, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def periodic(rule: str = MONTHLY) -> DeadlineSet:
    return DeadlineSet("periodic", rule=rule, words="ngày 25 hằng tháng")


def story() -> list[tuple[str, str, str]]:
    rows = Assignment.objects.order_by("deadline_on", "period")
    return [(row.period, f"{row.deadline_on:%d/%m/%y}", row.state) for row in rows]


def test_assigning_makes_the_coming_period(cast: Cast) -> None:
    [row] = assign(cast, cast.wards[0], deadline=periodic())
    row.refresh_from_db()
    assert (row.period, row.deadline_on, row.original_deadline_on) == (
        "2026-09",
        dt.date(2026, 9, 25),
        dt.date(2026, 9, 25),
    )
    assert (row.received_on, row.next_period_on, row.deadline_kind) == (
        dt.date(2026, 9, 1),
        dt.date(2026, 9, 26),
        "periodic",
    )


def test_work_assigned_on_the_day_itself_falls_due_that_day(cast: Cast) -> None:
    [row] = assign(cast, cast.wards[0], deadline=periodic(), now=at(25))
    assert row.deadline_on == dt.date(2026, 9, 25)


def test_the_next_period_is_made_when_the_day_has_passed(cast: Cast) -> None:
    [first] = assign(cast, cast.wards[0], deadline=periodic())
    assert periods_make(now=at(25)) == 0
    assert periods_make(now=at(26)) == 1
    assert periods_make(now=at(26)) == 0
    assert story() == [("2026-09", "25/09/26", "assigned"), ("2026-10", "25/10/26", "assigned")]
    second = Assignment.objects.latest("id")
    assert (second.received_on, second.next_period_on) == (dt.date(2026, 9, 26), dt.date(2026, 10, 26))
    assert (second.deadline_words, second.made_by, second.made_at) == ("ngày 25 hằng tháng", cast.clerk, at(26))
    first.refresh_from_db()
    assert first.next_period_on is None
    [move] = second.transitions.all()
    assert (move.action, move.to_state, move.at, move.data["period"]) == ("assign", "assigned", at(26), "2026-10")
    assert replay([move]) == tracked(second) | {"state": "assigned"}


def test_a_period_that_is_done_leaves_the_others_alone(cast: Cast) -> None:
    [row] = assign(cast, cast.wards[0], deadline=periodic())
    proof = NewDocument("12/BC-UBND", dt.date(2026, 9, 20), "Quận ủy Mẫu")
    assignment_submit(assignment=row, actor=cast.ward_chair, now=at(20), proofs=[proof])
    assignment_confirm(assignment=row, actor=cast.clerk, now=at(21), grade="passed")
    periods_make(now=at(26))
    assert story() == [("2026-09", "25/09/26", "completed"), ("2026-10", "25/10/26", "assigned")]
    assert Assignment.objects.latest("id").evidence_count == 0


def test_after_an_outage_every_missed_period_is_there(cast: Cast) -> None:
    assign(cast, cast.wards[0], deadline=periodic())
    assert periods_make(now=at(30, 11)) == 3
    assert story() == [
        ("2026-09", "25/09/26", "assigned"),
        ("2026-10", "25/10/26", "assigned"),
        ("2026-11", "25/11/26", "assigned"),
        ("2026-12", "25/12/26", "assigned"),
    ]
    received = Assignment.objects.order_by("deadline_on").values_list("received_on", flat=True)
    assert list(received)[1:] == [dt.date(2026, 9, 26), dt.date(2026, 10, 26), dt.date(2026, 11, 26)]


def test_the_unit_that_takes_the_work_over_gets_its_later_periods(cast: Cast) -> None:
    [row] = assign(cast, cast.wards[0], deadline=periodic())
    data = {"actor": cast.clerk, "now": at(18), "unit": cast.wards[3], "reason": "Đúng địa bàn"}
    new = assignment_reassign(assignment=row, **data)
    assert periods_make(now=at(26)) == 1
    rows = Assignment.objects.order_by("id").values_list("unit", "period", "state")
    assert list(rows) == [
        (cast.wards[0].pk, "2026-09", State.WITHDRAWN),
        (cast.wards[3].pk, "2026-09", State.ASSIGNED),
        (cast.wards[3].pk, "2026-10", State.ASSIGNED),
    ]
    assignment_reassign(assignment=new, **data | {"unit": cast.wards[4], "until": dt.date(2026, 9, 30)})
    assert not Assignment.objects.filter(unit=cast.wards[4], next_period_on__isnull=False).exists()
    assert periods_make(now=at(26, 10)) == 1  # the ward's that has the latest


def test_work_that_joins_periods_of_its_own_starts_no_second_series(cast: Cast) -> None:
    directive = make_directive(cast)
    [own] = assign(cast, cast.wards[0], directive=directive, deadline=periodic())
    [other] = assign(cast, cast.wards[3], directive=directive, deadline=periodic())
    Assignment.objects.filter(pk=own.pk).update(period="2026-08")
    new = assignment_reassign(assignment=own, actor=cast.clerk, now=at(18), unit=cast.wards[3], reason="Đúng địa bàn")
    assert (new.period, new.next_period_on, other.next_period_on) == ("2026-08", None, dt.date(2026, 9, 26))
    assert periods_make(now=at(26)) == 1


def test_a_last_day_for_the_other_unit_lies_within_the_period(cast: Cast) -> None:
    [row] = assign(cast, cast.wards[0], deadline=periodic())
    data = {"actor": cast.clerk, "now": at(18), "unit": cast.wards[3], "reason": "Đúng địa bàn"}
    with pytest.raises(ValidationError) as caught:
        assignment_reassign(assignment=row, until=dt.date(2026, 10, 25), **data)
    assert list(caught.value.message_dict) == ["until"]
    assert assignment_reassign(assignment=row, until=dt.date(2026, 10, 24), **data).period == "2026-09"


def test_it_ends_with_its_rule(cast: Cast) -> None:
    assign(cast, cast.wards[0], deadline=periodic())
    assert periods_make(now=at(1, 3, 2027)) == 3
    assert Assignment.objects.filter(next_period_on__isnull=False).count() == 0
    assert periods_make(now=at(1, 4, 2027)) == 0


def test_withdrawing_the_latest_period_ends_the_work(cast: Cast) -> None:
    [row] = assign(cast, cast.wards[0], deadline=periodic())
    assignment_withdraw(assignment=row, actor=cast.clerk, now=at(20), reason="Không còn cần")
    assert periods_make(now=at(26)) == 0
    assert story() == [("2026-09", "25/09/26", "withdrawn")]


@pytest.mark.parametrize("state", ["withdrawn", "superseded", "expired"])
def test_a_directive_no_longer_in_force_makes_no_further_period(cast: Cast, state: str) -> None:
    [row] = assign(cast, cast.wards[0], deadline=periodic())
    row.directive.state = state
    row.directive.save()
    assert periods_make(now=at(26)) == 0


def test_a_unit_that_has_ended_gets_no_further_period(cast: Cast) -> None:
    assign(cast, *cast.wards[:2], deadline=periodic())
    cast.wards[0].valid_to = dt.date(2026, 9, 26)
    cast.wards[0].save()
    assert periods_make(now=at(26)) == 1
    assert Assignment.objects.latest("id").unit == cast.wards[1]


def test_two_periods_that_end_together_are_two_rows_and_go_on_as_one(cast: Cast) -> None:
    rule = rules_checked("monthly; quarterly", dt.date(2026, 12, 31), dt.date(2026, 9, 1))
    assign(cast, cast.wards[0], deadline=periodic(rule))
    assert [(code, day) for code, day, _state in story()] == [("2026-09", "30/09/26"), ("2026-Q3", "30/09/26")]
    assert periods_make(now=at(1, 10)) == 1
    assert periods_make(now=at(1, 12)) == 3
    assert [code for code, _day, _state in story()][2:] == ["2026-10", "2026-11", "2026-12", "2026-Q4"]


def test_pressing_assign_again_starts_no_second_series(cast: Cast) -> None:
    directive = make_directive(cast)
    assign(cast, cast.wards[0], directive=directive, deadline=periodic())
    periods_make(now=at(26))
    [task] = directive.tasks.all()
    order = Order(task, "lead", [cast.wards[0]], periodic())
    assert directive_assign(directive=directive, orders=[order], actor=cast.clerk, now=at(27)) == []
    task.refresh_from_db()
    assert (task.rule, task.deadline_on) == (MONTHLY, None)


@pytest.mark.parametrize("wards", [1, 3])
def test_a_batch_costs_the_same_whatever_it_holds(cast: Cast, wards: int, django_assert_num_queries: object) -> None:
    assign(cast, *cast.wards[:wards], deadline=periodic())
    with django_assert_num_queries(12):  # the calendar; two claims with their savepoints; pointer, rows, transitions
        assert periods_make(now=at(26)) == wards


def test_beat_has_the_task(cast: Cast, time_machine_at: object) -> None:
    assign(cast, cast.wards[0], deadline=periodic())
    with time_machine_at(at(26)):
        assert make_periods() == 1


def test_only_periodic_work_has_periods(cast: Cast) -> None:
    [row] = assign(cast, cast.wards[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(next_period_on=dt.date(2026, 9, 26))


@needs.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_each_period_once(cast: Cast) -> None:
    assign(cast, *cast.wards, deadline=periodic())
    made: list[int] = []

    def work() -> None:
        made.append(periods_make(now=at(26)))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    assert sum(made) == 11
    assert Assignment.objects.filter(period="2026-10", state=State.ASSIGNED).count() == 11
