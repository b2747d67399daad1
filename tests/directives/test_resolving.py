"""Names of a document against the register of its day."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from directives.naming import (
    group_key,
    is_relative,
    means_addressees,
    name_key,
    name_keys,
    printed_count,
    without_person,
    without_place,
)
from directives.resolving import LEFT_AS_WORDS, How, Register
from tests.cast import EPOCH
from wards.enums import Level, UnitKind
from wards.models import UnitAlias, UnitGroup
from wards.services import AliasTaken, alias_learn, group_member_add, unit_create, unit_save

DAY = dt.date(2026, 9, 1)


@pytest.fixture
def register(cast) -> Register:
    return Register.on(DAY)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("UBND P. Mẫu Đông", "uy ban nhan dan phuong mau dong"),
        ("TTYT quận", "trung tam y te quan"),
        ("Phòng GD&ĐT", "phong giao duc dao tao"),
        ("P.GDĐT", "phong giao duc dao tao"),
        ("Phòng Giáo dục - Đào tạo", "phong giao duc dao tao"),
        ("P. Nội vụ", "phong noi vu"),
        ("VPQU", "van phong quan uy"),
        ("CA quận", "cong an quan"),
        ("Ban CHQS phường", "ban chi huy quan su phuong"),
        ("BCH Quân sự quận", "ban chi huy quan su quan"),
        ("BCH Đảng bộ quận", "ban chap hanh dang bo quan"),
        ("LĐLĐ quận", "lien doan lao dong quan"),
        ("Hội LHPN quận", "hoi lien hiep phu nu quan"),
        ("Hội Phụ nữ quận", "hoi lien hiep phu nu quan"),
        ("UBMTTQ Việt Nam quận", "mat tran to quoc quan"),
        ("Quận đoàn", "doan thanh nien quan"),
        ("Đoàn TNCS Hồ Chí Minh quận", "doan thanh nien quan"),
        ("TT Y tế quận", "trung tam y te quan"),
        ("TT HĐND quận", "thuong truc hoi dong nhan dan quan"),
        ("UBND TT Mẫu", "uy ban nhan dan thi tran mau"),
        ("UBND TP Mẫu", "uy ban nhan dan thanh pho mau"),
        ("Sở TP", "so tu phap"),
        ("ĐU phường Mẫu", "dang uy phuong mau"),
        ("Sở NN&PTNT (Cơ quan Thường trực)", "so nong nghiep phat trien nong thon"),
        ("dự án xã", "du an xa"),
        ("Ủy ban MTTQ quận", "mat tran to quoc quan"),
    ],
)
def test_abbreviations_come_to_one_key(words: str, key: str) -> None:
    assert name_key(words) == key


def test_letters_that_stand_for_several_things_are_read_in_every_way() -> None:
    assert name_keys("Phòng VH-TT") == ("phong van hoa thong tin", "phong van hoa the thao")
    assert name_keys("VPTU") == ("van phong tinh uy", "van phong thanh uy")
    assert name_keys("BCH Cựu") == ("ban chi huy cuu", "ban chap hanh cuu")


def test_the_parts_of_a_name() -> None:
    assert without_person("giam doc trung tam y te quan") == "trung tam y te quan"
    assert without_person("truong phong y te") == "phong y te"
    assert without_place("phong y te quan mau") == ["phong y te quan", "phong y te"]
    assert without_place("phong quan ly do thi") == []
    assert without_place("phong quan ly do thi quan mau") == ["phong quan ly do thi quan", "phong quan ly do thi"]
    assert without_place("quan uy mau") == ["quan uy"]
    assert without_person("thuong truc quan uy") == "quan uy"
    assert without_person("thuong truc ban chi dao") == "thuong truc ban chi dao"
    assert group_key("UBND 11 phường") == group_key("UBND các phường trên địa bàn quận") == group_key("UBND phường")


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("UBND 11 phường", 11),
        ("18 phường", 18),
        ("18/18 phường", 18),
        ("UBND 11 (mười một) phường", 11),
        ("07 xã, phường", 7),
        ("Đội 3", None),
        ("các phường", None),
        ("UBND Phường 5, quận 3", None),
        ("Tổ 4 phường Mẫu", None),
    ],
)
def test_the_number_printed(words: str, count: int | None) -> None:
    assert printed_count(words) == count


@pytest.mark.parametrize(
    ("words", "relative", "addressees"),
    [
        ("các đơn vị liên quan", True, False),
        ("các cơ quan chức năng", True, False),
        ("Như trên", True, True),
        ("các cơ quan, đơn vị nêu trên", True, True),
        ("UBND các phường", False, False),
        ("Thường trực Quận ủy", False, False),
    ],
)
def test_words_that_mean_others_in_each_document(words: str, relative: bool, addressees: bool) -> None:
    assert (is_relative(words), means_addressees(words)) == (relative, addressees)


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


@pytest.mark.parametrize(
    ("words", "how", "sure"),
    [
        ("Trung tâm Y tế quận Mẫu", How.EXACT, 1.0),
        ("TTYT quận", How.EXACT, 1.0),  # its short name
        ("TT Y tế quận Mẫu", How.ABBREVIATION, 0.95),
        ("Nhà thương quận", How.ALIAS, 0.97),
        ("Trung tâm Y tế", How.SHORT, 0.85),
        ("Giám đốc Trung tâm Y tế quận Mẫu", How.PERSON, 0.9),
        ("UBND 11 phường", How.EXACT, 1.0),
        ("các đồng chí Chủ tịch UBND phường", How.PERSON, 0.9),
        ("các đơn vị liên quan", How.NONE, 0.0),
    ],
)
def test_every_answer_says_how_it_is_known_and_how_surely(cast, now, words: str, how: How, sure: float) -> None:
    alias_learn(unit=cast.health, text="Nhà thương quận", actor=cast.clerk, at=now, day=DAY)
    found = Register.on(DAY).resolve(words)
    assert (found.how, found.confidence) == (how, sure)


def test_what_is_only_like_a_name_is_offered_and_never_taken(cast, register) -> None:
    found = register.resolve("Trung tâm Y té quâm Mẫu Lớn")
    assert (found.is_unknown, found.how, found.offers[0]) == (
        True,
        How.NEAR,
        (f"u{cast.health.pk}", "Trung tâm Y tế quận Mẫu"),
    )
    assert 0 < found.confidence <= 0.5


def school(cast, name: str):
    return unit_create(name=name, kind=UnitKind.SCHOOL, level=Level.BELOW, valid_from=EPOCH, parent=cast.committee)


@pytest.mark.parametrize(
    "words", ["Hiệu trưởng các trường", "các trường trên địa bàn quận", "Hiệu trưởng 2 trường thuộc UBND quận"]
)
def test_the_heads_of_the_schools_are_the_group_of_schools(cast, words: str) -> None:
    group = UnitGroup.objects.create(name="Các trường")
    for name in ("Trường TH Mẫu Một", "Trường THCS Mẫu Hai"):
        group_member_add(group=group, unit=school(cast, name), valid_from=EPOCH)
    found = Register.on(DAY).resolve(words)
    assert (found.group, len(found.members), found.disagrees) == (group, 2, False)


def test_the_heads_of_all_departments_are_a_group_where_the_register_has_it(cast, register) -> None:
    words = "Thủ trưởng các phòng, ban, đơn vị"
    assert register.resolve(words).is_unknown
    group = UnitGroup.objects.create(name="Các phòng, ban, đơn vị thuộc quận")
    group_member_add(group=group, unit=cast.health, valid_from=EPOCH)
    assert Register.on(DAY).resolve(words).group == group


def test_a_group_of_another_place_is_not_ours(cast, register) -> None:
    assert register.resolve("UBND các phường thuộc quận Mẫu").group == cast.group
    assert register.resolve("UBND các phường thuộc quận Lạ").is_unknown


def test_as_above_means_everyone_addressed_or_is_asked(cast) -> None:
    register = Register.on(DAY, addressed=["Trung tâm Y tế quận", "UBND 11 phường", "UBND phường Mẫu Đông"])
    found = register.resolve("các đơn vị nêu trên")
    assert (found.how, [unit.name for unit in found.units][:2], len(found.units)) == (
        How.ADDRESSEES,
        ["Trung tâm Y tế quận Mẫu", "UBND phường Mẫu Đông"],
        12,
    )
    assert Register.on(DAY, addressed=["Trung tâm Y tế quận", "Hội Lạ"]).resolve("như trên").is_unknown
    assert Register.on(DAY).resolve("như trên").is_unknown


def test_of_two_units_of_one_short_name_that_of_the_offices_own_tree_is_meant(cast) -> None:
    other = unit_create(name="UBND quận Khác", kind=UnitKind.PEOPLES_COMMITTEE, level="district", valid_from=EPOCH)
    there = unit_create(
        name="Trung tâm Y tế quận Khác", kind=UnitKind.HEALTH, level="district", valid_from=EPOCH, parent=other
    )
    asked = Register.on(DAY).resolve("Trung tâm Y tế")
    assert (asked.is_unknown, asked.offers) == (
        True,
        ((f"u{cast.health.pk}", "Trung tâm Y tế quận Mẫu"), (f"u{there.pk}", "Trung tâm Y tế quận Khác")),
    )
    assert Register.on(DAY, near=cast.office.path).resolve("Trung tâm Y tế").unit == cast.health
    assert Register.on(DAY, near=other.path).resolve("Trung tâm Y tế").unit == there


def test_an_open_abbreviation_is_whatever_the_register_holds(cast) -> None:
    unit = unit_create(name="Văn phòng Thành ủy", kind=UnitKind.PARTY_BODY, level="province", valid_from=EPOCH)
    assert Register.on(DAY).resolve("VPTU").unit == unit
    unit_create(name="Văn phòng Tỉnh ủy", kind=UnitKind.PARTY_BODY, level="province", valid_from=EPOCH)
    assert len(Register.on(DAY).resolve("VPTU").offers) == 2


def test_a_unit_that_has_ended_since_is_not_offered_and_says_that_its_successor_is_unknown(cast) -> None:
    health = cast.health
    health.valid_to = dt.date(2026, 9, 10)
    unit_save(unit=health)
    register = Register.on(DAY, today=dt.date(2026, 9, 18))
    found = register.resolve("TTYT quận")
    with translation.override("en"):
        said = found.remarks
    assert (found.unit, found.gone, said) == (
        health,
        (health,),
        [
            "Trung tâm Y tế quận Mẫu ended on 10/09/2026. The register does not say which unit has taken over its "
            "work: choose the one that does it now."
        ],
    )
    assert f"u{health.pk}" not in dict(register.resolve("Trung tâm Y té quận Mẫu Lớn").offers)
    assert health.name not in register.names()
    assert Register.on(dt.date(2026, 9, 10)).resolve("TTYT quận").ended == health


def test_numbers_that_differ_are_said_also_of_a_group_chosen_by_hand(cast, register) -> None:
    said = ["văn bản ghi 18, danh bạ có 11"]
    assert register.resolve("UBND 18 phường").remarks == said
    assert register.resolve("chính quyền 18 phường", f"g{cast.group.pk}").remarks == said
    assert register.resolve("chính quyền 11 phường", f"g{cast.group.pk}").remarks == []


# Names that are learnt.


def test_a_collective_name_is_learnt_for_a_group_however_it_is_counted(cast, now) -> None:
    alias = alias_learn(group=cast.group, text="chính quyền các phường", actor=cast.clerk, at=now, day=DAY)
    assert alias is not None
    assert (alias.meaning, alias.valid_from, alias.valid_to) == (cast.group, EPOCH, None)
    found = Register.on(DAY).resolve("Chính quyền 12 phường")
    assert (found.group, found.how, found.disagrees) == (cast.group, How.ALIAS, True)


def test_words_that_mean_another_already_are_refused_with_what_they_mean(cast, now) -> None:
    alias_learn(unit=cast.health, text="Nhà thương", actor=cast.clerk, at=now, day=DAY)
    assert alias_learn(unit=cast.health, text="nhà thương", actor=cast.clerk, at=now, day=DAY) is None
    with pytest.raises(AliasTaken) as caught, translation.override("en"):
        alias_learn(group=cast.group, text="NHÀ THƯƠNG", actor=cast.clerk, at=now, day=DAY)
    assert caught.value.messages == [
        "“NHÀ THƯƠNG” already stands for Trung tâm Y tế quận Mẫu (since 01/01/2015). Your choice holds for this "
        "document alone; an administrator can change what the words mean, under the names of Trung tâm Y tế quận Mẫu."
    ]
    assert Register.on(DAY).resolve("Nhà thương").unit == cast.health


def test_a_name_is_learnt_for_the_span_in_which_it_is_free(cast, now) -> None:
    first, second = dt.date(2020, 1, 1), dt.date(2026, 1, 1)
    UnitAlias.objects.create(unit=cast.front, text="TT", folded="tt", valid_from=EPOCH, valid_to=first)
    UnitAlias.objects.create(unit=cast.committee, text="TT", folded="tt", valid_from=second)
    alias = alias_learn(unit=cast.health, text="TT", actor=cast.clerk, at=now, day=dt.date(2023, 5, 5))
    assert alias is not None
    assert (alias.valid_from, alias.valid_to) == (first, second)


def test_a_unit_that_has_ended_by_then_is_not_learnt(cast, now) -> None:
    cast.health.valid_to = DAY
    unit_save(unit=cast.health)
    assert alias_learn(unit=cast.health, text="Nhà thương", actor=cast.clerk, at=now, day=DAY) is None


def test_a_name_learnt_for_a_unit_that_ended_later_says_so(cast, now) -> None:
    alias_learn(unit=cast.health, text="Nhà thương", actor=cast.clerk, at=now, day=DAY)
    cast.health.valid_to = dt.date(2026, 9, 10)
    unit_save(unit=cast.health)
    assert Register.on(DAY).resolve("Nhà thương").unit == cast.health
    found = Register.on(dt.date(2026, 9, 11)).resolve("Nhà thương")
    assert (found.unit, found.ended) == (None, cast.health)


def test_an_alias_is_of_one_unit_or_one_group(cast) -> None:
    for unit, group in ((None, None), (cast.health, cast.group)):
        with pytest.raises(IntegrityError), transaction.atomic():
            UnitAlias.objects.create(unit=unit, group=group, text="x", folded="x", valid_from=EPOCH)


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
