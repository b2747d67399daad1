"""Decisions on the organisation: drafted in steps, carried out at once (DOMAIN §3.3)."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..audit import record, register
from ..clock import date_of
from ..enums import LinkKind
from ..models import Succession, SuccessionLink, Unit, User
from ..permissions import can_administer
from ..succession_plan import Facts, Plan, link_problems, unit_problems
from . import succeeding
from .units import hold_subtrees, lock_tree, unit_save

register("organisation.drafted", "organisation.changed", "organisation.discarded", "unit.renamed")
HEADER = ("number", "dated", "body", "effective_on", "note")


def _require(actor: User) -> None:
    if not can_administer(actor):
        raise PermissionDenied


def succession_locked(succession: Succession) -> Succession:
    """The draft under a row lock. ValidationError where it has been carried out meanwhile: the loser reads by whom."""
    row = Succession.objects.select_for_update(of=("self",)).select_related("done_by").get(pk=succession.pk)
    if row.done_at:
        words = _("This decision has been carried out (%(person)s, %(time)s): nothing can be changed any more.")
        raise ValidationError(words % {"person": row.done_by, "time": f"{row.done_at:%d/%m/%Y}"})
    return row


@transaction.atomic
def succession_start(*, actor: User, now: dt.datetime, **header: Any) -> Succession:
    """A draft with the decision's number, date and body and the day from which it holds. ValidationError by field."""
    _require(actor)
    row = Succession(made_by=actor, made_at=now, **header)
    row.full_clean(exclude=["plan", "done_by", "done_at"])
    row.save()
    record("organisation.drafted", actor=actor, obj=row, at=now)
    return row


@transaction.atomic
def succession_describe(*, succession: Succession, actor: User, **header: Any) -> Succession:
    """The decision itself corrected, while it is a draft."""
    _require(actor)
    row = succession_locked(succession)
    for name, value in header.items():
        setattr(row, name, value)
    row.full_clean(exclude=["plan", "done_by", "done_at"])
    row.save(update_fields=list(header))
    return row


@transaction.atomic
def succession_plan(*, succession: Succession, actor: User, change: Callable[[Plan], None]) -> Succession:
    """Applies `change` to the plan of the draft, as it stands now, and keeps it. Wrong plans are kept too: nothing
    typed is lost, and nothing is carried out before it is right."""
    _require(actor)
    row = succession_locked(succession)
    plan = Plan.of(row)
    change(plan)
    row.plan = plan.as_json()
    row.save(update_fields=["plan"])
    return row


@transaction.atomic
def succession_discard(*, succession: Succession, actor: User, now: dt.datetime) -> None:
    _require(actor)
    row = succession_locked(succession)
    record("organisation.discarded", actor=actor, obj=row, at=now)
    row.delete()


def problems_of(plan: Plan, facts: Facts, day: dt.date) -> dict[str, list[str]]:
    return unit_problems(plan, facts, day) or link_problems(plan, facts)


@transaction.atomic
def succession_carry_out(*, succession: Succession, actor: User, now: dt.datetime) -> dict[str, Unit]:
    """Units begin and end, with their names, places, groups, positions and aliases, in a constant number of queries.

    Returns the successors by reference. The work is handed over by `assignments`, in the same transaction.
    Raises PermissionDenied, or ValidationError: carried out already, not in force yet, a plan that cannot be.
    """
    _require(actor)
    lock_tree()
    row = succession_locked(succession)
    if row.effective_on > date_of(now):
        words = _("It can be carried out from %(day)s on; until then it stays here as a draft.")
        raise ValidationError(words % {"day": f"{row.effective_on:%d/%m/%Y}"})
    plan = Plan.of(row)
    hold_subtrees(plan.old)
    facts = Facts.of(plan, row.effective_on)
    if problems := problems_of(plan, facts, row.effective_on):
        raise ValidationError([words for found in problems.values() for words in found])
    successors = succeeding.carry_out(row, plan, facts)
    row.done_by, row.done_at = actor, now
    row.save(update_fields=["done_by", "done_at"])
    links = [[old, successors[ref].pk, plan.kind_of(old, ref).value] for old, ref in plan.links]
    record("organisation.changed", actor=actor, obj=row, at=now, ended=plan.old, links=links)
    return successors


@transaction.atomic
def succession_record(
    *, pairs: Sequence[tuple[Unit, Unit | None]], actor: User, now: dt.datetime, **header: Any
) -> Succession:
    """A decision that was carried out before the register was kept here: its units are there, began and ended on their
    days; only who succeeded whom is entered (None: nobody). ValidationError by field for a header that cannot be."""
    decision = Succession(made_by=actor, made_at=now, done_by=actor, done_at=now, **header)
    decision.full_clean(exclude=["plan"])
    decision.save()
    plan = Plan(links=[(old.pk, f"n{new.pk}") for old, new in pairs if new])
    kinds = [plan.kind_of(old.pk, f"n{new.pk}") if new else LinkKind.END for old, new in pairs]
    SuccessionLink.objects.bulk_create(
        SuccessionLink(succession=decision, old=old, new=new, kind=kind)
        for (old, new), kind in zip(pairs, kinds, strict=True)
    )
    succeeding.remember([(old.pk, new.pk) for old, new in pairs if new])
    record("organisation.changed", actor=actor, obj=decision, at=now, links=len(pairs))
    return decision


@transaction.atomic
def unit_rename(
    *, unit: Unit, name: str, short_name: str, code: str, actor: User, now: dt.datetime, **header: Any
) -> Succession:
    """A unit takes another name or code by a decision, and stays itself. The old name leads to it from then on.

    Raises PermissionDenied, or ValidationError by field ("effective_on" for a day that cannot be)."""
    decision = succession_start(actor=actor, now=now, **header)
    old = (unit.name, unit.short_name)
    unit.name, unit.short_name, unit.code = name, short_name, code
    try:
        unit_save(unit=unit, since=decision.effective_on)
    except ValidationError as error:
        by_field = error.message_dict
        if "since" in by_field:
            by_field["effective_on"] = by_field.pop("since")
        raise ValidationError(by_field) from None
    unit.versions.filter(valid_from=decision.effective_on).update(decision=decision)
    succeeding.keep_names({text: unit.pk for text in old if text}, decision.effective_on)
    decision.done_by, decision.done_at = actor, now
    decision.save(update_fields=["done_by", "done_at"])
    record("unit.renamed", actor=actor, obj=unit, at=now, before=old[0], after=name, decision=str(decision))
    return decision
