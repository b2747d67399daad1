from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wards.models import Unit


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class EnterManyForm(forms.Form):
    """Many files, or archives of them. Each is looked at on its own: one that cannot be taken is a line, no error."""

    documents = forms.Field(
        label=_("Files, or a ZIP archive of them"),
        required=False,
        help_text=_("Up to 2,000 documents of at most 25 MB each; together 30 MB, also as an archive."),
        widget=ManyFiles(attrs={"accept": ".docx,.doc,.odt,.rtf,.pdf,.png,.jpg,.jpeg,.tif,.tiff,.htm,.html,.txt,.zip"}),
    )
    office = forms.ModelChoiceField(label=_("Office"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args: Any, offices: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.only_office = offices[0] if len(offices) == 1 else None
        if self.only_office:
            del self.fields["office"]
        else:
            self.fields["office"].queryset = Unit.objects.filter(pk__in=[o.pk for o in offices])  # type: ignore[attr-defined]

    @property
    def office_chosen(self) -> Unit:
        return self.only_office or self.cleaned_data["office"]
