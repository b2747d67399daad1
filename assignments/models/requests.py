"""What is asked about an assignment and decided by another: more time, an obstacle, a figure. One open of each."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wards.models import Unit

from ..enums import Ask, Figure
from .assignment import Assignment


def _person(*, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=null, on_delete=models.PROTECT, related_name="+")


class Extension(models.Model):
    """More time (gia hạn). `asked_by` is empty where the office extends unasked."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="extensions")
    state = models.CharField(max_length=12, choices=Ask, default=Ask.OPEN)
    old_on = models.DateField()
    asked_on = models.DateField(_("new last day"))
    reason = models.CharField(_("reason"), max_length=1000)
    so_far = models.CharField(_("done so far"), max_length=1000, blank=True)
    asked_by = _person(null=True)
    asked_at = models.DateTimeField()
    granted_on = models.DateField(null=True)
    decided_by = _person(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["assignment", "id"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_extension",
                fields=["assignment"],
                condition=Q(state=Ask.OPEN),
                violation_error_message=_("A request for more time is waiting already."),
            ),
            models.CheckConstraint(name="extension_asks_later", condition=Q(asked_on__gt=F("old_on"))),
            models.CheckConstraint(
                name="extension_granted_later",
                condition=(~Q(state=Ask.GRANTED) & Q(granted_on=None))
                | (Q(state=Ask.GRANTED) & Q(granted_on__gt=F("old_on"), decided_by__isnull=False)),
            ),
            models.CheckConstraint(name="extension_decided", condition=Q(state=Ask.OPEN) ^ Q(decided_at__isnull=False)),
            models.CheckConstraint(
                name="extension_four_eyes",
                condition=~Q(state__in=[Ask.GRANTED, Ask.REFUSED]) | Q(asked_by=None) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(name="extension_refused_why", condition=~Q(state=Ask.REFUSED) | ~Q(answer="")),
        ]


class Obstacle(models.Model):
    """What blocks (vướng mắc), and who must decide. Their clock runs from its opening until they answer."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="obstacles")
    words = models.CharField(_("what blocks"), max_length=1000)
    decider = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("who must decide"))
    opened_by = _person()
    opened_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = _person(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["assignment", "id"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_obstacle",
                fields=["assignment"],
                condition=Q(closed_at=None),
                violation_error_message=_("An obstacle is open already."),
            ),
            models.CheckConstraint(
                name="obstacle_answered_closes",
                condition=Q(answered_by=None, answer="")
                | (Q(answered_by__isnull=False, closed_at__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="obstacle_closed_after", condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at"))
            ),
        ]


class Dispute(models.Model):
    """“Số liệu này sai”: out of the red count until somebody other than the claimant has decided."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="disputes")
    state = models.CharField(max_length=12, choices=Ask, default=Ask.OPEN)
    claim = models.CharField(_("what is wrong, and why"), max_length=1000)
    claimed_by = _person()
    claimed_at = models.DateTimeField()
    decided_by = _person(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)
    corrects = models.CharField(max_length=12, choices=Figure, blank=True, default="")
    was_on = models.DateField(null=True)
    is_on = models.DateField(null=True)

    class Meta:
        ordering = ["assignment", "id"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_dispute",
                fields=["assignment"],
                condition=Q(state=Ask.OPEN),
                violation_error_message=_("An objection is waiting already."),
            ),
            models.CheckConstraint(name="dispute_decided", condition=Q(state=Ask.OPEN) ^ Q(decided_at__isnull=False)),
            models.CheckConstraint(
                name="dispute_four_eyes",
                condition=~Q(state__in=[Ask.GRANTED, Ask.REFUSED])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("claimed_by")) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="dispute_corrects_a_day",
                condition=Q(corrects="", is_on=None) | (Q(state=Ask.GRANTED, is_on__isnull=False) & ~Q(corrects="")),
            ),
        ]
