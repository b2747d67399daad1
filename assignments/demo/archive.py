"""The district's last school year: a directive of 2024 to eleven wards that ended on 1/7/2025.

Read, confirmed and assigned through the services. What the ended units did is written as rows: a unit acts through
the people who hold its positions today, and a unit that has ended has none. It is what an office does when it types
in the paper file of its predecessor; every row keeps its transitions, and the database holds its rules over them.
"""

import datetime as dt
from typing import Any

from ..enums import Action, Grade, State
from ..models import Assignment, Evidence, Transition
from .dates import HANOI
from .office import OLD_WARDS, REFORM, Office
from .telling import Checked, Teller

RECEIVED = dt.datetime(2024, 12, 10, 9, 30, tzinfo=HANOI)
PLAN_DUE, COUNT_DUE = dt.date(2025, 2, 28), dt.date(2025, 6, 20)
TYPED_IN = "Nhập từ hồ sơ giấy của quận."
HANDED_OVER = "Quận và phường kết thúc hoạt động; bàn giao cho UBND phường mới theo địa bàn."
# By ward, in their order: days after the last permitted day; None where it was still open when the district ended.
OUTCOMES: tuple[int | None, ...] = (-8, -3, 0, 4, -1, None, 0, 6, None, -12, None)


def district_load(office: Office, today: dt.date) -> None:
    """Twelve closed assignments: done early, on time and late, and handed over on the day of the reform."""
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
    for i, late in enumerate(OUTCOMES, 1):
        row = told.rows["2", f"QP{i}"]
        if late is None:
            _close(teller, row, Action.HAND_OVER, State.HANDED_OVER, _at(REFORM, 0), HANDED_OVER)
        else:
            _done(teller, row, late, f"{90 + 17 * i}/UBND-VHXH")
    assert len(OUTCOMES) == len(OLD_WARDS)


def _at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), tzinfo=HANOI)


def _done(t: Teller, row: Assignment, late: int, number: str) -> None:
    assert row.deadline_on is not None
    day = row.deadline_on + dt.timedelta(days=late)
    typed = _at(day + dt.timedelta(days=2), 10)
    Evidence.objects.create(
        assignment=row, number=number, dated=day, receiving_level="UBND quận Mẫu", added_by=t.clerk, added_at=typed
    )
    row.evidence_count, row.submitted_by, row.submitted_at = 1, t.clerk, typed
    row.done_on, row.recorded_at = day, typed
    _step(t.clerk, row, Action.SUBMIT, State.SUBMITTED, typed)
    row.grade = Grade.PASSED
    _close(t, row, Action.CONFIRM, State.COMPLETED, typed + dt.timedelta(hours=5), "", grade=row.grade)


def _close(t: Teller, row: Assignment, action: Action, state: State, at: dt.datetime, reason: str, **data: Any) -> None:
    _step(t.leader, row, action, state, at, reason or TYPED_IN, data)
    row.closed_at, row.last_moved_at, row.next_reminder_on = at, at, None
    row.version += 1
    row.save()


def _step(
    actor: Any, row: Assignment, action: Action, state: State, at: dt.datetime, reason: str = TYPED_IN,
    data: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    Transition.objects.create(
        assignment=row, action=action, from_state=row.state, to_state=state, actor=actor, at=at, reason=reason,
        data=data or {},
    )  # fmt: skip
    row.state = state
