from .assignment import Assignment
from .handing_over import HandOver, Repointing
from .history import Evidence, ProgressNote, Transition
from .indicators import Indicator, IndicatorTarget, IndicatorValue
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
    "Indicator",
    "IndicatorTarget",
    "IndicatorValue",
    "Instruction",
    "InstructionTarget",
    "LinkedDuty",
    "LinkedPart",
    "Message",
    "Obstacle",
    "ProgressNote",
    "Repointing",
    "Transition",
]
