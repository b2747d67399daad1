from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import DayKind


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a Saturday worked instead (DOMAIN §5)."""

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=4, choices=DayKind)
    name = models.CharField(_("name"), max_length=120)
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    is_confirmed = models.BooleanField(_("confirmed"), default=False)

    class Meta:
        ordering = ["day"]
        verbose_name, verbose_name_plural = _("calendar day"), _("calendar days")

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"

    @property
    def counts(self) -> bool:
        """Whether deadlines are counted by it: confirmed, or given by law in force (wards.working_days)."""
        return self.is_confirmed or bool(self.basis)
