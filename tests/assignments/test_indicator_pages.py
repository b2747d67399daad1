"""The pages of indicators: a unit's grid, each unit against the target, the office's forms, the spreadsheet."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from assignments.models import Indicator, IndicatorValue
from assignments.services import indicator_retarget
from tests.assignments.counting import IN_NOVEMBER, IN_OCTOBER, counted, give
from tests.making import assign, make_directive, one

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def october():
    with time_machine.travel(IN_OCTOBER, tick=False):
        yield


@pytest.fixture
def work(cast, october):
    return one(cast)


@pytest.fixture
def rate(cast, work):
    return counted(cast, work.task)


def key(indicator: Indicator, period: str = "2026-09") -> str:
    return f"{indicator.pk}-{period}"


def grid(client, work, data=None):
    url = reverse("assignments:figures", args=[work.pk])
    return client.get(url, **ENGLISH) if data is None else client.post(url, data, **ENGLISH)


def test_the_grid_stands_on_the_page_of_the_work_with_what_is_missing(cast, sign_in, work, rate):
    page = sign_in(cast.ward_chair).get(reverse("assignments:detail", args=[work.pk]))
    html = page.content.decode()
    assert page.context["lacking"] == 1
    assert html.count("chưa có số liệu") == 1
    assert html.count('inputmode="decimal"') == 2  # September, due, and October, begun
    assert f'name="value-{key(rate)}"' in html


def test_the_office_sees_the_grid_without_boxes(cast, sign_in, work, rate):
    html = sign_in(cast.clerk).get(reverse("assignments:detail", args=[work.pk])).content.decode()
    assert "chưa có số liệu" in html
    assert 'inputmode="decimal"' not in html


def test_work_that_is_asked_for_nothing_has_no_grid(cast, sign_in, work):
    client = sign_in(cast.ward_chair)
    assert 'id="figures"' not in client.get(reverse("assignments:detail", args=[work.pk])).content.decode()
    assert grid(client, work).status_code == 404


def test_numbers_are_saved_as_they_are_written_in_offices(cast, sign_in, work, rate):
    visits = counted(cast, work.task, name="Số lượt kiểm tra", measure="lượt", target=None, together="total")
    data = {f"value-{key(rate)}": "95,5%", f"value-{key(visits)}": "1.234", f"value-{key(visits, '2026-10')}": ""}
    answer = grid(sign_in(cast.ward_chair), work, data)
    assert (answer.status_code, answer["Location"]) == (
        302, reverse("assignments:detail", args=[work.pk]) + "#figures",
    )  # fmt: skip
    given = IndicatorValue.objects.order_by("indicator").values_list("indicator", "period", "value", "reported_by")
    assert list(given) == [
        (rate.pk, "2026-09", Decimal("95.5"), cast.ward_chair.pk),
        (visits.pk, "2026-09", Decimal(1234), cast.ward_chair.pk),
    ]


def test_letters_are_refused_at_their_box_and_the_rest_is_kept(cast, sign_in, work, rate):
    data = {f"value-{key(rate)}": "gần đủ", f"value-{key(rate, '2026-10')}": "12,5"}
    answer = grid(sign_in(cast.ward_chair), work, data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [f"value-{key(rate)}"]
    assert 'value="gần đủ"' in html
    assert 'value="12,5"' in html
    assert IndicatorValue.objects.count() == 0


def test_a_correction_without_its_reason_is_asked_for_it(cast, sign_in, work, rate):
    first = give(work, rate, "2026-09", "91", cast.ward_chair)
    client, data = sign_in(cast.ward_staff), {f"value-{key(rate)}": "87", f"seen-{key(rate)}": str(first.pk)}
    answer = grid(client, work, data)
    assert list(answer.context["form"].errors) == [f"note-{key(rate)}"]
    assert grid(client, work, data | {f"note-{key(rate)}": "Trùng sáu hộ"}).status_code == 302
    html = client.get(reverse("assignments:detail", args=[work.pk])).content.decode()
    assert "<del>91</del>" in html
    assert cast.ward_chair.full_name in html
    assert "“Trùng sáu hộ”" in html


def test_whoever_comes_second_is_told_and_may_then_correct(cast, sign_in, work, rate):
    first = give(work, rate, "2026-09", "91", cast.ward_chair)
    answer = grid(sign_in(cast.ward_staff), work, {f"value-{key(rate)}": "87", f"seen-{key(rate)}": ""})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert cast.ward_chair.full_name in str(answer.context["form"].errors[f"value-{key(rate)}"])
    assert f'name="seen-{key(rate)}" value="{first.pk}"' in html  # the page sent back knows the new value
    assert 'value="87"' in html


def test_nothing_filled_in_is_said(cast, sign_in, work, rate):
    answer = grid(sign_in(cast.ward_chair), work, {f"value-{key(rate)}": "  "})
    assert answer.status_code == 422
    assert len(answer.context["form"].non_field_errors()) == 1


def test_only_the_unit_gives_numbers(cast, sign_in, work, rate):
    for who in (cast.clerk, cast.leader, cast.inspector):
        assert grid(sign_in(who), work, {f"value-{key(rate)}": "90"}).status_code == 403
    assert grid(sign_in(cast.other_chair), work, {f"value-{key(rate)}": "90"}).status_code == 404


@pytest.fixture
def drawn(cast, october):
    """September of four wards: 95, 80, 90.5 and nothing; the target is 90."""
    works = assign(cast, *cast.wards[:4], directive=make_directive(cast))
    assign(cast, cast.health, directive=works[0].directive, role="coordinating")
    rate = counted(cast, works[0].task)
    chairs = [cast.ward_chair, cast.other_chair]
    for work, value in zip(works[:2], ("95", "80"), strict=True):
        give(work, rate, "2026-09", value, chairs.pop(0))
    IndicatorValue.objects.create(
        indicator=rate, assignment=works[2], period="2026-09", value="90.5", reported_by=cast.ward_chair, at=IN_OCTOBER
    )
    return rate


def drawing_of(client, one, **query):
    page = client.get(reverse("assignments:indicators", args=[one.task_id]), query)
    return page, page.context["drawings"][0]


def test_each_unit_stands_against_the_target_the_missing_and_the_worst_first(cast, sign_in, drawn):
    _page, found = drawing_of(sign_in(cast.leader), drawn)
    assert [(row.work.unit, row.value and row.value.value, row.is_reached) for row in found.rows] == [
        (cast.wards[3], None, None),
        (cast.wards[1], 80, False),
        (cast.wards[2], Decimal("90.5"), True),
        (cast.wards[0], 95, True),
    ]
    assert [row.bar for row in found.rows] == ["0%", "84.21%", "95.26%", "100.00%"]
    assert (found.given, found.asked, found.reached, found.together) == (3, 4, 2, Decimal("88.50"))
    assert (found.period.code, found.target_at) == ("2026-09", "94.74%")


def test_the_page_says_numbers_in_words_and_marks_what_is_missing(cast, sign_in, drawn):
    page, _found = drawing_of(sign_in(cast.leader), drawn)
    html = page.content.decode()
    assert "3/4 đơn vị đã có số liệu" in html
    assert "88,5 %" in html
    assert html.count("chưa có số liệu") == 1
    assert "style=" not in html


def test_where_the_least_is_best_the_highest_stands_first(cast, sign_in, october):
    works = assign(cast, *cast.wards[:2], directive=make_directive(cast))
    cases = counted(
        cast, works[0].task, name="Số ca mắc", measure="ca", direction="most", target=Decimal(5), together="total"
    )
    give(works[0], cases, "2026-09", "3", cast.ward_chair)
    give(works[1], cases, "2026-09", "7", cast.other_chair)
    _page, found = drawing_of(sign_in(cast.clerk), cases)
    assert [(row.value.value, row.is_reached) for row in found.rows] == [(7, False), (3, True)]
    assert found.together == 10


def test_another_period_is_chosen_and_an_unknown_one_is_the_usual(cast, sign_in, drawn):
    client = sign_in(cast.leader)
    _page, october = drawing_of(client, drawn, indicator=drawn.pk, period="2026-10")
    assert (october.period.code, october.given, october.asked, october.is_due) == ("2026-10", 0, 4, False)
    for code in ("2026-12", "x", ""):
        assert drawing_of(client, drawn, indicator=drawn.pk, period=code)[1].period.code == "2026-09"


def test_the_directive_says_how_many_have_given_a_number(cast, sign_in, drawn):
    client = sign_in(cast.clerk)
    html = client.get(reverse("assignments:directive", args=[drawn.task.directive_id])).content.decode()
    assert reverse("assignments:indicators", args=[drawn.task_id]) in html
    assert "3/4 đơn vị đã có số liệu" in html
    ward = sign_in(cast.ward_chair).get(reverse("assignments:directive", args=[drawn.task.directive_id]))
    assert "đơn vị đã có số liệu" not in ward.content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_for_one_unit_and_for_three(cast, sign_in, october, django_assert_num_queries, n):
    works = assign(cast, *cast.wards[:n], directive=make_directive(cast))
    for number in range(n):
        rate = counted(cast, works[0].task, name=f"Chỉ tiêu {number}")
        give(works[0], rate, "2026-09", "1", cast.ward_chair)
    client = sign_in(cast.clerk)
    with django_assert_num_queries(8):
        client.get(reverse("assignments:indicators", args=[rate.task_id]))


GOOD = {
    "name": "Tỷ lệ hộ ký cam kết", "measure": "%", "direction": "least", "target": "92,5%", "rhythm": "weekly",
    "starts_on": "2026-10-01", "until": "31/12/2026", "together": "mean",
}  # fmt: skip


def test_the_clerk_asks_for_a_number(cast, sign_in, work):
    answer = sign_in(cast.clerk).post(reverse("assignments:indicator_new", args=[work.task_id]), GOOD)
    assert answer["Location"] == reverse("assignments:indicators", args=[work.task_id])
    made = Indicator.objects.get()
    assert (made.name, made.rhythm, made.until, made.made_by) == (
        "Tỷ lệ hộ ký cam kết",
        "weekly",
        dt.date(2026, 12, 31),
        cast.clerk,
    )
    assert made.targets.get().value == Decimal("92.5")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("measure", " "),
        ("target", "chín mươi"),
        ("until", ""),
        ("until", "31/02/2027"),
        ("until", "2026-09-01"),
        ("until", "31/12/2126"),
        ("rhythm", "hourly"),
        ("direction", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(cast, sign_in, work, field, typed):
    answer = sign_in(cast.clerk).post(reverse("assignments:indicator_new", args=[work.task_id]), GOOD | {field: typed})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    kept = "Tỷ lệ hộ ký cam kết" if field != "name" else "92,5%"
    assert f'value="{kept}"' in answer.content.decode()
    assert Indicator.objects.count() == 0


def test_the_target_is_changed_and_the_number_ended_on_their_pages(cast, sign_in, rate):
    client = sign_in(cast.leader)
    url = reverse("assignments:indicator_target", args=[rate.pk])
    refused = client.post(url, {"value": "95%", "since": "2026-09-30", "reason": "Tăng"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["since"])
    assert client.post(url, {"value": "95%", "since": "2026-10-05", "reason": "Tăng"}).status_code == 302
    assert list(rate.targets.values_list("value", "since")) == [
        (90, dt.date(2026, 7, 1)),
        (95, dt.date(2026, 10, 1)),
    ]
    assert client.post(reverse("assignments:indicator_end", args=[rate.pk]), {"reason": "Đủ"}).status_code == 302
    html = client.get(reverse("assignments:indicators", args=[rate.task_id])).content.decode()
    assert "“Tăng”" in html
    assert "“Đủ”" in html
    assert reverse("assignments:indicator_target", args=[rate.pk]) not in html
    again = client.post(reverse("assignments:indicator_end", args=[rate.pk]), {"reason": "Đủ"})
    assert cast.leader.full_name in again.context["form"].non_field_errors()[0]


def test_the_spreadsheet_holds_every_value_with_who_and_when(cast, sign_in, drawn):
    first = IndicatorValue.objects.get(value=80)
    indicator_retarget(
        indicator=drawn, actor=cast.clerk, now=IN_OCTOBER, value=Decimal(95), since=IN_OCTOBER.date(), reason="Tăng"
    )
    give(first.assignment, drawn, "2026-09", "92", cast.other_chair, note="=1+1", seen=first, now=IN_NOVEMBER)
    answer = sign_in(cast.inspector).get(reverse("assignments:indicator_export", args=[drawn.pk, "xlsx"]))
    assert answer["Content-Disposition"] == 'attachment; filename="ty-le-ho-duoc-kiem-tra.xlsx"'
    head, *rows = load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert head == (
        "Đơn vị", "Kỳ", "Giá trị", "Đơn vị tính", "Chỉ tiêu", "Đạt chỉ tiêu", "Hiện hành", "Ghi chú", "Người gửi",
        "Gửi lúc",
    )  # fmt: skip
    chair, tay = cast.ward_chair.full_name, cast.wards[1].name
    assert [(row[0], row[2], row[4], row[5], row[6], row[7]) for row in rows] == [
        (cast.wards[0].name, 95, 90, "có", "hiện hành", None),
        (tay, 80, 90, "không", "đã thay", None),
        (tay, 92, 90, "có", "hiện hành", "'=1+1"),
        (cast.wards[2].name, 90.5, 90, "có", "hiện hành", None),
    ]
    assert rows[0][8:] == (chair, "05/10/2026 09:00")


def test_the_csv_opens_with_vietnamese_letters(cast, sign_in, drawn):
    answer = sign_in(cast.clerk).get(reverse("assignments:indicator_export", args=[drawn.pk, "csv"]))
    assert answer["Content-Type"] == "text/csv"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert len(answer.content.decode("utf-8-sig").splitlines()) == 4


def test_what_is_missing_stands_on_the_desk_and_opens_its_rows(cast, sign_in, drawn):
    client = sign_in(cast.clerk)
    desk = client.get(reverse("assignments:desk"))
    assert [(one.first.indicator, one.n, one.units) for one in desk.context["lacking"]] == [(drawn, 1, 1)]
    assert f"{reverse('assignments:list')}?only=figures&amp;standing=all" in desk.content.decode()
    rows = client.get(reverse("assignments:list"), {"only": "figures", "standing": "all"}).context["rows"]
    assert [row.work.unit for row in rows] == [cast.wards[3]]
    assert sign_in(cast.outsider).get(reverse("assignments:desk")).context["lacking"] == []


def test_what_is_missing_stands_on_the_units_page(cast, sign_in, work, rate):
    client = sign_in(cast.ward_chair)
    page = client.get(reverse("assignments:unit_work"))
    assert [(one.first.work, one.n) for one in page.context["lacking"]] == [(work, 1)]
    assert reverse("assignments:figures", args=[work.pk]) in page.content.decode()
    give(work, rate, "2026-09", "91", cast.ward_chair)
    assert client.get(reverse("assignments:unit_work")).context["lacking"] == []
