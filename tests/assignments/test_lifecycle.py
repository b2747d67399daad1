"""The life of an assignment, through the services."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from assignments.enums import TABLE, Action, Grade, State
from assignments.models import Assignment, Evidence, ProgressNote, Transition
from assignments.permissions import available_actions
from assignments.services import (
    DeadlineSet,
    NewDocument,
    NewFile,
    Refused,
    assignment_acknowledge,
    assignment_confirm,
    assignment_decline,
    assignment_insist,
    assignment_note,
    assignment_reopen,
    assignment_return,
    assignment_submit,
    assignment_take_back,
    assignment_withdraw,
)
from tests.cast import Cast
from tests.conftest import TODAY
from tests.making import assign, make_directive, one

REPORT = NewDocument("15/BC-UBND", dt.date(2026, 9, 10), "UBND quận")
PDF = NewFile("báo cáo.pdf", b"%PDF-1.4 mau")


def submitted(cast: Cast, now: dt.datetime) -> Assignment:
    return assignment_submit(assignment=one(cast), actor=cast.ward_chair, now=now, proofs=[REPORT])


def test_from_assigned_to_completed(cast: Cast, now: dt.datetime) -> None:
    row = one(cast)
    assert (row.state, row.original_deadline_on, row.next_reminder_on) == (
        State.ASSIGNED,
        dt.date(2026, 9, 30),
        dt.date(2026, 9, 23),
    )
    row = assignment_acknowledge(assignment=row, actor=cast.ward_chair, now=now)
    assert row.state == State.ACKNOWLEDGED
    row = assignment_submit(assignment=row, actor=cast.ward_chair, now=now, proofs=[REPORT, PDF], words="Đã xong")
    assert (row.state, row.done_on, row.evidence_count, row.next_reminder_on) == (
        State.SUBMITTED,
        dt.date(2026, 9, 10),
        2,
        dt.date(2026, 9, 22),  # Friday's report has waited more than a working day on Tuesday: whoever confirms hears
    )
    row = assignment_confirm(assignment=row, actor=cast.clerk, now=now, grade=Grade.GOOD)
    assert (row.state, row.grade, row.closed_at, row.version) == (State.COMPLETED, Grade.GOOD, now, 4)
    assert list(row.transitions.values_list("action", "from_state", "to_state")) == [
        ("assign", "", "assigned"),
        ("acknowledge", "assigned", "acknowledged"),
        ("submit", "acknowledged", "submitted"),
        ("confirm", "submitted", "completed"),
    ]
    assert row.notes.get().words == "Đã xong"


def test_a_result_is_not_reported_without_evidence(cast: Cast, now: dt.datetime) -> None:
    row = one(cast)
    with pytest.raises(ValidationError) as refusal:
        assignment_submit(assignment=row, actor=cast.ward_chair, now=now)
    assert list(refusal.value.message_dict) == ["file"]
    with pytest.raises(IntegrityError, match="assignment_proven"), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(state=State.SUBMITTED)


@pytest.mark.parametrize(
    ("proof", "field"),
    [
        (NewFile("trống.pdf", b""), "__all__"),
        (NewFile("chương trình.pdf", b"MZ\x90\x00\xff\xfe"), "__all__"),
        (NewDocument("9/BC", dt.date(2026, 9, 19)), "dated"),
        (NewDocument("9/BC", dt.date(2026, 8, 31)), "done_on"),
    ],
)
def test_bad_evidence_is_refused_and_leaves_nothing(cast: Cast, now: dt.datetime, proof: NewFile, field: str) -> None:
    row = one(cast)
    with pytest.raises(ValidationError) as refusal:
        assignment_submit(assignment=row, actor=cast.ward_chair, now=now, proofs=[proof])
    assert list(getattr(refusal.value, "message_dict", {"__all__": 1})) == [field]
    row.refresh_from_db()
    assert (row.state, Evidence.objects.count(), row.transitions.count()) == (State.ASSIGNED, 0, 1)


def test_whoever_reported_never_confirms(cast: Cast, now: dt.datetime) -> None:
    """Four eyes, even for a clerk who also heads a unit."""
    from wards.enums import Role
    from wards.services import position_add

    position_add(user=cast.clerk, unit=cast.front, role=Role.UNIT_HEAD, is_head=True, valid_from=dt.date(2020, 1, 1))
    row = one(cast, cast.front)
    row = assignment_submit(assignment=row, actor=cast.clerk, now=now, proofs=[REPORT])
    mine = available_actions(cast.clerk, row, now.date())
    assert mine == [Action.TAKE_BACK, Action.DISPUTE, Action.INSTRUCT, Action.WITHDRAW, Action.STAR]
    for refused in (
        lambda: assignment_confirm(assignment=row, actor=cast.clerk, now=now, grade=Grade.PASSED),
        lambda: assignment_return(assignment=row, actor=cast.clerk, now=now, reason="x"),
    ):
        with pytest.raises(Refused):
            refused()
    assert (
        assignment_confirm(assignment=row, actor=cast.second_clerk, now=now, grade=Grade.PASSED).state
        == State.COMPLETED
    )


def test_a_returned_result_was_not_done(cast: Cast, now: dt.datetime) -> None:
    row = submitted(cast, now)
    with pytest.raises(ValidationError) as refusal:
        assignment_return(assignment=row, actor=cast.clerk, now=now, reason="  ")
    assert list(refusal.value.message_dict) == ["reason"]
    row = assignment_return(assignment=row, actor=cast.clerk, now=now, reason="Thiếu số liệu của hai tổ dân phố")
    assert (row.state, row.done_on, row.submitted_by, row.returns_count) == (State.ACKNOWLEDGED, None, None, 1)
    assert row.next_reminder_on == dt.date(2026, 9, 23)
    assert row.transitions.latest("id").reason == "Thiếu số liệu của hai tổ dân phố"


def test_the_unit_takes_its_report_back_while_it_waits(cast: Cast, now: dt.datetime) -> None:
    row = assignment_take_back(assignment=submitted(cast, now), actor=cast.ward_chair, now=now)
    assert (row.state, row.done_on, row.evidence_count) == (State.ACKNOWLEDGED, None, 1)
    row = assignment_submit(assignment=row, actor=cast.ward_chair, now=now)
    assert row.state == State.SUBMITTED


def test_a_report_sent_again_keeps_the_day_it_claimed_a_returned_one_does_not(cast: Cast, now: dt.datetime) -> None:
    row = assignment_take_back(assignment=submitted(cast, now), actor=cast.ward_chair, now=now)
    later = now + dt.timedelta(days=3)
    row = assignment_submit(assignment=row, actor=cast.ward_chair, now=later)
    assert row.done_on == dt.date(2026, 9, 10)
    row = assignment_return(assignment=row, actor=cast.clerk, now=later, reason="Thiếu số liệu")
    with pytest.raises(ValidationError) as refusal:
        assignment_submit(assignment=row, actor=cast.ward_chair, now=later)
    assert list(refusal.value.message_dict) == ["file"]
    row = assignment_submit(assignment=row, actor=cast.ward_chair, now=later, proofs=[PDF])
    assert row.done_on == dt.date(2026, 9, 21)


@pytest.mark.parametrize("day", [dt.date(1990, 1, 1), dt.date(2026, 9, 19)])
def test_the_clerk_moves_the_day_neither_before_the_issue_nor_past_the_report(
    cast: Cast, now: dt.datetime, day: dt.date
) -> None:
    row, later = submitted(cast, now), now + dt.timedelta(days=3)
    with pytest.raises(ValidationError) as refusal:
        assignment_confirm(assignment=row, actor=cast.clerk, now=later, grade=Grade.GOOD, done_on=day)
    assert list(refusal.value.message_dict) == ["done_on"]
    good = assignment_confirm(
        assignment=row, actor=cast.clerk, now=later, grade=Grade.GOOD, done_on=dt.date(2026, 9, 12)
    )
    assert good.done_on == dt.date(2026, 9, 12)


def test_a_report_that_fails_leaves_no_file_behind(
    cast: Cast, now: dt.datetime, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    row = one(cast)

    def disk_full(**_fields: object) -> None:
        assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
        raise OSError("no space left on device")

    monkeypatch.setattr(ProgressNote.objects, "create", disk_full)
    with pytest.raises(OSError, match="no space"):
        assignment_submit(assignment=row, actor=cast.ward_chair, now=now, proofs=[PDF], words="Đã xong")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    row.refresh_from_db()
    assert (row.state, Evidence.objects.count()) == (State.ASSIGNED, 0)


def test_declined_work_goes_to_the_clerk(cast: Cast, now: dt.datetime) -> None:
    row = assignment_decline(assignment=one(cast), actor=cast.ward_chair, now=now, reason="Không thuộc thẩm quyền")
    assert (row.state, available_actions(cast.ward_chair, row, now.date())) == (State.DECLINED, [])
    assert available_actions(cast.clerk, row, now.date()) == [
        Action.INSIST,
        Action.REASSIGN,
        Action.INSTRUCT,
        Action.WITHDRAW,
        Action.STAR,
    ]
    row = assignment_insist(assignment=row, actor=cast.clerk, now=now, reason="Theo phân cấp")
    assert row.state == State.ASSIGNED
    row = assignment_withdraw(assignment=row, actor=cast.clerk, now=now, reason="Giao nhầm")
    assert (row.state, row.closed_at) == (State.WITHDRAWN, now)


def test_completed_work_is_reopened_with_a_reason(cast: Cast, now: dt.datetime) -> None:
    row = assignment_confirm(assignment=submitted(cast, now), actor=cast.clerk, now=now, grade=Grade.PASSED)
    row = assignment_reopen(assignment=row, actor=cast.clerk, now=now, reason="Số liệu sai")
    assert (row.state, row.grade, row.closed_at, row.done_on) == (State.ACKNOWLEDGED, "", None, None)


def test_what_the_list_does_not_offer_the_service_refuses(cast: Cast, now: dt.datetime) -> None:
    row = one(cast)
    for who in ("other_chair", "inspector", "administrator", "outsider"):
        with pytest.raises(Refused):
            assignment_acknowledge(assignment=row, actor=cast.people[who], now=now)
    assert Transition.objects.count() == 1


@pytest.mark.parametrize("state", [s for s in State if s not in TABLE[Action.CONFIRM].sources])
def test_only_a_waiting_report_is_confirmed(cast: Cast, now: dt.datetime, state: State) -> None:
    row = one(cast)
    closed = now if state in (State.COMPLETED, State.WITHDRAWN, State.SUPERSEDED, State.HANDED_OVER) else None
    proven = {
        "evidence_count": 1,
        "submitted_by": cast.ward_chair,
        "submitted_at": now,
        "done_on": now.date(),
        "recorded_at": now,
    }
    row.pk, row.period, row.state, row.closed_at = None, "2026-09", state, closed  # inserted so: no move leads here
    row.grade = "passed" if state == State.COMPLETED else ""
    for name, value in proven.items():
        setattr(row, name, value)
    row.save()
    Transition.objects.create(assignment=row, action="assign", to_state=state, actor=cast.clerk, at=now)
    with pytest.raises(Refused):
        assignment_confirm(assignment=row, actor=cast.clerk, now=now, grade=Grade.PASSED)


def test_notes_are_kept_and_complete_nothing(cast: Cast, now: dt.datetime) -> None:
    row = one(cast)
    note = assignment_note(assignment=row, actor=cast.ward_staff, words=" Đang làm ", percent=100, now=now)
    row.refresh_from_db()
    assert (note.words, note.percent, row.state, row.last_moved_at) == ("Đang làm", 100, State.ASSIGNED, now)
    for percent in (-1, 101):
        with pytest.raises(ValidationError):
            assignment_note(assignment=row, actor=cast.ward_chair, words="x", percent=percent, now=now)
    with pytest.raises(Refused):
        assignment_note(assignment=row, actor=cast.inspector, words="x", now=now)


def test_assigning_twice_makes_nothing_twice(cast: Cast) -> None:
    directive = make_directive(cast, tasks=2)
    assert len(assign(cast, *cast.wards, directive=directive)) == 22
    assert assign(cast, *cast.wards, directive=directive) == []
    assert Assignment.objects.count() == Transition.objects.count() == 22
    assert directive.tasks.first().deadline_on == dt.date(2026, 9, 30)


def test_a_unit_that_has_ended_takes_no_new_work(cast: Cast) -> None:
    cast.wards[2].valid_to = dt.date(2026, 1, 1)
    cast.wards[2].save()
    with pytest.raises(ValidationError) as refusal:
        assign(cast, *cast.wards)
    assert refusal.value.messages == ["Mục 1: UBND phường Mẫu Nam đã kết thúc hoạt động, không nhận việc mới."]
    assert Assignment.objects.count() == 0


def test_a_deadline_before_the_issue_date_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        one(cast, deadline=dt.date(2026, 8, 31))


def test_an_office_orders_under_itself_and_asks_beyond(cast: Cast) -> None:
    elsewhere = cast.outsider.held[0].unit
    with pytest.raises(ValidationError, match="Huyện ủy Khác không thuộc phạm vi"):
        one(cast, elsewhere)
    assert one(cast, elsewhere, role="requested", directive=make_directive(cast, number="8/X")).unit == elsewhere
    assert one(cast, cast.office, directive=make_directive(cast, number="9/X")).unit == cast.office


def test_a_heading_is_not_assigned(cast: Cast) -> None:
    directive = make_directive(cast)
    directive.tasks.update(kind="group")
    with pytest.raises(Refused):
        one(cast, directive=directive)


@pytest.mark.parametrize(
    ("deadline", "field"),
    [
        (DeadlineSet("dated", on=dt.date(2126, 9, 30)), "on"),
        (DeadlineSet("periodic"), "rule"),
        (DeadlineSet("periodic", rule="FREQ=MONTHLY;BYMONTHDAY=25"), "on"),
        (DeadlineSet("within"), "within_days"),
        (DeadlineSet("standing"), "review_on"),
        (DeadlineSet("undetermined", reason=" "), "reason"),
        (DeadlineSet("some day"), "kind"),
    ],
)
def test_what_is_wrong_with_a_deadline_is_named_at_its_field(cast: Cast, deadline: DeadlineSet, field: str) -> None:
    assert (deadline.problem(None, TODAY) or ("", ""))[0] == field
    with pytest.raises(ValidationError):
        one(cast, deadline=deadline)


@pytest.mark.parametrize("tasks", [1, 3])
def test_assigning_costs_the_same_whatever_the_number(
    cast: Cast, django_assert_num_queries: object, tasks: int
) -> None:
    directive = make_directive(cast, tasks=tasks)
    cast.clerk.held  # noqa: B018 read before, as the request does
    with django_assert_num_queries(11):  # type: ignore[operator]
        assign(cast, *cast.wards[: 2 * tasks], directive=directive)
