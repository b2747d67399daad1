"""Cells of a spreadsheet: how each kind of value is written, and read back, with a sentence where it cannot be."""

import datetime as dt
import unicodedata
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export.widgets import Widget

from .folding import fold
from .models import Unit

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate when the file is opened


def guarded(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula, with an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def tidy(value: Any) -> Any:
    """A cell as text without the guard, without spaces around it, in one normal form; days stay days."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a spreadsheet keeps the code 12 as 12.0
    if isinstance(value, dt.date):
        return value
    text = unicodedata.normalize("NFC", str(value)).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


class Day(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dt.date | None:
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date) or not value:
            return value or None
        for pattern in get_format("DATE_INPUT_FORMATS", "vi"):
            try:
                return dt.datetime.strptime(value, pattern).date()  # noqa: DTZ007 a day has no zone
            except ValueError:
                continue
        raise ValueError(_("“%(value)s” is not a day: write dd/mm/yyyy.") % {"value": value})

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return f"{value:%d/%m/%Y}" if value else ""


class Choice(Widget):
    """One of an enumeration, by its code or by its name in any of the interface's languages."""

    def __init__(self, choices: type[TextChoices]) -> None:
        super().__init__()
        self.choices = choices

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if not value:
            return ""
        known = {fold(code): code for code in self.choices.values}
        for language, _name in settings.LANGUAGES:
            with override(language):
                known |= {fold(str(label)): code for code, label in self.choices.choices}
        try:
            return known[fold(value)]
        except KeyError:
            names = ", ".join(str(label) for label in self.choices.labels)
            raise ValueError(_("“%(value)s” is none of: %(names)s.") % {"value": value, "names": names}) from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(self.choices(value).label) if value else ""


class YesNo(Widget):
    """`no`: how no is written; an empty cell is read as no, too."""

    YES, NO = ("1", "x", "yes", "true", "co"), ("", "0", "no", "false", "khong")

    def __init__(self, no: str = "") -> None:
        super().__init__()
        self.no = no

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        word = fold(str(value))
        if word not in self.YES + self.NO:
            raise ValueError(_("“%(value)s” is neither yes nor no: write x for yes, 0 for no.") % {"value": value})
        return word in self.YES

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "x" if value else self.no


class UnitCell(Widget):
    """A unit by its code or, where it has none, by its name; the one that still exists before one that has ended."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Unit | None:
        if not value:
            return None
        found = list(Unit.objects.filter(code=value)) or list(Unit.objects.filter(name=value))
        lasting = [unit for unit in found if unit.valid_to is None] or found
        if not lasting:
            raise ValueError(_("There is no unit with the code or the name “%(value)s”.") % {"value": value})
        if len(lasting) > 1:
            raise ValueError(_("Several units bear the code or the name “%(value)s”.") % {"value": value})
        return lasting[0]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return (value.code or value.name) if value else ""
