import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import DayField
from .models import Position, User
from .services.absence import delegable


def likely_deputies(user: User, day: dt.date) -> list[User]:
    """Who works in one of the person's units on that day, by name."""
    units = user.positions.on(day).values("unit")
    there = Position.objects.on(day).filter(unit__in=units).exclude(user=user)
    return list(User.objects.filter(pk__in=there.values("user"), is_active=True))


class AbsenceForm(forms.Form):
    """From when to when a person is away, and who acts meanwhile in which positions."""

    use_required_attribute = False
    first = DayField(label=_("First day away"), error_messages={"required": _("Give the first day.")})
    last = DayField(label=_("Last day away"), error_messages={"required": _("Give the last day.")})
    deputy = forms.TypedChoiceField(
        label=_("Who acts meanwhile"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Somebody of the same unit. What they do is recorded as done for the person who is away."),
    )
    positions = forms.TypedMultipleChoiceField(
        label=_("In which positions"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, user: User, day: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.deputies, self.held = likely_deputies(user, day), delegable(user, day)
        nobody: list[tuple[Any, Any]] = [("", _("Nobody"))]
        choices = [*nobody, *((person.pk, person.full_name) for person in self.deputies)]
        self.fields["deputy"].choices = choices  # type: ignore[attr-defined]
        self.fields["positions"].choices = [(p.pk, _words(p)) for p in self.held]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        data["deputy"] = next((person for person in self.deputies if person.pk == data["deputy"]), None)
        ticked: Sequence[int] = data["positions"]
        data["positions"] = [position for position in self.held if position.pk in ticked]
        return data


def _words(position: Position) -> str:
    return f"{position.title or position.get_role_display()} · {position.unit}"
