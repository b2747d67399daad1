"""What the clerk put right: how the office, and the reader's authors, learn which rules are weak."""

import datetime as dt
from typing import Any

from ..edits import HEADER_LISTS, HEADER_TEXTS, NOT_A_TASK, ROLES, TASK_TEXTS, Edits
from ..models import Correction, Draft

_READING_NAMES = {"meeting_on": "meeting_date", "deadline_kind": "deadline"}


def corrections_write(*, draft: Draft, proposed: Edits, right: Edits, now: dt.datetime) -> list[Correction]:
    """One row per field that differs between what was proposed and what was confirmed."""
    rows = [*_header(draft, proposed, right), *_tasks(draft, proposed, right)]
    for row in rows:
        row.draft, row.at = draft, now
    return Correction.objects.bulk_create(rows)


def _header(draft: Draft, proposed: Edits, right: Edits) -> list[Correction]:
    sure = draft.reading.get("confidence", {})
    rows = []
    for name in (*HEADER_TEXTS, *HEADER_LISTS):
        if name == "received_on":
            continue  # never read from the document
        before, after = _words(proposed[name]), _words(right[name])
        if before != after:
            confidence = sure.get(_READING_NAMES.get(name, name))
            rows.append(Correction(field=name, proposed=before, right=after, confidence=confidence))
    before, after = (_words([cited["number"] for cited in edits["citations"]]) for edits in (proposed, right))
    return rows if before == after else [*rows, Correction(field="citations", proposed=before, right=after)]


def _tasks(draft: Draft, proposed: Edits, right: Edits) -> list[Correction]:
    before = {task["source"]: task for task in proposed["tasks"]}
    rows = []
    for task in right["tasks"]:
        read = before.get(task["source"])
        if read is None:
            rows.append(Correction(field="tasks", place=task["path"], right=task["words"]))
        elif NOT_A_TASK in (read["kind"], task["kind"]) and read["kind"] != task["kind"]:
            # Wholly missed, or wholly invented: its other fields were never a proposal.
            rows.append(Correction(field="tasks.kind", place=read["path"], proposed=read["kind"], right=task["kind"]))
        elif read["kind"] != NOT_A_TASK:
            rows += _fields(read, task)
    confidence = {f"t{i}": found.get("confidence") for i, found in enumerate(draft.reading["tasks"])}
    sources = {task["path"]: task["source"] for task in proposed["tasks"]}
    for row in rows:
        row.confidence = confidence.get(sources.get(row.place, ""))
    return rows


def _fields(read: dict[str, Any], task: dict[str, Any]) -> list[Correction]:
    return [
        Correction(field=f"tasks.{name}", place=read["path"], proposed=_words(read[name]), right=_words(task[name]))
        for name in (*TASK_TEXTS, *ROLES)
        if _words(read[name]) != _words(task[name])
    ]


def _words(value: str | list[str]) -> str:
    """Line ends and runs of space are the browser's, not a correction."""
    lines = value if isinstance(value, list) else value.split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()
