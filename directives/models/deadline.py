"""The deadline (thời hạn): its kind, the words it came from, and the last permitted day computed from them.

Shared by Task (the default of an order) and Assignment (what holds for one unit)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import DAY_NEEDED, REVIEW_NEEDED, DeadlineKind, DeadlineOrigin


class Deadline(models.Model):
    deadline_kind = models.CharField(_("kind of deadline"), max_length=12, choices=DeadlineKind)
    deadline_words = models.CharField(_("as written"), max_length=300, blank=True)
    # The last permitted day: "trước ngày 15/9" gives 14/9, "chậm nhất 15/9" gives 15/9.
    deadline_on = models.DateField(_("last day"), null=True, blank=True)
    deadline_origin = models.CharField(
        _("set by"), max_length=10, choices=DeadlineOrigin, default=DeadlineOrigin.DOCUMENT
    )
    deadline_reason = models.CharField(_("why not set yet"), max_length=300, blank=True)
    within_days = models.PositiveSmallIntegerField(_("working days"), null=True, blank=True)
    rule = models.CharField(_("recurrence"), max_length=200, blank=True)  # RRULE of RFC 5545, or "monthly-25" as read
    event = models.CharField(_("event"), max_length=80, blank=True)
    review_on = models.DateField(_("review on"), null=True, blank=True)

    class Meta:
        abstract = True


def deadline_rules(table: str) -> list[models.CheckConstraint]:
    """The constraints of a deadline, named after the table."""
    return [
        models.CheckConstraint(
            name=f"{table}_dated_has_day",
            condition=~Q(deadline_kind__in=sorted(DAY_NEEDED)) | Q(deadline_on__isnull=False),
            violation_error_message=_("Give the last day."),
        ),
        models.CheckConstraint(
            name=f"{table}_review_date",
            condition=~Q(deadline_kind__in=sorted(REVIEW_NEEDED)) | Q(review_on__isnull=False),
            violation_error_message=_("Give the day on which this is looked at again."),
        ),
        models.CheckConstraint(
            name=f"{table}_undetermined_reason",
            condition=~Q(deadline_kind=DeadlineKind.UNDETERMINED) | ~Q(deadline_reason=""),
            violation_error_message=_("Say why there is no deadline yet."),
        ),
    ]
