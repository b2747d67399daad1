"""Half-open validity [valid_from, valid_to); an empty valid_to means "still"."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DatedQuerySet(models.QuerySet):
    def on(self, day: dt.date) -> Self:
        """Rows valid on that day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Dated(models.Model):
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to (excluded)"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_valid_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
        violation_error_message=_("The end must come after the beginning."),
    )
