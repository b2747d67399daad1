"""Recurrences: what is understood, on which days they fall due, what the periods are called, what is refused."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from directives.recurring import (
    Occurrence,
    end_of,
    next_occurrences,
    occurrences,
    period_words,
    rule_words,
    same_rules,
    understood,
)
from directives.recurring import rules_checked as checked

START, UNTIL = dt.date(2026, 9, 18), dt.date(2027, 4, 30)


def due(text: str, words: str = "", until: dt.date = UNTIL) -> list[tuple[str, str]]:
    rules = checked(text, until, START, words)
    return [(f"{one.on:%d/%m/%y}", one.code) for one in occurrences(rules, START)]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("monthly-25", "FREQ=MONTHLY;BYMONTHDAY=25"),
        ("ngày 25 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=25"),
        ("thứ Năm hằng tuần", "FREQ=WEEKLY;BYDAY=TH"),
        ("Thứ 2 hàng tuần", "FREQ=WEEKLY;BYDAY=MO"),
        ("weekly", "FREQ=WEEKLY;BYDAY=FR"),
        ("hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("hằng quý", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("định kỳ 6 tháng", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"),
        ("every-4-months", "FREQ=YEARLY;BYMONTH=4,8,12;BYMONTHDAY=-1"),
        ("every-5-months", "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-1"),
        ("quarterly-+10", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"),
        ("yearly-06-15", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15"),
        ("daily", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"),
        ("freq=monthly;bymonthday=5", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("monthly; quarterly", "FREQ=MONTHLY;BYMONTHDAY=-1 | FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("báo cáo định kỳ", ""),  # how often, nobody knows
        ("periodic", ""),
        ("sớm", ""),
    ],
)
def test_an_offices_words_are_understood(text: str, rules: str) -> None:
    assert understood(text) == rules


def test_the_day_of_the_week_may_stand_in_the_words_alone() -> None:
    assert understood("weekly", "trước 15h00 thứ Năm hằng tuần") == "FREQ=WEEKLY;BYDAY=TH"


def test_each_period_has_its_last_day_and_its_code() -> None:
    assert due("monthly-25", until=dt.date(2026, 12, 31)) == [
        ("25/09/26", "2026-09"),
        ("25/10/26", "2026-10"),
        ("25/11/26", "2026-11"),
        ("25/12/26", "2026-12"),
    ]
    assert due("thứ Sáu hằng tuần", until=dt.date(2026, 10, 2)) == [("25/09/26", "2026-W39"), ("02/10/26", "2026-W40")]
    assert due("hằng quý") == [("30/09/26", "2026-Q3"), ("31/12/26", "2026-Q4"), ("31/03/27", "2027-Q1")]
    assert due("định kỳ 6 tháng") == [("31/12/26", "2026-H2")]


def test_a_report_due_early_in_a_quarter_speaks_of_the_one_before() -> None:
    assert due("quarterly-+10") == [("10/10/26", "2026-Q3"), ("10/01/27", "2026-Q4"), ("10/04/27", "2027-Q1")]
    assert due("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=10") == [("10/01/27", "2026")]


def test_a_day_that_a_month_lacks_is_its_last_one() -> None:
    assert [day for day, _code in due("monthly-30")][4:6] == ["30/01/27", "28/02/27"]
    assert [day for day, _code in due("monthly-31")][:2] == ["30/09/26", "31/10/26"]


def test_two_reports_a_year_are_two_periods() -> None:
    assert due("yearly-06-15; yearly-12-15", until=dt.date(2027, 12, 31)) == [
        ("15/12/26", "2026"),
        ("15/06/27", "2027-06"),
        ("15/12/27", "2027"),
    ]


def test_periods_that_end_on_one_day_come_together() -> None:
    rules = checked("monthly; quarterly", UNTIL, START)
    assert next_occurrences(rules, START) == [
        Occurrence(dt.date(2026, 9, 30), "2026-09"),
        Occurrence(dt.date(2026, 9, 30), "2026-Q3"),
    ]
    assert next_occurrences(rules, UNTIL) == []


def test_the_end_is_kept_and_does_not_make_another_rule() -> None:
    rules = checked("monthly-25", UNTIL, START)
    assert end_of(rules) == UNTIL
    assert end_of(understood("monthly-25")) is None
    assert same_rules(rules, understood("monthly-25"))
    assert not same_rules(rules, understood("monthly-24"))
    assert end_of(checked(rules, None, START)) == UNTIL


@pytest.mark.parametrize(
    ("text", "until", "code"),
    [
        ("khi có yêu cầu", UNTIL, "rule"),
        ("FREQ=SECONDLY", UNTIL, "rule"),
        ("FREQ=MONTHLY;INTERVAL=0", UNTIL, "rule"),  # which the library would search for ever
        ("FREQ=MONTHLY;BYMONTHDAY=x", UNTIL, "rule"),
        ("FREQ=MONTHLY;BYMONTHDAY", UNTIL, "rule"),
        (" | ".join(["FREQ=MONTHLY;BYMONTHDAY=1"] * 9), UNTIL, "rule"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", None, "end"),  # without an end
        ("monthly-25", START, "end"),
        ("monthly-25", dt.date(2026, 9, 24), "end"),
        ("daily", dt.date(2029, 1, 1), "end"),
    ],
)
def test_what_is_refused(text: str, until: dt.date | None, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        checked(text, until, START)
    assert refused.value.code == code


def test_said_in_words() -> None:
    with translation.override("vi"):
        assert rule_words(checked("monthly-25", UNTIL, START)) == "hằng tháng, ngày 25, đến 30/04/2027"
        assert rule_words(understood("thứ Năm hằng tuần")) == "hằng tuần, Thứ 5"
        assert rule_words(understood("hằng quý")) == "hằng quý, 31/03, 30/06, 30/09, 31/12"
        assert rule_words(understood("every-5-months")) == "5 tháng một lần, ngày cuối tháng"
        assert rule_words(understood("yearly-06-15; daily")) == "hằng năm, 15/06; mỗi ngày làm việc"
        assert rule_words("") == ""
        assert [period_words(code) for code in ("2026-W45", "2026-10", "2026-Q4", "2026-H1", "2026", "2026-11-24")] == [
            "tuần 45/2026",
            "tháng 10/2026",
            "quý 4/2026",
            "6 tháng đầu năm 2026",
            "năm 2026",
            "24/11/2026",
        ]
