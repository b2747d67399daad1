from .assignment import Assignment
from .handing_over import HandOver, Repointing
from .history import Evidence, ProgressNote, Transition
from .indicators import Indicator, IndicatorTarget, IndicatorValue
from .instructions import Instruction, InstructionTarget
from .ledger import MORNING, Digest, Message, MorningHour, Preference, RefusedAddress, Run
from .linking import LinkedDuty, LinkedPart
from .requests import Dispute, Extension, Obstacle

__all__ = [
    "MORNING",
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
    "MorningHour",
    "Obstacle",
    "Preference",
    "ProgressNote",
    "RefusedAddress",
    "Repointing",
    "Run",
    "Transition",
]
