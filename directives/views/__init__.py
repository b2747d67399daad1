from .entering import new
from .review import draft, draft_confirm, draft_discard, draft_nothing
from .scanning import reading, reading_again, reading_paste, reading_stop, refusal_seen
from .source import source

__all__ = [
    "draft",
    "draft_confirm",
    "draft_discard",
    "draft_nothing",
    "new",
    "reading",
    "reading_again",
    "reading_paste",
    "reading_stop",
    "refusal_seen",
    "source",
]
