from .entering import new
from .presence import here
from .review import draft, draft_confirm, draft_discard, draft_nothing
from .revising import revise
from .source import source

__all__ = ["draft", "draft_confirm", "draft_discard", "draft_nothing", "here", "new", "revise", "source"]
