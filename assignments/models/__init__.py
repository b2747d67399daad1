from .assignment import Assignment
from .handing_over import HandOver
from .history import Evidence, ProgressNote, Transition
from .instructions import Instruction, InstructionTarget
from .ledger import MORNING, Digest, Message, MorningHour, Preference, RefusedAddress, Run
from .requests import Dispute, Extension, Obstacle

__all__ = [
    "MORNING",
    "Assignment",
    "Digest",
    "Dispute",
    "Evidence",
    "Extension",
    "HandOver",
    "Instruction",
    "InstructionTarget",
    "Message",
    "MorningHour",
    "Obstacle",
    "Preference",
    "ProgressNote",
    "RefusedAddress",
    "Run",
    "Transition",
]
