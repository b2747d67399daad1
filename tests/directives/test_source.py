"""The file as it came: who may have it, and how it is sent; the same file twice is pointed out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directives.models import Draft
from directives.services import draft_confirm, draft_create

from .documents import CLEAN

pytestmark = pytest.mark.usefixtures("at_now")
NAME = "công văn 312.txt"


@pytest.fixture
def entered(cast, now):
    def enter(text: str = CLEAN) -> Draft:
        file = SimpleUploadedFile(NAME, text.encode(), content_type="text/html")
        return draft_create(office=cast.office, text="", actor=cast.clerk, now=now, file=file)

    return enter


def source_url(draft: Draft) -> str:
    return reverse("directives:source", args=[draft.source_id])


def test_it_is_sent_to_be_saved_with_its_name_and_true_type(cast, sign_in, entered) -> None:
    response = sign_in(cast.clerk).get(source_url(entered()))
    assert b"".join(response.streaming_content) == CLEAN.encode()
    headers = response.headers
    assert headers["Content-Disposition"] == "attachment; filename*=utf-8''c%C3%B4ng%20v%C4%83n%20312.txt"
    assert (headers["X-Content-Type-Options"], headers["Content-Type"]) == ("nosniff", "text/plain")


@pytest.mark.parametrize(
    ("part", "of_draft", "of_directive"),
    [
        ("clerk", 200, 200),
        ("second_clerk", 200, 200),
        ("leader", 404, 200),
        ("inspector", 404, 200),
        ("outsider", 404, 404),
        ("administrator", 404, 404),
        ("ward_chair", 404, 404),
        ("idler", 404, 404),
    ],
)
def test_who_may_have_it(cast, sign_in, entered, now, today, part, of_draft, of_directive) -> None:
    draft, client = entered(), sign_in(getattr(cast, part))
    assert client.get(source_url(draft)).status_code == of_draft
    draft_confirm(draft=draft, edits={}, actor=cast.clerk, now=now, today=today)
    assert client.get(source_url(draft)).status_code == of_directive


def test_a_file_that_is_gone_from_the_disk_is_not_found(cast, sign_in, entered) -> None:
    draft = entered()
    draft.source.file.storage.delete(draft.source.file.name)
    assert sign_in(cast.clerk).get(source_url(draft)).status_code == 404


def test_the_same_file_is_pointed_out(cast, sign_in, entered, now, today) -> None:
    first, second = entered(), entered()
    client = sign_in(cast.clerk)
    page = reverse("directives:draft", args=[second.pk])
    assert client.get(page).context["same_file"]["url"] == reverse("directives:draft", args=[first.pk])
    directive = draft_confirm(draft=first, edits={}, actor=cast.clerk, now=now, today=today)
    assert client.get(page).context["same_file"]["url"] == reverse("assignments:directive", args=[directive.pk])
    assert client.get(reverse("directives:draft", args=[entered(CLEAN + "\n").pk])).context["same_file"] is None
