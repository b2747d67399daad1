"""The same rows under the unit of the time or under today's successor; the parts sum to the whole either way."""

from collections.abc import Callable

import pytest

from assignments.models import Assignment
from assignments.selectors.exceptions import UnitSum
from assignments.selectors.successors import by_successor, sole_predecessors, successors_today
from tests.cast import Cast
from tests.conftest import NOW
from tests.reform import planned
from wards.models import Unit
from wards.services.succession import succession_carry_out

from .story import given


@pytest.fixture
def reformed(cast: Cast) -> dict[str, Unit]:
    return succession_carry_out(succession=planned(cast), actor=cast.administrator, now=NOW)


def test_where_every_ended_unit_goes_on(cast: Cast, reformed: dict[str, Unit]) -> None:
    ends = successors_today()
    assert ends[cast.wards[0].pk] == (reformed["n1"].pk,)
    assert ends[cast.wards[2].pk] == (reformed["n1"].pk, reformed["n2"].pk)
    assert len(ends) == 11
    assert sole_predecessors(reformed["n1"].pk) == [cast.wards[0].pk, cast.wards[1].pk]


def test_sums_go_to_the_one_successor_and_a_divided_unit_keeps_its_own_line(
    cast: Cast, reformed: dict[str, Unit]
) -> None:
    new = reformed["n1"]
    sums = [
        UnitSum(cast.wards[0].pk, "Đông", {"red": 2, "done_late": 1}),
        UnitSum(cast.wards[1].pk, "Tây", {"red": 1}),
        UnitSum(cast.wards[2].pk, "Nam", {"on_track": 4}),
        UnitSum(cast.health.pk, "TTYT", {"on_track": 1}),
        UnitSum(new.pk, new.name, {"yellow": 1}),
    ]
    found = by_successor(sums)
    assert [(unit.name, unit.counts) for unit in found] == [
        ("UBND phường Mẫu Một", {"red": 3, "done_late": 1, "yellow": 1}),
        ("Nam", {"on_track": 4}),
        ("TTYT", {"on_track": 1}),
    ]
    assert sum(unit.total for unit in found) == sum(unit.total for unit in sums) == 10


def test_without_decisions_both_ways_are_one(cast: Cast) -> None:
    sums = [UnitSum(cast.wards[0].pk, "Đông", {"red": 2})]
    assert by_successor(sums) == sums


@pytest.mark.usefixtures("frozen")
def test_the_leaders_page_counts_either_way_and_every_figure_opens_its_rows(
    cast: Cast, sign_in: Callable, reformed: dict[str, Unit]
) -> None:
    given(cast, cast.health)
    for unit in cast.wards[:2]:  # an ended unit takes no new work: as a register kept elsewhere before may hold it
        Assignment.objects.filter(pk=given(cast, cast.front).pk).update(unit=unit)
    client = sign_in(cast.leader)
    then = client.get("/exceptions/").context["units"]
    assert sorted(unit.total for unit in then) == [1, 1, 1]
    page = client.get("/exceptions/?units=successor")
    one = next(unit for unit in page.context["units"] if unit.pk == reformed["n1"].pk)
    assert (one.name, one.late) == ("UBND phường Mẫu Một", 2)
    assert f"?unit={one.pk}&amp;past=1&amp;standing=late" in page.content.decode()
    rows = client.get(f"/assignments/?unit={one.pk}&past=1&standing=late").context["rows"]
    assert {row.work.unit for row in rows} == set(cast.wards[:2])
    assert client.get(f"/assignments/?unit={one.pk}&standing=late").context["rows"] == []
