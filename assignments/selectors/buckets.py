"""How lists are divided: every standing belongs to exactly one bucket, so the parts sum to the whole."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from ..enums import DONE, IN_HAND, LATE, OPEN, Standing
from ..models.assignment import AssignmentQuerySet
from ..standing import Thresholds, standing_filter


@dataclass(frozen=True, slots=True)
class Bucket:
    """`code` is what stands in `?standing=`; `colour` and `sign` are how its pill is drawn."""

    code: str
    label: Any
    standings: frozenset[str]
    colour: str
    sign: str


def _bucket(code: str, label: Any, colour: str, sign: str, *standings: Standing) -> Bucket:
    return Bucket(code, label, frozenset(standing.value for standing in standings), colour, sign)


BUCKETS = (
    _bucket("late", _("Overdue"), "red", "alert-triangle", *LATE),
    _bucket("soon", _("Due soon"), "yellow", "clock", Standing.YELLOW, Standing.DUE_SOON),
    _bucket(
        "awaiting",
        _("Awaiting confirmation"),
        "awaiting_confirmation",
        "hourglass",
        Standing.AWAITING_CONFIRMATION,
    ),
    _bucket("no_deadline", _("No deadline yet"), "needs_deadline", "calendar-off", Standing.NEEDS_DEADLINE),
    _bucket("on_track", _("On track"), "on_track", "circle-dashed", Standing.ON_TRACK),
    _bucket("continuing", _("Standing work"), "standing", "repeat", Standing.STANDING, Standing.AWAITING_CONDITION),
    _bucket("with_office", _("With the office"), "with_office", "inbox", Standing.WITH_OFFICE),
    _bucket("disputed", _("Disputed"), "disputed", "scale", Standing.DISPUTED),
    _bucket("done", _("Done"), "done", "circle-check", *DONE),
    _bucket("closed", _("Closed"), "closed", "ban", Standing.CLOSED),
)
UNIT = ("late", "soon", "awaiting")
ALWAYS = ("late", "soon", "awaiting", "on_track")  # pills that stand even at nought


OPEN_STANDINGS = frozenset(standing.value for standing in Standing if standing not in (*DONE, Standing.CLOSED))
EVERY = frozenset(Standing.values)
UNITS_TURN = OPEN_STANDINGS - {Standing.AWAITING_CONFIRMATION, Standing.WITH_OFFICE, Standing.DISPUTED}


def standings_of(code: str) -> frozenset[str] | None:
    """The standings behind `?standing=`: a bucket's, the one standing named, "open" or "all". None for another code."""
    if code in ("open", "all"):
        return OPEN_STANDINGS if code == "open" else EVERY
    for bucket in BUCKETS:
        if bucket.code == code:
            return bucket.standings
    return frozenset({code}) if code in Standing.values else None


def standing_counts(rows: AssignmentQuerySet, today: dt.date) -> dict[str, int]:
    """How many rows stand in each way. One query."""
    counted = rows.order_by().with_standing(today).values_list("standing").annotate(n=Count("pk"))
    return dict(counted)


def n_in(counts: dict[str, int], code: str) -> int:
    """How many of the counted rows `?standing=code` opens."""
    return sum(counts.get(standing, 0) for standing in standings_of(code) or ())


def standing_q(code: str, today: dt.date) -> Q:
    """The condition behind `?standing=code`; everything for an unknown code.

    The states that such a standing implies are said beside it: the indexes of open work bear them.
    """
    standings = standings_of(code)
    if standings is None or standings == EVERY:
        return Q()
    if standings == OPEN_STANDINGS:
        return Q(state__in=sorted(OPEN))
    found = standing_filter(today, set(standings), Thresholds.held())
    if standings <= UNITS_TURN:
        found &= Q(state__in=sorted(IN_HAND))
    if standings <= set(LATE):
        found &= Q(deadline_on__lt=today)
    return found


def pill(bucket: Bucket, counts: dict[str, int], current: str, url: Any) -> dict[str, Any]:
    """What components/pill.html takes. `url(code)` makes the link."""
    return {
        "url": url(bucket.code),
        "label": bucket.label,
        "n": n_in(counts, bucket.code),
        "code": bucket.colour,
        "sign": bucket.sign,
        "current": current == bucket.code,
    }


def list_pills(counts: dict[str, int], current: str, url: Any) -> list[dict[str, Any]]:
    """Open work, its parts, what is done or closed, and all: the parts sum to the whole."""
    drawn = [b for b in BUCKETS if b.code in ALWAYS or n_in(counts, b.code)]
    whole = [
        {"url": url(code), "label": label, "n": n_in(counts, code), "current": current == code}
        for code, label in (("open", _("In progress")), ("all", _("All")))
    ]
    return [
        *_single(counts, current, url),
        whole[0],
        *(pill(bucket, counts, current, url) for bucket in drawn),
        whole[1],
    ]


def _single(counts: dict[str, int], current: str, url: Any) -> list[dict[str, Any]]:
    """The one standing that a link elsewhere chose, where it is a part of a bucket: a filter that is on is shown."""
    if current not in Standing.values or any(bucket.code == current for bucket in BUCKETS):
        return []
    bucket = next(bucket for bucket in BUCKETS if current in bucket.standings)
    part = pill(bucket, counts, current, url)
    return [part | {"url": url(current), "label": Standing(current).label, "n": n_in(counts, current), "current": True}]


def unit_pills(counts: dict[str, int], current: str, url: Any) -> list[dict[str, Any]]:
    """What calls for the unit's eye, and all of its open work."""
    drawn = [bucket for bucket in BUCKETS if bucket.code in UNIT]
    every = {"url": url(None), "label": _("All"), "n": sum(counts.values()), "current": not current}
    return [*(pill(bucket, counts, current, url) for bucket in drawn), every]
