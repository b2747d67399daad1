from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wards.models import Unit

ACCEPTED = ".docx,.doc,.rtf,.odt,.pdf,.png,.jpg,.jpeg,.tif,.tiff,.html,.htm,.md,.txt"


class PasteForm(forms.Form):
    """The text of a document that could not be recognised."""

    text = forms.CharField(
        label=_("Text of the document"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )


class EnterForm(forms.Form):
    """A pasted text or a file; the office only where the person is a clerk in several."""

    text = forms.CharField(
        label=_("Text of the document"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "autofocus": True}),
        help_text=_("Copy the whole document, from its letterhead to “Nơi nhận”, and paste it here."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        allow_empty_file=True,
        help_text=_("Word (.docx, .doc), PDF, a scan or photo (.pdf, .jpg, .png, .tif), a web page or plain text."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    office = forms.ModelChoiceField(label=_("Office"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args: Any, offices: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.only_office = offices[0] if len(offices) == 1 else None
        if self.only_office:
            del self.fields["office"]
        else:
            self.fields["office"].queryset = Unit.objects.filter(pk__in=[o.pk for o in offices])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("text", "").strip() and data.get("file"):
            raise forms.ValidationError(gettext("Give either the text or a file, not both: they might differ."))
        return data

    @property
    def office_chosen(self) -> Unit:
        return self.only_office or self.cleaned_data["office"]
