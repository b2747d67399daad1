"""The steps of a decision on the organisation, as an administrator presses them: forth, back, and carried out."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assignments.enums import State
from assignments.models import Assignment, HandOver
from tests.cast import Cast
from tests.making import assign, make_directive
from tests.reform import planned
from wards.models import Succession, SuccessionLink, Unit
from wards.services import unit_save
from wards.succession_plan import Plan

from .story import given

pytestmark = pytest.mark.usefixtures("frozen")
START = "/organisation/changes/new/"
DECISION = {
    "number": "1656/NQ-M",
    "dated": "16/06/2025",
    "body": "Hội đồng mẫu",
    "effective_on": "01/07/2025",
    "note": "",
}


@pytest.fixture
def admin(cast: Cast, sign_in: Callable) -> Client:
    return sign_in(cast.administrator)


def new_ward(cast: Cast, i: int, name: str, **more: object) -> dict[str, object]:
    row = {"name": name, "short_name": "", "code": "", "kind": "peoples_committee", "level": "commune"}
    fields = row | {"parent": cast.committee.pk} | more
    return {f"create-{i}-{field}": value for field, value in fields.items()}


def at(draft: Succession, step: str) -> str:
    return f"/organisation/changes/{draft.pk}/{step}/"


def test_from_the_decision_to_the_work_handed_over(cast: Cast, admin: Client) -> None:
    """Đông and Tây become Một; Nam is divided between Một and Hai, and its work goes to Hai."""
    directive = make_directive(cast)
    assign(cast, *cast.wards[:3], directive=directive)
    response = admin.post(START, DECISION)
    draft = Succession.objects.get()
    assert response["Location"] == at(draft, "units")
    sent: dict[str, Any] = {"old": [w.pk for w in cast.wards[:3]], "create": [1, 2, 3]}
    sent |= new_ward(cast, 1, "UBND phường Một") | new_ward(cast, 2, "UBND phường Hai")
    assert admin.post(at(draft, "units"), sent)["Location"] == at(draft, "links")
    page = admin.get(at(draft, "links"))
    assert [(group.name, joins) for group, joins in page.context["groups"]] == [("UBND các phường", {"n1", "n2"})]
    first, second, third = (ward.pk for ward in cast.wards[:3])
    sent = {f"link-{first}": ["n1"], f"link-{second}": ["n1"], f"link-{third}": ["n1", "n2"]}
    sent |= {f"group-{cast.group.pk}": ["n1", "n2"]}
    assert admin.post(at(draft, "links"), sent)["Location"] == at(draft, "work")
    page = admin.get(at(draft, "work"))
    assert (page.context["open_n"], page.context["undecided"], page.context["positions"]) == (3, 1, 3)
    refused = admin.post(at(draft, "work"), {"action": "carry_out"})
    assert (refused.status_code, SuccessionLink.objects.count()) == (422, 0)
    done = admin.post(at(draft, "work"), {"action": "carry_out", f"unit-{third}": ["n2"]})
    assert done["Location"] == "/organisation/changes/"
    held = Assignment.objects.open().order_by("unit__name").values_list("unit__name", flat=True)
    assert list(held) == ["UBND phường Hai", "UBND phường Một"]
    assert HandOver.objects.count() == 3
    assert admin.get(at(draft, "work")).status_code == 404  # there is nothing left to do
    assert b"1656/NQ-M" in admin.get("/organisation/changes/").content


def test_going_back_loses_nothing(cast: Cast, admin: Client) -> None:
    draft = planned(cast)
    page = admin.get(at(draft, "units"))
    assert page.context["plan"].old == [ward.pk for ward in cast.wards]
    assert [form["name"].value() for form in page.context["forms"]] == [
        *(f"UBND phường Mẫu {name}" for name in ("Một", "Hai", "Ba", "Bốn")),
        None,
    ]
    page = admin.get(at(draft, "links"))
    assert page.context["rows"][2] == (cast.wards[2], ["n1", "n2"])
    again = admin.post(f"/organisation/changes/{draft.pk}/", DECISION | {"number": "1657/NQ-M"})
    assert again["Location"] == at(draft, "units")
    draft.refresh_from_db()
    assert (draft.number, len(Plan.of(draft).links)) == ("1657/NQ-M", 14)


def test_a_unit_taken_out_takes_its_links_along(cast: Cast, admin: Client) -> None:
    draft = planned(cast)
    sent: dict[str, Any] = {"old": [cast.wards[2].pk], "create": [1]} | new_ward(cast, 1, "UBND phường Một")
    admin.post(at(draft, "units"), sent)
    draft.refresh_from_db()
    assert Plan.of(draft).links == [(cast.wards[2].pk, "n1")]
    assert Plan.of(draft).groups == [(cast.group.pk, "n1")]


@pytest.mark.parametrize("field", ["number", "dated", "body", "effective_on"])
def test_what_is_missing_of_the_decision_is_named_at_its_field(cast: Cast, admin: Client, field: str) -> None:
    response = admin.post(START, DECISION | {field: ""})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert response.context["form"]["note"].value() == ""
    assert not Succession.objects.exists()


def test_what_is_wrong_with_the_units_is_named_and_the_rest_kept(cast: Cast, admin: Client) -> None:
    draft = planned(cast, change=lambda plan: plan.create.clear())
    cast.health.valid_to = dt.date(2024, 1, 1)
    unit_save(unit=cast.health)
    sent: dict[str, Any] = {"old": [], "new": [cast.health.pk], "create": [1]}
    sent |= new_ward(cast, 1, "UBND phường Một", kind="", code="M1")
    response = admin.post(at(draft, "units"), sent)
    assert response.status_code == 422
    assert set(response.context["problems"]) == {"old", "new", "create-1-kind"}
    form = response.context["forms"][0]
    assert (list(form.errors), form["name"].value(), form["code"].value()) == (["kind"], "UBND phường Một", "M1")
    assert response.context["new_ended"] == [cast.health]  # still ticked, to be unticked


def test_another_new_unit_is_asked_for_without_being_told_off(cast: Cast, admin: Client) -> None:
    draft = planned(cast, change=lambda plan: plan.create.clear())
    sent: dict[str, Any] = {"action": "more", "create": [1]} | new_ward(cast, 1, "UBND phường Một", kind="")
    response = admin.post(at(draft, "units"), sent)
    assert (response.status_code, response.context["problems"]) == (200, {})
    assert [form["name"].value() for form in response.context["forms"]] == ["UBND phường Một", None]


def test_a_successor_of_nobody_is_named(cast: Cast, admin: Client) -> None:
    draft = planned(cast)
    response = admin.post(at(draft, "links"), {f"link-{cast.wards[0].pk}": ["n1"]})
    assert response.status_code == 422
    assert len(response.context["problems"]["links"]) == 3
    assert response.context["rows"][0] == (cast.wards[0], ["n1"])


def test_choices_of_work_are_kept_in_the_draft(cast: Cast, admin: Client) -> None:
    row, other = given(cast, cast.wards[3]), given(cast, cast.wards[3])
    draft = planned(cast)
    admin.post(at(draft, "work"), {"action": "keep", f"row-{row.pk}": ["n3", "n9"]})
    page = admin.get(at(draft, "work"))
    by_work = {item.work: item.chosen for group in page.context["asked"] for item in group.rows}
    assert by_work == {row: ("n3",), other: ()}
    admin.post(at(draft, "work"), {"action": "keep", f"row-{row.pk}": ["n3"], f"task-{other.task_id}": ["n2"]})
    page = admin.get(at(draft, "work"))
    by_work = {item.work: item.chosen for group in page.context["asked"] for item in group.rows}
    assert by_work == {row: ("n3",), other: ("n2",)}


def test_work_of_a_unit_without_successor_holds_the_decision_up(cast: Cast, admin: Client) -> None:
    given(cast)
    draft = planned(cast, change=lambda plan: plan.links.pop(0))
    response = admin.post(at(draft, "work"), {"action": "carry_out"})
    assert (response.status_code, len(response.context["faults"])) == (422, 1)
    assert Assignment.objects.get().state == State.ASSIGNED


def test_a_draft_can_be_discarded(cast: Cast, admin: Client) -> None:
    draft = planned(cast)
    assert admin.post(at(draft, "discard"))["Location"] == "/organisation/changes/"
    assert not Succession.objects.exists()


@pytest.mark.parametrize(("asked", "status", "n"), [("", 200, 16), ("2014-01-01", 200, 0), ("32/13/2025", 422, 16)])
def test_the_tree_on_any_day(cast: Cast, admin: Client, asked: str, status: int, n: int) -> None:
    page = admin.get("/organisation/", {"on": asked})
    assert (page.status_code, len(page.context["nodes"])) == (status, n)
    if status == 422:
        assert 'value="32/13/2025"' in page.content.decode()


def test_a_unit_is_renamed_on_its_page(cast: Cast, admin: Client) -> None:
    page = f"/organisation/units/{cast.wards[0].pk}/rename/"
    assert admin.get(page).context["form"]["code"].value() == "P00"
    wrong = admin.post(page, DECISION | {"name": "", "code": "P9"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["name"])
    early = admin.post(page, DECISION | {"name": "UBND phường Mẫu Rạng", "effective_on": "01/01/2015"})
    assert list(early.context["form"].errors) == ["effective_on"]
    assert Succession.objects.count() == 0
    assert admin.post(page, DECISION | {"name": "UBND phường Mẫu Rạng"})["Location"] == "/organisation/"
    assert Unit.objects.get(pk=cast.wards[0].pk).name == "UBND phường Mẫu Rạng"
