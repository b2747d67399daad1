import pytest

from directives.reading.deadlines import read_deadline, read_time_cell
from directives.reading.text import passage


def limit(words, issued_on="2024-03-05"):
    return read_deadline(passage([(0, words)]), issued_on)


@pytest.mark.parametrize(
    ("words", "date", "last_day"),
    [
        ("gửi trước ngày 20/4/2024", "2024-04-20", "2024-04-19"),
        ("chậm nhất ngày 20/4/2024", "2024-04-20", "2024-04-20"),
        ("đến hết ngày 20 tháng 4 năm 2024", "2024-04-20", "2024-04-20"),
        ("trước 17 giờ 00 ngày 20/4/2024", "2024-04-20", "2024-04-19"),
        ("hoàn thành ngày 20/4/2024", "2024-04-20", "2024-04-20"),
        ("thời hạn 20/4/2024", "2024-04-20", "2024-04-20"),
        ("xong trước ngày 15/9", "2024-09-15", "2024-09-14"),
        ("trước ngày 15/01", "2025-01-15", "2025-01-14"),
        ("Từ ngày 10/4/2024 đến ngày 20/4/2024: dọn vệ sinh", "2024-04-20", "2024-04-20"),
        ("gửi sau ngày 20/4/2024 sẽ không được xét", "2024-04-20", "2024-04-20"),
        ("Ngày 20/4/2024: họp tổ", "2024-04-20", "2024-04-20"),
    ],
)
def test_a_day_as_the_limit(words, date, last_day):
    got = limit(words)
    assert (got.kind, got.date, got.last_day) == ("dated", date, last_day)


@pytest.mark.parametrize(
    "words",
    [
        "theo Quyết định số 5/QĐ-UBND ngày 20/4/2024",
        "lễ khai mạc ngày 20/4/2024",
        "số liệu tính đến hết ngày 20/4/2024",
        "báo cáo trước ngày 20/4/2020",
        "trước ngày 42/4/2024",
        "",
    ],
)
def test_days_of_citations_events_and_reports_are_no_limits(words):
    assert limit(words) is None


@pytest.mark.parametrize(
    ("words", "period", "last_day"),
    [
        ("hoàn thành trong tháng 4/2024", "2024-04", "2024-04-30"),
        ("xong trong tháng 9", "2024-09", "2024-09-30"),
        ("trình trong Quý II/2024", "2024-Q2", "2024-06-30"),
        ("hoàn thành trong năm 2025", "2025", "2025-12-31"),
    ],
)
def test_a_period_as_the_limit(words, period, last_day):
    got = limit(words)
    assert (got.date, got.period, got.last_day) == (None, period, last_day)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("báo cáo trước ngày 25 hằng tháng", "monthly-25"),
        ("báo cáo hàng tuần", "weekly"),
        ("báo cáo trước 17h hằng ngày", "daily"),
        ("báo cáo hằng tháng, quý, 6 tháng, năm", "monthly; quarterly; semiannual; yearly"),
        ("định kỳ 6 tháng báo cáo", "semiannual"),
        ("định kỳ 03 tháng/1 lần báo cáo", "every-3-months"),
        ("trước ngày 10 tháng đầu quý sau", "quarterly-+10"),
        ("định kỳ báo cáo trước ngày 15 tháng 6 và trước ngày 01 tháng 12", "yearly-06-15; yearly-12-01"),
        ("định kỳ báo cáo cấp trên", "periodic"),
        ("báo cáo định kỳ hằng năm", "yearly"),
    ],
)
def test_recurrences(words, rule):
    got = limit(words)
    assert (got.kind, got.recurring) == ("periodic", rule)


def test_a_yearly_plan_is_no_recurring_duty():
    assert limit("xây dựng kế hoạch hoạt động hằng năm của đơn vị") is None


@pytest.mark.parametrize(
    ("words", "days", "unit"),
    [
        ("trong 05 ngày làm việc kể từ ngày nhận", 5, "working_days"),
        ("không quá 10 ngày", 10, "days"),
        ("chậm nhất sau 3 ngày", 3, "days"),
    ],
)
def test_a_number_of_days(words, days, unit):
    got = limit(words)
    assert (got.kind, got.within_days, got.within_unit) == ("within", days, unit)


def test_an_occasion_is_an_event():
    assert limit("hoàn thành trước Tết Nguyên đán").kind == "event"


@pytest.mark.parametrize(
    ("cell", "period", "rule"),
    [
        ("6/2025", "2025-06", None),
        ("Tháng 10/2025", "2025-10", None),
        ("Quý II/2025", "2025-Q2", None),
        ("2025", "2025", None),
        ("2025 - 2026", "2025/2026", None),
        ("2025 và những năm tiếp theo", "2025/..", None),
        ("Nhiệm vụ thường xuyên", None, "ongoing"),
        ("Hằng năm", None, "yearly"),
    ],
)
def test_the_time_column_of_a_table(cell, period, rule):
    got = read_time_cell(passage([(0, cell)]), None)
    assert (got.period, got.recurring) == (period, rule)
