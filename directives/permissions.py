"""Who may bring directives in: clerks, for the office in which they are one."""

from wards.enums import Role
from wards.models import Unit, User

from .models import Draft


def offices_of(user: User) -> list[Unit]:
    """The offices in which the person is a clerk today, in protocol order, each once."""
    return list({p.unit_id: p.unit for p in user.held if p.role == Role.CLERK}.values())


def can_enter(user: User, office: Unit) -> bool:
    return office.pk in {unit.pk for unit in offices_of(user)}


def can_edit(user: User, draft: Draft) -> bool:
    return draft.office_id in {unit.pk for unit in offices_of(user)}
