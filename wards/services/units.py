"""Writes to the register of units. Every one keeps UnitVersion and the copied columns of Unit in step."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from ..folding import fold
from ..models import GroupMember, Unit, UnitGroup, UnitVersion
from ..models.units import UnitQuerySet


def unit_folded(name: str, short_name: str, code: str) -> str:
    return fold(f"{name} {short_name} {code}")


def check_parent(unit: Unit, parent: Unit | None) -> None:
    """ValidationError at `parent` where the unit would come to stand under itself."""
    if unit.path and parent and parent.path.startswith(unit.path):
        words = _("%(parent)s is %(unit)s itself or stands under it, so it cannot stand above it.")
        raise ValidationError({"parent": words % {"parent": parent, "unit": unit}})


def _take_place(unit: Unit) -> None:
    """The path of the unit, and of all below it, after its parent."""
    old, new = unit.path, f"{unit.parent.path if unit.parent else ''}{unit.pk}/"
    if old == new:
        return
    if old:
        rest = Substr("path", len(old) + 1)
        Unit.objects.filter(path__startswith=old).update(path=Concat(Value(new), rest))
    unit.path = new
    unit.save(update_fields=["path"])


def _keep_version(unit: Unit, since: dt.date | None) -> None:
    """The last version says what the unit says; with `since` a new one does, and the one before ends that day."""
    last = unit.versions.order_by("-valid_from").first()
    if last is None or since:
        if last:
            last.valid_to = since
            last.save(update_fields=["valid_to"])
        last = UnitVersion(unit=unit, valid_from=since or unit.valid_from)
    elif unit.versions.count() == 1:
        last.valid_from = unit.valid_from
    last.name, last.short_name, last.code, last.parent = unit.name, unit.short_name, unit.code, unit.parent
    last.valid_to = unit.valid_to
    last.full_clean()
    last.save()


def check_since(unit: Unit, since: dt.date | None) -> None:
    """ValidationError at `since` where the unit's last change was that day or later, or the unit has ended by then."""
    last = unit.versions.order_by("-valid_from").first() if unit.pk else None
    if since and last and since <= last.valid_from:
        words = _("The unit has been so named since %(day)s: give a later day, or none to correct a mistake.")
        raise ValidationError({"since": words % {"day": f"{last.valid_from:%d/%m/%Y}"}})
    if since and unit.valid_to and since >= unit.valid_to:
        raise ValidationError({"since": _("The unit ended on %(day)s.") % {"day": f"{unit.valid_to:%d/%m/%Y}"}})


def lock_tree() -> None:
    """Two moves at once could each look right and together close a circle: the tree is changed by one at a time."""
    list(Unit.objects.select_for_update().filter(parent=None).order_by("pk").values_list("pk", flat=True))


def hold_units(units: UnitQuerySet) -> list[Unit]:
    """The units locked, always in the same order, as they stand once the lock is had: nobody ends or moves them until
    the transaction is over. Rows that only refer to them are not kept waiting. One query."""
    return list(units.order_by("pk").select_for_update(no_key=True))


def hold_subtrees(units: Iterable[int]) -> None:
    """Locks these units with all that stands under them, before any of it ends or moves. Two queries."""
    under = Q(pk__in=[])
    for path in Unit.objects.filter(pk__in=units).values_list("path", flat=True):
        under |= Q(path__startswith=path)
    hold_units(Unit.objects.filter(under))


@transaction.atomic
def unit_save(*, unit: Unit, since: dt.date | None = None) -> Unit:
    """A new or changed unit with its place in the tree, its search key and its version.

    `since`: the day from which the new name, code or parent holds; None corrects the present version in place.
    Raises ValidationError, by field, for dates or a parent that cannot be.
    """
    lock_tree()
    if unit.pk:
        hold_subtrees([unit.pk])
        unit.path = Unit.objects.values_list("path", flat=True).get(pk=unit.pk)
    if unit.parent_id:
        unit.parent = Unit.objects.get(pk=unit.parent_id)
    check_parent(unit, unit.parent)
    check_since(unit, since)
    unit.folded = unit_folded(unit.name, unit.short_name, unit.code)[:400]
    unit.full_clean(exclude=["path", "folded"])
    unit.save()
    _take_place(unit)
    _keep_version(unit, since)
    return unit


def unit_create(
    *, name: str, kind: str, level: str, valid_from: dt.date, parent: Unit | None = None, **fields: Any
) -> Unit:
    """A new unit with its first version and its place in the tree.

    Raises django.core.exceptions.ValidationError, by field, for dates or a parent that cannot be.
    """
    return unit_save(unit=Unit(name=name, kind=kind, level=level, valid_from=valid_from, parent=parent, **fields))


def group_member_add(
    *, group: UnitGroup, unit: Unit, valid_from: dt.date, valid_to: dt.date | None = None
) -> GroupMember:
    """Raises ValidationError where the unit is already in the group on one of these days."""
    member = GroupMember(group=group, unit=unit, valid_from=valid_from, valid_to=valid_to)
    member.full_clean()
    member.save()
    return member
