"""What a clerk does to the outline of a draft: split, merge, raise, lower, add, leave out. Edits in, new edits out.

Every function leaves what it was given as it was, and raises ValidationError where the step cannot be taken.
"""

import copy
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .edits import NOT_A_TASK, ROLES, Edits, new_sources, span_of
from .enums import TaskKind
from .rereading import order_in

Task = dict[str, Any]
_DEADLINE = ("deadline_kind", "deadline_on", "deadline_words", "within_days", "rule")
_BOUNDARY = re.compile(r"(?<=[.;:])\s+|\n+")
_LEAST = 12  # characters that both parts of a split have at least
_MARKER = 8  # characters that a number between two joined orders may take


def find(edits: Edits, source: str) -> int:
    """The place of a task in edits["tasks"]."""
    for place, task in enumerate(edits["tasks"]):
        if task["source"] == source:
            return place
    raise ValidationError(_("That task is no longer there: somebody has merged it with another."))


def depths(edits: Edits) -> dict[str, int]:
    """For every task how many stand above it, those that were left out not counted."""
    found: dict[str, int] = {}
    tasks = {task["source"]: task for task in edits["tasks"]}
    for source in tasks:
        found[source] = sum(1 for above in _above(source, tasks) if tasks[above]["kind"] != NOT_A_TASK)
    return found


def parent_of(source: str, tasks: dict[str, Task]) -> str:
    """The nearest task above that is kept; empty at the top."""
    return next((above for above in _above(source, tasks) if tasks[above]["kind"] != NOT_A_TASK), "")


def _above(source: str, tasks: dict[str, Task]) -> list[str]:
    line: list[str] = []
    while (source := tasks[source]["under"]) in tasks and source not in line:
        line.append(source)
    return line


def set_kind(edits: Edits, source: str, kind: str) -> Edits:
    """A task, a note, not a task. A sentence that becomes a task for the first time is read as one."""
    edits = copy.deepcopy(edits)
    task = edits["tasks"][find(edits, source)]
    untouched = source.startswith("u") and not any(task[role] for role in ROLES) and not task["deadline_words"]
    if kind == TaskKind.TASK and task["kind"] == NOT_A_TASK and untouched:
        task.update(_kept(order_in(task["words"], edits["issued_on"])))
    task["kind"] = kind
    return edits


def _kept(read: Task) -> Task:
    return {name: value for name, value in read.items() if name not in ("source", "under", "at", "path", "words")}


def boundaries(words: str) -> list[int]:
    """Where an order may be cut in two: after a full stop, a semicolon or a colon, and at the end of a line."""
    cuts = [found.end() for found in _BOUNDARY.finditer(words)]
    return [cut for cut in cuts if len(words[:cut].strip()) >= _LEAST and len(words[cut:].strip()) >= _LEAST]


def split(edits: Edits, source: str, cut: int, reading: Task) -> Edits:
    """The words from `cut` on become a task of their own, behind it and on its level, told to the same units unless
    they name others. What of deadline and product stands in the second part goes with it."""
    edits = copy.deepcopy(edits)
    place = find(edits, source)
    task = edits["tasks"][place]
    first, second = task["words"][:cut].rstrip(), task["words"][cut:].strip()
    if not first or not second:
        raise ValidationError(_("There is nothing to split there: each part must hold words."))
    rest = order_in(second, edits["issued_on"])
    rest.update(source=next(new_sources(edits)), under=task["under"], kind=task["kind"])
    rest["path"] = _free_path(edits, task["path"])
    if not any(rest[role] for role in ROLES):
        rest.update({role: list(task[role]) for role in ROLES})
    if span := _exact_span(task, reading):
        task["at"], rest["at"] = f"{span[0]}-{span[0] + len(first)}", f"{span[1] - len(second)}-{span[1]}"
    again = order_in(first, edits["issued_on"])
    task["words"], task["short_title"] = first, again["short_title"]
    if task["deadline_words"] and task["deadline_words"] not in first:
        moved = {name: task[name] for name in _DEADLINE}
        task.update({name: again[name] for name in _DEADLINE})
        if not rest["deadline_words"]:
            rest.update(moved)
    if task["product"].casefold() not in first.casefold():
        task.update(product=again["product"], product_to=again["product_to"])
    edits["tasks"].insert(place + 1, rest)
    return edits


def _exact_span(task: Task, reading: Task) -> tuple[int, int] | None:
    """Its place in the text, where the words are still those that stand there."""
    span = span_of(task, reading)
    return span if span and reading["text"][slice(*span)].strip() == task["words"].strip() else None


def _free_path(edits: Edits, path: str) -> str:
    taken = {task["path"] for task in edits["tasks"]}
    return (
        next(f"{path}({n})"[-40:] for n in range(2, 2 + len(taken) + 1) if f"{path}({n})" not in taken) if path else ""
    )


def merge(edits: Edits, source: str, reading: Task) -> Edits:
    """Joins a task to the one kept before it: words, units, and the deadline and product that the other lacks."""
    edits = copy.deepcopy(edits)
    place = find(edits, source)
    task = edits["tasks"][place]
    before = next((other for other in reversed(edits["tasks"][:place]) if other["kind"] != NOT_A_TASK), None)
    if before is None:
        raise ValidationError(_("There is no task above to merge with."))
    _join_words(before, task, reading)
    for role in ROLES:
        before[role] = list(dict.fromkeys([*before[role], *task[role]]))
    if not before["deadline_words"] and not before["deadline_kind"]:
        before.update({name: task[name] for name in _DEADLINE})
    if not before["product"]:
        before.update(product=task["product"], product_to=task["product_to"])
    if TaskKind.TASK in (before["kind"], task["kind"]):
        before["kind"] = TaskKind.TASK.value
    del edits["tasks"][place]
    for other in edits["tasks"]:
        if other["under"] == source:
            other["under"] = before["source"]
    if before["under"] == source:
        before["under"] = task["under"]
    return edits


def _join_words(before: Task, task: Task, reading: Task) -> None:
    """As they stand in the text where nothing but a number is between them."""
    first, second = _exact_span(before, reading), _exact_span(task, reading)
    gap = reading["text"][first[1] : second[0]].strip() if first and second else ""
    if first and second and first[1] <= second[0] and len(gap) <= _MARKER:
        before["words"], before["at"] = reading["text"][first[0] : second[1]], f"{first[0]}-{second[1]}"
    else:
        before["words"] = f"{before['words'].rstrip()}\n{task['words'].strip()}"
        before["at"] = f"{first[0]}-{first[1]}" if first else before["at"]


def raise_level(edits: Edits, source: str) -> Edits:
    """One level up: beside the task it stood under. What followed it there now stands under it."""
    edits = copy.deepcopy(edits)
    place = find(edits, source)
    tasks = {task["source"]: task for task in edits["tasks"]}
    above = parent_of(source, tasks)
    if not above:
        raise ValidationError(_("This task is at the top level already."))
    for other in edits["tasks"][place + 1 :]:
        if parent_of(other["source"], tasks) == above:
            other["under"] = source
    tasks[source]["under"] = parent_of(above, tasks)
    return edits


def lower_level(edits: Edits, source: str) -> Edits:
    """One level down: under the task before it on the same level."""
    edits = copy.deepcopy(edits)
    place = find(edits, source)
    tasks = {task["source"]: task for task in edits["tasks"]}
    above = parent_of(source, tasks)
    kept = [task["source"] for task in edits["tasks"][:place] if task["kind"] != NOT_A_TASK]
    beside = [other for other in kept if parent_of(other, tasks) == above]
    if not beside:
        raise ValidationError(_("There is no task before it on this level to stand under."))
    tasks[source]["under"] = beside[-1]
    return edits


def add(edits: Edits, words: str, span: tuple[int, int] | None, reading: Task) -> Edits:
    """A task from words: those at `span` of the text, or `words` found in it, or else words of the clerk's own."""
    text = reading["text"]
    if span and 0 <= span[0] < span[1] <= len(text):
        start = span[0] + len(text[slice(*span)]) - len(text[slice(*span)].lstrip())
        span, words = (start, start + len(text[slice(*span)].strip())), text[slice(*span)].strip()
    else:
        words = words.strip()
        span = _place_of(words, text)
    if not words:
        raise ValidationError(_("Write the words of the task, or select them in the source text."))
    edits = copy.deepcopy(edits)
    source = next(new_sources(edits))
    spans = [span_of(task, reading) for task in edits["tasks"]]
    place = len(spans)
    under = ""
    if span:
        words = text[slice(*span)]
        place = next((i for i, other in enumerate(spans) if other and other[0] > span[0]), len(spans))
        under = next((t["under"] for t in reversed(edits["tasks"][:place]) if t["kind"] != NOT_A_TASK), "")
    at = f"{span[0]}-{span[1]}" if span else ""
    task = {**order_in(words, edits["issued_on"]), "words": words, "source": source, "under": under, "at": at}
    edits["tasks"].insert(place, task)
    return edits


def _place_of(words: str, text: str) -> tuple[int, int] | None:
    """Where the words stand, however their lines are broken."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), text) if words else None
    return found.span() if found else None


def choose(edits: Edits, folded: str, choice: str) -> Edits:
    """What a name means: "u<unit>", "g<group>", "0" for words only; empty asks again."""
    choices = {name: value for name, value in edits["choices"].items() if name != folded}
    return {**edits, "choices": {**choices, folded: choice} if choice else choices}
