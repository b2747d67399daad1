"""A clerk deals with a document that another supersedes, on a desk and on a phone, with scripts and without."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assignments.models import Assignment, Repointing
from directives.models import Citation, Directive, Task
from tests import needs
from tests.cast import Cast
from tests.making import assign, make_directive
from wards.clock import today
from wards.folding import fold

from .conftest import DESKTOP, PHONE, Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs.chromium]
At = Callable[..., Hands]
OLD = ["Rà soát hộ kinh doanh lấn chiếm vỉa hè, lập danh sách", "Tiêm vắc xin phòng dại cho chó, mèo"]
NEW = ["Tiêm vắc xin phòng bệnh dại cho chó, mèo", "Rà soát các hộ kinh doanh lấn chiếm vỉa hè, lập danh sách"]


def _paper(cast: Cast, number: str, words: list[str]) -> Directive:
    made = make_directive(cast, number=number, tasks=2, issued_on=today() - dt.timedelta(days=9))
    for task, text in zip(made.tasks.order_by("order"), words, strict=True):
        Task.objects.filter(pk=task.pk).update(words=text, short_title=text, folded=fold(text))
    return made


@pytest.fixture
def papers(cast: Cast) -> tuple[Directive, Directive]:
    old, new = _paper(cast, "12/UBND-VP", OLD), _paper(cast, "45/UBND-VP", NEW)
    assign(cast, *cast.wards[:3], directive=old, deadline=today() + dt.timedelta(days=4))
    Citation.objects.create(directive=new, number=old.number, number_key=old.number, relation="replaces", target=old)
    return old, new


def _seen(hands: Hands, name: str) -> None:
    """A picture for whoever wants to look (PICTURES=directory); what axe finds, and that nothing runs off the side."""
    if folder := os.environ.get("PICTURES"):
        hands.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    assert hands.problems() == []
    assert hands.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("size", "scripts"), [(DESKTOP, True), (PHONE, True), (DESKTOP, False)])
def test_from_the_desk_to_the_end(at: At, cast: Cast, papers: tuple, size: tuple, scripts: bool) -> None:
    clerk, shot = at(cast.clerk, size, scripts=scripts), f"{size[0]}{'' if scripts else '-plain'}"
    clerk.page.on("dialog", lambda dialog: dialog.accept())
    clerk.open("/desk/")
    if scripts:
        _seen(clerk, f"desk-{shot}")
    clerk.press("Xử lý", role="link")
    assert "2 Rà soát các hộ kinh doanh" in clerk.text()
    if scripts:
        _seen(clerk, f"plan-{shot}")
    clerk.page.get_by_label("Việc đang mở: 2").select_option("close")
    clerk.fill("Lý do, lưu trong lịch sử", "Theo văn bản mới.")
    clerk.press("Xem trước khi thực hiện")
    assert "3 việc tiếp tục theo văn bản mới" in clerk.text()
    if scripts:
        _seen(clerk, f"look-{shot}")
    clerk.press("Sửa lựa chọn")
    assert clerk.page.get_by_label("Việc đang mở: 2").input_value() == "close"
    clerk.press("Xem trước khi thực hiện")
    clerk.press("Thực hiện")
    clerk.page.wait_for_url(f"**/directives/{papers[0].pk}/")
    assert "Được thay thế bởi 45/UBND-VP" in clerk.text()
    assert Repointing.objects.count() == 3
    assert set(Assignment.objects.filter(directive=papers[0]).values_list("state", flat=True)) == {"superseded"}
    if scripts:
        _seen(clerk, f"directive-{shot}")
    assert clerk.complaints == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_withdrawal_and_the_way_to_it(at: At, cast: Cast, papers: tuple, size: tuple) -> None:
    clerk = at(cast.clerk, size)
    clerk.page.on("dialog", lambda dialog: dialog.accept())
    clerk.open(f"/directives/{papers[0].pk}/")
    clerk.press("Thay thế, sửa đổi, thu hồi", role="link")
    clerk.fill("Tìm văn bản mới theo số", "45/UBND-VP")
    clerk.page.get_by_role("button", name="Tìm", exact=True).last.click()
    _seen(clerk, f"which-{size[0]}")
    clerk.press("Thu hồi văn bản", role="link")
    clerk.press("Xem trước khi thực hiện")
    clerk.page.wait_for_selector("[data-first]")
    _seen(clerk, f"withdraw-{size[0]}")
    clerk.fill("Lý do, lưu trong lịch sử", "Ban hành nhầm.")
    clerk.press("Xem trước khi thực hiện")
    clerk.press("Thực hiện")
    clerk.page.wait_for_url(f"**/directives/{papers[0].pk}/")
    assert set(Assignment.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert [words for words in clerk.complaints if "422" not in words] == []


def test_a_ward_chair_is_led_from_the_old_work_to_the_new(at: At, cast: Cast, papers: tuple) -> None:
    clerk = at(cast.clerk, scripts=False)
    clerk.open(f"/directives/{papers[0].pk}/change/?kind=supersede&by={papers[1].pk}")
    clerk.press("Xem trước khi thực hiện")
    clerk.press("Thực hiện")
    old = Assignment.objects.get(directive=papers[0], unit=cast.wards[0], task__path="1")
    chair = at(cast.ward_chair, PHONE)
    chair.open(f"/assignments/{old.pk}/")
    _seen(chair, "old-work-390")
    chair.press("45/UBND-VP · mục 2", role="link")
    assert "Tiếp nối việc trước đó" in chair.text()
    _seen(chair, "new-work-390")
