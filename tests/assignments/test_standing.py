"""How an assignment stands: the table of rules, and Python and SQL held equal."""

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignments.enums import CLOSED_OTHERWISE, LATE, RATED, Standing, State
from assignments.models import Assignment, Dispute
from assignments.standing import Thresholds, standing_filter, standing_of
from directives.enums import REVIEW_NEEDED, DeadlineKind
from tests.cast import Cast
from tests.making import assign, make_directive

TODAY = dt.date(2026, 9, 18)


def stands(**fields: object) -> Standing:
    plain = {
        "state": State.ASSIGNED,
        "is_disputed": False,
        "deadline_kind": "dated",
        "deadline_on": None,
        "done_on": None,
    }
    return standing_of(SimpleNamespace(**plain | fields), TODAY, Thresholds())


@pytest.mark.parametrize(
    ("days_left", "expected"),
    [
        (8, Standing.ON_TRACK),
        (7, Standing.DUE_SOON),
        (4, Standing.DUE_SOON),
        (3, Standing.YELLOW),
        (0, Standing.YELLOW),
        (-1, Standing.RED),
        (-2, Standing.RED),
        (-3, Standing.SPECIAL_RED),
        (-40, Standing.SPECIAL_RED),
    ],
)
def test_by_days_left(days_left: int, expected: Standing) -> None:
    assert stands(deadline_on=TODAY + dt.timedelta(days=days_left)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"state": State.COMPLETED, "deadline_on": TODAY, "done_on": TODAY - dt.timedelta(1)}, Standing.DONE_EARLY),
        ({"state": State.COMPLETED, "deadline_on": TODAY, "done_on": TODAY}, Standing.DONE_ON_TIME),
        ({"state": State.COMPLETED, "deadline_on": TODAY, "done_on": TODAY + dt.timedelta(1)}, Standing.DONE_LATE),
        ({"state": State.COMPLETED, "done_on": TODAY}, Standing.DONE_UNRATED),
        ({"state": State.WITHDRAWN, "deadline_on": dt.date(2020, 1, 1)}, Standing.CLOSED),
        ({"is_disputed": True, "deadline_on": dt.date(2020, 1, 1)}, Standing.DISPUTED),
        ({"state": State.SUBMITTED, "deadline_on": dt.date(2020, 1, 1)}, Standing.AWAITING_CONFIRMATION),
        ({"state": State.DECLINED, "deadline_on": dt.date(2020, 1, 1)}, Standing.WITH_OFFICE),
        ({"deadline_kind": "standing"}, Standing.STANDING),
        ({"deadline_kind": "awaiting"}, Standing.AWAITING_CONDITION),
        ({"deadline_kind": "undetermined"}, Standing.NEEDS_DEADLINE),
    ],
)
def test_beyond_days(fields: dict[str, object], expected: Standing) -> None:
    assert stands(**fields) == expected


rows = st.tuples(
    st.sampled_from(State.values),
    st.booleans(),
    st.sampled_from(DeadlineKind.values),
    st.none() | st.integers(-12, 12),
    st.integers(-5, 5),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(generated=st.lists(rows, min_size=1, max_size=11))
def test_python_and_sql_agree_and_the_parts_sum_to_the_whole(cast: Cast, now: dt.datetime, generated: list) -> None:
    made = assign(
        cast, *cast.wards[: len(generated)], directive=make_directive(cast, number=f"{Assignment.objects.count()}/X")
    )
    for row, (state, disputed, kind, days, done) in zip(made, generated, strict=True):
        days = 0 if days is None and kind in ("dated", "within", "event") else days
        row.state, row.deadline_kind = state, kind
        row.deadline_on = None if days is None else TODAY + dt.timedelta(days=days)
        row.review_on = TODAY if kind in REVIEW_NEEDED else None
        row.deadline_reason = "chờ"
        row.done_on, row.recorded_at, row.submitted_at, row.submitted_by = (
            TODAY + dt.timedelta(done),
            now,
            now,
            cast.clerk,
        )
        row.evidence_count = 1
        row.grade = "passed" if state == State.COMPLETED else ""
        row.closed_at = now if state in CLOSED_OTHERWISE | {State.COMPLETED} else None
        row.pk, row.period = None, "generated"  # inserted: no move leads to every state
        row.save()
        if disputed and state in RATED:
            claim = Dispute.objects.create(assignment=row, claim="sai", claimed_by=cast.ward_chair, claimed_at=now)
            Assignment.objects.filter(pk=row.pk).update(is_disputed=True, open_dispute=claim)
    fresh = Assignment.objects.filter(pk__in=[row.pk for row in made])
    in_sql = dict(fresh.with_standing(TODAY).values_list("pk", "standing"))
    assert in_sql == {row.pk: row.standing_on(TODAY).value for row in fresh}
    late = set(fresh.late(TODAY).values_list("pk", flat=True))
    assert late == {pk for pk, standing in in_sql.items() if standing in LATE}
    for standing in Standing.values:
        part = set(fresh.filter(standing_filter(TODAY, {standing}, Thresholds())).values_list("pk", flat=True))
        assert part == {pk for pk, value in in_sql.items() if value == standing}
