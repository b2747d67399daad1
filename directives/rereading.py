"""A stretch of words that the clerk points at, read as one order: its title, units, deadline and product."""

import datetime as dt
from typing import Any

from .edits import ROLES, TASK_TEXTS, shortened, task_fields
from .enums import TaskKind
from .reading import read


def order_in(words: str, issued_on: str) -> dict[str, Any]:
    """The fields of a task (directives.edits) that these words make. `issued_on`, ISO or empty, dates a deadline that
    is printed without its year. Nothing is left out: where no order is found, the fields are empty but for the words.
    """
    flat = " ".join(words.split())
    day = f"Hà Nội, ngày {dt.date.fromisoformat(issued_on):%d tháng %m năm %Y}\n\n" if issued_on else ""
    found = read(f"{day}1. {flat}\n").as_json()["tasks"]
    task = task_fields("", found[0]) if found else dict.fromkeys(TASK_TEXTS, "") | {role: [] for role in ROLES}
    title = task["short_title"] or shortened(flat, 200)
    return {**task, "path": "", "kind": TaskKind.TASK.value, "words": words, "short_title": title}
