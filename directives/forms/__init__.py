from .batch import EnterManyForm
from .entering import EnterForm
from .fields import DayField, day_from
from .review import ReviewForm

__all__ = ["DayField", "EnterForm", "EnterManyForm", "ReviewForm", "day_from"]
