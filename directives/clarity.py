"""Sáu rõ (DOMAIN §2.3): who, what, when, whose responsibility, which product, whose authority. Bars nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .enums import DeadlineKind


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one order: `has_head` where the unit has a head today, or the order names its leader."""

    has_unit: bool
    words: str
    deadline_kind: str
    has_head: bool
    product: str
    authority: str


@dataclass(frozen=True, slots=True)
class Clarity:
    """`n` of six are clear; `missing` names the others, in the order in which they are always told."""

    missing: tuple[Any, ...]

    @property
    def n(self) -> int:
        return 6 - len(self.missing)

    @property
    def is_whole(self) -> bool:
        return not self.missing


SIX: tuple[tuple[Any, Callable[[Facts], Any]], ...] = (
    (_("who"), lambda facts: facts.has_unit),
    (_("what"), lambda facts: facts.words.strip()),
    (_("when"), lambda facts: facts.deadline_kind not in ("", DeadlineKind.UNDETERMINED)),
    (_("whose responsibility"), lambda facts: facts.has_head),
    (_("what product"), lambda facts: facts.product.strip()),
    (_("whose authority"), lambda facts: facts.authority.strip()),
)


def clarity_of(facts: Facts) -> Clarity:
    """Pure: how many of the six are clear, and which are not."""
    return Clarity(tuple(name for name, is_clear in SIX if not is_clear(facts)))
