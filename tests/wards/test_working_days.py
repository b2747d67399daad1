"""The calendar of DOMAIN §5: Tết 2026, the swaps of 2026, what is not confirmed; counting by the Civil Code."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from wards.enums import DayKind
from wards.models import CalendarDay
from wards.services import calendar_seed
from wards.working_days import Calendar, add_working_days, is_working_day, next_working_day, working_days_between

D = dt.date


@pytest.fixture
def year(db: None) -> Calendar:
    calendar_seed(years=[2026])
    return Calendar.load(D(2026, 1, 1), D(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (D(2026, 1, 1), False),  # New Year
        (D(2026, 1, 2), False),  # swapped for Saturday 10/1 (12729/VPCP-KGVX)
        (D(2026, 1, 10), True),
        (D(2026, 1, 17), False),  # an ordinary Saturday
        (D(2026, 2, 13), True),  # the last day before Tết
        *((D(2026, 2, n), False) for n in range(16, 21)),  # Tết
        (D(2026, 2, 23), True),
        (D(2026, 4, 27), False),  # Giỗ Tổ fell on a Sunday
        (D(2026, 4, 30), False),
        (D(2026, 5, 1), False),
        (D(2026, 8, 22), True),  # swapped for Monday 31/8
        (D(2026, 8, 31), False),
        (D(2026, 9, 1), False),
        (D(2026, 9, 2), False),
        (D(2026, 11, 24), True),  # only proposed
        (D(2026, 12, 31), True),
    ],
)
def test_the_days_of_2026(year: Calendar, day: dt.date, worked: bool) -> None:
    assert is_working_day(day, year) is worked


def test_a_proposed_holiday_counts_once_an_administrator_confirms_it(year: Calendar) -> None:
    culture = CalendarDay.objects.get(day=D(2026, 11, 24))
    assert (culture.kind, culture.is_confirmed) == (DayKind.OFF, False)
    culture.is_confirmed = True
    culture.save()
    assert is_working_day(culture.day, Calendar.load(culture.day, culture.day)) is False


def test_a_computed_year_counts_and_is_not_confirmed(db: None) -> None:
    calendar_seed(years=[2027])
    assert not CalendarDay.objects.filter(day__year=2027, is_confirmed=True).exists()
    calendar = Calendar.load(D(2027, 1, 1), D(2027, 12, 31))
    assert [is_working_day(D(2027, 2, n), calendar) for n in (3, 4, 5, 8, 9, 10, 11)] == [
        *(True, False, False, False, False, False, True)
    ]


def test_swaps_of_earlier_years(db: None) -> None:
    calendar_seed(years=[2024, 2025])
    calendar = Calendar.load(D(2024, 1, 1), D(2025, 12, 31))
    days = [D(2024, 4, 29), D(2024, 5, 4), D(2025, 5, 2), D(2025, 4, 26)]
    assert [is_working_day(day, calendar) for day in days] == [False, True, False, True]


def test_seeding_again_leaves_what_an_administrator_changed(db: None) -> None:
    assert calendar_seed(years=[2026]) == 17
    CalendarDay.objects.filter(day=D(2026, 9, 1)).update(kind=DayKind.WORK, name="Sửa tay")
    assert calendar_seed(years=[2026, 2026]) == 0
    assert CalendarDay.objects.get(day=D(2026, 9, 1)).name == "Sửa tay"


def test_the_command_seeds_the_years_named(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_calendar", 2026, 2027)
    assert sorted({day.year for day in CalendarDay.objects.values_list("day", flat=True)}) == [2026, 2027]
    assert "32" in capsys.readouterr().out


@time_machine.travel(dt.datetime(2026, 9, 18, tzinfo=dt.UTC))
def test_the_command_covers_last_year_to_three_ahead_by_default(db: None) -> None:
    call_command("seed_calendar", verbosity=0)
    years = {day.year for day in CalendarDay.objects.values_list("day", flat=True)}
    assert years == {2025, 2026, 2027, 2028, 2029}


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (D(2026, 9, 18), 0, D(2026, 9, 18)),
        (D(2026, 9, 18), 1, D(2026, 9, 21)),  # Friday: the day of the event is left out
        (D(2026, 9, 18), 5, D(2026, 9, 25)),
        (D(2026, 9, 19), 1, D(2026, 9, 21)),  # from a Saturday
        (D(2026, 2, 13), 5, D(2026, 2, 27)),  # across Tết
        (D(2026, 1, 9), 1, D(2026, 1, 10)),  # the make-up Saturday is a working day
        (D(2026, 8, 28), 1, D(2026, 9, 3)),  # the long National Day
        (D(2026, 9, 21), -1, D(2026, 9, 18)),
        (D(2026, 2, 23), -3, D(2026, 2, 11)),
    ],
)
def test_adding_working_days(year: Calendar, start: dt.date, n: int, end: dt.date) -> None:
    assert add_working_days(start, n, year) == end
    assert working_days_between(start, end, year) == n


def test_a_period_that_ends_on_a_day_off_ends_on_the_next_working_day(year: Calendar) -> None:
    assert next_working_day(D(2026, 2, 15), year) == D(2026, 2, 23)
    assert next_working_day(D(2026, 2, 24), year) == D(2026, 2, 24)


def test_a_calendar_does_not_answer_for_days_it_has_not_loaded(year: Calendar) -> None:
    with pytest.raises(ValueError, match="2027-01-01 is outside"):
        add_working_days(D(2026, 12, 31), 1, year)


def test_a_span_over_two_years_is_one_query(db: None, django_assert_num_queries: object) -> None:
    calendar_seed(years=[2026, 2027])
    with django_assert_num_queries(1):  # type: ignore[operator]
        calendar = Calendar.load(D(2026, 10, 1), D(2027, 4, 1))
        assert add_working_days(D(2026, 12, 30), 30, calendar) == D(2027, 2, 18)
        assert add_working_days(D(2026, 12, 30), -30, calendar) == D(2026, 11, 18)


DAYS = st.dates(D(2026, 1, 15), D(2026, 12, 1))
OFF = st.frozensets(DAYS, max_size=20)


@given(start=DAYS, n=st.integers(0, 10), off=OFF, worked=OFF)
def test_adding_and_counting_are_inverse(start: dt.date, n: int, off: frozenset, worked: frozenset) -> None:
    calendar = Calendar(D(2025, 1, 1), D(2028, 1, 1), off=off, worked=worked)
    end = add_working_days(start, n, calendar)
    assert working_days_between(start, end, calendar) == n
    assert working_days_between(end, start, calendar) == -n
    assert n == 0 or is_working_day(end, calendar)
