"""Reading directives: text in, frozen dataclasses with character spans out. Rules only; no Django, no network."""

from .folding import fold, symbol_key
from .model import Citation, Coverage, Deadline, Dropped, Reading, Task, UnitMention, Value
from .reader import read
from .secrecy import secrecy_mark

__all__ = [
    "Citation",
    "Coverage",
    "Deadline",
    "Dropped",
    "Reading",
    "Task",
    "UnitMention",
    "Value",
    "fold",
    "read",
    "secrecy_mark",
    "symbol_key",
]
