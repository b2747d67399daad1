from .calendar import calendar_seed
from .people import person_create, person_language_set, position_add
from .units import alias_learn, group_member_add, unit_create

__all__ = [
    "alias_learn",
    "calendar_seed",
    "group_member_add",
    "person_create",
    "person_language_set",
    "position_add",
    "unit_create",
]
