"""More time, obstacles, objections: asked by the unit, decided by another, and what the figures say meanwhile."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from assignments.enums import Ask, Figure, Standing, State
from assignments.models import Assignment, Dispute, Extension, Obstacle
from assignments.services import (
    Refused,
    assignment_ask_extension,
    assignment_block,
    assignment_decline,
    assignment_dispute,
    assignment_drop_dispute,
    assignment_drop_extension,
    assignment_extend,
    assignment_grant,
    assignment_refuse,
    assignment_reject,
    assignment_resolve,
    assignment_unblock,
    assignment_uphold,
    assignment_withdraw,
)
from tests.cast import Cast

from .story import finished, given, held, in_days, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def asked(cast: Cast, now: dt.datetime, work: Assignment | None = None, **more: Any) -> Assignment:
    data = {"until": in_days(12), "reason": "Chờ vật tư về", "so_far": "Đã rà soát một nửa"} | more
    return assignment_ask_extension(assignment=work or held(cast, days=3), actor=cast.ward_chair, now=now, **data)


def test_a_granted_extension_moves_the_deadline_and_keeps_the_original(cast, now):
    work = asked(cast, now)
    assert (work.deadline_on, work.open_extension.state) == (in_days(3), Ask.OPEN)
    work = assignment_grant(assignment=work, actor=cast.leader, now=now, until=in_days(10), reason="Lần cuối")
    assert (work.deadline_on, work.original_deadline_on, work.extensions_count) == (in_days(10), in_days(3), 1)
    assert work.next_reminder_on > in_days(0)
    extension = Extension.objects.get()
    assert (extension.state, extension.granted_on, extension.decided_by, extension.answer) == (
        Ask.GRANTED,
        in_days(10),
        cast.leader,
        "Lần cuối",
    )


def test_a_refused_one_leaves_it_and_says_why(cast, now):
    work = assignment_refuse(assignment=asked(cast, now), actor=cast.clerk, now=now, reason="Việc không thể lùi")
    assert (work.deadline_on, work.extensions_count, work.open_extension_id) == (in_days(3), 0, None)
    assert Extension.objects.get().answer == "Việc không thể lùi"
    assert asked(cast, now, work).open_extension_id  # and may be asked anew


def test_the_unit_takes_its_request_back(cast, now):
    work = assignment_drop_extension(assignment=asked(cast, now), actor=cast.ward_staff, now=now)
    assert (work.open_extension_id, Extension.objects.get().state) == (None, Ask.TAKEN_BACK)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"until": in_days(3)}, "until"),
        ({"until": in_days(-1)}, "until"),
        ({"until": dt.date(2099, 1, 1)}, "until"),
        ({"reason": " "}, "reason"),
        ({"so_far": " "}, "so_far"),
    ],
)
def test_what_is_wrong_with_a_request_is_said_at_its_field(cast, now, data, field):
    with pytest.raises(ValidationError) as refused:
        asked(cast, now, **data)
    assert list(refused.value.message_dict) == [field]
    assert Extension.objects.count() == 0


def test_more_time_is_asked_for_before_the_last_day_has_passed(cast, now):
    assert asked(cast, now, held(cast, days=0)).open_extension_id
    with override("en"), pytest.raises(Refused, match=r"it was 17/09/2026\. Report an obstacle instead"):
        asked(cast, now, held(cast, days=-1))


def test_not_without_end(cast, now):
    work = held(cast, days=3)
    for days in (5, 7):
        work = asked(cast, now, work, until=in_days(days))
        work = assignment_grant(assignment=work, actor=cast.clerk, now=now)
    with override("en"), pytest.raises(Refused, match="has been extended 2 times"):
        asked(cast, now, work)
    work = assignment_extend(assignment=work, actor=cast.leader, now=now, until=in_days(20), reason="Bão số 5")
    assert (work.deadline_on, work.original_deadline_on, work.extensions_count) == (in_days(20), in_days(3), 3)


def test_the_office_extends_late_work_but_never_that_of_its_own_unit(cast, now):
    work = assignment_extend(
        assignment=held(cast, days=-4), actor=cast.leader, now=now, until=in_days(4), reason="Mưa lũ"
    )
    assert (work.standing_on(in_days(0)), Extension.objects.get().asked_by) == (Standing.DUE_SOON, None)
    assert work.next_reminder_on is not None
    with pytest.raises(ValidationError) as refused:
        assignment_extend(assignment=work, actor=cast.leader, now=now, until=in_days(4), reason="x")
    assert list(refused.value.message_dict) == ["until"]


def test_a_request_lapses_with_the_work(cast, now):
    work = asked(cast, now)
    work = assignment_block(assignment=work, actor=cast.ward_chair, now=now, reason="Chờ", decider=cast.office)
    work = assignment_dispute(assignment=work, actor=cast.ward_chair, now=now, reason="Sai")
    work = assignment_withdraw(assignment=work, actor=cast.clerk, now=now, reason="Giao nhầm")
    assert (Extension.objects.get().state, Dispute.objects.get().state) == (Ask.LAPSED, Ask.LAPSED)
    assert Obstacle.objects.get().closed_at == now
    assert (work.is_blocked, work.is_disputed, work.open_extension_id) == (False, False, None)


def test_the_database_keeps_the_rules_of_an_extension(cast, now):
    work = asked(cast, now)
    row = {"assignment": work, "old_on": in_days(3), "reason": "x", "asked_by": cast.ward_chair, "asked_at": now}
    for name, fields in {
        "assignment_id": {"asked_on": in_days(9)},  # a second one open (SQLite names the column)
        "extension_asks_later": {"asked_on": in_days(3), "state": Ask.LAPSED, "decided_at": now},
        "extension_four_eyes": {
            "asked_on": in_days(9), "state": Ask.REFUSED, "decided_at": now, "answer": "x",
            "decided_by": cast.ward_chair,
        },
        "extension_granted_later": {
            "asked_on": in_days(9), "granted_on": in_days(2), "state": Ask.GRANTED, "decided_at": now,
            "decided_by": cast.clerk,
        },
    }.items():  # fmt: skip
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Extension.objects.create(**row, **fields)


def test_an_obstacle_has_two_clocks(cast, now, sign_in):
    work = held(cast, days=-5)
    before = now - dt.timedelta(days=4)
    work = assignment_block(
        assignment=work, actor=cast.ward_chair, now=before, reason="Chưa có hóa chất", decider=cast.health
    )
    assert (work.is_blocked, work.deciding_unit, work.standing_on(in_days(0))) == (
        True,
        cast.health,
        Standing.SPECIAL_RED,  # the deadline stands
    )
    client = sign_in(cast.health_head)
    assert [pill["n"] for pill in client.get("/unit/").context["pills"] if "to_decide" in pill["url"]] == [1]
    assert [row.work for row in client.get("/assignments/?only=to_decide").context["rows"]] == [work]
    assert sign_in(cast.ward_chair).get("/assignments/?only=to_decide").context["rows"] == []
    page = client.get(reverse("assignments:detail", args=[work.pk]), headers={"Accept-Language": "vi"})
    assert page.context["row"].primary == "resolve"
    assert "đã chạy 4 ngày" in page.content.decode()
    response = client.post(reverse("assignments:act", args=[work.pk, "resolve"]), {"reason": "Cấp trong tuần"})
    assert response.status_code == 302
    work.refresh_from_db()
    obstacle = Obstacle.objects.get()
    assert (work.is_blocked, obstacle.answered_by, obstacle.answer) == (False, cast.health_head, "Cấp trong tuần")
    assert client.get(reverse("assignments:detail", args=[work.pk])).status_code == 200


def test_an_obstacle_is_someone_elses_to_decide(cast, now):
    work = held(cast)
    with pytest.raises(ValidationError) as refused:
        assignment_block(assignment=work, actor=cast.ward_chair, now=now, reason="x", decider=work.unit)
    assert list(refused.value.message_dict) == ["decider"]
    work = assignment_block(assignment=work, actor=cast.ward_chair, now=now, reason="x", decider=cast.office)
    assert assignment_resolve(assignment=work, actor=cast.leader, now=now, reason="Đồng ý").is_blocked is False
    work = assignment_block(assignment=work, actor=cast.ward_chair, now=now, reason="y", decider=cast.health)
    with pytest.raises(Refused):
        assignment_resolve(assignment=work, actor=cast.leader, now=now, reason="Không phải của chúng tôi")
    assert assignment_unblock(assignment=work, actor=cast.ward_staff, now=now).open_obstacle_id is None


def test_a_figure_objected_to_is_out_of_the_red_count_meanwhile(cast, now, sign_in):
    work = held(cast, days=-5)
    page = "/assignments/?standing=late"
    assert len(sign_in(cast.leader).get(page).context["rows"]) == 1
    work = assignment_dispute(assignment=work, actor=cast.ward_chair, now=now, reason="Đã nộp ngày 10/9")
    assert work.standing_on(in_days(0)) == Standing.DISPUTED
    assert sign_in(cast.leader).get(page).context["rows"] == []
    assert not Assignment.objects.late(in_days(0)).exists()
    work = assignment_reject(assignment=work, actor=cast.clerk, now=now, reason="Chưa nhận được văn bản")
    assert work.standing_on(in_days(0)) == Standing.SPECIAL_RED


def test_an_upheld_objection_corrects_the_day_it_was_done(cast, now):
    work = finished(cast, days=-4)
    assert work.standing_on(in_days(0)) == Standing.DONE_LATE
    work = assignment_dispute(assignment=work, actor=cast.ward_chair, now=now, reason="Văn bản ký ngày 12/9")
    work = assignment_uphold(
        assignment=work, actor=cast.leader, now=now, reason="Đúng", corrects=Figure.DONE_ON, day=in_days(-6)
    )
    assert (work.done_on, work.standing_on(in_days(0))) == (in_days(-6), Standing.DONE_EARLY)
    dispute = Dispute.objects.get()
    assert (dispute.was_on, dispute.is_on, dispute.decided_by) == (in_days(-2), in_days(-6), cast.leader)


def test_an_upheld_objection_corrects_the_deadline_or_something_else(cast, now):
    work = assignment_dispute(assignment=held(cast, days=-2), actor=cast.ward_chair, now=now, reason="Hạn là 30/9")
    work = assignment_uphold(
        assignment=work, actor=cast.clerk, now=now, reason="Nhập nhầm", corrects=Figure.DEADLINE, day=in_days(12)
    )
    assert (work.deadline_on, work.original_deadline_on, work.extensions_count) == (in_days(12), in_days(-2), 0)
    work = assignment_dispute(assignment=work, actor=cast.ward_chair, now=now, reason="Đôn đốc nhầm")
    work = assignment_uphold(assignment=work, actor=cast.clerk, now=now, reason="Đã ghi nhận")
    assert work.deadline_on == in_days(12)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"corrects": Figure.DEADLINE}, "day"),
        ({"corrects": Figure.DEADLINE, "day": dt.date(2026, 8, 1)}, "day"),
        ({"corrects": Figure.DONE_ON, "day": in_days(-1)}, "corrects"),
        ({"corrects": "grade"}, "corrects"),
        ({"day": in_days(-1)}, "corrects"),  # a day alone does not say what it corrects
        ({"reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_with_a_correction_is_said_at_its_field(cast, now, data, field):
    work = assignment_dispute(assignment=held(cast), actor=cast.ward_chair, now=now, reason="Sai")
    with pytest.raises(ValidationError) as refused:
        assignment_uphold(assignment=work, actor=cast.clerk, now=now, **{"reason": "Đúng"} | data)
    assert list(refused.value.message_dict) == [field]


def test_an_objection_taken_back(cast, now):
    work = assignment_dispute(assignment=reported(cast), actor=cast.ward_chair, now=now, reason="Sai")
    work = assignment_drop_dispute(assignment=work, actor=cast.ward_staff, now=now)
    assert (work.is_disputed, Dispute.objects.get().state) == (False, Ask.TAKEN_BACK)


def test_declining_ends_the_obstacle_and_the_request(cast, now):
    work = assignment_block(
        assignment=asked(cast, now), actor=cast.ward_chair, now=now, reason="Chờ", decider=cast.office
    )
    work = assignment_decline(assignment=work, actor=cast.ward_chair, now=now, reason="Không thuộc thẩm quyền")
    assert (work.state, work.is_blocked, work.open_extension_id) == (State.DECLINED, False, None)


@pytest.mark.parametrize(
    ("action", "data", "field"),
    [
        ("ask_extension", {"until": "32/10/2026", "reason": "Chờ", "so_far": "Một nửa"}, "until"),
        ("ask_extension", {"until": "19/09/2026", "reason": "Chờ", "so_far": "Một nửa"}, "until"),
        ("ask_extension", {"until": "30/09/2026", "reason": "Chờ", "so_far": ""}, "so_far"),
        ("block", {"reason": "Chờ", "decider": ""}, "decider"),
        ("block", {"reason": "", "decider": "1"}, "reason"),
        ("dispute", {"reason": " "}, "reason"),
    ],
)
def test_the_sheet_says_it_at_the_field_and_keeps_what_was_typed(cast, sign_in, action, data, field):
    work = held(cast, days=3)
    response = sign_in(cast.ward_chair).post(reverse("assignments:act", args=[work.pk, action]), data)
    form = response.context["form"]
    assert (response.status_code, field in form.errors) == (422, True)
    assert {name: form[name].value() for name in data} == data


def test_the_sheet_of_a_request_does_it(cast, sign_in):
    work = held(cast, days=3)
    data = {"until": "30/09/2026", "reason": "Chờ vật tư", "so_far": "Một nửa"}
    client = sign_in(cast.ward_chair)
    assert client.post(reverse("assignments:act", args=[work.pk, "ask_extension"]), data).status_code == 302
    data = {"reason": "Chưa có kinh phí", "decider": cast.office.pk}
    assert client.post(reverse("assignments:act", args=[work.pk, "block"]), data).status_code == 302
    office = sign_in(cast.clerk)
    sheet = office.get(reverse("assignments:act", args=[work.pk, "grant"]))
    assert sheet.context["form"]["until"].value() == dt.date(2026, 9, 30)
    desk = {part["code"]: [row.work for row, _offers in part["rows"]] for part in office.get("/desk/").context["asked"]}
    assert desk == {"extensions": [work], "obstacles": [work]}
    assert office.post(reverse("assignments:act", args=[work.pk, "grant"]), {"until": "25/09/2026"}).status_code == 302
    work.refresh_from_db()
    assert work.deadline_on == dt.date(2026, 9, 25)


def test_the_timeline_tells_all_of_it(cast, now, sign_in):
    work = assignment_grant(assignment=asked(cast, now), actor=cast.leader, now=now, reason="Đồng ý")
    assignment_block(assignment=work, actor=cast.ward_chair, now=now, reason="Chờ kinh phí", decider=cast.office)
    page = sign_in(cast.ward_chair).get(reverse("assignments:detail", args=[work.pk]))
    words = [event.words for event in page.context["events"]]
    assert [line.partition(" · ")[2] for line in words[:3]] == [
        "cần Quận ủy Mẫu quyết định · “Chờ kinh phí”",
        "từ 21/09/2026 đến 30/09/2026 · “Đồng ý”",
        "đến 30/09/2026 · đã làm: Đã rà soát một nửa · “Chờ vật tư về”",
    ]


def test_on_late_work_given_just_now(cast):
    """What the unit is offered on late work: an obstacle and an objection, no more time."""
    work = given(cast, days=-1)
    from assignments.permissions import available_actions

    offered = {action.value for action in available_actions(cast.ward_chair, work, in_days(0))}
    assert ("ask_extension" in offered, "block" in offered, "dispute" in offered) == (False, True, True)
