"""What some words of a document mean in the register: a unit, a group, several of them, or nothing known yet."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from wards.models import Unit, UnitGroup


class How(StrEnum):
    """By which way a name was found, the surest first."""

    CHOSEN = "chosen"  # by the clerk, for this document
    EXACT = "exact"  # a name of the register as it stands there, or a form of a group
    ALIAS = "alias"  # another name that was learnt or set
    ABBREVIATION = "abbreviation"  # after spelling out what offices abbreviate (TTYT, VPQU, P.)
    SHORT = "short"  # without its place or level: "Trung tâm Y tế"
    PERSON = "person"  # through whoever acts for it: "Chủ tịch UBND phường Mẫu Đông"
    ADDRESSEES = "addressees"  # "như trên"
    NEAR = "near"  # only offered: nothing is known, and names like it are
    NONE = "none"


CONFIDENCE = {
    How.CHOSEN: 1.0,
    How.EXACT: 1.0,
    How.ALIAS: 0.97,
    How.ABBREVIATION: 0.95,
    How.PERSON: 0.9,
    How.ADDRESSEES: 0.85,
    How.SHORT: 0.85,
    How.NONE: 0.0,
}


@dataclass(frozen=True, slots=True)
class Resolution:
    """What some words mean on the document's day, how that is known, and how surely (0 to 1).

    `parts`: what "như trên" stands for. `ended`: the words name a unit that is not there on the day. `gone`: units
    meant that were there on the day and have ended since. `offers`: nearest (reference, name), best first.
    `is_left`: the clerk chose to leave the words as they are. `is_relative`: only the document's matter tells which
    units are meant ("các đơn vị liên quan"): always asked, never remembered.
    """

    words: str
    unit: Unit | None = None
    group: UnitGroup | None = None
    members: tuple[Unit, ...] = ()
    parts: tuple["Resolution", ...] = ()
    printed: int | None = None
    ended: Unit | None = None
    gone: tuple[Unit, ...] = ()
    offers: tuple[tuple[str, str], ...] = ()
    how: How = How.NONE
    confidence: float = 0.0
    is_left: bool = False
    is_chosen: bool = False
    is_relative: bool = False

    @property
    def units(self) -> tuple[Unit, ...]:
        if self.parts:
            return tuple(dict.fromkeys(unit for part in self.parts for unit in part.units))
        return (self.unit,) if self.unit else self.members

    @property
    def is_known(self) -> bool:
        return self.unit is not None or self.group is not None or bool(self.parts)

    @property
    def is_unknown(self) -> bool:
        """Still to be asked."""
        return not self.is_known and not self.is_left

    @property
    def disagrees(self) -> bool:
        """The document counts other units than the register holds: "UBND 12 phường" against 11."""
        return self.group is not None and self.printed is not None and self.printed != len(self.members)

    @property
    def remarks(self) -> list[str]:
        """What the clerk should know of it, in sentences: numbers that differ, units that have ended."""
        said = []
        if self.disagrees:
            said.append(count_words(self.printed or 0, len(self.members)))
        if self.ended:
            said.append(ended_words(self.ended))
        if self.unit and self.unit in self.gone:
            said.append(ended_words(self.unit))
        elif self.gone:
            names = ", ".join(unit.name for unit in self.gone)
            said.append(_("Ended since the document was issued: {units}.").format(units=names))
        if self.is_relative and self.is_unknown:
            said.append(_("Which units these are depends on the matter: choose them on the assign screen."))
        return said


def count_words(printed: int, held: int) -> str:
    """ "the document says 18, the register holds 17"."""
    return _("the document says {printed}, the register holds {held}").format(printed=printed, held=held)


def ended_words(unit: Unit) -> str:
    """That a unit has ended, and that its successor is not known to the register."""
    if unit.valid_to is None:
        words = _("{unit} was founded on {day}, after the document was issued.")
        return words.format(unit=unit.name, day=shown(unit.valid_from))
    words = _(
        "{unit} ended on {day}. The register does not say which unit has taken over its work: choose the one that does "
        "it now."
    )
    return words.format(unit=unit.name, day=shown(unit.valid_to))


def shown(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
