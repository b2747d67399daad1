from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from ..constraints import AppendOnly
from ..limits import KEYS, Kind

LISTED = sorted(code for code, key in KEYS.items() if key.kind == Kind.STEPS)


class SettingQuerySet(models.QuerySet):
    def current(self) -> "SettingQuerySet":
        """The latest row of each key: what holds now."""
        latest = self.model._default_manager.order_by().values("key").annotate(last=Max("id")).values("last")
        return self.filter(pk__in=latest)

    def held(self) -> dict[str, int | str]:
        """What holds now of what has been set, by key. One query."""
        return {key: words or value for key, value, words in self.current().values_list("key", "value", "words")}


class Setting(models.Model):
    """A figure that the office has set (wards.limits): since when, by whom and why. The history is the table itself."""

    key = models.CharField(_("figure"), max_length=40, choices=[(code, key.label) for code, key in KEYS.items()])
    value = models.PositiveSmallIntegerField(_("value"))  # 0 where it is `words`
    words = models.CharField(max_length=80, blank=True, default="")  # a ladder's steps, "-5 -3 -1 0 +1 +3"
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
                if key.kind != Kind.STEPS
            ),
            models.CheckConstraint(name="setting_key_known", condition=Q(key__in=sorted(KEYS))),
            models.CheckConstraint(
                name="setting_steps_in_words",
                condition=Q(key__in=LISTED, value=0) & ~Q(words="") | (~Q(key__in=LISTED) & Q(words="")),
            ),
            models.CheckConstraint(name="setting_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()}: {self.held}"

    @property
    def held(self) -> int | str:
        return self.words or self.value
