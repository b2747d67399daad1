"""The leader's page: red rows, and figures each of which opens exactly the rows that it counts."""

import datetime as dt

import pytest

from assignments.models import Assignment
from directives.enums import UnitRole
from tests.making import assign, make_directive

from .story import declined, finished, given, held, in_days, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PAGE = "/exceptions/"


def works(response):
    return [row.work for row in response.context["rows"]]


@pytest.fixture
def office(cast):
    """Work of every standing, in three units."""
    given(cast, days=-12), held(cast, days=-1), given(cast, cast.wards[1], days=-5), declined(cast, days=-15)
    given(cast, days=0), given(cast, days=7), given(cast, days=8), given(cast, cast.health, days=None)
    reported(cast, days=-9), finished(cast, days=-4)
    return cast


def test_red_rows_only_the_oldest_first(office, sign_in):
    rows = sign_in(office.leader).get(PAGE).context["rows"]
    assert [(row.days, row.work.unit) for row in rows] == [
        (-12, office.wards[0]),
        (-5, office.wards[1]),
        (-1, office.wards[0]),
    ]


def test_the_figures_and_what_they_open_are_equal(office, sign_in):
    client = sign_in(office.leader)
    strip = client.get(PAGE).context["strip"]
    assert [(pill["code"], pill["n"]) for pill in strip] == [
        ("special_red", 2),
        ("red", 1),
        ("awaiting_confirmation", 1),
        ("yellow", 2),
        ("needs_deadline", 1),
    ]
    assert [len(client.get(pill["url"]).context["rows"]) for pill in strip] == [pill["n"] for pill in strip]


def test_a_figure_of_nought_is_not_shown(cast, sign_in):
    given(cast, days=30)
    context = sign_in(cast.leader).get(PAGE).context
    assert (context["strip"], context["rows"]) == ([], [])


def test_each_units_bar_and_what_it_opens_are_equal(office, sign_in):
    client = sign_in(office.leader)
    units = client.get(PAGE).context["units"]
    assert [(unit.name, unit.total, unit.late) for unit in units] == [
        (office.wards[0].name, 7, 2),
        (office.wards[1].name, 1, 1),
        (office.health.name, 1, 0),
    ]
    for unit in units:
        assert len(client.get(f"/assignments/?unit={unit.pk}&standing=open").context["rows"]) == unit.total
        assert len(client.get(f"/assignments/?unit={unit.pk}&standing=late").context["rows"]) == unit.late
        assert sum(part["n"] for part in unit.parts) == unit.total


def test_what_is_missing_is_said(cast, sign_in):
    never, seen = given(cast, days=-5), held(cast, days=-4)
    rows = sign_in(cast.leader).get(PAGE).context["rows"]
    assert [(row.work, len(row.missing), row.missing[0]) for row in rows] == [
        (never, 3, "Báo cáo"),  # the product, evidence, and not acknowledged
        (seen, 2, "Báo cáo"),
    ]


def test_who_heads_the_unit_and_in_which_role_it_is_late(cast, sign_in):
    given(cast, days=-2, role=UnitRole.COORDINATING)
    (row,) = sign_in(cast.leader).get(PAGE).context["rows"]
    assert (row.head.user, row.head.title, row.is_lead) == (cast.ward_chair, "ward_chair", False)


def test_the_latest_directives_with_numerator_and_denominator(cast, sign_in):
    directive = make_directive(cast)
    rows = assign(cast, *cast.wards[:4], directive=directive)
    Assignment.objects.filter(pk=rows[0].pk).update(state="withdrawn", closed_at=rows[0].made_at)
    finished(cast)
    make_directive(cast, number="9/UBND")
    found = [
        (item, progress.done, progress.total) for item, progress in sign_in(cast.leader).get(PAGE).context["latest"]
    ]
    assert found[1] == (directive, 0, 3)
    assert [(done, total) for _item, done, total in found] == [(1, 1), (0, 3)]


def test_the_quality_of_the_data(cast, sign_in, now):
    old = given(cast, days=30)
    Assignment.objects.filter(pk=old.pk).update(last_moved_at=now - dt.timedelta(days=31))
    given(cast, days=30), finished(cast)
    client = sign_in(cast.leader)
    context = client.get(PAGE).context
    assert (context["quality"].untouched, context["quality"].lag) == (1, 2.0)  # recorded two days after it was done
    assert works(client.get("/assignments/?only=untouched")) == [old]
    assert "Chưa cập nhật quá 30 ngày" in client.get("/assignments/").content.decode()
    assert context["cut_off"] == now


def test_the_oldest_without_a_deadline(cast, sign_in):
    given(cast, days=None)
    (pill,) = sign_in(cast.leader).get(PAGE).context["strip"]
    assert "17" in pill["note"]  # since 1 September


def test_an_inspector_sees_the_same(office, sign_in):
    leader, inspector = (sign_in(person).get(PAGE).context for person in (office.leader, office.inspector))
    assert leader["strip"] == inspector["strip"]
    assert [row.work for row in leader["rows"]] == [row.work for row in inspector["rows"]]
    assert {row.actions for row in inspector["rows"]} == {()}


@pytest.mark.parametrize("who", ["ward_chair", "ward_staff", "idler", "administrator"])
def test_the_page_is_the_offices(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(PAGE).status_code == 403


def test_another_office_sees_nothing_of_it(office, sign_in):
    context = sign_in(office.outsider).get(PAGE).context
    assert (context["strip"], context["rows"], context["units"], context["latest"]) == ([], [], [], [])


def test_the_red_rows_go_on_over_pages(cast, sign_in):
    assign(cast, *cast.wards, directive=make_directive(cast, tasks=5), deadline=in_days(-3))
    client = sign_in(cast.leader)
    first = client.get(PAGE)
    second = client.get(PAGE + first.context["next_url"])
    assert (len(works(first)), len(works(second)), second.context["next_url"]) == (50, 5, "")
    assert len({work.pk for work in works(first) + works(second)}) == 55
    assert first.context["strip"][0]["n"] == 55


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_however_much_is_late(cast, sign_in, django_assert_num_queries, n):
    for ward in cast.wards[:n]:
        given(cast, ward, days=-5)
    client = sign_in(cast.leader)
    with django_assert_num_queries(14):
        client.get(PAGE)
