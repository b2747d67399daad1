"""The calendar on its page: a year's days, what is not confirmed, a year that is not entered yet."""

from collections.abc import Callable

import pytest

from tests.cast import Cast
from wards.models import AuditEntry, CalendarDay
from wards.services import calendar_seed

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen(time_machine_at: Callable, now: object) -> object:
    with time_machine_at(now):
        yield now


def test_a_year_is_flagged_until_every_day_of_it_is_confirmed(cast: Cast, sign_in: Callable) -> None:
    calendar_seed(years=[2025, 2026, 2027])
    years = {year.year: year for year in sign_in(cast.clerk).get("/calendar/").context["years"]}
    assert {year: (row.unconfirmed, row.is_sure) for year, row in years.items()} == {
        2025: (0, True),
        2026: (1, False),  # 24/11
        2027: (15, False),  # computed
    }


@pytest.mark.parametrize(("asked", "shown"), [("", 2026), ("?year=2027", 2027), ("?year=1", 2026), ("?year=x", 2026)])
def test_the_year_asked_is_shown(cast: Cast, sign_in: Callable, asked: str, shown: int) -> None:
    calendar_seed(years=[2026, 2027])
    page = sign_in(cast.ward_chair).get(f"/calendar/{asked}")
    assert {day.day.year for day in page.context["days"]} == {shown}
    assert page.context["may_change"] is False


def test_the_correction_of_the_new_year_of_2026_is_there_with_its_basis(cast: Cast) -> None:
    calendar_seed(years=[2026])
    swap = CalendarDay.objects.filter(basis="12729/VPCP-KGVX").values_list("day", "kind", "is_confirmed")
    assert [(f"{day:%d/%m}", kind, sure) for day, kind, sure in swap] == [
        ("02/01", "off", True),
        ("10/01", "work", True),
    ]


def test_an_empty_year_is_entered_at_a_press_and_once(cast: Cast, sign_in: Callable) -> None:
    client = sign_in(cast.administrator)
    assert b"/calendar/2026/seed/" in client.get("/calendar/").content
    assert client.post("/calendar/2026/seed/")["Location"] == "/calendar/?year=2026"
    assert CalendarDay.objects.count() == 17
    assert AuditEntry.objects.get(action="calendar.seeded").data == {"year": 2026, "days": 17}
    client.post("/calendar/2026/seed/")
    assert AuditEntry.objects.filter(action="calendar.seeded").count() == 1
