"""How reminding stands: the last runs, what waits, whom no mail reaches, what the next morning would bring."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.timezone import localtime

from ..enums import Delivery
from ..models import Digest, RefusedAddress, Run
from ..reminders.ladder import Ladder
from ..reminders.letters import at_hour
from ..reminders.plan import Plan, plan
from ..reminders.scan import due_on

DAYS = 14
MOST = 3000  # rows that a plan on a page looks at; beyond it their number alone is told
SHOWN = 50  # people shown


@dataclass(frozen=True, slots=True)
class Morning:
    """The next morning's letters. `plan` is None where there are too many rows to look at for a page."""

    at: dt.datetime
    due: int
    plan: Plan | None

    @property
    def people(self) -> list[list[Any]]:
        return list(self.plan.by_person.values())[:SHOWN] if self.plan else []


def next_morning(now: dt.datetime) -> Morning:
    """Today's, where its hour is still to come on a working day; else the next working day's."""
    today = localtime(now).date()
    ladder = Ladder(today)
    is_today = ladder.is_working_day and localtime(now).time() < settings.REMIND_AT
    day = today if is_today else ladder.next_working_day()
    due = due_on(day).count()
    return Morning(at_hour(day), due, plan(at_hour(day)) if due <= MOST else None)


def last_runs() -> list[Run]:
    return list(Run.objects.all()[:DAYS])


def waiting_letters() -> list[tuple[str, int]]:
    """How many letters are in each state but sent and dropped, with its label."""
    rows = Digest.objects.order_by().exclude(state__in=[Delivery.SENT, Delivery.DROPPED]).values_list("state")
    counts = dict(rows.annotate(n=Count("pk")))
    return [(str(state.label), counts[state]) for state in Delivery if state in counts]


def refused_addresses() -> list[RefusedAddress]:
    """Those that are still the person's address."""
    rows = RefusedAddress.objects.filter(user__is_active=True).select_related("user")
    return [row for row in rows if row.user.email == row.email]
