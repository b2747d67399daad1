from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import DayKind
from .fields import DayField
from .models import CalendarDay


class CalendarDayForm(forms.Form):
    """One day of the calendar, as an administrator enters it. Fields bear the names by which the service speaks."""

    use_required_attribute = False
    day = DayField(label=_("Day"), error_messages={"required": _("Give the day.")})
    kind = forms.ChoiceField(label=_("What it is"), choices=DayKind.choices, initial=DayKind.OFF)
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Give the name of the day.")})
    basis = forms.CharField(
        label=_("Legal basis"),
        max_length=200,
        required=False,
        help_text=_("Number of the law or the notice. Without one, a day that is not confirmed does not count."),
    )
    is_confirmed = forms.BooleanField(label=_("Confirmed by an official document"), required=False)
    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Give the reason.")},
    )

    def row(self) -> CalendarDay:
        """The day as typed, not saved."""
        return CalendarDay(
            **{name: self.cleaned_data[name] for name in ("day", "kind", "name", "basis", "is_confirmed")}
        )
