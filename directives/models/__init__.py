from .batch import Batch, BatchLine
from .changing import DirectiveChange
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
    "DirectiveChange",
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
