from .aliases import AliasTaken, alias_learn
from .calendar import calendar_day_remove, calendar_day_save, calendar_seed
from .people import person_create, person_language_set, person_save, position_add, position_save
from .units import group_member_add, unit_create, unit_save

__all__ = [
    "AliasTaken",
    "alias_learn",
    "calendar_day_remove",
    "calendar_day_save",
    "calendar_seed",
    "group_member_add",
    "person_create",
    "person_language_set",
    "person_save",
    "position_add",
    "position_save",
    "unit_create",
    "unit_save",
]
