"""Deadlines that fall in the absence of the unit's head: whoever assigns is warned (PRODUCT §4)."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wards.models import Absence, Position, User


@dataclass(frozen=True, slots=True)
class HeadAway:
    """On `day`, the last day of something, the head of the unit is away; `deputy` acts meanwhile, if anybody."""

    unit: int
    day: dt.date
    head: User
    back_on: dt.date
    deputy: User | None


def away_words(away: HeadAway, unit: str) -> str:
    """ "UBND phường A, 20/09/2026: Nguyễn Văn B vắng đến hết 24/09/2026, Lê Thị C làm thay"."""
    last = away.back_on - dt.timedelta(days=1)
    words = {"unit": unit, "day": f"{away.day:%d/%m/%Y}", "head": away.head, "last": f"{last:%d/%m/%Y}"}
    if away.deputy:
        said = _("%(unit)s, %(day)s: %(head)s is away until %(last)s, %(deputy)s acts for them.")
        return said % (words | {"deputy": away.deputy})
    return _("%(unit)s, %(day)s: %(head)s is away until %(last)s and nobody acts for them.") % words


def heads_away(gives: Iterable[tuple[int, dt.date]]) -> list[HeadAway]:
    """Of (unit, deadline) pairs those whose head on that day is away on it, in their order. Four queries at most."""
    wanted = list(dict.fromkeys(gives))
    if not wanted:
        return []
    first, last = min(day for _unit, day in wanted), max(day for _unit, day in wanted)
    away = list(
        Absence.objects.filter(valid_from__lte=last, valid_to__gt=first).prefetch_related("delegations__deputy")
    )
    heads = _heads({unit for unit, _day in wanted}, {absence.user_id for absence in away})
    found = []
    for unit, day in wanted:
        for position in heads.get(unit, ()):
            for absence in away:
                if absence.user_id == position.user_id and absence.is_valid_on(day) and position.is_valid_on(day):
                    found.append(_away(unit, day, position, absence))
    return found


def _heads(units: Collection[int], people: Collection[int]) -> dict[int, list[Position]]:
    heads: dict[int, list[Position]] = {}
    for position in Position.objects.filter(is_head=True, unit__in=units, user__in=people).select_related("user"):
        heads.setdefault(position.unit_id, []).append(position)
    return heads


def _away(unit: int, day: dt.date, position: Position, absence: Absence) -> HeadAway:
    deputies = [row.deputy for row in absence.delegations.all() if row.position_id == position.pk]
    assert absence.valid_to is not None
    return HeadAway(unit, day, position.user, absence.valid_to, deputies[0] if deputies else None)
