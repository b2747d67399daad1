"""What people type about indicators: the office what is asked for, the units their numbers. Fields bear the services'
names; in a unit's grid a field is named after its cell."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wards.fields import DayField

from .enums import Direction, Rhythm, Together
from .figures import read_number
from .models import Indicator
from .selectors.indicators import Block, Cell
from .services import Figured


class NumberField(forms.CharField):
    """A number as offices write it. Kept as text, so that what is refused comes back as it was typed."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, measure: str = "", **more: Any) -> None:
        super().__init__(max_length=40, required=False, **more)
        self.measure = measure

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        return read_number(text, self.measure) if text else None


class IndicatorForm(forms.Form):
    use_required_attribute = False
    name = forms.CharField(label=_("What is counted"), max_length=200)
    measure = forms.CharField(
        label=_("Counted in"), max_length=40, help_text=_("For example: %, households, inspections.")
    )
    direction = forms.ChoiceField(label=_("The target is"), choices=Direction.choices)
    target = NumberField(label=_("Target"), measure="%", help_text=_("Leave it empty where there is none."))
    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm.choices, initial=Rhythm.MONTHLY)
    starts_on = DayField(label=_("Counted from"))
    until = DayField(label=_("Until"), help_text=_("For a number asked for once: the last day to give it."))
    together = forms.ChoiceField(label=_("Of all units show"), choices=Together.choices)


class RetargetForm(forms.Form):
    use_required_attribute = False
    value = NumberField(label=_("New target"), help_text=_("Leave it empty where there is none."))
    since = DayField(label=_("Holds from"), help_text=_("From the period in which this day lies."))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, indicator: Indicator, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["value"]
        assert isinstance(field, NumberField)
        field.measure = indicator.measure


class EndForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class FiguresForm(forms.Form):
    """The grid of one unit: a number for each cell; where one stands there already, the reason for another."""

    use_required_attribute = False

    def __init__(self, *args: Any, blocks: list[Block], **more: Any) -> None:
        super().__init__(*args, **more)
        self.blocks = blocks
        for cell in self._cells():
            label = f"{cell.indicator.name}, {cell.period.label}"
            self.fields[f"value-{cell.key}"] = NumberField(label=label, measure=cell.indicator.measure)
            if cell.current:
                self.fields[f"note-{cell.key}"] = forms.CharField(
                    label=gettext("Reason for the correction"), max_length=300, required=False
                )

    def _cells(self) -> Iterator[Cell]:
        return (cell for block in self.blocks for cell in block.cells)

    def rows(self) -> list[tuple[Block, list[tuple[Cell, Any, Any]]]]:
        """Each block with its cells, their field for the number and, for a correction, that for the reason."""
        return [(block, [self._row(cell) for cell in block.cells]) for block in self.blocks]

    def _row(self, cell: Cell) -> tuple[Cell, Any, Any]:
        note = self[f"note-{cell.key}"] if cell.current else None
        return cell, self[f"value-{cell.key}"], note

    @property
    def figures(self) -> list[Figured]:
        """What was typed, with what stood in the cell when the page was opened (`seen-…`)."""
        found = []
        for cell in self._cells():
            value = self.cleaned_data.get(f"value-{cell.key}")
            if value is not None:
                seen = str(self.data.get(f"seen-{cell.key}", ""))
                note = self.cleaned_data.get(f"note-{cell.key}", "")
                found.append(Figured(cell.key, value, note, int(seen) if seen.isdecimal() and len(seen) < 19 else 0))
        return found

    def say(self, error: ValidationError) -> None:
        """Errors of the service at their cells; where the cell is gone, above the form."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for key, words in error.message_dict.items():
            name = key if key.startswith("note-") else f"value-{key}"
            self.add_error(name if name in self.fields else None, words)
