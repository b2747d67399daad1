"""Names remembered: what a clerk says some words mean is known from then on, for the span in which it can hold."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from ..audit import record
from ..enums import AliasSource
from ..folding import fold
from ..models import Unit, UnitAlias, UnitGroup, User

LONGEST = 200


class AliasTaken(ValidationError):
    """The words stand for another unit or group on that day. `existing` says which."""

    def __init__(self, message: str, existing: UnitAlias) -> None:
        super().__init__(message)
        self.existing = existing


@transaction.atomic
def alias_learn(
    *,
    text: str,
    actor: User,
    at: dt.datetime,
    day: dt.date,
    unit: Unit | None = None,
    group: UnitGroup | None = None,
) -> UnitAlias | None:
    """Remember that `text` means the unit or the group, as on `day`; None where that is known already, or the unit has
    ended by then.

    It holds as long as the unit does, but no longer than the words are free: what they meant before and after stays.
    Raises AliasTaken where they mean another on `day`: two people have said different things.
    """
    folded = fold(text)[:LONGEST]
    since, until = _span(unit, group, day)
    day = max(day, since)
    if not folded or (until and until <= day):
        return None
    same_words = UnitAlias.objects.filter(folded=folded)
    if there := same_words.on(day).select_related("unit", "group").first():
        if there.unit == unit and there.group == group:
            return None
        raise AliasTaken(_taken(text, there), there)
    before = same_words.filter(valid_to__lte=day).order_by("-valid_to").first()
    after = same_words.filter(valid_from__gt=day).order_by("valid_from").first()
    alias = UnitAlias.objects.create(
        unit=unit,
        group=group,
        text=text[:LONGEST],
        folded=folded,
        source=AliasSource.CLERK,
        valid_from=max(since, before.valid_to) if before and before.valid_to else since,
        valid_to=min((end for end in (until, after.valid_from if after else None) if end), default=None),
    )
    record("alias.learnt", actor=actor, obj=alias.meaning, at=at, text=text)
    return alias


def _taken(text: str, there: UnitAlias) -> str:
    words = _(
        "“%(text)s” already stands for %(meaning)s (since %(day)s). Your choice holds for this document alone; an "
        "administrator can change what the words mean, under the names of %(meaning)s."
    )
    return words % {"text": text[:80], "meaning": there.meaning.name, "day": f"{there.valid_from:%d/%m/%Y}"}


def _span(unit: Unit | None, group: UnitGroup | None, day: dt.date) -> tuple[dt.date, dt.date | None]:
    """From when to when the unit or the group can be meant at all, as far as the register says."""
    if unit:
        return unit.valid_from, unit.valid_to
    assert group is not None
    first = group.memberships.aggregate(first=Min("valid_from"))["first"]
    return min(first or day, day), None
