"""Reading directives: text in, frozen dataclasses with character spans out. Rules only; no Django, no network."""

from .files import MAX_FILE, MAX_TEXT, Unreadable, open_document
from .folding import fold, symbol_key
from .model import Citation, Coverage, Deadline, Dropped, Reading, Task, UnitMention, Value
from .reader import read
from .secrecy import secrecy_mark

__all__ = [
    "MAX_FILE",
    "MAX_TEXT",
    "Citation",
    "Coverage",
    "Deadline",
    "Dropped",
    "Reading",
    "Task",
    "UnitMention",
    "Unreadable",
    "Value",
    "fold",
    "open_document",
    "read",
    "secrecy_mark",
    "symbol_key",
]
