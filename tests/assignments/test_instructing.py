"""A leader instructs; the units answer; urgings are counted, and too many of them come to the leadership's list."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assignments.enums import InstructionKind, MessageKind, State
from assignments.models import Assignment, Instruction, InstructionTarget
from assignments.reminders.people import Recipients
from assignments.services import (
    Refused,
    assignment_answer,
    assignment_block,
    assignment_confirm,
    assignment_resolve,
    instruct,
    instruction_read,
)
from tests.cast import EPOCH
from tests.making import assign, make_directive
from wards.enums import Role
from wards.services import position_add

from .story import declined, finished, given, held, in_days, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
NEW = "/many/instruct/"


def urge(cast, now, *works, kind="urge", actor=None, days=2, **more):
    reply_by = None if days is None else in_days(days)
    return instruct(
        assignments=works, actor=actor or cast.leader, now=now, kind=kind, words="Báo cáo rõ lý do chậm",
        reply_by=reply_by, **more,
    )  # fmt: skip


def test_urgings_are_counted_and_wait_for_an_answer(cast, now):
    work, other = given(cast), given(cast, cast.wards[1])
    urge(cast, now, work, other), urge(cast, now, work)
    work.refresh_from_db(), other.refresh_from_db()
    assert [(row.urgings_count, row.unanswered_count) for row in (work, other)] == [(2, 2), (1, 1)]
    work = assignment_answer(assignment=work, actor=cast.ward_staff, now=now, words="Xong ngày 20/9")
    assert (work.unanswered_count, work.urgings_count, work.state) == (0, 2, State.ASSIGNED)
    answers = InstructionTarget.objects.filter(assignment=work).values_list("answer", "answered_by", "read_at")
    assert list(answers) == [("Xong ngày 20/9", cast.ward_staff.pk, now)] * 2


@pytest.mark.parametrize(("kind", "urged"), [("urge", 1), ("comment", 0), ("evidence", 0), ("figures", 0)])
def test_only_urging_counts_as_urging(cast, now, kind, urged):
    work = given(cast)
    urge(cast, now, work, kind=kind)
    work.refresh_from_db()
    assert (work.urgings_count, work.unanswered_count) == (urged, 1)


def test_a_comment_may_ask_for_no_answer(cast, now):
    work = given(cast)
    urge(cast, now, work, kind="comment", days=None)
    work.refresh_from_db()
    assert work.unanswered_count == 0
    assert instruction_read(assignment=work, actor=cast.ward_chair, now=now) == 1
    with pytest.raises(Refused):
        instruction_read(assignment=work, actor=cast.clerk, now=now)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"kind": "phe_binh"}, "kind"),  # criticism is drafted for a leader, never sent by the machine
        ({"words": " "}, "words"),
        ({"reply_by": None}, "reply_by"),
        ({"reply_by": in_days(-1)}, "reply_by"),
        ({"reply_by": dt.date(2126, 9, 20)}, "reply_by"),
    ],
)
def test_what_is_wrong_with_an_instruction_is_said_at_its_field(cast, now, data, field):
    good = {"kind": "urge", "words": "Báo cáo", "reply_by": in_days(2)}
    with pytest.raises(ValidationError) as refused:
        instruct(assignments=[given(cast)], actor=cast.leader, now=now, **good | data)
    assert list(refused.value.message_dict) == [field]
    assert Instruction.objects.count() == 0


def test_a_clerk_sends_in_the_name_of_the_offices_leader(cast, now):
    work = given(cast)
    for by in (None, cast.ward_chair):
        with pytest.raises(ValidationError) as refused:
            urge(cast, now, work, actor=cast.clerk, by=by)
        assert list(refused.value.message_dict) == ["by"]
    instruction = urge(cast, now, work, actor=cast.clerk, by=cast.leader)
    assert (instruction.by, instruction.entered_by) == (cast.leader, cast.clerk)


def test_all_or_none(cast, now):
    works = [given(cast), finished(cast)]
    with pytest.raises(Refused):
        urge(cast, now, *works)
    assert (Instruction.objects.count(), works[0].instructed.count()) == (0, 0)
    with pytest.raises(ValidationError):
        urge(cast, now)


def test_the_database_wants_a_day_of_reply(cast, now):
    fields = {"words": "x", "by": cast.leader, "entered_by": cast.leader, "made_at": now}
    with pytest.raises(IntegrityError, match="instruction_wants_reply"), transaction.atomic():
        Instruction.objects.create(kind=InstructionKind.URGE, **fields)


@pytest.mark.parametrize("n", [2, 11])
def test_instructing_costs_the_same_for_few_and_for_many(cast, now, django_assert_num_queries, n):
    works = assign(cast, *cast.wards[:n], directive=make_directive(cast))
    cast.leader.held  # noqa: B018 read before, as the request does
    with django_assert_num_queries(21):
        urge(cast, now, *works)


def test_unanswered_ones_stand_first_on_the_units_page_with_one_button(cast, now, sign_in):
    late, calm = held(cast, days=-8), held(cast, days=30)
    urge(cast, now - dt.timedelta(days=2), calm)
    client = sign_in(cast.ward_chair)
    rows = client.get("/unit/").context["rows"]
    assert [(row.work, row.primary) for row in rows] == [(calm, "answer"), (late, "submit")]
    assert [target.instruction.words for target in rows[0].targets] == ["Báo cáo rõ lý do chậm"]
    page = client.post(reverse("assignments:act", args=[calm.pk, "answer"]), {"words": "Sẽ xong đúng hạn"})
    assert page.status_code == 302
    rows = client.get("/unit/").context["rows"]
    assert [(row.work, row.primary) for row in rows] == [(late, "submit"), (calm, "submit")]


def test_both_sides_see_what_has_no_answer(cast, now, sign_in):
    work = held(cast, days=-8)
    urge(cast, now, work)
    clerk, leader = sign_in(cast.clerk), sign_in(cast.leader)
    (part,) = clerk.get("/desk/").context["asked"]
    assert (part["code"], part["n"], [row.work for row, _offers in part["rows"]]) == ("unanswered", 1, [work])
    pills = {pill["url"]: pill["n"] for pill in leader.get("/exceptions/").context["strip"]}
    assert pills["/assignments/?only=unanswered&standing=all"] == 1
    assert len(leader.get("/assignments/?only=unanswered&standing=all").context["rows"]) == 1


def test_after_three_urgings_it_is_on_the_leaderships_list(cast, now, sign_in):
    work, other = held(cast, days=-8), held(cast, days=-9)
    for _time in range(3):
        urge(cast, now, work)
    urge(cast, now, other)
    context = sign_in(cast.leader).get("/exceptions/").context
    assert [row.work for row in context["urged"]] == [work]
    assert [row.work for row in sign_in(cast.leader).get("/assignments/?only=urged").context["rows"]] == [work]


def test_what_the_leader_wants_given_to_another_unit_waits_on_the_desk(cast, now, sign_in):
    work = held(cast)
    urge(cast, now, work, kind="reassign")
    work.refresh_from_db()
    assert work.unanswered_count == 0  # it is the office's to do, not the unit's
    (part,) = sign_in(cast.clerk).get("/desk/").context["asked"]
    assert (part["code"], [(row.work, offers) for row, offers in part["rows"]]) == (
        "to_reassign",
        [(work, ["reassign"])],
    )


def test_the_sheet_proposes_words_and_a_day_and_ticks_what_it_may(cast, sign_in):
    rows = [given(cast), declined(cast), finished(cast)]
    page = sign_in(cast.leader).get(NEW, {"row": [row.pk for row in rows], "kind": "urge"})
    assert page.context["form"].initial["reply_by"] == in_days(4)  # two working days after a Friday
    assert [(row.work, ticked) for row, _effect, ticked in page.context["will"]] == [(rows[0], True), (rows[1], True)]
    assert [[row.work for row in refused] for _why, refused, _n, _more in page.context["wont"]] == [[rows[2]]]
    assert "by" not in page.context["form"].fields
    assert list(sign_in(cast.clerk).get(NEW, {"row": rows[0].pk}).context["form"].fields["by"].queryset) == [
        cast.leader
    ]


def test_every_late_ward_of_a_directive_is_urged_from_one_sheet(cast, sign_in):
    directive = make_directive(cast)
    assign(cast, *cast.wards, directive=directive, deadline=in_days(-3))
    given(cast, cast.wards[0], days=-4)  # another directive's
    client = sign_in(cast.leader)
    assert client.get(reverse("assignments:directive", args=[directive.pk])).context["may_urge"]
    page = client.get(NEW, {"all": "1", "filter": f"directive={directive.pk}&standing=late"})
    keys = [row.work.pk for row, _effect, _ticked in page.context["will"]]
    data = {"kind": "urge", "words": "Báo cáo", "reply_by": "22/09/2026", "row": keys[1:], "next": "/exceptions/"}
    data |= {"confirm": "1", "offered": ",".join(map(str, keys))}
    response = client.post(NEW, data)
    assert response.headers["Location"] == "/exceptions/"
    assert Assignment.objects.filter(urgings_count=1).count() == len(keys) - 1 == 10


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"reply_by": "31/02/2026"}, "reply_by"),
        ({"reply_by": ""}, "reply_by"),
        ({"words": ""}, "words"),
        ({"row": []}, "__all__"),
    ],
)
def test_nothing_typed_is_lost(cast, sign_in, data, field):
    work = given(cast)
    good = {"kind": "urge", "words": "Báo cáo gấp", "reply_by": "22/09/2026", "row": [work.pk]}
    good |= {"confirm": "1", "offered": work.pk}
    response = sign_in(cast.leader).post(NEW, good | data)
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert form["words"].value() == (good | data)["words"]
    assert Instruction.objects.count() == 0


NOTHING = ["row=abc", "row=9" * 20, "all=1&filter=directive%3Dx", "all=1&filter=directive%3D99999", ""]


@pytest.mark.parametrize("query", NOTHING)
def test_a_sheet_for_nothing_is_not_found(cast, sign_in, query):
    given(cast)
    assert sign_in(cast.leader).get(f"{NEW}?{query}").status_code == 404


def test_another_offices_work_is_not_instructed(cast, sign_in):
    work = given(cast)
    assert sign_in(cast.outsider).get(NEW, {"row": work.pk}).status_code == 404
    assert sign_in(cast.ward_chair).get(NEW, {"row": work.pk}).status_code == 403


def test_while_an_obstacle_waits_the_escalation_pauses_one_rung(cast, now):
    """Special red goes no further than the superior, red no further than the unit; whoever must decide hears of it."""
    position_add(user=cast.second_clerk, unit=cast.committee, role=Role.UNIT_HEAD, is_head=True, valid_from=EPOCH)
    work = held(cast, days=-8)

    def told(kind=MessageKind.DEADLINE):
        row = Assignment.objects.with_rights().get(pk=work.pk)
        return Recipients([row], in_days(0)).of(row, kind)

    assert told() == [cast.ward_chair, cast.second_clerk, cast.leader]
    assignment_block(assignment=work, actor=cast.ward_chair, now=now, reason="Chờ vật tư", decider=cast.health)
    assert told() == [cast.ward_chair, cast.second_clerk]
    assert told(MessageKind.OBSTACLE) == [cast.health_head]
    assignment_resolve(assignment=work, actor=cast.health_head, now=now, reason="Đã cấp")
    assert told() == [cast.ward_chair, cast.second_clerk, cast.leader]


def test_an_answer_is_no_longer_wanted_of_finished_work(cast, now, sign_in):
    work = reported(cast)
    urge(cast, now, work, kind="evidence")
    work = assignment_confirm(assignment=work, actor=cast.clerk, now=now, grade="good")
    assert sign_in(cast.leader).get("/assignments/?only=unanswered&standing=all").context["rows"] == []
    with pytest.raises(Refused):
        assignment_answer(assignment=work, actor=cast.ward_chair, now=now, words="Đã xong")
