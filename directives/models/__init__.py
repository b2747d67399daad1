from .batch import Batch, BatchLine
from .directive import Citation, Directive, IssuingBody, Recipient
from .drafting import DraftPresence, DraftStep
from .intake import Correction, Draft, SecretRefusal, SourceFile
from .task import ResponsibleUnit, Task, TaskRevision

__all__ = [
    "Batch",
    "BatchLine",
    "Citation",
    "Correction",
    "Directive",
    "Draft",
    "DraftPresence",
    "DraftStep",
    "IssuingBody",
    "Recipient",
    "ResponsibleUnit",
    "SecretRefusal",
    "SourceFile",
    "Task",
    "TaskRevision",
]
