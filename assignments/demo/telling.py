"""How the demo's story is told: through the services that the pages use, with `now` in the past.

Positions are held from the reform on, so the people who act are those who may; the clock is the story's.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from directives.edits import NOT_A_TASK, proposal
from directives.enums import ChangeKind, DeadlineKind, DeadlineOrigin, TaskKind, UnitRole
from directives.models import Directive, Draft, ResponsibleUnit, Task
from directives.recurring import understood, with_end
from directives.services import draft_confirm, draft_create, task_carry_out
from wards.models import Unit, User

from ..enums import Grade
from ..models import Assignment
from ..services import (
    DeadlineSet,
    NewDocument,
    NewFile,
    Order,
    assignment_acknowledge,
    assignment_confirm,
    assignment_decline,
    assignment_note,
    assignment_return,
    assignment_submit,
    directive_assign,
    directive_change,
    periods_make,
)
from .dates import HANOI, document, moment, weekday
from .office import Office

Proof = NewFile | NewDocument
ACTS_FOR = {
    "P1": "chutich", "P2": "phuongtay", "P3": "phuongnam", "P4": "phuongbac",
    "DU1": "dangdong", "DU2": "phuongtay", "DU3": "phuongnam", "DU4": "phuongbac",
    "UBND": "vpub", "VPUB": "vpub", "SYT": "soyte", "SGDDT": "sogddt", "SXD": "soxd", "CA": "congan", "TTYT": "canbo",
    "VPTU": "vptu",
}  # fmt: skip
_DECIDED_IN_TEXT = {DeadlineKind.DATED, DeadlineKind.WITHIN, DeadlineKind.PERIODIC, DeadlineKind.STANDING}


@dataclass(frozen=True, slots=True)
class Checked:
    """What the clerk makes sure of in one order: its units as printed, and the deadline."""

    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    requested: tuple[str, ...] = ()
    kind: str = DeadlineKind.DATED
    on: dt.date | None = None
    within: int | None = None
    rule: str = ""
    until: dt.date | None = None
    review_on: dt.date | None = None
    reason: str = ""
    starred: bool = False
    title: str = ""

    def edits(self) -> dict[str, Any]:
        """The columns of the clerk's form. Waiting for a condition or for a date is decided when assigning."""
        kind = self.kind if self.kind in _DECIDED_IN_TEXT else ""
        return {
            "kind": TaskKind.TASK.value,
            **{role.value: list(getattr(self, role)) for role in UnitRole},
            "deadline_kind": str(kind),
            "deadline_on": self.on.isoformat() if self.on and kind == DeadlineKind.DATED else "",
            "within_days": str(self.within or ""),
            "rule": self.rule,
            **({"short_title": self.title} if self.title else {}),
        }

    def deadline(self, task: Task) -> DeadlineSet:
        rule = understood(self.rule, task.deadline_words)
        in_text = self.kind in (DeadlineKind.DATED, DeadlineKind.WITHIN, DeadlineKind.PERIODIC)
        return DeadlineSet(
            kind=self.kind,
            on=self.on,
            words=task.deadline_words,
            origin=DeadlineOrigin.DOCUMENT if in_text else DeadlineOrigin.CLERK,
            reason=self.reason,
            review_on=self.review_on,
            within_days=self.within,
            rule=with_end(rule, self.until) if self.until else "",
        )


@dataclass
class Told:
    """A directive of the story with its assignments, by number of the order and code of the unit."""

    directive: Directive
    rows: dict[tuple[str, str], Assignment] = field(default_factory=dict)


def _next_weekday(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def _at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=HANOI)


class Teller:
    """The office, the day it is told on, and what may happen."""

    def __init__(self, office: Office, today: dt.date) -> None:
        self.office, self.today = office, today
        self.clerk, self.leader = office.people["vanthu"], office.people["lanhdao"]

    def day(self, days: int) -> dt.date:
        return weekday(self.today, days)

    @property
    def year_end(self) -> dt.date:
        """The end of what comes back: of this year, or of the next towards its end."""
        return dt.date((self.today + dt.timedelta(days=92)).year, 12, 31)

    def draft(self, name: str, at: dt.datetime) -> Draft:
        return draft_create(office=self.office.root, text=document(name, self.today), actor=self.clerk, now=at)

    def entered(self, name: str, at: dt.datetime, orders: dict[str, Checked], **header: Any) -> Told:
        """The document read, checked by the clerk against the paper, confirmed. Not assigned yet."""
        draft = self.draft(name, at)
        edits = proposal(draft.reading, at.date()) | header
        read = {task["path"]: task for task in edits["tasks"] if task["path"]}
        for task in edits["tasks"]:
            if task["kind"] != TaskKind.GROUP:
                task["kind"] = NOT_A_TASK  # what the story does not name is no order: "Yêu cầu các đơn vị nghiêm túc …"
        for path, checked in orders.items():
            read[path].update(checked.edits())
        later = at + dt.timedelta(minutes=6)
        return Told(draft_confirm(draft=draft, edits=edits, actor=self.clerk, now=later, today=later.date()))

    def assigned(self, name: str, at: dt.datetime, orders: dict[str, Checked], **header: Any) -> Told:
        """Entered and, a quarter of an hour later, assigned to every unit that its orders name."""
        told = self.entered(name, at, orders, **header)
        tasks = {task.path: task for task in told.directive.tasks.all()}
        given: list[Order] = []
        for path, checked in orders.items():
            task = tasks[path]
            task.is_starred = checked.starred
            task.save(update_fields=["is_starred"])
            for named in task.responsible.select_related("unit", "group"):
                units = self._units(named, told.directive)
                given.append(Order(task=task, role=named.role, units=units, deadline=checked.deadline(task)))
        later = at + dt.timedelta(minutes=15)
        for row in directive_assign(directive=told.directive, orders=given, actor=self.clerk, now=later):
            told.rows[row.task.path, row.unit.code] = row
        return told

    def superseded(self, old: Told, new: Told, goes_to: dict[str, str]) -> None:
        """Half an hour after the new document was entered; `goes_to`: number of the old order → of the new one."""
        numbers = {task.path: str(task.pk) for task in new.directive.tasks.all()}
        choices = {task.pk: numbers[goes_to[task.path]] for task in old.directive.tasks.filter(path__in=goes_to)}
        at = new.directive.entered_at + dt.timedelta(minutes=30)
        directive_change(
            directive=old.directive,
            kind=ChangeKind.SUPERSEDE,
            by=new.directive,
            choices=choices,
            actor=self.clerk,
            now=at,
        )
        for row in new.directive.assignments.select_related("task", "unit"):
            new.rows[row.task.path, row.unit.code] = row

    @staticmethod
    def _units(named: ResponsibleUnit, directive: Directive) -> list[Unit]:
        if named.group:
            return list(named.group.members_on(directive.known_on))
        if named.unit is None:
            raise ValueError(f"{directive}: the register does not know “{named.words}”")
        return [named.unit]

    def carries_out(self, told: Told, path: str, superior: Told, item: str) -> None:
        """A quarter of an hour after the directive was entered the clerk hangs its task under the superior's."""
        target = superior.directive.tasks.get(path=item)
        at = told.directive.entered_at + dt.timedelta(minutes=15)
        task_carry_out(task=told.directive.tasks.get(path=path), target=target, actor=self.clerk, now=at)

    def actor(self, row: Assignment) -> User:
        return self.office.people[ACTS_FOR[row.unit.code]]

    def acknowledged(self, told: Told, path: str, *codes: str) -> None:
        """On the afternoon of the day on which it was assigned."""
        for code in codes:
            row = told.rows[path, code]
            at = row.made_at.astimezone(HANOI).replace(hour=14, minute=10)
            assignment_acknowledge(assignment=row, actor=self.actor(row), now=at)

    def noted(self, told: Told, path: str, code: str, days: int, words: str, percent: int | None = None) -> None:
        row = told.rows[path, code]
        at = moment(self.today, days, 14, 40)
        assignment_note(assignment=row, actor=self.actor(row), words=words, percent=percent, now=at)

    def submitted(self, told: Told, path: str, code: str, days: int, proof: Proof, words: str = "") -> None:
        row = told.rows[path, code]
        at = moment(self.today, days, 15, 20)
        assignment_submit(assignment=row, actor=self.actor(row), now=at, proofs=[proof], words=words)

    def returned(self, told: Told, path: str, code: str, days: int, reason: str) -> None:
        at = moment(self.today, days, 16, 5)
        assignment_return(assignment=told.rows[path, code], actor=self.clerk, now=at, reason=reason)

    def kept_up(self, told: Told, path: str, number: str, to: str) -> None:
        """Every period that is over by now: reported on its last day with a document, confirmed, the next one begun."""
        codes = [code for item, code in told.rows if item == path]
        while (day := told.rows[path, codes[0]].deadline_on) is not None and day < self.today:
            for n, code in enumerate(codes):
                self.done(told, path, code, 0, (number.format(day.toordinal() % 400 + n), to))
            periods_make(now=_at(day + dt.timedelta(days=1), 0, 5))
            for row in told.directive.assignments.filter(task__path=path).select_related("task", "unit").order_by("id"):
                told.rows[path, row.unit.code] = row

    def declined(self, told: Told, path: str, code: str, days: int, reason: str) -> None:
        row = told.rows[path, code]
        assignment_decline(assignment=row, actor=self.actor(row), now=moment(self.today, days, 15, 45), reason=reason)

    def done(
        self, told: Told, path: str, code: str, late: int, proof: Proof | tuple[str, str], grade: str = Grade.PASSED,
        words: str = "",
    ) -> None:  # fmt: skip
        """Done so many days after (before: negative) the last permitted day, reported on the first weekday from then,
        confirmed on the next. A `proof` of two words is the document's number and to whom it went, dated that day."""
        row = told.rows[path, code]
        assert row.deadline_on is not None
        done_on = max(row.deadline_on + dt.timedelta(days=late), row.made_at.astimezone(HANOI).date())
        if isinstance(proof, tuple):
            proof = NewDocument(proof[0], done_on, proof[1])
        reported = _next_weekday(done_on)
        confirmed = _next_weekday(reported + dt.timedelta(days=1))
        assignment_submit(
            assignment=row, actor=self.actor(row), now=_at(reported, 15, 30), proofs=[proof], words=words,
            done_on=done_on,
        )  # fmt: skip
        if confirmed >= self.today:
            return
        by = self.leader if grade == Grade.EXCELLENT else self.clerk
        assignment_confirm(assignment=row, actor=by, now=_at(confirmed, 16, 30), grade=grade)
