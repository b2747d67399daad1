from .assignment import Assignment
from .handing_over import HandOver
from .history import Evidence, ProgressNote, Transition
from .instructions import Instruction, InstructionTarget
from .ledger import Digest, Message
from .linking import LinkedDuty, LinkedPart
from .requests import Dispute, Extension, Obstacle

__all__ = [
    "Assignment",
    "Digest",
    "Dispute",
    "Evidence",
    "Extension",
    "HandOver",
    "Instruction",
    "InstructionTarget",
    "LinkedDuty",
    "LinkedPart",
    "Message",
    "Obstacle",
    "ProgressNote",
    "Transition",
]
