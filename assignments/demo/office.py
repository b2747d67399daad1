"""The invented city of Mẫu: its units with the district that ended on 1/7/2025, its groups, names and people."""

import datetime as dt
from dataclasses import dataclass, field

from directives.enums import Side
from directives.models import IssuingBody
from wards.enums import Level, Role, UnitKind
from wards.models import Unit, UnitAlias, UnitGroup, User
from wards.services import group_member_add, person_create, position_add, unit_create
from wards.services.succession import succession_record

from . import ACCOUNTS
from .dates import HANOI, TERMS

BEGINNING = dt.date(2016, 1, 1)
REFORM = dt.date(2025, 7, 1)  # districts ended, wards were formed anew (DOMAIN §3.3)
MAIL = "mau.example"
NEW_WARDS = ["Mẫu Đông", "Mẫu Tây", "Mẫu Nam", "Mẫu Bắc"]
OLD_WARDS = [
    "Mẫu Thượng", "Mẫu Hạ", "Mẫu Trung", "Mẫu Sơn", "Mẫu Hải", "Mẫu Giang",
    "Mẫu Lâm", "Mẫu Bình", "Mẫu Hòa", "Mẫu An", "Mẫu Thịnh",
]  # fmt: skip
# Which of the old wards each new one took over, wholly or (the third and the eighth) in part.
TAKES = {1: (1, 2, 3), 2: (3, 4, 5), 3: (6, 7, 8), 4: (8, 9, 10, 11)}
WARDS_GROUP, PARTY_GROUP = "UBND các phường", "Đảng ủy các phường"


@dataclass(frozen=True, slots=True)
class Row:
    """A unit of the register; `above` is the code of the unit that it belongs to."""

    code: str
    name: str
    kind: str
    above: str = ""
    short: str = ""
    level: str = Level.PROVINCE
    since: dt.date = BEGINNING
    until: dt.date | None = None


@dataclass
class Office:
    """The loaded register, by code and user name."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    @property
    def root(self) -> Unit:
        return self.units["TU"]


_CITY = [
    Row("TU", "Thành ủy Mẫu", UnitKind.PARTY_COMMITTEE, short="Thành ủy"),
    Row("VPTU", "Văn phòng Thành ủy", UnitKind.PARTY_BODY, "TU", "VP Thành ủy"),
    Row("BTGDV", "Ban Tuyên giáo và Dân vận Thành ủy", UnitKind.PARTY_BODY, "TU", "Ban TG&DV Thành ủy"),
    Row("UBKT", "Ủy ban Kiểm tra Thành ủy", UnitKind.PARTY_BODY, "TU", "UBKT Thành ủy"),
    Row("MTTQ", "Ủy ban MTTQ Việt Nam thành phố Mẫu", UnitKind.FRONT, "TU", "MTTQ thành phố"),
    Row("UBND", "UBND thành phố Mẫu", UnitKind.PEOPLES_COMMITTEE, "TU", "UBND thành phố"),
    Row("VPUB", "Văn phòng UBND thành phố", UnitKind.STATE_OFFICE, "UBND", "VP UBND thành phố"),
    Row("SYT", "Sở Y tế", UnitKind.STATE_OFFICE, "UBND"),
    Row("SGDDT", "Sở Giáo dục và Đào tạo", UnitKind.STATE_OFFICE, "UBND", "Sở GD&ĐT"),
    Row("SXD", "Sở Xây dựng", UnitKind.STATE_OFFICE, "UBND"),
    Row("SVHTT", "Sở Văn hóa và Thể thao", UnitKind.STATE_OFFICE, "UBND", "Sở VH&TT"),
    Row("STC", "Sở Tài chính", UnitKind.STATE_OFFICE, "UBND"),
    Row("CA", "Công an thành phố Mẫu", UnitKind.POLICE, "UBND", "Công an thành phố"),
    Row("TTYT", "Trung tâm Y tế khu vực Mẫu", UnitKind.HEALTH, "SYT", "TTYT khu vực", since=REFORM),
    Row("THPT", "Trường THPT Mẫu Giang", UnitKind.SCHOOL, "SGDDT"),
]
_DISTRICT = [
    Row("QU", "Quận ủy Mẫu", UnitKind.PARTY_COMMITTEE, "TU", "Quận ủy", Level.DISTRICT, until=REFORM),
    Row("UBQ", "UBND quận Mẫu", UnitKind.PEOPLES_COMMITTEE, "UBND", "UBND quận", Level.DISTRICT, until=REFORM),
    Row("PGD", "Phòng Giáo dục và Đào tạo quận Mẫu", UnitKind.STATE_OFFICE, "UBQ", "Phòng GD&ĐT quận",
        Level.DISTRICT, until=REFORM),
    Row("TTYTQ", "Trung tâm Y tế quận Mẫu", UnitKind.HEALTH, "UBQ", "TTYT quận", Level.DISTRICT, until=REFORM),
]  # fmt: skip
_SCHOOLS = [
    Row("THCS", "Trường THCS Mẫu Đông", UnitKind.SCHOOL, "P1", level=Level.BELOW, since=REFORM),
    Row("TH", "Trường Tiểu học Mẫu Tây", UnitKind.SCHOOL, "P2", level=Level.BELOW, since=REFORM),
]
_ALIASES = {
    "TU": ["Thành ủy", "Ban Thường vụ Thành ủy", "Thường trực Thành ủy"],
    "VPTU": ["VPTU"],
    "BTGDV": ["Ban Tuyên giáo và Dân vận", "Ban TGDV Thành ủy"],
    "MTTQ": ["Ủy ban MTTQ Việt Nam thành phố", "Ủy ban Mặt trận Tổ quốc thành phố", "UBMTTQ thành phố"],
    "UBND": ["UBND TP"],
    "VPUB": ["Văn phòng UBND TP"],
    "SGDDT": ["Sở GDĐT"],
    "SVHTT": ["Sở VHTT"],
    "CA": ["Công an TP", "CATP"],
    "TTYT": ["TTYT", "Trung tâm Y tế"],
    "TTYTQ": ["TTYT", "Trung tâm Y tế"],  # the same words until the reform: a name is dated, as its unit is
}


@dataclass(frozen=True, slots=True)
class Somebody:
    username: str
    full_name: str
    posts: tuple[tuple[str, str, str, bool], ...]  # unit, role, title, heads it


# The six who sign in, in the order of ACCOUNTS, then heads without a password: their units must be able to move.
_PEOPLE = [
    Somebody("vanthu", "Trần Thị Thử", (("TU", Role.CLERK, "Chuyên viên tổng hợp", False),)),
    Somebody("chutich", "Nguyễn Văn Mẫu", (("P1", Role.UNIT_HEAD, "Chủ tịch UBND phường", True),)),
    Somebody("canbo", "Lê Văn Thí Dụ", (("TTYT", Role.UNIT_STAFF, "Chuyên viên Phòng Kế hoạch", False),)),
    Somebody("lanhdao", "Phạm Thị Minh Họa", (("TU", Role.LEADER, "Chánh Văn phòng Thành ủy", True),)),
    Somebody("kiemtra", "Hoàng Văn Giả Sử", (("TU", Role.INSPECTOR, "Cán bộ kiểm tra, UBKT Thành ủy", False),)),
    Somebody("quantri", "Vũ Thị Ví Dụ", (("TU", Role.ADMINISTRATOR, "Quản trị hệ thống", False),)),
    Somebody("dangdong", "Đinh Thị Kiểu Mẫu", (("DU1", Role.UNIT_HEAD, "Bí thư Đảng ủy phường", True),)),
    *(
        Somebody(username, name, (
            (f"DU{i}", Role.UNIT_HEAD, "Bí thư Đảng ủy phường", True),
            (f"P{i}", Role.UNIT_HEAD, "Chủ tịch UBND phường", True),
        ))
        for i, username, name in (
            (2, "phuongtay", "Đỗ Văn Mô Phỏng"),
            (3, "phuongnam", "Ngô Thị Phỏng Theo"),
            (4, "phuongbac", "Dương Văn Mẫu Vật"),
        )
    ),
    Somebody("vpub", "Bùi Thị Dựng Sẵn", (
        ("VPUB", Role.UNIT_HEAD, "Chánh Văn phòng UBND thành phố", True),
        ("UBND", Role.UNIT_STAFF, "Đầu mối báo cáo của UBND thành phố", False),
    )),
    Somebody("vptu", "Tạ Văn Lấy Ví", (("VPTU", Role.UNIT_HEAD, "Phó Chánh Văn phòng Thành ủy", True),)),
    Somebody("ttyt", "Võ Thị Dựng Lên", (("TTYT", Role.UNIT_HEAD, "Giám đốc Trung tâm", True),)),
    Somebody("soyte", "Đặng Văn Làm Thử", (("SYT", Role.UNIT_HEAD, "Giám đốc Sở", True),)),
    Somebody("sogddt", "Lý Thị Thử Nghiệm", (("SGDDT", Role.UNIT_HEAD, "Giám đốc Sở", True),)),
    Somebody("soxd", "Hồ Văn Giả Thiết", (("SXD", Role.UNIT_HEAD, "Giám đốc Sở", True),)),
    Somebody("congan", "Trịnh Văn Đặt Tên", (("CA", Role.UNIT_HEAD, "Giám đốc Công an thành phố", True),)),
]  # fmt: skip


def _ward_rows() -> list[Row]:
    """UBND and Đảng ủy of the eleven wards until the reform and of the four since."""
    rows = []
    for names, prefix, party, state, since, until in (
        (OLD_WARDS, "Q", "QU", "UBQ", BEGINNING, REFORM),
        (NEW_WARDS, "", "TU", "UBND", REFORM, None),
    ):
        for i, name in enumerate(names, 1):
            for letter, full, short, kind, above in (
                ("P", "UBND phường", "UBND P.", UnitKind.PEOPLES_COMMITTEE, state),
                ("DU", "Đảng ủy phường", "ĐU P.", UnitKind.PARTY_COMMITTEE, party),
            ):
                code, name_, short_ = f"{prefix}{letter}{i}", f"{full} {name}", f"{short} {name}"
                rows.append(Row(code, name_, kind, above, short_, Level.COMMUNE, since, until))
    return rows


def office_load() -> Office:
    """Units, names, groups, the issuing body with its terms, and people."""
    office = Office()
    for order, row in enumerate([*_CITY, *_DISTRICT, *_ward_rows(), *_SCHOOLS]):
        office.units[row.code] = unit_create(
            name=row.name,
            short_name=row.short,
            code=row.code,
            kind=row.kind,
            level=row.level,
            parent=office.units.get(row.above),
            valid_from=row.since,
            valid_to=row.until,
            protocol_order=10 * (order + 1),
        )
    _aliases(office)
    _groups(office)
    body = IssuingBody(name="Thành ủy Mẫu", side=Side.PARTY, level=Level.PROVINCE, unit=office.root, terms=list(TERMS))
    body.full_clean(exclude=["folded"])
    body.save()
    _people(office)
    _reform(office)
    return office


def _reform(office: Office) -> None:
    """The decision of 2025, for the committees and the party committees alike: two of the old wards were divided."""
    units = office.units
    pairs: list[tuple[Unit, Unit | None]] = [
        (units[f"Q{letter}{old}"], units[f"{letter}{new}"])
        for letter in ("P", "DU")
        for new, olds in TAKES.items()
        for old in olds
    ]
    pairs += [(units["TTYTQ"], units["TTYT"]), *((units[code], None) for code in ("QU", "UBQ", "PGD"))]
    succession_record(
        pairs=pairs,
        actor=office.people["quantri"],
        now=dt.datetime.combine(REFORM, dt.time(8), tzinfo=HANOI),
        number="1699/NQ-M",
        dated=dt.date(2025, 6, 16),
        body="Cơ quan có thẩm quyền (ví dụ)",
        effective_on=REFORM,
        note="Kết thúc cấp quận; 11 phường cũ thành 4 phường mới.",
    )


def _aliases(office: Office) -> None:
    for code, texts in _ALIASES.items():
        unit = office.units[code]
        for text in texts:
            alias = UnitAlias(unit=unit, text=text, valid_from=unit.valid_from, valid_to=unit.valid_to)
            alias.full_clean(exclude=["folded"])
            alias.save()


def _groups(office: Office) -> None:
    for name, letter, forms in (
        (WARDS_GROUP, "P", ["UBND phường", "UBND các phường", "Chủ tịch UBND các phường", "Chủ tịch UBND phường"]),
        (PARTY_GROUP, "DU", ["Đảng ủy phường", "Đảng ủy các phường", "Bí thư Đảng ủy các phường"]),
    ):
        group = UnitGroup.objects.create(name=name, forms="\n".join(forms))
        for prefix, wards in (("Q", OLD_WARDS), ("", NEW_WARDS)):
            for i in range(1, len(wards) + 1):
                unit = office.units[f"{prefix}{letter}{i}"]
                group_member_add(group=group, unit=unit, valid_from=unit.valid_from, valid_to=unit.valid_to)


def _people(office: Office) -> None:
    passwords = {username: password for username, _role, password in ACCOUNTS}
    for somebody in _PEOPLE:
        is_admin = any(role == Role.ADMINISTRATOR for _unit, role, _title, _head in somebody.posts)
        user = person_create(
            username=somebody.username,
            full_name=somebody.full_name,
            password=passwords.get(somebody.username),
            email=f"{somebody.username}@{MAIL}",
            is_staff=is_admin,
            is_superuser=is_admin,
        )
        for code, role, title, is_head in somebody.posts:
            unit = office.units[code]
            since = max(unit.valid_from, REFORM)
            position_add(user=user, unit=unit, role=role, title=title, is_head=is_head, valid_from=since)
        office.people[somebody.username] = user
