"""What a clerk says of a document that another supersedes or amends, or that is withdrawn."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directives.enums import ChangeKind
from wards.fields import DayField

from .selectors.changing import CLOSE, KEEP, PROPOSED


class ChangeForm(forms.Form):
    """By another document: the choice for all orders, and words that history keeps. Withdrawing: by what, or why."""

    default = forms.ChoiceField(label=_("For all orders"), required=False)
    number = forms.CharField(label=_("Number of the document that withdraws it"), max_length=60, required=False)
    dated = DayField(label=_("Date of that document"), required=False)
    reason = forms.CharField(
        label=_("Reason, kept in the history"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:
        super().__init__(*args, **more)
        if kind == ChangeKind.WITHDRAW:
            del self.fields["default"]
            return
        del self.fields["number"], self.fields["dated"]
        choices = [(PROPOSED, _("As proposed for each order")), (CLOSE, _("Close the open work with that reason"))]
        if kind == ChangeKind.AMEND:
            choices.append((KEEP, _("Leave the open work as it is")))
        field = self.fields["default"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
