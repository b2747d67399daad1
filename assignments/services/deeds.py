"""What can be done to many rows at once: sorted out beforehand, sorted out again under the lock, done in one go."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wards.clock import today as day_of
from wards.models import User

from ..enums import TABLE, Action
from ..models import Assignment
from ..refusals import refusals
from .acting import Refused, locked_rows

Problem = tuple[str, str]  # (field, words); the field is "" where the state or the right does not allow it


def _none(rows: Sequence[Assignment], **_data: Any) -> dict[int, Problem]:
    return {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which rows it will be done to (or was), and of the others why not."""

    will: list[Assignment]
    wont: list[tuple[Assignment, Problem]]

    @property
    def groups(self) -> list[tuple[str, list[Assignment]]]:
        """The others by the words of why not, the largest group first."""
        found: dict[str, list[Assignment]] = {}
        for row, (_field, words) in self.wont:
            found.setdefault(words, []).append(row)
        return sorted(found.items(), key=lambda group: -len(group[1]))


@dataclass(frozen=True, slots=True)
class Deed:
    """One action as it is done to many rows; to a single one it is done in the same way.

    `do` writes rows that are locked and checked. `problems` says of rows that the table allows why the data typed does
    not fit them, and raises ValidationError by field for data that fits none; `decides`: the fields on which that
    depends. `lock_first` locks what must be locked before the rows. None of them may ask a query for each row.
    """

    action: Action
    do: Callable[..., Sequence[Assignment]]
    problems: Callable[..., dict[int, Problem]] = _none
    decides: tuple[str, ...] = ()
    lock_first: Callable[..., None] = field(default=lambda rows, **data: None)

    def foresee(self, rows: Sequence[Assignment], actor: User, now: dt.datetime) -> Outcome:
        """Before anything is typed: what the state and the right allow. At most one query; writes nothing."""
        words = refusals(actor, rows, self.action, day_of(now))
        wont = [(row, ("", words[row.pk])) for row in rows if row.pk in words]
        return Outcome([row for row in rows if row.pk not in words], wont)

    def sort_out(self, rows: Sequence[Assignment], actor: User, now: dt.datetime, **data: Any) -> Outcome:
        """With what was typed. Raises ValidationError by field where that fits no row at all. Writes nothing."""
        seen = self.foresee(rows, actor, now)
        if not seen.will:
            return seen
        if TABLE[self.action].needs_reason and not data.get("reason", "").strip():
            raise ValidationError({"reason": _("Give the reason.")})
        problems = self.problems(seen.will, actor=actor, now=now, **data)
        wont = [(row, problems[row.pk]) for row in seen.will if row.pk in problems]
        return Outcome([row for row in seen.will if row.pk not in problems], seen.wont + wont)

    def _locked(self, keys: Collection[int], **data: Any) -> list[Assignment]:
        rows = Assignment.objects.filter(pk__in=keys)
        self.lock_first(rows, **data)
        return locked_rows(rows)

    @transaction.atomic
    def on_many(self, keys: Collection[int], actor: User, now: dt.datetime, **data: Any) -> Outcome:
        """Does it to those of the rows that allow it under the lock, and tells of the others why not."""
        outcome = self.sort_out(self._locked(keys, **data), actor, now, **data)
        if outcome.will:
            self.do(outcome.will, actor=actor, now=now, **data)
        return outcome

    @transaction.atomic
    def all_or_none(
        self, assignments: Sequence[Assignment], actor: User, now: dt.datetime, **data: Any
    ) -> Sequence[Assignment]:
        """Does it to all of the rows; raises Refused or ValidationError for the first that does not allow it."""
        outcome = self.sort_out(self._locked([row.pk for row in assignments], **data), actor, now, **data)
        for _row, (at, words) in outcome.wont:
            raise ValidationError({at: words}) if at else Refused(words)
        return self.do(outcome.will, actor=actor, now=now, **data) if outcome.will else []

    def on_one(self, assignment: Assignment, actor: User, now: dt.datetime, **data: Any) -> Assignment:
        """Does it to this row, or raises as `all_or_none`."""
        done = self.all_or_none([assignment], actor, now, **data)
        if not done:
            raise Assignment.DoesNotExist
        return done[0]
