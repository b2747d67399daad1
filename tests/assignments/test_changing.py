"""A directive is superseded, amended or withdrawn: its open work goes on under the new one or is closed with that
reason; nothing is lost, and what is closed is neither done nor late."""

import datetime as dt
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from assignments import services
from assignments.enums import Action, Standing, State
from assignments.models import Assignment, InstructionTarget, Repointing, Transition
from assignments.selectors.directives import Progress, progress_of
from assignments.selectors.history import replay
from assignments.services import NewDocument, Refused, directive_assign, directive_change, periods_make
from assignments.services.acting import tracked
from assignments.services.assigning import DeadlineSet, Order
from directives.enums import ChangeKind, DeadlineKind, DirectiveState, UnitRole
from directives.models import Directive, DirectiveChange, Task
from tests.cast import Cast
from tests.conftest import NOW, TODAY
from tests.making import assign, by, make_directive
from wards.models import AuditEntry, Position, User

from .story import DATELESS, declined, finished, given, held, in_days, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

LATER = NOW + dt.timedelta(hours=1)
NUMBERS = count(500)
SUPERSEDE, AMEND, WITHDRAW = ChangeKind.SUPERSEDE, ChangeKind.AMEND, ChangeKind.WITHDRAW


def newer(cast: Cast, *, tasks: int = 1, on: dt.date | None = None) -> Directive:
    """A later document with as many orders; with a last day for each where `on` is given."""
    made = make_directive(cast, number=f"{next(NUMBERS)}/UBND-M", tasks=tasks, issued_on=dt.date(2026, 9, 10))
    Directive.objects.filter(pk=made.pk).update(received_on=dt.date(2026, 9, 10))
    if on:
        made.tasks.update(deadline_kind=DeadlineKind.DATED, deadline_on=on, deadline_words="như văn bản mới")
    return Directive.objects.get(pk=made.pk)


def to(new: Directive, *rows: Assignment, path: str = "1") -> dict[int, str]:
    return {row.task_id: str(new.tasks.get(path=path).pk) for row in rows}


def change(cast: Cast, old: Directive, new: Directive | None = None, **more: object) -> DirectiveChange:
    data: dict = {"kind": SUPERSEDE, "actor": cast.clerk, "now": LATER, "choices": {}} | more
    return directive_change(directive=old, by=new, **data)


def fresh(row: Assignment) -> Assignment:
    return Assignment.objects.with_rights().get(pk=row.pk)


def successor(row: Assignment) -> Assignment:
    return fresh(Repointing.objects.get(old=row).new)


def moves(row: Assignment) -> list[tuple[str, str, str]]:
    return list(row.transitions.order_by("id").values_list("action", "from_state", "to_state"))


def is_told_whole(row: Assignment) -> bool:
    lines = list(row.transitions.order_by("id"))
    return replay(lines) == tracked(row) | {"state": row.state} and row.version == len(lines)


def test_work_goes_on_under_the_new_order_by_its_deadline(cast: Cast) -> None:
    row, new = held(cast, days=-5), newer(cast, on=in_days(20))
    done = change(cast, row.directive, new, choices=to(new, row))
    old, goes = fresh(row), successor(row)
    assert (old.state, old.closed_at, old.next_reminder_on, old.next_period_on) == ("superseded", LATER, None, None)
    assert old.standing_on(TODAY) == Standing.CLOSED
    assert (goes.directive, goes.task, goes.unit, goes.role) == (new, new.tasks.get(), row.unit, row.role)
    assert (goes.state, goes.deadline_on, goes.original_deadline_on) == ("assigned", in_days(20), in_days(20))
    assert (goes.deadline_words, goes.received_on, goes.made_by) == ("như văn bản mới", TODAY, cast.clerk)
    assert moves(old)[-1] == (Action.SUPERSEDE, State.ACKNOWLEDGED, State.SUPERSEDED)
    assert old.transitions.latest("id").data["document"] == done.document
    assert str(new) in old.transitions.latest("id").reason
    assert str(row.directive) in goes.transitions.get().reason
    assert goes.transitions.get().data["repointed_from"] == [row.pk]
    assert Directive.objects.get(pk=row.directive_id).state == DirectiveState.SUPERSEDED
    assert is_told_whole(old)
    assert is_told_whole(goes)


def test_the_old_deadline_is_kept_where_the_new_order_has_none(cast: Cast) -> None:
    row, new = given(cast, days=4), newer(cast)
    services.assignment_extend(assignment=row, actor=cast.clerk, now=NOW, until=in_days(9), reason="Thiên tai")
    change(cast, row.directive, new, choices=to(new, row))
    goes = successor(row)
    assert (goes.deadline_on, goes.original_deadline_on) == (in_days(9), in_days(4))
    assert (goes.deadline_words, goes.extensions_count, goes.received_on) == (row.deadline_words, 1, row.received_on)
    assert goes.next_reminder_on is not None
    assert is_told_whole(goes)


def test_a_report_that_waits_goes_over_and_can_be_confirmed(cast: Cast) -> None:
    """Though the work was done before the new document was issued."""
    row, new = given(cast, days=5), newer(cast, on=in_days(5))
    services.assignment_submit(
        assignment=row, actor=cast.ward_chair, now=NOW, proofs=[NewDocument("1/BC", dt.date(2026, 9, 3))]
    )
    change(cast, row.directive, new, choices=to(new, row))
    old, goes = fresh(row), successor(row)
    assert (goes.state, goes.done_on, goes.submitted_by) == ("submitted", dt.date(2026, 9, 3), cast.ward_chair)
    assert moves(goes) == [(Action.ASSIGN, "", "assigned"), (Action.SUBMIT, "assigned", "submitted")]
    assert [proof.number for proof in goes.evidence.all()] == ["1/BC"]
    assert [proof.number for proof in old.evidence.all()] == ["1/BC"]
    assert (old.done_on, old.evidence_count) == (None, 1)
    assert is_told_whole(goes)
    done = services.assignment_confirm(assignment=goes, actor=cast.clerk, now=LATER, grade="good")
    assert (done.state, done.done_on) == ("completed", dt.date(2026, 9, 3))


def test_evidence_of_the_time_of_the_first_document_can_still_be_reported(cast: Cast) -> None:
    row, new = given(cast, days=5), newer(cast, on=in_days(5))
    change(cast, row.directive, new, choices=to(new, row))
    paper = NewDocument("2/BC", dt.date(2026, 9, 4))
    goes = services.assignment_submit(assignment=successor(row), actor=cast.ward_chair, now=LATER, proofs=[paper])
    assert goes.done_on == dt.date(2026, 9, 4)
    with pytest.raises(ValidationError, match="ban hành"):
        services.assignment_submit(
            assignment=assign(cast, cast.wards[0], directive=newer(cast), now=LATER)[0], actor=cast.ward_chair,
            now=LATER, proofs=[paper],
        )  # fmt: skip


def test_declined_work_waits_for_the_office_there(cast: Cast) -> None:
    row, new = declined(cast), newer(cast, on=in_days(9))
    change(cast, row.directive, new, choices=to(new, row))
    goes = successor(row)
    assert (goes.state, goes.transitions.latest("id").reason) == ("declined", "Không thuộc thẩm quyền của phường")
    assert is_told_whole(goes)


def test_work_that_waits_for_approval_still_waits(cast: Cast) -> None:
    old, new = make_directive(cast), newer(cast, on=in_days(9))
    order = Order(old.tasks.get(), UnitRole.LEAD, [cast.wards[0]], by(in_days(5)))
    (row,) = directive_assign(directive=old, orders=[order], actor=cast.clerk, now=NOW, needs_approval=True)
    change(cast, old, new, choices=to(new, row))
    assert (successor(row).state, successor(row).next_reminder_on) == ("proposed", in_days(4))


def test_it_joins_what_the_unit_has_there_already(cast: Cast) -> None:
    row, new = given(cast, days=3), newer(cast)
    (there,) = assign(cast, cast.wards[0], directive=new, role=UnitRole.COORDINATING, deadline=in_days(7), now=NOW)
    services.instruct(
        assignments=[row], actor=cast.leader, now=NOW, kind="urge", words="Báo cáo ngay", reply_by=in_days(2)
    )
    change(cast, row.directive, new, choices=to(new, row))
    there = fresh(there)
    assert (successor(row), Assignment.objects.filter(directive=new).count()) == (there, 1)
    assert (there.deadline_on, there.role, there.unanswered_count, there.urgings_count) == (
        in_days(7),
        "coordinating",
        1,
        1,
    )
    assert moves(there)[-1] == (Action.JOIN, "assigned", "assigned")
    assert there.transitions.latest("id").data["repointed_from"] == [row.pk]
    assert is_told_whole(there)


def test_two_old_orders_become_one(cast: Cast) -> None:
    old, new = make_directive(cast, tasks=2), newer(cast)
    first, second = assign(cast, cast.wards[0], directive=old, deadline=in_days(6))
    Assignment.objects.filter(pk=second.pk).update(deadline_on=in_days(4), urgings_count=2)
    change(cast, old, new, choices=to(new, first, second))
    goes = successor(first)
    assert (goes, goes.deadline_on, goes.urgings_count) == (successor(second), in_days(4), 2)


def test_a_unit_that_has_done_the_new_order_keeps_it_done(cast: Cast) -> None:
    new = newer(cast)
    (there,) = assign(cast, cast.wards[0], directive=new, deadline=in_days(7), now=NOW)
    paper = NewDocument("1/BC", dt.date(2026, 9, 12))
    services.assignment_submit(assignment=there, actor=cast.ward_chair, now=NOW, proofs=[paper])
    services.assignment_confirm(assignment=there, actor=cast.clerk, now=NOW, grade="good")
    row = reported(cast)
    change(cast, row.directive, new, choices=to(new, row))
    goes = successor(row)
    assert (goes, goes.state, goes.evidence.count(), fresh(row).evidence.count()) == (there, "completed", 1, 2)
    assert is_told_whole(goes)


def test_orders_that_wait_for_an_answer_go_with_the_work(cast: Cast) -> None:
    row, new = given(cast), newer(cast, on=in_days(9))
    for kind in ("urge", "evidence", "reassign"):
        services.instruct(
            assignments=[row], actor=cast.leader, now=NOW, kind=kind, words=f"Ý kiến {kind}", reply_by=in_days(2)
        )
    change(cast, row.directive, new, choices=to(new, row))
    old, goes = fresh(row), successor(row)
    assert [target.instruction.kind for target in goes.instructed.unanswered().order_by("id")] == [
        "urge",
        "evidence",
        "reassign",
    ]
    assert (goes.unanswered_count, goes.urgings_count, old.unanswered_count) == (2, 1, 0)
    assert [target.answered_by for target in old.instructed.all()] == [cast.clerk] * 3
    assert all(str(new) in target.answer for target in old.instructed.all())
    assert is_told_whole(old)
    answered = services.assignment_answer(assignment=goes, actor=cast.ward_chair, now=LATER, words="Sẽ xong")
    assert answered.unanswered_count == 0
    assert services.instruction_read(assignment=old, actor=cast.ward_chair, now=LATER) == 0


def test_what_is_closed_is_neither_done_nor_late_and_answers_what_waited(cast: Cast) -> None:
    row, new = given(cast, days=-9), newer(cast)
    services.instruct(assignments=[row], actor=cast.leader, now=NOW, kind="urge", words="Gấp", reply_by=in_days(1))
    services.assignment_block(
        assignment=row, actor=cast.ward_chair, now=NOW, reason="Thiếu vật tư", decider=cast.committee
    )
    change(cast, row.directive, new, choices={row.task_id: "close"}, reason="Bỏ nhiệm vụ này.")
    old = fresh(row)
    assert (old.state, old.is_blocked, old.unanswered_count) == ("superseded", False, 0)
    assert old.transitions.latest("id").reason.endswith("Bỏ nhiệm vụ này.")
    assert "Bỏ nhiệm vụ này." in InstructionTarget.objects.get().answer
    assert (progress_of([row.directive_id]), Repointing.objects.count()) == ({}, 0)
    assert list(Assignment.objects.late(TODAY)) == []
    assert is_told_whole(old)


def test_done_work_stays_done(cast: Cast) -> None:
    done, new = finished(cast), newer(cast)
    change(cast, done.directive, new)
    assert fresh(done).state == "completed"
    assert progress_of([done.directive_id]) == {done.directive_id: Progress(1, 1)}


def test_an_amendment_leaves_what_it_does_not_touch(cast: Cast) -> None:
    old, new = make_directive(cast, tasks=3), newer(cast, tasks=2, on=in_days(30))
    stays, goes, closes = assign(cast, cast.wards[0], directive=old)
    choices = {stays.task_id: "keep", closes.task_id: "close"} | to(new, goes, path="2")
    change(cast, old, new, kind=AMEND, choices=choices)
    assert [fresh(row).state for row in (stays, goes, closes)] == ["assigned", "superseded", "superseded"]
    assert successor(goes).task.path == "2"
    assert Directive.objects.get(pk=old.pk).state == DirectiveState.AMENDED
    assert fresh(stays).version == 1
    second = newer(cast)
    change(cast, old, second, kind=AMEND, choices={stays.task_id: "keep"})
    assert list(DirectiveChange.objects.values_list("directive", "by")) == [(old.pk, new.pk), (old.pk, second.pk)]


def test_withdrawing_closes_all_with_the_document(cast: Cast) -> None:
    rows = [given(cast, ward) for ward in cast.wards[:2]]
    old = rows[0].directive
    extra = assign(cast, cast.wards[2], directive=old)[0]
    change(cast, old, kind=WITHDRAW, number="77/QĐ-UBND", dated=dt.date(2026, 9, 15), reason="Ban hành nhầm.")
    row = fresh(rows[0])
    assert [fresh(one).state for one in (rows[0], extra, rows[1])] == ["withdrawn", "withdrawn", "assigned"]
    assert moves(row)[-1] == (Action.WITHDRAW, "assigned", "withdrawn")
    assert "77/QĐ-UBND" in row.transitions.latest("id").reason
    assert "15/09/2026" in row.transitions.latest("id").reason
    assert is_told_whole(row)
    with pytest.raises(Refused, match="không còn hiệu lực"):
        assign(cast, cast.wards[3], directive=old, now=LATER)
    entry = AuditEntry.objects.get(action="directive.withdraw")
    assert (entry.actor, entry.object_id, entry.data["reason"]) == (cast.clerk, str(old.pk), "Ban hành nhầm.")


MONTHLY = DeadlineSet(
    DeadlineKind.PERIODIC, rule="FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20261231", words="ngày 25 hằng tháng"
)


def test_a_period_that_has_begun_is_kept_and_the_next_follow_the_new_rule(cast: Cast) -> None:
    old, new = make_directive(cast), newer(cast)
    (row,) = assign(cast, cast.wards[0], directive=old, deadline=MONTHLY)
    new.tasks.update(deadline_kind="periodic", rule="FREQ=MONTHLY;BYMONTHDAY=20;UNTIL=20261231")
    change(cast, old, new, choices=to(new, row))
    goes = successor(row)
    assert (goes.period, goes.deadline_on, goes.next_period_on) == ("2026-09", row.deadline_on, row.next_period_on)
    assert fresh(row).next_period_on is None
    periods_make(now=dt.datetime.combine(dt.date(2026, 9, 26), dt.time(6), tzinfo=NOW.tzinfo))
    rows = Assignment.objects.exclude(pk=row.pk).order_by("deadline_on").values_list("task__directive", "deadline_on")
    assert list(rows) == [(new.pk, dt.date(2026, 9, 25)), (new.pk, dt.date(2026, 10, 20))]


def test_a_later_day_of_the_same_month_is_not_asked_twice(cast: Cast) -> None:
    old, new = make_directive(cast), newer(cast)
    tenth = DeadlineSet(DeadlineKind.PERIODIC, rule="FREQ=MONTHLY;BYMONTHDAY=20;UNTIL=20261231", words="ngày 20")
    (row,) = assign(cast, cast.wards[0], directive=old, deadline=tenth)
    new.tasks.update(deadline_kind="periodic", rule="FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20261231")
    change(cast, old, new, choices=to(new, row))
    periods_make(now=dt.datetime.combine(dt.date(2026, 9, 21), dt.time(6), tzinfo=NOW.tzinfo))
    days = Assignment.objects.filter(directive=new).order_by("deadline_on").values_list("period", "deadline_on")
    assert list(days) == [("2026-09", dt.date(2026, 9, 20)), ("2026-10", dt.date(2026, 10, 25))]


def test_a_period_that_the_calendar_is_still_to_make_there_is_not_made_twice(cast: Cast) -> None:
    """On 18 September the old work speaks of October already, the unit's new work still of September."""
    old, new = make_directive(cast), newer(cast)
    tenth = DeadlineSet(DeadlineKind.PERIODIC, rule="FREQ=MONTHLY;BYMONTHDAY=10;UNTIL=20261231", words="ngày 10")
    (row,) = assign(cast, cast.wards[0], directive=old, deadline=tenth, now=NOW)
    (there,) = assign(cast, cast.wards[0], directive=new, deadline=MONTHLY, now=NOW)
    assert (row.period, there.period) == ("2026-10", "2026-09")
    new = Directive.objects.get(pk=new.pk)
    change(cast, old, new, choices=to(new, row))
    assert successor(row) == there
    periods_make(now=dt.datetime.combine(dt.date(2026, 9, 26), dt.time(6), tzinfo=NOW.tzinfo))
    assert sorted(Assignment.objects.filter(directive=new).values_list("period", flat=True)) == ["2026-09", "2026-10"]


def test_periodic_work_done_for_now_goes_on_under_the_new_order(cast: Cast) -> None:
    old, new = make_directive(cast), newer(cast)
    (row,) = assign(cast, cast.wards[0], directive=old, deadline=MONTHLY)
    paper = NewDocument("1/BC", dt.date(2026, 9, 12))
    services.assignment_submit(assignment=row, actor=cast.ward_chair, now=NOW, proofs=[paper])
    services.assignment_confirm(assignment=row, actor=cast.clerk, now=NOW, grade="good")
    change(cast, old, new, choices=to(new, row))
    goes = successor(row)
    assert (fresh(row).state, fresh(row).next_period_on) == ("completed", None)
    assert (goes.directive, goes.period, goes.deadline_on) == (new, "2026-10", dt.date(2026, 10, 25))
    assert goes.next_period_on == dt.date(2026, 10, 26)
    assert is_told_whole(goes)


def test_work_without_a_day_takes_the_new_one(cast: Cast) -> None:
    row, new = given(cast, days=None), newer(cast, on=in_days(8))
    assert row.deadline_kind == DATELESS.kind
    change(cast, row.directive, new, choices=to(new, row))
    assert (successor(row).deadline_kind, successor(row).deadline_on) == ("dated", in_days(8))


@pytest.mark.parametrize(
    "now_is",
    [
        DeadlineSet(DeadlineKind.STANDING, review_on=in_days(30)),
        DeadlineSet(DeadlineKind.EVENT, on=in_days(12), words="trước dịp khai giảng"),
    ],
)
def test_work_that_was_periodic_once_begins_the_new_orders_periods(cast: Cast, now_is: DeadlineSet) -> None:
    row, new = assign(cast, cast.wards[0], deadline=MONTHLY)[0], newer(cast)
    services.assignment_set_deadline(assignment=row, actor=cast.clerk, now=NOW, deadline=now_is, reason="Việc lâu dài")
    assign(cast, cast.wards[5], directive=new, deadline=MONTHLY)
    change(cast, row.directive, new, choices=to(new, row))
    goes = successor(row)
    (own,) = Assignment.objects.filter(directive=new, unit=cast.wards[5])
    for name in ("deadline_kind", "deadline_on", "original_deadline_on", "period", "next_period_on", "review_on"):
        assert getattr(goes, name) == getattr(own, name), name
    assert is_told_whole(goes)


@pytest.mark.parametrize("who", ["ward_chair", "inspector", "administrator", "outsider"])
def test_the_office_alone_may(cast: Cast, who: str) -> None:
    row, new = given(cast), newer(cast)
    with pytest.raises(Refused, match="quyền"):
        change(cast, row.directive, new, choices=to(new, row), actor=cast.people[who])
    assert (fresh(row).state, DirectiveChange.objects.count()) == ("assigned", 0)


@pytest.mark.parametrize("who", ["second_clerk", "leader"])
def test_clerks_and_leaders_may(cast: Cast, who: str) -> None:
    row, new = given(cast), newer(cast)
    change(cast, row.directive, new, choices=to(new, row), actor=cast.people[who])
    assert DirectiveChange.objects.get().actor == cast.people[who]


def test_every_order_with_open_work_is_decided_on(cast: Cast) -> None:
    old, new = make_directive(cast, tasks=2), newer(cast)
    first, _second = assign(cast, cast.wards[0], directive=old)
    for choices in (
        to(new, first),
        to(new, first) | {_second.task_id: "keep"},
        to(new, first) | {_second.task_id: "1"},
    ):
        with override("en"), pytest.raises(ValidationError) as why:
            change(cast, old, new, choices=choices)
        assert why.value.messages == ["Item 2: choose what becomes of its open work."]
    assert (fresh(first).state, Directive.objects.get(pk=old.pk).state) == ("assigned", "in_force")


def test_a_task_of_a_third_document_is_no_target(cast: Cast) -> None:
    row, new, third = given(cast), newer(cast), newer(cast)
    with pytest.raises(ValidationError):
        change(cast, row.directive, new, choices=to(third, row))


def test_the_document_that_does_it_is_checked(cast: Cast) -> None:
    old, new = newer(cast), make_directive(cast, number="1/CŨ")
    with override("en"):
        with pytest.raises(ValidationError) as older:
            change(cast, old, new)
        with pytest.raises(ValidationError) as itself:
            change(cast, old, old)
        with pytest.raises(ValidationError) as none:
            change(cast, old)
        Directive.objects.filter(pk=new.pk).update(state="withdrawn")
        with pytest.raises(ValidationError) as ended:
            change(cast, old, new)
    assert older.value.message_dict == {"by": [f"1/CŨ is older than {old}."]}
    assert itself.value.message_dict == {"by": ["A document does not supersede or amend itself."]}
    assert none.value.message_dict == {"by": ["Choose the document of your register that does it."]}
    assert ended.value.message_dict == {"by": ["1/CŨ is no longer in force itself."]}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "reason"),
        ({"number": "7/QĐ"}, "dated"),
        ({"dated": dt.date(2026, 9, 15)}, "number"),
        ({"number": "7/QĐ", "dated": dt.date(2026, 12, 1)}, "dated"),
        ({"number": "7/QĐ", "dated": dt.date(2026, 8, 1)}, "dated"),
        ({"kind": "burn"}, "kind"),
    ],
)
def test_a_withdrawal_says_by_what_or_why(cast: Cast, data: dict, field: str) -> None:
    with pytest.raises(ValidationError) as why:
        change(cast, given(cast).directive, **{"kind": WITHDRAW} | data)
    assert list(why.value.message_dict) == [field]


def test_it_is_done_once(cast: Cast) -> None:
    row, new = given(cast), newer(cast)
    change(cast, row.directive, new, choices=to(new, row))
    with override("en"), pytest.raises(ValidationError) as why:
        change(cast, row.directive, new)
    assert why.value.messages == [f"{row.directive} is no longer in force: superseded."]
    assert Repointing.objects.count() == 1


def test_the_database_holds_what_is_written(cast: Cast) -> None:
    row, new = given(cast), newer(cast)
    done = change(cast, row.directive, new, choices=to(new, row))
    for breaks in (
        lambda: DirectiveChange.objects.update(reason="khác"),
        lambda: Repointing.objects.all().delete(),
        lambda: DirectiveChange.objects.create(directive=new, kind=SUPERSEDE, actor=cast.clerk, at=NOW),
        lambda: DirectiveChange.objects.create(directive=new, kind=WITHDRAW, actor=cast.clerk, at=NOW),
        lambda: DirectiveChange.objects.create(directive=new, kind=AMEND, by=new, actor=cast.clerk, at=NOW),
        lambda: Repointing.objects.create(old=row, new=row, change=done),
        lambda: Assignment.objects.filter(pk=row.pk).update(state="assigned", closed_at=None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            breaks()


def test_the_unit_that_reports_after_it_is_told(cast: Cast) -> None:
    row, new = given(cast), newer(cast)
    change(cast, row.directive, new, choices=to(new, row))
    paper = NewDocument("1/BC", dt.date(2026, 9, 9))
    with override("en"), pytest.raises(Refused) as why:
        services.assignment_submit(assignment=row, actor=cast.ward_chair, now=LATER, proofs=[paper])
    assert why.value.messages == [f"Not possible now: “Superseded” since 09:05 18/09/2026 (supersede, {cast.clerk})."]


def _queries(cast: Cast, wards: int) -> int:
    old, new = make_directive(cast, number=f"{next(NUMBERS)}/Q", tasks=2), newer(cast, tasks=2, on=in_days(9))
    rows = assign(cast, *cast.wards[:wards], directive=old)
    assign(cast, cast.wards[0], directive=Directive.objects.get(pk=new.pk), deadline=in_days(9), now=NOW)
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(urgings_count=1)
    services.instruct(assignments=rows, actor=cast.leader, now=NOW, kind="urge", words="Báo cáo", reply_by=in_days(2))
    choices = {task.pk: str(new.tasks.get(path=task.path).pk) for task in old.tasks.all()}
    actor, new = User.objects.get(pk=cast.clerk.pk), Directive.objects.get(pk=new.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        change(cast, old, new, choices=choices, actor=actor)
    assert Assignment.objects.filter(directive=new).count() == wards * 2
    return len(asked)


def test_the_queries_do_not_grow_with_the_work(cast: Cast) -> None:
    assert (_queries(cast, 2), _queries(cast, 5), _queries(cast, 11)) == (32, 32, 32)


def test_nor_with_what_is_asked_of_the_work_that_it_joins(cast: Cast) -> None:
    heads = [cast.ward_chair]
    for ward in cast.wards[5:7]:
        heads.append(User.objects.create(username=f"head-{ward.pk}", full_name="Trưởng phường"))
        Position.objects.create(user=heads[-1], unit=ward, role="unit_head", valid_from=dt.date(2020, 1, 1))
    wards, counts = [cast.wards[0], *cast.wards[5:7]], []
    for n in (1, 3):
        old, new = make_directive(cast, number=f"{next(NUMBERS)}/Q"), newer(cast)
        assign(cast, *wards[:n], directive=old)
        there = assign(cast, *wards[:n], directive=new, deadline=in_days(9))
        for head, row in zip(heads, there, strict=False):
            blocked = {"reason": "Chưa có hóa chất", "decider": cast.health}
            services.assignment_block(assignment=row, actor=head, now=NOW, **blocked)
            more = {"until": in_days(20), "reason": "Chờ hóa chất", "so_far": "Một nửa"}
            services.assignment_ask_extension(assignment=row, actor=head, now=NOW, **more)
        actor, new = User.objects.get(pk=cast.clerk.pk), Directive.objects.get(pk=new.pk)
        with CaptureQueriesContext(connection) as asked:
            change(cast, old, new, choices={old.tasks.get().pk: str(new.tasks.get().pk)}, actor=actor)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_every_word_of_its_history_is_there(cast: Cast) -> None:
    row, new = given(cast), newer(cast)
    change(cast, row.directive, new, choices=to(new, row))
    assert not Transition.objects.filter(assignment__directive__in=[row.directive, new], reason="").exclude(
        assignment=row, action=Action.ASSIGN
    )
    assert Task.objects.filter(directive=new).count() == 1
