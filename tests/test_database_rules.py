"""What the database itself refuses, on both engines."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from wards.audit import record
from wards.enums import Role
from wards.models import AuditEntry, GroupMember, Position
from wards.services import position_add

from .cast import EPOCH, Cast
from .making import assign


def test_audit_entries_are_never_changed_nor_removed(cast: Cast, now: dt.datetime) -> None:
    entry = record("user.signed_in", actor=cast.clerk, obj=cast.clerk, at=now)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(action="unit.imported")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).delete()
    assert AuditEntry.objects.get().action == "user.signed_in"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
def test_audit_entries_are_not_replaced_either(cast: Cast, now: dt.datetime) -> None:
    entry = record("user.signed_in", actor=cast.clerk, obj=cast.clerk, at=now)
    columns = ", ".join(field.column for field in AuditEntry._meta.local_fields if field.column != "action")
    replace = (
        f"REPLACE INTO wards_auditentry (action, {columns}) SELECT 'unit.imported', {columns} FROM wards_auditentry"
    )
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replace)
    assert AuditEntry.objects.get().action == entry.action


def test_an_unregistered_action_is_refused(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(ValueError, match="not registered"):
        record("user.sigend_in", actor=cast.clerk, obj=cast.clerk, at=now)


def test_a_unit_has_one_head_at_a_time(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="overlapping"), transaction.atomic():
        Position.objects.create(
            user=cast.idler, unit=cast.wards[0], role=Role.UNIT_HEAD, is_head=True, valid_from=dt.date(2020, 1, 1)
        )
    with override("en"), pytest.raises(ValidationError, match="already has a head"):
        position_add(
            user=cast.idler, unit=cast.wards[0], role=Role.UNIT_HEAD, is_head=True, valid_from=dt.date(2020, 1, 1)
        )
    position_add(
        user=cast.idler,
        unit=cast.wards[0],
        role=Role.UNIT_HEAD,
        is_head=True,
        valid_from=dt.date(2014, 1, 1),
        valid_to=EPOCH,
    )


def test_a_unit_is_in_a_group_once_on_any_day(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="overlapping"), transaction.atomic():
        GroupMember.objects.create(group=cast.group, unit=cast.wards[0], valid_from=dt.date(2020, 1, 1))
    assert cast.group.members_on(EPOCH).count() == 11
    assert cast.group.members_on(EPOCH - dt.timedelta(days=1)).count() == 0


def test_who_set_a_deadline_is_one_of_three(cast: Cast) -> None:
    (work,) = assign(cast, cast.wards[0])
    work.deadline_origin = "nobody"
    with pytest.raises(ValidationError) as refused:
        work.full_clean()
    assert list(refused.value.message_dict) == ["deadline_origin"]
