"""The clerk settles a missing deadline and a due review from the desk; another kind on its sheet."""

import datetime as dt
import os
from collections.abc import Callable

import pytest

from assignments.models import Assignment
from assignments.services import DeadlineSet
from tests import needs
from tests.cast import Cast
from tests.making import make_directive, one
from wards.clock import today

from .conftest import DESKTOP, PHONE, Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs.chromium]
At = Callable[..., Hands]
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture
def debts(cast: Cast) -> tuple[Assignment, Assignment]:
    """Without a deadline, and standing work whose day of review has come."""
    directive = make_directive(cast, issued_on=today() - dt.timedelta(days=30))
    undated = one(cast, deadline=DeadlineSet("undetermined", reason="Chờ thành phố hướng dẫn"), directive=directive)
    endless = one(cast, cast.wards[1], deadline=DeadlineSet("standing", review_on=today()), directive=directive)
    return undated, endless


@pytest.mark.parametrize("scripts", [True, False])
def test_a_missing_deadline_in_one_field_and_one_press(at: At, cast: Cast, debts: tuple, scripts: bool) -> None:
    clerk, day = at(cast.clerk, scripts=scripts), today() + dt.timedelta(days=9)
    clerk.open("/desk/")
    clerk.fill("Hạn cuối:", day.isoformat())
    clerk.press("Đặt thời hạn")
    assert "Đã đặt thời hạn." in clerk.page.locator("body").inner_text()
    debts[0].refresh_from_db()
    assert (debts[0].deadline_on, clerk.count, clerk.complaints) == (day, 2, [])


def test_a_review_in_one_press(at: At, cast: Cast, debts: tuple) -> None:
    clerk = at(cast.clerk)
    clerk.open("/desk/")
    clerk.press("Đã rà soát, tiếp tục")
    debts[1].refresh_from_db()
    assert debts[1].review_on is not None
    assert debts[1].review_on > today()
    assert clerk.count == 1


def test_the_sheet_shows_what_the_chosen_kind_needs(at: At, cast: Cast, debts: tuple) -> None:
    clerk = at(cast.clerk)
    clerk.open(f"/assignments/{debts[0].pk}/set_deadline/")
    shown = {}
    for kind in ("dated", "within", "periodic", "awaiting", "event", "undetermined"):
        clerk.page.locator("select[name=kind]").select_option(kind)
        fields = clerk.page.locator("[data-deadline] input:visible")
        shown[kind] = [fields.nth(i).get_attribute("name") for i in range(fields.count())]
    assert shown == {
        "dated": ["day"],
        "within": ["day", "days"],
        "periodic": ["day", "rule"],
        "awaiting": ["day", "words"],
        "event": ["day", "words"],
        "undetermined": [],
    }
    assert clerk.complaints == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("page", ["/desk/", "set_deadline", "reviewed", "/assignments/"])
def test_the_pages_are_whole_and_accessible(at: At, cast: Cast, debts: tuple, size: tuple, page: str) -> None:
    clerk = at(cast.clerk, size)
    work = debts[1] if page == "reviewed" else debts[0]
    clerk.open(page if page.startswith("/") else f"/assignments/{work.pk}/{page}/")
    if SHOTS:
        clerk.page.screenshot(path=f"{SHOTS}/{page.strip('/')}-{size[0]}.png", full_page=True)
    wide = clerk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert (clerk.problems(), clerk.complaints, wide) == ([], [], False)
