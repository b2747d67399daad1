"""The district's last school year: a directive of 2024 to eleven wards that ended on 1/7/2025.

Read, confirmed and assigned through the services. What the ended units did is written as rows: a unit acts through
the people who hold its positions today, and a unit that has ended has none. It is what an office does when it types
in the paper file of its predecessor; every row keeps its transitions, and the database holds its rules over them.
"""

import datetime as dt
from typing import Any

from wards.models import Succession, Unit, User

from ..enums import Action, Grade, State
from ..models import Assignment, Evidence, HandOver, Transition
from ..services.acting import tracked
from .dates import HANOI
from .office import REFORM, TAKES, Office
from .telling import Checked, Teller

RECEIVED = dt.datetime(2024, 12, 10, 9, 30, tzinfo=HANOI)
PLAN_DUE, COUNT_DUE = dt.date(2025, 2, 28), dt.date(2025, 6, 20)
HELD_UP = 24  # days after the last permitted day
TYPED_IN = "Nhập từ hồ sơ giấy của quận."
HANDED_OVER = "Quận và phường kết thúc hoạt động; bàn giao cho UBND phường mới theo địa bàn."
# By ward, in their order: days after the last permitted day; None where it was still open when the district ended.
OUTCOMES: tuple[int | None, ...] = (-8, -3, 0, 4, -1, None, 0, 6, None, -12, None)


def district_load(office: Office, today: dt.date) -> None:
    """Fourteen closed assignments: done early, on time and late; three handed over on the day of the reform, to two."""
    teller = Teller(office, today)
    told = teller.assigned(
        "quan_mau_tuyen_sinh",
        RECEIVED,
        {
            "1": Checked(lead=("Phòng Giáo dục và Đào tạo quận",), on=PLAN_DUE),
            "2": Checked(lead=("UBND 11 phường",), on=COUNT_DUE),
        },
    )
    _done(teller, told.rows["1", "PGD"], -4, "187/PGDĐT")
    left: dict[int, list[Assignment]] = {}
    for i, late in enumerate(OUTCOMES, 1):  # one for each of office.OLD_WARDS
        row = told.rows["2", f"QP{i}"]
        if late is None:
            left.setdefault(_heir(i), []).append(row)
        else:
            _done(teller, row, late, f"{90 + 17 * i}/UBND-VHXH")
    for heir, rows in left.items():
        _handed_over(teller, rows, office.units[f"P{heir}"], f"{30 + heir}/UBND-VHXH")


def _at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), tzinfo=HANOI)


def _done(t: Teller, row: Assignment, late: int, number: str) -> None:
    assert row.deadline_on is not None
    day = row.deadline_on + dt.timedelta(days=late)
    typed = _at(day + dt.timedelta(days=2), 10)
    confirmed = typed + dt.timedelta(hours=5)
    Evidence.objects.create(
        assignment=row, number=number, dated=day, receiving_level="UBND quận Mẫu", added_by=t.clerk, added_at=typed
    )
    told, graded = {"evidence_count": 1, "done_on": day.isoformat()}, {"grade": Grade.PASSED}
    _write(row, Action.SUBMIT, State.ASSIGNED, State.SUBMITTED, t.clerk, typed, set=told)
    _write(row, Action.CONFIRM, State.SUBMITTED, State.COMPLETED, t.leader, confirmed, grade=Grade.PASSED, set=graded)
    _close(
        row, State.COMPLETED, confirmed, steps=2,
        evidence_count=1, submitted_by=t.clerk, submitted_at=typed, done_on=day, recorded_at=typed, grade=Grade.PASSED,
    )  # fmt: skip


def _heir(ward: int) -> int:
    """The new ward that took the old one over whole."""
    (new,) = [new for new, olds in TAKES.items() if ward in olds]
    return new


def _handed_over(t: Teller, rows: list[Assignment], heir: Unit, number: str) -> None:
    """Closed under the old names; the new ward goes on with the deadline unchanged, and is late with it."""
    at, first = _at(REFORM, 0), rows[0]
    kept = [
        *("directive_id", "task_id", "role", "received_on", "original_deadline_on"),
        *("deadline_kind", "deadline_words", "deadline_on", "deadline_origin"),
    ]
    new = Assignment.objects.create(
        unit=heir, made_by=t.leader, made_at=at, last_moved_at=at, **{name: getattr(first, name) for name in kept}
    )
    old = [row.pk for row in rows]
    _write(
        new, Action.ASSIGN, "", State.ASSIGNED, t.leader, at, reason=HANDED_OVER, handed_over_from=old, set=tracked(new)
    )
    decision = Succession.objects.get(effective_on=REFORM)
    for row in rows:
        _write(row, Action.HAND_OVER, State.ASSIGNED, State.HANDED_OVER, t.leader, at, reason=HANDED_OVER)
        _close(row, State.HANDED_OVER, at, steps=1)
        HandOver.objects.create(old=row, new=new, succession=decision)
    _done(t, new, HELD_UP, number)


def _write(
    row: Assignment, action: Action, before: str, after: State, actor: User, at: dt.datetime,
    reason: str = TYPED_IN, **data: Any,
) -> None:  # fmt: skip
    Transition.objects.create(
        assignment=row, action=action, from_state=before, to_state=after, actor=actor, at=at, reason=reason, data=data
    )


def _close(row: Assignment, state: State, at: dt.datetime, steps: int, **changes: Any) -> None:
    closed = {"closed_at": at, "last_moved_at": at, "next_reminder_on": None, "version": 1 + steps}
    found = Assignment.objects.filter(pk=row.pk)
    if state == State.COMPLETED:  # by the way that the table knows
        found.update(state=State.SUBMITTED, **{name: value for name, value in changes.items() if name != "grade"})
    found.update(state=state, **closed, **changes)
