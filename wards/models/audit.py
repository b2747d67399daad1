from django.conf import settings
from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from ..constraints import AppendOnly


class AuditEntry(models.Model):
    """Who did what to which object, when, in which request. Added to, never changed: the database refuses it."""

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)  # registered in wards.audit
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(max_length=300)  # readable after the object has changed its name
    data = models.JSONField(default=dict)
    request_id = models.CharField(max_length=36, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name, verbose_name_plural = _("audit entry"), _("audit entries")
        indexes = [models.Index(fields=["object_type", "object_id", "id"], name="audit_object")]
        constraints = [AppendOnly(name="audit_append_only")]

    def __str__(self) -> str:
        return f"{localtime(self.at):%d/%m/%Y %H:%M} {self.action} {self.object_label}"
