"""Open work of units that end goes to their successors (bàn giao): deadlines unchanged, the old rows closed under the
old name, neither done nor late (DOMAIN §3.3). Together with the decision itself: one transaction, bulk throughout."""

import datetime as dt
from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wards.models import Succession, Unit, User
from wards.services.succession import succession_carry_out
from wards.succession_plan import Plan

from ..enums import OPEN, Action, State
from ..models import Assignment, HandOver
from ..selectors.handing_over import open_work_of, passing_of
from .acting import tracked
from .carrying import (
    BATCH,
    Carrier,
    Key,
    Sources,
    carry_evidence,
    close_all,
    made_of,
    standing_rows,
    write_joined,
    write_made,
)
from .carrying_instructions import answer_all, answerable, carry_instructions, waiting_on


@transaction.atomic
def succession_complete(*, succession: Succession, actor: User, now: dt.datetime) -> list[Assignment]:
    """Carries a decision on the organisation out and hands the open work over. Returns the assignments made.

    A unit that reports at the same moment is either before it, and its report goes over with the work, or after it,
    and is told. Raises as `succession_carry_out`, and ValidationError for work that nobody has chosen a successor for.
    """
    successors = succession_carry_out(succession=succession, actor=actor, now=now)
    plan = Plan.of(Succession.objects.get(pk=succession.pk))
    list(Assignment.objects.open().filter(unit__in=plan.old).select_for_update().order_by("pk").values_list("pk"))
    passing = passing_of(plan, open_work_of(plan))
    if undecided := [item.work for item in passing if not item.is_decided]:
        words = _("Choose who goes on with it: %(work)s.")
        raise ValidationError([words % {"work": work} for work in undecided[:20]])
    goes_to = {item.work: [successors[ref] for ref in item.chosen] for item in passing}
    return _hand_over(goes_to, succession, actor, now)


def _hand_over(
    goes_to: dict[Assignment, list[Unit]], succession: Succession, actor: User, now: dt.datetime
) -> list[Assignment]:
    sources: Sources = defaultdict(list)
    units: dict[int, Unit] = {}
    for work, chosen in goes_to.items():
        for unit in chosen:
            units[unit.pk] = unit
            sources[work.task_id, unit.pk, work.role, work.period].append(work)
    there = _there(sources)
    _check_open(there)
    by, reason = Carrier(actor, now), _("Handed over by %(decision)s.") % {"decision": succession}
    before = {row.pk: tracked(row) for row in there.values()}
    made = {key: made_of(rows, units[key[1]], by) for key, rows in sources.items() if key not in there}
    waiting = waiting_on(list(goes_to))
    for key, new in made.items():
        new.unanswered_count = len(answerable(sources[key], waiting))
    close_all(list(goes_to), Action.HAND_OVER, State.HANDED_OVER, by, lambda _row: reason)
    write_made(made, sources, by, lambda _key: reason)
    goes_on = there | made
    HandOver.objects.bulk_create(
        [HandOver(old=work, new=goes_on[key], succession=succession) for key, rows in sources.items() for work in rows],
        batch_size=BATCH,
    )
    carry_evidence(sources, goes_on, set(made))
    carry_instructions(sources, goes_on, set(made), waiting)
    write_joined(there, sources, before, by, reason)
    answer_all(list(goes_to), by, _("Carried over. %(reason)s") % {"reason": reason})
    return list(made.values())


def _there(sources: Sources) -> dict[Key, Assignment]:
    """What the successors hold already of the same tasks: the old work joins it."""
    rows = standing_rows((key[0] for key in sources), (key[1] for key in sources))
    found = {(row.task_id, row.unit_id, row.role, row.period): row for row in rows}
    return {key: row for key, row in found.items() if key in sources}


def _check_open(there: dict[Key, Assignment]) -> None:
    """Open work does not vanish into what its successor has done for its own part: somebody decides first."""
    words = _("%(work)s is completed already: reopen it, or withdraw the work of the unit that ends.")
    done = [row for row in there.values() if row.state not in OPEN]
    if done:
        raise ValidationError([words % {"work": row} for row in done[:20]])
