"""Every URL × every role × what it answers. A URL that is missing from the table fails."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from assignments.models import Assignment, RefusedAddress
from assignments.services import (
    DeadlineSet,
    NewDocument,
    NewFile,
    Order,
    assignment_ask_extension,
    assignment_block,
    assignment_decline,
    assignment_dispute,
    assignment_submit,
    directive_assign,
    duty_link,
    instruct,
)
from directives.models import Citation, Draft, SecretRefusal
from directives.services import batch_create, draft_create
from directives.unpacking import Found
from tests.assignments.counting import counted
from tests.cast import Cast
from tests.making import by, make_directive, one
from tests.reform import planned
from wards.services.absence import absence_enter

TEXT = (
    "ỦY BAN NHÂN DÂN QUẬN MẪU\nSố: 77/UBND-VP\nQuận Mẫu, ngày 01 tháng 9 năm 2026\nV/v kiểm tra vỉa hè\n"
    "Kính gửi: UBND các phường\nUBND quận yêu cầu:\n1. UBND các phường rà soát vỉa hè, báo cáo trước ngày 20/9/2026.\n"
)
PEOPLE = (
    "clerk", "second_clerk", "leader", "inspector", "administrator", "ward_chair", "ward_staff", "other_chair",
    "health_head", "outsider", "idler",
)  # fmt: skip
OFFICE = ("clerk", "second_clerk", "leader", "inspector")
WARD = ("ward_chair", "ward_staff")
CLERKS = ("clerk", "second_clerk", "outsider")
EVERYBODY = dict.fromkeys(PEOPLE, 200)


def allow(*who: str, status: int = 200, rest: int = 404, **others: int) -> dict[str, int]:
    """`status` for those named, `others` as said, `rest` for everybody else."""
    return dict.fromkeys(PEOPLE, rest) | dict.fromkeys(who, status) | others


def forbid(*who: str) -> dict[str, int]:
    return dict.fromkeys(who, 403)


ADMINISTRATOR = allow("administrator", rest=403)
SEES_ROW = allow(*OFFICE, *WARD)
SEES_DIRECTIVE = allow(*OFFICE, *WARD)
# name → (method, arguments: which object's key, expected). The row is newly assigned, `waiting` reported by the chair.
TABLE: dict[str, tuple[str, str, dict[str, int]]] = {
    "assignments:home": ("GET", "", dict.fromkeys(PEOPLE, 302) | {"idler": 200}),
    "assignments:desk": ("GET", "", allow("clerk", "second_clerk", "leader", "outsider", rest=403)),
    "assignments:unit_work": ("GET", "", allow(*WARD, "other_chair", "health_head", rest=403)),
    "assignments:exceptions": ("GET", "", allow(*OFFICE, "outsider", rest=403)),
    "assignments:list": ("GET", "", EVERYBODY),
    "assignments:directives": ("GET", "", allow(*OFFICE, "outsider", rest=403)),
    "assignments:directive": ("GET", "directive", SEES_DIRECTIVE),
    "assignments:chain": ("GET", "directive", SEES_DIRECTIVE),
    "assignments:matrix": ("GET", "directive", SEES_DIRECTIVE),
    "assignments:citation": (
        "GET",
        "citation",
        allow("clerk", "second_clerk") | forbid("leader", "inspector", *WARD),
    ),
    "assignments:assign": ("GET", "directive", allow("clerk", "second_clerk", "leader", inspector=403)),
    "assignments:change": (
        "GET",
        "directive",
        allow("clerk", "second_clerk", "leader") | forbid("inspector", *WARD),
    ),
    "assignments:detail": ("GET", "row", SEES_ROW),
    "assignments:acknowledge": ("POST", "row", allow(*WARD, status=302) | forbid(*OFFICE)),
    "assignments:note": ("GET", "row", SEES_ROW | forbid("inspector")),
    "assignments:submit": ("GET", "row", allow(*WARD) | forbid(*OFFICE)),
    "assignments:act take_back": ("GET", "waiting", allow(*WARD) | forbid(*OFFICE)),
    "assignments:act decline": ("GET", "row", allow("ward_chair") | forbid("ward_staff", *OFFICE)),
    "assignments:act confirm": (
        "GET",
        "waiting",
        allow("clerk", "second_clerk", "leader") | forbid("inspector", *WARD),
    ),
    "assignments:act return": ("GET", "waiting", allow("clerk", "second_clerk", "leader") | forbid("inspector", *WARD)),
    "assignments:act insist": (
        "GET",
        "declined",
        allow("clerk", "second_clerk", "leader") | forbid("inspector", *WARD),
    ),
    "assignments:act withdraw": ("GET", "row", allow("clerk", "second_clerk", "leader") | forbid("inspector", *WARD)),
    "assignments:act reopen": (
        "GET",
        "row",
        allow("clerk", "second_clerk", "leader", status=409) | forbid("inspector", *WARD),
    ),
    "assignments:act unknown": ("GET", "row", allow()),
    "assignments:act approve": ("GET", "proposed", allow("leader") | forbid("clerk", "second_clerk", "inspector")),
    "assignments:act send_back": ("GET", "proposed", allow("leader") | forbid("clerk", "second_clerk", "inspector")),
    "assignments:act ask_extension": ("GET", "row", allow(*WARD) | forbid(*OFFICE)),
    "assignments:act drop_extension": ("GET", "row", allow(*WARD, status=409) | forbid(*OFFICE)),
    "assignments:act grant": (
        "GET",
        "asked",
        allow("clerk", "second_clerk", "leader") | forbid("inspector", "health_head", *WARD),
    ),
    "assignments:act refuse": (
        "GET",
        "asked",
        allow("clerk", "second_clerk", "leader") | forbid("inspector", "health_head", *WARD),
    ),
    "assignments:act extend": ("GET", "row", allow("clerk", "second_clerk", "leader") | forbid("inspector", *WARD)),
    "assignments:act set_deadline": (
        "GET",
        "row",
        allow("clerk", "second_clerk", "leader") | forbid("inspector", *WARD),
    ),
    "assignments:act reviewed": (
        "GET",
        "standing",
        allow("clerk", "second_clerk", "leader") | forbid("inspector", *WARD),
    ),
    "assignments:act block": ("GET", "row", allow(*WARD) | forbid(*OFFICE)),
    "assignments:act unblock": ("GET", "asked", allow(*WARD) | forbid(*OFFICE) | {"health_head": 403}),
    "assignments:act resolve": ("GET", "asked", allow("health_head") | forbid(*OFFICE, *WARD)),
    "assignments:act dispute": ("GET", "row", allow(*WARD) | forbid(*OFFICE)),
    "assignments:act drop_dispute": ("GET", "asked", allow(*WARD) | forbid(*OFFICE) | {"health_head": 403}),
    "assignments:act uphold": (
        "GET",
        "asked",
        allow("clerk", "second_clerk", "leader") | forbid("inspector", "health_head", *WARD),
    ),
    "assignments:act reject": (
        "GET",
        "asked",
        allow("clerk", "second_clerk", "leader") | forbid("inspector", "health_head", *WARD),
    ),
    "assignments:act answer": ("GET", "asked", allow(*WARD) | forbid(*OFFICE) | {"health_head": 403}),
    "assignments:act delegate": ("GET", "row", allow("ward_chair") | forbid("ward_staff", *OFFICE)),
    "assignments:act undelegate": ("GET", "row", allow("ward_chair", status=409) | forbid("ward_staff", *OFFICE)),
    "assignments:act reassign": (
        "GET",
        "declined",
        allow("clerk", "second_clerk", "leader") | forbid("inspector", *WARD),
    ),
    "assignments:act star": ("GET", "row", allow("clerk", "second_clerk", "leader") | forbid("inspector", *WARD)),
    "assignments:act unstar": (
        "GET",
        "row",
        allow("clerk", "second_clerk", "leader", status=409) | forbid("inspector", *WARD),
    ),
    "assignments:read": ("POST", "asked", allow(*WARD, status=302) | forbid(*OFFICE) | {"health_head": 403}),
    "assignments:bulk withdraw": (
        "GET",
        "rows",
        allow("clerk", "second_clerk", "leader", rest=403) | {"outsider": 404},
    ),
    "assignments:bulk approve": (
        "GET",
        "rows",
        allow("clerk", "second_clerk", "leader", rest=403) | {"outsider": 404},
    ),
    "assignments:bulk confirm": ("GET", "rows", allow(rest=403) | dict.fromkeys((*CLERKS, "leader"), 404)),
    "assignments:approvals": ("GET", "", allow("clerk", "second_clerk", "leader", "outsider", rest=403)),
    "assignments:clarity": ("GET", "task", allow("clerk", "second_clerk", "leader", inspector=403)),
    "assignments:figures": ("GET", "counted", SEES_ROW),
    "assignments:indicators": ("GET", "task", allow(*OFFICE)),
    "assignments:indicator_new": ("GET", "task", allow("clerk", "second_clerk", "leader", inspector=403)),
    "assignments:indicator_target": ("GET", "indicator", allow("clerk", "second_clerk", "leader", inspector=403)),
    "assignments:indicator_end": ("GET", "indicator", allow("clerk", "second_clerk", "leader", inspector=403)),
    "assignments:indicator_export xlsx": ("GET", "indicator", allow(*OFFICE)),
    "assignments:indicator_export csv": ("GET", "indicator", allow(*OFFICE)),
    "assignments:indicator_export exe": ("GET", "indicator", allow()),
    "assignments:carries_out": ("GET", "task", allow("clerk", "second_clerk") | forbid("leader", "inspector")),
    "assignments:link": (
        "GET",
        "row",
        allow("clerk", "second_clerk", "leader", "ward_chair") | forbid("inspector", "ward_staff"),
    ),
    "assignments:link_agree": (
        "POST",
        "part",
        allow("clerk", "second_clerk", "leader", status=302) | forbid("inspector", "ward_chair", "ward_staff"),
    ),
    "assignments:link_end": (
        "POST",
        "part",
        allow("clerk", "second_clerk", "leader", "ward_chair", status=302) | forbid("inspector", "ward_staff"),
    ),
    "assignments:evidence": ("GET", "evidence", SEES_ROW),
    "directives:new": ("GET", "", allow(*CLERKS, rest=403)),
    "directives:batch_new": ("GET", "", allow(*CLERKS, rest=403)),
    "directives:batch": ("GET", "batch", allow("clerk", "second_clerk")),
    "directives:batch_cancel": ("POST", "batch", allow("clerk", "second_clerk", status=302)),
    "directives:draft": ("GET", "draft", allow("clerk", "second_clerk")),
    "directives:draft_confirm": ("POST", "draft", allow("clerk", "second_clerk", status=422)),
    "directives:draft_nothing": ("POST", "draft", allow("clerk", "second_clerk", status=422)),
    "directives:draft_discard": ("POST", "draft", allow("clerk", "second_clerk", status=302)),
    "directives:draft_here": ("POST", "draft", allow("clerk", "second_clerk")),
    "directives:task_revise": ("GET", "task", allow("clerk", "second_clerk") | forbid("leader", "inspector")),
    "directives:reading": ("GET", "unread", allow("clerk", "second_clerk")),
    "directives:reading_again": ("POST", "unread", allow("clerk", "second_clerk", status=302)),
    "directives:reading_paste": ("POST", "unread", allow("clerk", "second_clerk", status=422)),
    "directives:reading_stop": ("POST", "unread", allow("clerk", "second_clerk", status=302)),
    "directives:refusal_seen": ("POST", "refusal", allow("clerk", "second_clerk", status=302)),
    "directives:source": ("GET", "source", allow("clerk", "second_clerk")),
    "wards:login": ("GET", "", dict.fromkeys(PEOPLE, 302)),
    "wards:logout": ("POST", "", dict.fromkeys(PEOPLE, 302)),
    "wards:theme": ("POST", "", dict.fromkeys(PEOPLE, 302)),
    "wards:language": ("POST", "", dict.fromkeys(PEOPLE, 302)),
    "wards:password": ("GET", "", EVERYBODY),
    "wards:tree": ("GET", "", EVERYBODY),
    "wards:unit": ("GET", "unit", EVERYBODY),
    "wards:absences": ("GET", "", EVERYBODY),
    "wards:absence": ("GET", "", EVERYBODY),
    "wards:absence_end": ("POST", "absence", allow("administrator", "ward_chair", status=302)),
    "assignments:leave": ("GET", "position", ADMINISTRATOR),
    "wards:rename": ("GET", "unit", ADMINISTRATOR),
    "wards:changes": ("GET", "", allow("administrator", "inspector", rest=403)),
    "wards:change_new": ("GET", "", ADMINISTRATOR),
    "wards:change_decision": ("GET", "change", ADMINISTRATOR),
    "wards:change_units": ("GET", "change", ADMINISTRATOR),
    "wards:change_links": ("GET", "change", ADMINISTRATOR),
    "wards:change_discard": ("POST", "change", allow("administrator", status=302, rest=403)),
    "assignments:change_work": ("GET", "change", ADMINISTRATOR),
    "wards:calendar": ("GET", "", EVERYBODY),
    "wards:calendar_seed": ("POST", "year", allow("administrator", status=302, rest=403)),
    "assignments:calendar_day": ("GET", "", ADMINISTRATOR),
    "assignments:reminding": ("GET", "", allow("administrator", "inspector", rest=403)),
    "assignments:address_again": ("POST", "refused", allow("administrator", status=302, rest=403)),
    "assignments:my_reminders": ("GET", "", EVERYBODY),
    "wards:limits": ("GET", "", allow("administrator", "inspector", rest=403)),
    "wards:health_live": ("GET", "", EVERYBODY),
    "wards:health_ready": ("GET", "", EVERYBODY),
    "set_language": ("POST", "", dict.fromkeys(PEOPLE, 302)),  # wards:language under Django's own name
}
OPEN = {
    "set_language": 302,
    "wards:login": 200,
    "wards:theme": 302,
    "wards:language": 302,
    "wards:health_live": 200,
    "wards:health_ready": 200,
}


def _asked(cast: Cast, now: dt.datetime) -> Assignment:
    """With more time asked for, an obstacle before the health centre, an objection and an unanswered instruction."""
    who = {"assignment": one(cast, deadline=dt.date(2035, 1, 1)), "actor": cast.ward_chair, "now": now}
    assignment_ask_extension(**who, until=dt.date(2035, 2, 1), reason="Chờ vật tư", so_far="Một nửa")
    assignment_block(**who, reason="Chưa có hóa chất", decider=cast.health)
    assignment_dispute(**who, reason="Đã làm xong từ tuần trước")
    instruct(
        assignments=[who["assignment"]], actor=cast.leader, now=now, kind="urge", words="Báo cáo", reply_by=now.date()
    )
    return who["assignment"]


@pytest.fixture
def objects(cast: Cast, now: dt.datetime) -> dict[str, int]:
    """The objects of the ward's and the office's, by the word the table uses."""
    directive = make_directive(cast)
    row = one(cast, directive=directive, deadline=dt.date(2035, 1, 1))
    paper = [NewDocument("1/BC", dt.date(2026, 9, 9)), NewFile("a.pdf", b"%PDF-1.4 mau")]
    waiting = assignment_submit(assignment=one(cast), actor=cast.ward_chair, now=now, proofs=paper)
    declined = assignment_decline(assignment=one(cast), actor=cast.ward_chair, now=now, reason="Không thuộc thẩm quyền")
    upload = SimpleUploadedFile("công văn.txt", TEXT.encode())
    draft = draft_create(office=cast.office, text="", file=upload, actor=cast.clerk, now=now)
    assert draft.source is not None
    asked = _asked(cast, now)
    bare = make_directive(cast, number="90/X")
    order = Order(bare.tasks.get(), "lead", [cast.wards[0]], by(dt.date(2035, 1, 1)))
    (proposed,) = directive_assign(directive=bare, orders=[order], actor=cast.clerk, now=now, needs_approval=True)
    batch = batch_create(office=cast.office, files=[Found("a.txt", TEXT.encode())], actor=cast.clerk, now=now)
    citation = Citation.objects.create(directive=directive, number="9/UBND", number_key="9/UBND")
    unread = Draft.objects.create(
        office=cast.office, created_by=cast.clerk, created_at=now, updated_at=now, state="reading", pages=[None]
    )
    refusal = SecretRefusal.objects.create(draft_number=99, office=cast.office, person=cast.clerk, at=now)
    indicator = counted(cast, row.task, starts_on=dt.date(2026, 9, 1), until=dt.date(2029, 12, 31))
    part = duty_link(assignment=row, other=asked, actor=cast.ward_chair, now=now, reason="Cùng một việc")[0]
    return {
        "counted": row.pk,
        "indicator": indicator.pk,
        "part": part.pk,
        "asked": asked.pk,
        "proposed": proposed.pk,
        "task": row.task_id,
        "year": 2026,
        "unit": cast.front.pk,
        "position": cast.ward_staff.positions.get().pk,
        "absence": absence_enter(
            user=cast.ward_chair, first=now.date(), last=dt.date(2030, 1, 1), actor=cast.ward_chair, now=now
        ).pk,
        "change": planned(cast).pk,
        "directive": directive.pk,
        "citation": citation.pk,
        "batch": batch.pk,
        "row": row.pk,
        "standing": one(cast, deadline=DeadlineSet("standing", review_on=now.date())).pk,
        "waiting": waiting.pk,
        "declined": declined.pk,
        "evidence": waiting.evidence.exclude(file="").get().pk,
        "draft": draft.pk,
        "source": draft.source.pk,
        "unread": unread.pk,
        "refusal": refusal.pk,
        "refused": RefusedAddress.objects.create(user=cast.ward_staff, email="x@mau.test", error="550", at=now).pk,
    }


def address(name: str, what: str, objects: dict[str, int]) -> str:
    view, _, action = name.partition(" ")
    if what == "rows":
        return f"{reverse(view, args=[action])}?row={objects['row']}&row={objects['waiting']}"
    arguments: list[Any] = [objects[what]] if what else []
    return reverse(view, args=arguments + ([action] if action else []))


@pytest.mark.parametrize("name", TABLE)
def test_what_each_role_is_answered(name: str, cast: Cast, objects: dict[str, int], sign_in: Callable) -> None:
    method, what, expected = TABLE[name]
    url = address(name, what, objects)
    got: dict[str, int] = {}
    for who in PEOPLE:
        client = sign_in(cast.people[who])
        point = transaction.savepoint()  # what one person did must not change what the next one meets
        got[who] = client.generic(method, url).status_code
        transaction.savepoint_rollback(point)
    assert got == expected


@pytest.mark.parametrize("name", TABLE)
def test_whoever_is_not_signed_in_is_sent_to_sign_in(name: str, objects: dict[str, int]) -> None:
    method, what, _expected = TABLE[name]
    url = address(name, what, objects)
    response = Client().generic(method, url)
    if name in OPEN:
        assert response.status_code == OPEN[name]
    else:
        assert response.status_code == 302
        if name != "wards:logout":
            assert response["Location"].startswith("/login/?next=")


WRITES = [name for name, (method, _what, _expected) in TABLE.items() if method == "POST" and name not in OPEN]


@pytest.mark.parametrize("name", WRITES)
def test_reading_never_writes(name: str, cast: Cast, objects: dict[str, int], sign_in: Callable) -> None:
    """GET on an address that writes is refused, asks first, or leads elsewhere: nothing has changed."""
    before = list(Assignment.objects.values_list("pk", "state", "version").order_by("pk"))
    for who in ("clerk", "ward_chair"):
        response = sign_in(cast.people[who]).get(address(name, TABLE[name][1], objects))
        assert response.status_code in (200, 302, 403, 404, 405)
    assert list(Assignment.objects.values_list("pk", "state", "version").order_by("pk")) == before


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:  # the unnamed ones lead from the administration here
            yield f"{namespace}{entry.name}"


def test_every_address_is_in_the_table() -> None:
    known = {name.partition(" ")[0] for name in TABLE}
    assert {name for name in patterns(get_resolver()) if not name.startswith("admin:")} == known


ADMIN_PAGES = sorted(
    name
    for name in patterns(get_resolver())
    if name.startswith("admin:")
    and name.endswith(("index", "_changelist", "_add", "_import", "_export"))
    and not name.endswith("_process_import")  # takes what the page of import posts
)


@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_the_administration_is_for_administrators(name: str, cast: Cast, sign_in: Callable) -> None:
    got = {who: sign_in(cast.people[who]).get(reverse(name)).status_code for who in PEOPLE}
    closed = name.startswith("admin:wards_auditentry") and name.endswith("_add")  # nobody adds to the log by hand
    assert got.pop("administrator") == (403 if closed else 200)
    assert set(got.values()) <= {302, 403}


def test_an_administrator_as_such_reads_no_work(cast: Cast, objects: dict[str, int]) -> None:
    assert Assignment.objects.visible_to(cast.administrator).count() == 0
    assert Assignment.objects.count() == 6
    assert AnonymousUser().is_authenticated is False
