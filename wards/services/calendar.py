"""The working-day calendar: its first seed, and the changes of administrators, which a later seed leaves alone."""

import datetime as dt
from collections.abc import Iterable, Iterator

import holidays
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..audit import record, register
from ..enums import DayKind
from ..models import CalendarDay, User
from ..permissions import can_administer

register("calendar.seeded", "calendar.changed", "calendar.removed")

STATUTE = "Điều 112 Bộ luật Lao động"
COMPUTED = "Điều 112 Bộ luật Lao động (tính trước, chờ thông báo chính thức)"
SWAP = "Hoán đổi ngày làm việc theo thông báo của Thủ tướng Chính phủ"
OFFICIAL_UNTIL = 2026  # the last year whose days off have been announced; later ones are computed
CULTURE_DAY = (11, 24)  # Ngày Văn hóa Việt Nam: chosen by 80-NQ/TW, the law not found enacted (DOMAIN §5)
# What the library does not know (12729/VPCP-KGVX of 25/12/2025).
CORRECTIONS = [
    (dt.date(2026, 1, 2), DayKind.OFF, "Nghỉ Tết Dương lịch (hoán đổi với Thứ Bảy 10/01/2026)"),
    (dt.date(2026, 1, 10), DayKind.WORK, "Làm bù cho ngày 02/01/2026"),
]


def _official(year: int) -> bool:
    return year <= OFFICIAL_UNTIL


def _row(day: dt.date, name: str) -> CalendarDay:
    if (day.month, day.day) == CULTURE_DAY:
        return CalendarDay(day=day, kind=DayKind.OFF, name=f"{name} (dự kiến, 80-NQ/TW; chờ luật)", is_confirmed=False)
    basis = STATUTE if _official(day.year) else COMPUTED
    return CalendarDay(day=day, kind=DayKind.OFF, name=name, basis=basis, is_confirmed=_official(day.year))


def _days(year: int) -> Iterator[CalendarDay]:
    """The year's days off and make-up days; of two names for one day the correction comes first."""
    for day, kind, name in CORRECTIONS:
        if day.year == year:
            yield CalendarDay(day=day, kind=kind, name=name, basis="12729/VPCP-KGVX", is_confirmed=True)
    vietnam = holidays.country_holidays("VN", years=year, language="vi")
    for day, name in sorted(vietnam.items()):
        yield _row(day, name)
    for day in sorted(vietnam.weekend_workdays):
        if day.year == year:
            yield CalendarDay(day=day, kind=DayKind.WORK, name="Làm bù", basis=SWAP, is_confirmed=_official(year))


@transaction.atomic
def calendar_seed(*, years: Iterable[int]) -> int:
    """Add what the table lacks for these years; a day already there, perhaps corrected by hand, is left alone.

    Returns the number of days added. Source: the `holidays` library with the corrections of DOMAIN §5.
    """
    known = set(CalendarDay.objects.filter(day__year__in=(years := sorted(set(years)))).values_list("day", flat=True))
    rows: dict[dt.date, CalendarDay] = {}
    for year in years:
        for row in _days(year):
            rows.setdefault(row.day, row)
    added = [row for day, row in rows.items() if day not in known]
    CalendarDay.objects.bulk_create(added, ignore_conflicts=True)  # two starts at once: the second adds nothing
    return len(added)


FIELDS = ("kind", "name", "basis", "is_confirmed")
SATURDAY = 5


def _check(row: CalendarDay, reason: str) -> None:
    problems = {}
    if row.kind == DayKind.WORK and row.day.weekday() < SATURDAY:
        problems["kind"] = _("%(day)s is a weekday, worked anyhow.") % {"day": f"{row.day:%d/%m/%Y}"}
    if row.is_confirmed and not row.basis.strip():
        problems["basis"] = _("A confirmed day has a legal basis: give the number of the document.")
    if not reason.strip():
        problems["reason"] = _("Give the reason.")
    if problems:
        raise ValidationError(problems)


def _words(row: CalendarDay | None) -> dict[str, object]:
    return {name: getattr(row, name) for name in FIELDS} if row else {}


@transaction.atomic
def calendar_day_save(
    *, row: CalendarDay, is_new: bool, actor: User, now: dt.datetime, reason: str, moved: int = 0
) -> CalendarDay:
    """A day entered or changed. Moves no deadline itself: `moved` is how many its caller moves with it (assignments).

    Raises PermissionDenied, or ValidationError by field: a day that is there already, a weekday "worked instead".
    """
    if not can_administer(actor):
        raise PermissionDenied
    before = CalendarDay.objects.select_for_update().filter(day=row.day).first()
    if before and is_new:
        words = _("%(day)s is in the calendar already (%(name)s): change it there.")
        raise ValidationError({"day": words % {"day": f"{row.day:%d/%m/%Y}", "name": before.name}})
    row.pk = before.pk if before else None
    row._state.adding = before is None
    row.full_clean()
    _check(row, reason)
    row.save()
    record(
        "calendar.changed",
        actor=actor,
        obj=row,
        at=now,
        reason=reason,
        before=_words(before),
        after=_words(row),
        moved=moved,
    )
    return row


@transaction.atomic
def calendar_day_remove(*, day: dt.date, actor: User, now: dt.datetime, reason: str, moved: int = 0) -> None:
    """From now on the day is what its weekday says. Raises as `calendar_day_save`; nothing where it is not there."""
    if not can_administer(actor):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    row = CalendarDay.objects.select_for_update().filter(day=day).first()
    if row:
        record("calendar.removed", actor=actor, obj=row, at=now, reason=reason, before=_words(row), moved=moved)
        row.delete()
