from .people import person_create, position_add
from .units import alias_learn, group_member_add, unit_create

__all__ = ["alias_learn", "group_member_add", "person_create", "position_add", "unit_create"]
