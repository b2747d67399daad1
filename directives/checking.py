"""What must hold of a clerk's edits before they become fact: one list, for the form's fields and for the service."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from .edits import IN_DAYS, NOT_A_TASK, Edits
from .enums import DAY_NEEDED, DeadlineKind, DocType, TaskKind
from .numbers import small_int

MOST_DAYS = 500
_PERIODS = (DeadlineKind.WITHIN.value, IN_DAYS)
_YEARS_BACK, _YEARS_ON = 5, 20


class Problem(NamedTuple):
    """`task`: place in edits["tasks"], None for the header. `is_gap`: something is missing, as it may be in a draft."""

    task: int | None
    field: str
    message: str
    is_gap: bool = False


def problems_in(edits: Edits, today: dt.date) -> list[Problem]:
    return [*_header(edits, today), *_paths(edits), *_tasks(edits, today)]


def _day(value: str) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _header(edits: Edits, today: dt.date) -> Iterator[Problem]:
    issued, received = _day(edits["issued_on"]), _day(edits["received_on"])
    if edits["doc_type"] not in DocType.values:
        yield Problem(None, "doc_type", _("Choose the type of the document."), is_gap=True)
    for field, message in (
        ("issuing_body", _("Write who issued the document.")),
        ("subject", _("Write the subject of the document.")),
    ):
        if not edits[field].strip():
            yield Problem(None, field, message, is_gap=True)
    if received is None:
        yield Problem(None, "received_on", _("Give the day on which the document was received."), is_gap=True)
    elif received > today:
        yield Problem(None, "received_on", _("The day received lies in the future."))
    elif issued and issued > received:
        words = _("It cannot have been received before it was issued (%(day)s).") % {"day": f"{issued:%d/%m/%Y}"}
        yield Problem(None, "received_on", words)


def _paths(edits: Edits) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, task in enumerate(edits["tasks"]):
        if task["kind"] == NOT_A_TASK or not task["path"]:
            continue
        if task["path"] in seen:
            yield Problem(place, "path", _("The number %(path)s is used by another task.") % {"path": task["path"]})
        seen.add(task["path"])


def _tasks(edits: Edits, today: dt.date) -> Iterator[Problem]:
    issued = _day(edits["issued_on"])
    for place, task in enumerate(edits["tasks"]):
        if task["kind"] == NOT_A_TASK:
            continue
        if task["kind"] not in TaskKind.values:
            yield Problem(place, "kind", _("Choose what this is: a task, a heading, information, or not a task."))
        if not task["words"].strip():
            yield Problem(place, "words", _("Write the words of the task."))
        for field, message in _deadline(task, issued, today):
            yield Problem(place, field, message)


def _deadline(task: dict[str, Any], issued: dt.date | None, today: dt.date) -> Iterator[tuple[str, str]]:
    kind, day = task["deadline_kind"], _day(task["deadline_on"])
    if kind and kind not in (*DeadlineKind.values, IN_DAYS):
        yield "deadline_kind", _("Choose the kind of deadline.")
    if kind in DAY_NEEDED - {DeadlineKind.WITHIN} and day is None:
        yield "deadline_on", _("Give the last day.")
    if kind in _PERIODS and not 0 < (small_int(task["within_days"]) or 0) <= MOST_DAYS:
        yield "within_days", _("Give the number of days, at most %(most)s.") % {"most": MOST_DAYS}
    if day and (unlikely := unlikely_day(day, today)):
        yield "deadline_on", unlikely
    elif day and issued and day < issued:
        words = _("The deadline lies before the issue date (%(day)s).") % {"day": f"{issued:%d/%m/%Y}"}
        yield "deadline_on", words


def unlikely_day(day: dt.date, today: dt.date) -> str:
    """What to say of a deadline that can only be a slip of the keyboard (30/09/2126); empty for any other."""
    if today.year - _YEARS_BACK <= day.year <= today.year + _YEARS_ON:
        return ""
    words = _("%(day)s is too far from today: check the year.")
    return words % {"day": f"{day:%d/%m/%Y}"}
