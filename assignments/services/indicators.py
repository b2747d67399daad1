"""What an order asks to be counted: indicators added, their targets changed from a day on, ended. By the office."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directives.enums import ENDED, TaskKind
from directives.models import Task
from wards.audit import record, register
from wards.clock import today as day_of
from wards.models import User

from ..enums import Rhythm
from ..figures import LONGEST, period_on
from ..models import Indicator, IndicatorTarget
from ..permissions import assigning_for, can_assign
from .acting import Refused

register("indicator.added", "indicator.retargeted", "indicator.ended")


def _locked_task(pk: int, actor: User) -> Task:
    """The order, locked: who adds, changes and ends its indicators does so one after the other."""
    row = Task.objects.select_for_update(of=("self",)).select_related("directive__office").get(pk=pk)
    if not can_assign(actor, row.directive.office.path):
        raise Refused(_("You may not do this."))
    return row


def _check_span(starts_on: dt.date, until: dt.date, today: dt.date) -> None:
    if until < starts_on:
        raise ValidationError({"until": _("The end cannot be before the beginning.")})
    if until < today:
        raise ValidationError({"until": _("This day has passed already.")})
    if (until - starts_on).days > LONGEST:
        raise ValidationError({"until": _("This day is too far away: check the year.")})


@transaction.atomic
def indicator_add(
    *,
    task: Task,
    actor: User,
    now: dt.datetime,
    name: str,
    measure: str,
    starts_on: dt.date,
    until: dt.date,
    target: Decimal | None = None,
    direction: str = "least",
    rhythm: str = "monthly",
    together: str = "total",
) -> Indicator:
    """From the period that holds `starts_on` to the one that holds `until`. Refused, or ValidationError by field."""
    row = _locked_task(task.pk, actor)
    if row.kind != TaskKind.TASK or row.directive.state in ENDED:
        raise Refused(_("Only an order that is in force can ask for a number."))
    _check_span(starts_on, until, day_of(now))
    last = row.indicators.order_by("-order").values_list("order", flat=True).first() or 0
    made = Indicator(
        task=row, name=" ".join(name.split()), measure=measure.strip(), direction=direction, rhythm=rhythm,
        together=together, starts_on=starts_on, until=until, order=last + 1, made_by=actor, made_at=now,
    )  # fmt: skip
    if row.indicators.filter(name=made.name, ended_on=None).exists():
        raise ValidationError({"name": _("This task already asks for a number of this name.")})
    made.full_clean()
    made.save()
    since = starts_on if rhythm == Rhythm.ONCE else period_on(rhythm, starts_on).start
    IndicatorTarget.objects.create(indicator=made, value=target, since=since, by=actor, at=now)
    record(
        "indicator.added", actor=actor, obj=row.directive, at=now, acting_for=_for(row, actor),
        indicator=made.pk, name=made.name, measure=made.measure, target=str(target or ""),
    )  # fmt: skip
    return made


def _for(task: Task, actor: User) -> User | None:
    return assigning_for(actor, task.directive.office.path)


def _locked(indicator: Indicator, actor: User) -> Indicator:
    task = _locked_task(indicator.task_id, actor)
    row = Indicator.objects.get(pk=indicator.pk)
    row.task = task
    if row.ended_on:
        words = _("%(person)s ended this indicator on %(day)s.")
        raise Refused(words % {"person": row.ended_by, "day": f"{row.ended_on:%d/%m/%Y}"})
    return row


@transaction.atomic
def indicator_retarget(
    *, indicator: Indicator, actor: User, now: dt.datetime, value: Decimal | None, since: dt.date, reason: str
) -> IndicatorTarget:
    """Another target (None: none any more) from the period that holds `since` on. A period that is over keeps its
    target: what was judged stays judged. Raises Refused or ValidationError by field: since, reason, value."""
    row, today = _locked(indicator, actor), day_of(now)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    if since > row.until:
        raise ValidationError({"since": _("The indicator ends before this day.")})
    begins = row.starts_on if row.rhythm == Rhythm.ONCE else period_on(row.rhythm, since).start
    ends = row.until if row.rhythm == Rhythm.ONCE else period_on(row.rhythm, since).end
    if ends < today:
        raise ValidationError({"since": _("This period is over: its target stays as it was.")})
    later = row.targets.order_by("-since", "-id").first()
    if later and later.since > begins:
        words = _("A target from %(day)s on is there already: choose this day or a later one.")
        raise ValidationError({"since": words % {"day": f"{later.since:%d/%m/%Y}"}})
    if later and later.value == value:
        raise ValidationError({"value": _("This is the target already.")})
    made = IndicatorTarget.objects.create(
        indicator=row, value=value, since=begins, by=actor, at=now, reason=reason.strip()
    )
    record(
        "indicator.retargeted", actor=actor, obj=row.task.directive, at=now, acting_for=_for(row.task, actor),
        indicator=row.pk, before=str(later.value if later else ""), after=str(value), since=str(begins),
    )  # fmt: skip
    return made


@transaction.atomic
def indicator_end(*, indicator: Indicator, actor: User, now: dt.datetime, reason: str) -> Indicator:
    """From today on it is asked for no more; what is over stays asked, what was given stays to be seen."""
    row = _locked(indicator, actor)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    row.ended_on, row.ended_by, row.end_reason = day_of(now), actor, reason.strip()
    row.save(update_fields=["ended_on", "ended_by", "end_reason"])
    record(
        "indicator.ended", actor=actor, obj=row.task.directive, at=now, acting_for=_for(row.task, actor),
        indicator=row.pk, name=row.name, reason=row.end_reason,
    )  # fmt: skip
    return row
