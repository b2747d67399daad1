from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    PARTY_COMMITTEE = "party_committee", _("Party committee")  # cấp ủy
    PARTY_BODY = "party_body", _("Party body")  # ban đảng, văn phòng cấp ủy
    PEOPLES_COUNCIL = "peoples_council", _("People's council")  # HĐND
    PEOPLES_COMMITTEE = "peoples_committee", _("People's committee")  # UBND
    STATE_OFFICE = "state_office", _("State office")  # sở, phòng, văn phòng
    FRONT = "front", _("Fatherland Front")  # MTTQ
    MASS = "mass", _("Mass organisation")  # đoàn thể
    POLICE = "police", _("Police")
    MILITARY = "military", _("Military")
    HEALTH = "health", _("Health")
    SCHOOL = "school", _("School")
    OTHER = "other", _("Other")


class Level(models.TextChoices):
    CENTRAL = "central", _("Central")
    PROVINCE = "province", _("Province or city")
    DISTRICT = "district", _("District (until 30/6/2025)")
    COMMUNE = "commune", _("Ward or commune")
    BELOW = "below", _("Below the ward")


class Role(models.TextChoices):
    CLERK = "clerk", _("Clerk")  # văn thư, chuyên viên tổng hợp
    UNIT_HEAD = "unit_head", _("Unit head")
    UNIT_STAFF = "unit_staff", _("Unit staff")
    LEADER = "leader", _("Leader")  # Thường trực, Chánh Văn phòng
    INSPECTOR = "inspector", _("Inspector")  # UBKT
    ADMINISTRATOR = "administrator", _("Administrator")


OFFICE_ROLES = frozenset({Role.CLERK, Role.LEADER, Role.INSPECTOR})  # see the work of the units under their own
UNIT_ROLES = frozenset({Role.UNIT_HEAD, Role.UNIT_STAFF})  # see their own unit's work


class AliasSource(models.TextChoices):
    CLERK = "clerk", _("Chosen by a clerk")
    IMPORT = "import", _("Imported")
    OFFICE = "office", _("Set by the office")


class DayKind(models.TextChoices):
    OFF = "off", _("Day off")
    WORK = "work", _("Make-up working day")


class LinkKind(models.TextChoices):
    """How a new unit came from an old one (DOMAIN §3.3)."""

    MERGE = "merge", _("Merged into it")  # hợp nhất, sáp nhập nguyên trạng
    SPLIT = "split", _("Divided")  # chia tách
    PART = "part", _("A part of it")  # một phần
    RENAME = "rename", _("Succeeded whole")  # đổi tên, chuyển nguyên trạng
    END = "end", _("Ended without successor")  # giải thể
