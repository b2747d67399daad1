"""Indicators (chỉ tiêu): the number that an order asks for, its targets over time, and what each unit has given."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directives.models import Task
from wards.constraints import AppendOnly

from ..enums import Direction, Rhythm, Together
from ..figures import PLACES, WHOLE, Period, period_label, periods
from .assignment import Assignment


def _number(label: object = None, **more: object) -> models.DecimalField:
    return models.DecimalField(label, max_digits=WHOLE + PLACES, decimal_places=PLACES, **more)  # type: ignore[arg-type]


def _person(*, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=null, blank=null, on_delete=models.PROTECT, related_name="+"
    )


class Indicator(models.Model):
    """What it counts is never changed: its target moves from a day on, or it ends and another begins."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="indicators")
    name = models.CharField(_("name"), max_length=200)
    measure = models.CharField(_("counted in"), max_length=40)  # đơn vị tính: %, lượt, hộ
    direction = models.CharField(_("the target is"), max_length=5, choices=Direction, default=Direction.LEAST)
    rhythm = models.CharField(_("how often"), max_length=9, choices=Rhythm, default=Rhythm.MONTHLY)
    together = models.CharField(_("of all units"), max_length=5, choices=Together, default=Together.TOTAL)
    starts_on = models.DateField(_("counted from"))
    until = models.DateField(_("until"))
    order = models.PositiveSmallIntegerField()
    made_by = _person()
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    ended_by = _person(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["task", "order"]
        verbose_name, verbose_name_plural = _("indicator"), _("indicators")
        constraints = [
            models.UniqueConstraint(name="indicator_order", fields=["task", "order"]),
            models.UniqueConstraint(
                name="indicator_name_once",
                fields=["task", "name"],
                condition=Q(ended_on=None),
                violation_error_message=_("This task already asks for a number of this name."),
            ),
            models.CheckConstraint(
                name="indicator_runs_forward",
                condition=Q(until__gte=F("starts_on")),
                violation_error_message=_("The end cannot be before the beginning."),
            ),
            models.CheckConstraint(
                name="indicator_ended_whole",
                condition=Q(ended_on=None, ended_by=None, end_reason="")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def begun(self, today: dt.date) -> list[Period]:
        """The periods that have begun, in order; of an ended indicator those that had begun when it ended."""
        last = min(today, self.ended_on or today)
        return [one for one in periods(self.rhythm, self.starts_on, self.until) if one.start <= last]

    def periods(self, today: dt.date) -> list[Period]:
        """Those that are asked for: begun, and of an ended indicator over on the day it ended."""
        return [one for one in self.begun(today) if self.ended_on is None or one.end < self.ended_on]

    def target_for(self, period: Period) -> "IndicatorTarget | None":
        """The latest word on the target that holds from a day in this period or before. Reads `targets.all()`."""
        held = [one for one in self.targets.all() if one.since <= period.end]
        return max(held, key=lambda one: (one.since, one.pk), default=None)


class IndicatorTarget(models.Model):
    """The target from a day on: a change is a further row, with its reason. Empty: no target."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    value = _number(_("target"), null=True, blank=True)
    since = models.DateField(_("holds from"))
    by = _person()
    at = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["indicator", "since", "id"]
        constraints = [AppendOnly(name="indicatortarget_append_only")]


class IndicatorValueQuerySet(models.QuerySet):
    def current(self) -> Self:
        """Those that no later value replaces."""
        return self.filter(superseded_by=None)


class IndicatorValue(models.Model):
    """What a unit has given for a period. Replaced by a later one with its reason, never edited: each replaces at most
    one, each is replaced at most once, and one alone begins the row, so one is current."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="figures")
    period = models.CharField(max_length=12)
    value = _number(_("value"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    reported_by = _person()
    acting_for = _person(null=True)
    at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "assignment", "period", "id"]
        constraints = [
            AppendOnly(name="indicatorvalue_append_only"),
            models.UniqueConstraint(
                name="indicatorvalue_one_first",
                fields=["indicator", "assignment", "period"],
                condition=Q(supersedes=None),
                violation_error_message=_("A value for this period is there already."),
            ),
            models.CheckConstraint(
                name="indicatorvalue_corrected_with_reason", condition=Q(supersedes=None) | ~Q(note="")
            ),
            models.CheckConstraint(
                name="indicatorvalue_not_itself", condition=Q(supersedes=None) | ~Q(supersedes=F("id"))
            ),
        ]

    @property
    def period_label(self) -> str:
        return period_label(self.period)
