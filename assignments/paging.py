"""Keyset paging: a page is found by the values of the row it begins after, so page 1,000 costs what page 1 costs."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OrderBy, Q, QuerySet
from django.http import HttpRequest, QueryDict

SIZE = 50
SEPARATOR = "~"
YEARS = range(1900, 2201)


@dataclass(frozen=True, slots=True)
class Key:
    """One column of the order. Ascending puts empty values last, descending first. The last key must be unique."""

    name: str
    parse: Callable[[str], Any] = int
    descending: bool = False


def _day(text: str) -> dt.date:
    """ValueError also far outside the years that an office knows, where engines and zones overflow."""
    day = dt.date.fromisoformat(text)
    if day.year not in YEARS:
        raise ValueError(f"the year {day.year}")
    return day


def _moment(text: str) -> dt.datetime:
    """As `_day`; ValueError also for a moment without a zone, which the cursors made here never hold."""
    moment = dt.datetime.fromisoformat(text)
    if moment.year not in YEARS or moment.tzinfo is None:
        raise ValueError(f"the moment {text}")
    return moment


BY_DEADLINE = (Key("deadline_on", _day), Key("id"))
BY_SUBMISSION = (Key("submitted_at", _moment), Key("id"))
BY_RECEIPT = (Key("received_on", _day, descending=True), Key("id", descending=True))


@dataclass(frozen=True, slots=True)
class Page:
    """Rows with the cursors of the neighbouring pages; an empty cursor means there is none."""

    rows: list[Any]
    next: str = ""
    prev: str = ""


def _cursor(row: Any, keys: Sequence[Key]) -> str:
    values = (getattr(row, key.name) for key in keys)
    return SEPARATOR.join(
        "" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value) for value in values
    )


def _read(cursor: str, keys: Sequence[Key]) -> list[Any] | None:
    """The values of a cursor; None for none, or for one that somebody has cut or invented."""
    parts = cursor.split(SEPARATOR)
    if len(parts) != len(keys) or not parts[-1]:
        return None
    try:
        return [key.parse(part) if part else None for key, part in zip(keys, parts, strict=True)]
    except ValueError:
        return None


def _beyond(key: Key, value: Any, *, down: bool) -> Q:
    if down:
        return Q(**{f"{key.name}__isnull": False}) if value is None else Q(**{f"{key.name}__lt": value})
    if value is None:
        return Q(pk__in=[])
    return Q(**{f"{key.name}__gt": value}) | Q(**{f"{key.name}__isnull": True})


def _after(keys: Sequence[Key], values: Sequence[Any], *, backwards: bool) -> Q:
    """Rows that come after the row with these values: the first key that differs decides."""
    found, equal = Q(pk__in=[]), Q()
    for key, value in zip(keys, values, strict=True):
        found |= equal & _beyond(key, value, down=key.descending != backwards)
        equal &= Q(**{f"{key.name}__isnull": True}) if value is None else Q(**{key.name: value})
    return found


def _order(keys: Sequence[Key], *, backwards: bool) -> list[OrderBy]:
    return [
        F(key.name).desc(nulls_first=True) if key.descending != backwards else F(key.name).asc(nulls_last=True)
        for key in keys
    ]


def keyset_page(found: QuerySet, keys: Sequence[Key], params: QueryDict, size: int = SIZE) -> Page:
    """The page after `?after=` or before `?before=`; the first one where the cursor leads nowhere. One query."""
    backwards = bool(params.get("before"))
    values = _read(params.get("before") or params.get("after") or "", keys)
    if values is None:
        backwards = False
    else:
        found = found.filter(_after(keys, values, backwards=backwards))
    rows = list(found.order_by(*_order(keys, backwards=backwards))[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_next, has_prev = (True, more) if backwards else (more, values is not None)
    return Page(
        rows,
        next=_cursor(rows[-1], keys) if rows and has_next else "",
        prev=_cursor(rows[0], keys) if rows and has_prev else "",
    )


def with_query(request: HttpRequest, **changes: str | None) -> str:
    """The query of this page with some parameters changed (None: left out). Turning a filter begins at page one."""
    params = request.GET.copy()
    for name in ("after", "before"):
        params.pop(name, None)
    for name, value in changes.items():
        params.pop(name, None)
        if value:
            params[name] = value
    return f"?{params.urlencode()}"


def pager(request: HttpRequest, page: Page) -> dict[str, str]:
    """What components/pager.html takes."""
    return {
        "next_url": with_query(request, after=page.next) if page.next else "",
        "prev_url": with_query(request, before=page.prev) if page.prev else "",
    }
