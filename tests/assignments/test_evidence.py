"""Evidence is downloaded only through an assignment that the person may see, and cannot run in this site's name."""

import pytest
from django.urls import reverse

from assignments.models import Evidence
from assignments.services import NewFile, assignment_submit

from .story import PNG, held, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def url(item):
    return reverse("assignments:evidence", args=[item.pk])


@pytest.fixture
def photo(cast):
    return reported(cast).evidence.exclude(file="").get()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("ward_chair", 200),
        ("ward_staff", 200),
        ("clerk", 200),
        ("leader", 200),
        ("inspector", 200),
        ("other_chair", 404),
        ("health_head", 404),
        ("outsider", 404),
        ("idler", 404),
        ("administrator", 404),
    ],
)
def test_who_may_read_it(cast, sign_in, photo, who, status):
    assert sign_in(getattr(cast, who)).get(url(photo)).status_code == status


def test_a_picture_is_shown_under_its_own_name(cast, sign_in, photo):
    response = sign_in(cast.clerk).get(url(photo))
    assert b"".join(response.streaming_content) == PNG
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    name = "%E1%BA%A3nh%20hi%E1%BB%87n%20tr%C6%B0%E1%BB%9Dng.png"
    assert response.headers["Content-Disposition"] == f"inline; filename*=utf-8''{name}"
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("bao cao.pdf", b"%PDF-1.4 x", "application/pdf"),
        ('a"; x.html', b"<script>alert(1)</script>", "text/plain"),
    ],
)
def test_everything_else_is_saved_never_shown(cast, sign_in, now, name, data, content_type):
    work = assignment_submit(assignment=held(cast), actor=cast.ward_chair, now=now, proofs=[NewFile(name, data)])
    response = sign_in(cast.clerk).get(url(work.evidence.get()))
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Disposition"].startswith("attachment; filename")


def test_a_document_by_number_has_no_file(cast, sign_in, photo):
    document = Evidence.objects.get(file="")
    assert sign_in(cast.clerk).get(url(document)).status_code == 404


def test_a_file_that_is_gone_is_not_found(cast, sign_in, photo):
    photo.file.storage.delete(photo.file.name)
    assert sign_in(cast.clerk).get(url(photo)).status_code == 404


def test_it_is_read_never_posted_to(cast, sign_in, photo):
    assert sign_in(cast.ward_chair).post(url(photo)).status_code == 405
