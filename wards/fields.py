"""Form fields that the pages of every app share."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


class DayInput(forms.DateInput):
    """The device's own picker. What was typed by hand and is no day comes back as text, to be put right."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"type": "date"})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        try:
            dt.date.fromisoformat(context["widget"]["value"] or "2000-01-01")
        except ValueError:
            context["widget"]["type"] = "text"
        return context


class DayField(forms.DateField):
    widget = DayInput

    def __init__(self, **more: Any) -> None:
        super().__init__(input_formats=DAYS, **more)

    def to_python(self, value: Any) -> dt.date | None:
        try:
            day = super().to_python(value)
        except ValidationError:
            words = gettext("“%(value)s” is not a day. Write it as dd/mm/yyyy, for example 15/09/2026.")
            raise ValidationError(words % {"value": str(value)[:20]}, code="invalid") from None
        return day
