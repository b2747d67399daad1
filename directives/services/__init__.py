"""Every write of the intake. Keyword-only, one transaction each, right and state checked under a row lock."""

from .batching import batch_cancel, batch_create, line_read, next_line_beside, next_lines, stalled_lines
from .citations import citation_settle
from .confirming import draft_confirm, draft_nothing
from .errors import AlreadyThere, NotReadable, Refused, SecretDocument, Stale
from .intake import draft_create, draft_discard, draft_save
from .reading import MOST_TASKS, refuse_secret
from .scanning import draft_paste, draft_read_on, draft_retry, draft_stop, refusal_seen, stalled_drafts

__all__ = [
    "MOST_TASKS",
    "AlreadyThere",
    "NotReadable",
    "Refused",
    "SecretDocument",
    "Stale",
    "batch_cancel",
    "batch_create",
    "citation_settle",
    "draft_confirm",
    "draft_create",
    "draft_discard",
    "draft_nothing",
    "draft_paste",
    "draft_read_on",
    "draft_retry",
    "draft_save",
    "draft_stop",
    "line_read",
    "next_line_beside",
    "next_lines",
    "refusal_seen",
    "refuse_secret",
    "stalled_drafts",
    "stalled_lines",
]
