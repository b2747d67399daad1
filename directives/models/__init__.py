from .batch import Batch, BatchLine
from .directive import Citation, Directive, IssuingBody, Recipient
from .intake import Correction, Draft, SecretRefusal, SourceFile
from .task import ResponsibleUnit, Task, TaskRevision

__all__ = [
    "Batch",
    "BatchLine",
    "Citation",
    "Correction",
    "Directive",
    "Draft",
    "IssuingBody",
    "Recipient",
    "ResponsibleUnit",
    "SecretRefusal",
    "SourceFile",
    "Task",
    "TaskRevision",
]
