from .audit import AuditEntry
from .calendar import CalendarDay
from .people import Position, User
from .setting import Setting
from .units import GroupMember, Unit, UnitAlias, UnitGroup, UnitVersion

__all__ = [
    "AuditEntry",
    "CalendarDay",
    "GroupMember",
    "Position",
    "Setting",
    "Unit",
    "UnitAlias",
    "UnitGroup",
    "UnitVersion",
    "User",
]
