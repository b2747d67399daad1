"""One report may serve linked duties: proposed by the unit or an office, agreed to by each office for its own side."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from assignments.enums import Action, State
from assignments.models import Assignment, Evidence, LinkedPart
from assignments.selectors.history import timeline_of
from assignments.selectors.linking import likely_same, link_of, others_of, served_with
from assignments.services import (
    NewDocument,
    NewFile,
    Refused,
    assignment_confirm,
    assignment_return,
    assignment_take_back,
    assignment_withdraw,
    assignments_report,
    duty_agree,
    duty_link,
    duty_unlink,
)
from directives.models import Directive
from tests.cast import Cast
from tests.making import make_directive, one

PAPER = NewDocument("5/BC", dt.date(2026, 9, 9), "UBND quận")
FILE = NewFile("anh.pdf", b"%PDF-1.4 mau")


@pytest.fixture
def two(cast: Cast) -> tuple[Assignment, Assignment]:
    return one(cast), one(cast)


@pytest.fixture
def linked(cast: Cast, two: tuple[Assignment, Assignment], now: dt.datetime) -> tuple[Assignment, Assignment]:
    """Both agreed to."""
    parts = duty_link(assignment=two[0], other=two[1], reason="Cùng một việc", actor=cast.ward_chair, now=now)
    for part in parts:
        duty_agree(part=part, actor=cast.clerk, now=now)
    return two


def elsewhere(cast: Cast, row: Assignment) -> None:
    """The directive of the row is followed by the other office."""
    Directive.objects.filter(pk=row.directive_id).update(office=cast.outsider.held[0].unit)


def refused_at(error: ValidationError) -> list[str]:
    return list(error.message_dict)


def test_a_proposed_link_waits_for_each_office(cast: Cast, two: tuple, now: dt.datetime) -> None:
    parts = duty_link(assignment=two[0], other=two[1], reason=" Cùng một việc ", actor=cast.ward_chair, now=now)
    assert [part.assignment_id for part in parts] == [row.pk for row in two]
    assert {(part.agreed_by, part.duty.reason, part.duty.unit) for part in parts} == {
        (None, "Cùng một việc", cast.wards[0])
    }
    for row in two:
        assert row.transitions.latest("id").action == Action.LINK
        assert served_with(row, cast.ward_chair) == []


def test_one_report_serves_both_when_both_offices_have_agreed(cast: Cast, two: tuple, now: dt.datetime) -> None:
    first, second = duty_link(assignment=two[0], other=two[1], reason="Trùng", actor=cast.ward_chair, now=now)
    duty_agree(part=second, actor=cast.clerk, now=now)
    assert [served_with(row, cast.ward_chair) for row in two] == [[], []]
    duty_agree(part=first, actor=cast.second_clerk, now=now)
    assert [served_with(row, cast.ward_chair) for row in two] == [[two[1]], [two[0]]]


def test_a_row_that_comes_to_the_set_later_serves_nothing_before_its_own_office_has_agreed(
    cast: Cast, linked: tuple, now: dt.datetime
) -> None:
    later = one(cast)
    (part,) = duty_link(assignment=later, other=linked[0], reason="Cũng thế", actor=cast.ward_chair, now=now)
    assert (served_with(later, cast.ward_chair), served_with(linked[0], cast.ward_chair)) == ([], [linked[1]])
    said = {"actor": cast.ward_chair, "now": now, "proofs": [PAPER]}
    assert assignments_report(assignment=later, also=[linked[0]], **said).others == []
    assignment_take_back(assignment=later, actor=cast.ward_chair, now=now)
    duty_agree(part=part, actor=cast.second_clerk, now=now)
    assert served_with(later, cast.ward_chair) == list(linked)
    assert assignments_report(assignment=later, also=[linked[0]], **said).others == [linked[0]]


def test_whoever_proposed_does_not_agree(cast: Cast, two: tuple, now: dt.datetime) -> None:
    part = duty_link(assignment=two[0], other=two[1], reason="Trùng", actor=cast.clerk, now=now)[0]
    with pytest.raises(Refused):
        duty_agree(part=part, actor=cast.clerk, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkedPart.objects.filter(pk=part.pk).update(agreed_by=cast.clerk, agreed_at=now)
    assert duty_agree(part=part, actor=cast.second_clerk, now=now).agreed_by == cast.second_clerk
    with pytest.raises(Refused):
        duty_agree(part=part, actor=cast.leader, now=now)


@pytest.mark.parametrize("who", ["ward_staff", "other_chair", "inspector", "outsider"])
def test_others_may_neither_link_nor_agree_nor_unlink(cast: Cast, two: tuple, who: str, now: dt.datetime) -> None:
    with pytest.raises(Refused):
        duty_link(assignment=two[0], other=two[1], reason="Trùng", actor=cast.people[who], now=now)
    part = duty_link(assignment=two[0], other=two[1], reason="Trùng", actor=cast.ward_chair, now=now)[0]
    for service in (duty_agree, duty_unlink):
        with pytest.raises(Refused):
            service(part=part, actor=cast.people[who], now=now)


def test_what_cannot_be_linked_is_named_at_its_field(cast: Cast, two: tuple, now: dt.datetime) -> None:
    closed = assignment_withdraw(assignment=one(cast), actor=cast.clerk, now=now, reason="Nhầm")
    tries = [(two[0], ""), (one(cast, cast.wards[1]), "Trùng"), (two[0], "Trùng"), (closed, "Trùng")]
    fields = []
    for other, reason in tries:
        with pytest.raises(ValidationError) as error:
            duty_link(assignment=two[0], other=other, reason=reason, actor=cast.clerk, now=now)
        fields += refused_at(error.value)
    assert fields == ["reason", "other", "other", "other"]


def test_a_third_duty_joins_the_set(cast: Cast, linked: tuple, now: dt.datetime) -> None:
    third = one(cast)
    (part,) = duty_link(assignment=third, other=linked[1], reason="Cũng trùng", actor=cast.ward_chair, now=now)
    assert part.assignment == third
    assert {item.assignment for item in part.duty.parts.all()} == {*linked, third}
    with pytest.raises(ValidationError) as error:
        duty_link(assignment=third, other=linked[0], reason="Trùng", actor=cast.ward_chair, now=now)
    assert refused_at(error.value) == ["other"]


def test_unlinking_keeps_the_history_and_a_set_of_one_ends(cast: Cast, linked: tuple, now: dt.datetime) -> None:
    part = link_of(linked[0])
    assert part is not None
    duty_unlink(part=part, actor=cast.ward_chair, now=now)
    assert [link_of(row) for row in linked] == [None, None]
    assert LinkedPart.objects.filter(ended_by=cast.ward_chair, agreed_by=cast.clerk).count() == 2
    for row in linked:
        moves = [move.action for move in row.transitions.order_by("id")]
        assert moves == [Action.ASSIGN, Action.LINK, Action.AGREE_LINK, Action.UNLINK]
    with pytest.raises(Refused):
        duty_unlink(part=part, actor=cast.ward_chair, now=now)
    assert len(duty_link(assignment=linked[0], other=linked[1], reason="Lại", actor=cast.leader, now=now)) == 2


def test_one_report_serves_both_each_with_its_own_line(cast: Cast, linked: tuple, now: dt.datetime) -> None:
    one_, other = linked
    told = assignments_report(
        assignment=one_, also=[other], actor=cast.ward_chair, now=now, proofs=[FILE, PAPER], words="Đã xong"
    )
    assert (told.others, told.left) == ([other], [])
    own, served = (row.transitions.latest("id") for row in linked)
    assert served.data["served_by"] == own.pk
    for row in linked:
        row.refresh_from_db()
        assert (row.state, row.evidence_count, row.submitted_by) == (State.SUBMITTED, 2, cast.ward_chair)
        assert row.done_on == PAPER.dated
        assert row.notes.get().words == "Đã xong"
    files = Evidence.objects.exclude(file="").order_by("id")
    assert [item.assignment for item in files] == [one_, other]
    assert len({item.file.name for item in files}) == 1
    assert files[1].file.read() == FILE.data
    assert "báo cáo của việc liên kết" in timeline_of(other)[0].words + timeline_of(other)[1].words


def test_each_is_decided_on_alone_and_by_another_than_who_reported(cast: Cast, linked: tuple, now: dt.datetime) -> None:
    assignments_report(assignment=linked[0], also=[linked[1]], actor=cast.ward_chair, now=now, proofs=[PAPER])
    for row in linked:
        with pytest.raises(Refused):
            assignment_confirm(assignment=row, actor=cast.ward_chair, now=now, grade="good")
    assignment_confirm(assignment=linked[0], actor=cast.clerk, now=now, grade="good")
    assignment_return(assignment=linked[1], actor=cast.clerk, now=now, reason="Thiếu số liệu")
    assert [Assignment.objects.get(pk=row.pk).state for row in linked] == [State.COMPLETED, State.ACKNOWLEDGED]


@pytest.mark.parametrize("what", ["withdrawn", "unlinked", "not agreed"])
def test_a_linked_row_that_has_changed_is_told_and_the_report_is_not_lost(
    cast: Cast, linked: tuple, what: str, now: dt.datetime
) -> None:
    one_, other = linked
    part = link_of(other)
    assert part is not None
    if what == "withdrawn":
        assignment_withdraw(assignment=other, actor=cast.clerk, now=now, reason="Nhầm")
    elif what == "unlinked":
        duty_unlink(part=part, actor=cast.clerk, now=now)
    else:
        LinkedPart.objects.filter(pk=part.pk).update(agreed_by=None, agreed_at=None)
    told = assignments_report(assignment=one_, also=[other], actor=cast.ward_chair, now=now, proofs=[PAPER])
    assert told.work.state == State.SUBMITTED
    assert told.others == []
    (left,) = told.left
    assert left.startswith(f"{other.directive} · 1 ")
    assert other.evidence.count() == 0


def test_where_the_first_may_not_be_reported_nothing_is(cast: Cast, linked: tuple, now: dt.datetime) -> None:
    with pytest.raises(ValidationError):
        assignments_report(assignment=linked[0], also=[linked[1]], actor=cast.ward_chair, now=now)
    assert {row.state for row in Assignment.objects.all()} == {State.ASSIGNED}
    assert Evidence.objects.count() == 0


def test_a_day_before_the_other_directive_was_issued_is_told(cast: Cast, linked: tuple, now: dt.datetime) -> None:
    Directive.objects.filter(pk=linked[1].directive_id).update(issued_on=dt.date(2026, 9, 12), received_on=now.date())
    told = assignments_report(assignment=linked[0], also=[linked[1]], actor=cast.ward_chair, now=now, proofs=[PAPER])
    assert (told.others, len(told.left)) == ([], 1)


def test_a_report_taken_back_serves_both_again_without_a_second_copy(
    cast: Cast, linked: tuple, now: dt.datetime
) -> None:
    who = {"actor": cast.ward_chair, "now": now}
    assignments_report(assignment=linked[0], also=[linked[1]], proofs=[FILE], **who)
    for row in linked:
        assignment_take_back(assignment=row, **who)
    told = assignments_report(assignment=linked[0], also=[linked[1]], **who)
    assert (told.others, [row.evidence.count() for row in linked]) == ([linked[1]], [1, 1])


def test_a_returned_row_needs_something_new(cast: Cast, linked: tuple, now: dt.datetime) -> None:
    who = {"actor": cast.ward_chair, "now": now}
    assignments_report(assignment=linked[0], also=[linked[1]], proofs=[FILE], **who)
    assignment_take_back(assignment=linked[0], **who)
    assignment_return(assignment=linked[1], actor=cast.clerk, now=now, reason="Ảnh mờ")
    told = assignments_report(assignment=linked[0], also=[linked[1]], **who)
    assert (told.others, len(told.left)) == ([], 1)


def test_an_office_sees_of_another_offices_duty_only_that_it_exists(
    cast: Cast, two: tuple, now: dt.datetime, sign_in: Callable[..., Client]
) -> None:
    ours, theirs = two[0], one(cast, directive=make_directive(cast, number="4711/BI-MAT"))
    Directive.objects.filter(pk=theirs.directive_id).update(subject="Chuyện riêng của quận")
    elsewhere(cast, ours)
    duty_link(assignment=ours, other=theirs, reason="Trùng việc", actor=cast.ward_chair, now=now)
    ours = Assignment.objects.get(pk=ours.pk)
    part = link_of(ours)
    assert part is not None
    assert [other.work for other in others_of(part, cast.outsider)] == [None]
    page = sign_in(cast.outsider).get(reverse("assignments:detail", args=[ours.pk])).content.decode()
    assert "Một việc của cùng đơn vị theo văn bản khác" in page
    for word in ("4711", "Chuyện riêng", reverse("assignments:detail", args=[theirs.pk])):
        assert word not in page
    assert (
        sign_in(cast.outsider).post(reverse("assignments:link_agree", args=[theirs.links.get().pk])).status_code == 404
    )
    assert theirs in [other.work for other in others_of(part, cast.ward_chair)]


def test_likely_same_duties_of_the_unit_are_pointed_out(cast: Cast) -> None:
    work, same = one(cast), one(cast)
    one(cast, cast.wards[1])
    different = one(cast)
    different.task.folded = "to chuc hoi nghi tong ket cong tac dan van"
    different.task.save(update_fields=["folded"])
    assert likely_same(work, cast.ward_chair) == [same]


@pytest.mark.parametrize("n", [1, 3])
def test_the_suggestion_takes_the_same_queries_however_many(
    cast: Cast, n: int, django_assert_num_queries: Callable
) -> None:
    work = one(cast)
    for _ in range(n):
        one(cast)
    cast.ward_chair.held  # noqa: B018 - read once a request
    cast.ward_chair.kept  # noqa: B018
    with django_assert_num_queries(2):
        assert len(likely_same(work, cast.ward_chair)) == n


def test_the_unit_proposes_on_its_page_and_reports_both_at_once(
    cast: Cast, two: tuple, sign_in: Callable[..., Client]
) -> None:
    chair, clerk, (work, other) = sign_in(cast.ward_chair), sign_in(cast.clerk), two
    url = reverse("assignments:link", args=[work.pk])
    bad = chair.post(url, {"other": other.pk, "reason": " ", "q": ""})
    assert bad.status_code == 422
    assert (
        f'value="{other.pk}" checked' in " ".join(bad.content.decode().split())
        or f'id="other-{other.pk}"' in bad.content.decode()
    )
    assert chair.post(url, {"other": other.pk, "reason": "Trùng"}).status_code == 302
    for part in LinkedPart.objects.all():
        assert clerk.post(reverse("assignments:link_agree", args=[part.pk])).status_code == 302
    sheet = chair.get(reverse("assignments:submit", args=[work.pk])).content.decode()
    assert f'name="also" id="also-{other.pk}" value="{other.pk}" checked' in " ".join(sheet.split())
    answer = chair.post(
        reverse("assignments:submit", args=[work.pk]),
        {"number": "5/BC", "dated": "09/09/2026", "also": [other.pk]},
    )
    assert answer.status_code == 302
    assert {row.state for row in Assignment.objects.all()} == {State.SUBMITTED}


def test_an_unticked_duty_keeps_waiting_for_its_own_report(
    cast: Cast, linked: tuple, sign_in: Callable[..., Client]
) -> None:
    sheet = {"number": "5/BC", "dated": "09/09/2026"}
    sign_in(cast.ward_chair).post(reverse("assignments:submit", args=[linked[0].pk]), sheet)
    assert [Assignment.objects.get(pk=row.pk).state for row in linked] == [State.SUBMITTED, State.ASSIGNED]
