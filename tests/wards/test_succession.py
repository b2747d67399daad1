"""Decisions on the organisation in the register: units, names, groups, positions, aliases, the tree on a day."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from tests.cast import EPOCH, Cast
from tests.conftest import NOW
from tests.reform import DAY, header, planned
from wards.enums import LinkKind
from wards.models import AuditEntry, Predecessor, Succession, SuccessionLink, Unit, UnitAlias, User
from wards.services import unit_create, unit_save
from wards.services.succession import succession_carry_out, succession_plan, succession_start, unit_rename
from wards.succession_plan import NewUnit, Plan
from wards.tree import tree_on


def carry_out(cast: Cast, draft: Succession) -> dict[str, Unit]:
    return succession_carry_out(succession=draft, actor=cast.administrator, now=NOW)


def new_ward(cast: Cast, name: str) -> NewUnit:
    return NewUnit(f"UBND phường Mẫu {name}", "", "", "peoples_committee", "commune", cast.committee.pk)


def links() -> list[tuple[str, str, str]]:
    rows = SuccessionLink.objects.order_by("old__protocol_order", "id").values_list("old__name", "new__name", "kind")
    return [
        (old.removeprefix("UBND phường Mẫu "), (new or "").removeprefix("UBND phường Mẫu "), k) for old, new, k in rows
    ]


def test_wards_made_from_parts_of_three(cast: Cast) -> None:
    """1/7/2025: eleven wards end; four begin, one of them from parts of three."""
    successors = carry_out(cast, planned(cast))
    assert links() == [
        ("Đông", "Một", LinkKind.MERGE),
        ("Tây", "Một", LinkKind.MERGE),
        ("Nam", "Một", LinkKind.PART),
        ("Nam", "Hai", LinkKind.PART),
        ("Bắc", "Hai", LinkKind.PART),
        ("Bắc", "Ba", LinkKind.PART),
        ("Trung", "Hai", LinkKind.PART),
        ("Trung", "Ba", LinkKind.PART),
        ("Thượng", "Ba", LinkKind.MERGE),
        ("Hạ", "Ba", LinkKind.MERGE),
        ("Sơn", "Bốn", LinkKind.MERGE),
        ("Hải", "Bốn", LinkKind.MERGE),
        ("Giang", "Bốn", LinkKind.MERGE),
        ("Lâm", "Bốn", LinkKind.MERGE),
    ]
    assert sorted(unit.name for unit in successors.values()) == [
        f"UBND phường Mẫu {n}" for n in ("Ba", "Bốn", "Hai", "Một")
    ]
    assert set(Unit.objects.filter(pk__in=[w.pk for w in cast.wards]).values_list("valid_to", flat=True)) == {DAY}


def test_the_tree_is_another_on_the_day_before(cast: Cast) -> None:
    carry_out(cast, planned(cast))

    def wards_on(day: dt.date) -> int:
        return sum("phường" in node.version.name for node in tree_on(day))

    assert (wards_on(DAY - dt.timedelta(days=1)), wards_on(DAY), wards_on(EPOCH - dt.timedelta(days=1))) == (11, 4, 0)
    (first,) = [node for node in tree_on(DAY) if node.version.name.endswith("Một")]
    assert [link.old.name.split()[-1] for link in first.came_from] == ["Đông", "Tây", "Nam"]
    assert first.depth == 2


def test_groups_positions_and_names_follow_the_day(cast: Cast) -> None:
    successors = carry_out(cast, planned(cast))
    before = DAY - dt.timedelta(days=1)
    assert (cast.group.members_on(before).count(), cast.group.members_on(DAY).count()) == (11, 4)
    assert list(cast.ward_chair.positions.values_list("valid_to", flat=True)) == [DAY]
    assert list(cast.health_head.positions.values_list("valid_to", flat=True)) == [None]
    alias = UnitAlias.objects.get(text="UBND phường Mẫu Đông")  # one successor: the old name leads to it
    assert (alias.unit, alias.valid_from) == (successors["n1"], DAY)
    assert not UnitAlias.objects.filter(text="UBND phường Mẫu Nam").exists()  # two: it does not


def test_people_of_an_ended_unit_keep_reading_and_hold_nothing(cast: Cast) -> None:
    carry_out(cast, planned(cast))
    chair = User.objects.get(pk=cast.ward_chair.pk)
    assert (chair.held, chair.roles, [p.unit for p in chair.kept]) == ([], frozenset(), [cast.wards[0]])
    idler = User.objects.get(pk=cast.idler.pk)
    assert (idler.held, idler.kept) == ([], [])


def test_a_later_successor_remembers_those_before_its_predecessors(cast: Cast) -> None:
    first = carry_out(cast, planned(cast))
    later = dt.date(2026, 3, 1)

    def merge_again(plan: Plan) -> None:
        plan.old = [first["n1"].pk, first["n2"].pk]
        plan.create = [
            NewUnit("UBND phường Mẫu Năm", kind="peoples_committee", level="commune", parent=cast.committee.pk)
        ]
        plan.links = [(pk, "n1") for pk in plan.old]

    draft = succession_start(actor=cast.administrator, now=NOW, **header(effective_on=later, number="9/NQ"))
    succession_plan(succession=draft, actor=cast.administrator, change=merge_again)
    (heir,) = carry_out(cast, draft).values()
    past = Predecessor.objects.filter(heir=heir).values_list("past", flat=True)
    assert set(past) == {first["n1"].pk, first["n2"].pk, *(ward.pk for ward in cast.wards[:5])}
    assert cast.wards[0] in Unit.objects.archive_of(heir)
    assert cast.wards[8] not in Unit.objects.archive_of(heir)


def test_what_stands_under_an_ended_unit_goes_under_its_one_successor(cast: Cast) -> None:
    station = unit_create(name="Trạm y tế", kind="health", level="below", valid_from=EPOCH, parent=cast.wards[0])
    room = unit_create(name="Phòng tiêm", kind="health", level="below", valid_from=EPOCH, parent=station)
    successors = carry_out(cast, planned(cast))
    station.refresh_from_db()
    room.refresh_from_db()
    assert station.parent == successors["n1"]
    assert room.path == f"{successors['n1'].path}{station.pk}/{room.pk}/"
    places = [(version.parent, version.valid_to) for version in station.versions.order_by("valid_from")]
    assert places == [(cast.wards[0], DAY), (successors["n1"], None)]


def test_carrying_out_costs_the_same_for_two_wards_and_for_eleven(
    cast: Cast, django_assert_num_queries: Callable
) -> None:
    assert cast.administrator.roles == {"administrator"}

    def two(plan: Plan) -> None:
        plan.old = [cast.wards[9].pk, cast.wards[10].pk]
        plan.create = [
            NewUnit("UBND phường Mẫu Kép", kind="peoples_committee", level="commune", parent=cast.committee.pk)
        ]
        plan.links = [(pk, "n1") for pk in plan.old]
        plan.groups = [(cast.group.pk, "n1")]

    point = transaction.savepoint()
    small = planned(cast, change=two)
    with django_assert_num_queries(32):
        carry_out(cast, small)
    transaction.savepoint_rollback(point)
    large = planned(cast)
    with django_assert_num_queries(32):
        carry_out(cast, large)


def problem(cast: Cast, change: Callable[[Plan], None], **more: object) -> list[str]:
    draft = planned(cast, change=change, **more)
    with override("en"), pytest.raises(ValidationError) as caught:
        carry_out(cast, draft)
    assert not SuccessionLink.objects.exists()
    return caught.value.messages


def test_a_successor_that_ended_earlier_is_refused(cast: Cast) -> None:
    cast.health.valid_to = dt.date(2024, 1, 1)
    unit_save(unit=cast.health)

    def change(plan: Plan) -> None:
        plan.new = [cast.health.pk]
        plan.links = [*plan.links, (cast.wards[0].pk, f"u{cast.health.pk}")]

    assert problem(cast, change) == ["Trung tâm Y tế quận Mẫu ended on 01/01/2024, before it could succeed."]


def test_a_unit_does_not_end_twice_nor_succeed_itself(cast: Cast) -> None:
    def itself(plan: Plan) -> None:
        plan.new = [cast.wards[0].pk]

    assert problem(cast, itself) == ["UBND phường Mẫu Đông cannot end and succeed at once."]
    cast.wards[1].valid_to = dt.date(2024, 1, 1)
    unit_save(unit=cast.wards[1])
    assert problem(cast, lambda plan: None) == ["UBND phường Mẫu Tây ended on 01/01/2024 already."]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda plan: plan.old.clear(), "Choose the units that end."),
        (lambda plan: plan.create.append(NewUnit("A", kind="x", level="commune")), "Choose the kind."),
        (
            lambda plan: plan.create.append(NewUnit("", "B", kind="other", level="commune")),
            "Give the name of the new unit.",
        ),
        (lambda plan: plan.create.append(NewUnit("A" * 201, kind="other", level="commune")), "At most 200 letters."),
        (
            lambda plan: plan.create.append(NewUnit("Thừa", kind="other", level="commune")),
            "Thừa succeeds nobody: link it, or take it out.",
        ),
    ],
)
def test_a_plan_that_cannot_be_is_named_and_not_carried_out(cast: Cast, change: Callable, words: str) -> None:
    assert problem(cast, change) == [words]


def test_a_new_unit_under_one_that_ends_is_refused(cast: Cast) -> None:
    def change(plan: Plan) -> None:
        plan.create[0].parent = cast.wards[0].pk

    assert problem(cast, change) == ["UBND phường Mẫu Đông is not there on 01/07/2025."]


def test_a_sub_unit_of_a_divided_unit_must_be_decided_on(cast: Cast) -> None:
    unit_create(name="Trạm y tế", kind="health", level="below", valid_from=EPOCH, parent=cast.wards[2])
    (words,) = problem(cast, lambda plan: None)
    assert words.startswith("Trạm y tế stands under UBND phường Mẫu Nam")


def test_what_is_not_in_force_yet_stays_a_draft(cast: Cast) -> None:
    (words,) = problem(cast, lambda plan: None, effective_on=dt.date(2026, 10, 1))
    assert "01/10/2026" in words


def test_a_decision_is_carried_out_once(cast: Cast) -> None:
    draft = planned(cast)
    carry_out(cast, draft)
    with override("en"), pytest.raises(ValidationError, match="has been carried out"):
        carry_out(cast, draft)
    entry = AuditEntry.objects.get(action="organisation.changed")
    assert (entry.actor, entry.object_id, len(entry.data["links"])) == (cast.administrator, str(draft.pk), 14)


@pytest.mark.parametrize("who", ["clerk", "leader", "inspector"])
def test_only_administrators_decide_on_the_organisation(cast: Cast, who: str) -> None:
    draft = planned(cast)
    with pytest.raises(PermissionDenied):
        succession_carry_out(succession=draft, actor=cast.people[who], now=NOW)


def test_the_database_keeps_the_links(cast: Cast) -> None:
    carry_out(cast, planned(cast))
    link = SuccessionLink.objects.first()
    assert link is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        SuccessionLink.objects.create(succession=link.succession, old=cast.front, new=cast.front, kind="merge")
    with pytest.raises(IntegrityError), transaction.atomic():
        SuccessionLink.objects.create(succession=link.succession, old=cast.front, new=None, kind="merge")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        SuccessionLink.objects.filter(pk=link.pk).update(kind="end")


def test_the_database_refuses_a_circle_in_the_tree(cast: Cast) -> None:
    for parent in (cast.wards[0].pk, cast.committee.pk):
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.filter(pk=cast.committee.pk).update(parent=parent)
    Unit.objects.filter(pk=cast.committee.pk).update(parent=cast.front)  # another place is as good as any


def rename(cast: Cast, **more: object) -> Succession:
    fields = header(effective_on=dt.date(2026, 7, 1)) | {
        "name": "UBND phường Mẫu Rạng",
        "short_name": "",
        "code": "P99",
    }
    return unit_rename(unit=cast.wards[0], actor=cast.administrator, now=NOW, **fields | more)


def test_a_unit_renamed_by_a_decision_stays_itself(cast: Cast) -> None:
    decision = rename(cast)
    old, new = cast.wards[0].versions.order_by("valid_from")
    assert (old.name, old.valid_to, old.decision) == ("UBND phường Mẫu Đông", dt.date(2026, 7, 1), None)
    assert (new.name, new.code, new.decision) == ("UBND phường Mẫu Rạng", "P99", decision)
    alias = UnitAlias.objects.get(text="UBND phường Mẫu Đông")
    assert (alias.unit, alias.valid_from) == (cast.wards[0], dt.date(2026, 7, 1))
    assert AuditEntry.objects.get(action="unit.renamed").data["before"] == "UBND phường Mẫu Đông"


def test_a_name_before_the_last_one_is_named_at_the_day(cast: Cast) -> None:
    with pytest.raises(ValidationError) as caught:
        rename(cast, effective_on=EPOCH)
    assert list(caught.value.message_dict) == ["effective_on"]


def test_the_tree_costs_three_queries_however_many_the_units(cast: Cast, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(3):
        assert len(tree_on(EPOCH)) == 16
    carry_out(cast, planned(cast))
    with django_assert_num_queries(3):
        assert len(tree_on(DAY)) == 9
