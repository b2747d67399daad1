import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..folding import name_sort_key
from ..models import Position, Unit, User


@transaction.atomic
def person_create(*, username: str, full_name: str, password: str | None = None, **fields: Any) -> User:
    """A person who may sign in once a password is set."""
    return User.objects.create_user(username, password, full_name=full_name, **fields)


@transaction.atomic
def position_add(
    *,
    user: User,
    unit: Unit,
    role: str,
    valid_from: dt.date,
    title: str = "",
    is_head: bool = False,
    valid_to: dt.date | None = None,
) -> Position:
    """Raises ValidationError where the unit has ended, has a head already, or the person holds the position already."""
    position = Position(
        user=user, unit=unit, role=role, title=title, is_head=is_head, valid_from=valid_from, valid_to=valid_to
    )
    return position_save(position=position)


def check_unit_lasts(unit: Unit, valid_from: dt.date) -> None:
    """ValidationError at `unit` where nobody can take up a position any more."""
    if unit.valid_to and valid_from >= unit.valid_to:
        raise ValidationError({"unit": _("The unit ended on %(day)s.") % {"day": f"{unit.valid_to:%d/%m/%Y}"}})


@transaction.atomic
def position_save(*, position: Position) -> Position:
    """A new or changed position; ValidationError as for `position_add`."""
    position.full_clean()
    check_unit_lasts(position.unit, position.valid_from)
    position.save()
    position.user.forget_positions()
    return position


def person_save(*, user: User) -> User:
    """A new or changed person with the key that lists sort by; ValidationError by field."""
    user.sort_key = name_sort_key(user.full_name)
    user.full_clean()
    user.save()
    return user


def person_language_set(*, user: User, language: str) -> None:
    """The language that pages and mail speak to this person; ValidationError for one that is not offered."""
    user.language = language
    user.clean_fields(exclude=[field.name for field in user._meta.fields if field.name != "language"])
    user.save(update_fields=["language"])
