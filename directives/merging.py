"""What two people have made of one draft: the changes between two states of its edits, one's put on the other's.

A change is [path, before, after]. Paths: "head/number", "choices/<folded words>", "tasks/t3/words"; "tasks/n1" for a
whole task that came (before is None) or went (after is None): {"task": fields, "after": the source before it}.
"""

import copy
from typing import Any

from .edits import HEADER_LISTS, HEADER_TEXTS, PLACES, ROLES, TASK_TEXTS, Edits

Change = list[Any]
_HEADER = (*HEADER_TEXTS, *HEADER_LISTS, "citations")
_FIELDS = (*TASK_TEXTS, *ROLES, *PLACES)


def changes(before: Edits, after: Edits) -> list[Change]:
    """Every change that leads from one state to the other."""
    found: list[Change] = [[f"head/{n}", before[n], after[n]] for n in _HEADER if before[n] != after[n]]
    for words in dict.fromkeys([*before["choices"], *after["choices"]]):
        old, new = before["choices"].get(words, ""), after["choices"].get(words, "")
        found += [[f"choices/{words}", old, new]] if old != new else []
    was, now = _tasks(before), _tasks(after)
    found += [[f"tasks/{source}", _placed(before, source), None] for source in was if source not in now]
    found += [[f"tasks/{source}", None, _placed(after, source)] for source in now if source not in was]
    for source in was.keys() & now.keys():
        a, b = was[source], now[source]
        found += [[f"tasks/{source}/{n}", a[n], b[n]] for n in _FIELDS if a[n] != b[n]]
    return found


def _tasks(edits: Edits) -> dict[str, dict[str, Any]]:
    return {task["source"]: task for task in edits["tasks"]}


def _placed(edits: Edits, source: str) -> dict[str, Any]:
    names = [task["source"] for task in edits["tasks"]]
    place = names.index(source)
    return {"task": edits["tasks"][place], "after": names[place - 1] if place else ""}


def reversed_changes(found: list[Change]) -> list[Change]:
    return [[path, after, before] for path, before, after in found]


def apply(edits: Edits, found: list[Change]) -> tuple[Edits, list[Change]]:
    """The edits with the changes made, and those that could not be: there, somebody else wrote something third."""
    made, clashes, waiting = copy.deepcopy(edits), [], []
    for change in found:
        path, _before, after = change
        if path.count("/") == 1 and path.startswith("tasks/") and after is not None:
            waiting.append(change)
        elif not _change(made, *change):
            clashes.append(change)
    _insert(made, waiting)
    return made, clashes


def value_at(edits: Edits, path: str) -> Any:
    """What stands at a path now; None where the task is gone."""
    area, _, rest = path.partition("/")
    if area == "head":
        return edits[rest]
    if area == "choices":
        return edits["choices"].get(rest, "")
    source, _, name = rest.partition("/")
    task = _tasks(edits).get(source)
    return task[name] if task and name else task


def _change(edits: Edits, path: str, before: Any, after: Any) -> bool:
    stands = value_at(edits, path)
    if stands == after:
        return True
    area, _, rest = path.partition("/")
    source, _, name = rest.partition("/")
    if stands != (before["task"] if area == "tasks" and not name else before):
        return False
    if area == "head":
        edits[rest] = after
    elif area == "choices":
        edits["choices"] = {**edits["choices"], rest: after}
        if not after:
            del edits["choices"][rest]
    elif name:
        _tasks(edits)[source][name] = after
    else:
        edits["tasks"] = [task for task in edits["tasks"] if task["source"] != source]
    return True


def _insert(edits: Edits, waiting: list[Change]) -> None:
    """Each new task behind its neighbour; behind a neighbour that is itself new, once that one stands."""
    names = [task["source"] for task in edits["tasks"]]
    waiting = [change for change in waiting if change[0].removeprefix("tasks/") not in names]
    while waiting:
        ready = [c for c in waiting if c[2]["after"] in ("", *names)] or waiting
        path, _before, came = ready[0]
        place = names.index(came["after"]) + 1 if came["after"] in names else len(names) if came["after"] else 0
        edits["tasks"].insert(place, copy.deepcopy(came["task"]))
        names.insert(place, path.removeprefix("tasks/"))
        waiting.remove(ready[0])
