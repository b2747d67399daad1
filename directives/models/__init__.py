from .directive import Citation, Directive, IssuingBody, Recipient
from .drafting import DraftPresence, DraftStep
from .intake import Correction, Draft, SourceFile
from .task import ResponsibleUnit, Task, TaskRevision

__all__ = [
    "Citation",
    "Correction",
    "Directive",
    "Draft",
    "DraftPresence",
    "DraftStep",
    "IssuingBody",
    "Recipient",
    "ResponsibleUnit",
    "SourceFile",
    "Task",
    "TaskRevision",
]
