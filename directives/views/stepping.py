"""The buttons of the review as steps: "split t3 120", "merge t3", "choose u12 ttyt", "undo" …"""

from collections.abc import Callable
from functools import partial

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from .. import outlining
from ..edits import NOT_A_TASK, Edits, index_of
from ..enums import StepKind, TaskKind
from ..models import Draft
from ..numbers import small_int
from ..resolving import LEFT_AS_WORDS, Register

Step = tuple[StepKind, Callable[[Edits], Edits]]


def step_of(command: str, data: QueryDict, draft: Draft, register: Register) -> Step:
    """What the button asks for. Raises ValidationError where it makes no sense."""
    verb, _space, rest = command.partition(" ")
    source, _space, more = rest.partition(" ")
    reading = draft.reading
    if verb in (TaskKind.TASK, TaskKind.INFO, NOT_A_TASK):
        return StepKind.KIND, partial(outlining.set_kind, source=source, kind=verb)
    if verb == "back":
        return StepKind.KIND, partial(outlining.set_kind, source=source, kind=_kind_read(source, draft))
    if verb == "split":
        cut = small_int(more) or 0
        return StepKind.SPLIT, lambda edits: outlining.split(edits, source, cut, reading)
    if verb == "merge":
        return StepKind.MERGED, lambda edits: outlining.merge(edits, source, reading)
    if verb in ("up", "down"):
        move = outlining.raise_level if verb == "up" else outlining.lower_level
        return StepKind.LEVEL, partial(move, source=source)
    if verb == "add":
        start, end = small_int(data.get("add_from", "")), small_int(data.get("add_to", ""))
        span = None if start is None or end is None else (start, end)
        words = data.get("add_words", "").replace("\r\n", "\n")
        return StepKind.ADDED, lambda edits: outlining.add(edits, words, span, reading)
    if verb == "choose" and (source in (LEFT_AS_WORDS, "-") or register.name_of(source)):
        choice = "" if source == "-" else source
        return StepKind.UNIT, lambda edits: outlining.choose(edits, more, choice)
    raise ValidationError(_("That button is not known here. Reload the page and try again."))


def _kind_read(source: str, draft: Draft) -> str:
    place = index_of("t", source)
    tasks = draft.reading["tasks"]
    return str(tasks[place]["kind"]) if place is not None and place < len(tasks) else TaskKind.TASK.value
