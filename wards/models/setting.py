from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from ..constraints import AppendOnly
from ..limits import KEYS


class SettingQuerySet(models.QuerySet):
    def current(self) -> "SettingQuerySet":
        """The latest row of each key: what holds now."""
        latest = self.model._default_manager.order_by().values("key").annotate(last=Max("id")).values("last")
        return self.filter(pk__in=latest)


class Setting(models.Model):
    """A figure that the office has set (wards.limits): since when, by whom and why. The history is the table itself."""

    key = models.CharField(_("figure"), max_length=40, choices=[(code, key.label) for code, key in KEYS.items()])
    value = models.PositiveSmallIntegerField(_("value"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=500)

    objects = SettingQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name, verbose_name_plural = _("setting"), _("settings")
        indexes = [models.Index(fields=["key", "id"], name="setting_latest")]
        constraints = [
            AppendOnly(name="setting_append_only"),
            *(
                models.CheckConstraint(
                    name=f"setting_{code}_bounds",
                    condition=~Q(key=code) | Q(value__range=(key.low, key.high)),
                    violation_error_message=_("The value lies outside what is possible."),
                )
                for code, key in KEYS.items()
            ),
            models.CheckConstraint(name="setting_key_known", condition=Q(key__in=sorted(KEYS))),
            models.CheckConstraint(name="setting_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()}: {self.value}"
