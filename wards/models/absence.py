"""Who is away, and who acts in their place meanwhile."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..constraints import NoOverlap
from .dated import Dated, DatedQuerySet, ends_after_it_begins
from .people import Position, User


class Absence(Dated):
    """A person is away. `valid_to`, the day of return, is always known."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences", verbose_name=_("person"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        verbose_name, verbose_name_plural = _("absence"), _("absences")
        constraints = [
            ends_after_it_begins("absence_ends_after_it_begins"),
            models.CheckConstraint(name="absence_has_an_end", condition=Q(valid_to__isnull=False)),
            NoOverlap(
                name="absence_no_overlap",
                keys=("user",),
                violation_error_message=_("These days overlap another absence of the same person."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.valid_from:%d/%m/%Y}"


class Delegation(Dated):
    """A deputy acts for the holder of a position, within the days given; every act says for whom."""

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="delegations")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations")  # denorm of position.user
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputising", verbose_name=_("deputy"))
    absence = models.ForeignKey(Absence, null=True, on_delete=models.CASCADE, related_name="delegations")

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        verbose_name, verbose_name_plural = _("acting-for"), _("acting-for")
        constraints = [
            ends_after_it_begins("delegation_ends_after_it_begins"),
            models.CheckConstraint(name="delegation_has_an_end", condition=Q(valid_to__isnull=False)),
            models.CheckConstraint(
                name="delegation_to_another",
                condition=~Q(person=F("deputy")),
                violation_error_message=_("Nobody acts for themselves."),
            ),
            NoOverlap(
                name="delegation_one_deputy",
                keys=("position",),
                violation_error_message=_("Somebody acts in this position already on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} → {self.position}"
