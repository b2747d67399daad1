from .batch import EnterManyForm
from .entering import EnterForm, PasteForm
from .fields import DayField, day_from
from .review import ReviewForm

__all__ = ["DayField", "EnterForm", "EnterManyForm", "PasteForm", "ReviewForm", "day_from"]
