"""The pages on which a clerk says what supersedes, amends or withdraws a document, and what becomes of its work."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from assignments.enums import State
from assignments.models import Assignment, Repointing
from assignments.selectors.changing import decide, new_orders, old_orders, propose, sums_of, undone_changes
from directives.models import Citation, Directive, DirectiveChange, Task
from tests.cast import Cast
from tests.making import assign, make_directive
from wards.folding import fold
from wards.models import User

from .story import given, in_days, reported
from .test_changing import AMEND, SUPERSEDE, change, newer, to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ORDERS = [
    "Rà soát hộ kinh doanh lấn chiếm vỉa hè, lập danh sách gửi Sở Xây dựng.",
    "Tuyên truyền, vận động nhân dân tiêm vắc xin phòng dại cho chó, mèo.",
    "Báo cáo kết quả thu gom rác thải sinh hoạt tại các chợ.",
]
REWORDED = [
    "Tuyên truyền vận động người dân tiêm vắc xin phòng bệnh dại cho chó mèo trên địa bàn.",
    "Rà soát các hộ kinh doanh lấn chiếm vỉa hè, lập danh sách, gửi về Sở Xây dựng.",
    "Tổ chức hội nghị tổng kết phong trào toàn dân bảo vệ an ninh Tổ quốc.",
]


def worded(directive: Directive, orders: list[str]) -> Directive:
    for task, words in zip(directive.tasks.order_by("order"), orders, strict=True):
        Task.objects.filter(pk=task.pk).update(words=words, short_title=words[:60], folded=fold(words))
    return directive


@pytest.fixture
def papers(cast: Cast) -> tuple[Directive, Directive]:
    """An old document of three orders to two wards, and a later one that words two of them anew."""
    old, new = worded(make_directive(cast, tasks=3), ORDERS), worded(newer(cast, tasks=3), REWORDED)
    assign(cast, *cast.wards[:2], directive=old, deadline=in_days(5))
    return old, new


@pytest.fixture
def clerk(cast: Cast, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(cast.clerk)


def page_of(directive: Directive) -> str:
    return reverse("assignments:change", args=[directive.pk])


def by(new: Directive, kind: str = SUPERSEDE, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "by": new.pk} | more


def cites(new: Directive, old: Directive, relation: str = "replaces") -> Citation:
    return Citation.objects.create(
        directive=new, number=old.number, number_key=old.number, relation=relation, target=old
    )


def proposals(olds: list) -> list[str | None]:
    return [old.like.path if old.like else None for old in olds]


def test_orders_worded_alike_are_proposed(papers) -> None:
    old, new = papers
    olds = old_orders(old)
    propose(olds, new_orders(new))
    assert proposals(olds) == ["2", "1", None]


def test_of_two_alike_the_one_for_the_same_unit(cast: Cast, papers) -> None:
    old, new = papers
    worded(new, [ORDERS[0], ORDERS[0], ORDERS[0]])
    olds = old_orders(old)
    propose(olds, new_orders(new))
    assert proposals(olds)[0] == "1"
    new.tasks.get(path="3").responsible.create(role="lead", words="các phường", order=1, group=cast.group)
    propose(olds, new_orders(new))
    assert proposals(olds)[0] == "3"


@pytest.mark.parametrize(
    ("kind", "default", "chosen", "comes_to"),
    [
        (SUPERSEDE, "proposed", {}, ["2", "1", "close"]),
        (AMEND, "proposed", {}, ["2", "1", "keep"]),
        (SUPERSEDE, "close", {}, ["close", "close", "close"]),
        (SUPERSEDE, "keep", {}, ["2", "1", "close"]),  # what is superseded does not stay
        (AMEND, "keep", {"3": "close"}, ["keep", "keep", "close"]),
        (SUPERSEDE, "close", {"1": "3"}, ["3", "close", "close"]),
        (SUPERSEDE, "proposed", {"1": "keep", "2": "nonsense"}, ["2", "1", "close"]),
    ],
)
def test_each_order_follows_its_own_choice_else_the_one_for_all(papers, kind, default, chosen, comes_to) -> None:
    old, new = papers
    olds, news = old_orders(old), new_orders(new)
    keys = {task.path: str(task.pk) for task in news}
    propose(olds, news)
    own = {old.tasks.get(path=path).pk: keys.get(choice, choice) for path, choice in chosen.items()}
    decide(olds, news, kind, own, default)
    assert [one.target.path if one.target else one.comes_to for one in olds] == comes_to


def test_the_sums_are_of_the_rows(cast: Cast, papers) -> None:
    old, new = papers
    assign(cast, cast.wards[0], directive=new, deadline=in_days(9))
    olds, news = old_orders(old), new_orders(new)
    propose(olds, news)
    decide(olds, news, SUPERSEDE, {}, "proposed")
    sums = sums_of(olds)
    assert (sums.repointed, sums.joined, sums.closed, sums.kept, sums.total) == (4, 2, 2, 0, 6)


def test_it_asks_what_happens_and_by_which_document(clerk: Client, papers) -> None:
    old, new = papers
    with override("en"):
        first = clerk.get(page_of(old), {"q": new.number})
    assert [item.pk for item in first.context["found"]] == [new.pk]
    assert f"?kind=supersede&amp;by={new.pk}" in first.content.decode()
    assert clerk.get(page_of(old), {"q": "không có"}).context["found"] == []


def test_the_choices_are_looked_at_then_carried_out(clerk: Client, papers) -> None:
    old, new = papers
    page = clerk.get(page_of(old), by(new))
    assert (page.status_code, page.context["sums"].total) == (200, 6)
    second = str(old.tasks.get(path="2").pk)
    data = by(new, default="proposed", reason="Theo văn bản mới.") | {f"task-{second}": "close"}
    look = clerk.post(page_of(old), data | {"action": "look"})
    assert (look.context["is_look"], DirectiveChange.objects.count()) == (True, 0)
    assert (look.context["sums"].repointed, look.context["sums"].closed) == (2, 4)
    assert dict(look.context["kept"]) == {
        "default": "proposed",
        "reason": "Theo văn bản mới.",
        f"task-{second}": "close",
    }
    again = clerk.post(page_of(old), data | {"action": "edit"})
    assert '<option value="close" selected>' in again.content.decode()
    assert "Theo văn bản mới." in again.content.decode()
    done = clerk.post(page_of(old), data | {"action": "carry_out"}, follow=True)
    assert done.redirect_chain == [(reverse("assignments:directive", args=[old.pk]), 302)]
    states = (
        Assignment.objects.filter(directive=old).values_list("task__path", "state").distinct().order_by("task__path")
    )
    assert list(states) == [("1", "superseded"), ("2", "superseded"), ("3", "superseded")]
    assert set(Repointing.objects.values_list("old__task__path", "new__task__path")) == {("1", "2")}
    assert str(DirectiveChange.objects.get()) in done.content.decode()


def test_withdrawing_asks_by_what_or_why_and_keeps_what_was_typed(clerk: Client, papers) -> None:
    old, _new = papers
    assert clerk.get(page_of(old), {"kind": "withdraw"}).context["sums"].closed == 6
    bad = clerk.post(page_of(old), {"kind": "withdraw", "number": "7/QĐ", "dated": "", "reason": "", "action": "look"})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["reason"])
    assert 'value="7/QĐ"' in bad.content.decode()
    late = {"kind": "withdraw", "number": "7/QĐ", "dated": "31/12/2026", "reason": "", "action": "carry_out"}
    wrong = clerk.post(page_of(old), late)
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["dated"])
    clerk.post(page_of(old), late | {"dated": "15/09/2026"})
    assert DirectiveChange.objects.get().dated == dt.date(2026, 9, 15)
    assert set(Assignment.objects.values_list("state", flat=True)) == {State.WITHDRAWN}


def test_a_document_that_is_older_is_named_on_the_page(clerk: Client, papers) -> None:
    old, new = papers
    wrong = clerk.post(page_of(new), by(old, action="carry_out", default="close"))
    assert wrong.status_code == 422
    assert old.number in " ".join(wrong.context["form"].non_field_errors())


def test_whoever_comes_second_is_told(cast: Cast, clerk: Client, papers) -> None:
    old, new = papers
    change(cast, old, new, choices=dict.fromkeys(old.tasks.values_list("pk", flat=True), "close"))
    late = clerk.post(page_of(old), by(new, action="carry_out", default="close"))
    assert (late.status_code, DirectiveChange.objects.count()) == (409, 1)
    assert cast.clerk.full_name in late.content.decode()
    assert clerk.get(page_of(old)).status_code == 200


def test_a_new_document_of_another_register_is_not_found(cast: Cast, clerk: Client, papers) -> None:
    old, new = papers
    Directive.objects.filter(pk=new.pk).update(office=cast.committee)
    assert clerk.get(page_of(old), by(new)).status_code == 404
    assert clerk.get(page_of(old), {"kind": "supersede", "by": "x"}).status_code == 404


def test_a_citation_offers_it_until_it_is_dealt_with(cast: Cast, clerk: Client, papers) -> None:
    old, new = papers
    cites(new, old)
    found = undone_changes(cast.clerk)
    assert [(one.citation.target, one.kind, one.n) for one in found] == [(old, "supersede", 6)]
    link = f"{page_of(old)}?kind=supersede&amp;by={new.pk}"
    pages = [reverse("assignments:directive", args=[one.pk]) for one in papers]
    assert [link in clerk.get(page).content.decode() for page in [*pages, reverse("assignments:desk")]] == [True] * 3
    change(cast, old, new, choices=dict.fromkeys(old.tasks.values_list("pk", flat=True), "close"))
    assert undone_changes(cast.clerk) == []
    assert [link in clerk.get(page).content.decode() for page in [*pages, reverse("assignments:desk")]] == [False] * 3


@pytest.mark.parametrize(("relation", "offered"), [("amends", ["amend"]), ("carries_out", []), ("basis", [])])
def test_what_else_a_citation_says(cast: Cast, papers, relation: str, offered: list[str]) -> None:
    cites(papers[1], papers[0], relation)
    assert [one.kind for one in undone_changes(cast.clerk)] == offered
    assert undone_changes(cast.outsider) == []


def test_an_amended_one_can_be_superseded_later(cast: Cast, papers) -> None:
    old, new = papers
    cites(new, old, "amends")
    change(cast, old, new, kind=AMEND, choices=dict.fromkeys(old.tasks.values_list("pk", flat=True), "keep"))
    last = newer(cast)
    cites(last, old)
    assert [(one.kind, one.n) for one in undone_changes(cast.clerk)] == [("supersede", 6)]


def test_every_page_says_what_became_of_it(cast: Cast, clerk: Client, papers) -> None:
    old, new = papers
    cites(new, old)
    done = change(cast, old, new, choices=dict.fromkeys(old.tasks.values_list("pk", flat=True), "close"))
    for page in (
        reverse("assignments:directives"),
        reverse("assignments:chain", args=[new.pk]),
        reverse("assignments:chain", args=[old.pk]),
    ):
        assert str(done) in clerk.get(page).content.decode()
    page = clerk.get(reverse("assignments:directive", args=[old.pk]))
    assert f'<a href="{reverse("assignments:directive", args=[new.pk])}">{done.document}</a>' in page.content.decode()
    assert (page.context["may_assign"], page.context["may_change"]) == (False, False)
    with override("en"):
        words = str(clerk.get(reverse("assignments:directive", args=[old.pk])).context["entries"][0].words)
    assert new.number in words


def test_the_unit_is_led_both_ways(cast: Cast, sign_in: Callable[[User], Client]) -> None:
    row, new = reported(cast), newer(cast, on=in_days(9))
    change(cast, row.directive, new, choices=to(new, row))
    goes, chair = Repointing.objects.get().new, sign_in(cast.ward_chair)
    pages = {one.pk: reverse("assignments:detail", args=[one.pk]) for one in (row, goes)}
    assert f'href="{pages[goes.pk]}"' in chair.get(pages[row.pk]).content.decode()
    assert f'href="{pages[row.pk]}"' in chair.get(pages[goes.pk]).content.decode()
    assert "12/BC-UBND" in chair.get(pages[goes.pk]).content.decode()
    assert chair.get(reverse("assignments:directive", args=[row.directive_id])).status_code == 200


def _asked(client: Client, page: str, data: dict[str, Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page, data).status_code == 200
    return len(asked)


def test_the_pages_ask_the_same_of_one_order_and_of_three(cast: Cast, clerk: Client) -> None:
    counts = []
    for tasks in (1, 3):
        old, new = make_directive(cast, number=f"{tasks}/K", tasks=tasks), newer(cast, tasks=tasks)
        assign(cast, *cast.wards[:tasks], directive=old)
        cites(new, old)
        offered = _asked(clerk, page_of(old), {})
        counts.append((_asked(clerk, page_of(old), by(new)), offered))
    assert counts == [(11, 7), (11, 7)]


def test_the_register_asks_the_same_of_one_change_and_of_three(cast: Cast, clerk: Client) -> None:
    counts = []
    for _n in range(3):
        row, new = given(cast), newer(cast)
        change(cast, row.directive, new, choices=to(new, row))
        counts.append(_asked(clerk, reverse("assignments:directives"), {}))
    assert counts[0] == counts[2] == 6
