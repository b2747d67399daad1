"""The clerk's desk: what waits for the office; a grade in one press; never on one's own report."""

import datetime as dt

import pytest
from django.urls import reverse

from assignments.enums import State
from assignments.services import assignment_submit
from directives.models import Draft
from directives.services import batch_create
from directives.unpacking import Found
from tests.cast import EPOCH
from tests.making import assign, make_directive, one
from wards.clock import now
from wards.enums import Role
from wards.services import position_add

from .story import PHOTO, declined, finished, given, held, in_days, reported, standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DESK = "/desk/"


def act(work, action):
    return reverse("assignments:act", args=[work.pk, action])


def works(rows):
    return [row.work for row in rows]


def make_draft(cast, office, state="ready"):
    now = dt.datetime(2026, 9, 17, 9, tzinfo=dt.UTC)
    fields = {"created_by": cast.clerk, "created_at": now, "updated_at": now, "state": state}
    return Draft.objects.create(office=office, text="x", reading={"number": "15-TB/QU"}, **fields)


def test_every_section_holds_what_waits_for_the_office(cast, sign_in):
    waiting, back, dateless = reported(cast), declined(cast), given(cast, days=None)
    unread = given(cast, days=3)
    finished(cast)
    idle = make_directive(cast, number="99/UBND")
    context = sign_in(cast.clerk).get(DESK).context
    assert works(context["waiting"]) == [waiting]
    assert works(context["declined"]) == [back]
    assert works(context["dateless"]) == [dateless]
    assert works(context["unread"]) == [dateless, unread]
    assert context["idle"] == [(idle, True)]


def test_drafts_of_the_office_that_are_still_open(cast, sign_in):
    open_one = make_draft(cast, cast.office)
    make_draft(cast, cast.office, state="discarded")
    make_draft(cast, cast.health)
    assert list(sign_in(cast.clerk).get(DESK).context["drafts"]) == [open_one]


def test_results_are_verified_in_the_order_they_came(cast, sign_in, now):
    later, earlier = held(cast), held(cast)
    for work, hours in ((later, 1), (earlier, 3)):
        assignment_submit(assignment=work, actor=cast.ward_chair, now=now - dt.timedelta(hours=hours), proofs=[PHOTO])
    assert works(sign_in(cast.clerk).get(DESK).context["waiting"]) == [earlier, later]


@pytest.mark.parametrize("section", ["waiting", "declined", "dateless", "unread", "review_due"])
def test_every_heading_opens_exactly_what_it_counts(cast, sign_in, section):
    reported(cast), declined(cast), given(cast, days=None), given(cast), finished(cast)
    one(cast, deadline=standing(in_days(0))), one(cast, deadline=standing(in_days(1)))
    queries = {
        "waiting": "standing=awaiting",
        "declined": "only=declined",
        "dateless": "standing=no_deadline",
        "unread": "only=unacknowledged",
        "review_due": "only=review_due",
    }
    client = sign_in(cast.clerk)
    desk, rows = client.get(DESK).context, client.get(f"/assignments/?{queries[section]}").context["rows"]
    assert set(works(rows)) == set(works(desk[section]))
    assert desk[f"{section}_n"] == len(rows) > 0


@pytest.mark.parametrize("grade", ["failed", "passed", "good", "excellent"])
def test_a_grade_is_one_press(cast, sign_in, now, grade):
    work = reported(cast)
    response = sign_in(cast.clerk).post(act(work, "confirm"), {"grade": grade, "next": DESK})
    work.refresh_from_db()
    assert (response.headers["Location"], work.state, work.grade, work.closed_at) == (
        DESK,
        State.COMPLETED,
        grade,
        now,
    )
    assert work.done_on == in_days(-2)


def test_the_clerk_corrects_the_day_it_was_done(cast, sign_in):
    work = reported(cast, days=-1)
    sign_in(cast.clerk).post(act(work, "confirm"), {"grade": "passed", "done_on": "18/09/2026"})
    work.refresh_from_db()
    assert (work.done_on, work.standing_on(in_days(0))) == (in_days(0), "done_late")


@pytest.mark.parametrize(
    ("data", "field"),
    [({}, "grade"), ({"grade": "superb"}, "grade"), ({"grade": "good", "done_on": "19/09/2026"}, "done_on")],
)
def test_confirming_without_a_grade_or_on_a_day_to_come_is_refused(cast, sign_in, data, field):
    work = reported(cast)
    response = sign_in(cast.clerk).post(act(work, "confirm"), data)
    work.refresh_from_db()
    assert (response.status_code, list(response.context["form"].errors), work.state) == (
        422,
        [field],
        State.SUBMITTED,
    )


def test_returning_needs_a_reason_that_the_unit_reads(cast, sign_in):
    work, client = reported(cast), sign_in(cast.clerk)
    assert client.post(act(work, "return"), {"reason": ""}).status_code == 422
    client.post(act(work, "return"), {"reason": "Ảnh mờ, không đọc được"})
    work.refresh_from_db()
    assert (work.state, work.returns_count) == (State.ACKNOWLEDGED, 1)
    page = sign_in(cast.ward_chair).get("/unit/").content.decode()
    assert "Ảnh mờ, không đọc được" in page


def test_declined_work_is_assigned_again_or_withdrawn(cast, sign_in):
    again, away, client = declined(cast), declined(cast), sign_in(cast.clerk)
    client.post(act(again, "insist"), {"reason": "Đúng thẩm quyền theo Quyết định 12"})
    client.post(act(away, "withdraw"), {"reason": "Giao nhầm"})
    again.refresh_from_db()
    away.refresh_from_db()
    assert (again.state, away.state) == (State.ASSIGNED, State.WITHDRAWN)


def test_nobody_judges_their_own_report(cast, sign_in):
    position_add(user=cast.clerk, unit=cast.wards[0], role=Role.UNIT_STAFF, valid_from=EPOCH)
    work = reported(cast, actor=cast.clerk)
    client = sign_in(cast.clerk)
    (row,) = client.get(DESK).context["waiting"]
    assert not {"confirm", "return"} & set(row.actions)
    assert {client.post(act(work, name), {"grade": "good"}).status_code for name in ("confirm", "return")} == {403}
    assert sign_in(cast.second_clerk).post(act(work, "confirm"), {"grade": "good"}).status_code == 302


def test_what_a_colleague_decided_meanwhile_is_said_with_the_reason_typed_kept(cast, sign_in):
    work = finished(cast)
    response = sign_in(cast.second_clerk).post(act(work, "return"), {"reason": "Thiếu số liệu"})
    assert response.status_code == 409
    assert str(cast.clerk) in response.context["refused"]
    assert response.context["form"]["reason"].value() == "Thiếu số liệu"
    assert response.context["row"].work.state == State.COMPLETED


@pytest.mark.parametrize(("who", "status"), [("leader", 200), ("inspector", 403), ("ward_chair", 403), ("idler", 403)])
def test_the_desk_is_the_offices(cast, sign_in, who, status):
    assert sign_in(getattr(cast, who)).get(DESK).status_code == status


def test_another_offices_desk_is_empty(cast, sign_in):
    reported(cast), declined(cast), given(cast, days=None), make_draft(cast, cast.office)
    one(cast, deadline=standing(in_days(0)))
    make_directive(cast, number="99/UBND")
    context = sign_in(cast.outsider).get(DESK).context
    sections = ("waiting", "declined", "dateless", "review_due", "unread", "idle", "drafts")
    assert [len(context[name]) for name in sections] == [0] * 7


@pytest.mark.parametrize("n", [1, 3])
def test_the_desk_costs_the_same_however_much_lies_on_it(cast, sign_in, django_assert_num_queries, n):
    for i in range(n):
        reported(cast), declined(cast), given(cast, days=None), make_draft(cast, cast.office)
        one(cast, deadline=standing(in_days(-i)))
        make_directive(cast, number=f"{90 + i}/UBND")
        batch_create(office=cast.office, files=[Found("a.txt", b"a")], actor=cast.clerk, now=now())
    client = sign_in(cast.clerk)
    with django_assert_num_queries(28):
        client.get(DESK)


def test_a_directive_wholly_assigned_is_not_a_debt(cast, sign_in):
    assign(cast, *cast.wards)
    assert sign_in(cast.clerk).get(DESK).context["idle"] == []


def test_a_missing_deadline_is_set_from_its_row(cast, sign_in):
    work, client = given(cast, days=None), sign_in(cast.clerk)
    page = client.get(DESK).content.decode()
    assert [
        words for words in ('name="day"', "Chờ hướng dẫn của cấp trên", "chưa có hạn 17 ngày") if words not in page
    ] == []
    response = client.post(act(work, "set_deadline"), {"kind": "dated", "day": in_days(9).isoformat(), "next": DESK})
    work.refresh_from_db()
    assert (response.headers["Location"], work.deadline_kind, work.deadline_on) == (DESK, "dated", in_days(9))
    assert client.get(DESK).context["dateless"] == []


def test_a_review_is_one_press_with_its_next_day_proposed(cast, sign_in):
    work, client = one(cast, deadline=standing(in_days(0))), sign_in(cast.clerk)
    assert 'name="review_on" value="2026-12-31"' in client.get(DESK).content.decode()
    response = client.post(act(work, "reviewed"), {"review_on": "2026-12-31", "next": DESK})
    work.refresh_from_db()
    assert (response.headers["Location"], work.review_on) == (DESK, dt.date(2026, 12, 31))
    assert client.get(DESK).context["review_due"] == []
