"""The assign screen: what it proposes, what one press makes, what it refuses and where."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from assignments.models import Assignment
from assignments.proposing import Outline, days_off
from directives.models import Directive, ResponsibleUnit
from directives.services import draft_confirm, draft_create
from tests.directives.documents import CLEAN
from tests.directives.filling import filled
from wards.models import GroupMember, Unit
from wards.services.calendar import calendar_seed


@pytest.fixture(autouse=True)
def at_now(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def confirmed(cast, now, today):
    def make(text: str = CLEAN) -> Directive:
        draft = draft_create(office=cast.office, text=text, actor=cast.clerk, now=now)
        return draft_confirm(draft=draft, edits={}, actor=cast.clerk, now=now, today=today)

    return make


@pytest.fixture
def directive(confirmed) -> Directive:
    return confirmed()


@pytest.fixture
def clerk(cast, sign_in):
    client = sign_in(cast.clerk)
    client.cookies["django_language"] = "en"
    return client


def url(directive: Directive) -> str:
    return reverse("assignments:assign", args=[directive.pk])


def page_data(response, **changes):
    data = filled(response, form_id="", **changes)
    data.pop("action", None)
    return data


def press(client, directive: Directive, action: str = "assign", **changes):
    data = page_data(client.get(url(directive)), all__day="30/10/2026", **changes)
    return client.post(url(directive), data | {"action": action})


def ticks(outline: Outline) -> dict[str, int]:
    """Path of each task → how many units are ticked."""
    paths = {task.pk: task.path for task in outline.tasks}
    found = dict.fromkeys(paths.values(), 0)
    for give in outline.proposed():
        found[paths[give.task]] += 1
    return found


def faults(response) -> list[tuple[str, str]]:
    return [(fault["label"], fault["message"]) for fault in response.context["faults"]]


def test_one_press_makes_every_assignment(cast, clerk, directive) -> None:
    page = clerk.get(url(directive))
    assert (page.context["n"], page.context["units"]) == (24, 13)
    assert "Assign 24 tasks to 13 units" in page.content.decode()
    response = press(clerk, directive)
    assert response.headers["Location"] == reverse("assignments:directive", args=[directive.pk])
    made = Assignment.objects.order_by("task__order", "unit__protocol_order")
    assert made.count() == 24
    assert {(a.task.path, a.role, a.deadline_kind, a.deadline_on, a.deadline_origin) for a in made} == {
        ("1-1", "lead", "dated", dt.date(2026, 9, 24), "document"),
        ("1-2", "lead", "dated", dt.date(2026, 9, 29), "document"),
        ("2", "lead", "dated", dt.date(2026, 10, 30), "clerk"),
        ("3", "requested", "dated", dt.date(2026, 10, 30), "clerk"),
    }
    assert made[0].deadline_words == "trước ngày 25/9/2026"


def test_a_second_press_makes_nothing_twice(clerk, directive) -> None:
    data = page_data(clerk.get(url(directive)), all__day="30/10/2026") | {"action": "assign"}
    clerk.post(url(directive), data)
    again = clerk.post(url(directive), data)
    assert (again.status_code, Assignment.objects.count()) == (422, 24)
    page = clerk.get(url(directive))
    assert (page.context["n"], page.content.decode().count("(assigned)")) == (0, 24)


def test_a_deadline_by_an_event_has_its_day_from_the_calendar(clerk, directive) -> None:
    calendar_seed(years=[2026, 2027])
    directive.tasks.filter(path="2").update(deadline_words="trước Tết Nguyên đán", deadline_kind="", deadline_on=None)
    press(clerk, directive)
    made = Assignment.objects.get(task__path="2")
    assert (made.deadline_kind, made.deadline_on, made.deadline_origin, made.event, made.deadline_words) == (
        "event",
        dt.date(2027, 2, 3),
        "document",
        "trước Tết Nguyên đán",
        "trước Tết Nguyên đán",
    )


def test_how_a_recurrence_is_understood_stands_under_it(clerk, directive) -> None:
    directive.tasks.filter(path="2").update(
        deadline_words="vào thứ Năm hằng tuần", deadline_kind="periodic", rule="weekly"
    )
    page = clerk.get(url(directive)).content.decode()
    assert "every week, Thursday, until 31/12/2026: 24/09/2026, 01/10/2026, 08/10/2026 …" in page
    press(clerk, directive)
    made = Assignment.objects.get(task__path="2")
    assert (made.period, made.deadline_on, made.deadline_origin) == ("2026-W39", dt.date(2026, 9, 24), "document")


def test_periodic_without_a_period_leaves_the_kind_to_the_clerk(clerk, directive) -> None:
    directive.tasks.filter(path="2").update(deadline_words="định kỳ báo cáo", deadline_kind="periodic", rule="periodic")
    assert press(clerk, directive).status_code == 302
    assert Assignment.objects.get(task__path="2").deadline_on == dt.date(2026, 10, 30)


# Which orders are ticked.

HEADING = CLEAN[: CLEAN.index("1. UBND 11")] + "{}" + CLEAN[CLEAN.index("Nơi nhận") :]


def test_an_order_that_only_introduces_its_sub_items_is_not_given_twice(confirmed, today) -> None:
    text = (
        "1. UBND 11 phường tiếp tục chỉ đạo công tác phòng, chống dịch, triển khai một số nội dung sau:\n\n"
        "- Tổ chức tổng vệ sinh môi trường.\n\n- Rà soát các điểm nguy cơ.\n\n- Đẩy mạnh tuyên truyền.\n\n"
    )
    directive = confirmed(HEADING.format(text))
    directive.tasks.filter(path="1").update(kind="task")  # however it was read
    assert ticks(Outline.of(directive, today)) == {"1": 0, "1-1": 11, "1-2": 11, "1-3": 11}


def test_a_unit_that_no_sub_item_names_is_not_forgotten(cast, confirmed, today) -> None:
    text = (
        "1. Trung tâm Y tế quận chủ trì tổng hợp, báo cáo UBND quận kết quả phòng, chống dịch, trong đó:\n\n"
        "- UBND 11 phường tổ chức tổng vệ sinh môi trường.\n\n- UBND 11 phường rà soát các điểm nguy cơ.\n\n"
    )
    directive = confirmed(HEADING.format(text))
    directive.tasks.filter(path="1").update(kind="task")
    outline = Outline.of(directive, today)
    assert ticks(outline) == {"1": 1, "1-1": 11, "1-2": 11}
    directive.tasks.filter(path="1").update(kind="group")
    outline = Outline.of(directive, today)
    assert ticks(outline) == {"1": 0, "1-1": 11, "1-2": 11}
    assert [item.left_over for item in outline.items(set())] == [[cast.health], [], []]


# Units.


def test_units_are_those_of_the_documents_day_and_ended_ones_take_no_work(cast, clerk, directive) -> None:
    gone, late = cast.wards[2], cast.wards[3]
    Unit.objects.filter(pk=gone.pk).update(valid_to=dt.date(2026, 9, 10))
    GroupMember.objects.filter(unit=late).update(valid_from=dt.date(2026, 9, 2))
    page = clerk.get(url(directive))
    lines = page.context["rows"][1]["item"].named[0].lines
    assert len(lines) == 10
    assert late not in [line.unit for line in lines]
    assert [(line.unit, line.is_ticked) for line in lines if line.is_ended] == [(gone, False)]
    assert "(ended on 10/09/2026)" in page.content.decode()
    data = page_data(page, all__day="30/10/2026")
    task = directive.tasks.get(path="1-1")
    data["give"] = [
        *data["give"],
        f"{task.pk}:lead:{gone.pk}",
        "x:y:z",
        f"{task.pk}:lead:²",
        f"{'9' * 5000}:lead:{cast.health.pk}",
        f"{task.pk}:boss:1",
        f"999999:lead:{cast.health.pk}",
    ]
    clerk.post(url(directive), data | {"action": "assign"})
    assert Assignment.objects.filter(unit=gone).count() == 0
    assert Assignment.objects.count() == 20


def test_the_printed_number_of_units_stands_beside_the_registers(clerk, confirmed) -> None:
    page = clerk.get(url(confirmed(CLEAN.replace("11 phường", "12 phường")))).content.decode()
    assert page.count("the document says 12, the register holds 11") == 2


def test_a_unit_is_added_by_name_with_its_role(cast, clerk, directive) -> None:
    task = directive.tasks.get(path="2")
    change = {f"add-{task.pk}": "UBND quận", f"role-{task.pk}": "coordinating"}
    counted = press(clerk, directive, "count", **change)
    assert (counted.status_code, counted.context["n"], Assignment.objects.count()) == (200, 25, 0)
    clerk.post(url(directive), page_data(counted) | {"action": "assign"})
    made = Assignment.objects.filter(task=task).order_by("role")
    assert [(row.role, row.unit) for row in made] == [("coordinating", cast.committee), ("lead", cast.health)]


def test_a_whole_group_is_added_at_once(clerk, directive) -> None:
    task = directive.tasks.get(path="3")
    response = press(clerk, directive, **{f"add-{task.pk}": "UBND các phường", f"role-{task.pk}": "coordinating"})
    assert (response.status_code, Assignment.objects.filter(task=task).count()) == (302, 12)


def test_a_name_that_is_nobody_is_refused_at_its_field(clerk, directive) -> None:
    task = directive.tasks.get(path="3")
    response = press(clerk, directive, **{f"add-{task.pk}": "Không có thật"})
    assert (response.status_code, Assignment.objects.count()) == (422, 0)
    assert faults(response) == [
        ("Add a unit", "“Không có thật” is not in the register of units. Choose a name from the list.")
    ]
    assert 'value="Không có thật"' in response.content.decode()


def test_nothing_ticked_is_refused(clerk, directive) -> None:
    response = press(clerk, directive, give=None)
    assert response.status_code == 422
    assert response.context["form"].errors == ["No unit is ticked: tick the units that are to do each task."]


def test_a_group_added_by_hand_is_compared_with_the_number_printed(cast, clerk, confirmed) -> None:
    text = "1. Chính quyền 18 phường rà soát các điểm nguy cơ.\n\n2. Trung tâm Y tế quận tổng hợp.\n\n"
    directive = confirmed(HEADING.format(text))
    one, two = directive.tasks.order_by("order")
    ResponsibleUnit.objects.filter(task=one).update(words="Chính quyền 18 phường", printed_count=18)
    said = "UBND các phường: the document says 18, the register holds 11"
    counted = press(clerk, directive, "count", **{f"add-{one.pk}": "UBND các phường", f"role-{one.pk}": "lead"})
    assert [row["notes"] for row in counted.context["rows"]] == [[said], []]
    assert said in counted.content.decode()
    typed = press(clerk, directive, "count", **{f"add-{two.pk}": "UBND 12 phường", f"role-{two.pk}": "lead"})
    assert [row["notes"] for row in typed.context["rows"]] == [
        [],
        ["UBND các phường: the document says 12, the register holds 11"],
    ]
    fits = press(clerk, directive, "count", **{f"add-{two.pk}": "UBND 11 phường", f"role-{two.pk}": "lead"})
    assert [row["notes"] for row in fits.context["rows"]] == [[], []]
    page = clerk.get(url(directive))
    data = page_data(page, **{"all-day": "30/10/2026", f"add-{one.pk}": "UBND các phường", f"role-{one.pk}": "lead"})
    done = clerk.post(url(directive), data | {"action": "assign"}, follow=True)
    assert said in [str(message) for message in done.context["messages"]]


def test_a_unit_is_added_to_every_task_at_once(cast, clerk, directive) -> None:
    counted = press(clerk, directive, "count", **{"add-all": "UBND quận", "role-all": "coordinating"})
    assert (counted.status_code, counted.context["n"], Assignment.objects.count()) == (200, 28, 0)
    clerk.post(url(directive), page_data(counted, all__day="30/10/2026") | {"action": "assign"})
    made = Assignment.objects.filter(unit=cast.committee).order_by("task__order")
    assert [(row.task.path, row.role) for row in made] == [
        (path, "coordinating") for path in ("1-1", "1-2", "2", "3")
    ]  # every order, no heading


def test_a_name_for_every_task_that_is_nobody_is_refused_at_its_field(clerk, directive) -> None:
    response = press(clerk, directive, **{"add-all": "Không có thật", "role-all": "lead"})
    assert (response.status_code, Assignment.objects.count()) == (422, 0)
    assert faults(response) == [
        ("Add a unit to every task", "“Không có thật” is not in the register of units. Choose a name from the list.")
    ]
    assert 'value="Không có thật"' in response.content.decode()


def test_units_that_have_ended_are_named_and_not_added(cast, clerk, directive) -> None:
    Unit.objects.filter(pk=cast.health.pk).update(valid_to=dt.date(2026, 9, 10))
    said = (
        "Trung tâm Y tế quận Mẫu ended on 10/09/2026. The register does not say which unit has taken over its work: "
        "choose the one that does it now."
    )
    assert clerk.get(url(directive)).context["ended"] == [said]
    task = directive.tasks.get(path="3")
    response = press(clerk, directive, **{f"add-{task.pk}": "TTYT quận", f"role-{task.pk}": "lead"})
    assert faults(response) == [("Add a unit", said)]


# Deadlines.


def own(directive: Directive, path: str, name: str, value: str) -> dict[str, str]:
    return {f"task-{directive.tasks.get(path=path).pk}-{name}": value}


def test_the_deadline_for_all_is_asked_only_where_it_is_needed(clerk, directive) -> None:
    response = press(clerk, directive, **{"all-day": ""})
    assert (response.status_code, faults(response)) == (
        422,
        [("All tasks · Last day, day of review, or end of the periods", "Give the last day.")],
    )
    everyone = {}
    for path in ("2", "3"):
        everyone |= own(directive, path, "kind", "dated") | own(directive, path, "day", "15/10/2026")
    assert press(clerk, directive, **{"all-day": ""}, **everyone).status_code == 302


ENDLESS = "Periodic work needs an end: give the last day on which it may fall due."
NOT_UNDERSTOOD = "“sớm” is not understood. Write for example “ngày 25 hằng tháng”, “thứ Sáu hằng tuần”, “hằng quý”."


@pytest.mark.parametrize(
    ("kind", "fields", "field", "words"),
    [
        ("dated", {"day": "31/08/2026"}, "day", "The deadline is before the directive was issued (01/09/2026)."),
        ("dated", {"day": "30/02/2027"}, "day", "There is no day 30/02/2027 in the calendar."),
        ("dated", {"day": ""}, "day", "Give the last day."),
        ("dated", {"day": "31/12/9999"}, "day", "31/12/9999 is too far from today: check the year."),
        ("within", {}, "days", "Give the number of working days."),
        ("standing", {"day": ""}, "day", "Give the day on which this is looked at again."),
        ("awaiting", {"day": ""}, "day", "Give the day on which this is looked at again."),
        ("periodic", {}, "rule", "Say how often, for example “ngày 25 hằng tháng”."),
        ("periodic", {"rule": "ngày 25 hằng tháng", "day": ""}, "day", ENDLESS),
        ("periodic", {"rule": "sớm", "day": "31/12/2026"}, "rule", NOT_UNDERSTOOD),
        ("undetermined", {}, "reason", "Say why there is no deadline yet."),
    ],
)
def test_each_kind_needs_its_own(clerk, directive, kind, fields, field, words) -> None:
    change = own(directive, "2", "kind", kind)
    for name, value in fields.items():
        change |= own(directive, "2", name, value)
    response = press(clerk, directive, **change)
    labels = {
        "day": "Last day, day of review, or end of the periods",
        "days": "Working days",
        "reason": "Why not set yet",
        "rule": "How often",
    }
    assert (response.status_code, faults(response)) == (422, [(f"2 · {labels[field]}", words)])
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "fields", "kept"),
    [
        ("within", {"days": "5"}, {"within_days": 5, "deadline_on": dt.date(2026, 9, 25)}),
        ("standing", {"day": "31/12/2026"}, {"review_on": dt.date(2026, 12, 31), "deadline_on": None}),
        ("awaiting", {"day": "31/12/2026"}, {"review_on": dt.date(2026, 12, 31), "deadline_on": None}),
        ("undetermined", {"reason": "chờ ý kiến"}, {"deadline_reason": "chờ ý kiến", "deadline_on": None}),
        (
            "periodic",
            {"rule": "ngày 25 hằng tháng", "day": "31/12/2026"},
            {
                "rule": "FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20261231",
                "period": "2026-09",
                "deadline_on": dt.date(2026, 9, 25),
            },
        ),
        ("event", {"day": "30/10/2026"}, {"deadline_on": dt.date(2026, 10, 30)}),
    ],
)
def test_each_kind_is_kept_with_what_it_needs(cast, clerk, directive, kind, fields, kept) -> None:
    change = own(directive, "2", "kind", kind)
    for name, value in fields.items():
        change |= own(directive, "2", name, value)
    assert press(clerk, directive, **change).status_code == 302
    made = Assignment.objects.get(task__path="2")
    assert (made.deadline_kind, made.deadline_origin) == (kind, "clerk")
    assert {name: getattr(made, name) for name in kept} == kept


def test_a_day_off_is_a_warning_and_no_refusal(clerk, directive) -> None:
    data = page_data(clerk.get(url(directive)), all__day="20/09/2026")  # a Sunday
    counted = clerk.post(url(directive), data | {"action": "count"})
    assert counted.context["days_off"] == [dt.date(2026, 9, 20)]
    done = clerk.post(url(directive), data | {"action": "assign"}, follow=True)
    assert [str(message) for message in done.context["messages"]] == [
        "24 assignments made, for 13 units.",
        "Deadlines on a day off: 20/09/2026.",
    ]
    assert days_off(set()) == set()


def test_a_day_that_has_passed_is_a_warning_and_no_refusal(clerk, directive) -> None:
    change = own(directive, "2", "kind", "dated") | own(directive, "2", "day", "17/09/2026")
    counted = press(clerk, directive, "count", **change)
    assert counted.context["past"] == [dt.date(2026, 9, 17)]
    assert [row["warning"] for row in counted.context["rows"] if row["warning"]] == [
        "This day has passed: the work would be overdue at once."
    ]
    data = page_data(counted, all__day="18/09/2026")  # today has not passed
    done = clerk.post(url(directive), data | {"action": "assign"}, follow=True)
    assert [str(message) for message in done.context["messages"]] == [
        "24 assignments made, for 13 units.",
        "Deadlines that have passed already: 17/09/2026.",
    ]


def test_a_day_off_is_said_beside_its_field(clerk, directive) -> None:
    change = own(directive, "2", "kind", "dated") | own(directive, "2", "day", "20/09/2026")
    counted = press(clerk, directive, "count", **change)
    assert [row["warning"] for row in counted.context["rows"]] == ["", "", "", "This is a day off.", ""]


# Who, and at what cost.


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("clerk", 200),
        ("second_clerk", 200),
        ("leader", 200),
        ("inspector", 403),
        ("administrator", 404),
        ("outsider", 404),
        ("ward_chair", 404),
        ("idler", 404),
    ],
)
def test_who_may_assign(cast, sign_in, directive, part, status) -> None:
    client = sign_in(getattr(cast, part))
    assert client.get(url(directive)).status_code == status
    if status != 200:
        assert client.post(url(directive), {"action": "assign"}).status_code == status
        assert Assignment.objects.count() == 0


def test_a_document_without_tasks_says_so(clerk, directive) -> None:
    directive.tasks.all().delete()
    assert "No task was confirmed in this document." in clerk.get(url(directive)).content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_tasks(clerk, confirmed, django_assert_num_queries, n) -> None:
    items = "\n\n".join(
        f"{i}. UBND 11 phường rà soát, báo cáo nội dung {i} trước ngày 25/9/2026." for i in range(1, n + 1)
    )
    directive = confirmed(HEADING.format(items + "\n\n"))
    assert directive.tasks.count() == n
    with django_assert_num_queries(15):
        page = clerk.get(url(directive))
    assert page.context["n"] == 11 * n
