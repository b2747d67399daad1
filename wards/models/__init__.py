from .audit import AuditEntry
from .calendar import CalendarDay
from .people import Position, User
from .units import GroupMember, Unit, UnitAlias, UnitGroup, UnitVersion

__all__ = [
    "AuditEntry",
    "CalendarDay",
    "GroupMember",
    "Position",
    "Unit",
    "UnitAlias",
    "UnitGroup",
    "UnitVersion",
    "User",
]
