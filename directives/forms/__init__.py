from .entering import EnterForm
from .fields import DayField, day_from
from .review import ReviewForm
from .revising import ReviseForm

__all__ = ["DayField", "EnterForm", "ReviewForm", "ReviseForm", "day_from"]
