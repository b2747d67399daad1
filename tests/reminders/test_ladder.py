"""On which days a reminder is due. 18 September 2026 is a Friday."""

import datetime as dt

import pytest

from assignments.reminders.rungs import Rungs, signed
from wards.working_days import Calendar

TET = [dt.date(2026, 2, day) for day in range(16, 21)]
CALENDAR = Calendar(
    dt.date(2025, 1, 1),
    dt.date(2027, 12, 31),
    off=frozenset([*TET, dt.date(2026, 1, 1), dt.date(2026, 1, 2)]),
    worked=frozenset([dt.date(2026, 1, 10)]),
)
USUAL = Rungs((-5, -3, -1, 0, 1, 3), 5)
FRIDAY = dt.date(2026, 9, 18)


@pytest.mark.parametrize(
    ("today", "rung"),
    [
        (dt.date(2026, 9, 10), None),
        (dt.date(2026, 9, 11), -5),
        (dt.date(2026, 9, 14), -5),
        (dt.date(2026, 9, 15), -3),
        (dt.date(2026, 9, 17), -1),
        (dt.date(2026, 9, 18), 0),
        (dt.date(2026, 9, 19), 0),  # Saturday: nothing new
        (dt.date(2026, 9, 21), 1),
        (dt.date(2026, 9, 22), 1),
        (dt.date(2026, 9, 23), 3),
        (dt.date(2026, 9, 29), 3),
        (dt.date(2026, 9, 30), 8),
        (dt.date(2026, 10, 7), 13),
    ],
)
def test_rungs_of_a_friday_deadline(today: dt.date, rung: int | None) -> None:
    assert USUAL.reached(FRIDAY, today, CALENDAR) == rung


def test_each_rung_once_and_only_on_working_days() -> None:
    day, seen = dt.date(2026, 9, 1), []
    for _ in range(9):
        day = USUAL.next_after(FRIDAY, day, CALENDAR)
        seen.append((signed(USUAL.reached(FRIDAY, day, CALENDAR) or 0), day.strftime("%d/%m")))
    assert seen == [
        ("-5", "11/09"),
        ("-3", "15/09"),
        ("-1", "17/09"),
        ("0", "18/09"),
        ("+1", "21/09"),
        ("+3", "23/09"),
        ("+8", "30/09"),
        ("+13", "07/10"),
        ("+18", "14/10"),
    ]


def test_tet_is_stepped_over() -> None:
    """Due on Monday 23/2/2026, after the nine days of Tết: one working day before is Friday the 13th."""
    due = dt.date(2026, 2, 23)
    assert [USUAL.reached(due, dt.date(2026, 2, day), CALENDAR) for day in (12, 13, 18, 23)] == [-3, -1, -1, 0]
    assert USUAL.next_after(due, dt.date(2026, 2, 13), CALENDAR) == due


def test_a_make_up_saturday_counts() -> None:
    """Saturday 10/1/2026 was worked for Friday 2/1: a task due on Friday the 9th is one working day late on it."""
    assert USUAL.reached(dt.date(2026, 1, 9), dt.date(2026, 1, 10), CALENDAR) == 1
