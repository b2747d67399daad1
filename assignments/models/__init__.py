from .assignment import Assignment
from .history import Evidence, ProgressNote, Transition
from .ledger import Digest, Message

__all__ = ["Assignment", "Digest", "Evidence", "Message", "ProgressNote", "Transition"]
