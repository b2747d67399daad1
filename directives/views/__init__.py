from .entering import new
from .presence import here
from .review import draft, draft_confirm, draft_discard, draft_nothing
from .revising import revise
from .scanning import reading, reading_again, reading_paste, reading_stop, refusal_seen
from .source import source

__all__ = [
    "draft",
    "draft_confirm",
    "draft_discard",
    "draft_nothing",
    "here",
    "new",
    "reading",
    "reading_again",
    "reading_paste",
    "reading_stop",
    "refusal_seen",
    "revise",
    "source",
]
