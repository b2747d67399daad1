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
        ("trước 17 giờ 00 ngày 20/4/2024", "2024-04-20", "2024-04-20"),
        ("hoàn thành ngày 20/4/2024", "2024-04-20", "2024-04-20"),
        ("thời hạn 20/4/2024", "2024-04-20", "2024-04-20"),
        ("xong trước ngày 15/9", "2024-09-15", "2024-09-14"),
        ("trước ngày 15/01", "2025-01-15", "2025-01-14"),
        ("Từ ngày 10/4/2024 đến ngày 20/4/2024: dọn vệ sinh", "2024-04-20", "2024-04-20"),
        ("gửi sau ngày 20/4/2024 sẽ không được xét", "2024-04-20", "2024-04-20"),
        ("Ngày 20/4/2024: họp tổ", "2024-04-20", "2024-04-20"),
        ("trước 16h30' ngày 20/4/2024", "2024-04-20", "2024-04-20"),
        ("trước thứ Sáu (ngày 20/4/2024)", "2024-04-20", "2024-04-19"),
        ("trước thứ 6 ngày 20/4/2024", "2024-04-20", "2024-04-19"),
        ("trước 9h00 sáng thứ Hai ngày 22/4/2024", "2024-04-22", "2024-04-22"),
        ("không chậm hơn ngày 20/4/2024", "2024-04-20", "2024-04-20"),
        ("không quá ngày 20/4/2024", "2024-04-20", "2024-04-20"),
        ("từ nay đến 20/4/2024", "2024-04-20", "2024-04-20"),
        ("đến ngày 20/4/2024 phải hoàn thành", "2024-04-20", "2024-04-20"),
        ("gửi về Phòng Y tế trong chiều ngày 20/4/2024", "2024-04-20", "2024-04-20"),
        ("từ 10/4/2024 đến 20/4/2024 ra quân", "2024-04-20", "2024-04-20"),
        ("trước ngày 20/04/24", "2024-04-20", "2024-04-19"),
        ("trước ngày 2O/4/2024", "2024-04-20", "2024-04-19"),
        ("trước ngày l5/4/2024", "2024-04-15", "2024-04-14"),
        ("thống kê đến ngày 30/3/2024, gửi trước ngày 20/4/2024", "2024-04-20", "2024-04-19"),
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
        "hoàn thành 2/3 kế hoạch",
        "số liệu từ ngày 15/12/2023 đến ngày 14/3/2024",
        "báo cáo tại cuộc họp ngày 20/4/2024",
        "nghỉ lễ từ ngày 27/4/2024 đến ngày 01/5/2024",
        "kể từ ngày 20/4/2024",
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
        ("xong trong quý IV", "2024-Q4", "2024-12-31"),
        ("trước tháng 9/2024", "2024-09", "2024-08-31"),
        ("đầu tháng 9", "2024-09", None),
        ("hoàn thành trong tháng 6 và tháng 7", "2024-07", "2024-07-31"),
        ("tháng 9/2024 hoàn thành", "2024-09", "2024-09-30"),
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
        ("định kỳ hàng tháng, hàng quý, 6 tháng và hàng năm", "monthly; quarterly; semiannual; yearly"),
        ("báo cáo quý, 6 tháng, năm", "quarterly; semiannual; yearly"),
        ("trước ngày 15/6 và 15/12 hằng năm", "yearly-06-15; yearly-12-15"),
        ("trước ngày 25 tháng cuối quý", "quarterly-25"),
        ("trước ngày 10 của tháng kế tiếp", "monthly-+10"),
        ("03 tháng một lần", "every-3-months"),
        ("định kỳ 15 ngày một lần", "every-15-days"),
        ("chiều thứ Sáu hàng tuần", "weekly"),
    ],
)
def test_recurrences(words, rule):
    got = limit(words)
    assert (got.kind, got.recurring) == ("periodic", rule)


def test_a_yearly_plan_is_no_recurring_duty():
    assert limit("xây dựng kế hoạch hoạt động hằng năm của đơn vị") is None


@pytest.mark.parametrize(
    ("words", "days", "unit", "starts"),
    [
        ("trong 05 ngày làm việc kể từ ngày nhận", 5, "working_days", "receipt"),
        ("trong thời hạn 15 ngày kể từ ngày ký ban hành", 15, "days", "issue"),
        ("không quá 10 ngày", 10, "days", None),
        ("chậm nhất sau 3 ngày", 3, "days", None),
        ("trong vòng 02 tuần", 14, "days", None),
        ("trong vòng 24 giờ kể từ khi nhận được", 1, "days", "receipt"),
    ],
)
def test_a_number_of_days(words, days, unit, starts):
    got = limit(words)
    assert (got.kind, got.within_days, got.within_unit, got.within_from) == ("within", days, unit, starts)


def test_a_month_or_some_hours_are_no_number_of_days():
    assert limit("trong vòng 01 tháng kể từ ngày ký") is None
    assert limit("trong vòng 36 giờ") is None


@pytest.mark.parametrize(
    ("words", "event", "last_day"),
    [
        ("hoàn thành trước Tết Nguyên đán", "Tết Nguyên đán", None),
        ("trực ban trong dịp Tết Nguyên đán Giáp Thìn 2024", "Tết Nguyên đán Giáp Thìn 2024", None),
        ("trực dịp nghỉ lễ 30/4, 01/5", "30/4, 01/5", None),
        ("xong trước lễ Quốc khánh 2/9", "Quốc khánh 2/9", "2024-09-01"),
        ("trước ngày khai giảng", "khai giảng", None),
        ("nạo vét cống trước mùa mưa bão", "mùa mưa bão", None),
        ("trình trước kỳ họp cuối năm", "kỳ họp cuối năm", None),
    ],
)
def test_an_occasion_is_an_event_with_its_name(words, event, last_day):
    got = limit(words)
    assert (got.kind, got.event, got.last_day) == ("event", event, last_day)


def test_a_holiday_printed_with_its_day_gives_the_day():
    got = limit("hoàn thành trước dịp lễ 30/4")
    assert (got.kind, got.date, got.last_day) == ("event", "2024-04-30", "2024-04-29")


def test_days_before_an_event_are_counted_with_it():
    got = limit("đăng ký trước 15 ngày của các đợt trao tặng")
    assert (got.kind, got.within_days, got.event) == ("event", 15, "các đợt trao tặng")


def test_a_month_that_has_just_passed_is_looked_back_on_and_one_long_past_is_the_next_years():
    assert limit("các vụ cháy trong tháng 9", "2024-10-05") is None
    assert limit("hoàn thành trong tháng 01", "2024-12-05").period == "2025-01"


def test_a_day_beside_a_recurrence_is_kept_with_it():
    got = limit("hoàn thành trước ngày 30/6/2024, báo cáo hằng tuần")
    assert (got.kind, got.recurring, got.date) == ("periodic", "weekly", "2024-06-30")


def test_a_damaged_or_weak_sign_is_trusted_less():
    sure, weak, smudged = (
        limit(words).confidence
        for words in ("trước ngày 20/4/2024", "gửi trong ngày 20/4/2024", "trước ngày 20' /4/2024")
    )
    assert sure > weak > smudged


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
