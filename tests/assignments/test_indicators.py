"""What an order asks to be counted, and the numbers that units give: services and the database."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from assignments.models import Assignment, Indicator, IndicatorTarget, IndicatorValue
from assignments.selectors.history import timeline_of
from assignments.selectors.indicators import grid_of, missing
from assignments.services import (
    DeadlineSet,
    Figured,
    Refused,
    assignment_decline,
    assignment_set_deadline,
    assignment_withdraw,
    figures_give,
    indicator_end,
    indicator_retarget,
)
from directives.enums import DeadlineKind
from directives.recurring import rules_checked
from tests.assignments.counting import IN_NOVEMBER, IN_OCTOBER, JULY, YEAR_END, counted, give
from tests.assignments.story import finished
from tests.cast import Cast
from tests.conftest import NOW, TODAY
from tests.making import assign, make_directive, one
from wards.models import AuditEntry

OCTOBER_5 = IN_OCTOBER.date()


def codes(work: Assignment, today: dt.date) -> list[str]:
    return [cell.period.code for block in grid_of(work, today) for cell in block.cells]


def lacking(today: dt.date) -> list[tuple[str, list[str]]]:
    found = missing(Assignment.objects.all(), today)
    return [(item.work.unit.name, [one.code for one in item.periods]) for item in found]


@pytest.mark.parametrize(
    ("said", "where", "words"),
    [
        ({"until": JULY - dt.timedelta(days=1)}, "until", "The end cannot be before the beginning."),
        ({"until": dt.date(2026, 8, 31)}, "until", "This day has passed already."),
        ({"until": dt.date(2126, 12, 31)}, "until", "This day is too far away: check the year."),
        ({"name": "  "}, "name", "This field cannot be blank."),
        ({"measure": ""}, "measure", "This field cannot be blank."),
        ({"rhythm": "hourly"}, "rhythm", "Value 'hourly' is not a valid choice."),
    ],
)
def test_bad_indicators_are_named_at_their_field(cast: Cast, said: dict[str, object], where: str, words: str) -> None:
    task = one(cast).task
    with override("en"), pytest.raises(ValidationError) as refused:
        counted(cast, task, **said)
    with override("en"):
        assert refused.value.message_dict[where] == [words]
    assert Indicator.objects.count() == 0


def test_two_indicators_of_one_name_need_the_first_to_have_ended(cast: Cast) -> None:
    task = one(cast).task
    first = counted(cast, task)
    with override("en"), pytest.raises(ValidationError, match="already asks for a number of this name"):
        counted(cast, task)
    indicator_end(indicator=first, actor=cast.clerk, now=NOW, reason="Đổi cách tính")
    second = counted(cast, task, measure="hộ")
    assert (second.order, second.measure) == (2, "hộ")


@pytest.mark.parametrize("who", ["inspector", "ward_chair", "outsider", "administrator", "idler"])
def test_only_clerks_and_leaders_of_the_office_ask_for_numbers(cast: Cast, who: str) -> None:
    indicator = counted(cast, one(cast).task)
    actor = cast.people[who]
    with pytest.raises(Refused):
        counted(cast, indicator.task, name="Số khác", actor=actor)
    with pytest.raises(Refused):
        indicator_end(indicator=indicator, actor=actor, now=NOW, reason="x")
    with pytest.raises(Refused):
        indicator_retarget(indicator=indicator, actor=actor, now=NOW, value=None, since=TODAY, reason="x")
    indicator.refresh_from_db()
    assert (indicator.ended_on, indicator.targets.count()) == (None, 1)


def test_what_the_office_does_is_in_the_audit_log(cast: Cast) -> None:
    indicator = counted(cast, one(cast).task)
    indicator_retarget(
        indicator=indicator, actor=cast.leader, now=NOW, value=Decimal(95), since=TODAY, reason="Kết luận giao ban"
    )
    indicator_end(indicator=indicator, actor=cast.second_clerk, now=NOW, reason="Đã đạt")
    found = AuditEntry.objects.filter(action__startswith="indicator.").order_by("id")
    assert [(entry.action, entry.actor) for entry in found] == [
        ("indicator.added", cast.clerk),
        ("indicator.retargeted", cast.leader),
        ("indicator.ended", cast.second_clerk),
    ]


def test_a_new_target_holds_from_its_period_on_and_leaves_the_earlier_ones(cast: Cast) -> None:
    work = one(cast)
    indicator = counted(cast, work.task)
    indicator_retarget(
        indicator=indicator, actor=cast.clerk, now=NOW, value=Decimal(95), since=dt.date(2026, 10, 15), reason="Tăng"
    )
    (block,) = grid_of(work, dt.date(2026, 11, 5))
    assert [(cell.period.code, cell.target.value) for cell in block.cells if cell.target] == [
        ("2026-11", 95),
        ("2026-10", 95),
        ("2026-09", 90),
    ]


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"since": dt.date(2026, 8, 31)}, "since"),  # August is over
        ({"since": dt.date(2027, 1, 1)}, "since"),
        ({"reason": " "}, "reason"),
        ({"value": Decimal(90)}, "value"),
    ],
)
def test_targets_that_are_refused(cast: Cast, said: dict[str, object], where: str) -> None:
    indicator = counted(cast, one(cast).task)
    told = {"value": Decimal(95), "since": TODAY, "reason": "Tăng"} | said
    with pytest.raises(ValidationError) as refused:
        indicator_retarget(indicator=indicator, actor=cast.clerk, now=NOW, **told)  # type: ignore[arg-type]
    assert list(refused.value.message_dict) == [where]
    assert indicator.targets.count() == 1


def test_a_unit_is_asked_from_its_receipt_on_for_what_has_begun(cast: Cast) -> None:
    work = one(cast)
    counted(cast, work.task)
    assert codes(work, TODAY) == ["2026-09"]
    assert codes(work, dt.date(2026, 11, 5)) == ["2026-11", "2026-10", "2026-09"]
    assert codes(work, dt.date(2027, 3, 1)) == ["2026-12", "2026-11", "2026-10", "2026-09"]


def test_a_period_is_due_on_the_day_after_its_last(cast: Cast) -> None:
    counted(cast, one(cast).task)
    name = cast.wards[0].name
    assert lacking(dt.date(2026, 9, 30)) == []
    assert lacking(dt.date(2026, 10, 1)) == [(name, ["2026-09"])]
    assert lacking(IN_NOVEMBER.date()) == [(name, ["2026-09", "2026-10"])]


def test_co_ordinating_withdrawn_and_declined_work_is_not_asked(cast: Cast) -> None:
    directive = make_directive(cast)
    (lead, gone, back) = assign(cast, *cast.wards[:3], directive=directive)
    assign(cast, cast.health, directive=directive, role="coordinating")
    indicator = counted(cast, lead.task)
    assignment_withdraw(assignment=gone, actor=cast.clerk, now=NOW, reason="Giao nhầm")
    Assignment.objects.filter(pk=back.pk).update(state="declined")
    assert lacking(OCTOBER_5) == [(cast.wards[0].name, ["2026-09"])]
    helper = Assignment.objects.get(role="coordinating")
    assert grid_of(helper, OCTOBER_5) == []
    with pytest.raises(Refused):
        give(helper, indicator, "2026-09", "90", cast.health_head)


def test_completed_work_is_asked_until_it_was_closed(cast: Cast) -> None:
    work = finished(cast)
    counted(cast, work.task, starts_on=dt.date(2026, 9, 1), rhythm="weekly")
    assert codes(work, IN_NOVEMBER.date()) == ["2026-W37", "2026-W36"]


def test_a_number_asked_for_once_is_asked_of_completed_work_too(cast: Cast) -> None:
    work = finished(cast)
    counted(cast, work.task, rhythm="once", until=dt.date(2026, 9, 30))
    assert lacking(OCTOBER_5) == [(work.unit.name, ["once"])]


@pytest.mark.parametrize(("rhythm", "asked"), [("weekly", ["2026-W37"]), ("monthly", ["2026-08"])])
def test_each_row_of_periodic_work_is_asked_for_its_own_periods(cast: Cast, rhythm: str, asked: list[str]) -> None:
    rule = rules_checked("thứ Sáu hằng tuần", YEAR_END, dt.date(2026, 9, 1))
    weekly = DeadlineSet(DeadlineKind.PERIODIC, rule=rule)
    (work,) = assign(cast, cast.wards[0], deadline=weekly)
    Assignment.objects.filter(pk=work.pk).update(
        period="2026-W37", received_on=dt.date(2026, 8, 30), deadline_on=dt.date(2026, 9, 11),
        original_deadline_on=dt.date(2026, 9, 11),
    )  # fmt: skip
    work.refresh_from_db()
    counted(cast, work.task, rhythm=rhythm)
    assert codes(work, IN_NOVEMBER.date()) == asked


def test_work_that_comes_back_no_more_is_asked_for_every_period(cast: Cast) -> None:
    monthly = DeadlineSet(DeadlineKind.PERIODIC, rule=rules_checked("monthly-25", YEAR_END, dt.date(2026, 9, 1)))
    (work,) = assign(cast, cast.wards[0], deadline=monthly)
    counted(cast, work.task)
    assert codes(work, IN_NOVEMBER.date()) == ["2026-09"]
    lasting = DeadlineSet(DeadlineKind.STANDING, review_on=dt.date(2026, 12, 1))
    assignment_set_deadline(assignment=work, actor=cast.clerk, now=NOW, deadline=lasting, reason="Việc thường xuyên")
    work.refresh_from_db()
    assert (work.period, codes(work, IN_NOVEMBER.date())) == ("2026-09", ["2026-11", "2026-10", "2026-09"])
    assert lacking(OCTOBER_5) == [(work.unit.name, ["2026-09"])]


def test_an_ended_indicator_keeps_what_was_due_and_what_was_given(cast: Cast) -> None:
    work = one(cast)
    indicator = counted(cast, work.task)
    give(work, indicator, "2026-10", "80", cast.ward_chair)
    indicator_end(indicator=indicator, actor=cast.clerk, now=IN_OCTOBER, reason="Đổi cách tính")
    assert codes(work, IN_NOVEMBER.date()) == ["2026-10", "2026-09"]
    assert lacking(IN_NOVEMBER.date()) == [(work.unit.name, ["2026-09"])]
    with override("en"), pytest.raises(Refused, match="ended this indicator on 05/10/2026"):
        indicator_end(indicator=indicator, actor=cast.clerk, now=IN_OCTOBER, reason="Lần nữa")


def test_a_value_is_kept_with_who_and_when(cast: Cast) -> None:
    work = one(cast)
    made = give(work, counted(cast, work.task), "2026-09", "91.5", cast.ward_staff)
    made.refresh_from_db()
    assert (made.value, made.reported_by, made.at, made.supersedes) == (
        Decimal("91.5"),
        cast.ward_staff,
        IN_OCTOBER,
        None,
    )
    work.refresh_from_db()
    assert work.last_moved_at == IN_OCTOBER
    assert lacking(OCTOBER_5) == []


def test_a_correction_is_a_new_value_with_its_reason(cast: Cast) -> None:
    work = one(cast)
    indicator = counted(cast, work.task)
    first = give(work, indicator, "2026-09", "91", cast.ward_chair)
    second = give(work, indicator, "2026-09", "87", cast.ward_staff, note="Trùng sáu hộ", seen=first)
    third = give(work, indicator, "2026-09", "88", cast.ward_chair, note="Sót một hộ", seen=second)
    assert IndicatorValue.objects.current().get() == third
    (block,) = grid_of(work, OCTOBER_5)
    cell = block.cells[-1]
    assert (cell.current, cell.older) == (third, [second, first])


@pytest.mark.parametrize(
    ("said", "where", "words"),
    [
        ({}, "", "after you opened this page"),
        ({"seen": True, "value": "91", "note": "Như cũ"}, "", "This is the number that stands there already."),
        ({"seen": True, "note": " "}, "note-", "Give the reason for the correction."),
        ({"period": "2026-12", "note": "x"}, "", "This number is not asked for (any more)."),
        ({"period": "2026-08", "note": "x"}, "", "This number is not asked for (any more)."),
    ],
)
def test_corrections_that_are_refused(cast: Cast, said: dict[str, object], where: str, words: str) -> None:
    work = one(cast)
    indicator = counted(cast, work.task)
    first = give(work, indicator, "2026-09", "91", cast.ward_chair)
    told = {"period": "2026-09", "value": "87", "note": ""} | said
    told["seen"] = first if said.get("seen") else None
    with override("en"), pytest.raises(ValidationError) as refused:
        give(work, indicator, actor=cast.ward_staff, **told)  # type: ignore[arg-type]
    assert list(refused.value.message_dict) == [f"{where}{indicator.pk}-{told['period']}"]
    assert words in refused.value.messages[0]
    assert IndicatorValue.objects.count() == 1


def test_of_several_numbers_all_are_kept_or_none(cast: Cast) -> None:
    work = one(cast)
    indicator = counted(cast, work.task)
    good = Figured(f"{indicator.pk}-2026-09", Decimal(1))
    bad = Figured(f"{indicator.pk}-2026-12", Decimal(1))
    with pytest.raises(ValidationError):
        figures_give(assignment=work, actor=cast.ward_chair, now=IN_OCTOBER, figures=[good, bad])
    with override("en"), pytest.raises(ValidationError, match="Nothing was filled in"):
        figures_give(assignment=work, actor=cast.ward_chair, now=IN_OCTOBER, figures=[])
    assert IndicatorValue.objects.count() == 0


@pytest.mark.parametrize("who", ["clerk", "leader", "inspector", "other_chair", "outsider", "administrator"])
def test_nobody_gives_numbers_for_another_unit(cast: Cast, who: str) -> None:
    work = one(cast)
    with override("en"), pytest.raises(Refused, match="You may not do this"):
        give(work, counted(cast, work.task), "2026-09", "91", cast.people[who])


def test_declined_work_takes_no_numbers_and_says_why(cast: Cast) -> None:
    work = one(cast)
    indicator = counted(cast, work.task)
    assignment_decline(assignment=work, actor=cast.ward_chair, now=NOW, reason="Không thuộc thẩm quyền")
    with pytest.raises(Refused, match=cast.ward_chair.full_name):
        give(work, indicator, "2026-09", "91", cast.ward_staff)


def test_the_timeline_tells_of_values_and_corrections(cast: Cast) -> None:
    work = one(cast)
    indicator = counted(cast, work.task)
    first = give(work, indicator, "2026-09", "91.5", cast.ward_chair)
    give(work, indicator, "2026-09", "87", cast.ward_staff, note="Trùng sáu hộ", seen=first, now=IN_NOVEMBER)
    with override("en"):
        latest, before, *_rest = timeline_of(work)
        assert (latest.words, latest.actor) == (
            "Figure corrected · Tỷ lệ hộ được kiểm tra, month 09/2026: 91,5 → 87 % · “Trùng sáu hộ”",
            cast.ward_staff,
        )
        assert before.words == "Figure given · Tỷ lệ hộ được kiểm tra, month 09/2026: 91,5 %"


@pytest.fixture
def value(cast: Cast) -> IndicatorValue:
    work = one(cast)
    return give(work, counted(cast, work.task), "2026-09", "91", cast.ward_chair)


def test_the_database_refuses_to_change_or_remove_a_value(value: IndicatorValue) -> None:
    for table in (IndicatorValue.objects.all(), IndicatorTarget.objects.all()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            table.update(value=1)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            table._raw_delete(table.db)
    assert IndicatorValue.objects.get().value == 91


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"supersedes": None}, "one_first"),
        ({"note": ""}, "corrected_with_reason"),
    ],
)
def test_the_database_keeps_one_current_value(value: IndicatorValue, said: dict[str, object], rule: str) -> None:
    same = {
        "indicator": value.indicator, "assignment": value.assignment, "period": value.period, "value": 1,
        "reported_by": value.reported_by, "at": IN_OCTOBER, "supersedes": value, "note": "Sửa",
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorValue.objects.create(**same | said)
    IndicatorValue.objects.create(**same)
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorValue.objects.create(**same)
    assert IndicatorValue.objects.current().count() == 1


def test_an_indicator_ends_with_a_name_and_a_reason(cast: Cast) -> None:
    indicator = counted(cast, one(cast).task)
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(pk=indicator.pk).update(ended_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(pk=indicator.pk).update(until=JULY - dt.timedelta(days=1))


@pytest.mark.parametrize("n", [1, 3])
def test_what_is_missing_costs_the_same_for_one_row_and_for_three(cast: Cast, django_assert_num_queries, n) -> None:
    for number in range(n):
        directive = make_directive(cast, number=f"{number}/CV")
        counted(cast, assign(cast, *cast.wards[:n], directive=directive)[0].task)
    with django_assert_num_queries(3):
        assert len(missing(Assignment.objects.with_rights(), OCTOBER_5)) == n * n


@pytest.mark.parametrize("n", [1, 3])
def test_the_grid_costs_the_same_for_one_indicator_and_for_three(cast: Cast, django_assert_num_queries, n) -> None:
    work = one(cast)
    for number in range(n):
        give(work, counted(cast, work.task, name=f"Chỉ tiêu {number}"), "2026-09", "1", cast.ward_chair)
    with django_assert_num_queries(4):
        assert len(grid_of(work, OCTOBER_5)) == n
