"""Many rows at once, by mouse, by keys, on a phone and without scripts."""

import datetime as dt
from collections.abc import Callable

import pytest

from assignments.enums import State
from assignments.models import Assignment
from assignments.services import assignment_withdraw
from tests import needs
from tests.cast import Cast
from tests.making import assign, make_directive
from wards.clock import now, today

from .conftest import DESKTOP, PHONE, Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs.chromium]
At = Callable[..., Hands]
BOXES = 'input[name="row"][form="bulk"]'


@pytest.fixture
def rows(cast: Cast) -> list[Assignment]:
    directive = make_directive(cast, number="312/UBND-YT", issued_on=today() - dt.timedelta(days=30))
    return assign(cast, *cast.wards[:6], directive=directive, deadline=today() - dt.timedelta(days=4))


def ticked(hands: Hands) -> list[int]:
    boxes = hands.page.locator(BOXES)
    return [n for n in range(boxes.count()) if boxes.nth(n).is_checked()]


def said(hands: Hands) -> str:
    return hands.page.locator("[data-bulk-count]").inner_text()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_some_rows_are_withdrawn_and_what_cannot_be_is_named(at: At, cast: Cast, rows: list, size: tuple) -> None:
    assignment_withdraw(assignment=rows[1], actor=cast.second_clerk, now=now(), reason="Trùng")
    clerk = at(cast.clerk, size)
    clerk.open("/assignments/?standing=all")
    for place in (0, 1, 2):
        clerk.page.locator(BOXES).nth(place).click()
    assert said(clerk) == "Đã chọn 3 việc"
    assert clerk.problems() == []
    clerk.press("Thu hồi")
    assert clerk.page.locator("#will li").count() == 2
    assert "UBND phường Mẫu Tây" in clerk.page.locator("#wont").inner_text()
    assert clerk.problems() == []
    assert clerk.page.evaluate("document.documentElement.scrollWidth") == size[0]
    clerk.press("Thu hồi")
    assert "Lý do" in clerk.page.locator("[data-first]").inner_text()
    clerk.fill("Lý do", "Giao nhầm đơn vị")
    clerk.press("Thu hồi")
    clerk.page.wait_for_url("**/assignments/**")
    assert "Thu hồi: đã thực hiện với 2 việc." in clerk.text()
    assert Assignment.objects.filter(state=State.WITHDRAWN).count() == 3
    assert [words for words in clerk.complaints if "422" not in words] == []


def test_rows_are_chosen_by_keys_and_by_ranges(at: At, cast: Cast, rows: list) -> None:
    clerk = at(cast.clerk)
    clerk.open("/assignments/")
    boxes, keys = clerk.page.locator(BOXES), clerk.page.keyboard
    assert not clerk.page.get_by_role("button", name="Thu hồi").is_visible()
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    assert (ticked(clerk), said(clerk)) == ([1, 2, 3, 4], "Đã chọn 4 việc")
    clerk.page.locator("tr[data-row] th a").nth(2).focus()
    keys.press("x")
    assert ticked(clerk) == [1, 3, 4]
    keys.press("Escape")
    assert (ticked(clerk), said(clerk)) == ([], "Đánh dấu các dòng để xử lý nhiều việc một lần.")
    clerk.press("Đánh dấu cả trang")
    assert len(ticked(clerk)) == 6
    clerk.page.locator('input[name="q"]').first.focus()
    keys.press("x")  # typed, not a command
    assert len(ticked(clerk)) == 6
    assert clerk.page.locator("[data-bulk-count]").get_attribute("aria-live") == "polite"
    assert clerk.complaints == []


def test_all_rows_of_the_list_are_extended_without_scripts(at: At, cast: Cast, rows: list) -> None:
    clerk = at(cast.clerk, scripts=False)
    clerk.open("/assignments/?standing=late")
    clerk.page.get_by_label("Cả 6 việc của danh sách này").check()
    clerk.press("Gia hạn")
    day = today() + dt.timedelta(days=9)
    clerk.page.locator('[name="until"]').fill(day.isoformat())
    clerk.page.locator('[name="reason"]').fill("Bão lụt")
    clerk.press("Xem trước kết quả")
    assert f"→ {day:%d/%m/%Y}" in clerk.page.locator("#will").inner_text()
    assert set(Assignment.objects.values_list("extensions_count", flat=True)) == {0}
    clerk.press("Gia hạn")
    assert set(Assignment.objects.values_list("deadline_on", "extensions_count")) == {(day, 1)}


@pytest.mark.parametrize("path", ["/desk/", "/exceptions/", "/directives/{}/"])
def test_the_other_pages_of_work_have_the_same_boxes(at: At, cast: Cast, rows: list, path: str) -> None:
    clerk = at(cast.clerk)
    clerk.open(path.format(rows[0].directive_id))
    clerk.page.locator(BOXES).first.click()
    clerk.press("Gắn sao")
    clerk.press("Gắn sao")
    assert Assignment.objects.filter(is_starred=True).count() == 6  # the star is the order's
    assert "Gắn sao: đã thực hiện với 1 việc." in clerk.text()
