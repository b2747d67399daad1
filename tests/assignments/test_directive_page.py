"""The page of a directive: the office sees all of it, a unit the document and its own tasks."""

import pytest
from django.urls import reverse

from assignments.services import Order, directive_assign
from directives.enums import TaskKind, UnitRole
from directives.models import Citation, Task
from tests.making import MADE, assign, by, make_directive

from .story import finished, given, in_days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def page(client, directive):
    return client.get(reverse("assignments:directive", args=[directive.pk]))


def heading(directive, path, order):
    words = {"words": path, "short_title": path}
    return Task.objects.create(directive=directive, path=path, order=order, kind=TaskKind.GROUP, **words)


def place(task, parent, order):
    task.parent, task.order = parent, order
    task.save()
    return task


@pytest.fixture
def tree(cast):
    """I. (heading) over 1 and 2, II. (heading) over 3. Task 1 for two wards, 2 for the second, 3 for nobody; late."""
    directive = make_directive(cast, tasks=3)
    first, second = heading(directive, "I", 10), heading(directive, "II", 20)
    tasks = directive.tasks.exclude(kind=TaskKind.GROUP).order_by("path")
    one, two, _three = (place(*item) for item in zip(tasks, (first, first, second), (11, 12, 21), strict=True))
    deadline = by(in_days(-2))
    orders = [Order(one, UnitRole.LEAD, cast.wards[:2], deadline), Order(two, UnitRole.LEAD, cast.wards[1:2], deadline)]
    directive_assign(directive=directive, orders=orders, actor=cast.clerk, now=MADE)
    return directive


def test_the_office_sees_every_task_with_its_sums(cast, sign_in, tree):
    branches = page(sign_in(cast.clerk), tree).context["branches"]
    assert [(b.task.path, b.depth, b.done, b.total, b.late) for b in branches] == [
        ("I", 0, 0, 3, 3),
        ("1", 1, 0, 2, 2),
        ("2", 1, 0, 1, 1),
        ("II", 0, 0, 0, 0),
        ("3", 1, 0, 0, 0),
    ]
    context = page(sign_in(cast.clerk), tree).context
    assert (context["done"], context["total"], context["late"], context["may_assign"]) == (0, 3, 3, True)


def test_a_unit_sees_its_own_tasks_under_their_headings_and_no_other_units_rows(cast, sign_in, tree):
    context = page(sign_in(cast.ward_chair), tree).context
    assert [b.task.path for b in context["branches"]] == ["I", "1"]
    assert {row.work.unit for b in context["branches"] for row in b.rows} == {cast.wards[0]}
    assert (context["total"], context["entries"], context["may_assign"]) == (1, [], False)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200),
        ("leader", 200),
        ("inspector", 200),
        ("ward_chair", 200),
        ("ward_staff", 200),
        ("health_head", 404),
        ("outsider", 404),
        ("idler", 404),
        ("administrator", 404),
    ],
)
def test_who_may_open_it(cast, sign_in, tree, who, status):
    assert page(sign_in(getattr(cast, who)), tree).status_code == status


def test_what_is_done_counts_as_done(cast, sign_in):
    work = finished(cast)
    context = page(sign_in(cast.clerk), work.directive).context
    assert (context["done"], context["total"], context["late"]) == (1, 1, 0)


def test_the_chain_up_and_down_links_what_may_be_opened(cast, sign_in):
    work = given(cast)
    up, down = make_directive(cast, number="1/CV"), make_directive(cast, number="3/CV")
    known = Citation.objects.create(directive=work.directive, number="1/CV", number_key="1/CV", target=up)
    unknown = Citation.objects.create(directive=work.directive, number="2846/UBND", number_key="2846/UBND")
    below = Citation.objects.create(directive=down, number="x", number_key="x", target=work.directive)
    office, ward = (page(sign_in(person), work.directive).context for person in (cast.clerk, cast.ward_chair))
    assert (office["cites"], office["cited_by"], office["reachable"]) == ([known, unknown], [below], {up.pk})
    assert (ward["cites"], ward["cited_by"], ward["reachable"]) == ([known, unknown], [], set())


def test_its_history_is_summed_by_day(cast, sign_in):
    work = finished(cast)
    context = page(sign_in(cast.clerk), work.directive).context
    assert [(day.day, day.action, day.n) for day in context["days"]] == [
        (in_days(0), "confirm", 1),
        (in_days(0), "submit", 1),
        (work.received_on, "assign", 1),
    ]
    assert [entry.actor for entry in context["entries"]] == [cast.clerk]


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_for_one_unit_and_for_three(cast, sign_in, django_assert_num_queries, n):
    directive = make_directive(cast, tasks=n)
    assign(cast, *cast.wards[:n], directive=directive)
    client = sign_in(cast.clerk)
    with django_assert_num_queries(18):
        page(client, directive)


@pytest.mark.parametrize("state", ["superseded", "withdrawn", "expired"])
def test_what_is_no_longer_in_force_is_not_offered_for_assigning(cast, sign_in, tree, state):
    tree.state = state
    tree.save()
    response = page(sign_in(cast.clerk), tree)
    assert response.context["may_assign"] is False
    assert reverse("assignments:assign", args=[tree.pk]) not in response.content.decode()
