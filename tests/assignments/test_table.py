"""State × action × role: allowed, or the exact refusal; the service and the page say the same."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assignments import services
from assignments.enums import MOVES, TABLE, TRANSITIONS, Action, State
from assignments.models import Assignment, Transition
from assignments.permissions import Why, available_actions, why_not
from assignments.services import DeadlineSet, NewDocument, Order, Refused, directive_assign
from directives.enums import DeadlineKind, UnitRole
from tests.cast import EPOCH, Cast
from tests.making import by, make_directive
from wards.enums import Role
from wards.models import User
from wards.services import person_create, position_add

from .story import in_days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

ROLES = (
    "clerk", "leader", "ward_chair", "ward_staff", "other_chair", "committee_staff", "committee_head", "inspector",
    "administrator", "outsider",
)  # fmt: skip
PAPER = NewDocument("15/BC-UBND", dt.date(2026, 9, 10), "UBND quận")


def _make(cast: Cast, now: dt.datetime, *, proposed: bool = False, deadline: DeadlineSet | None = None) -> Assignment:
    directive = make_directive(cast, number=f"{Assignment.objects.count()}/T")
    orders = [Order(directive.tasks.get(), UnitRole.LEAD, [cast.wards[0]], deadline or by(in_days(5)))]
    return directive_assign(
        directive=directive, orders=orders, actor=cast.second_clerk, now=now, needs_approval=proposed
    )[0]


def _do(name: str, row: Assignment, actor: User, now: dt.datetime, **data: Any) -> Assignment:
    getattr(services, f"assignment_{name}")(assignment=row, actor=actor, now=now, **data)
    return Assignment.objects.with_rights().get(pk=row.pk)


def in_state(cast: Cast, now: dt.datetime, state: str) -> Assignment:
    """Work in a state, and in what may be asked beside it ("asked": more time, an obstacle, an objection, an order);
    "standing": assigned, without an end, its day of review come."""
    endless = DeadlineSet(DeadlineKind.STANDING, review_on=in_days(0)) if state == "standing" else None
    row = _make(cast, now, proposed=state == "proposed", deadline=endless)
    chair, clerk = cast.ward_chair, cast.second_clerk
    if state == "asked":
        row = _do("ask_extension", row, chair, now, until=in_days(9), reason="Chờ vật tư", so_far="Một nửa")
        row = _do("block", row, chair, now, reason="Chưa có hóa chất", decider=cast.committee)
        row = _do("dispute", row, chair, now, reason="Đã làm xong")
        row = _do("delegate", row, chair, now, person=cast.ward_staff)
        row = _do("star", row, clerk, now)
        services.instruct(
            assignments=[row], actor=cast.leader, now=now, kind="urge", words="Báo cáo", reply_by=in_days(2)
        )
    elif state == "acknowledged":
        row = _do("acknowledge", row, chair, now)
    elif state in ("submitted", "completed"):
        row = _do("submit", row, chair, now, proofs=[PAPER])
        row = _do("confirm", row, clerk, now, grade="good") if state == "completed" else row
    elif state == "declined":
        row = _do("decline", row, chair, now, reason="Không thuộc thẩm quyền")
    elif state == "withdrawn":
        row = _do("withdraw", row, clerk, now, reason="Giao nhầm")
    elif state in ("superseded", "handed_over"):
        Assignment.objects.filter(pk=row.pk).update(state=state, closed_at=now)
    return Assignment.objects.with_rights().get(pk=row.pk)


STATES = ("proposed", "assigned", "acknowledged", "asked", "submitted", "declined", "completed", "withdrawn",
          "superseded", "handed_over", "standing")  # fmt: skip
UNIT = {"ward_chair", "ward_staff"}
HEAD = {"ward_chair"}
OFFICE = {"clerk", "leader"}
LEADER = {"leader"}
DECIDER = {"committee_head"}
IN_HAND = {"assigned", "acknowledged", "asked", "standing"}
OPEN = IN_HAND | {"proposed", "submitted", "declined"}
QUIET = IN_HAND - {"asked"}  # nothing is asked there yet
# Written out by hand and not from the program's table: action → (who, in which states).
EXPECTED: dict[str, tuple[set[str], set[str]]] = {
    "approve": (LEADER, {"proposed"}),
    "send_back": (LEADER, {"proposed"}),
    "acknowledge": (UNIT, {"assigned", "asked", "standing"}),
    "submit": (UNIT, IN_HAND),
    "take_back": (UNIT, {"submitted"}),
    "confirm": (OFFICE, {"submitted"}),
    "return": (OFFICE, {"submitted"}),
    "decline": (HEAD, IN_HAND),
    "insist": (OFFICE, {"declined"}),
    "reassign": (OFFICE, IN_HAND | {"declined"}),
    "withdraw": (OFFICE, OPEN),
    "reopen": (OFFICE, {"completed"}),
    "answer": (UNIT, {"asked"}),
    "ask_extension": (UNIT, QUIET - {"standing"}),
    "drop_extension": (UNIT, {"asked"}),
    "grant": (OFFICE, {"asked"}),
    "refuse": (OFFICE, {"asked"}),
    "extend": (OFFICE, QUIET - {"standing"}),
    "set_deadline": (OFFICE, QUIET),
    "reviewed": (OFFICE, {"standing"}),
    "block": (UNIT, QUIET),
    "unblock": (UNIT, {"asked"}),
    "resolve": (DECIDER, {"asked"}),
    "dispute": (UNIT, QUIET | {"submitted", "completed"}),
    "drop_dispute": (UNIT, {"asked"}),
    "uphold": (OFFICE, {"asked"}),
    "reject": (OFFICE, {"asked"}),
    "instruct": (OFFICE, OPEN - {"proposed"}),
    "delegate": (HEAD, IN_HAND),
    "undelegate": (HEAD, {"asked"}),
    "star": (OFFICE, OPEN - {"asked"}),
    "unstar": (OFFICE, {"asked"}),
}


@pytest.fixture
def troupe(cast: Cast) -> Cast:
    """The cast, with two people of the unit above the ward."""
    for part, role in (("committee_staff", Role.UNIT_STAFF), ("committee_head", Role.UNIT_HEAD)):
        cast.people[part] = person_create(username=part, full_name=f"Người {part}")
        position_add(user=cast.people[part], unit=cast.committee, role=role, valid_from=EPOCH)
    return cast


def allowed(action: str, state: str, who: str) -> bool:
    people, states = EXPECTED[action]
    return who in people and state in states


def data_of(action: str, cast: Cast) -> dict[str, Any]:
    """What the service is given, good enough to succeed."""
    return {
        "submit": {"proofs": [PAPER]},
        "confirm": {"grade": "good"},
        "answer": {"words": "Sẽ xong trong tuần"},
        "ask_extension": {"until": in_days(9), "reason": "Chờ", "so_far": "Một nửa"},
        "extend": {"until": in_days(9), "reason": "Thiên tai"},
        "set_deadline": {"deadline": by(in_days(4)), "reason": "Cấp trên yêu cầu sớm hơn"},
        "reviewed": {"review_on": in_days(90)},
        "block": {"reason": "Chưa có hóa chất", "decider": cast.committee},
        "reassign": {"unit": cast.wards[3], "reason": "Đúng địa bàn"},
        "delegate": {"person": cast.ward_staff},
    }.get(action, {"reason": "Có lý do"} if TABLE[Action(action)].needs_reason else {})


def _serve(action: str, row: Assignment, actor: User, now: dt.datetime, cast: Cast) -> str:
    """What the service answers: "" where it is done, else the exact words."""
    try:
        if action == "instruct":
            name = cast.leader if actor.username == "clerk" else None
            services.instruct(
                assignments=[row], actor=actor, now=now, kind="urge", words="Báo cáo", reply_by=in_days(2), by=name
            )
        else:
            _do(action, row, actor, now, **data_of(action, cast))
    except Refused as refused:
        return refused.messages[0]
    return ""


def test_the_table_of_this_test_names_every_action() -> None:
    assert set(EXPECTED) == {action.value for action in TABLE}


@pytest.mark.parametrize("state", STATES)
def test_what_is_offered_is_done_and_what_is_not_is_refused(troupe: Cast, now: dt.datetime, state: str) -> None:
    """Each role tries each action through the service; nothing is left behind by a refusal."""
    row = in_state(troupe, now, state)
    lines = Transition.objects.filter(assignment=row).count()
    wrong = []
    for who in ROLES:
        actor = User.objects.get(pk=troupe.people[who].pk)
        offered = {action.value for action in available_actions(actor, row, in_days(0))}
        for action in EXPECTED:
            point = transaction.savepoint()
            said = _serve(action, row, actor, now, troupe)
            after = Transition.objects.filter(assignment=row).count()
            transaction.savepoint_rollback(point)
            may = allowed(action, state, who)
            if (said == "") != may or (action in offered) != may or after != lines + may:
                wrong.append((who, action, said, action in offered, after - lines))
    assert wrong == []


@pytest.mark.parametrize("state", STATES)
def test_the_page_says_what_the_service_says(
    troupe: Cast, now: dt.datetime, state: str, sign_in: Callable[[User], Client]
) -> None:
    """The sheet opens (200) where the action is offered; says the service's very words (409) where the state or a
    limit forbids; 403 without the right; 404 outside one's scope. A GET changes nothing."""
    row = in_state(troupe, now, state)
    version, wrong = row.version, []
    for who in ROLES:
        actor = User.objects.get(pk=troupe.people[who].pk)
        client, visible = sign_in(actor), Assignment.objects.visible_to(actor).filter(pk=row.pk).exists()
        for action in EXPECTED:
            if action in ("acknowledge", "instruct"):  # without a sheet of their own: see below
                continue
            page = reverse("assignments:submit", args=[row.pk])
            page = page if action == "submit" else reverse("assignments:act", args=[row.pk, action])
            response = client.get(page)
            point = transaction.savepoint()
            said = _serve(action, row, actor, now, troupe)
            transaction.savepoint_rollback(point)
            if not visible:
                fits = response.status_code == 404 and said != ""
            elif response.status_code == 403:
                fits = said != "" and not allowed(action, state, who)
            elif response.status_code == 409:
                fits = response.context["refused"] == said != ""
            else:
                fits = response.status_code == 200 and said == ""
            if not fits:
                wrong.append((who, action, response.status_code, said))
    row.refresh_from_db()
    assert (wrong, row.version) == ([], version)


@pytest.mark.parametrize("state", STATES)
def test_acknowledging_and_what_is_done_to_many_by_their_own_pages(
    troupe: Cast, now: dt.datetime, state: str, sign_in: Callable[[User], Client]
) -> None:
    row = in_state(troupe, now, state)
    for who in ROLES:
        client = sign_in(troupe.people[who])
        point = transaction.savepoint()
        client.post(reverse("assignments:acknowledge", args=[row.pk]))
        acknowledged = Transition.objects.filter(assignment=row, action="acknowledge").count()
        transaction.savepoint_rollback(point)
        assert acknowledged == (state == "acknowledged") + allowed("acknowledge", state, who)
        data = {"kind": "urge", "words": "Báo cáo", "reply_by": in_days(2).isoformat(), "row": row.pk,
                "by": troupe.leader.pk, "reason": "Trùng", "confirm": "1"}  # fmt: skip
        for action in ("instruct", "withdraw"):
            point = transaction.savepoint()
            before = Transition.objects.filter(assignment=row, action=action).count()
            client.post(reverse("assignments:bulk", args=[action]), data)
            after = Transition.objects.filter(assignment=row, action=action).count()
            transaction.savepoint_rollback(point)
            assert after - before == allowed(action, state, who)


def test_the_refusal_tells_what_happened_and_by_whom(troupe: Cast, now: dt.datetime) -> None:
    row = in_state(troupe, now, "completed")
    with override("en"), pytest.raises(Refused) as refused:
        services.assignment_withdraw(assignment=row, actor=troupe.clerk, now=now, reason="x")
    assert refused.value.messages == [
        f"Not possible now: “Completed” since 08:05 18/09/2026 (confirm, {troupe.second_clerk})."
    ]


@pytest.mark.parametrize(
    ("action", "why", "words"),
    [
        ("grant", Why.FOUR_EYES, "Whoever asks for more time, or belongs to the unit, does not decide on it."),
        ("uphold", Why.FOUR_EYES, "Whoever objects to a figure does not decide on it."),
        ("reject", Why.FOUR_EYES, "Whoever objects to a figure does not decide on it."),
        ("resolve", Why.FOUR_EYES, "Whoever reported an obstacle does not decide on it."),
    ],
)
def test_nobody_decides_on_what_he_asked(cast: Cast, now: dt.datetime, action: str, why: Why, words: str) -> None:
    """One person who heads the ward and serves the office: four eyes all the same."""
    both = cast.ward_chair
    position_add(user=both, unit=cast.office, role=Role.LEADER, valid_from=EPOCH)
    position_add(user=both, unit=cast.committee, role=Role.UNIT_HEAD, valid_from=EPOCH)
    row = in_state(cast, now, "asked")
    both = User.objects.get(pk=both.pk)
    assert why_not(both, row, Action(action), in_days(0)) is why
    with override("en"):
        assert _serve(action, row, both, now, cast) == words


@pytest.mark.parametrize(("action", "state"), [("set_deadline", "assigned"), ("reviewed", "standing")])
def test_no_unit_sets_its_own_deadline(cast: Cast, now: dt.datetime, action: str, state: str) -> None:
    """Nor looks at its own standing work, though its head serves the office too."""
    row = in_state(cast, now, state)
    position_add(user=cast.ward_chair, unit=cast.office, role=Role.LEADER, valid_from=EPOCH)
    both = User.objects.get(pk=cast.ward_chair.pk)
    assert why_not(both, row, Action(action), in_days(0)) is Why.FOUR_EYES
    with override("en"):
        assert _serve(action, row, both, now, cast) == "Whoever belongs to the unit does not set its deadline."


@pytest.mark.parametrize("who", ["clerk", "second_clerk"])
def test_whoever_proposes_does_not_approve(cast: Cast, now: dt.datetime, who: str) -> None:
    row = in_state(cast, now, "proposed")
    position_add(user=cast.second_clerk, unit=cast.office, role=Role.LEADER, valid_from=EPOCH)
    with override("en"):
        said = _serve("approve", row, User.objects.get(username=who), now, cast)
    mine = "Whoever proposed an assignment does not approve it."
    assert said == ("You may not do this." if who == "clerk" else mine)


CLOSED = {"completed", "withdrawn", "superseded", "handed_over"}


@pytest.mark.parametrize("before", State.values)
def test_the_database_knows_the_moves_and_no_others(cast: Cast, now: dt.datetime, before: str) -> None:
    """Every pair of states, written past the services: what the table does not hold, the database refuses."""
    found = set()
    for after in State.values:
        row = _make(cast, now)
        row.pk, row.period = None, f"{before}>{after}"[:12]
        proof = {"evidence_count": 1, "submitted_by": cast.ward_chair, "submitted_at": now, "recorded_at": now}
        for name, value in proof.items():
            setattr(row, name, value)
        row.done_on, row.state = now.date(), State(before)
        row.closed_at, row.grade = now if before in CLOSED else None, "good" if before == "completed" else ""
        row.save()
        change = {"closed_at": now if after in CLOSED else None, "grade": "good" if after == "completed" else ""}
        with suppress(IntegrityError), transaction.atomic():
            Assignment.objects.filter(pk=row.pk).update(state=after, **change)
            found.add(after)
    assert found == {after.value for source, after in MOVES if source == before} | {before}


def test_no_move_leads_out_of_what_is_closed_otherwise_nor_past_the_report() -> None:
    """DOMAIN §2.4, in words of the table."""
    assert {source for source, _after in MOVES} & {State.WITHDRAWN, State.SUPERSEDED, State.HANDED_OVER} == set()
    assert {source for source, after in MOVES if after == State.COMPLETED} == {State.SUBMITTED}
    assert {source for source, after in MOVES if after == State.SUBMITTED} == {State.ASSIGNED, State.ACKNOWLEDGED}
    assert {source for source, after in MOVES if after == State.ASSIGNED} == {State.PROPOSED, State.DECLINED}
    assert {action for action in TRANSITIONS if State.PROPOSED in TABLE[action].sources} == {
        Action.APPROVE,
        Action.SEND_BACK,
        Action.WITHDRAW,
    }


def test_a_row_says_of_a_wrong_move_what_is_wrong(cast: Cast, now: dt.datetime) -> None:
    row = _make(cast, now)
    row.state = State.PROPOSED
    with pytest.raises(ValidationError):
        row.validate_constraints()
