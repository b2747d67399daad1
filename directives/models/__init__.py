from .directive import Citation, Directive, IssuingBody, Recipient
from .intake import Correction, Draft, SecretRefusal, SourceFile
from .task import ResponsibleUnit, Task, TaskRevision

__all__ = [
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
