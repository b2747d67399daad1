"""Instructions (ý kiến chỉ đạo) of a leader to one or many assignments, and what each unit answered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import InstructionKind
from .assignment import Assignment


class Instruction(models.Model):
    """`by` the leader, `entered_by` whoever typed it. Without `reply_by` it asks for no answer."""

    kind = models.CharField(_("kind"), max_length=10, choices=InstructionKind)
    words = models.CharField(_("words"), max_length=2000)
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="instruction_says_something", condition=~Q(words="")),
            models.CheckConstraint(
                name="instruction_wants_reply",
                condition=Q(kind=InstructionKind.COMMENT) | Q(reply_by__isnull=False),
                violation_error_message=_("Give the day by which an answer is wanted."),
            ),
        ]


class TargetQuerySet(models.QuerySet):
    def unanswered(self) -> "TargetQuerySet":
        """An answer is wanted and none is there."""
        return self.filter(answered_at=None, instruction__reply_by__isnull=False)


class InstructionTarget(models.Model):
    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="targets")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="instructed")
    read_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=2000, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["assignment", "id"]
        indexes = [models.Index(fields=["assignment"], condition=Q(answered_at=None), name="unanswered_targets")]
        constraints = [
            models.UniqueConstraint(name="instructed_once", fields=["instruction", "assignment"]),
            models.CheckConstraint(
                name="answered_in_words",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="read_before_answered",
                condition=Q(answered_at=None) | Q(read_at__lte=F("answered_at")),
            ),
        ]
