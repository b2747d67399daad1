"""Work on a draft: saves that merge, steps that can be undone, and who has it open. Nothing here is fact yet."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from wards.clock import today as day_of
from wards.models import User

from ..edits import Edits, whole
from ..enums import StepKind
from ..merging import Change, apply, changes, reversed_changes, value_at
from ..models import Draft, DraftPresence, DraftStep
from ..permissions import can_edit
from ..selectors import STILL_HERE
from .errors import Refused
from .intake import draft_locked

FORGOTTEN = dt.timedelta(days=1)


class Saved(NamedTuple):
    """`others`: who changed something since the version that was edited; empty where nobody did. `clashes`: how many
    places the two wrote differently, now kept in Draft.conflicts."""

    draft: Draft
    edits: Edits
    others: list[str]
    clashes: int


def edits_of(draft: Draft) -> Edits:
    """The edits as they stand: kept ones, or what the reading proposes."""
    return whole(draft.edits, draft.reading, day_of(draft.created_at))


def edits_at(draft: Draft, version: int | None) -> Edits:
    """The edits as they were at an earlier version. A query only where that is not the present one."""
    edits = edits_of(draft)
    if version is None or version >= draft.version:
        return edits
    for step in draft.steps.filter(version__gt=version).order_by("-version"):
        edits, _lost = apply(edits, reversed_changes(step.changes))
    return edits


@transaction.atomic
def draft_save(*, draft: Draft, edits: Edits, actor: User, now: dt.datetime, version: int | None = None) -> Saved:
    """Keeps what the clerk changed since `version` (None: the present one), field by field, on what stands now.

    Where somebody else has meanwhile written something third in the same field, theirs stands and the clerk's is kept
    beside it (Draft.conflicts) until one is chosen. Saving nothing makes no version. Raises Refused as `draft_locked`.
    """
    locked = draft_locked(draft, actor, None)
    current, base = edits_of(locked), edits_at(locked, version)
    edits = whole(edits, locked.reading, day_of(locked.created_at))
    mine, theirs = changes(base, edits), changes(base, current)
    merged, clashes = apply(current, mine)
    if clashes:
        merged, clashes = _over_own(locked, version, actor, merged, clashes)
    others = _others(locked, version, actor) if theirs and theirs != mine else []
    _write(locked, merged, StepKind.EDITED, actor, now, clashes=clashes)
    return Saved(locked, merged, others, len(clashes))


def _over_own(
    draft: Draft, version: int | None, actor: User, edits: Edits, clashes: list[Change]
) -> tuple[Edits, list[Change]]:
    """Nobody clashes with themselves: a page that missed the answer to a save sends against an old version."""
    last: dict[str, int] = {}
    for step in draft.steps.filter(version__gt=version or 0).order_by("version"):
        last.update({path: step.by_id for path, _before, _after in step.changes})
    own = [clash for clash in clashes if last.get(clash[0]) == actor.pk and value_at(edits, clash[0]) is not None]
    edits, _lost = apply(edits, [[path, value_at(edits, path), after] for path, _before, after in own])
    return edits, [clash for clash in clashes if clash not in own]


def _others(draft: Draft, version: int | None, actor: User) -> list[str]:
    steps = draft.steps.filter(version__gt=version or 0).exclude(by=actor).order_by("version")
    return list(dict.fromkeys(steps.values_list("by__full_name", flat=True)))


@transaction.atomic
def draft_step(
    *, draft: Draft, kind: StepKind, step: Callable[[Edits], Edits], actor: User, now: dt.datetime
) -> tuple[Draft, Edits]:
    """Takes one step of `directives.outlining` on what stands now. Raises ValidationError where it cannot be taken."""
    locked = draft_locked(draft, actor, None)
    edits = step(edits_of(locked))
    _write(locked, edits, kind, actor, now)
    return locked, edits


@transaction.atomic
def draft_undo(*, draft: Draft, actor: User, now: dt.datetime) -> tuple[Draft, Edits]:
    """Takes back the person's own last step that still stands; what somebody changed on top of it stays theirs."""
    locked = draft_locked(draft, actor, None)
    last = last_step(locked, actor)
    if last is None:
        raise Refused(_("You have no step to undo."))
    edits, _lost = apply(edits_of(locked), reversed_changes(last.changes))
    DraftStep.objects.filter(pk=last.pk).update(is_undone=True)
    _write(locked, edits, StepKind.UNDONE, actor, now)
    return locked, edits


def last_step(draft: Draft, actor: User) -> DraftStep | None:
    """The step that undoing would take back."""
    own = draft.steps.filter(by=actor, is_undone=False).exclude(kind=StepKind.UNDONE)
    return own.order_by("-version").first()


@transaction.atomic
def draft_settle(*, draft: Draft, key: str, take: bool, actor: User, now: dt.datetime) -> tuple[Draft, Edits]:
    """Of two values for one place: takes the one kept aside, or leaves what stands. Either way it is settled."""
    locked = draft_locked(draft, actor, None)
    edits = edits_of(locked)
    kept = locked.conflicts.get(key)
    if kept is None:
        raise Refused(_("That difference was settled meanwhile."))
    locked.conflicts = {name: value for name, value in locked.conflicts.items() if name != key}
    if take:
        edits, _lost = apply(edits, [[kept["path"], value_at(edits, kept["path"]), kept["value"]]])
    _write(locked, edits, StepKind.SETTLED, actor, now, always=True)
    return locked, edits


def _write(
    draft: Draft,
    edits: Edits,
    kind: StepKind,
    actor: User,
    now: dt.datetime,
    *,
    clashes: list[Change] | None = None,
    always: bool = False,
) -> None:
    """The new state and the step that led to it. Nothing changed and nothing to keep aside: no version."""
    made = changes(edits_of(draft), edits)
    if not (made or clashes or always):
        return
    for path, _before, value in clashes or []:
        key = str(1 + max(map(int, draft.conflicts), default=0))
        draft.conflicts[key] = {"path": path, "value": value, "by": actor.full_name, "at": now.isoformat()}
    draft.edits, draft.version = edits, draft.version + 1
    draft.updated_by, draft.updated_at = actor, now
    draft.save(update_fields=["edits", "conflicts", "version", "updated_by", "updated_at"])
    DraftStep.objects.create(draft=draft, version=draft.version, kind=kind, changes=made, by=actor, at=now)


@transaction.atomic
def draft_here(*, draft: Draft, actor: User, now: dt.datetime) -> None:
    """The page is open before this person. Heard again after a silence, it counts as opened anew."""
    if not can_edit(actor, draft):
        raise Refused(_("Only a clerk of the office may change its drafts."))
    DraftPresence.objects.filter(draft=draft, seen_at__lt=now - FORGOTTEN).exclude(user=actor).delete()
    row, made = DraftPresence.objects.select_for_update(of=("self",)).get_or_create(
        draft=draft, user=actor, defaults={"since": now, "seen_at": now}
    )
    if not made:
        since = now if row.seen_at < now - STILL_HERE else row.since
        DraftPresence.objects.filter(pk=row.pk).update(since=since, seen_at=now)
