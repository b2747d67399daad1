"""Places of a draft that two people wrote differently, in words: where, what stands, what the other wrote."""

from typing import Any

from django.utils.translation import gettext as _

from .edits import Edits
from .forms.fields import citation_line
from .forms.review import HeaderForm, TaskForm
from .merging import value_at
from .models import Draft
from .reviewing import STATES, Difference


def differences(draft: Draft, edits: Edits) -> list[Difference]:
    """What is still to be settled, oldest first."""
    found = []
    for key, kept in sorted(draft.conflicts.items(), key=lambda item: int(item[0])):
        stands = value_at(edits, kept["path"])
        label = _label(kept["path"], edits)
        found.append(Difference(key, label, _words(stands), _words(kept["value"]), kept["by"], stands is None))
    return found


def _label(path: str, edits: Edits) -> str:
    area, _slash, rest = path.partition("/")
    if area == "head":
        return str(HeaderForm.base_fields[rest].label)
    if area == "choices":
        return _("Unit meant by “{words}”").format(words=rest)
    source, _slash, name = rest.partition("/")
    task: dict[str, Any] = next((task for task in edits["tasks"] if task["source"] == source), {})
    place = task.get("path") or str(task.get("short_title", ""))[:60] or _("a task that is no longer there")
    field = TaskForm.base_fields.get(name)
    return f"{place} · {field.label}" if field else place


def _words(value: Any) -> str:
    """A value as a person reads it."""
    if isinstance(value, dict):
        return str(value.get("words") or value.get("task", {}).get("words", ""))
    if isinstance(value, list):
        return "; ".join(citation_line(item) if isinstance(item, dict) else item for item in value)
    return str(STATES.get(value, value) or "–")
