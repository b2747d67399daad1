"""Making directives and assignments for tests, through the real services where there is one."""

import datetime as dt
from collections.abc import Sequence

from assignments.models import Assignment
from assignments.services import DeadlineSet, Order, directive_assign
from directives.enums import DeadlineKind, DocType, Side, UnitRole
from directives.models import Directive, IssuingBody, Task
from wards.folding import fold
from wards.models import Unit

from .cast import Cast

ISSUED = dt.date(2026, 9, 1)
MADE = dt.datetime(2026, 9, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def make_directive(
    cast: Cast, *, number: str = "312/UBND-YT", tasks: int = 1, issued_on: dt.date | None = ISSUED
) -> Directive:
    """A directive of the cast's office with `tasks` numbered orders, without responsible units."""
    body, _ = IssuingBody.objects.get_or_create(
        folded=fold("UBND quận Mẫu"), defaults={"name": "UBND quận Mẫu", "side": Side.STATE, "unit": cast.committee}
    )
    received = max(filter(None, [issued_on, ISSUED]))
    text = "\n".join(f"{i}. Rà soát nội dung {i}, báo cáo kết quả." for i in range(1, tasks + 1))
    directive = Directive.objects.create(
        office=cast.office,
        issuing_body=body,
        side=Side.STATE,
        doc_type=DocType.OFFICIAL_LETTER,
        number=number,
        number_key=number.upper(),
        numbering_key="2026",
        issued_on=issued_on,
        received_on=received,
        subject="Chủ động phòng, chống dịch sốt xuất huyết",
        folded=fold(f"{number} Chủ động phòng, chống dịch sốt xuất huyết"),
        text=text,
        entered_by=cast.clerk,
        entered_at=MADE,
    )
    for i in range(1, tasks + 1):
        words = f"Rà soát nội dung {i}, báo cáo kết quả."
        start = text.index(words)
        Task.objects.create(
            directive=directive,
            path=str(i),
            order=i,
            words=words,
            folded=fold(words),
            span_start=start,
            span_end=start + len(words),
            short_title=f"Rà soát nội dung {i}",
            product="Báo cáo",
        )
    return directive


def by(day: dt.date) -> DeadlineSet:
    return DeadlineSet(DeadlineKind.DATED, on=day, words=f"trước ngày {day:%d/%m/%Y}")


def assign(
    cast: Cast,
    *units: Unit,
    deadline: DeadlineSet | dt.date | None = None,
    directive: Directive | None = None,
    role: str = UnitRole.LEAD,
    now: dt.datetime = MADE,
) -> list[Assignment]:
    """Assignments of every task of the directive (one of its own if none is given) to the units, by the clerk."""
    directive = directive or make_directive(cast, number=f"{Directive.objects.count() + 1}/UBND-YT")
    if not isinstance(deadline, DeadlineSet):
        deadline = by(deadline or dt.date(2026, 9, 30))
    orders = [Order(task, role, list(units), deadline) for task in directive.tasks.all()]
    return directive_assign(directive=directive, orders=orders, actor=cast.clerk, now=now)


def one(cast: Cast, unit: Unit | None = None, **kwargs: object) -> Assignment:
    """A single assignment, to the ward chair's ward unless told otherwise."""
    return assign(cast, unit or cast.wards[0], **kwargs)[0]  # type: ignore[arg-type]


def days_from(day: dt.date, *offsets: int) -> Sequence[dt.date]:
    return [day + dt.timedelta(days=offset) for offset in offsets]
