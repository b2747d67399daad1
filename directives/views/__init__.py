from .entering import new
from .review import draft, draft_confirm, draft_discard, draft_nothing
from .source import source

__all__ = ["draft", "draft_confirm", "draft_discard", "draft_nothing", "new", "source"]
