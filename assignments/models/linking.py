"""Linked duties (việc trùng): assignments of one unit, from different orders, that one report may serve."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wards.models import Unit

from .assignment import Assignment


class LinkedDuty(models.Model):
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=1000)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.reason


class LinkedPart(models.Model):
    """One assignment in the set. A report on another of the set serves it once its own office has agreed; until then
    it needs a report of its own. What has ended stays as history."""

    duty = models.ForeignKey(LinkedDuty, on_delete=models.PROTECT, related_name="parts")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="links")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["duty", "id"]
        constraints = [
            models.UniqueConstraint(
                name="linked_once",
                fields=["assignment"],
                condition=Q(ended_at=None),
                violation_error_message=_("This work is linked already."),
            ),
            models.CheckConstraint(
                name="linked_agreed_whole",
                condition=Q(agreed_by=None, agreed_at=None) | Q(agreed_by__isnull=False, agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="linked_ended_whole",
                condition=Q(ended_by=None, ended_at=None) | Q(ended_by__isnull=False, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="linked_agreed_by_another",
                condition=Q(agreed_by=None) | ~Q(agreed_by=models.F("added_by")),
                violation_error_message=_("Whoever proposed the link does not agree to it for the office."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} · {self.assignment_id}"
