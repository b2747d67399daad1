"""A leader urges every late ward of a directive in three clicks; a ward chair answers in three."""

import datetime as dt
from collections.abc import Callable

import pytest

from assignments.models import Assignment, Instruction
from tests import needs
from tests.cast import Cast
from tests.making import assign, make_directive, one
from wards.clock import today

from .conftest import PHONE, Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs.chromium]
At = Callable[..., Hands]


@pytest.fixture
def late(cast: Cast) -> list[Assignment]:
    directive = make_directive(cast, number="312/UBND-YT", issued_on=today() - dt.timedelta(days=30))
    return assign(cast, *cast.wards, directive=directive, deadline=today() - dt.timedelta(days=4))


@pytest.mark.parametrize("scripts", [True, False])
def test_every_late_ward_of_a_directive_in_three_clicks(at: At, cast: Cast, late: list, scripts: bool) -> None:
    leader = at(cast.leader, scripts=scripts)
    leader.open("/exceptions/")
    leader.press("312/UBND-YT", role="link")
    leader.press("Đôn đốc mọi việc quá hạn", role="link")
    leader.press("Gửi chỉ đạo")
    assert leader.count == 3
    assert "Cho ý kiến chỉ đạo: đã thực hiện với 11 việc." in leader.page.locator("body").inner_text()
    assert set(Assignment.objects.values_list("urgings_count", "unanswered_count")) == {(1, 1)}
    assert Instruction.objects.get().by == cast.leader
    assert leader.complaints == []


def test_one_late_row_in_two_clicks_and_back_to_its_page(at: At, cast: Cast, late: list) -> None:
    leader = at(cast.leader)
    leader.open("/exceptions/")
    leader.press("Rà soát nội dung 1, UBND", role="link")
    leader.press("Gửi chỉ đạo")
    leader.page.wait_for_url("**/exceptions/")
    assert leader.count == 2
    assert Assignment.objects.filter(urgings_count=1).count() == 1


def test_the_chair_answers_from_a_phone(at: At, cast: Cast, late: list) -> None:
    leader = at(cast.leader)
    leader.open(f"/many/instruct/?row={late[0].pk}&next=/exceptions/")
    leader.press("Gửi chỉ đạo")
    leader.page.wait_for_url("**/exceptions/")
    chair = at(cast.ward_chair, PHONE)
    chair.open("/unit/")
    chair.press("Trả lời chỉ đạo", role="link")
    chair.fill("Nội dung trả lời", "Sẽ hoàn thành trong tuần này")
    chair.press("Gửi trả lời")
    chair.page.wait_for_url("**/unit/**")
    assert chair.count == 3
    row = Assignment.objects.get(pk=late[0].pk)
    assert (row.unanswered_count, row.instructed.get().answer) == (0, "Sẽ hoàn thành trong tuần này")


def test_a_chair_asks_for_time_and_a_leader_grants_it(at: At, cast: Cast) -> None:
    row = one(cast, deadline=today() + dt.timedelta(days=3))
    chair = at(cast.ward_chair, PHONE)
    chair.open(f"/assignments/{row.pk}/")
    chair.press("Xin gia hạn", role="link")
    later = today() + dt.timedelta(days=20)
    chair.fill("Hạn mới", later.isoformat())
    chair.fill("Lý do xin gia hạn", "Chờ vật tư về kho")
    chair.press("Gửi đề nghị")
    chair.page.wait_for_selector("[data-first]")  # one field is missing: said, and the rest is kept
    assert chair.page.get_by_label("Lý do xin gia hạn").input_value() == "Chờ vật tư về kho"
    chair.fill("Kết quả đến nay", "Một nửa")
    chair.press("Gửi đề nghị")
    chair.page.wait_for_selector(".asked")
    leader = at(cast.leader)
    leader.open("/desk/")
    leader.press("Đồng ý gia hạn", role="link")
    leader.press("Đồng ý")
    leader.page.wait_for_url("**/desk/")
    row.refresh_from_db()
    assert (row.deadline_on, row.extensions_count) == (later, 1)
