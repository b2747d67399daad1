"""The numbers that a unit gives for its indicators: each is kept, a later one replaces it with its reason."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wards.clock import today as day_of
from wards.models import User

from ..enums import Side
from ..figures import number_words
from ..models import Assignment, IndicatorValue
from ..permissions import acting_for, can_give_figures, sides_of
from ..refusals import what_happened
from ..selectors.indicators import Cell, grid_of
from .acting import Refused, locked


@dataclass(frozen=True, slots=True)
class Figured:
    """One number typed into the grid: `key` names its cell, `seen` is the value that stood there (0: none)."""

    key: str
    value: Decimal
    note: str = ""
    seen: int = 0


def _checked(one: Figured, cell: Cell | None) -> Cell:
    """ValidationError under the cell's key: not asked for, changed by another meanwhile, corrected without a reason."""
    if cell is None:
        raise ValidationError({one.key: _("This number is not asked for (any more).")})
    now_there = cell.current
    if (now_there.pk if now_there else 0) != one.seen and now_there:
        words = _("%(person)s gave %(value)s at %(at)s, after you opened this page. Look again before you correct it.")
        at = timezone.localtime(now_there.at)
        told = {"person": now_there.reported_by, "value": number_words(now_there.value), "at": f"{at:%H:%M %d/%m/%Y}"}
        raise ValidationError({one.key: words % told})
    if now_there and now_there.value == one.value:
        raise ValidationError({one.key: _("This is the number that stands there already.")})
    if now_there and not one.note.strip():
        raise ValidationError({f"note-{one.key}": _("Give the reason for the correction.")})
    return cell


@transaction.atomic
def figures_give(
    *, assignment: Assignment, actor: User, now: dt.datetime, figures: Sequence[Figured]
) -> list[IndicatorValue]:
    """All of the numbers or none. Raises Refused (state, right) or ValidationError by the key of the cell.

    The assignment is locked, so of two people at once the second is told what the first has given."""
    row = locked(assignment)
    if Side.UNIT not in sides_of(actor, row):
        raise Refused(_("You may not do this."))
    if not can_give_figures(actor, row):
        raise Refused(what_happened(row))
    cells = {cell.key: cell for block in grid_of(row, day_of(now)) for cell in block.cells}
    errors: dict[str, list[str]] = {}
    made = []
    for one in figures:
        try:
            cell = _checked(one, cells.get(one.key))
        except ValidationError as error:
            errors |= error.message_dict
            continue
        made.append(
            IndicatorValue(
                indicator=cell.indicator,
                assignment=row,
                period=cell.period.code,
                value=one.value,
                note=one.note.strip(),
                reported_by=actor,
                acting_for=acting_for(actor, row, Side.UNIT),
                at=now,
                supersedes=cell.current,
            )
        )
    if errors:
        raise ValidationError(errors)
    if not made:
        raise ValidationError(_("Nothing was filled in."))
    for value in made:
        value.save()
    Assignment.objects.filter(pk=row.pk).update(last_moved_at=now)
    return made
