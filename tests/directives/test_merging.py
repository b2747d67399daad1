"""Two states of a draft, the changes between them, and one person's changes on another's."""

import copy
from typing import Any

import pytest

from directives.edits import proposal
from directives.merging import apply, changes, reversed_changes, value_at

Edits = dict[str, Any]


@pytest.fixture
def base(draft, today) -> Edits:
    return proposal(draft.reading, today)


def edited(base: Edits, **header: str) -> Edits:
    return {**copy.deepcopy(base), **header}


def sources(edits: Edits) -> list[str]:
    return [task["source"] for task in edits["tasks"]]


def with_new(base: Edits, source: str, place: int) -> Edits:
    made = copy.deepcopy(base)
    made["tasks"].insert(place, {**copy.deepcopy(base["tasks"][1]), "source": source, "path": source})
    return made


def test_the_same_state_has_no_changes(base) -> None:
    assert changes(base, copy.deepcopy(base)) == []


def test_changes_name_their_place_and_both_values(base) -> None:
    mine = edited(base, place="Mẫu Mới", choices={"doi": "u7"})
    mine["tasks"][1]["lead"] = ["TTYT"]
    assert changes(base, mine) == [
        ["head/place", "Mẫu", "Mẫu Mới"],
        ["choices/doi", "", "u7"],
        ["tasks/t1/lead", ["UBND 11 phường"], ["TTYT"]],
    ]


def test_changes_lead_there_and_back_again(base) -> None:
    mine = with_new(with_new(edited(base, subject="Khác", choices={"a/b": "0"}), "n1", 2), "n2", 3)
    del mine["tasks"][5]
    found = changes(base, mine)
    assert apply(base, found) == (mine, [])
    assert apply(mine, reversed_changes(found)) == (base, [])


def test_removing_neighbours_can_be_taken_back_in_their_order(base) -> None:
    mine = {**base, "tasks": [base["tasks"][0], base["tasks"][4]]}
    back, lost = apply(mine, reversed_changes(changes(base, mine)))
    assert (sources(back), lost) == (["t0", "t1", "t2", "t3", "t4"], [])


@pytest.mark.parametrize("turn", [1, -1])
def test_new_tasks_stand_behind_their_neighbours_in_whatever_order_they_come(base, turn: int) -> None:
    """PostgreSQL keeps a list's order; but a step may be read in any."""
    mine = with_new(with_new(base, "n1", 0), "n2", 1)
    made, _lost = apply(base, changes(base, mine)[::turn])
    assert sources(made) == ["n1", "n2", "t0", "t1", "t2", "t3", "t4"]


def test_two_people_in_different_fields_disturb_nobody(base) -> None:
    mine, theirs = edited(base, place="Của tôi"), edited(base, subject="Của người kia")
    mine["tasks"][1]["short_title"] = "Tên của tôi"
    theirs["tasks"][1]["product"] = "kế hoạch"
    merged, clashes = apply(theirs, changes(base, mine))
    assert clashes == []
    assert (merged["place"], merged["subject"]) == ("Của tôi", "Của người kia")
    assert (merged["tasks"][1]["short_title"], merged["tasks"][1]["product"]) == ("Tên của tôi", "kế hoạch")


def test_the_same_field_keeps_theirs_and_tells_of_mine(base) -> None:
    mine, theirs = edited(base, place="Của tôi"), edited(base, place="Của người kia")
    merged, clashes = apply(theirs, changes(base, mine))
    assert (merged["place"], clashes) == ("Của người kia", [["head/place", "Mẫu", "Của tôi"]])


def test_the_same_words_twice_are_no_clash(base) -> None:
    mine = edited(base, place="Như nhau")
    assert apply(copy.deepcopy(mine), changes(base, mine)) == (mine, [])


def test_a_field_of_a_task_that_is_gone_is_not_lost_silently(base) -> None:
    mine, theirs = copy.deepcopy(base), copy.deepcopy(base)
    mine["tasks"][4]["short_title"] = "Tên của tôi"
    del theirs["tasks"][4]
    title = base["tasks"][4]["short_title"]
    assert apply(theirs, changes(base, mine))[1] == [["tasks/t4/short_title", title, "Tên của tôi"]]
    assert value_at(theirs, "tasks/t4/short_title") is None


def test_a_task_that_somebody_worked_on_is_not_removed(base) -> None:
    mine, theirs = copy.deepcopy(base), copy.deepcopy(base)
    theirs["tasks"][4]["short_title"] = "Tên của người kia"
    del mine["tasks"][4]
    merged, clashes = apply(theirs, changes(base, mine))
    assert (sources(merged)[-1], len(clashes)) == ("t4", 1)


def test_both_may_add_at_the_same_place(base) -> None:
    mine, theirs = with_new(base, "n1", 2), with_new(base, "n2", 2)
    merged, clashes = apply(theirs, changes(base, mine))
    assert (sources(merged), clashes) == (["t0", "t1", "n1", "n2", "t2", "t3", "t4"], [])


def test_what_was_given_is_left_as_it_was(base) -> None:
    before = copy.deepcopy(base)
    apply(base, changes(base, with_new(edited(base, place="x"), "n1", 1)))
    assert base == before
