"""The chain of documents up and down, and the page on which a clerk says which document a citation means."""

import datetime as dt
from itertools import pairwise

import pytest
from django.urls import reverse

from assignments.selectors import chain as selector
from assignments.selectors.chain import Node, chain_of
from directives.models import Citation, Directive
from tests.making import assign, make_directive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def cite(directive: Directive, other: Directive | str, relation: str = "carries_out", **more) -> Citation:
    """`directive` cites the other one; a number alone where that is not in the register."""
    target = other if isinstance(other, Directive) else None
    number = target.number if target else str(other)
    fields = {"number": number, "number_key": number, "relation": relation, "target": target} | more
    return Citation.objects.create(directive=directive, **fields)


@pytest.fixture
def papers(cast) -> list[Directive]:
    return [make_directive(cast, number=f"{n}/UBND") for n in range(1, 6)]


def shape(nodes: list[Node]) -> list:
    return [(str(n.directive) if n.directive else n.citation.number, n.is_again, shape(n.children)) for n in nodes]


def test_it_runs_from_the_first_document_to_the_last(cast, papers) -> None:
    top, above, here, below, last = papers
    cite(above, top)
    cite(above, "2846/UBND-KGVX")
    cite(here, above)
    cite(below, here)
    cite(last, below, "replaces")
    chain = chain_of(here, cast.clerk)
    assert shape(chain.above) == [("2/UBND", False, [("1/UBND", False, []), ("2846/UBND-KGVX", False, [])])]
    assert shape(chain.below) == [("4/UBND", False, [("5/UBND", False, [])])]
    assert chain.below[0].children[0].citation.relation == "replaces"
    assert chain.is_cut is False


def test_a_circle_is_walked_once(cast, papers) -> None:
    one, two, three = papers[:3]
    cite(one, two)
    cite(two, three)
    cite(three, one)
    chain = chain_of(one, cast.clerk)
    assert shape(chain.above) == [("2/UBND", False, [("3/UBND", False, [("1/UBND", True, [])])])]
    assert shape(chain.below) == [("3/UBND", False, [("2/UBND", False, [("1/UBND", True, [])])])]


def test_a_document_reached_two_ways_is_opened_out_once(cast, papers) -> None:
    top, left, right, here, _ = papers
    cite(here, left)
    cite(here, right)
    cite(left, top)
    cite(right, top)
    assert shape(chain_of(here, cast.clerk).above) == [
        ("2/UBND", False, [("1/UBND", False, [])]),
        ("3/UBND", False, [("1/UBND", True, [])]),
    ]


def test_a_units_person_sees_the_documents_of_its_own_work_alone(cast, papers) -> None:
    top, here, below, other, _ = papers
    cite(here, top)
    cite(below, here)
    cite(other, here)
    assign(cast, cast.wards[0], directive=here)
    assign(cast, cast.wards[0], directive=below)
    chain = chain_of(here, cast.ward_chair)
    assert [(node.directive, node.citation.number) for node in chain.above] == [(None, "1/UBND")]
    assert [node.directive for node in chain.below] == [below]
    assert [node.progress for node in chain.below] == [None]  # how far other units are is the office's to see
    assert [node.progress.total for node in chain_of(here, cast.clerk).below if node.progress] == [1]


def test_a_very_long_chain_is_cut_and_says_so(cast, papers, monkeypatch) -> None:
    for upper, lower in pairwise(papers):
        cite(lower, upper)
    monkeypatch.setattr(selector, "MOST_LEVELS", 2)
    chain = chain_of(papers[-1], cast.clerk)
    assert (chain.is_cut, shape(chain.above)) == (True, [("4/UBND", False, [("3/UBND", False, [])])])
    monkeypatch.setattr(selector, "MOST_LEVELS", 12)
    monkeypatch.setattr(selector, "MOST_NODES", 1)
    assert chain_of(papers[-1], cast.clerk).is_cut is True


@pytest.mark.parametrize("n", [1, 3])
def test_a_level_costs_the_same_for_one_document_and_for_three(cast, papers, django_assert_num_queries, n) -> None:
    here = papers[0]
    for other in papers[1 : n + 1]:
        cite(here, other)
        cite(other, "0/UBND")
    with django_assert_num_queries(7):  # two levels up, one down, the office's own, progress, changes, positions
        chain_of(here, cast.clerk)


def test_its_page_names_every_step(cast, sign_in, papers) -> None:
    top, here, below = papers[:3]
    cite(here, top, issued_on=dt.date(2026, 8, 1), doc_type="Công văn")
    cite(below, here, "replaces")
    client = sign_in(cast.clerk)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("assignments:chain", args=[here.pk])).content.decode()
    assert [words in page for words in ("Carries out:", "Replaced by:", ">1/UBND<", ">3/UBND<")] == [True] * 4
    assert "No document of the register cites" not in page


# The directive's own page, both ways, and the choice.


@pytest.fixture
def clerk(cast, sign_in):
    client = sign_in(cast.clerk)
    client.cookies["django_language"] = "en"
    return client


def test_the_directive_shows_both_ways_and_asks_where_several_may_be_meant(cast, clerk, papers) -> None:
    here, other = papers[:2]
    Directive.objects.filter(pk=other.pk).update(issued_on=dt.date(2026, 8, 1))
    open_one = cite(here, "2/UBND")
    cite(here, "99/UBND")
    cite(papers[2], here, "amends")
    response = clerk.get(reverse("assignments:directive", args=[here.pk]))
    assert response.context["candidates"] == {open_one.pk: [other]}
    page = response.content.decode()
    assert (page.count("may be in the register"), page.count("(not in the register)")) == (1, 1)
    assert "Amended by:" in page


def test_one_press_links_it_and_another_takes_it_back(cast, clerk, papers) -> None:
    here, other = papers[:2]
    row = cite(here, "2/UBND")
    url = reverse("assignments:citation", args=[row.pk])
    page = clerk.get(url)
    assert page.context["candidates"] == [other]
    done = clerk.post(url, {"target": other.pk}, follow=True)
    assert [str(words) for words in done.context["messages"]] == ["2/UBND is linked to 2/UBND."]
    row.refresh_from_db()
    assert (row.target, row.decided_by) == (other, cast.clerk)
    clerk.post(url, {"target": ""})
    row.refresh_from_db()
    assert row.target is None


def test_another_is_found_by_number_or_by_words(cast, clerk, papers) -> None:
    here, _, other = papers[:3]
    url = reverse("assignments:citation", args=[cite(here, "77/UBND").pk])
    assert clerk.get(url, {"q": "3/UBND"}).context["found"] == [other]
    assert clerk.get(url, {"q": " 03 / UBND"}).context["found"] == [other]
    assert here not in clerk.get(url, {"q": "sot xuat huyet"}).context["found"]
    assert len(clerk.get(url, {"q": "sot xuat huyet"}).context["found"]) == 4
    assert clerk.get(url, {"q": "…"}).context["found"] == []


def test_a_document_of_another_office_is_not_to_be_had(cast, clerk, papers) -> None:
    row = cite(papers[0], "77/UBND")
    Directive.objects.filter(pk=papers[1].pk).update(office=cast.committee)
    assert clerk.post(reverse("assignments:citation", args=[row.pk]), {"target": papers[1].pk}).status_code == 404
    assert clerk.post(reverse("assignments:citation", args=[row.pk]), {"target": "²"}).status_code == 404
    row.refresh_from_db()
    assert row.target is None
