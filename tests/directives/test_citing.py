"""Which document a citation means: never by its symbol alone, and a clerk has the last word."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from directives.citing import Fit, candidates_of, fit, same_body
from directives.edits import proposal
from directives.models import Citation, Directive, IssuingBody
from directives.services import Refused, citation_settle, draft_confirm, draft_create
from directives.services.citations import citations_link
from directives.sides import numbering_key
from tests import needs
from tests.cast import make_cast
from tests.making import make_directive
from wards.folding import fold
from wards.models import AuditEntry

from .documents import CLEAN

DAY = dt.date(2026, 9, 1)


def body(name: str, side: str = "state") -> IssuingBody:
    return IssuingBody.objects.get_or_create(folded=fold(name), defaults={"name": name, "side": side})[0]


def document(cast, number: str, issued_on: str, name: str, side: str = "state") -> Directive:
    found = make_directive(cast, number=number, tasks=0)
    found.issuing_body, found.issued_on = body(name, side), dt.date.fromisoformat(issued_on)
    found.received_on = max(found.issued_on, found.received_on)
    found.numbering_key = numbering_key(side, found.issued_on, [])
    found.save()
    return found


def cited(number: str, issued_on: str = "", body: str = "", relation: str = "carries_out") -> dict[str, str]:
    return {
        "number": number, "issued_on": issued_on, "body": body, "relation": relation, "words": number,
        "doc_type": "Công văn",
    }  # fmt: skip


@pytest.fixture
def citing(cast, now, today):
    """citing(citation, …) → a confirmed directive of 01/9/2026 that cites them."""
    numbers = iter(range(500, 600))

    def make(*citations: dict[str, str], **header: str) -> Directive:
        draft = draft_create(office=cast.office, text=CLEAN, actor=cast.clerk, now=now)
        edits = proposal(draft.reading, today) | {
            "number": f"{next(numbers)}/UBND-YT", "citations": list(citations), **header
        }  # fmt: skip
        return draft_confirm(draft=draft, edits=edits, actor=cast.clerk, now=now, today=today)

    return make


@pytest.mark.parametrize(
    ("written", "name", "same"),
    [
        ("Sở Y tế", "Sở Y tế thành phố Mẫu", True),
        ("UBND TP Mẫu", "Ủy ban nhân dân thành phố Mẫu", True),
        ("Chủ tịch UBND thành phố", "UBND thành phố Mẫu", True),
        ("Ban Thường vụ Thành ủy", "Thành ủy Mẫu", True),
        ("Tỉnh ủy Lạ", "Tỉnh ủy Khác", False),
        ("UBND quận", "Văn phòng UBND quận Mẫu", False),
        ("Ban Tổ chức Thành ủy", "Thành ủy Mẫu", False),
        ("Sở Y tế", "Sở Xây dựng", False),
        ("UBND", "UBND quận Mẫu", None),
        ("", "UBND quận Mẫu", None),
    ],
)
def test_one_body_with_and_without_its_place(written: str, name: str, same: bool | None) -> None:
    assert same_body(written, name) is same


PARTY = ("21-CT/TU", "2022-08-25", "Tỉnh ủy Mẫu", "party")


@pytest.mark.parametrize(
    ("other", "citation", "how"),
    [
        # the day agrees
        (("1180/SYT-NVY", "2026-08-25", "Sở Y tế"), ("2026-08-25", ""), Fit.YES),
        (("1180/SYT-NVY", "2026-08-25", "Sở Y tế"), ("2026-08-25", "Sở Y tế"), Fit.YES),
        # the day or the body speaks against it
        (("1180/SYT-NVY", "2026-08-25", "Sở Y tế"), ("2026-08-26", "Sở Y tế"), Fit.NO),
        (("1180/SYT-NVY", "2026-08-25", "Sở Y tế"), ("2026-08-25", "Sở Xây dựng"), Fit.NO),
        # no day: the body of this year's numbers, of this term's
        (("1180/SYT-NVY", "2026-08-25", "Sở Y tế"), ("", "Sở Y tế"), Fit.YES),
        (("1180/SYT-NVY", "2025-08-25", "Sở Y tế"), ("", "Sở Y tế"), Fit.MAYBE),
        (PARTY, ("", "Tỉnh ủy"), Fit.MAYBE),  # of the term before
        (("21-CT/TU", "2026-08-25", "Tỉnh ủy Mẫu", "party"), ("", "Tỉnh ủy"), Fit.YES),
        (PARTY, ("", "Tỉnh ủy Khác"), Fit.NO),
        # the symbol alone
        (("1180/SYT-NVY", "2026-08-25", "Sở Y tế"), ("", ""), Fit.MAYBE),
        (("1180/SYT-NVY", "2026-09-02", "Sở Y tế"), ("", ""), Fit.NO),  # not written yet
        (("30/2020/NĐ-CP", "2020-03-05", "Chính phủ"), ("", ""), Fit.YES),  # names itself
        (("30/2020/NQ-HĐND", "2020-03-05", "HĐND thành phố Mẫu"), ("", ""), Fit.MAYBE),  # of which province?
    ],
)
def test_what_speaks_for_a_document_and_against_it(cast, other, citation, how) -> None:
    there = document(cast, *other)
    row = Citation(
        number=there.number,
        number_key=there.number_key.replace("Đ", "D"),
        issued_on=dt.date.fromisoformat(citation[0]) if citation[0] else None,
        body=citation[1],
    )
    assert fit(row, there, DAY) is how


def test_a_citation_is_linked_to_the_one_it_means_and_keeps_its_type(cast, citing) -> None:
    right = document(cast, "1180/SYT-NVY", "2026-08-25", "Sở Y tế")
    document(cast, "1180/SYT-NVY", "2025-08-20", "Sở Y tế")
    row = citing(cited("1180/SYT-NVY", "2026-08-25")).citations.get()
    assert (row.target, row.doc_type, row.relation) == (right, "Công văn", "carries_out")


def test_two_that_fit_alike_are_left_to_choose_from(cast, citing) -> None:
    one = document(cast, "21-CT/TU", "2022-08-25", "Tỉnh ủy Mẫu", "party")
    two = document(cast, "21-CT/TU", "2022-08-25", "Tỉnh ủy Khác", "party")
    directive = citing(cited("21-CT/TU", "2022-08-25", "Tỉnh ủy"))
    row = directive.citations.get()
    assert (row.target, candidates_of(directive, [row])) == (None, {row.pk: [two, one]})


def test_one_that_arrives_later_links_itself_and_again_changes_nothing(cast, citing) -> None:
    first, second = citing(cited("77/UBND-YT", "2026-08-30")), citing(cited("77/UBND-YT", "2026-08-31"))
    arrived = citing(number="77/UBND-YT", issued_on="2026-08-30")
    targets = {row.directive: row.target for row in Citation.objects.order_by("pk")}
    assert targets == {first: arrived, second: None}
    assert citations_link(directive=arrived) == 0
    assert Citation.objects.filter(target=arrived).count() == 1


def test_the_page_asks_once_whatever_is_cited(cast, citing, django_assert_num_queries) -> None:
    for n in (1, 3):
        document(cast, f"{n}/SYT", "2026-08-25", "Sở Y tế")
        directive = citing(*(cited(f"{i}/SYT") for i in range(1, n + 1)))
        rows = list(directive.citations.all())
        with django_assert_num_queries(1):
            candidates_of(directive, rows)
    directive.citations.all().delete()
    with django_assert_num_queries(0):
        assert candidates_of(directive, []) == {}


# By hand.


def test_a_clerk_links_and_unlinks_and_no_later_arrival_changes_that(cast, citing, now) -> None:
    there = document(cast, "1180/SYT-NVY", "2025-08-25", "Sở Y tế")
    row = citing(cited("1180/SYT-NVY")).citations.get()
    assert row.target is None
    row = citation_settle(citation=row, target=there, actor=cast.clerk, now=now)
    assert (row.target, row.decided_by, row.decided_at) == (there, cast.clerk, now)
    citation_settle(citation=row, target=None, actor=cast.second_clerk, now=now)
    arrived = document(cast, "1180/SYT-NVY", "2026-08-25", "Sở Y tế")
    Citation.objects.update(issued_on="2026-08-25")
    assert citations_link(directive=arrived) == 0
    entries = AuditEntry.objects.filter(action__startswith="citation.").order_by("id")
    assert [(entry.action, entry.actor, entry.data["after"]) for entry in entries] == [
        ("citation.linked", cast.clerk, there.pk),
        ("citation.unlinked", cast.second_clerk, None),
    ]


@pytest.mark.parametrize("who", ["leader", "inspector", "outsider", "ward_chair"])
def test_nobody_but_the_offices_clerks_decides(cast, citing, now, who: str) -> None:
    row = citing(cited("1180/SYT-NVY")).citations.get()
    with pytest.raises(Refused):
        citation_settle(citation=row, target=None, actor=cast.people[who], now=now)


def test_a_document_is_not_linked_to_itself_nor_to_another_offices(cast, citing, now) -> None:
    row = citing(cited("1180/SYT-NVY")).citations.get()
    foreign = document(cast, "1180/SYT-NVY", "2026-08-25", "Sở Y tế")
    foreign.office = cast.committee
    foreign.save()
    for target in (row.directive, foreign):
        with pytest.raises(ValidationError):
            citation_settle(citation=row, target=target, actor=cast.clerk, now=now)
    row.refresh_from_db()
    assert (row.target, row.decided_by) == (None, None)


@needs.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_that_cite_each_other_and_are_confirmed_at_once_find_each_other(now, today) -> None:
    cast = make_cast()
    edits = {}
    for number, other in (("1/UBND-YT", "2/UBND-YT"), ("2/UBND-YT", "1/UBND-YT")):
        draft = draft_create(office=cast.office, text=CLEAN, actor=cast.clerk, now=now)
        edits[draft] = proposal(draft.reading, today) | {"number": number, "citations": [cited(other, "2026-09-01")]}
    body("UBND quận Mẫu")
    begin = threading.Barrier(2)
    failed: list[Exception] = []

    def confirm(draft) -> None:
        begin.wait()
        try:
            draft_confirm(draft=draft, edits=edits[draft], actor=cast.clerk, now=now, today=today)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=confirm, args=[draft]) for draft in edits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    links = Citation.objects.order_by("pk").values_list("directive__number", "target__number")
    assert set(links) == {("1/UBND-YT", "2/UBND-YT"), ("2/UBND-YT", "1/UBND-YT")}
