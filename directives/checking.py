"""What must hold of a clerk's edits before they become fact: one list, for the form's fields and for the service."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from .edits import NOT_A_TASK, Edits
from .enums import DAY_NEEDED, DeadlineKind, DocType, TaskKind


class Problem(NamedTuple):
    """`task`: place in edits["tasks"], None for the header. `is_gap`: something is missing, as it may be in a draft."""

    task: int | None
    field: str
    message: str
    is_gap: bool = False


def problems_in(edits: Edits, today: dt.date) -> list[Problem]:
    return [*_header(edits, today), *_paths(edits), *_tasks(edits)]


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


def _tasks(edits: Edits) -> Iterator[Problem]:
    issued = _day(edits["issued_on"])
    for place, task in enumerate(edits["tasks"]):
        if task["kind"] == NOT_A_TASK:
            continue
        if task["kind"] not in TaskKind.values:
            yield Problem(place, "kind", _("Choose what this is: a task, a heading, information, or not a task."))
        if not task["words"].strip():
            yield Problem(place, "words", _("Write the words of the task."))
        for field, message in _deadline(task, issued):
            yield Problem(place, field, message)


def _deadline(task: dict[str, Any], issued: dt.date | None) -> Iterator[tuple[str, str]]:
    kind, day = task["deadline_kind"], _day(task["deadline_on"])
    if kind and kind not in DeadlineKind.values:
        yield "deadline_kind", _("Choose the kind of deadline.")
    if kind in DAY_NEEDED - {DeadlineKind.WITHIN} and day is None:
        yield "deadline_on", _("Give the last day.")
    if kind == DeadlineKind.WITHIN and not (task["within_days"].isdigit() and int(task["within_days"])):
        yield "within_days", _("Give the number of working days.")
    if day and issued and day < issued:
        words = _("The deadline lies before the issue date (%(day)s).") % {"day": f"{issued:%d/%m/%Y}"}
        yield "deadline_on", words
