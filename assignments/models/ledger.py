"""The ledger of messages: what is to be said to whom about which assignment, once; and the mails that carry it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..enums import Channel, Delivery, MessageKind
from .assignment import Assignment


class Digest(models.Model):
    """One outgoing mail: all that one person is told on one day through one channel. What a worker claims and sends."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    channel = models.CharField(max_length=8, choices=Channel)
    day = models.DateField()
    occasion = models.CharField(max_length=40, default="morning")  # "morning", or the cause of one sent at once
    state = models.CharField(max_length=8, choices=Delivery, default=Delivery.QUEUED)
    message_id = models.CharField(
        max_length=120, unique=True
    )  # fixed, so that a repeated delivery is one mail to the reader
    made_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="one_digest", fields=["recipient", "channel", "day", "occasion"]),
            models.CheckConstraint(name="digest_sent_at", condition=~Q(state=Delivery.SENT) | Q(sent_at__isnull=False)),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"], condition=Q(state__in=["queued", "retrying"]), name="digest_waiting"
            ),
            models.Index(fields=["claimed_at"], condition=Q(state="claimed"), name="digest_claimed"),
        ]


class Message(models.Model):
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=12, choices=MessageKind)
    rung = models.CharField(max_length=12)  # "-3", "0", "+1", "+8": working days from the last permitted day
    due_on = models.DateField()  # the day it speaks of: moved deadlines speak again
    channel = models.CharField(max_length=8, choices=Channel)
    digest = models.ForeignKey(Digest, null=True, on_delete=models.PROTECT, related_name="messages")
    state = models.CharField(max_length=8, choices=Delivery, default=Delivery.QUEUED)
    dropped_why = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="said_once", fields=["recipient", "assignment", "kind", "rung", "due_on", "channel"]
            ),
            models.CheckConstraint(name="dropped_says_why", condition=Q(state=Delivery.DROPPED) ^ Q(dropped_why="")),
        ]
        indexes = [models.Index(fields=["digest", "state"], name="message_digest")]
