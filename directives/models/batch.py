"""Many documents at once (nhập hàng loạt): one line for each file, read one by one in the background."""

import datetime as dt
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from wards.enums import Role
from wards.models import Unit, User

from ..enums import OPEN_LINE, BatchState, LineState
from .directive import Directive
from .intake import Draft


def waiting_name(instance: models.Model, filename: str) -> str:
    """Files that wait to be read lie under random names and are deleted once they are read, or refused."""
    name = uuid4().hex
    return f"batch/{name[:2]}/{name}"


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Those of the offices in which the person is a clerk."""
        return self.filter(office__in=[p.unit_id for p in user.held if p.role == Role.CLERK])

    def running(self) -> Self:
        return self.filter(state=BatchState.RUNNING)


class Batch(models.Model):
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.RUNNING)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["office", "state", "-created_at"], name="batch_desk")]
        constraints = [
            models.CheckConstraint(
                name="batch_ends_when_it_does_not_run",
                condition=Q(state=BatchState.RUNNING, ended_at=None)
                | (~Q(state=BatchState.RUNNING) & Q(ended_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state == BatchState.RUNNING


class BatchLineQuerySet(models.QuerySet):
    def to_do(self, now: dt.datetime) -> Self:
        """Lines of running batches that wait, or whose worker has not been heard of in time; in order."""
        free = Q(state=LineState.WAITING) | Q(state=LineState.READING, claimed_until__lte=now)
        return self.filter(free, batch__state=BatchState.RUNNING).order_by("batch", "order")


class BatchLine(models.Model):
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=255, blank=True)  # emptied where the document turned out to be secret
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to=waiting_name, max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=LineState, default=LineState.WAITING)
    failure = models.JSONField(default=dict)  # why it is refused: {"code", "facts"} or {"words"}
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.SET_NULL, related_name="batch_lines")
    directive = models.ForeignKey(Directive, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    same_as = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)  # a worker has it; past: that worker died
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = BatchLineQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "order"]
        indexes = [
            models.Index(fields=["batch", "order"], name="batchline_open", condition=Q(state__in=sorted(OPEN_LINE)))
        ]
        constraints = [
            models.UniqueConstraint(name="batchline_order", fields=["batch", "order"]),
            models.CheckConstraint(
                name="batchline_refused_says_why", condition=~Q(state=LineState.REFUSED) | ~Q(failure={})
            ),
            models.CheckConstraint(
                name="batchline_reading_is_claimed",
                condition=~Q(state=LineState.READING) | Q(claimed_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"#{self.order}"
