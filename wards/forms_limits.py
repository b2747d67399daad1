from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .limits import KEYS, MOST_STEPS, Key, Kind, Values, parse_steps, written_steps


class StepsField(forms.CharField):
    """The steps of a ladder, as people write them: spaces or commas, any minus."""

    def clean(self, value: Any) -> str:
        words = super().clean(value)
        try:
            return written_steps(parse_steps(words))
        except ValueError:
            problem = _("Write at most %(n)d whole numbers, for instance %(example)s.")
            raise forms.ValidationError(problem % {"n": MOST_STEPS, "example": "-5 -3 -1 0 +1 +3"}) from None


def _field(key: Key) -> forms.Field:
    if key.kind == Kind.SWITCH:
        return forms.BooleanField(label=key.label, help_text=key.explains, required=False)
    if key.kind == Kind.STEPS:
        words = _("%(explains)s %(low)d to %(high)d, as it comes %(default)s.")
        told = words % {"explains": key.explains, "low": key.low, "high": key.high, "default": key.default}
        return StepsField(label=f"{key.label} ({key.kind.label})", help_text=told, max_length=80)
    bounds = _("%(explains)s %(low)d to %(high)d, as it comes %(default)d.") % {
        "explains": key.explains,
        "low": key.low,
        "high": key.high,
        "default": key.default,
    }
    return forms.IntegerField(
        label=f"{key.label} ({key.kind.label})",
        help_text=bounds,
        min_value=key.low,
        max_value=key.high,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class LimitsForm(forms.Form):
    """All the figures, and one reason for what is changed among them."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, held: Values) -> None:
        super().__init__(data, initial=dict(held))
        for code, key in KEYS.items():
            self.fields[code] = _field(key)
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            help_text=_("Needed where a figure changes: which decision or conclusion says so."),
            max_length=500,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    @property
    def values(self) -> dict[str, int | str]:
        given = self.cleaned_data
        return {code: given[code] if key.kind == Kind.STEPS else int(given[code]) for code, key in KEYS.items()}
