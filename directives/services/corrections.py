"""What the clerk put right: how the office, and the reader's authors, learn which rules are weak."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..edits import HEADER_LISTS, HEADER_TEXTS, NOT_A_TASK, ROLES, TASK_TEXTS, Edits
from ..models import Correction, Draft
from ..numbers import tenth

_READING_NAMES = {"meeting_on": "meeting_date"}
_READ = tuple(name for name in (*HEADER_TEXTS, *HEADER_LISTS) if name != "received_on")  # that one is never read
_TASK_FIELDS = tuple(name for name in (*TASK_TEXTS, *ROLES) if name != "kind")


def corrections_write(*, draft: Draft, proposed: Edits, right: Edits, now: dt.datetime) -> list[Correction]:
    """One row per field that differs between what was proposed and what was confirmed."""
    rows = [*_header(draft, proposed, right), *_tasks(draft, proposed, right)]
    for row in rows:
        row.draft, row.at = draft, now
    return Correction.objects.bulk_create(rows)


def tally(reading: dict[str, Any], proposed: Edits) -> dict[str, dict[str, int]]:
    """How many values were proposed: {field: {tenth of confidence, "9" for 0.9 and above, "" where there is none: n}}.

    Corrections count what was wrong; this is of how many.
    """
    found: dict[str, Counter[str]] = {}
    for name, confidence in _proposed(reading, proposed):
        found.setdefault(name, Counter())[tenth(confidence)] += 1
    return {name: dict(counts) for name, counts in found.items()}


def _proposed(reading: dict[str, Any], proposed: Edits) -> Iterator[tuple[str, float | None]]:
    for name in (*_READ, "citations"):
        if proposed[name]:
            yield name, _sure_of(reading, name)
    for i, task in enumerate(reading["tasks"]):
        fields = next(row for row in proposed["tasks"] if row["source"] == f"t{i}")
        sure = task.get("confidence")
        yield "tasks.kind", sure
        yield from ((f"tasks.{name}", sure) for name in _TASK_FIELDS if fields[name])


def _sure_of(reading: dict[str, Any], name: str) -> float | None:
    return reading.get("confidence", {}).get(_READING_NAMES.get(name, name))


def _header(draft: Draft, proposed: Edits, right: Edits) -> list[Correction]:
    rows = []
    for name in _READ:
        before, after = _words(proposed[name]), _words(right[name])
        if before != after:
            rows.append(Correction(field=name, proposed=before, right=after, confidence=_sure_of(draft.reading, name)))
    before, after = (_words([cited["number"] for cited in edits["citations"]]) for edits in (proposed, right))
    return rows if before == after else [*rows, Correction(field="citations", proposed=before, right=after)]


def _tasks(draft: Draft, proposed: Edits, right: Edits) -> Iterator[Correction]:
    before = {task["source"]: task for task in proposed["tasks"]}
    after = {task["source"]: task for task in right["tasks"]}
    sure = {f"t{i}": found.get("confidence") for i, found in enumerate(draft.reading["tasks"])}
    paths = {source: task["path"] for source, task in (before | after).items()}
    for source, read in before.items():
        for row in _task(read, after.get(source), paths):
            row.place, row.confidence = read["path"], sure.get(source)
            yield row
    for source, task in after.items():
        if source not in before:
            yield Correction(field="tasks", place=task["path"], right=task["words"])


def _task(read: dict[str, Any], task: dict[str, Any] | None, paths: dict[str, str]) -> Iterator[Correction]:
    """A task wholly missed, wholly invented, or joined to another has no other fields to compare."""
    if task is None:
        yield Correction(field="tasks.merged", proposed=read["words"])
    elif NOT_A_TASK in (read["kind"], task["kind"]):
        if read["kind"] != task["kind"]:
            yield Correction(field="tasks.kind", proposed=read["kind"], right=task["kind"])
    else:
        for name in (*TASK_TEXTS, *ROLES):
            if _words(read[name]) != _words(task[name]):
                yield Correction(field=f"tasks.{name}", proposed=_words(read[name]), right=_words(task[name]))
        above, now_above = (paths.get(row["under"], "") for row in (read, task))
        if above != now_above:
            yield Correction(field="tasks.level", proposed=above, right=now_above)


def _words(value: str | list[str]) -> str:
    """Line ends and runs of space are the browser's, not a correction."""
    lines = value if isinstance(value, list) else value.split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()
