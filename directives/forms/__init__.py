from .batch import EnterManyForm
from .entering import EnterForm, PasteForm
from .fields import DayField, day_from
from .review import ReviewForm
from .revising import ReviseForm

__all__ = ["DayField", "EnterForm", "EnterManyForm", "PasteForm", "ReviewForm", "ReviseForm", "day_from"]
