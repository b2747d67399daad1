from .assignment import Assignment
from .handing_over import HandOver
from .history import Evidence, ProgressNote, Transition
from .ledger import Digest, Message

__all__ = ["Assignment", "Digest", "Evidence", "HandOver", "Message", "ProgressNote", "Transition"]
