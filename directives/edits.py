"""What the clerk works on: the reading as flat fields, with names and days that a form can show and take back.

An `Edits` is plain JSON, kept in Draft.edits:

    {header fields: str, HEADER_LISTS: [str], "citations": [{number, issued_on, body, relation, doc_type, words}],
     "choices": {folded words: "u<unit>" | "g<group>" | "0"},
     "tasks": [{source, under, at, path, kind, words, short_title, lead, coordinating, requested: [str],
                deadline_kind, deadline_on, deadline_words, within_days, rule, product, product_to: str}]}

Days are ISO, empty where unknown. `source` names a task for good: "t3" the fourth that was read, "u0" the first
sentence that no task covers, "n2" one that the clerk made. `under` is the source of the task above, `at` its place in
the text ("120-245") where that is not the one read. `kind` is a TaskKind, or NOT_A_TASK. `deadline_kind` is a
DeadlineKind, or IN_DAYS: `within_days` calendar days of receipt, a date only when the day of receipt is certain.
"""

import datetime as dt
from itertools import count
from typing import Any

from .enums import DAY_NEEDED, DeadlineKind, DocType, Relation, Side, Urgency
from .numbers import small_int
from .sides import side_of

Edits = dict[str, Any]

NOT_A_TASK = "none"
IN_DAYS = "days"
HEADER_TEXTS = (
    "doc_type", "number", "issued_on", "received_on", "issuing_body", "side", "place", "subject", "meeting_on",
    "urgency", "signer", "signer_title",
)  # fmt: skip
HEADER_LISTS = ("signing_authority", "addressees", "recipients")
ROLES = ("lead", "coordinating", "requested")
TASK_TEXTS = (
    "path", "kind", "words", "short_title", "deadline_kind", "deadline_on", "deadline_words", "within_days", "rule",
    "product", "product_to",
)  # fmt: skip
PLACES = ("under", "at")  # where a task stands; no field of the form
_URGENCIES = {"khẩn": Urgency.URGENT, "thượng khẩn": Urgency.VERY_URGENT, "hỏa tốc": Urgency.IMMEDIATE}


def proposal(reading: dict[str, Any], received_on: dt.date) -> Edits:
    """What the reading proposes, in the form's own terms. The same reading always gives the same proposal."""
    number, body = reading.get("number") or "", reading.get("issuing_body") or ""
    edits: Edits = {
        "doc_type": _known(reading.get("doc_type"), DocType.values),
        "number": number[:60],
        "issued_on": _day(reading.get("issued_on")),
        "received_on": received_on.isoformat(),
        "issuing_body": body[:200],
        "side": side_of(body, number) if body or number else Side.STATE.value,
        "place": (reading.get("place") or "")[:80],
        "subject": shortened(reading.get("subject"), 600),
        "meeting_on": _day(reading.get("meeting_date")),
        "urgency": urgency_of(reading.get("urgency")),
        "signer": (reading.get("signer") or "")[:120],
        "signer_title": (reading.get("signer_title") or "")[:120],
        "citations": [_citation(found) for found in reading.get("references", [])],
        "choices": {},
        "tasks": _tasks(reading),
    }
    for name in HEADER_LISTS:
        edits[name] = [shortened(line, 400) for line in reading.get(name, [])]
    return edits


def whole(edits: Edits, reading: dict[str, Any], received_on: dt.date) -> Edits:
    """The edits as kept, or the proposal where there are none; every task with a name and a place above it."""
    if not edits:
        return proposal(reading, received_on)
    read = {f"t{i}": task.get("parent") for i, task in enumerate(reading.get("tasks", []))}
    free = new_sources(edits)
    tasks = []
    for task in edits["tasks"]:
        source = task["source"] or next(free)
        above = read.get(source)
        tasks.append({"under": "" if above is None else f"t{above}", "at": "", **task, "source": source})
    return {**edits, "tasks": tasks}


def new_sources(edits: Edits) -> Any:
    """Names for tasks that the clerk makes, none of them taken: "n1", "n2" …"""
    taken = {task["source"] for task in edits["tasks"]}
    return (name for name in map("n{}".format, count(1)) if name not in taken)


def urgency_of(printed: str | None) -> str:
    """The code of an urgency as read: a code already, or the printed words."""
    found = _URGENCIES.get((printed or "").strip().lower().replace("hoả", "hỏa"), printed or "")
    return _known(found, Urgency.values)


def _known(value: str | None, values: list[str]) -> str:
    return value if value in values else ""


def _day(value: str | None) -> str:
    """A whole ISO day or nothing: a reading may hold only a month."""
    try:
        return dt.date.fromisoformat(value or "").isoformat()
    except ValueError:
        return ""


def shortened(words: str | None, length: int) -> str:
    words = " ".join((words or "").split())
    return words if len(words) <= length else f"{words[: length - 1].rstrip()}…"


def _citation(found: dict[str, Any]) -> dict[str, str]:
    return {
        "number": found["number"][:60],
        "issued_on": _day(found.get("date")),
        "body": (found.get("issuing_body") or "")[:200],
        "relation": _known(found.get("relation"), Relation.values) or Relation.CITES.value,
        "doc_type": (found.get("doc_type") or "")[:40],
        "words": shortened(found.get("words"), 400),
    }


def _tasks(reading: dict[str, Any]) -> list[dict[str, Any]]:
    """The orders and, at their places between them, the sentences with a duty verb that no order covers."""
    read = [(task["span"][0], task_fields(f"t{i}", task)) for i, task in enumerate(reading.get("tasks", []))]
    uncovered = reading.get("coverage", {}).get("uncovered", [])
    missed = [(span[0], _missed(f"u{i}", reading["text"][slice(*span)])) for i, span in enumerate(uncovered)]
    tasks = [task for _place, task in sorted(read + missed, key=lambda row: row[0])]
    _make_paths_unique(tasks)
    return tasks


def task_fields(source: str, task: dict[str, Any]) -> dict[str, Any]:
    """One order of a reading in the form's terms."""
    return {
        "source": source,
        "under": "" if task.get("parent") is None else f"t{task['parent']}",
        "at": "",
        "path": (task.get("number") or "")[:40],
        "kind": task["kind"],
        "words": task["words"],
        "short_title": shortened(task.get("short_title") or task["words"], 200),
        **{role: _names(task, role) for role in ROLES},
        **_deadline(task),
        "product": shortened(task.get("output"), 200),
        "product_to": shortened(task.get("output_to"), 200),
    }


def _missed(source: str, words: str) -> dict[str, Any]:
    blank = {"source": source, "kind": NOT_A_TASK, "words": words, "short_title": shortened(words, 200)}
    empty = dict.fromkeys((name for name in (*TASK_TEXTS, *PLACES) if name not in blank), "")
    return {**blank, **{role: [] for role in ROLES}, **empty}


def _names(task: dict[str, Any], role: str) -> list[str]:
    return list(dict.fromkeys(shortened(unit["words"], 300) for unit in task.get("units", []) if unit["role"] == role))


def _deadline(task: dict[str, Any]) -> dict[str, str]:
    """A kind is proposed only with what it needs: a dated one without a day stays open, its words kept."""
    kind, day = task.get("deadline_kind") or "", _day(task.get("last_day"))
    within = task.get("within_days")
    is_period = kind == DeadlineKind.WITHIN
    if is_period and task.get("within_unit") == "days":
        kind = IN_DAYS  # "within" counts working days alone (Civil Code Art. 147)
    complete = bool(within) if is_period else bool(day) or kind not in DAY_NEEDED
    return {
        "deadline_kind": _known(kind, [*DeadlineKind.values, IN_DAYS]) if complete else "",
        "deadline_on": "" if is_period else day,
        "deadline_words": shortened(task.get("deadline_text"), 300),
        "within_days": str(within) if within and is_period else "",
        "rule": (task.get("recurring") or "")[:200] if kind == DeadlineKind.PERIODIC else "",
    }


def _make_paths_unique(tasks: list[dict[str, Any]]) -> None:
    """Two items printed "1." are told apart by a letter: the clerk is not blamed for what the paper does."""
    seen: set[str] = set()
    for task in tasks:
        path, turn = task["path"], 2
        while task["path"] in seen:
            task["path"], turn = f"{path}({turn})"[-40:], turn + 1
        if task["path"]:
            seen.add(task["path"])


def index_of(letter: str, source: str) -> int | None:
    """The 3 of "t3"; None for a source of another kind, or of none."""
    return small_int(source[1:]) if source[:1] == letter else None


def span_of(task: dict[str, Any], reading: dict[str, Any]) -> tuple[int, int] | None:
    """Where a task stands in the text; for words that were not read there, where they stand exactly."""
    text, uncovered = reading["text"], reading["coverage"]["uncovered"]
    read, missed = index_of("t", task["source"]), index_of("u", task["source"])
    first, _dash, last = (task.get("at") or "").partition("-")
    placed = small_int(first), small_int(last)
    if placed[0] is not None and placed[1] is not None:
        start, end = placed[0], placed[1]
    elif read is not None and read < len(reading["tasks"]):
        start, end = reading["tasks"][read]["span"]
    elif missed is not None and missed < len(uncovered):
        start, end = uncovered[missed]
    else:
        start = text.find(task["words"].strip()) if task["words"].strip() else -1
        end = start + len(task["words"].strip())
    return (start, end) if 0 <= start < end <= len(text) else None


def names_in(edits: Edits) -> list[str]:
    """Every name of a unit in the tasks, in order, repeated as it stands."""
    return [name for task in edits["tasks"] if task["kind"] != NOT_A_TASK for role in ROLES for name in task[role]]
