from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from directives.models import DirectiveChange
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


class Repointing(models.Model):
    """Which assignment of a superseded or amended directive went on as which under the new one. Many to one where two
    old orders became one."""

    old = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="repointed_to")
    new = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="repointed_from")
    change = models.ForeignKey(DirectiveChange, on_delete=models.PROTECT, related_name="repointings")

    class Meta:
        ordering = ["id"]
        verbose_name, verbose_name_plural = _("re-pointing"), _("re-pointings")
        constraints = [
            AppendOnly(name="repointing_append_only"),
            models.UniqueConstraint(name="repointing_once", fields=["old"]),
            models.CheckConstraint(name="repointing_to_another", condition=~models.Q(old=F("new"))),
        ]
