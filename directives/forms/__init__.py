from .entering import EnterForm
from .review import ReviewForm

__all__ = ["EnterForm", "ReviewForm"]
