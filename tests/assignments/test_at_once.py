"""Two people, two workers, at once. PostgreSQL only: SQLite has one writer by construction."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from assignments.enums import Grade, State
from assignments.models import Assignment, Digest, HandOver, Message, Transition
from assignments.reminders.post import send_waiting
from assignments.reminders.scan import scan
from assignments.services import NewDocument, Refused, assignment_confirm, assignment_return, assignment_submit
from assignments.services.handing_over import succession_complete
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
