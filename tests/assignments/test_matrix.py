"""Units × tasks of one directive: which row a cell shows, sums equal to the lists, what each person sees of it."""

import pytest
from django.urls import reverse

from assignments.enums import State
from assignments.selectors import matrix
from assignments.services import assignment_submit, assignment_withdraw
from directives.enums import UnitRole
from tests.making import assign, make_directive

from .story import PHOTO, in_days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def directive(cast, now):
    """Two tasks, three wards: the first late with both, one result reported, one row withdrawn."""
    item = make_directive(cast, tasks=2)
    rows = assign(cast, *cast.wards[:3], directive=item, deadline=in_days(-2))
    by_cell = {(row.task.path, row.unit_id): row for row in rows}
    mine = by_cell["2", cast.wards[1].pk]
    assignment_submit(assignment=mine, actor=cast.other_chair, now=now, proofs=[PHOTO])
    assignment_withdraw(assignment=by_cell["1", cast.wards[2].pk], actor=cast.clerk, now=now, reason="Giao trùng")
    return item


def page(client, directive, **params):
    return client.get(reverse("assignments:matrix", args=[directive.pk]), params)


def drawn(found):
    return [
        (line.unit.name, [(cell.standing.value, cell.days) if cell else None for cell in line.cells])
        for line in found.lines
    ]


def test_a_line_for_each_unit_and_a_cell_for_each_task(cast, sign_in, directive):
    found = page(sign_in(cast.clerk), directive).context["matrix"]
    assert [column.path for column in found.columns] == ["1", "2"]
    assert drawn(found) == [
        (cast.wards[0].name, [("red", -2), ("red", -2)]),
        (cast.wards[1].name, [("red", -2), ("awaiting_confirmation", -2)]),
        (cast.wards[2].name, [("closed", -2), ("red", -2)]),
    ]


def test_the_sums_are_those_of_the_lists(cast, sign_in, directive):
    client = sign_in(cast.leader)
    found = page(client, directive).context["matrix"]
    assert [(s.done, s.total, s.late) for s in (line.sum for line in found.lines)] == [(0, 2, 2), (0, 2, 1), (0, 1, 1)]
    assert [(c.sum.done, c.sum.total, c.sum.late) for c in found.columns] == [(0, 2, 2), (0, 3, 2)]
    assert (found.sum.done, found.sum.total, found.sum.late) == (0, 5, 4)
    for line in found.lines:
        listed = client.get("/assignments/", {"directive": directive.pk, "unit": line.unit.pk, "standing": "late"})
        assert len(listed.context["rows"]) == line.sum.late


def test_of_several_periods_the_one_that_wants_attention_most_is_shown(cast, sign_in):
    item = make_directive(cast)
    assign(cast, cast.wards[0], directive=item, deadline=in_days(9))
    assign(cast, cast.wards[0], directive=item, deadline=in_days(-4), role=UnitRole.COORDINATING)
    [cell] = page(sign_in(cast.clerk), item).context["matrix"].cells
    assert (cell.standing.value, cell.n, cell.is_lead) == ("special_red", 2, False)


def test_a_unit_sees_its_own_line_and_ticks_nothing(cast, sign_in, directive):
    response = page(sign_in(cast.ward_chair), directive)
    assert [line.unit for line in response.context["matrix"].lines] == [cast.wards[0]]
    assert (response.context["may_urge"], 'name="row"' in response.content.decode()) == (False, False)


def test_late_cells_are_ticked_and_urged_together(cast, sign_in, directive):
    client = sign_in(cast.leader)
    response = page(client, directive)
    ticks = [cell.work.pk for cell in response.context["matrix"].cells if cell.may_urge]
    assert response.content.decode().count('name="row"') == len(ticks) == 4
    sheet = client.get(reverse("assignments:bulk", args=["instruct"]), {"row": ticks})
    assert sorted(row.work.pk for row, _effect, _ticked in sheet.context["will"]) == sorted(ticks)


def test_a_directive_with_nothing_given_says_what_would_fill_it(cast, sign_in):
    response = page(sign_in(cast.clerk), make_directive(cast))
    assert "Chưa giao việc nào" in response.content.decode()


def test_many_units_are_shown_a_page_at_a_time(cast, sign_in, directive, monkeypatch):
    monkeypatch.setattr(matrix, "UNITS_SHOWN", 2)
    monkeypatch.setattr("assignments.views.directive.UNITS_SHOWN", 2)
    client = sign_in(cast.clerk)
    first = page(client, directive)
    assert ([line.unit for line in first.context["matrix"].lines], first.context["next_first"]) == (cast.wards[:2], 2)
    rest = page(client, directive, **{"from": "2"})
    assert ([line.unit for line in rest.context["matrix"].lines], rest.context["next_first"]) == ([cast.wards[2]], 0)
    assert rest.context["matrix"].sum.total == 5
    assert page(client, directive, **{"from": "x"}).context["first"] == 0


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_units(cast, sign_in, django_assert_num_queries, n):
    item = make_directive(cast, tasks=n)
    assign(cast, *cast.wards[:n], directive=item, deadline=in_days(-1))
    client = sign_in(cast.leader)
    page(client, item)
    with django_assert_num_queries(6):
        response = page(client, item)
    assert {cell.work.state for cell in response.context["matrix"].cells} == {State.ASSIGNED}
