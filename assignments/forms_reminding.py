"""What a person chooses about reminders."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .enums import MUTABLE, MessageKind

FORCED = [kind for kind in MessageKind if kind not in MUTABLE]


class RemindersForm(forms.Form):
    """Ticked is wanted; the kinds that cannot be switched off are named on the page."""

    use_required_attribute = False
    wanted = forms.MultipleChoiceField(
        label=_("Also by mail"),
        choices=[(kind.value, kind.label) for kind in MessageKind if kind in MUTABLE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    at = forms.TimeField(
        label=_("My letter comes at"),
        input_formats=["%H:%M"],
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "07:30", "inputmode": "numeric"}),
        error_messages={"invalid": _("Write the hour like 07:30.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("Of a working morning; empty for the office's hour, %(at)s.")
        self.fields["at"].help_text = words % {"at": f"{settings.REMIND_AT:%H:%M}"}

    @property
    def muted(self) -> list[str]:
        return sorted(MUTABLE - set(self.cleaned_data["wanted"]))
