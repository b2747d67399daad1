"""Absences, and deputies who act in a person's positions meanwhile; and what ends when a person leaves."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..audit import record, register
from ..enums import Role
from ..models import Absence, Delegation, Position, User
from ..permissions import can_administer

register("absence.entered", "absence.ended", "position.ended")
NOT_DELEGATED = frozenset({Role.ADMINISTRATOR, Role.INSPECTOR})  # granted to a person
ONE_DAY = dt.timedelta(days=1)


def _require(user: User, actor: User) -> None:
    """One's own absence; an administrator everybody's."""
    if user.pk != actor.pk and not can_administer(actor):
        raise PermissionDenied


def delegable(user: User, day: dt.date) -> list[Position]:
    """The positions in which somebody may act for the person: held on that day, of those that do or decide work."""
    held = user.positions.on(day).exclude(role__in=NOT_DELEGATED).select_related("unit")
    return list(held.order_by("unit__protocol_order", "pk"))


def _check(user: User, deputy: User | None, positions: Collection[Position], first: dt.date, last: dt.date) -> None:
    problems: dict[str, str] = {}
    if last < first:
        problems["last"] = _("The last day is before the first.")
    if deputy and deputy.pk == user.pk:
        problems["deputy"] = _("Nobody acts for themselves.")
    elif deputy and not deputy.is_active:
        problems["deputy"] = _("This account is closed.")
    if deputy and not positions:
        problems["positions"] = _("Choose in which positions they act.")
    elif positions and not deputy:
        problems["deputy"] = _("Choose who acts, or untick the positions.")
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def absence_enter(
    *,
    user: User,
    first: dt.date,
    last: dt.date,
    actor: User,
    now: dt.datetime,
    deputy: User | None = None,
    positions: Collection[Position] = (),
    note: str = "",
) -> Absence:
    """The person is away from `first` to `last`, both included; `deputy` acts in the positions meanwhile.

    Raises PermissionDenied, or ValidationError by field: the end before the beginning, an absence that overlaps
    another, a deputy who is the person, a position in which somebody acts already.
    """
    _require(user, actor)
    User.objects.select_for_update().get(pk=user.pk)
    _check(user, deputy, positions, first, last)
    absence = Absence(
        user=user, valid_from=first, valid_to=last + ONE_DAY, note=note.strip(), made_by=actor, made_at=now
    )
    _validated(absence, "first")
    absence.save()
    allowed = {position.pk for position in delegable(user, first)}
    for position in positions:
        if position.pk not in allowed:
            raise ValidationError({"positions": _("Not a position that can be passed on: %(it)s.") % {"it": position}})
        dates = {"valid_from": first, "valid_to": last + ONE_DAY}
        acting = Delegation(position=position, person=user, deputy=deputy, absence=absence, **dates)
        _validated(acting, "positions")
        acting.save()
    for person in filter(None, (user, deputy)):
        person.forget_positions()
    record(
        "absence.entered",
        actor=actor,
        obj=absence,
        at=now,
        until=last.isoformat(),
        deputy=deputy.pk if deputy else None,
        positions=[position.pk for position in positions],
    )
    return absence


def _validated(row: Absence | Delegation, field: str) -> None:
    """Rules of the whole row are said at the field that a person filled in."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise ValidationError({field: [words for found in error.message_dict.values() for words in found]}) from None


@transaction.atomic
def absence_end(*, absence: Absence, actor: User, now: dt.datetime, day: dt.date) -> None:
    """Back before planned: from `day` on neither away nor represented. One that has not begun is taken out."""
    row = Absence.objects.select_for_update(of=("self",)).select_related("user").get(pk=absence.pk)
    _require(row.user, actor)
    record("absence.ended", actor=actor, obj=row, at=now, day=day.isoformat())
    if row.valid_from >= day:
        row.delete()  # with its delegations: nobody has acted in them
        return
    row.delegations.filter(valid_to__gt=day).update(valid_to=day)
    if row.valid_to and row.valid_to > day:
        row.valid_to = day
        row.save(update_fields=["valid_to"])


@transaction.atomic
def position_end(*, position: Position, day: dt.date, actor: User, now: dt.datetime, reason: str) -> Position:
    """The person leaves the position: `day` is the first without it. Whoever acted in it acts no more.

    Raises PermissionDenied, or ValidationError by field: a day before it began, or after it ended."""
    if not can_administer(actor):
        raise PermissionDenied
    row = Position.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=position.pk)
    problems = {}
    if day <= row.valid_from:
        problems["day"] = _("The position began on %(day)s only.") % {"day": f"{row.valid_from:%d/%m/%Y}"}
    elif row.valid_to and row.valid_to <= day:
        problems["day"] = _("The position ended on %(day)s already.") % {"day": f"{row.valid_to:%d/%m/%Y}"}
    if not reason.strip():
        problems["reason"] = _("Give the reason.")
    if problems:
        raise ValidationError(problems)
    row.valid_to = day
    row.save(update_fields=["valid_to"])
    row.delegations.filter(valid_to__gt=day, valid_from__lt=day).update(valid_to=day)
    row.delegations.filter(valid_from__gte=day).delete()
    row.user.forget_positions()
    record("position.ended", actor=actor, obj=row, at=now, day=day.isoformat(), reason=reason.strip())
    return row
