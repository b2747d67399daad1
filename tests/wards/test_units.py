"""The tree of units: places, moves, names over time."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from tests.cast import EPOCH, Cast
from wards.models import Position, Unit
from wards.services import position_save, unit_create, unit_save

DAY = dt.date(2026, 7, 1)


def test_moving_a_unit_moves_all_below_it(cast: Cast) -> None:
    station = unit_create(name="Trạm y tế", kind="health", level="below", valid_from=EPOCH, parent=cast.wards[0])
    ward = cast.wards[0]
    ward.parent = cast.office
    unit_save(unit=ward)
    assert Unit.objects.get(pk=ward.pk).path == f"{cast.office.pk}/{ward.pk}/"
    assert Unit.objects.get(pk=station.pk).path == f"{cast.office.pk}/{ward.pk}/{station.pk}/"
    assert Unit.objects.get(pk=cast.wards[1].pk).path == f"{cast.office.pk}/{cast.committee.pk}/{cast.wards[1].pk}/"
    assert set(Unit.objects.under(ward)) == {ward, station}


def test_a_unit_may_come_to_stand_alone(cast: Cast) -> None:
    cast.committee.parent = None
    unit_save(unit=cast.committee)
    assert Unit.objects.get(pk=cast.wards[0].pk).path == f"{cast.committee.pk}/{cast.wards[0].pk}/"


@pytest.mark.parametrize("which", ["itself", "below"])
def test_a_circle_is_refused_at_the_field(cast: Cast, which: str) -> None:
    cast.committee.parent = cast.committee if which == "itself" else cast.wards[3]
    with pytest.raises(ValidationError) as caught:
        unit_save(unit=cast.committee)
    assert list(caught.value.message_dict) == ["parent"]
    assert Unit.objects.get(pk=cast.committee.pk).parent == cast.office


def test_a_path_that_has_gone_stale_in_memory_does_no_harm(cast: Cast) -> None:
    stale = Unit.objects.get(pk=cast.wards[0].pk)
    cast.committee.parent = None
    unit_save(unit=cast.committee)
    stale.name = "UBND phường Mẫu Mới"
    unit_save(unit=stale)
    assert Unit.objects.get(pk=stale.pk).path == f"{cast.committee.pk}/{stale.pk}/"


def test_a_correction_changes_the_present_version(cast: Cast) -> None:
    ward = cast.wards[0]
    ward.name, ward.code = "UBND phường Mẫu Đông (sửa)", "P01S"
    unit_save(unit=ward)
    version = ward.versions.get()
    assert (version.name, version.code, version.valid_from) == ("UBND phường Mẫu Đông (sửa)", "P01S", EPOCH)
    assert Unit.objects.find("mau dong sua p01s").get() == ward


def test_a_new_name_from_a_day_keeps_the_earlier_one(cast: Cast) -> None:
    ward = cast.wards[0]
    ward.name = "UBND phường Mẫu Rạng"
    unit_save(unit=ward, since=DAY)
    old, new = ward.versions.order_by("valid_from")
    assert (old.name, old.valid_to) == ("UBND phường Mẫu Đông", DAY)
    assert (new.name, new.valid_from, new.valid_to) == ("UBND phường Mẫu Rạng", DAY, None)


def test_a_change_before_the_last_one_is_refused(cast: Cast) -> None:
    ward = cast.wards[0]
    with pytest.raises(ValidationError) as caught:
        unit_save(unit=ward, since=EPOCH)
    assert list(caught.value.message_dict) == ["since"]


def test_the_end_of_a_unit_ends_its_version(cast: Cast) -> None:
    ward = cast.wards[0]
    ward.valid_to = DAY
    unit_save(unit=ward)
    assert ward.versions.get().valid_to == DAY
    with pytest.raises(ValidationError) as caught:
        unit_save(unit=ward, since=DAY)
    assert list(caught.value.message_dict) == ["since"]


def test_nobody_takes_up_a_position_in_a_unit_that_has_ended(cast: Cast) -> None:
    ward = cast.wards[0]
    ward.valid_to = DAY
    unit_save(unit=ward)
    with pytest.raises(ValidationError) as caught:
        position_save(position=Position(user=cast.idler, unit=ward, role="unit_staff", valid_from=DAY))
    assert list(caught.value.message_dict) == ["unit"]
