"""What comes in before it is fact: the file, the draft reading, and what the clerk put right."""

import datetime as dt
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from wards.enums import Role
from wards.models import Unit, User

from ..enums import DraftState
from .directive import Directive


def random_name(instance: models.Model, filename: str) -> str:
    """Files are kept under random names: the original one is data, never a path."""
    name = uuid4().hex
    return f"source/{name[:2]}/{name}"


class SourceFile(models.Model):
    original_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)  # by content, not by name
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    file = models.FileField(upload_to=random_name, max_length=100)
    directive = models.ForeignKey(Directive, null=True, blank=True, on_delete=models.PROTECT, related_name="files")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.original_name


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Drafts of the offices in which the person is a clerk."""
        return self.filter(office__in=[p.unit_id for p in user.held if p.role == Role.CLERK])

    def being_read(self) -> Self:
        return self.filter(state=DraftState.READING)

    def unclaimed(self, at: dt.datetime) -> Self:
        """Those that no living worker has."""
        return self.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=at))

    def open(self) -> Self:
        return self.filter(state__in=[DraftState.READING, DraftState.READY, DraftState.FAILED])


class Draft(models.Model):
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()  # the text that was read, as the spans index it
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True, editable=False)  # directives.seen
    reading = models.JSONField(default=dict)  # what the reader proposed (directives.reading, as_json)
    edits = models.JSONField(default=dict)  # what the clerk has made of it so far
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.READY)
    version = models.PositiveIntegerField(default=1)  # one more with every step
    # Where two people wrote differently at one place: {key: {path, value, by, at}}; the other value is in `edits`.
    conflicts = models.JSONField(default=dict, blank=True)
    # How many values were proposed, by field and tenth of confidence, counted when it is confirmed (reading_report).
    tally = models.JSONField(default=dict, blank=True)
    source = models.OneToOneField(SourceFile, null=True, blank=True, on_delete=models.PROTECT, related_name="draft")
    directive = models.OneToOneField(Directive, null=True, blank=True, on_delete=models.PROTECT, related_name="draft")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    # While a scan is being read, page by page, in the background:
    kind = models.CharField(max_length=10, blank=True)  # of the source, as directives.opening names it
    pages = models.JSONField(default=list)  # text of each page, null where it has still to be recognised
    pages_done = models.PositiveSmallIntegerField(default=0)
    pages_total = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)  # a worker has it; past: that worker died
    attempts = models.PositiveSmallIntegerField(default=0)  # begun since a page was last done
    failure = models.JSONField(default=dict)  # why it could not be read: {"code", "facts"} or {"words"}

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-id"]
        indexes = [models.Index(fields=["office", "state", "-updated_at"], name="draft_desk")]
        constraints = [
            models.CheckConstraint(
                name="draft_confirmed_has_directive",
                condition=~Q(state=DraftState.CONFIRMED) | Q(directive__isnull=False),
            )
        ]

    def __str__(self) -> str:
        head = self.edits or self.reading
        return str(
            head.get("number") or head.get("subject") or (self.source and self.source.original_name) or f"#{self.pk}"
        )


class SecretRefusalQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(office__in=[p.unit_id for p in user.held if p.role == Role.CLERK])


class SecretRefusal(models.Model):
    """A scan turned out to bear a secrecy mark, and all of it was deleted. Nothing of the document is in this row."""

    draft_number = models.PositiveBigIntegerField(unique=True)  # of the deleted draft: its page answers with this
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = SecretRefusalQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"#{self.draft_number}"


class Correction(models.Model):
    """What was proposed and what was right: how the reader learns which of its rules are weak."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=60)  # "number", "tasks.lead", …
    place = models.CharField(max_length=40, blank=True)  # path of the task
    proposed = models.TextField(blank=True)
    right = models.TextField(blank=True)
    confidence = models.FloatField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["field", "at"], name="correction_field")]
