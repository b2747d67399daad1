from .entering import EnterForm, PasteForm
from .fields import DayField, day_from
from .review import ReviewForm

__all__ = ["DayField", "EnterForm", "PasteForm", "ReviewForm", "day_from"]
