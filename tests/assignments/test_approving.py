"""Before and beside the assigning: a leader's approval, another unit, a delegate, a star, six clarities."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given as generated
from hypothesis import strategies as st

from assignments.enums import State
from assignments.models import Assignment
from assignments.selectors.clarity import UNCLEAR, clarity_of_work
from assignments.services import (
    DeadlineSet,
    Order,
    Refused,
    assignment_delegate,
    assignment_reassign,
    assignment_send_back,
    assignment_star,
    assignment_undelegate,
    assignment_unstar,
    assignments_approve,
    directive_assign,
    task_clarify,
)
from directives.clarity import Facts, clarity_of
from directives.enums import UnitRole
from directives.models import Task
from tests.making import MADE, assign, by, make_directive
from wards.models import AuditEntry

from .story import declined, given, held, in_days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def proposed(cast, *units, deadline=None, directive=None, now=MADE):
    directive = directive or make_directive(cast, number=f"{Assignment.objects.count()}/D")
    orders = [Order(task, UnitRole.LEAD, list(units), deadline or by(in_days(9))) for task in directive.tasks.all()]
    return directive_assign(directive=directive, orders=orders, actor=cast.clerk, now=now, needs_approval=True)


def test_the_unit_sees_nothing_before_a_leader_has_approved(cast, now, sign_in):
    (row,) = proposed(cast, cast.wards[0])
    assert row.state == State.PROPOSED
    chair = sign_in(cast.ward_chair)
    assert chair.get("/unit/").context["rows"] == []
    assert chair.get(reverse("assignments:detail", args=[row.pk])).status_code == 404
    assert not Assignment.objects.visible_to(cast.ward_staff).exists()
    (row,) = assignments_approve(assignments=[row], actor=cast.leader, now=now)
    assert (row.state, row.received_on, row.deadline_on) == (State.ASSIGNED, in_days(0), in_days(9))
    assert row.next_reminder_on is not None
    assert [found.work for found in chair.get("/unit/").context["rows"]] == [row]


def test_an_office_may_always_want_a_leaders_approval_and_a_leader_needs_nobodys(cast, sign_in):
    cast.office.approves_first = True
    cast.office.save()
    directive = make_directive(cast)
    url = reverse("assignments:assign", args=[directive.pk])
    give = [f"{directive.tasks.get().pk}:lead:{ward.pk}" for ward in cast.wards[:2]]
    data = {"action": "assign", "all-kind": "dated", "all-day": "30/09/2026"}
    words = "Ở cơ quan này, lãnh đạo duyệt trước khi giao."
    for person, ticked, state in ((cast.clerk, give[0], State.PROPOSED), (cast.leader, give[1], State.ASSIGNED)):
        client = sign_in(person)
        page = client.get(url).content.decode()
        assert (words in page, 'name="needs_approval"' in page) == (state == State.PROPOSED, state == State.ASSIGNED)
        assert client.post(url, data | {"give": ticked}).status_code == 302
        assert Assignment.objects.order_by("-pk")[0].state == state


def test_n_working_days_are_counted_from_the_approval(cast, now):
    (row,) = proposed(cast, cast.wards[0], deadline=DeadlineSet("within", within_days=5))
    assert row.deadline_on == dt.date(2026, 9, 8)  # proposed on 1 September
    (row,) = assignments_approve(assignments=[row], actor=cast.leader, now=now)
    assert (row.deadline_on, row.original_deadline_on) == (dt.date(2026, 9, 25), dt.date(2026, 9, 25))


def test_a_day_that_was_set_by_hand_stands_at_the_approval(cast, now):
    (row,) = proposed(cast, cast.wards[0], deadline=DeadlineSet("within", within_days=5, on=dt.date(2026, 9, 30)))
    (row,) = assignments_approve(assignments=[row], actor=cast.leader, now=now)
    assert (row.received_on, row.deadline_on, row.original_deadline_on) == (in_days(0), *[dt.date(2026, 9, 30)] * 2)


def test_where_leaders_approve_another_unit_waits_for_them_too(cast, now):
    cast.office.approves_first = True
    cast.office.save()
    (row,) = proposed(cast, cast.wards[0], deadline=DeadlineSet("within", within_days=20))
    (row,) = assignments_approve(assignments=[row], actor=cast.leader, now=now)
    data = {"now": now, "reason": "Đúng địa bàn"}
    new = assignment_reassign(assignment=row, actor=cast.clerk, unit=cast.wards[3], until=in_days(9), **data)
    assert (new.state, new.made_by, new.transitions.get().to_state) == (State.PROPOSED, cast.clerk, State.PROPOSED)
    (new,) = assignments_approve(assignments=[new], actor=cast.leader, now=now)
    assert (new.state, new.deadline_on) == (State.ASSIGNED, in_days(9))
    again = assignment_reassign(assignment=new, actor=cast.leader, unit=cast.wards[4], **data)
    assert again.state == State.ASSIGNED  # by the leader: approved with it


def test_a_leader_approves_from_one_page_and_is_warned_of_what_is_unclear(cast, sign_in):
    rows = proposed(cast, *cast.wards[:3])
    client = sign_in(cast.leader)
    page = client.get("/approvals/")
    [(directive, found)] = page.context["groups"]
    assert (directive, [row.work for row, _clear in found]) == (rows[0].directive, rows)
    assert page.context["unclear"] is True
    data = {"row": [rows[0].pk, rows[2].pk], "confirm": "1", "next": "/approvals/"}
    assert client.post("/many/approve/", data)["Location"] == "/approvals/"
    states = list(Assignment.objects.order_by("pk").values_list("state", flat=True))
    assert states == [State.ASSIGNED, State.PROPOSED, State.ASSIGNED]


def test_a_clerk_reads_that_page_and_cannot_approve(cast, sign_in):
    (row,) = proposed(cast, cast.wards[0])
    client = sign_in(cast.clerk)
    assert client.get("/approvals/").context["may_approve"] is False
    assert client.post("/many/approve/", {"row": row.pk, "confirm": "1"}).status_code == 409
    row.refresh_from_db()
    assert row.state == State.PROPOSED


def test_what_is_sent_back_lies_on_the_clerks_desk_until_it_is_proposed_anew(cast, now, sign_in):
    directive = make_directive(cast)
    (row,) = proposed(cast, cast.wards[0], directive=directive)
    with pytest.raises(ValidationError) as refused:
        assignment_send_back(assignment=row, actor=cast.leader, now=now, reason=" ")
    assert list(refused.value.message_dict) == ["reason"]
    row = assignment_send_back(assignment=row, actor=cast.leader, now=now, reason="Thiếu sản phẩm")
    assert row.state == State.WITHDRAWN
    client = sign_in(cast.clerk)
    context = client.get("/desk/").context
    assert [(found.work, found.sent_back) for found in context["back"]] == [(row, "Thiếu sản phẩm")]
    assert [item for item, _may in context["idle"]] == [directive]
    proposed(cast, cast.wards[0], directive=directive)
    assert client.get("/desk/").context["back"] == []


def test_the_assign_screen_asks_for_approval(cast, sign_in):
    directive = make_directive(cast)
    task = directive.tasks.get()
    data = {
        "action": "assign", "give": f"{task.pk}:lead:{cast.wards[0].pk}", "all-kind": "dated", "all-day": "30/09/2026",
        "needs_approval": "1",
    }  # fmt: skip
    assert sign_in(cast.clerk).post(reverse("assignments:assign", args=[directive.pk]), data).status_code == 302
    assert Assignment.objects.get().state == State.PROPOSED


@pytest.mark.parametrize("n", [1, 9])
def test_approving_costs_the_same_for_one_and_for_many(cast, now, django_assert_num_queries, n):
    rows = proposed(cast, *cast.wards[:n])
    cast.leader.held  # noqa: B018
    with django_assert_num_queries(7):
        assignments_approve(assignments=rows, actor=cast.leader, now=now)


def test_declined_work_is_given_to_another_unit_and_both_rows_are_linked(cast, now, sign_in):
    old = declined(cast, days=6)
    new = assignment_reassign(assignment=old, actor=cast.clerk, now=now, unit=cast.wards[3], reason="Đúng địa bàn")
    old.refresh_from_db()
    assert (old.state, old.closed_at, old.reassigned_to) == (State.WITHDRAWN, now, new)
    assert (new.state, new.unit, new.deadline_on, new.original_deadline_on, new.received_on) == (
        State.ASSIGNED,
        cast.wards[3],
        in_days(6),
        in_days(6),
        in_days(0),
    )
    assert new.next_reminder_on is not None
    page = sign_in(cast.clerk).get(reverse("assignments:detail", args=[old.pk]))
    assert page.context["successor"] == new


@pytest.mark.parametrize(
    ("days", "data", "field"),
    [
        (6, {"unit": 0}, "unit"),
        (6, {"unit": 3, "reason": ""}, "reason"),
        (-2, {"unit": 3}, "until"),
        (6, {"unit": 3, "until": in_days(-1)}, "until"),
        (6, {"unit": 3, "until": dt.date(2126, 1, 1)}, "until"),
    ],
)
def test_what_is_wrong_with_a_reassignment_is_said_at_its_field(cast, now, days, data, field):
    work = held(cast, days=days)
    data = {"reason": "Đúng địa bàn"} | data | {"unit": cast.wards[data["unit"]]}
    with pytest.raises(ValidationError) as refused:
        assignment_reassign(assignment=work, actor=cast.clerk, now=now, **data)
    assert list(refused.value.message_dict) == [field]
    assert Assignment.objects.count() == 1


def test_not_to_a_unit_that_has_it_has_ended_or_stands_elsewhere(cast, now):
    rows = assign(cast, *cast.wards[:2])
    cast.wards[5].valid_to = dt.date(2026, 1, 1)
    cast.wards[5].save()
    for unit in (cast.wards[1], cast.wards[5], cast.outsider.held[0].unit):
        with pytest.raises(ValidationError) as refused:
            assignment_reassign(assignment=rows[0], actor=cast.clerk, now=now, unit=unit, reason="x")
        assert list(refused.value.message_dict) == ["unit"]


def test_the_sheet_of_a_reassignment(cast, sign_in):
    work = declined(cast, days=-3)
    page, client = reverse("assignments:act", args=[work.pk, "reassign"]), sign_in(cast.clerk)
    units = client.get(page).context["form"].fields["unit"].queryset
    assert cast.wards[3] in units
    assert work.unit not in units
    assert client.post(page, {"unit": cast.wards[3].pk, "reason": "Đúng địa bàn"}).status_code == 422
    data = {"unit": cast.wards[3].pk, "reason": "Đúng địa bàn", "until": "30/09/2026"}
    assert client.post(page, data).status_code == 302
    assert Assignment.objects.get(unit=cast.wards[3]).deadline_on == dt.date(2026, 9, 30)


def test_a_head_delegates_to_staff_who_find_it_among_their_work(cast, now, sign_in):
    work, _other = held(cast), held(cast)
    with pytest.raises(ValidationError) as refused:
        assignment_delegate(assignment=work, actor=cast.ward_chair, now=now, person=cast.health_head)
    assert list(refused.value.message_dict) == ["person"]
    work = assignment_delegate(assignment=work, actor=cast.ward_chair, now=now, person=cast.ward_staff)
    client = sign_in(cast.ward_staff)
    assert [row.work for row in client.get("/unit/?mine=1").context["rows"]] == [work]
    assert [row.work for row in client.get("/assignments/?only=mine").context["rows"]] == [work]
    (pill,) = [pill for pill in client.get("/unit/").context["pills"] if pill["url"] == "?mine=1"]
    assert pill["n"] == 1
    work = assignment_undelegate(assignment=work, actor=cast.ward_chair, now=now)
    assert client.get("/unit/?mine=1").context["rows"] == []


def test_a_star_belongs_to_the_order_and_all_of_its_rows(cast, now, sign_in):
    rows = assign(cast, *cast.wards[:3])
    assignment_star(assignment=rows[1], actor=cast.leader, now=now)
    task = Task.objects.get(pk=rows[0].task_id)
    assert (task.is_starred, Assignment.objects.filter(is_starred=True).count()) == (True, 3)
    context = sign_in(cast.leader).get("/exceptions/").context
    assert [row.work for row in context["starred"]] == rows
    assert len(sign_in(cast.leader).get("/assignments/?only=starred").context["rows"]) == 3
    assignment_unstar(assignment=rows[0], actor=cast.clerk, now=now)
    assert not Assignment.objects.filter(is_starred=True).exists()
    with pytest.raises(Refused):
        assignment_unstar(assignment=rows[0], actor=cast.clerk, now=now)


@pytest.mark.parametrize(
    ("facts", "n"),
    [
        (Facts(True, "Rà soát", "dated", True, "Báo cáo", "UBND phường"), 6),
        (Facts(True, "Rà soát", "standing", True, "Báo cáo", ""), 5),
        (Facts(True, "Rà soát", "undetermined", True, "", ""), 3),
        (Facts(True, "Rà soát", "", False, " ", ""), 2),
        (Facts(False, " ", "", False, "", ""), 0),
    ],
)
def test_six_clarities(facts, n):
    clarity = clarity_of(facts)
    assert (clarity.n, len(clarity.missing), clarity.is_whole) == (n, 6 - n, n == 6)


@generated(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.booleans()))
def test_each_of_the_six_counts_one(six):
    who, what, when, head, product, authority = six
    facts = Facts(
        who, "việc" * what, "dated" if when else "undetermined", head, "Báo cáo" * product, "UBND" * authority
    )
    assert clarity_of(facts).n == sum(six)


def test_the_filters_find_what_the_measure_misses(cast):
    """SQL and Python agree for every one of the six that a row can miss."""
    rows = [given(cast, days=3), given(cast, cast.wards[4], days=3), given(cast, cast.health, days=None)]
    tasks = [row.task for row in rows]
    Task.objects.filter(pk=tasks[0].pk).update(authority="Chủ tịch UBND phường")
    Task.objects.filter(pk=tasks[2].pk).update(product="", leader=cast.leader)
    names = {"no_when": 2, "no_head": 3, "no_product": 4, "no_authority": 5}
    six = [str(name) for name in clarity_of(Facts(False, "", "", False, "", "")).missing]
    for row in Assignment.objects.for_page():
        missing = {str(name) for name in clarity_of_work(row, has_head=row.unit != cast.wards[4]).missing}
        for code, place in names.items():
            found = Assignment.objects.filter(UNCLEAR[code].condition(in_days(0)), pk=row.pk).exists()
            assert found == (six[place] in missing), (row, code)


def test_the_office_makes_an_order_clear_and_the_log_keeps_what_was(cast, now, sign_in):
    work = given(cast)
    page, client = reverse("assignments:clarity", args=[work.task_id]), sign_in(cast.clerk)
    assert set(client.get(page).context["form"].fields["leader"].queryset) == {cast.leader, cast.ward_chair}
    data = {
        "product": "Báo cáo",
        "product_to": "Quận ủy",
        "authority": "Chủ tịch UBND phường",
        "leader": cast.leader.pk,
    }
    assert client.post(page, data).status_code == 302
    task = Task.objects.get(pk=work.task_id)
    assert (task.authority, task.leader) == ("Chủ tịch UBND phường", cast.leader)
    assert AuditEntry.objects.get(action="task.clarified").data["before"]["authority"] == ""
    row = Assignment.objects.for_page().get(pk=work.pk)
    assert clarity_of_work(row, has_head=True).is_whole
    with pytest.raises(Refused):
        task_clarify(task=task, actor=cast.ward_chair, now=now)
    assert client.post(page, data | {"authority": "x" * 201}).status_code == 422


def test_the_list_filters_by_what_is_unclear(cast, sign_in):
    given(cast, days=3), given(cast, days=None)
    rows = sign_in(cast.clerk).get("/assignments/?only=no_when").context["rows"]
    assert [row.work.deadline_kind for row in rows] == ["undetermined"]
