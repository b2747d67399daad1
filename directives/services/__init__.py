"""Every write of the intake. Keyword-only, one transaction each, right and state checked under a row lock."""

from .citations import citation_settle
from .confirming import draft_confirm, draft_nothing
from .errors import AlreadyThere, NotReadable, Refused, SecretDocument, Stale
from .intake import MOST_TASKS, draft_create, draft_discard, draft_save, refuse_secret

__all__ = [
    "MOST_TASKS",
    "AlreadyThere",
    "NotReadable",
    "Refused",
    "SecretDocument",
    "Stale",
    "citation_settle",
    "draft_confirm",
    "draft_create",
    "draft_discard",
    "draft_nothing",
    "draft_save",
    "refuse_secret",
]
