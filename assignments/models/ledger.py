"""The ledger of messages: what is to be said to whom about which assignment, once; and the mails that carry it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..enums import MUTABLE, Channel, Delivery, MessageKind
from .assignment import Assignment

MORNING = "morning"


class Digest(models.Model):
    """One outgoing mail: all that one person is told on one day through one channel. What a worker claims and sends."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    channel = models.CharField(max_length=8, choices=Channel)
    day = models.DateField()
    occasion = models.CharField(max_length=40, default=MORNING)  # or "now-3": the day's fourth at once
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
    # Its worker died, or the line dropped, while it was on its way: it may lie in the mailbox already. It is sent again
    # under its own Message-ID, so nothing is added to it: a reader's program may not show it a second time.
    may_have_left = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="one_digest", fields=["recipient", "channel", "day", "occasion"]),
            models.CheckConstraint(
                name="digest_claimed_at", condition=~Q(state=Delivery.CLAIMED) | Q(claimed_at__isnull=False)
            ),
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
    # "-3", "0", "+1", "+8": working days from the day it speaks of; "i42": instruction 42, told at once
    rung = models.CharField(max_length=12)
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


class RefusedAddress(models.Model):
    """An address that the mail server will never take: shown to the administrator and to the head of the unit, and not
    written to until it is changed, or somebody has said that it works again (the row goes)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="refused_addresses")
    email = models.CharField(max_length=254)
    error = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(name="refused_once", fields=["user", "email"])]


class Preference(models.Model):
    """What a person has chosen for one kind of message on one channel, where it is not what comes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=12, choices=MessageKind)
    channel = models.CharField(max_length=8, choices=Channel)
    is_wanted = models.BooleanField()

    class Meta:
        ordering = ["user", "kind", "channel"]
        constraints = [
            models.UniqueConstraint(name="one_preference", fields=["user", "kind", "channel"]),
            models.CheckConstraint(
                name="preference_may_be_muted", condition=Q(is_wanted=True) | Q(kind__in=sorted(MUTABLE))
            ),
        ]


class MorningHour(models.Model):
    """When a person's letter leaves, where not at the office's hour."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="morning_hour")
    at = models.TimeField()


class Run(models.Model):
    """The last run of a job on a day. A working day without a finished scan is a day on which nobody was reminded."""

    name = models.CharField(max_length=10)
    day = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    messages = models.PositiveIntegerField(default=0)  # written on that day, by all its runs
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-day", "name"]
        constraints = [models.UniqueConstraint(name="one_run", fields=["name", "day"])]
