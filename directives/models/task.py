"""Numbered orders (nhiệm vụ): the tree as printed, with the exact words and where they stand in the text."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wards.constraints import AppendOnly
from wards.models import Unit, UnitGroup

from ..enums import RevisedField, TaskKind, UnitRole
from .deadline import Deadline, deadline_rules
from .directive import Directive


class Task(Deadline):
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="tasks")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    # "2.1", "II.3.b", "2-1" (first dash under 2); "+1", "+2" for orders printed without a number.
    path = models.CharField(_("number"), max_length=40)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=5, choices=TaskKind, default=TaskKind.TASK)
    words = models.TextField(_("exact words"))
    span_start = models.PositiveIntegerField(null=True, blank=True)  # characters into Directive.text
    span_end = models.PositiveIntegerField(null=True, blank=True)
    short_title = models.CharField(_("short title"), max_length=200)
    folded = models.TextField(editable=False, default="")  # title and words, for search without diacritics
    product = models.CharField(_("product"), max_length=200, blank=True)
    product_to = models.CharField(_("product goes to"), max_length=200, blank=True)
    authority = models.CharField(_("whose authority"), max_length=200, blank=True)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_starred = models.BooleanField(_("starred"), default=False)
    carries_out = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_out_by"
    )
    # Until the assign screen is done, an order may stand without any deadline at all.
    deadline_kind = models.CharField(_("kind of deadline"), max_length=12, blank=True, default="")

    class Meta:
        ordering = ["directive", "order"]
        verbose_name, verbose_name_plural = _("task"), _("tasks")
        constraints = [
            models.UniqueConstraint(name="task_path_once", fields=["directive", "path"]),
            models.CheckConstraint(
                name="task_span_runs_forward",
                condition=Q(span_start=None, span_end=None) | Q(span_end__gt=F("span_start")),
            ),
            models.CheckConstraint(name="task_not_its_own_parent", condition=~Q(parent=F("id"))),
            models.CheckConstraint(
                name="task_carries_out_another",
                condition=~Q(carries_out=F("id")),
                violation_error_message=_("A task does not carry out itself."),
            ),
            *deadline_rules("task"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.short_title}"


class ResponsibleUnit(models.Model):
    """A unit or group that an order names, with its printed words. What the assign screen proposes."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="responsible")
    role = models.CharField(_("role"), max_length=12, choices=UnitRole)
    words = models.CharField(_("as written"), max_length=300)
    order = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(UnitGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    printed_count = models.PositiveSmallIntegerField(null=True, blank=True)  # "UBND 11 phường" → 11

    class Meta:
        ordering = ["task", "order"]
        constraints = [
            models.UniqueConstraint(name="responsible_order", fields=["task", "order"]),
            models.CheckConstraint(name="responsible_unit_or_group", condition=Q(unit=None) | Q(group=None)),
        ]

    def __str__(self) -> str:
        return self.words


class TaskRevision(models.Model):
    """The words and the title of an order change only so: visibly, by somebody, for a reason."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="revisions")
    field = models.CharField(max_length=12, choices=RevisedField, default=RevisedField.WORDS)
    before = models.TextField()
    after = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["task", "id"]
        constraints = [AppendOnly(name="taskrevision_append_only")]
