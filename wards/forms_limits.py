from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .limits import KEYS, Key, Kind, Values


def _field(key: Key) -> forms.Field:
    if key.kind == Kind.SWITCH:
        return forms.BooleanField(label=key.label, help_text=key.explains, required=False)
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
    def values(self) -> dict[str, int]:
        return {code: int(self.cleaned_data[code]) for code in KEYS}
