"""Numbers as people type them, and the periods of an indicator."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from assignments.figures import is_reached, number_words, period_on, periods, read_number


@pytest.mark.parametrize(
    ("typed", "measure", "value"),
    [
        ("95", "hộ", "95"),
        (" 1234 ", "hộ", "1234"),
        ("1.234", "hộ", "1234"),
        ("1.234,5", "hộ", "1234.5"),
        ("1.234.567,25", "đồng", "1234567.25"),
        ("1 234", "hộ", "1234"),
        ("1\u00a0234,5", "hộ", "1234.5"),
        ("12,5", "%", "12.5"),
        ("12.5", "%", "12.5"),
        ("0.500", "%", "0.5"),
        ("1,234", "km", "1.234"),
        ("1,234.5", "hộ", "1234.5"),
        ("1,234,567", "đồng", "1234567"),
        ("95%", "%", "95"),
        ("95,5 %", "% số hộ", "95.5"),
        ("-3,2", "%", "-3.2"),
        ("\u22123", "%", "-3"),
        ("0", "vụ", "0"),
        ("007", "vụ", "7"),
        ("999.999.999.999", "đồng", "999999999999"),
    ],
)
def test_numbers_that_are_understood(typed: str, measure: str, value: str) -> None:
    assert read_number(typed, measure) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "measure", "says"),
    [
        ("", "hộ", "is not a number"),
        ("mười", "hộ", "“mười” is not a number"),
        ("12 hộ", "hộ", "“12 hộ” is not a number"),
        ("12a", "hộ", "“12a” is not a number"),
        ("1e5", "hộ", "is not a number"),
        ("1.234.5", "hộ", "is not a number"),
        ("1.23,4,5", "hộ", "is not a number"),
        ("1,2,3", "hộ", "is not a number"),
        ("--5", "hộ", "is not a number"),
        ("5-10", "hộ", "is not a number"),
        ("NaN", "hộ", "is not a number"),
        ("٣", "hộ", "is not a number"),
        ("12%", "hộ", "This is counted in “hộ”, not in per cent."),
        ("%", "%", "is not a number"),
        ("1.000.000.000.000", "đồng", "At most 12 digits"),
        ("0,12345", "%", "At most 12 digits, and 4 after the comma."),
    ],
)
def test_numbers_that_are_refused(typed: str, measure: str, says: str) -> None:
    with override("en"), pytest.raises(ValidationError) as refused:
        read_number(typed, measure)
    assert says in refused.value.messages[0]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1234.5000", "1.234,5"),
        ("1234567", "1.234.567"),
        ("95.0000", "95"),
        ("100", "100"),
        ("0", "0"),
        ("-3.25", "-3,25"),
        (None, ""),
    ],
)
def test_numbers_are_written_as_offices_write_them(value: str | None, words: str) -> None:
    assert number_words(None if value is None else Decimal(value)) == words


@pytest.mark.parametrize(
    ("rhythm", "day", "code", "start", "end"),
    [
        ("weekly", dt.date(2026, 11, 8), "2026-W45", dt.date(2026, 11, 2), dt.date(2026, 11, 8)),
        ("weekly", dt.date(2027, 1, 1), "2026-W53", dt.date(2026, 12, 28), dt.date(2027, 1, 3)),
        ("monthly", dt.date(2024, 2, 29), "2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("monthly", dt.date(2026, 12, 1), "2026-12", dt.date(2026, 12, 1), dt.date(2026, 12, 31)),
        ("quarterly", dt.date(2026, 9, 30), "2026-Q3", dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
        ("quarterly", dt.date(2026, 10, 1), "2026-Q4", dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
    ],
)
def test_the_period_in_which_a_day_lies(rhythm: str, day: dt.date, code: str, start: dt.date, end: dt.date) -> None:
    found = period_on(rhythm, day)
    assert (found.code, found.start, found.end) == (code, start, end)


def test_periods_follow_each_other_without_a_gap() -> None:
    for rhythm in ("weekly", "monthly", "quarterly"):
        found = list(periods(rhythm, dt.date(2026, 9, 18), dt.date(2027, 2, 10)))
        assert found[0].start <= dt.date(2026, 9, 18) <= found[0].end
        assert found[-1].start <= dt.date(2027, 2, 10) <= found[-1].end
        assert [a.end + dt.timedelta(days=1) for a in found[:-1]] == [b.start for b in found[1:]]


def test_a_number_asked_for_once_has_one_period() -> None:
    (found,) = periods("once", dt.date(2026, 9, 1), dt.date(2026, 9, 30))
    with override("en"):
        assert (found.code, found.label, found.end) == ("once", "once", dt.date(2026, 9, 30))


@pytest.mark.parametrize(
    ("value", "target", "direction", "reached"),
    [
        ("90", "90", "least", True),
        ("89.9", "90", "least", False),
        ("5", "5", "most", True),
        ("6", "5", "most", False),
        ("6", None, "most", None),
    ],
)
def test_when_a_target_is_reached(value: str, target: str | None, direction: str, reached: bool | None) -> None:
    assert is_reached(Decimal(value), Decimal(target) if target else None, direction) is reached
