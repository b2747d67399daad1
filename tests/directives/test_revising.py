"""An order in force is corrected in the open: by whom, when, why, and what stood there before."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from directives.models import Task, TaskRevision
from directives.services import Refused, task_revise
from tests.cast import Cast
from tests.making import assign, make_directive
from wards.models import AuditEntry

from .filling import filled

WORDS = "Rà soát nội dung 1, báo cáo kết quả."


@pytest.fixture
def task(cast: Cast) -> Task:
    return make_directive(cast).tasks.get()


@pytest.fixture
def clerk(cast: Cast, sign_in: Any) -> Client:
    client = sign_in(cast.clerk)
    client.cookies["django_language"] = "en"
    return client


def address(task: Task) -> str:
    return reverse("directives:task_revise", args=[task.pk])


def revise(cast: Cast, task: Task, now: Any, **more: Any) -> list[TaskRevision]:
    given = {"words": WORDS, "short_title": "Rà soát nội dung 1", "reason": "Đọc sai", "actor": cast.clerk} | more
    return task_revise(task=task, now=now, **given)


def test_words_and_title_are_each_a_revision(cast, task, now) -> None:
    revise(cast, task, now, words="Rà soát nội dung 2.", short_title="Rà soát  2")
    task.refresh_from_db()
    assert (task.words, task.short_title, task.folded) == (
        "Rà soát nội dung 2.", "Rà soát 2", "ra soat 2 ra soat noi dung 2",
    )  # fmt: skip
    assert list(task.revisions.values_list("field", "before", "after", "by", "at", "reason")) == [
        ("words", WORDS, "Rà soát nội dung 2.", cast.clerk.pk, now, "Đọc sai"),
        ("short_title", "Rà soát nội dung 1", "Rà soát 2", cast.clerk.pk, now, "Đọc sai"),
    ]
    entry = AuditEntry.objects.get(action="task.revised")
    assert (entry.object_label, entry.data) == ("312/UBND-YT", {"task": "1"})


@pytest.mark.parametrize(
    "change",
    [{"reason": " "}, {"words": " "}, {"short_title": ""}, {}, {"words": "Khác", "seen": 1}],
    ids=["no reason", "no words", "no title", "no change", "somebody was first"],
)
def test_what_is_not_done(cast, task, now, change) -> None:
    with pytest.raises(Refused):
        revise(cast, task, now, **change)
    assert TaskRevision.objects.count() == 0


@pytest.mark.parametrize("part", ["leader", "inspector", "ward_chair", "outsider", "administrator"])
def test_only_the_offices_clerks_correct(cast, task, now, part) -> None:
    with pytest.raises(PermissionDenied):
        revise(cast, task, now, words="Khác", actor=getattr(cast, part))


def test_a_revision_itself_is_never_changed(cast, task, now) -> None:
    [row] = revise(cast, task, now, words="Khác")
    row.reason = "Lý do khác"
    with pytest.raises(DatabaseError):
        row.save()


def test_from_the_directive_and_back_with_the_change_in_sight(cast, clerk, task) -> None:
    directive = reverse("assignments:directive", args=[task.directive_id])
    assert f'href="{address(task)}"' in clerk.get(directive).content.decode()
    page = clerk.get(address(task))
    data = filled(page, form_id="revise-form", words="Rà soát nội dung 2.", reason="Đọc sai một chữ")
    after = clerk.post(address(task), data, follow=True)
    assert after.redirect_chain == [(directive, 302)]
    html = after.content.decode()
    assert "corrected 1 time" in html
    assert f"<del>{WORDS}</del> → <ins>Rà soát nội dung 2.</ins>" in html
    assert "Reason: Đọc sai một chữ" in html


def test_the_unit_sees_what_was_corrected_but_not_the_button(cast, sign_in, task, now) -> None:
    assign(cast, cast.wards[0], directive=task.directive)
    revise(cast, task, now, words="Rà soát nội dung 2.")
    html = sign_in(cast.ward_chair).get(reverse("assignments:directive", args=[task.directive_id])).content.decode()
    assert f"<del>{WORDS}</del>" in html
    assert address(task) not in html


def test_what_is_wrong_comes_back_with_what_was_typed(cast, clerk, task, now) -> None:
    page = clerk.get(address(task))
    response = clerk.post(address(task), filled(page, form_id="revise-form", words="Của tôi"))
    assert (response.status_code, response.context["form"].errors) == (422, {"reason": ["This field is required."]})
    assert response.context["form"]["words"].value() == "Của tôi"
    revise(cast, task, now, words="Của người kia", actor=cast.second_clerk)
    told = clerk.post(address(task), filled(response, form_id="revise-form", reason="Đọc sai"))
    assert "Somebody has revised this task meanwhile" in told.content.decode()
    assert "Của người kia" in told.content.decode()
    clerk.post(address(task), filled(told, form_id="revise-form"))  # having seen it
    task.refresh_from_db()
    assert task.words == "Của tôi"


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_revisions(cast, clerk, task, now, django_assert_num_queries, n):
    for turn in range(n):
        revise(cast, task, now, words=f"Lần {turn}")
    with django_assert_num_queries(5):
        clerk.get(address(task))
