"""Every write of the intake. Keyword-only, one transaction each, right and state checked under a row lock."""

from .confirming import draft_confirm, draft_nothing
from .editing import Saved, draft_here, draft_save, draft_settle, draft_step, draft_undo
from .errors import AlreadyThere, NotReadable, Refused, SecretDocument, Stale
from .intake import MOST_TASKS, draft_create, draft_discard, refuse_secret
from .revising import task_revise

__all__ = [
    "MOST_TASKS",
    "AlreadyThere",
    "NotReadable",
    "Refused",
    "Saved",
    "SecretDocument",
    "Stale",
    "draft_confirm",
    "draft_create",
    "draft_discard",
    "draft_here",
    "draft_nothing",
    "draft_save",
    "draft_settle",
    "draft_step",
    "draft_undo",
    "refuse_secret",
    "task_revise",
]
