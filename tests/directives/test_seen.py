"""The same text pasted twice, the same file twice: pointed out before a second draft is made."""

import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directives.models import Draft
from directives.seen import fingerprint, seen_before, sha256_of
from directives.services import draft_confirm, draft_create, draft_discard
from wards.enums import Role
from wards.services import position_add

from .documents import CLEAN, TWELVE_WARDS

pytestmark = pytest.mark.usefixtures("at_now")
NEW = "/directives/new/"


@pytest.fixture
def clerk(cast, sign_in):
    client = sign_in(cast.clerk)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(
    "other",
    [
        CLEAN.replace("\n", "\r\n"),
        unicodedata.normalize("NFD", CLEAN),
        " ".join(CLEAN.split()),
        CLEAN.replace(" ", " ").replace("hoá", "hóa"),
    ],
)
def test_a_text_is_known_however_it_was_copied(other: str) -> None:
    assert fingerprint(other) == fingerprint(CLEAN)


def test_another_text_is_another_and_a_scrap_is_nothing() -> None:
    assert fingerprint(CLEAN) != fingerprint(TWELVE_WARDS)
    assert fingerprint("Số: 1/UBND") == ""


def test_a_second_paste_is_pointed_out_and_kept_and_may_go_on(cast, clerk) -> None:
    clerk.post(NEW, {"text": CLEAN})
    first = Draft.objects.get()
    again = clerk.post(NEW, {"text": CLEAN.replace("\n", "\r\n")})
    url = reverse("directives:draft", args=[first.pk])
    assert (again.status_code, again.context["seen"]) == (422, {"url": url, "label": "312/UBND-YT"})
    assert Draft.objects.count() == 1
    page = again.content.decode()
    assert ("has been entered before" in page, page.count("Số: 312/UBND-YT")) == (True, 1)  # what was pasted is there
    assert clerk.post(NEW, {"text": CLEAN, "again": "1"}).status_code == 302
    assert Draft.objects.count() == 2


def test_the_same_file_is_pointed_out_before_it_is_opened(cast, clerk, monkeypatch) -> None:
    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("công văn.txt", CLEAN.encode())

    clerk.post(NEW, {"file": file()})
    monkeypatch.setattr("directives.services.intake.open_file", lambda *args: pytest.fail("was opened"))
    assert clerk.post(NEW, {"file": file()}).context["seen"]["label"] == "312/UBND-YT"


def test_what_is_confirmed_leads_to_the_directive_and_what_is_discarded_to_nothing(cast, draft, now, today) -> None:
    assert seen_before(cast.office, text=CLEAN) == draft
    directive = draft_confirm(draft=draft, edits={}, actor=cast.clerk, now=now, today=today)
    assert seen_before(cast.office, text=CLEAN) == directive
    other = draft_create(office=cast.office, text=TWELVE_WARDS, actor=cast.clerk, now=now)
    draft_discard(draft=other, actor=cast.clerk, now=now)
    assert seen_before(cast.office, text=TWELVE_WARDS) is None
    assert seen_before(cast.office, text=CLEAN, sha256=sha256_of(b"x")) == directive


def test_another_offices_documents_are_not_told_of(cast, draft, clerk, today) -> None:
    elsewhere = cast.outsider.held[0].unit
    assert seen_before(elsewhere, text=CLEAN) is None
    position_add(user=cast.clerk, unit=elsewhere, role=Role.CLERK, valid_from=today)
    assert clerk.post(NEW, {"text": CLEAN, "office": elsewhere.pk}).status_code == 302


def test_looking_costs_two_queries_at_most_whatever_there_is(cast, read, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        assert seen_before(cast.office, text=CLEAN, sha256="0" * 64) is None
    for _turn in range(3):
        read(TWELVE_WARDS)
    with django_assert_num_queries(2):
        assert seen_before(cast.office, text=CLEAN, sha256="0" * 64) is None
