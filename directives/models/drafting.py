"""Work on a draft: every step of it, so that it can be undone and merged, and who has it open."""

from django.conf import settings
from django.db import models

from ..enums import StepKind
from .intake import Draft


class DraftStep(models.Model):
    """What one save changed (directives.merging); applied backwards it gives the state before it."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="steps")
    version = models.PositiveIntegerField()  # the version that it made
    kind = models.CharField(max_length=10, choices=StepKind)
    changes = models.JSONField()
    is_undone = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["draft", "version"]
        constraints = [models.UniqueConstraint(name="draftstep_version_once", fields=["draft", "version"])]

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.version}: {self.get_kind_display()}"


class DraftPresence(models.Model):
    """Somebody has a draft open: since when, and when that was last heard."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="present")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["draft", "since"]
        constraints = [models.UniqueConstraint(name="draftpresence_once", fields=["draft", "user"])]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.draft_id}"
