"""Deadlines by an event, resolved by the calendar."""

import datetime as dt

import pytest

from directives.events import Events
from wards.enums import DayKind
from wards.models import CalendarDay
from wards.services.calendar import calendar_seed


@pytest.fixture
def events(db: None) -> Events:
    calendar_seed(years=[2026, 2027])
    return Events.load(dt.date(2026, 9, 18))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("trước Tết Nguyên đán", dt.date(2027, 2, 3)),  # off from Thursday 4 February
        ("trước Tết Nguyên đán Đinh Mùi", dt.date(2027, 2, 3)),
        ("trong dịp Tết", dt.date(2027, 2, 3)),
        ("trước Tết Dương lịch", dt.date(2026, 12, 31)),
        ("trước dịp nghỉ lễ 30/4 và 01/5", dt.date(2027, 4, 29)),
        ("trước Lễ Quốc khánh", dt.date(2027, 9, 1)),
        ("trước ngày Giỗ Tổ", dt.date(2027, 4, 15)),
        ("trước Lễ khai giảng", dt.date(2027, 9, 4)),  # worked: the day before, were it a Saturday
        ("nhân dịp kỷ niệm 22/12", dt.date(2026, 12, 22)),
        ("trước ngày 22/12", dt.date(2026, 12, 21)),
        ("trước Tết Trung thu", None),
        ("trước ngày 31/2", None),
        ("sau khi có hướng dẫn", None),
    ],
)
def test_the_last_permitted_day(events: Events, words: str, day: dt.date | None) -> None:
    assert events.last_day(words) == day


def test_an_event_of_the_day_of_issue_is_this_years(db: None) -> None:
    calendar_seed(years=[2026, 2027])
    assert Events.load(dt.date(2026, 4, 29)).last_day("trước 30/4") == dt.date(2026, 4, 29)


def test_what_the_calendar_does_not_hold_yet_stays_open(db: None) -> None:
    CalendarDay.objects.create(day=dt.date(2027, 1, 1), kind=DayKind.OFF, name="Tết Dương lịch", is_confirmed=True)
    assert Events.load(dt.date(2026, 9, 18)).last_day("trước Tết Nguyên đán") is None


def test_two_queries_for_any_number(events: Events, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):
        one = Events.load(dt.date(2026, 9, 18))
        [one.last_day(words) for words in ("trước Tết", "trước 30/4", "trước 2/9")]
