from .entering import EnterForm
from .fields import DayField, day_from
from .review import ReviewForm

__all__ = ["DayField", "EnterForm", "ReviewForm", "day_from"]
