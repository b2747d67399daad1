"""Names of a document against the register of its day."""

import datetime as dt

import pytest

from directives.naming import group_key, name_key, printed_count, without_person, without_place
from directives.resolving import LEFT_AS_WORDS, Register
from tests.cast import EPOCH
from wards.enums import Level, UnitKind
from wards.models import UnitGroup
from wards.services import alias_learn, group_member_add, unit_create

DAY = dt.date(2026, 9, 1)


@pytest.fixture
def register(cast) -> Register:
    return Register.on(DAY)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("UBND P. Mẫu Đông", "uy ban nhan dan phuong mau dong"),
        ("TTYT quận", "trung tam y te quan"),
        ("Phòng GD&ĐT", "phong giao duc va dao tao"),
        ("Ủy ban MTTQ quận", "uy ban mat tran to quoc quan"),
    ],
)
def test_abbreviations_come_to_one_key(words: str, key: str) -> None:
    assert name_key(words) == key


def test_the_parts_of_a_name() -> None:
    assert without_person("giam doc trung tam y te quan") == "trung tam y te quan"
    assert without_person("truong phong y te") == "phong y te"
    assert without_place("phong y te quan mau") == ["phong y te quan", "phong y te"]
    assert without_place("phong quan ly do thi") == []
    assert without_place("phong quan ly do thi quan mau") == ["phong quan ly do thi quan", "phong quan ly do thi"]
    assert [printed_count(words) for words in ("UBND 11 phường", "18 phường", "Đội 3", "các phường")] == [
        11,
        18,
        None,
        None,
    ]
    assert group_key("UBND 11 phường") == group_key("UBND các phường trên địa bàn quận") == group_key("UBND phường")


@pytest.mark.parametrize(
    "words",
    [
        "Trung tâm Y tế quận Mẫu",
        "Trung tâm Y tế quận",
        "Trung tâm Y tế",
        "TTYT quận",
        "TTYT",
        "trung tam y te quan mau",
        "Giám đốc Trung tâm Y tế quận",
    ],
)
def test_one_unit_under_many_spellings(cast, register, words: str) -> None:
    assert register.resolve(words).unit == cast.health


@pytest.mark.parametrize(
    ("words", "unit"),
    [("UBND quận", "UBND quận Mẫu"), ("MTTQ quận", "Ủy ban MTTQ quận Mẫu"), ("UBND P. Mẫu Tây", "UBND phường Mẫu Tây")],
)
def test_names_of_other_units(cast, register, words: str, unit: str) -> None:
    found = register.resolve(words).unit
    assert found is not None
    assert found.name == unit


@pytest.mark.parametrize(
    "words", ["UBND quận Khác", "Trung tâm Y tế quận Lạ", "Phòng", "UBND", "các phòng, ban, đơn vị"]
)
def test_what_is_not_sure_is_not_resolved(cast, register, words: str) -> None:
    found = register.resolve(words)
    assert (found.unit, found.group, found.is_unknown) == (None, None, True)


@pytest.mark.parametrize(
    ("words", "printed", "disagrees"),
    [
        ("UBND 11 phường", 11, False),
        ("UBND 12 phường", 12, True),
        ("UBND các phường", None, False),
        ("Chủ tịch UBND 11 phường", 11, False),
        ("UBND các phường trên địa bàn quận", None, False),
    ],
)
def test_groups_are_the_members_of_the_day_and_counted(cast, register, words: str, printed, disagrees: bool) -> None:
    found = register.resolve(words)
    assert (found.group, len(found.members)) == (cast.group, 11)
    assert (found.printed, found.disagrees) == (printed, disagrees)


def test_a_group_has_the_members_of_the_documents_day(cast) -> None:
    late = unit_create(
        name="UBND phường Mẫu Mới",
        kind=UnitKind.PEOPLES_COMMITTEE,
        level=Level.COMMUNE,
        valid_from=dt.date(2026, 9, 2),
        parent=cast.committee,
    )
    group_member_add(group=cast.group, unit=late, valid_from=dt.date(2026, 9, 2))
    assert len(Register.on(DAY).resolve("UBND 11 phường").members) == 11
    assert len(Register.on(dt.date(2026, 9, 2)).resolve("UBND 11 phường").members) == 12


def test_a_unit_that_was_not_there_on_the_day(cast) -> None:
    unit_create(
        name="Phòng Y tế quận Mẫu",
        kind=UnitKind.STATE_OFFICE,
        level=Level.DISTRICT,
        valid_from=EPOCH,
        valid_to=dt.date(2025, 7, 1),
        parent=cast.committee,
    )
    gone = Register.on(DAY).resolve("Phòng Y tế quận Mẫu")
    assert (gone.unit, gone.ended and gone.ended.name) == (None, "Phòng Y tế quận Mẫu")
    assert Register.on(dt.date(2025, 6, 30)).resolve("Phòng Y tế quận").unit == gone.ended


def test_an_unknown_name_is_offered_the_nearest(cast) -> None:
    team = unit_create(
        name="Đội QLTTXD quận Mẫu",
        kind=UnitKind.STATE_OFFICE,
        level=Level.DISTRICT,
        valid_from=EPOCH,
        parent=cast.committee,
    )
    register = Register.on(DAY)
    found = register.resolve("Đội quản lý trật tự xây dựng đô thị")
    assert found.is_unknown
    assert found.offers[0] == (f"u{team.pk}", "Đội QLTTXD quận Mẫu")
    assert register.resolve("Hội người yêu chim cảnh").offers == ()


def test_the_clerks_choice_wins(cast, register) -> None:
    words = "Đội quản lý trật tự"
    chosen = register.resolve(words, f"u{cast.health.pk}")
    assert (chosen.unit, chosen.is_chosen, chosen.is_unknown) == (cast.health, True, False)
    assert register.resolve(words, f"g{cast.group.pk}").group == cast.group
    assert (register.resolve(words, LEFT_AS_WORDS).is_left, register.resolve(words).is_unknown) == (True, True)
    assert register.resolve(words, "u999999").is_unknown
    assert (register.reference_of("TTYT"), register.reference_of("Không có")) == (f"u{cast.health.pk}", "")


def test_an_alias_is_known_from_then_on(cast, now) -> None:
    alias_learn(unit=cast.health, text="Nhà thương quận", actor=cast.clerk, at=now, day=DAY)
    assert Register.on(DAY).resolve("nhà thương QUẬN").unit == cast.health


def test_the_register_is_read_in_five_queries_whatever_its_size(cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(5):
        Register.on(DAY)
    for turn in range(3):
        group = UnitGroup.objects.create(name=f"Nhóm {turn}")
        unit = unit_create(name=f"Phòng số {turn}", kind=UnitKind.OTHER, level=Level.DISTRICT, valid_from=EPOCH)
        group_member_add(group=group, unit=unit, valid_from=EPOCH)
    with django_assert_num_queries(5):
        register = Register.on(DAY)
    with django_assert_num_queries(0):
        assert register.resolve("Phòng số 1").is_known
        assert len(register.resolve("UBND 11 phường").members) == 11
        assert register.resolve("không rõ").is_unknown
