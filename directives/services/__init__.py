"""Every write of the intake. Keyword-only, one transaction each, right and state checked under a row lock."""

from .batching import batch_cancel, batch_create, line_read, next_line_beside, next_lines, stalled_lines
from .carrying import task_carry_out
from .changing import change_record, directives_locked
from .citations import citation_settle
from .confirming import draft_confirm, draft_nothing
from .editing import Saved, draft_here, draft_save, draft_settle, draft_step, draft_undo
from .errors import AlreadyThere, NotReadable, Refused, SecretDocument, Stale
from .intake import draft_create, draft_discard
from .reading import MOST_TASKS, refuse_secret
from .revising import task_revise
from .scanning import draft_paste, draft_read_on, draft_retry, draft_stop, refusal_seen, stalled_drafts

__all__ = [
    "MOST_TASKS",
    "AlreadyThere",
    "NotReadable",
    "Refused",
    "Saved",
    "SecretDocument",
    "Stale",
    "batch_cancel",
    "batch_create",
    "change_record",
    "citation_settle",
    "directives_locked",
    "draft_confirm",
    "draft_create",
    "draft_discard",
    "draft_here",
    "draft_nothing",
    "draft_paste",
    "draft_read_on",
    "draft_retry",
    "draft_save",
    "draft_settle",
    "draft_step",
    "draft_stop",
    "draft_undo",
    "line_read",
    "next_line_beside",
    "next_lines",
    "refusal_seen",
    "refuse_secret",
    "stalled_drafts",
    "stalled_lines",
    "task_carry_out",
    "task_revise",
]
