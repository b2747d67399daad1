"""The whole path in a browser: from a directive on paper to an overdue reminder."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assignments.enums import State
from assignments.models import Assignment
from directives.models import Directive, Draft
from tests import needs
from tests.cast import Cast
from tests.reminders.test_digest import Mailbox, mailbox, remind
from wards.clock import today

from .conftest import PHONE, Hands

__all__ = ["mailbox"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs.chromium]

TEXT = (Path(__file__).parent / "texts" / "cong_van_312.txt").read_text(encoding="utf-8")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
At = Callable[..., Hands]


def next_morning() -> dt.datetime:
    """07:30 of the first weekday after today: the server under test lives by the real clock."""
    day = today() + dt.timedelta(days=1)
    while day.weekday() > 4:
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(7, 30), tzinfo=dt.timezone(dt.timedelta(hours=7)))


def paste_to_assigned(clerk: Hands) -> int:
    """What the clerk does with a document that was read without a mistake. Returns the number of interactions."""
    clerk.open("/desk/")
    clerk.press("Nhập văn bản", role="link")
    clerk.fill("Toàn văn văn bản", TEXT)
    clerk.press("Đọc văn bản")
    clerk.press("Xác nhận và giao việc")
    clerk.press("Giao ")
    return clerk.count


def test_from_paste_to_confirmed_result_and_reminder(at: At, cast: Cast, mailbox: Mailbox, live_server: object) -> None:
    clerk = at(cast.clerk)
    assert paste_to_assigned(clerk) <= 15
    directive = Directive.objects.get()
    assert (directive.number, directive.issued_on) == ("312/UBND-YT", dt.date(2026, 9, 1))
    assert directive.issuing_body.name == "UBND quận Mẫu"
    wards = Assignment.objects.filter(unit__in=cast.wards, role="lead")
    assert wards.count() == 33  # three dashes × 11 wards; the heading over them makes none
    assert sorted(set(wards.values_list("task__path", flat=True))) == ["1-1", "1-2", "1-3"]

    chair = at(cast.ward_chair, PHONE)
    chair.open("/unit/")
    first = Assignment.objects.get(unit=cast.wards[0], task__path="1-1")
    assert chair.page.locator(".work-card").count() == Assignment.objects.filter(unit=cast.wards[0]).count()
    card = chair.page.locator(f"#card-{first.pk}")
    card.get_by_role("button", name="Đã nhận việc").click()  # one tap
    card.get_by_role("link", name="Báo cáo kết quả").wait_for()
    first.refresh_from_db()
    assert first.state == State.ACKNOWLEDGED

    chair.count = 0
    chair.count += 1
    card.get_by_role("link", name="Báo cáo kết quả").click()
    send = chair.page.get_by_role("button", name="Gửi báo cáo")
    expect(send).to_be_disabled()  # not without evidence
    chair.choose_file("input[type=file]", "anh-ra-quan.png", PNG, "image/png")
    chair.press("Gửi báo cáo")
    assert chair.count == 3
    first.refresh_from_db()
    assert (first.state, first.evidence_count) == (State.SUBMITTED, 1)

    clerk.open("/desk/")
    assert "anh-ra-quan.png" in clerk.text()
    clerk.page.get_by_role("button", name="Đạt", exact=True).click()
    clerk.page.wait_for_load_state()
    first.refresh_from_db()
    assert (first.state, first.grade) == (State.COMPLETED, "passed")

    remind(next_morning())
    [letter] = mailbox.to("ward_chair@mau.test")
    assert "việc quá hạn" in letter["Subject"]
    late = Assignment.objects.get(unit=cast.wards[0], task__path="1-2")
    link = f"/assignments/{late.pk}/"
    assert link in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    chair.open(link)
    assert "312/UBND-YT" in chair.text()
    for hands in (clerk, chair):
        assert hands.complaints == []


def test_the_leader_sees_what_is_stuck_and_every_count_opens_its_rows(at: At, cast: Cast) -> None:
    paste_to_assigned(at(cast.clerk))
    leader = at(cast.leader)
    leader.open("/")
    assert leader.page.url.endswith("/exceptions/")
    text = leader.text()
    assert "UBND phường Mẫu Đông" in text
    assert "312/UBND-YT" in text
    pill = leader.page.locator("main a[href*='standing=special_red']").first
    counted = int("".join(c for c in pill.inner_text().split()[-1] if c.isdigit()))
    assert counted == Assignment.objects.late(today()).count() > 33
    pill.click()
    leader.page.wait_for_load_state()
    seen = leader.page.locator("table.table tbody tr").count()
    while leader.page.locator("a[rel=next]").count():
        leader.page.locator("a[rel=next]").first.click()
        leader.page.wait_for_load_state()
        seen += leader.page.locator("table.table tbody tr").count()
    assert seen == counted
    assert leader.complaints == []


def test_another_wards_chair_does_not_find_it(at: At, cast: Cast) -> None:
    paste_to_assigned(at(cast.clerk))
    other = at(cast.other_chair, PHONE)
    mine = Assignment.objects.filter(unit=cast.wards[0]).first()
    assert mine is not None
    response = other.page.goto(f"{other.address}/assignments/{mine.pk}/")
    assert response is not None
    assert response.status == 404


def test_the_same_document_again_is_refused_with_a_link(at: At, cast: Cast) -> None:
    clerk = at(cast.clerk)
    paste_to_assigned(clerk)
    first = Directive.objects.get()
    clerk.open("/directives/new/")
    clerk.fill("Toàn văn văn bản", TEXT)
    clerk.press("Đọc văn bản")
    assert clerk.page.locator(f"main a[href='/directives/{first.pk}/']").count() >= 1
    clerk.press("Vẫn đọc lại")
    assert clerk.page.locator(f"main a[href='/directives/{first.pk}/']").count() >= 1
    clerk.press("Xác nhận và giao việc")
    assert clerk.page.locator(f"main a[href='/directives/{first.pk}/']").count() >= 1
    assert Directive.objects.count() == 1


def test_the_path_without_scripts(at: At, cast: Cast) -> None:
    assert paste_to_assigned(at(cast.clerk, scripts=False)) <= 15
    chair = at(cast.ward_chair, PHONE, scripts=False)
    chair.open("/unit/")
    chair.press("Đã nhận việc")
    row = Assignment.objects.get(state=State.ACKNOWLEDGED)
    chair.open(f"/assignments/{row.pk}/submit/")
    chair.press("Gửi báo cáo")
    assert "Hãy đính kèm tệp" in chair.text()
    chair.fill("Số, ký hiệu", "15/BC-UBND")
    chair.page.locator("input[name=dated]").fill("2026-09-18")
    chair.press("Gửi báo cáo")
    row.refresh_from_db()
    assert (row.state, row.done_on) == (State.SUBMITTED, dt.date(2026, 9, 18))


def test_a_session_that_ends_while_the_form_is_typed_loses_nothing(at: At, cast: Cast) -> None:
    clerk = at(cast.clerk)
    clerk.open("/directives/new/")
    clerk.fill("Toàn văn văn bản", TEXT)
    clerk.press("Đọc văn bản")
    draft = Draft.objects.get()
    subject = clerk.page.locator("[name$=subject]").first
    subject.fill("Trích yếu đang sửa dở")
    clerk.page.context.clear_cookies(name="sessionid")  # the session has ended meanwhile
    clerk.press("Xác nhận và giao việc")
    assert "/login/" in clerk.page.url
    clerk.page.fill("input[name=username]", "clerk")
    clerk.page.fill("input[name=password]", "mat-khau-thu-nghiem")
    clerk.page.press("input[name=password]", "Enter")
    clerk.page.wait_for_url(f"**/drafts/{draft.pk}/**")
    assert clerk.page.locator("[name$=subject]").first.input_value() == "Trích yếu đang sửa dở"
    assert Directive.objects.count() == 0
