"""Units over time (DOMAIN §3.3): which decision ended, began or renamed which, and who came after whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..constraints import AppendOnly
from ..enums import LinkKind
from .units import Unit


class Succession(models.Model):
    """One decision on the organisation. Until it is carried out it is a draft: `plan` holds what was chosen so far."""

    number = models.CharField(_("number of the decision"), max_length=60)
    dated = models.DateField(_("date of the decision"))
    body = models.CharField(_("decided by"), max_length=200)
    effective_on = models.DateField(_("in force from"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    plan = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-effective_on", "-id"]
        verbose_name, verbose_name_plural = _("decision on the organisation"), _("decisions on the organisation")
        constraints = [
            models.CheckConstraint(
                name="succession_done_by_somebody",
                condition=Q(done_by=None, done_at=None) | Q(done_by__isnull=False, done_at__isnull=False),
            ),
            models.CheckConstraint(
                name="succession_has_decision",
                condition=~Q(number="") & ~Q(body=""),
                violation_error_message=_("Give the number of the decision and who took it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.dated:%d/%m/%Y}), {self.body}"


class SuccessionLink(models.Model):
    """Old → new, many to many. An end without successor has no new unit."""

    succession = models.ForeignKey(Succession, on_delete=models.PROTECT, related_name="links")
    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="went_to", verbose_name=_("old unit"))
    new = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="came_from", verbose_name=_("new unit")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=LinkKind)

    class Meta:
        ordering = ["succession", "old__protocol_order", "id"]
        verbose_name, verbose_name_plural = _("succession"), _("successions")
        constraints = [
            AppendOnly(name="successionlink_append_only"),
            models.UniqueConstraint(name="successionlink_once", fields=["succession", "old", "new"]),
            models.CheckConstraint(
                name="successionlink_old_is_not_new",
                condition=Q(new=None) | ~Q(old=F("new")),
                violation_error_message=_("A unit does not succeed itself."),
            ),
            models.CheckConstraint(
                name="successionlink_end_has_no_new", condition=Q(kind=LinkKind.END, new=None) | Q(new__isnull=False)
            ),
            models.CheckConstraint(name="successionlink_kind_known", condition=Q(kind__in=LinkKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new or '—'}"


class Predecessor(models.Model):
    """Who came before a unit, directly or through others: its people read their work (denorm of SuccessionLink)."""

    heir = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessors")
    past = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="heirs")

    class Meta:
        ordering = ["heir", "past"]
        constraints = [
            models.UniqueConstraint(name="predecessor_once", fields=["heir", "past"]),
            models.CheckConstraint(name="predecessor_is_another", condition=~Q(heir=F("past"))),
        ]
