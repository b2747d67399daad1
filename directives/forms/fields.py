"""Fields as the office writes them: days dd/mm/yyyy, lists one a line, cited documents one a line."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..edits import shortened
from ..enums import Relation
from ..reading import symbol_key

_SHAPE = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")


def day_from(text: str) -> dt.date:
    """A day written dd/mm/yyyy (or ISO). Raises ValidationError that tells a wrong shape from a day that is not."""
    found = _SHAPE.match(text)
    try:
        return dt.date(*map(int, reversed(found.groups()))) if found else dt.date.fromisoformat(text)
    except ValueError:
        pass
    if found:
        raise ValidationError(_("There is no day %(day)s in the calendar.") % {"day": text}, code="no_such_day")
    raise ValidationError(_("“%(text)s” is not a day. Write it as dd/mm/yyyy.") % {"text": text}, code="no_day")


class DayField(forms.CharField):
    """A day as text; its clean value is ISO, or empty."""

    def __init__(self, **options: Any) -> None:
        attrs = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=10, **options)

    def prepare_value(self, value: Any) -> Any:
        try:
            return f"{dt.date.fromisoformat(value):%d/%m/%Y}" if value else ""
        except ValueError:
            return value

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return day_from(text).isoformat() if text else ""


class LinesField(forms.CharField):
    """Several values, one a line; its clean value is a list without empty lines."""

    def __init__(self, *, longest: int, rows: int = 2, **options: Any) -> None:
        attrs = {"rows": rows}
        super().__init__(widget=forms.Textarea(attrs=attrs), **options)
        self.longest = longest

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip()]
        for line in lines:
            if len(line) > self.longest:
                words = _("A line is longer than %(n)s characters: “%(line)s…”.")
                raise ValidationError(words % {"n": self.longest, "line": line[:60]})
        return lines


_CITED = re.compile(
    r"^(?P<number>.+?)(?:[\s,;]+(?:ngày\s+)?(?P<day>\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}))?(?:[\s,;]+của\s+(?P<body>.+))?$"
)


def citation_line(cited: dict[str, str]) -> str:
    """ "2846/UBND-KGVX ngày 30/08/2022 của UBND thành phố Hà Nội"."""
    day = f" ngày {dt.date.fromisoformat(cited['issued_on']):%d/%m/%Y}" if cited["issued_on"] else ""
    return f"{cited['number']}{day}{' của ' + cited['body'] if cited['body'] else ''}"


class CitationsField(LinesField):
    """Cited documents, one a line. What was read of one (relation, words) stays with its number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=400, **options)
        self.known: dict[str, dict[str, str]] = {}

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(citation_line(cited) for cited in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[dict[str, str]]:  # type: ignore[override]
        return [self._cited(line) for line in super().clean(value)]

    def _cited(self, line: str) -> dict[str, str]:
        found = _CITED.match(line)
        if found is None or not any(c.isdigit() for c in found["number"]) or len(found["number"]) > 60:
            words = _("“%(line)s”: write the number and symbol, then the day, then the body, as in “%(example)s”.")
            example = "12/UBND-VP ngày 01/02/2026 của UBND quận"
            raise ValidationError(words % {"line": line[:60], "example": example})
        known = self.known.get(symbol_key(found["number"]), {"relation": Relation.CITES.value, "words": line})
        return {
            "number": " ".join(found["number"].split()),
            "issued_on": day_from(found["day"]).isoformat() if found["day"] else "",
            "body": shortened(found["body"], 200),
            "relation": known["relation"],
            "doc_type": known.get("doc_type", ""),
            "words": known["words"],
        }
