"""The assignment (giao việc): one task × one unit × one role × one period, its deadline and its state."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directives.enums import REVIEW_NEEDED, DeadlineKind, UnitRole
from directives.models import Directive, Task
from directives.models.deadline import Deadline, deadline_rules
from directives.recurring import period_words
from wards.constraints import AllowedMoves
from wards.enums import OFFICE_ROLES, Role
from wards.models import Unit, User

from ..enums import CLOSED_OTHERWISE, IN_HAND, LATE, MOVES, OPEN, PROVEN, RATED, TIMED, Grade, Standing, State
from ..standing import Thresholds, standing_case

SHOWN = ("directive", "task", "unit", "open_extension", "open_obstacle", "open_dispute", "deciding_unit")


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """What a person may see: an office's people the work of their office and of the units under it;
        a unit's head the unit's and its sub-units'; its staff the unit's own. With it goes what the units that came
        before did; and whoever belonged to a unit when it ended keeps reading. An administrator, as such, sees none.
        Work not yet approved is the office's alone; an obstacle shows its work to those who must decide on it."""
        scope = Q(pk__in=[])
        given = ~Q(state=State.PROPOSED)
        for position in [*user.held, *user.kept]:
            reach = Unit.objects.archive_of(position.unit).values("pk")
            if position.role in OFFICE_ROLES:
                scope |= Q(directive__office__in=reach) | (Q(unit__in=reach) & given)
            elif position.role == Role.UNIT_HEAD:
                scope |= Q(unit__in=reach) & given
            elif position.role == Role.UNIT_STAFF:
                past = Unit.objects.filter(heirs__heir=position.unit_id).values("pk")
                scope |= (Q(unit=position.unit_id) | Q(unit__in=past)) & given
            if position.role != Role.ADMINISTRATOR:
                scope |= Q(deciding_unit=position.unit_id)
        return self.filter(scope)

    def open(self) -> Self:
        return self.filter(state__in=sorted(OPEN))

    def in_hand(self) -> Self:
        """The unit's turn: assigned or acknowledged."""
        return self.filter(state__in=sorted(IN_HAND))

    def awaiting_confirmation(self) -> Self:
        return self.filter(state=State.SUBMITTED)

    def with_standing(self, today: dt.date) -> Self:
        """Annotates `standing` (a Standing value), the same rule table as `standing.standing_of`."""
        return self.annotate(standing=standing_case(today, Thresholds.held()))

    def late(self, today: dt.date) -> Self:
        """Red and special red. Filters on columns an index holds; equal to with_standing(...) in LATE (tested)."""
        rows = self.in_hand().filter(is_disputed=False, deadline_on__lt=today)
        return rows.exclude(deadline_kind__in=sorted(REVIEW_NEEDED))

    def for_page(self) -> Self:
        """With all that a row of a list shows, in one query."""
        return self.select_related(*SHOWN)

    def with_rights(self) -> Self:
        """With all that `permissions` reads of a row, in one query."""
        return self.select_related(*SHOWN, "directive__office", "delegate")


class Assignment(Deadline):
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="assignments")  # denorm of task's
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=12, choices=UnitRole)
    period = models.CharField(max_length=12, blank=True, default="")  # 2026-W45, 2026-10, 2026-Q4: one row each
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ASSIGNED)
    received_on = models.DateField(_("received on"))
    original_deadline_on = models.DateField(_("original last day"), null=True, blank=True)
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    done_on = models.DateField(
        _("done on"), null=True, blank=True
    )  # the day it was really done: lateness is judged on it
    recorded_at = models.DateTimeField(null=True, blank=True)  # when somebody typed it
    closed_at = models.DateTimeField(null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade, blank=True, default="")
    last_moved_at = models.DateTimeField()  # denorm: the latest transition or note
    evidence_count = models.PositiveSmallIntegerField(default=0)  # denorm
    extensions_count = models.PositiveSmallIntegerField(default=0)  # denorm
    urgings_count = models.PositiveSmallIntegerField(default=0)  # denorm
    returns_count = models.PositiveSmallIntegerField(default=0)  # denorm
    is_starred = models.BooleanField(default=False)
    unanswered_count = models.PositiveSmallIntegerField(default=0)  # denorm: instructions that wait for the unit
    is_disputed = models.BooleanField(default=False)  # denorm of an open dispute
    is_blocked = models.BooleanField(default=False)  # denorm of an open obstacle
    # The one that is open, for rights and rows without another query; set where it is opened and closed.
    open_extension = models.ForeignKey(
        "Extension", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    open_obstacle = models.ForeignKey(
        "Obstacle", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    open_dispute = models.ForeignKey(
        "Dispute", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    deciding_unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # denorm of the last obstacle's: who decides keeps seeing the work until it is closed
    reassigned_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reassigned_to"
    )
    next_reminder_on = models.DateField(null=True, blank=True)
    # On the latest row of periodic work: the day on which the row of the next period is made.
    next_period_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = [F("deadline_on").asc(nulls_last=True), "id"]
        verbose_name, verbose_name_plural = _("assignment"), _("assignments")
        indexes = [
            models.Index(
                fields=["unit", "deadline_on", "id"], condition=Q(state__in=sorted(OPEN)), name="open_by_unit"
            ),
            models.Index(fields=["deadline_on", "id"], condition=Q(state__in=sorted(IN_HAND)), name="in_hand_by_day"),
            models.Index(
                fields=["next_reminder_on", "id"], condition=Q(next_reminder_on__isnull=False), name="reminder_due"
            ),
            models.Index(fields=["next_period_on", "id"], condition=Q(next_period_on__isnull=False), name="period_due"),
            models.Index(
                fields=["review_on", "id"],
                condition=Q(review_on__isnull=False, state__in=sorted(IN_HAND)),
                name="review_due",
            ),
            models.Index(fields=["directive", "task", "unit"], name="matrix"),
            models.Index(fields=["submitted_at", "id"], condition=Q(state="submitted"), name="to_confirm"),
            models.Index(fields=["unit", "-closed_at"], name="closed_by_unit"),
            models.Index(fields=["deciding_unit"], condition=Q(deciding_unit__isnull=False), name="by_decider"),
            models.Index(fields=["open_extension"], condition=Q(open_extension__isnull=False), name="extension_open"),
            models.Index(fields=["open_dispute"], condition=Q(is_disputed=True), name="disputed"),
            models.Index(fields=["unit"], condition=Q(unanswered_count__gt=0), name="unanswered_by_unit"),
            models.Index(fields=["deadline_on", "id"], condition=Q(is_starred=True), name="starred_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_open_assignment",
                fields=["task", "unit", "role", "period"],
                condition=~Q(state__in=sorted(CLOSED_OTHERWISE)),
                violation_error_message=_("This unit already has this task."),
            ),
            models.CheckConstraint(name="assignment_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="assignment_closed_at_with_state",
                condition=Q(state__in=sorted(OPEN), closed_at=None)
                | (~Q(state__in=sorted(OPEN)) & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="assignment_proven",
                condition=~Q(state__in=sorted(PROVEN))
                | Q(
                    evidence_count__gt=0, submitted_at__isnull=False, submitted_by__isnull=False, done_on__isnull=False
                ),
                violation_error_message=_("A result is reported with its evidence."),
            ),
            models.CheckConstraint(
                name="assignment_graded_when_done", condition=Q(state=State.COMPLETED) ^ Q(grade="")
            ),
            models.CheckConstraint(
                name="assignment_recorded_with_done_on", condition=Q(done_on=None) | Q(recorded_at__isnull=False)
            ),
            models.CheckConstraint(
                name="assignment_has_deadline_kind", condition=Q(deadline_kind__in=DeadlineKind.values)
            ),
            models.CheckConstraint(
                name="assignment_period_of_periodic",
                condition=Q(next_period_on=None) | Q(deadline_kind=DeadlineKind.PERIODIC, deadline_on__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_review_while_endless",
                condition=Q(review_on=None) | Q(deadline_kind__in=sorted(REVIEW_NEEDED)),
                violation_error_message=_("Only standing or waiting work is reviewed."),
            ),
            AllowedMoves(name="assignment_allowed_moves", field="state", moves=sorted(MOVES)),
            models.CheckConstraint(
                name="assignment_dispute_flag",
                condition=Q(is_disputed=False, open_dispute=None) | Q(is_disputed=True, open_dispute__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_obstacle_flag",
                condition=Q(is_blocked=False, open_obstacle=None)
                | Q(is_blocked=True, open_obstacle__isnull=False, deciding_unit__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_obstacle_while_in_hand",
                condition=Q(is_blocked=False) | Q(state__in=sorted(IN_HAND)),
            ),
            models.CheckConstraint(
                name="assignment_extension_while_timed",
                condition=Q(open_extension=None) | Q(state__in=sorted(TIMED)),
            ),
            models.CheckConstraint(
                name="assignment_dispute_while_rated", condition=Q(is_disputed=False) | Q(state__in=sorted(RATED))
            ),
            *deadline_rules("assignment"),
        ]

    def __str__(self) -> str:
        return f"{self.directive} · {self.task.path} · {self.unit}"

    @property
    def period_label(self) -> str:
        """ "tháng 10/2026"; nothing for work that is done once."""
        return period_words(self.period) if self.period else ""

    def days_late(self, today: dt.date) -> int:
        """Calendar days since the last permitted day; negative while days are left. Needs a dated deadline."""
        assert self.deadline_on is not None
        return ((self.done_on or today) - self.deadline_on).days

    def standing_on(self, today: dt.date) -> Standing:
        from ..standing import standing_of

        return standing_of(self, today, Thresholds.held())

    def is_late_on(self, today: dt.date) -> bool:
        return self.standing_on(today) in LATE
