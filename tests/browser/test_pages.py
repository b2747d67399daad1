"""Every page, looked at with axe, at both widths, in both languages and themes; and no page scrolls sideways."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from assignments import services
from assignments.models import Assignment, RefusedAddress
from assignments.services import NewFile, Order, assignment_decline, assignment_submit, directive_assign
from directives.enums import UnitRole
from directives.models import Citation
from directives.services import batch_create, draft_create, task_carry_out
from directives.unpacking import Found
from tests import needs
from tests.cast import Cast
from tests.making import assign, by, make_directive, one
from tests.reform import planned
from wards.clock import now, today
from wards.services import calendar_seed
from wards.services.absence import absence_enter
from wards.services.settings import settings_change

from .conftest import DESKTOP, PHONE, Hands
from .test_path import TEXT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs.chromium]

At = Callable[..., Hands]
LOOKS = [
    (DESKTOP, "vi", "light"),
    (PHONE, "vi", "dark"),
    (DESKTOP, "en", "dark"),
    (PHONE, "en", "light"),
]


def everything_asked(cast: Cast) -> Assignment:
    """More time, an obstacle, an objection, an instruction without an answer, a star and a delegate at once."""
    day = today()
    work = one(cast, deadline=day + dt.timedelta(days=3), directive=make_directive(cast, number="5/UBND-YT"))
    unit: dict[str, Any] = {"assignment": work, "actor": cast.ward_chair, "now": now()}
    services.assignment_ask_extension(
        **unit, until=day + dt.timedelta(days=20), reason="Chờ vật tư về kho", so_far="Đã làm được một nửa"
    )
    services.assignment_block(**unit, reason="Chưa có hóa chất", decider=cast.health)
    services.assignment_dispute(**unit, reason="Hạn trong văn bản là ngày khác")
    services.assignment_delegate(**unit, person=cast.ward_staff)
    services.assignment_star(assignment=work, actor=cast.clerk, now=now())
    reply_by = day + dt.timedelta(days=2)
    for words in ("Báo cáo rõ lý do chậm", "Gửi danh sách", "Nêu ngày hoàn thành"):
        services.instruct(assignments=[work], actor=cast.leader, now=now(), kind="urge", words=words, reply_by=reply_by)
    return work


@pytest.fixture
def pages(cast: Cast) -> list[tuple[str, list[str]]]:
    """(who, paths) with something on every page: late, waiting, declined and idle work, a draft, a bare directive."""
    directive = make_directive(cast, tasks=2)
    assign(cast, *cast.wards, cast.health, directive=directive, deadline=dt.date(2026, 9, 10))
    rows = Assignment.objects.filter(unit=cast.wards[0]).order_by("pk")
    waiting = assignment_submit(
        assignment=rows[0], actor=cast.ward_chair, now=now(), proofs=[NewFile("a.pdf", b"%PDF-1.4 mau")]
    )
    other = one(cast, cast.wards[1], directive=make_directive(cast, number="2/UBND-YT"))
    assignment_decline(assignment=other, actor=cast.other_chair, now=now(), reason="Không thuộc thẩm quyền")
    bare = make_directive(cast, number="3/UBND-YT", tasks=3)
    draft = draft_create(office=cast.office, text=TEXT, actor=cast.clerk, now=now())
    mine = rows[1]
    asked = everything_asked(cast)
    fresh = one(cast, deadline=today() + dt.timedelta(days=9), directive=make_directive(cast, number="6/UBND-YT"))
    proposed = make_directive(cast, number="4/UBND-YT")
    order = Order(proposed.tasks.get(), UnitRole.LEAD, cast.wards[:2], by(today() + dt.timedelta(days=9)))
    directive_assign(directive=proposed, orders=[order], actor=cast.clerk, now=now(), needs_approval=True)
    cited = Citation.objects.create(directive=directive, number="3/UBND-YT", number_key="3/UBND-YT")
    above_row, pair = (
        one(cast, directive=make_directive(cast, number=f"{n}/UBND-YT"), deadline=today() + dt.timedelta(days=9))
        for n in (7, 8)
    )
    local = make_directive(cast, number="9/UBND-YT").tasks.get()
    assign(cast, cast.wards[0], directive=local.directive)
    task_carry_out(task=local, target=above_row.task, actor=cast.clerk, now=now())
    linked = {"assignment": pair, "other": above_row, "actor": cast.ward_chair, "now": now()}
    services.duty_link(**linked, reason="Hai văn bản cùng giao một việc")
    services.duty_agree(part=above_row.links.get(), actor=cast.clerk, now=now())
    files = [Found("1.txt", TEXT.encode()), Found("2.zip", problem="nested_archive")]
    batch = batch_create(office=cast.office, files=files, actor=cast.clerk, now=now())
    calendar_seed(years=[2026])
    draft_change = planned(cast)
    away = {"first": dt.date(2030, 1, 1), "last": dt.date(2030, 1, 5)}
    seat = cast.ward_chair.positions.get()
    absence_enter(
        user=cast.ward_chair, actor=cast.ward_chair, now=now(), deputy=cast.ward_staff, positions=[seat], **away
    )
    refused = {"error": "550 5.1.1 no such user", "at": now()}
    RefusedAddress.objects.create(user=cast.ward_staff, email=cast.ward_staff.email, **refused)
    settings_change(values={"yellow_days": 4}, actor=cast.administrator, now=now(), reason="Kết luận giao ban")
    return [
        ("", ["/login/", "/nowhere/"]),
        (
            "clerk",
            [
                "/desk/",
                "/directives/new/",
                f"/drafts/{draft.pk}/",
                f"/drafts/{draft.pk}/discard/",
                f"/directives/{bare.pk}/assign/",
                "/directives/",
                f"/directives/{directive.pk}/",
                f"/tasks/{mine.task_id}/revise/",
                f"/directives/{directive.pk}/chain/",
                f"/directives/{directive.pk}/matrix/",
                f"/citations/{cited.pk}/?q=UBND",
                f"/directives/{local.directive_id}/chain/",
                f"/assignments/{above_row.pk}/",
                f"/tasks/{local.pk}/carries-out/?q=UBND",
                f"/assignments/{pair.pk}/",
                "/batches/new/",
                f"/batches/{batch.pk}/",
                "/assignments/",
                f"/assignments/{waiting.pk}/",
                f"/assignments/{waiting.pk}/confirm/",
                f"/assignments/{waiting.pk}/return/",
                f"/assignments/{asked.pk}/",
                f"/assignments/{asked.pk}/grant/",
                f"/assignments/{asked.pk}/uphold/",
                f"/assignments/{other.pk}/reassign/",
                f"/many/instruct/?row={asked.pk}",
                f"/many/extend/?all=1&filter=directive%3D{directive.pk}%26standing%3Dall",
                f"/many/withdraw/?row={asked.pk}&row={waiting.pk}",
                f"/tasks/{asked.task_id}/clarity/",
                "/password/",
                "/reminders/mine/",
            ],
        ),
        (
            "leader",
            [
                "/exceptions/",
                "/assignments/?standing=late",
                "/approvals/",
                f"/many/instruct/?all=1&filter=directive%3D{directive.pk}%26standing%3Dlate",
            ],
        ),
        ("health_head", [f"/assignments/{asked.pk}/resolve/"]),
        (
            "ward_chair",
            [
                "/unit/",
                f"/assignments/{mine.pk}/",
                f"/assignments/{mine.pk}/submit/",
                f"/assignments/{mine.pk}/link/",
                f"/assignments/{pair.pk}/submit/",
                f"/assignments/{pair.pk}/",
                f"/assignments/{mine.pk}/note/",
                f"/assignments/{mine.pk}/decline/",
                f"/assignments/{mine.pk}/block/",
                f"/assignments/{mine.pk}/dispute/",
                f"/assignments/{mine.pk}/delegate/",
                f"/assignments/{asked.pk}/",
                f"/assignments/{asked.pk}/answer/",
                f"/assignments/{fresh.pk}/ask_extension/",
                f"/directives/{directive.pk}/",
            ],
        ),
        (
            "administrator",
            [
                "/organisation/",
                f"/organisation/units/{cast.wards[0].pk}/",
                f"/organisation/units/{cast.wards[0].pk}/rename/",
                "/organisation/changes/",
                "/organisation/changes/new/",
                *(f"/organisation/changes/{draft_change.pk}/{step}/" for step in ("units", "links", "work")),
                f"/organisation/positions/{seat.pk}/leave/",
                "/organisation/figures/",
                "/reminders/",
                "/calendar/?year=2026",
                "/calendar/day/?day=2026-11-24",
                "/absences/",
                "/absences/new/?person=ward_chair",
            ],
        ),
        ("inspector", ["/organisation/figures/"]),
        ("idler", ["/"]),
    ]


@pytest.mark.parametrize(("size", "language", "theme"), LOOKS)
def test_axe_finds_nothing_on_any_page(
    at: At, cast: Cast, pages: list[tuple[str, list[str]]], size: tuple[int, int], language: str, theme: str
) -> None:
    found: dict[str, list[str]] = {}
    for who, paths in pages:
        hands = at(cast.people[who] if who else None, size, language=language, theme=theme)
        for path in paths:
            hands.open(path)
            problems = hands.problems()
            wide = hands.page.evaluate("document.documentElement.scrollWidth")
            if wide > size[0]:
                problems.append(f"scrolls sideways: {wide} > {size[0]}")
            problems += [words for words in hands.complaints if "404" not in words]
            hands.complaints.clear()
            if problems:
                found[path] = problems
    assert found == {}
