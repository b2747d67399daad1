"""Two reports on linked duties at one moment. PostgreSQL only: SQLite has one writer by construction."""

import datetime as dt

import pytest

from assignments.enums import Action, State
from assignments.models import Assignment, Transition
from assignments.services import NewDocument, Refused, assignments_report, duty_agree, duty_link, duty_unlink
from directives.models import Task
from directives.services import task_carry_out
from tests.assignments.test_at_once import together
from tests.cast import Cast
from tests.making import make_directive, one

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
PAPER = [NewDocument("5/BC", dt.date(2026, 9, 9))]


def linked(cast: Cast, now: dt.datetime) -> tuple[Assignment, Assignment]:
    two = one(cast), one(cast)
    for part in duty_link(assignment=two[0], other=two[1], reason="Trùng", actor=cast.ward_chair, now=now):
        duty_agree(part=part, actor=cast.clerk, now=now)
    return two


@pytest.mark.parametrize("attempt", range(5))
def test_both_are_reported_at_once_from_either_side(cast: Cast, now: dt.datetime, attempt: int) -> None:
    a, b = linked(cast, now)
    results = together(
        lambda: assignments_report(assignment=a, also=[b], actor=cast.ward_chair, now=now, proofs=PAPER),
        lambda: assignments_report(assignment=b, also=[a], actor=cast.ward_staff, now=now, proofs=PAPER),
    )
    [loser] = [result for result in results if isinstance(result, Exception)]
    assert isinstance(loser, Refused)
    [winner] = [result for result in results if not isinstance(result, Exception)]
    assert (len(winner.others), winner.left) == (1, [])
    assert {row.state for row in Assignment.objects.all()} == {State.SUBMITTED}
    assert Transition.objects.filter(action=Action.SUBMIT).count() == 2


@pytest.mark.parametrize("attempt", range(5))
def test_a_report_while_the_link_ends(cast: Cast, now: dt.datetime, attempt: int) -> None:
    a, b = linked(cast, now)
    part = b.links.get()
    report, _ended = together(
        lambda: assignments_report(assignment=a, also=[b], actor=cast.ward_chair, now=now, proofs=PAPER),
        lambda: duty_unlink(part=part, actor=cast.clerk, now=now),
    )
    b.refresh_from_db()
    assert report.work.state == State.SUBMITTED
    assert (b.state == State.SUBMITTED) == bool(report.others) == (not report.left)


@pytest.mark.parametrize("attempt", range(5))
def test_two_links_that_would_close_a_circle_together(cast: Cast, now: dt.datetime, attempt: int) -> None:
    a, b = (make_directive(cast, number=number).tasks.get() for number in ("1/A", "2/A"))
    results = together(
        lambda: task_carry_out(task=a, target=b, actor=cast.clerk, now=now),
        lambda: task_carry_out(task=b, target=a, actor=cast.second_clerk, now=now),
    )
    assert sorted(isinstance(result, Exception) for result in results) == [False, True]
    assert Task.objects.exclude(carries_out=None).count() == 1
