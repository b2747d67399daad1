from .absence import Absence, Delegation
from .audit import AuditEntry
from .calendar import CalendarDay
from .people import Position, User
from .setting import Setting
from .succession import Predecessor, Succession, SuccessionLink
from .units import GroupMember, Unit, UnitAlias, UnitGroup, UnitVersion

__all__ = [
    "Absence",
    "AuditEntry",
    "CalendarDay",
    "Delegation",
    "GroupMember",
    "Position",
    "Predecessor",
    "Setting",
    "Succession",
    "SuccessionLink",
    "Unit",
    "UnitAlias",
    "UnitGroup",
    "UnitVersion",
    "User",
]
