"""Who may keep the register, the calendar and the figures, and who may look at how they were kept."""

from .enums import Role
from .models import User


def can_administer(user: User) -> bool:
    """Changes units, people, the calendar and the figures."""
    return user.is_superuser or Role.ADMINISTRATOR in user.roles


def can_inspect(user: User) -> bool:
    """Reads what administrators change, and why."""
    return can_administer(user) or Role.INSPECTOR in user.roles
