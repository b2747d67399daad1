"""Open work of units that end goes to their successors: deadlines unchanged, the old rows closed under the old name."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import override

from assignments.enums import Action, Standing, State
from assignments.models import Assignment, Evidence, HandOver, Transition
from assignments.permissions import available_actions, sides_of
from assignments.selectors.history import replay
from assignments.services import (
    Order,
    Refused,
    assignment_acknowledge,
    assignment_confirm,
    assignment_dispute,
    assignment_take_back,
    assignment_uphold,
    directive_assign,
    instruct,
)
from assignments.services.acting import tracked
from assignments.services.handing_over import succession_complete
from directives.enums import UnitRole
from directives.models import Directive
from tests.cast import Cast
from tests.conftest import NOW, TODAY
from tests.making import assign, by, make_directive
from tests.reform import planned
from wards.clock import today as day_of
from wards.models import Position, Succession, User
from wards.succession_plan import NewUnit, Plan

from .story import declined, finished, given, held, reported

LATER = NOW + dt.timedelta(hours=1)


def complete(cast: Cast, change: Callable[[Plan], None] | None = None, *, at: dt.datetime = LATER) -> list[Assignment]:
    return succession_complete(succession=planned(cast, change), actor=cast.administrator, now=at)


def chosen(*rows: Assignment, refs: list[str]) -> Callable[[Plan], None]:
    def change(plan: Plan) -> None:
        plan.work |= {str(row.pk): refs for row in rows}

    return change


def stories(row: Assignment) -> list[tuple[str, str, str]]:
    return list(row.transitions.order_by("id").values_list("action", "from_state", "to_state"))


def test_the_one_successor_goes_on_with_the_deadline_unchanged(cast: Cast) -> None:
    old = given(cast, days=5)
    Assignment.objects.filter(pk=old.pk).update(urgings_count=2, is_starred=True, original_deadline_on=TODAY)
    (new,) = complete(cast)
    old.refresh_from_db()
    assert (old.state, old.closed_at, old.next_reminder_on) == (State.HANDED_OVER, LATER, None)
    assert old.standing_on(TODAY) == Standing.CLOSED
    assert old.unit == cast.wards[0]  # history stays under the old name
    assert (new.unit.name, new.state, new.task) == ("UBND phường Mẫu Một", State.ASSIGNED, old.task)
    assert (new.deadline_on, new.original_deadline_on, new.received_on) == (old.deadline_on, TODAY, old.received_on)
    assert (new.urgings_count, new.is_starred, new.made_by) == (2, True, cast.administrator)
    assert stories(old)[-1] == (Action.HAND_OVER, State.ASSIGNED, State.HANDED_OVER)
    assert "1656/NQ-M" in old.transitions.latest("id").reason
    assert stories(new) == [(Action.ASSIGN, "", State.ASSIGNED)]
    data = new.transitions.get().data
    assert (data["handed_over_from"], data["set"]["deadline_on"]) == ([old.pk], old.deadline_on.isoformat())
    assert [link.old for link in new.handed_over_from.all()] == [old]


def test_three_wards_share_of_one_task_becomes_one_by_the_earliest_deadline(cast: Cast) -> None:
    rows = assign(cast, *cast.wards[7:], directive=make_directive(cast), deadline=dt.date(2026, 9, 30))
    Assignment.objects.filter(pk=rows[2].pk).update(deadline_on=dt.date(2026, 9, 25))
    (new,) = complete(cast)
    assert (new.unit.name, new.deadline_on) == ("UBND phường Mẫu Bốn", dt.date(2026, 9, 25))
    assert {link.old_id for link in new.handed_over_from.all()} == {row.pk for row in rows}
    assert Assignment.objects.open().count() == 1


def test_work_of_a_divided_ward_goes_where_it_was_chosen_to_go(cast: Cast) -> None:
    """Bắc is divided between Hai and Ba: one piece goes to Ba, another to both."""
    one, both = given(cast, cast.wards[3]), given(cast, cast.wards[3])

    def change(plan: Plan) -> None:
        plan.work = {str(one.pk): ["n3"], str(both.pk): ["n2", "n3"]}

    complete(cast, change)
    goes = HandOver.objects.order_by("old", "new__unit__name").values_list("old", "new__unit__name")
    assert list(goes) == [
        (one.pk, "UBND phường Mẫu Ba"),
        (both.pk, "UBND phường Mẫu Ba"),
        (both.pk, "UBND phường Mẫu Hai"),
    ]


def test_nothing_is_carried_out_while_one_piece_of_work_is_undecided(cast: Cast) -> None:
    given(cast)
    undecided = given(cast, cast.wards[3])
    with override("en"), pytest.raises(ValidationError) as caught:
        complete(cast)
    assert caught.value.messages == [f"Choose who goes on with it: {undecided}."]
    assert set(Assignment.objects.values_list("state", flat=True)) == {State.ASSIGNED}
    cast.wards[0].refresh_from_db()
    assert cast.wards[0].valid_to is None
    assert Succession.objects.get().done_at is None


def test_a_successor_that_is_none_of_the_units_is_no_choice(cast: Cast) -> None:
    row = given(cast, cast.wards[3])
    with pytest.raises(ValidationError):
        complete(cast, chosen(row, refs=["n4"]))


def test_a_report_goes_over_as_it_stood_with_its_evidence(cast: Cast) -> None:
    old = reported(cast)
    done_on, ids = old.done_on, set(old.evidence.values_list("pk", flat=True))
    (new,) = complete(cast)
    assert (new.state, new.done_on, new.submitted_by, new.evidence_count) == (
        State.SUBMITTED,
        done_on,
        cast.ward_chair,
        2,
    )
    assert stories(new) == [(Action.ASSIGN, "", State.ASSIGNED), (Action.SUBMIT, State.ASSIGNED, State.SUBMITTED)]
    assert new.transitions.latest("id").actor == cast.ward_chair
    copies = Evidence.objects.filter(assignment=new).order_by("pk")
    assert [(item.original_name, item.number) for item in copies] == [("ảnh hiện trường.png", ""), ("", "12/BC-UBND")]
    assert ids == set(Evidence.objects.filter(assignment=old).values_list("pk", flat=True))
    done = assignment_confirm(assignment=new, actor=cast.clerk, now=LATER, grade="good")
    assert (done.state, done.done_on) == (State.COMPLETED, done_on)


def test_a_report_beside_work_not_reported_is_kept_as_evidence(cast: Cast) -> None:
    directive = make_directive(cast)
    mine = reported(cast, directive=directive)
    given(cast, cast.wards[1], directive=directive)
    (new,) = complete(cast)
    assert (new.state, new.evidence_count, new.evidence.count()) == (State.ASSIGNED, 2, 2)
    assert new.done_on is None
    mine.refresh_from_db()
    assert (mine.state, mine.evidence.count()) == (State.HANDED_OVER, 2)


def test_what_the_successor_takes_back_it_may_report_again(cast: Cast) -> None:
    old = reported(cast)
    (new,) = complete(cast)
    chair = seat(cast.idler, new)
    assert assignment_take_back(assignment=new, actor=chair, now=LATER).state == State.ACKNOWLEDGED
    assert (
        new.transitions.filter(action=Action.SUBMIT).get().data["done_on"] == (NOW.date() - dt.timedelta(2)).isoformat()
    )
    assert old.pk != new.pk


def test_declined_work_stays_with_the_office_to_decide(cast: Cast) -> None:
    declined(cast)
    (new,) = complete(cast)
    assert (new.state, stories(new)[-1]) == (State.DECLINED, (Action.DECLINE, State.ASSIGNED, State.DECLINED))
    assert new.transitions.latest("id").reason == "Không thuộc thẩm quyền của phường"


def test_what_was_acknowledged_the_successor_receives_anew(cast: Cast) -> None:
    held(cast)
    (new,) = complete(cast)
    assert new.state == State.ASSIGNED


def test_closed_work_is_left_alone(cast: Cast) -> None:
    done = finished(cast)
    assert complete(cast) == []
    done.refresh_from_db()
    assert (done.state, done.unit) == (State.COMPLETED, cast.wards[0])


def test_open_work_does_not_vanish_into_what_the_successor_has_done(cast: Cast) -> None:
    directive = make_directive(cast)
    done = finished(cast, cast.wards[5], actor=seat_head(cast, 5), directive=directive)
    open_ = given(cast, directive=directive)

    def absorb(plan: Plan) -> None:
        keeper = cast.wards[5].pk
        plan.old, plan.create, plan.new = [cast.wards[0].pk], [], [keeper]
        plan.links, plan.groups = [(cast.wards[0].pk, f"u{keeper}")], []

    with override("en"), pytest.raises(ValidationError, match="is completed already"):
        complete(cast, absorb)
    for row, state in ((done, State.COMPLETED), (open_, State.ASSIGNED)):
        row.refresh_from_db()
        assert row.state == state


def test_an_existing_unit_that_takes_over_goes_on_with_what_it_has(cast: Cast) -> None:
    directive = make_directive(cast)
    own, theirs = assign(cast, cast.wards[5], cast.wards[0], directive=directive)
    proven = reported(cast, directive=make_directive(cast, number="7/X"))
    mine = given(cast, cast.wards[5], directive=proven.directive)

    def absorb(plan: Plan) -> None:
        keeper = cast.wards[5].pk
        plan.old, plan.create, plan.new = [cast.wards[0].pk], [], [keeper]
        plan.links, plan.groups = [(cast.wards[0].pk, f"u{keeper}")], []

    assert complete(cast, absorb) == []
    links = HandOver.objects.order_by("old").values_list("old", "new")
    assert list(links) == [(theirs.pk, own.pk), (proven.pk, mine.pk)]
    mine.refresh_from_db()
    assert (mine.state, mine.evidence_count, mine.evidence.count()) == (State.ASSIGNED, 2, 2)


def seat(person: User, row: Assignment) -> User:
    """The person heads the unit of the row from now on."""
    Position.objects.create(user=person, unit=row.unit, role="unit_head", is_head=True, valid_from=row.unit.valid_from)
    return User.objects.get(pk=person.pk)


def test_the_old_chair_reads_and_changes_nothing_the_new_one_reads_the_archive(cast: Cast) -> None:
    done, open_ = finished(cast), given(cast)
    (new,) = complete(cast)
    chair = User.objects.get(pk=cast.ward_chair.pk)
    assert set(Assignment.objects.visible_to(chair)) == {done, open_}
    assert [sides_of(chair, row) for row in (done, open_, new)] == [set()] * 3
    successor = seat(cast.idler, new)
    assert set(Assignment.objects.visible_to(successor)) == {done, open_, new}
    assert (sides_of(successor, done), available_actions(successor, open_, day_of(LATER))) == (set(), [])
    assert assignment_acknowledge(assignment=new, actor=successor, now=LATER).state == State.ACKNOWLEDGED
    with pytest.raises(Refused):
        assignment_acknowledge(assignment=open_, actor=chair, now=LATER)


def test_staff_of_the_successor_read_what_came_before_and_no_other_ward(cast: Cast) -> None:
    mine, other = finished(cast), finished(cast, cast.wards[8], actor=seat_head(cast, 8))
    complete(cast)
    (new_ward,) = Succession.objects.get().links.filter(old=cast.wards[0]).values_list("new", flat=True)
    Position.objects.create(user=cast.idler, unit_id=new_ward, role="unit_staff", valid_from=dt.date(2025, 7, 1))
    seen = Assignment.objects.visible_to(User.objects.get(pk=cast.idler.pk))
    assert (set(seen), other in seen) == ({mine}, False)


def seat_head(cast: Cast, i: int) -> User:
    user = User.objects.create(username=f"head {i}", full_name=f"Trưởng {i}")
    Position.objects.create(
        user=user, unit=cast.wards[i], role="unit_head", is_head=True, valid_from=dt.date(2015, 1, 1)
    )
    return user


def test_clerks_of_an_office_that_succeeds_read_the_directives_before(cast: Cast) -> None:
    directive = make_directive(cast)

    def offices(plan: Plan) -> None:
        plan.old, plan.new = [cast.office.pk], []
        plan.create = [NewUnit("Đảng ủy phường Mẫu", kind="party_committee", level="commune")]
        plan.links, plan.groups = [(cast.office.pk, "n1")], []

    complete(cast, offices)
    office = Succession.objects.get().links.get().new
    assert office is not None
    Position.objects.create(user=cast.idler, unit=office, role="clerk", valid_from=office.valid_from)
    heir, clerk = (User.objects.get(pk=user.pk) for user in (cast.idler, cast.clerk))
    assert list(Directive.objects.visible_to(heir)) == list(Directive.objects.visible_to(clerk)) == [directive]


def test_the_loser_of_a_merger_is_told_by_which_decision(cast: Cast) -> None:
    row = given(cast)
    complete(cast)
    with override("en"), pytest.raises(Refused) as caught:
        assignment_acknowledge(assignment=row, actor=cast.ward_chair, now=LATER)
    assert "Handed over" in caught.value.messages[0]
    assert cast.administrator.full_name in caught.value.messages[0]


def test_every_history_replays_to_where_its_row_stands(cast: Cast) -> None:
    for make in (given, held, reported, declined, finished):
        make(cast)
    complete(cast)
    for row in Assignment.objects.prefetch_related("transitions"):
        steps = list(row.transitions.all())
        assert [step.from_state for step in steps] == ["", *(step.to_state for step in steps[:-1])]
        assert (steps[-1].to_state, steps[0].at) == (row.state, row.made_at)
        assert row.evidence_count == row.evidence.count()


def test_what_waits_for_a_leader_stays_in_the_name_of_who_proposed_it(cast: Cast) -> None:
    order = Order(make_directive(cast).tasks.get(), UnitRole.LEAD, [cast.wards[0]], by(dt.date(2026, 9, 30)))
    directive_assign(
        directive=order.task.directive, orders=[order], actor=cast.leader, now=NOW, needs_approval=True
    )  # by a leader: another one is to approve it
    (new,) = complete(cast)
    assert (new.state, new.made_by) == (State.PROPOSED, cast.leader)
    assert Action.APPROVE not in available_actions(cast.leader, new, TODAY)


def test_reports_that_become_one_or_were_corrected_replay_too(cast: Cast) -> None:
    directive = make_directive(cast)
    for i in (7, 8):
        reported(cast, cast.wards[i], actor=seat_head(cast, i), directive=directive)
    corrected = assignment_dispute(assignment=reported(cast), actor=cast.ward_chair, now=NOW, reason="Nhập nhầm ngày")
    data = {"reason": "Nhập nhầm", "corrects": "done_on", "day": TODAY - dt.timedelta(4)}
    assignment_uphold(assignment=corrected, actor=cast.clerk, now=NOW, **data)
    new, joined = sorted(complete(cast), key=lambda row: row.evidence_count)
    assert (new.done_on, joined.evidence_count, joined.state) == (data["day"], 4, State.SUBMITTED)
    for row in Assignment.objects.all():
        assert replay(row.transitions.order_by("id")) == tracked(row) | {"state": row.state}


def test_what_waits_for_an_answer_waits_on_the_work_that_goes_on(cast: Cast) -> None:
    directive = make_directive(cast)
    rows = [given(cast, cast.wards[i], directive=directive) for i in (7, 8)]
    said = {"kind": "urge", "words": "Báo cáo", "reply_by": TODAY + dt.timedelta(days=2)}
    instruct(assignments=rows, actor=cast.leader, now=NOW, **said)
    (new,) = complete(cast)
    new.refresh_from_db()
    assert (new.unanswered_count, new.next_reminder_on, new.instructed.unanswered().count()) == (1, TODAY, 1)
    assert new.instructed.get().read_at is None
    for row in rows:
        row.refresh_from_db()
        assert (row.unanswered_count, row.instructed.unanswered().count()) == (0, 0)
        assert "1656/NQ-M" in row.instructed.get().answer
        assert replay(row.transitions.order_by("id")) == tracked(row) | {"state": row.state}
    assert replay(new.transitions.order_by("id")) == tracked(new) | {"state": new.state}


def test_an_instruction_joins_what_the_successor_has(cast: Cast) -> None:
    own, theirs = assign(cast, cast.wards[5], cast.wards[0], directive=make_directive(cast))
    said = {"kind": "urge", "words": "Báo cáo", "reply_by": TODAY + dt.timedelta(days=2)}
    instruct(assignments=[theirs], actor=cast.leader, now=NOW, **said)

    def absorb(plan: Plan) -> None:
        keeper = cast.wards[5].pk
        plan.old, plan.create, plan.new = [cast.wards[0].pk], [], [keeper]
        plan.links, plan.groups = [(cast.wards[0].pk, f"u{keeper}")], []

    complete(cast, absorb)
    own.refresh_from_db()
    assert (own.unanswered_count, own.urgings_count, own.next_reminder_on) == (1, 1, TODAY)
    assert replay(own.transitions.order_by("id")) == tracked(own) | {"state": own.state}


def test_handing_over_costs_the_same_for_one_and_for_thirty(cast: Cast, django_assert_num_queries: Callable) -> None:
    assert cast.administrator.roles == {"administrator"}
    point = transaction.savepoint()
    reported(cast)
    draft = planned(cast)
    with django_assert_num_queries(53):
        succession_complete(succession=draft, actor=cast.administrator, now=LATER)
    transaction.savepoint_rollback(point)
    for _n in range(3):
        reported(cast)
    whole = [ward for i, ward in enumerate(cast.wards) if i not in (2, 3, 4)]
    assign(cast, *whole, directive=make_directive(cast, number="30/X", tasks=4))
    draft = planned(cast)
    with django_assert_num_queries(53):
        made = succession_complete(succession=draft, actor=cast.administrator, now=LATER)
    assert len(made) == 3 + 3 * 4
    assert Transition.objects.filter(action=Action.HAND_OVER).count() == 3 + 8 * 4
    assert not Assignment.objects.filter(state=State.HANDED_OVER, version=1).exists()
