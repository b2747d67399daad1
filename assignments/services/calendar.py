"""A change of the calendar, with the deadlines that somebody chose to move: one transaction, none moved silently."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from wards.clock import today as day_of
from wards.models import CalendarDay, User
from wards.services import calendar_day_remove, calendar_day_save

from ..enums import Action
from ..models import Assignment, Transition
from ..reminders.ladder import Ladder
from ..selectors.touched import Touched, kind_of, touched_by


def _move(found: list[Touched], actor: User, now: dt.datetime, reason: str) -> None:
    """The chosen deadlines with a row of history each. A constant number of queries."""
    ladder = Ladder(day_of(now))
    moves = []
    for item in found:
        row = item.work
        row.deadline_on, row.last_moved_at, row.version = item.after, now, row.version + 1
        row.next_reminder_on = ladder.first(row)
        days = {"before": f"{item.before:%d/%m/%Y}", "after": f"{item.after:%d/%m/%Y}"}
        moves.append(
            Transition(
                assignment=row,
                action=Action.CALENDAR,
                from_state=row.state,
                to_state=row.state,
                actor=actor,
                at=now,
                reason=f"{days['before']} → {days['after']}: {reason}"[:1000],
                data={"set": {"deadline_on": item.after.isoformat()}},
            )
        )
    fields = ["deadline_on", "last_moved_at", "version", "next_reminder_on"]
    Assignment.objects.bulk_update([item.work for item in found], fields, batch_size=500)
    Transition.objects.bulk_create(moves, batch_size=500)


def _chosen(day: dt.date, kind: str | None, chosen: Collection[int] | None) -> list[Touched]:
    """What is touched now, of that what was chosen (None: all). Its rows are locked, so that no one moves meanwhile."""
    wanted = [item.work.pk for item in touched_by(day, kind) if chosen is None or item.work.pk in chosen]
    list(Assignment.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk", flat=True))
    return [item for item in touched_by(day, kind) if item.work.pk in wanted]


@transaction.atomic
def calendar_change(
    *,
    row: CalendarDay,
    is_new: bool,
    actor: User,
    now: dt.datetime,
    reason: str,
    moved: Collection[int] | None = (),
    remove: bool = False,
) -> int:
    """Enters, changes or (`remove`) takes out a day, and moves the chosen assignments' deadlines: none by default, all
    that are touched where `moved` is None. Returns how many moved. Raises as `wards.services.calendar_day_save`."""
    found = _chosen(row.day, None if remove else kind_of(row), moved)
    if remove:
        calendar_day_remove(day=row.day, actor=actor, now=now, reason=reason, moved=len(found))
    else:
        calendar_day_save(row=row, is_new=is_new, actor=actor, now=now, reason=reason, moved=len(found))
    if found:
        _move(found, actor, now, _("calendar, %(name)s. %(reason)s") % {"name": row.name, "reason": reason.strip()})
    return len(found)
