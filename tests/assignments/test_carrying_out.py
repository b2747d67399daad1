"""A local task hangs under the superior's task that it carries out; the chain is seen as far as one's scope goes."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from assignments.selectors.carrying import carried_out_by, lines_of, superiors_above
from assignments.services import NewDocument, assignment_confirm, assignment_submit
from directives.carrying import items_named, superiors_of
from directives.models import Citation, Directive, Task
from directives.services import task_carry_out
from tests.cast import Cast
from tests.making import assign, make_directive
from wards.models import AuditEntry

TODAY = dt.date(2026, 10, 5)


def task_of(cast: Cast, number: str) -> Task:
    return make_directive(cast, number=number).tasks.get()


@pytest.fixture
def pair(cast: Cast, now: dt.datetime) -> tuple[Task, Task]:
    """(the superior's task, the local one that carries it out)."""
    superior, local = task_of(cast, "15-CT/TU"), task_of(cast, "20/KH-UBND")
    task_carry_out(task=local, target=superior, actor=cast.clerk, now=now)
    superior.refresh_from_db()
    local.refresh_from_db()
    return superior, local


def test_the_link_is_kept_and_written_in_the_log(cast: Cast, pair: tuple[Task, Task]) -> None:
    superior, local = pair
    assert local.carries_out == superior
    entry = AuditEntry.objects.filter(action="task.carries_out").get()
    assert (entry.object_id, entry.data["task"], entry.data["after"]) == (str(local.directive_id), "1", superior.pk)


def test_linking_again_changes_nothing_and_unlinking_is_written_too(
    cast: Cast, pair: tuple[Task, Task], now: dt.datetime
) -> None:
    superior, local = pair
    task_carry_out(task=local, target=superior, actor=cast.clerk, now=now)
    task_carry_out(task=local, target=None, actor=cast.clerk, now=now)
    local.refresh_from_db()
    assert local.carries_out is None
    told = AuditEntry.objects.filter(action__startswith="task.carries").order_by("id")
    assert [entry.action for entry in told] == ["task.carries_out", "task.carries_out_no_more"]


def test_a_circle_is_refused_at_its_field_however_long(cast: Cast, pair: tuple[Task, Task], now: dt.datetime) -> None:
    superior, local = pair
    third = task_of(cast, "7/UBND")
    task_carry_out(task=third, target=local, actor=cast.clerk, now=now)
    with pytest.raises(ValidationError) as refused:
        task_carry_out(task=superior, target=third, actor=cast.clerk, now=now)
    assert list(refused.value.message_dict) == ["target"]
    superior.refresh_from_db()
    assert superior.carries_out is None


def test_a_task_of_the_same_directive_or_out_of_scope_is_refused(cast: Cast, now: dt.datetime) -> None:
    one, other = make_directive(cast, tasks=2).tasks.all()
    with pytest.raises(ValidationError, match=r"another|khác"):
        task_carry_out(task=one, target=other, actor=cast.clerk, now=now)
    far = task_of(cast, "9/HU")
    Directive.objects.filter(pk=far.directive_id).update(office=cast.outsider.held[0].unit)
    with pytest.raises(ValidationError) as refused:
        task_carry_out(task=one, target=far, actor=cast.clerk, now=now)
    assert list(refused.value.message_dict) == ["target"]


@pytest.mark.parametrize("who", ["leader", "inspector", "ward_chair", "outsider"])
def test_only_a_clerk_of_the_office_links(cast: Cast, who: str, now: dt.datetime) -> None:
    one, other = task_of(cast, "1/A"), task_of(cast, "2/A")
    with pytest.raises(PermissionDenied):
        task_carry_out(task=one, target=other, actor=cast.people[who], now=now)


def test_the_database_refuses_a_task_that_carries_out_itself(cast: Cast) -> None:
    task = task_of(cast, "1/A")
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(carries_out=task.pk)


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ("thực hiện mục 2.1 Chỉ thị số 15-CT/TU", {"2.1"}),
        ("nhiệm vụ 3 và điểm a khoản 2", {"3", "a", "2"}),
        ("Căn cứ Chỉ thị số 15-CT/TU ngày 01/9/2026", set()),
    ],
)
def test_items_that_a_citation_names(words: str, items: set[str]) -> None:
    assert items_named(words) == items


def test_the_named_item_of_the_cited_directive_is_proposed_first_and_nothing_is_chosen(cast: Cast) -> None:
    above = make_directive(cast, number="15-CT/TU", tasks=3)
    local = task_of(cast, "20/KH-UBND")
    Citation.objects.create(
        directive=local.directive,
        target=above,
        number="15-CT/TU",
        number_key="15-CT/TU",
        relation="carries_out",
        words="thực hiện mục 3 Chỉ thị số 15-CT/TU",
    )
    found = superiors_of(local, Directive.objects.visible_to(cast.clerk))
    assert [(row.task.path, row.is_named) for row in found] == [("3", True), ("1", False), ("2", False)]
    assert found[1].likeness == 100.0
    local.refresh_from_db()
    assert local.carries_out is None


def test_the_roll_up_counts_what_hangs_below(cast: Cast, pair: tuple[Task, Task], now: dt.datetime) -> None:
    superior, local = pair
    rows = assign(cast, *cast.wards[:3], directive=local.directive)
    paper = [NewDocument("1/BC", dt.date(2026, 9, 9))]
    assignment_submit(assignment=rows[0], actor=cast.ward_chair, now=now, proofs=paper)
    assignment_confirm(assignment=rows[0], actor=cast.clerk, now=now, grade="passed")
    step = carried_out_by(superior, cast.leader, TODAY)
    (child,) = step.children
    assert (child.done, child.late, child.total) == (1, 2, 3)
    assert (step.done, step.late, step.total) == (1, 2, 3)


def test_a_ward_sees_only_its_own_part_of_the_chain(cast: Cast, pair: tuple[Task, Task]) -> None:
    superior, local = pair
    assign(cast, *cast.wards[:3], directive=local.directive)
    assert superiors_above([local], cast.ward_chair) == {local.pk: []}
    assert superiors_above([local], cast.leader) == {local.pk: [superior]}
    assign(cast, cast.wards[0], directive=superior.directive)
    (line,) = lines_of(superior.directive, cast.ward_chair, TODAY)
    assert [part.unit for child in line.step.children for part in child.parts] == ["UBND phường Mẫu Đông"]


def test_the_chain_page_shows_it_to_the_leader(
    cast: Cast, pair: tuple[Task, Task], sign_in: Callable[..., Client]
) -> None:
    superior, local = pair
    assign(cast, *cast.wards[:2], directive=local.directive)
    for directive in (superior.directive, local.directive):
        page = sign_in(cast.leader).get(reverse("assignments:chain", args=[directive.pk])).content.decode()
        assert "15-CT/TU" in page
        assert "20/KH-UBND" in page
        assert "UBND phường Mẫu Tây" in page


@pytest.mark.parametrize("n", [1, 3])
def test_the_chain_of_tasks_takes_the_same_queries_however_many(
    cast: Cast, n: int, now: dt.datetime, django_assert_num_queries: Callable
) -> None:
    above = make_directive(cast, number="15-CT/TU", tasks=n)
    for i, task in enumerate(above.tasks.all()):
        local = task_of(cast, f"{i}/KH")
        task_carry_out(task=local, target=task, actor=cast.clerk, now=now)
        assign(cast, *cast.wards[:n], directive=local.directive)
    cast.leader.held  # noqa: B018 - read once a request
    cast.leader.kept  # noqa: B018
    with django_assert_num_queries(4):
        assert len(lines_of(above, cast.leader, TODAY)) == n


def test_the_page_proposes_links_and_unlinks(cast: Cast, sign_in: Callable[..., Client]) -> None:
    superior, local = task_of(cast, "15-CT/TU"), task_of(cast, "20/KH-UBND")
    clerk, url = sign_in(cast.clerk), reverse("assignments:carries_out", args=[local.pk])
    assert "15-CT/TU" in clerk.get(url, {"q": "15-ct/tu"}).content.decode()
    assert clerk.post(url, {"target": superior.pk}).status_code == 302
    local.refresh_from_db()
    assert local.carries_out == superior
    back = clerk.post(reverse("assignments:carries_out", args=[superior.pk]), {"target": local.pk, "q": "nội dung"})
    assert back.status_code == 422
    assert 'value="nội dung"' in back.content.decode()
    assert clerk.post(url, {"target": ""}).status_code == 302
    local.refresh_from_db()
    assert local.carries_out is None


def test_whoever_may_not_open_the_target_gets_404(cast: Cast, sign_in: Callable[..., Client]) -> None:
    far, local = task_of(cast, "9/HU"), task_of(cast, "20/KH-UBND")
    Directive.objects.filter(pk=far.directive_id).update(office=cast.outsider.held[0].unit)
    url = reverse("assignments:carries_out", args=[local.pk])
    assert sign_in(cast.clerk).post(url, {"target": far.pk}).status_code == 404
