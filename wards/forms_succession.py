"""What an administrator types about a decision on the organisation. Fields bear the names of the services."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import Level, UnitKind
from .fields import DayField
from .models import Unit
from .succession_plan import NewUnit


class DecisionForm(forms.Form):
    use_required_attribute = False
    number = forms.CharField(
        label=_("Number of the decision"), max_length=60, error_messages={"required": _("Give the number.")}
    )
    dated = DayField(label=_("Date of the decision"), error_messages={"required": _("Give the date.")})
    body = forms.CharField(
        label=_("Decided by"), max_length=200, error_messages={"required": _("Say who took the decision.")}
    )
    effective_on = DayField(
        label=_("In force from"),
        help_text=_("The first day of the new units; the old ones end the day before."),
        error_messages={"required": _("Give the day.")},
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class RenameForm(DecisionForm):
    name = forms.CharField(label=_("New name"), max_length=200, error_messages={"required": _("Give the name.")})
    short_name = forms.CharField(label=_("Short name"), max_length=80, required=False)
    code = forms.CharField(label=_("Code"), max_length=40, required=False)
    field_order = ("name", "short_name", "code")


class NewUnitForm(forms.Form):
    """One unit that the decision creates. Left empty, it is none."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=80, required=False)
    code = forms.CharField(label=_("Code"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), *UnitKind.choices], required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[("", "—"), *Level.choices], required=False)
    parent = forms.TypedChoiceField(label=_("Belongs to"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["parent"].choices = [("", "—"), *((unit.pk, unit.name) for unit in units)]  # type: ignore[attr-defined]

    def row(self) -> NewUnit:
        """What was typed, right or wrong."""
        typed = {name: str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields}
        known = {str(pk) for pk, _name in self.fields["parent"].choices}  # type: ignore[attr-defined]
        parent = typed.pop("parent")
        return NewUnit(**typed, parent=int(parent) if parent and parent in known else None)

    @property
    def is_empty(self) -> bool:
        return not any(self.data.get(self.add_prefix(name)) for name in ("name", "short_name", "code"))


def numbers(data: Mapping[str, Any], name: str) -> list[int]:
    """The identifiers ticked under one name; whatever is none is left out."""
    return [int(text) for text in data.getlist(name) if text.isdecimal() and len(text) < 16]  # type: ignore[attr-defined]
