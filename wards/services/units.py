"""Writes to the register of units. Every one keeps UnitVersion and the copied columns of Unit in step."""

import datetime as dt
from typing import Any

from django.db import transaction

from ..audit import record
from ..enums import AliasSource
from ..folding import fold
from ..models import GroupMember, Unit, UnitAlias, UnitGroup, UnitVersion, User


def unit_folded(name: str, short_name: str, code: str) -> str:
    return fold(f"{name} {short_name} {code}")


@transaction.atomic
def unit_create(
    *, name: str, kind: str, level: str, valid_from: dt.date, parent: Unit | None = None, **fields: Any
) -> Unit:
    """A new unit with its first version and its place in the tree.

    Raises django.core.exceptions.ValidationError, by field, for dates or a parent that cannot be.
    """
    unit = Unit(name=name, kind=kind, level=level, valid_from=valid_from, parent=parent, **fields)
    unit.folded = unit_folded(unit.name, unit.short_name, unit.code)
    unit.full_clean(exclude=["path", "folded"])
    unit.save()
    unit.path = f"{parent.path if parent else ''}{unit.pk}/"
    unit.save(update_fields=["path"])
    UnitVersion.objects.create(
        unit=unit,
        name=unit.name,
        short_name=unit.short_name,
        code=unit.code,
        parent=parent,
        valid_from=valid_from,
        valid_to=unit.valid_to,
    )
    return unit


def group_member_add(
    *, group: UnitGroup, unit: Unit, valid_from: dt.date, valid_to: dt.date | None = None
) -> GroupMember:
    """Raises ValidationError where the unit is already in the group on one of these days."""
    member = GroupMember(group=group, unit=unit, valid_from=valid_from, valid_to=valid_to)
    member.full_clean()
    member.save()
    return member


@transaction.atomic
def alias_learn(*, unit: Unit, text: str, actor: User, at: dt.datetime, day: dt.date) -> UnitAlias | None:
    """Remember the clerk's choice: `text` means `unit` from now on. None where it is known already or means another."""
    folded = fold(text)
    if not folded or UnitAlias.objects.on(day).filter(folded=folded).exists():
        return None
    alias = UnitAlias.objects.create(
        unit=unit,
        text=text[:200],
        folded=folded[:200],
        source=AliasSource.CLERK,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
    )
    record("alias.learnt", actor=actor, obj=unit, at=at, text=text)
    return alias
