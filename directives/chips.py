"""What is known of a task, in short words with a sign: who, by when, what."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wards.folding import fold

from .edits import IN_DAYS
from .enums import DeadlineKind, TaskKind, UnitRole
from .forms.fields import day_from
from .resolving import Resolution


@dataclass(frozen=True)
class Chip:
    label: str
    kind: str = ""
    sign: str = ""


def unit_chip(role: str, found: Resolution) -> Chip:
    """ "Chủ trì: UBND 11 phường → 11 đơn vị, danh bạ có 11 ✓"."""
    head = f"{UnitRole(role).label}: {found.words}"
    if found.group is not None:
        held = len(found.members)
        units = ngettext("{n} unit", "{n} units", held).format(n=held)
        if found.printed is None:
            return Chip(f"{head} → {units}", "lead", "check")
        if found.disagrees:
            words = _("the document says {printed}, the register holds {held}").format(printed=found.printed, held=held)
            return Chip(f"{head} → {words}", "missing", "alert-triangle")
        return Chip(f"{head} → {units}, " + _("the register holds {held}").format(held=held), "lead", "check")
    if found.unit is not None:
        same = fold(found.unit.name) == fold(found.words)
        return Chip(head if same else f"{head} → {found.unit.name}", "lead", "check")
    if found.parts:
        units = ngettext("{n} unit", "{n} units", len(found.units)).format(n=len(found.units))
        return Chip(f"{head} → {units}", "lead", "check")
    if found.is_left:
        words, kind, sign = _("left as words"), "", ""
    elif found.ended is not None:
        words, kind, sign = _("not a unit on that day"), "missing", "alert-triangle"
    else:
        words, kind, sign = _("which unit?"), "unknown", "help-circle"
    return Chip(f"{head} – {words}", kind, sign)


def other_chips(task: dict[str, Any]) -> Iterator[Chip]:
    """The deadline with the words it came from, and the product with whom it goes to; what a task lacks, too."""
    kind, words = task["deadline_kind"], task["deadline_words"]
    label = _deadline_label(task, kind)
    if label or words:
        quoted = f" (“{words}”)" if words and label else f"“{words}”" if words else ""
        yield Chip(f"{label}{quoted}", "deadline", "calendar-due")
    elif task["kind"] == TaskKind.TASK:
        yield Chip(_("No deadline stated"), "", "calendar-off")
    product, receiver = task["product"], task["product_to"]
    if product or receiver:
        name = product or _("Product")
        yield Chip(f"{name} → {receiver}" if receiver else name, "", "file-text")


def _deadline_label(task: dict[str, Any], kind: str) -> str:
    days = task["within_days"] or "?"
    if kind == IN_DAYS:
        return _("Within {n} days").format(n=days)
    if kind == DeadlineKind.WITHIN:
        return _("Within {n} working days").format(n=days)
    if kind not in DeadlineKind.values:
        return ""
    label = str(DeadlineKind(kind).label)
    day = str(task["deadline_on"] or "")
    if kind == DeadlineKind.DATED and day:
        return _("Last day {day}").format(day=_shown(day))
    return f"{label} {_shown(day)}".strip()


def _shown(day: str) -> str:
    """A day as the office writes it, whether it comes from the edits (ISO) or was just typed."""
    try:
        return f"{day_from(day):%d/%m/%Y}"
    except ValidationError:
        return day  # not a day: its field says so
