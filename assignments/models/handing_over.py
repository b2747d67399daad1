from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from wards.constraints import AppendOnly
from wards.models import Succession

from .assignment import Assignment


class HandOver(models.Model):
    """Which assignment of a unit that ended went on as which of its successor. Many to many: three old wards' share of
    one task is one new ward's, and a divided ward's work may go on in both halves."""

    old = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="handed_over_to")
    new = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="handed_over_from")
    succession = models.ForeignKey(Succession, on_delete=models.PROTECT, related_name="hand_overs")

    class Meta:
        ordering = ["id"]
        verbose_name, verbose_name_plural = _("handing over"), _("handings over")
        constraints = [
            AppendOnly(name="handover_append_only"),
            models.UniqueConstraint(name="handover_once", fields=["old", "new"]),
            models.CheckConstraint(name="handover_to_another", condition=~models.Q(old=F("new"))),
        ]
