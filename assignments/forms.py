"""What people type about an assignment: a report with its evidence, a note, a reason, a grade."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wards.fields import DayField

from .enums import TABLE, Action, Grade
from .models import Assignment
from .services import NewDocument, NewFile
from .services.evidence import MAX_BYTES

REASON_LABELS: dict[Action, Any] = {
    Action.BLOCK: _("What blocks"),
    Action.RESOLVE: _("The decision"),
    Action.DISPUTE: _("Which figure is wrong, and why"),
    Action.UPHOLD: _("What was wrong"),
}
MAX_FILES = 5
MAX_TOGETHER = MAX_BYTES  # and a little less than deploy/Caddyfile lets through in one request
# No `capture`: it would force the camera. With pictures and documents both accepted a phone offers the camera too.
ACCEPT = "image/*,application/pdf,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt"


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files of one control → a list of NewFile, each checked by its content."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploads = [item for item in data or [] if isinstance(item, UploadedFile)]
        if len(uploads) > MAX_FILES:
            raise ValidationError(gettext("At most %(n)d files at a time.") % {"n": MAX_FILES})
        if len(uploads) > 1 and sum(upload.size or 0 for upload in uploads) > MAX_TOGETHER:
            raise ValidationError(gettext("Together the files are larger than 25 MB. Send fewer or smaller ones."))
        return [self._one(upload) for upload in uploads]

    def _one(self, upload: UploadedFile) -> NewFile:
        name = upload.name or ""
        if (upload.size or 0) > MAX_BYTES:
            raise ValidationError(gettext("“%(name)s” is larger than 25 MB.") % {"name": name})
        new = NewFile(name=name, data=upload.read())
        new.check()
        return new


def _lines(n: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": n})


class SubmitForm(forms.Form):
    """The report sheet. Fields bear the names by which the service speaks of them."""

    use_required_attribute = False
    file = FilesField(
        label=_("Photo or file"), required=False, widget=Files(attrs={"multiple": True, "accept": ACCEPT})
    )
    number = forms.CharField(label=_("Number of the document"), required=False, max_length=60)
    dated = DayField(label=_("Date of the document"), required=False)
    receiving_level = forms.CharField(label=_("Sent to"), required=False, max_length=200)
    words = forms.CharField(label=_("Note on the result"), required=False, max_length=4000, widget=_lines(3))
    done_on = DayField(
        label=_("Day it was really done"),
        required=False,
        help_text=_("If left empty: the date of the document, or today."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        number, dated = data.get("number"), data.get("dated")
        if number and not dated and "dated" not in self.errors:
            self.add_error("dated", gettext("Give the date of document %(number)s.") % {"number": number})
        if not number and (dated or data.get("receiving_level")) and "number" not in self.errors:
            self.add_error("number", gettext("Give the number of the document."))
        return data

    @property
    def proofs(self) -> list[NewFile | NewDocument]:
        data = self.cleaned_data
        found: list[NewFile | NewDocument] = list(data.get("file") or [])
        if data.get("number") and data.get("dated"):
            found.append(NewDocument(data["number"], data["dated"], data.get("receiving_level") or ""))
        return found


class NoteForm(forms.Form):
    use_required_attribute = False
    words = forms.CharField(
        label=_("How it is going"),
        max_length=4000,
        widget=_lines(4),
        error_messages={"required": _("Write a few words.")},
    )
    percent = forms.IntegerField(
        label=_("Percent done"),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("0 to 100. The figure informs; it does not complete the work."),
    )


class ReasonForm(forms.Form):
    """The form of an action: its reason, where the table asks for one. `work` and `today` as the subclasses need."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=_lines(4), error_messages={"required": _("Give the reason.")}
    )

    @property
    def asked(self) -> dict[str, Any]:
        """What the action's service is given."""
        return self.cleaned_data

    def __init__(self, *args: Any, action: Action, work: Assignment, today: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.action, self.work, self.today = action, work, today
        if not TABLE[action].needs_reason and self.fields["reason"].required:
            del self.fields["reason"]
        elif action in REASON_LABELS:
            self.fields["reason"].label = REASON_LABELS[action]


class ConfirmForm(ReasonForm):
    grade = forms.ChoiceField(
        label=_("Grade"),
        choices=Grade.choices,
        initial=Grade.PASSED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a grade."), "invalid_choice": _("Choose a grade.")},
    )
    done_on = DayField(
        label=_("Day it was really done"), required=False, help_text=_("Whether it was late is judged on this day.")
    )
