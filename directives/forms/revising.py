from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Task


class ReviseForm(forms.Form):
    """The words and the title of an order as they should read, and why. `seen`: the revisions that were on the page."""

    words = forms.CharField(label=_("Exact words"), widget=forms.Textarea(attrs={"rows": 6}))
    short_title = forms.CharField(label=_("Short title"), max_length=200)
    reason = forms.CharField(
        label=_("Why it is changed"),
        max_length=300,
        help_text=_("For example: a slip in reading; corrected by the issuer's letter of …"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, data: Any, *, task: Task, seen: int) -> None:
        super().__init__(data, initial={"words": task.words, "short_title": task.short_title, "seen": seen})

    def clean_words(self) -> str:
        return str(self.cleaned_data["words"]).replace("\r\n", "\n")

    def seen_now(self, seen: int) -> None:
        """What stands now has been shown: a second press is meant."""
        self.data = {**self.data.dict(), "seen": seen}  # type: ignore[attr-defined]
