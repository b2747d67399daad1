"""What happened to an assignment: transitions and notes are added to, never changed; evidence closes it."""

from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wards.constraints import AppendOnly

from ..enums import Action, State
from .assignment import Assignment


class Transition(models.Model):
    """One row for all that is done to an assignment: what was done, by whom, from which state to which (the same one
    where a request or an instruction leaves it), why. `data["set"]` holds what the act changed of the assignment, so
    that the rows, read in order, give its present state."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="transitions")
    action = models.CharField(max_length=16, choices=Action)
    from_state = models.CharField(max_length=12, choices=State, blank=True)  # empty: its making
    to_state = models.CharField(max_length=12, choices=State)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=2000, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["assignment", "id"]
        constraints = [AppendOnly(name="transition_append_only")]


class ProgressNote(models.Model):
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(_("note"), max_length=4000)
    percent = models.PositiveSmallIntegerField(_("percent"), null=True, blank=True, validators=[MaxValueValidator(100)])

    class Meta:
        ordering = ["assignment", "id"]
        constraints = [
            AppendOnly(name="progressnote_append_only"),
            models.CheckConstraint(name="progressnote_percent", condition=Q(percent=None) | Q(percent__lte=100)),
        ]


def evidence_name(instance: models.Model, filename: str) -> str:
    name = uuid4().hex
    return f"evidence/{name[:2]}/{name}"


class Evidence(models.Model):
    """Proof (minh chứng): a file, or number + date + receiving level of the document produced. One kind, whole."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="evidence")
    file = models.FileField(_("file"), upload_to=evidence_name, max_length=100, blank=True)
    original_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    number = models.CharField(_("number of the document"), max_length=60, blank=True)
    dated = models.DateField(_("date of the document"), null=True, blank=True)
    receiving_level = models.CharField(_("sent to"), max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["assignment", "id"]
        constraints = [
            models.CheckConstraint(
                name="evidence_file_or_document",
                condition=(~Q(file="") & Q(number="", dated=None) & ~Q(original_name="") & ~Q(sha256=""))
                | (Q(file="") & ~Q(number="") & Q(dated__isnull=False)),
                violation_error_message=_("Give a file, or the number and date of the document."),
            )
        ]

    def __str__(self) -> str:
        return self.original_name or f"{self.number} ({self.dated:%d/%m/%Y})"
