"""A ward chair links two duties and reports both at once, on a phone and at a desk; a clerk hangs a task."""

import datetime as dt
import os
from collections.abc import Callable

import pytest

from assignments.enums import State
from assignments.models import Assignment, LinkedPart
from assignments.services import duty_agree
from tests import needs
from tests.cast import Cast
from tests.making import assign, make_directive, one
from wards.clock import now, today

from .conftest import DESKTOP, PHONE, Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs.chromium]
At = Callable[..., Hands]


def seen(hands: Hands, name: str) -> None:
    """What axe finds is nothing, the page does not scroll sideways; kept as a picture where a folder is named."""
    assert hands.problems() == []
    width = hands.page.viewport_size["width"]  # type: ignore[index]
    assert hands.page.evaluate("document.documentElement.scrollWidth") <= width
    if folder := os.environ.get("PICTURES"):
        hands.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_one_report_for_two_duties(at: At, cast: Cast, size: tuple[int, int]) -> None:
    work, other = (one(cast, deadline=today() + dt.timedelta(days=n)) for n in (5, 9))
    chair = at(cast.ward_chair, size)
    chair.open(f"/assignments/{work.pk}/")
    seen(chair, "likely")
    chair.press(f"{other.directive} · 1 Rà soát nội dung 1", role="link")
    chair.fill("Vì sao một báo cáo dùng được cho cả hai", "Hai văn bản cùng giao một việc")
    seen(chair, "link")
    chair.press("Đề xuất liên kết")
    seen(chair, "proposed")
    for part in LinkedPart.objects.all():
        duty_agree(part=part, actor=cast.clerk, now=now())
    chair.open(f"/assignments/{work.pk}/submit/")
    assert chair.page.get_by_label(f"{other.directive} · 1 Rà soát nội dung 1").is_checked()
    chair.choose_file("input[type=file]", "a.pdf", b"%PDF-1.4 mau", "application/pdf")
    seen(chair, "report")
    chair.press("Gửi báo cáo")
    assert f"Đã báo cáo cả việc: {other.directive}" in chair.page.locator("body").inner_text()
    assert {row.state for row in Assignment.objects.all()} == {State.SUBMITTED}
    assert chair.complaints == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_clerk_hangs_a_task_under_the_superiors(at: At, cast: Cast, size: tuple[int, int]) -> None:
    superior = make_directive(cast, number="15-CT/TU")
    local = make_directive(cast, number="20/KH-UBND").tasks.get()
    assign(cast, *cast.wards, directive=local.directive, deadline=today() + dt.timedelta(days=5))
    clerk = at(cast.clerk, size)
    clerk.open(f"/directives/{local.directive_id}/")
    clerk.press("Gắn với nhiệm vụ cấp trên", role="link")
    clerk.fill("Tìm theo số văn bản", "15-CT/TU")
    clerk.page.locator("#find").press("Enter")
    clerk.page.wait_for_load_state()
    seen(clerk, "carries")
    clerk.page.locator("button[name=target]").first.click()
    clerk.page.wait_for_url("**/directives/*/")
    clerk.open(f"/directives/{superior.pk}/chain/")
    seen(clerk, "chain")
    assert "0/11" in clerk.page.locator("body").inner_text()
    assert clerk.complaints == []
