"""The deadline of work under way, set anew by the office: every kind, and what is refused (PRODUCT §3)."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from assignments.models import Assignment, Extension
from assignments.selectors.history import timeline_of
from assignments.selectors.rows import undated_rows
from assignments.services import (
    DeadlineSet,
    Refused,
    assignment_ask_extension,
    assignment_extend,
    assignment_reassign,
    assignment_reviewed,
    assignment_set_deadline,
    assignment_submit,
    periods_make,
)
from directives.enums import DeadlineKind, DeadlineOrigin
from tests.cast import Cast
from tests.conftest import NOW
from tests.making import assign, by, one

from .story import DATELESS, PHOTO, given, in_days, standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
MONTHLY = "FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20261231"


def put(
    cast: Cast, work: Assignment, deadline: DeadlineSet, reason: str = "Theo chỉ đạo mới", **more: Any
) -> Assignment:
    return assignment_set_deadline(
        assignment=work, deadline=deadline, reason=reason, **{"actor": cast.clerk, "now": NOW} | more
    )


def refused(
    cast: Cast, work: Assignment, deadline: DeadlineSet, reason: str = "Theo chỉ đạo mới"
) -> dict[str, list[str]]:
    """What is said at which field; nothing is left of it."""
    before = Assignment.objects.values().get(pk=work.pk)
    with override("en"), pytest.raises(ValidationError) as why, transaction.atomic():
        put(cast, work, deadline, reason)
    assert Assignment.objects.values().get(pk=work.pk) == before
    return why.value.message_dict


def shape(work: Assignment) -> dict[str, Any]:
    """All of the deadline that is not empty."""
    names = ("kind", "on", "words", "reason")
    found = {name: getattr(work, f"deadline_{name}") for name in names}
    found |= {name: getattr(work, name) for name in ("within_days", "rule", "event", "review_on", "next_period_on")}
    return {name: value for name, value in found.items() if value} | ({"period": work.period} if work.period else {})


@pytest.mark.parametrize(
    ("deadline", "becomes"),
    [
        (DeadlineSet("dated", on=in_days(9)), {"kind": "dated", "on": in_days(9)}),
        # received on Tuesday 1 September, whatever day it is now
        (DeadlineSet("within", within_days=15), {"kind": "within", "on": dt.date(2026, 9, 22), "within_days": 15}),
        (standing(in_days(60)), {"kind": "standing", "review_on": in_days(60)}),
        (
            DeadlineSet("awaiting", review_on=in_days(20), words="khi được cấp kinh phí"),
            {"kind": "awaiting", "review_on": in_days(20), "words": "khi được cấp kinh phí"},
        ),
        (
            DeadlineSet("event", on=in_days(95), words="trước ngày 22/12", event="trước ngày 22/12"),
            {"kind": "event", "on": in_days(95), "words": "trước ngày 22/12", "event": "trước ngày 22/12"},
        ),
        (
            DeadlineSet("periodic", rule=MONTHLY),
            {
                "kind": "periodic",
                "on": dt.date(2026, 9, 25),
                "rule": MONTHLY,
                "period": "2026-09",
                "next_period_on": dt.date(2026, 9, 26),
            },
        ),
    ],
)
def test_work_without_a_deadline_gets_one_of_any_kind(cast: Cast, deadline: DeadlineSet, becomes: dict) -> None:
    """No reason is asked: there was no last day. The first last day is the original one."""
    work = put(cast, given(cast, days=None), deadline, "")
    work.refresh_from_db()
    assert shape(work) == becomes
    assert work.original_deadline_on == becomes.get("on")
    assert (work.extensions_count, work.deadline_origin) == (0, DeadlineOrigin.CLERK)


def test_a_leader_who_sets_it_is_named_as_its_origin(cast: Cast) -> None:
    work = put(cast, given(cast, days=None), by(in_days(9)), actor=cast.leader)
    assert work.deadline_origin == DeadlineOrigin.LEADER


def test_a_last_day_is_taken_away_with_a_reason_and_never_forgotten(cast: Cast) -> None:
    work = given(cast, days=5)
    assert refused(cast, work, DATELESS, "") == {"reason": ["There is a last day already: say why it changes."]}
    work = put(cast, work, DATELESS, "Cấp trên tạm dừng")
    assert shape(work) == {"kind": "undetermined", "reason": DATELESS.reason}
    assert (work.original_deadline_on, work.next_reminder_on) == (in_days(5), in_days(0))


def test_a_day_after_the_one_that_was_taken_away_is_an_extension(cast: Cast) -> None:
    """Nobody gains time uncounted by way of "not set yet"; a day no later than the last one is none."""
    later, same = given(cast, days=5), given(cast, days=5)
    put(cast, put(cast, later, DATELESS), by(in_days(6)))
    put(cast, put(cast, same, DATELESS), by(in_days(5)))
    assert list(Extension.objects.values_list("assignment", "old_on", "granted_on")) == [
        (later.pk, in_days(5), in_days(6))
    ]
    later.refresh_from_db()
    assert (later.extensions_count, later.original_deadline_on) == (1, in_days(5))


def test_a_later_day_counts_as_an_extension_like_any_other(cast: Cast) -> None:
    work = put(cast, given(cast, days=5), by(in_days(12)))
    extension = work.extensions.get()
    assert (extension.state, extension.old_on, extension.granted_on, extension.decided_by) == (
        "granted",
        in_days(5),
        in_days(12),
        cast.clerk,
    )
    assert (work.deadline_on, work.original_deadline_on, work.extensions_count) == (in_days(12), in_days(5), 1)


def test_an_earlier_day_is_no_extension_and_the_reminders_follow_it(cast: Cast) -> None:
    work = given(cast, days=30)
    first = work.next_reminder_on
    work = put(cast, work, by(in_days(12)))
    assert (work.extensions_count, work.original_deadline_on) == (0, in_days(30))
    assert first is not None
    assert work.next_reminder_on is not None
    assert work.next_reminder_on < first


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        (by(in_days(-1)), {"on": ["The new last day has passed already."]}),
        (by(dt.date(2026, 8, 31)), {"on": ["The deadline is before the directive was issued (01/09/2026)."]}),
        (by(dt.date(2126, 9, 30)), {"on": ["This day is too far away: check the year."]}),
        (DeadlineSet("within", within_days=2), {"on": ["The new last day has passed already."]}),
        (DeadlineSet("within"), {"within_days": ["Give the number of working days."]}),
        (DeadlineSet("dated"), {"on": ["Give the last day."]}),
        (DeadlineSet("standing"), {"review_on": ["Give the day on which this is looked at again."]}),
        (DeadlineSet("undetermined"), {"reason": ["Say why there is no deadline yet."]}),
        (DeadlineSet("someday"), {"kind": ["Choose the kind of deadline."]}),
        (
            DeadlineSet("periodic", rule="FREQ=MONTHLY;BYMONTHDAY=25"),
            {"on": ["Periodic work needs an end: give the last day on which it may fall due."]},
        ),
        (
            DeadlineSet(
                "periodic",
                rule=f"FREQ=YEARLY;BYMONTH=9,12;BYMONTHDAY=25;UNTIL=20261231 | {MONTHLY}",
            ),
            {
                "rule": [
                    "Several periods end on 25/09/2026 (month 09/2026, second half of 2026): choose one recurrence."
                ]
            },
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field(cast: Cast, deadline: DeadlineSet, said: dict[str, list[str]]) -> None:
    assert refused(cast, given(cast, days=5), deadline) == said


def test_the_same_deadline_again_is_no_change(cast: Cast) -> None:
    work = given(cast, days=5)
    assert refused(cast, work, by(in_days(5))) == {"kind": ["This is the deadline as it stands."]}


def test_late_work_keeps_its_day_while_its_words_are_put_right(cast: Cast) -> None:
    work = put(cast, given(cast, days=-5), DeadlineSet("dated", on=in_days(-5), words="chậm nhất 13/9"))
    assert (work.deadline_on, work.deadline_words) == (in_days(-5), "chậm nhất 13/9")


def test_a_request_that_waits_is_decided_first(cast: Cast, now: dt.datetime) -> None:
    work = assignment_ask_extension(
        assignment=given(cast, days=5), actor=cast.ward_chair, now=now, until=in_days(9), reason="Chờ", so_far="Nửa"
    )
    with override("en"), pytest.raises(Refused) as why:
        put(cast, work, by(in_days(3)))
    assert why.value.messages == ["The unit's request for more time is waiting: decide on that."]


# Periodic work


def monthly(cast: Cast) -> Assignment:
    return one(cast, deadline=DeadlineSet(DeadlineKind.PERIODIC, rule=MONTHLY))


def test_the_day_of_one_period_moves_and_the_recurrence_goes_on(cast: Cast) -> None:
    """Earlier or later within its period: the next row is made on its own day, once, with its own last day."""
    earlier, later = monthly(cast), monthly(cast)
    put(cast, earlier, by(dt.date(2026, 9, 21)))
    put(cast, later, by(dt.date(2026, 10, 2)))
    for work, day in ((earlier, dt.date(2026, 9, 21)), (later, dt.date(2026, 10, 2))):
        work.refresh_from_db()
        assert (work.deadline_kind, work.deadline_on, work.rule) == ("periodic", day, MONTHLY)
        assert (work.original_deadline_on, work.next_period_on) == (dt.date(2026, 9, 25), dt.date(2026, 9, 26))
    assert periods_make(now=NOW.replace(day=26)) == 2
    rows = Assignment.objects.filter(period="2026-10").values_list("received_on", "deadline_on")
    assert set(rows) == {(dt.date(2026, 9, 26), dt.date(2026, 10, 25))}


@pytest.mark.parametrize("how", ["set", "extend", "ask"])
def test_a_period_ends_before_the_next_one(cast: Cast, how: str) -> None:
    work, day = monthly(cast), dt.date(2026, 10, 25)
    words = {"assignment": work, "now": NOW, "until": day, "reason": "Bão"}
    ways = {
        "set": lambda: put(cast, work, by(day)),
        "extend": lambda: assignment_extend(actor=cast.clerk, **words),
        "ask": lambda: assignment_ask_extension(actor=cast.ward_chair, so_far="Nửa", **words),
    }
    with override("en"), pytest.raises(ValidationError) as why:
        ways[how]()
    said = ["The next period ends on 25/10/2026: this one's last day must lie before it."]
    assert why.value.message_dict == {"on" if how == "set" else "until": said}


def test_the_end_of_the_periods_moves_alone(cast: Cast) -> None:
    work = put(cast, monthly(cast), DeadlineSet("periodic", rule=MONTHLY.replace("20261231", "20261001")))
    assert (work.deadline_on, work.period, work.next_period_on) == (
        dt.date(2026, 9, 25), "2026-09", dt.date(2026, 9, 26),
    )  # fmt: skip
    assert periods_make(now=NOW.replace(day=26)) == 0
    assert Assignment.objects.count() == 1


def test_another_recurrence_begins_with_this_row(cast: Cast) -> None:
    work = put(
        cast, monthly(cast), DeadlineSet("periodic", rule="FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1;UNTIL=20261231")
    )
    assert (work.deadline_on, work.period, work.next_period_on, work.extensions_count) == (
        dt.date(2026, 9, 30), "2026-Q3", dt.date(2026, 10, 1), 1,
    )  # fmt: skip


def test_a_row_with_a_later_period_takes_no_other_recurrence(cast: Cast) -> None:
    work = monthly(cast)
    periods_make(now=NOW.replace(day=26))
    said = refused(cast, work, DeadlineSet("periodic", rule="FREQ=MONTHLY;BYMONTHDAY=28;UNTIL=20261231"))
    assert said == {"rule": ["A later period is there already: set the recurrence on that one."]}


def test_what_is_no_longer_periodic_does_not_come_back(cast: Cast) -> None:
    work = put(cast, monthly(cast), standing(in_days(60)))
    assert shape(work) == {"kind": "standing", "review_on": in_days(60), "period": "2026-09"}
    assert periods_make(now=NOW.replace(day=26)) == 0


# Standing and waiting work


def test_reviewed_work_comes_back_on_its_next_day(cast: Cast) -> None:
    work = assignment_reviewed(
        assignment=one(cast, deadline=standing(in_days(0))), actor=cast.clerk, now=NOW, review_on=in_days(90)
    )
    assert (work.review_on, work.next_reminder_on, work.state) == (in_days(90), in_days(90), "assigned")
    with override("en"):
        assert timeline_of(work)[0].words == "Review · to be reviewed 17/12/2026"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (None, "Give the day on which this is looked at again."),
        (in_days(0), "The next review lies after today."),
        (in_days(4000), "This day is too far away: check the year."),
    ],
)
def test_the_next_review_lies_ahead(cast: Cast, day: dt.date | None, said: str) -> None:
    work = one(cast, deadline=standing(in_days(-3)))
    with override("en"), pytest.raises(ValidationError) as why:
        assignment_reviewed(assignment=work, actor=cast.clerk, now=NOW, review_on=day)
    assert why.value.message_dict == {"review_on": [said]}


def test_nothing_is_reviewed_before_its_day(cast: Cast) -> None:
    work = one(cast, deadline=standing(in_days(1)))
    with override("en"), pytest.raises(Refused) as why:
        assignment_reviewed(assignment=work, actor=cast.clerk, now=NOW, review_on=in_days(30))
    assert why.value.messages == ["It is to be looked at again on 19/09/2026."]


def test_work_with_an_end_has_no_review(cast: Cast) -> None:
    """Neither after its deadline is set, nor when another unit gets it with a day, nor past the services."""
    work = put(cast, one(cast, deadline=standing(in_days(0))), by(in_days(9)))
    assert (work.review_on, work.original_deadline_on) == (None, in_days(9))
    other = one(cast, deadline=standing(in_days(0)))
    new = assignment_reassign(
        assignment=other, actor=cast.clerk, now=NOW, unit=cast.wards[3], reason="Địa bàn", until=in_days(9)
    )
    assert (new.deadline_kind, new.review_on) == ("dated", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=work.pk).update(review_on=in_days(5))


# What is told


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        (by(in_days(3)), "from 23/09/2026 to 21/09/2026 · “trước ngày 21/09/2026” · “Mưa bão”"),
        (DATELESS, "Not set yet · no longer 23/09/2026 · “Mưa bão”"),
        (
            standing(in_days(90)),
            "Standing (thường xuyên) · no longer 23/09/2026 · to be reviewed 17/12/2026 · “Mưa bão”",
        ),
        (
            DeadlineSet("periodic", rule=MONTHLY),
            "Periodic · from 23/09/2026 to 25/09/2026 · every month, day 25, until 31/12/2026 · “Mưa bão”",
        ),
    ],
)
def test_the_timeline_says_what_became_of_the_deadline(cast: Cast, deadline: DeadlineSet, words: str) -> None:
    work = put(cast, given(cast, days=5), deadline, "Mưa bão")
    with override("en"):
        assert timeline_of(work)[0].words == f"Set the deadline · {words}"


def test_the_age_of_a_gap_counts_from_when_there_was_no_deadline(cast: Cast) -> None:
    never, taken, dated = given(cast, days=None), given(cast, days=5), given(cast, days=5)
    put(cast, taken, DATELESS, now=NOW)
    taken.refresh_from_db()
    rows = undated_rows([never, taken, dated], cast.clerk, in_days(4))
    assert [row.undated_since for row in rows] == [dt.date(2026, 9, 1), in_days(0), None]


def test_a_report_that_waits_leaves_the_deadline_alone(cast: Cast) -> None:
    work = assignment_submit(assignment=given(cast, days=5), actor=cast.ward_chair, now=NOW, proofs=[PHOTO])
    with pytest.raises(Refused):
        put(cast, work, by(in_days(3)))


def test_setting_one_row_leaves_its_neighbours(cast: Cast) -> None:
    rows = assign(cast, *cast.wards[:3], deadline=DATELESS)
    put(cast, rows[1], by(in_days(9)))
    assert list(Assignment.objects.order_by("pk").values_list("deadline_on", flat=True)) == [None, in_days(9), None]
