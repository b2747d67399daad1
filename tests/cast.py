"""The named cast of the tests: one office (a city's Party committee), its people, eleven wards and some departments."""

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from wards.enums import Level, Role, UnitKind
from wards.folding import name_sort_key
from wards.models import GroupMember, Position, Unit, UnitGroup, UnitVersion, User
from wards.services.units import unit_folded

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


UNITS: list[tuple[str, str, str, str, dict[str, object]]] = [
    # (word, name, kind, word of the unit above, the rest)
    (
        "office",
        "Quận ủy Mẫu",
        UnitKind.PARTY_COMMITTEE,
        "",
        {"short_name": "Quận ủy", "code": "QU", "protocol_order": 1},
    ),
    (
        "committee",
        "UBND quận Mẫu",
        UnitKind.PEOPLES_COMMITTEE,
        "office",
        {"short_name": "UBND quận", "code": "UBND", "protocol_order": 10},
    ),
    (
        "health",
        "Trung tâm Y tế quận Mẫu",
        UnitKind.HEALTH,
        "committee",
        {"short_name": "TTYT quận", "protocol_order": 40},
    ),
    ("front", "Ủy ban MTTQ quận Mẫu", UnitKind.FRONT, "office", {"short_name": "MTTQ quận", "protocol_order": 30}),
    *(
        (
            f"ward {i}",
            f"UBND phường Mẫu {name}",
            UnitKind.PEOPLES_COMMITTEE,
            "committee",
            {"code": f"P{i:02}", "protocol_order": 100 + i, "level": Level.COMMUNE},
        )
        for i, name in enumerate(WARDS)
    ),
    ("elsewhere", "Huyện ủy Khác", UnitKind.PARTY_COMMITTEE, "", {"code": "HU", "protocol_order": 2}),
]
PEOPLE: list[tuple[str, str, str, bool]] = [
    # (part, word of the unit, role, heads it)
    ("clerk", "office", Role.CLERK, False),
    ("second_clerk", "office", Role.CLERK, False),
    ("leader", "office", Role.LEADER, True),
    ("inspector", "office", Role.INSPECTOR, False),
    ("administrator", "office", Role.ADMINISTRATOR, False),
    ("ward_chair", "ward 0", Role.UNIT_HEAD, True),
    ("ward_staff", "ward 0", Role.UNIT_STAFF, False),
    ("other_chair", "ward 1", Role.UNIT_HEAD, True),
    ("health_head", "health", Role.UNIT_HEAD, True),
    ("outsider", "elsewhere", Role.CLERK, False),
]
PASSWORD = "mat-khau-thu-nghiem"


def _units() -> dict[str, Unit]:
    """In bulk: nearly every test needs them, and the services that make units one by one have tests of their own."""
    made: dict[str, Unit] = {}
    for level in (["office", "elsewhere"], ["committee", "front"], None):
        batch = [row for row in UNITS if (row[0] in level if level else row[0] not in made)]
        for word, name, kind, above, rest in batch:
            more = {"level": Level.DISTRICT} | rest
            made[word] = Unit(name=name, kind=kind, parent=made.get(above), valid_from=EPOCH, **more)
            made[word].folded = unit_folded(name, made[word].short_name, made[word].code)
        Unit.objects.bulk_create([made[row[0]] for row in batch])
        for row in batch:
            made[row[0]].path = f"{made[row[3]].path if row[3] else ''}{made[row[0]].pk}/"
    Unit.objects.bulk_update(made.values(), ["path"])
    fields = ("name", "short_name", "code", "parent", "valid_from")
    UnitVersion.objects.bulk_create(
        [UnitVersion(unit=unit, **{field: getattr(unit, field) for field in fields}) for unit in made.values()]
    )
    return made


def _people(units: dict[str, Unit]) -> dict[str, User]:
    password = make_password(PASSWORD)
    people = {}
    for part in [*(row[0] for row in PEOPLE), "idler"]:
        name = "Người không giữ chức" if part == "idler" else f"Người {part.replace('_', ' ')}"
        email = "" if part == "idler" else f"{part}@mau.test"
        people[part] = User(username=part, full_name=name, sort_key=name_sort_key(name), email=email, password=password)
    people["administrator"].is_staff = True  # and no superuser, as the administrators of offices
    User.objects.bulk_create(people.values())
    Position.objects.bulk_create(
        [
            Position(user=people[part], unit=units[word], role=role, is_head=is_head, title=part, valid_from=EPOCH)
            for part, word, role, is_head in PEOPLE
        ]
    )
    return people


def make_cast() -> Cast:
    """The office of Quận ủy Mẫu with UBND quận Mẫu, 11 wards, a health centre and the Front; another office beside it.

    People: clerk, second_clerk, leader, inspector, administrator, ward_chair and ward_staff (UBND phường Mẫu Đông),
    other_chair (UBND phường Mẫu Tây), health_head, outsider (clerk of another office), idler (no position).
    """
    units = _units()
    wards = [units[f"ward {i}"] for i in range(len(WARDS))]
    forms = "UBND phường\nUBND các phường\nChủ tịch UBND các phường\nChủ tịch UBND phường"
    group = UnitGroup.objects.create(name="UBND các phường", forms=forms)
    GroupMember.objects.bulk_create([GroupMember(group=group, unit=ward, valid_from=EPOCH) for ward in wards])
    return Cast(
        office=units["office"],
        committee=units["committee"],
        wards=wards,
        health=units["health"],
        front=units["front"],
        group=group,
        people=_people(units),
    )
