"""The named cast of the tests: one office (a city's Party committee), its people, eleven wards and some departments."""

import datetime as dt
from dataclasses import dataclass, field

from wards.enums import Level, Role, UnitKind
from wards.models import Unit, UnitGroup, User
from wards.services import group_member_add, person_create, position_add, unit_create

EPOCH = dt.date(2015, 1, 1)
WARDS = ["Đông", "Tây", "Nam", "Bắc", "Trung", "Thượng", "Hạ", "Sơn", "Hải", "Giang", "Lâm"]


@dataclass
class Cast:
    """Units and people by their part in the story."""

    office: Unit
    committee: Unit
    wards: list[Unit]
    health: Unit
    front: Unit
    group: UnitGroup
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


def _person(cast: Cast, part: str, unit: Unit, role: str, *, is_head: bool = False) -> User:
    user = person_create(
        username=part,
        full_name=f"Người {part.replace('_', ' ')}",
        password="mat-khau-thu-nghiem",
        email=f"{part}@mau.test",
    )
    position_add(user=user, unit=unit, role=role, valid_from=EPOCH, is_head=is_head, title=part)
    cast.people[part] = user
    return user


def make_cast() -> Cast:
    """The office of Quận ủy Mẫu with UBND quận Mẫu under it, 11 wards, a health centre, the Front; another office beside it.

    People: clerk, second_clerk, leader, inspector, administrator, ward_chair and ward_staff (UBND phường Mẫu Đông),
    other_chair (UBND phường Mẫu Tây), health_head, outsider (clerk of another office), idler (no position).
    """

    def unit(name: str, kind: str, parent: Unit | None = None, level: str = Level.DISTRICT, **more: object) -> Unit:
        return unit_create(name=name, kind=kind, level=level, valid_from=EPOCH, parent=parent, **more)

    office = unit("Quận ủy Mẫu", UnitKind.PARTY_COMMITTEE, short_name="Quận ủy", code="QU", protocol_order=1)
    committee = unit(
        "UBND quận Mẫu", UnitKind.PEOPLES_COMMITTEE, office, short_name="UBND quận", code="UBND", protocol_order=10
    )
    health = unit("Trung tâm Y tế quận Mẫu", UnitKind.HEALTH, committee, short_name="TTYT quận", protocol_order=40)
    front = unit("Ủy ban MTTQ quận Mẫu", UnitKind.FRONT, office, short_name="MTTQ quận", protocol_order=30)
    wards = [
        unit(
            f"UBND phường Mẫu {name}",
            UnitKind.PEOPLES_COMMITTEE,
            committee,
            Level.COMMUNE,
            code=f"P{i:02}",
            protocol_order=100 + i,
        )
        for i, name in enumerate(WARDS, 1)
    ]
    group = UnitGroup.objects.create(
        name="UBND các phường", forms="UBND phường\nUBND các phường\nChủ tịch UBND các phường\nChủ tịch UBND phường"
    )
    for ward in wards:
        group_member_add(group=group, unit=ward, valid_from=EPOCH)
    elsewhere = unit("Huyện ủy Khác", UnitKind.PARTY_COMMITTEE, code="HU", protocol_order=2)
    cast = Cast(office=office, committee=committee, wards=wards, health=health, front=front, group=group)
    _person(cast, "clerk", office, Role.CLERK)
    _person(cast, "second_clerk", office, Role.CLERK)
    _person(cast, "leader", office, Role.LEADER, is_head=True)
    _person(cast, "inspector", office, Role.INSPECTOR)
    administrator = _person(cast, "administrator", office, Role.ADMINISTRATOR)
    administrator.is_staff = True
    administrator.is_superuser = True
    administrator.save()
    _person(cast, "ward_chair", wards[0], Role.UNIT_HEAD, is_head=True)
    _person(cast, "ward_staff", wards[0], Role.UNIT_STAFF)
    _person(cast, "other_chair", wards[1], Role.UNIT_HEAD, is_head=True)
    _person(cast, "health_head", health, Role.UNIT_HEAD, is_head=True)
    _person(cast, "outsider", elsewhere, Role.CLERK)
    cast.people["idler"] = person_create(
        username="idler", full_name="Người không giữ chức", password="mat-khau-thu-nghiem"
    )
    return cast
