"""Entering a text or a file: what becomes a draft, and what is refused with which words."""

import io
import logging
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from directives.models import Draft, SourceFile
from directives.services import NotReadable, Refused, SecretDocument, draft_create
from directives.services.reading import MAX_CHARACTERS
from tests.cast import EPOCH
from wards.enums import Role
from wards.models import AuditEntry
from wards.services import position_add

from .documents import CLEAN, SECRET

pytestmark = pytest.mark.usefixtures("at_now")
NEW = "/directives/new/"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_file(text: str) -> bytes:
    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def upload(data: bytes, name: str = "cong-van.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def errors_of(response, field: str) -> list[str]:
    return list(response.context["form"].errors.get(field, []))


def test_a_pasted_text_becomes_a_draft(cast, sign_in, now) -> None:
    response = sign_in(cast.clerk).post(NEW, {"text": CLEAN})
    draft = Draft.objects.get()
    assert response.headers["Location"] == reverse("directives:draft", args=[draft.pk])
    assert (draft.office, draft.created_by, draft.created_at) == (cast.office, cast.clerk, now)
    assert (draft.reading["number"], len(draft.reading["tasks"]), draft.source) == ("312/UBND-YT", 5, None)
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["draft.created"]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [("cong-van.docx", word_file(CLEAN), DOCX), ("cong-van.txt", CLEAN.encode(), "text/plain")],
)
def test_a_file_becomes_a_draft_and_is_kept(cast, sign_in, name: str, data: bytes, kind: str) -> None:
    sign_in(cast.clerk).post(NEW, {"file": upload(data, name)})
    draft = Draft.objects.select_related("source").get()
    source = draft.source
    assert source is not None
    assert (source.original_name, source.content_type, source.size) == (name, kind, len(data))
    assert source.file.read() == data
    assert Path(source.file.name).name != name
    assert draft.reading["number"] == "312/UBND-YT"


def test_an_empty_form_is_refused(cast, sign_in) -> None:
    response = sign_in(cast.clerk).post(NEW, {"text": "  \n "})
    assert response.status_code == 422
    assert len(errors_of(response, "text")) == 1
    assert Draft.objects.count() == 0


def test_a_text_that_is_too_long_is_refused_with_its_length_and_kept(cast, sign_in) -> None:
    text = "Kế hoạch " * 500_000  # 4.5 million characters, above 5 MB as sent
    response = sign_in(cast.clerk).post(NEW, {"text": text})
    assert response.status_code == 422
    message = errors_of(response, "text")[0]
    assert "4.500.000" in message
    assert "600.000" in message
    assert MAX_CHARACTERS == 600_000
    assert response.context["form"]["text"].value() == text


def _zip(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return data.getvalue()


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 512


@pytest.mark.parametrize(
    ("name", "data", "facts"),
    [
        ("a.docx", b"%PDF-1.7 ...", {"en": "a PDF"}),
        ("a.docx", _zip(readme="x"), {"en": "a ZIP archive"}),
        ("a.docx", "chỉ là chữ".encode(), {"en": "plain text"}),
        ("a.docx", LOCKED, {"en": "password"}),
        ("a.docx", b"", {"en": "no text"}),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, {"en": "a picture"}),
        ("a.pdf", b"%PDF-1.7 ...", {"en": "damaged"}),
    ],
)
def test_a_file_that_cannot_be_read_says_what_it_looks_like(cast, sign_in, name, data, facts) -> None:
    client = sign_in(cast.clerk)
    client.cookies["django_language"] = "en"
    response = client.post(NEW, {"text": "", "file": upload(data, name)})
    assert response.status_code == 422
    messages = errors_of(response, "file")
    assert [facts["en"] in message for message in messages] == [True]
    assert (Draft.objects.count(), SourceFile.objects.count(), stored_files()) == (0, 0, [])


def test_a_text_and_a_file_at_once_are_refused_and_the_text_is_kept(cast, sign_in) -> None:
    response = sign_in(cast.clerk).post(NEW, {"text": CLEAN, "file": upload(word_file(CLEAN))})
    assert response.status_code == 422
    assert response.context["form"]["text"].value() == CLEAN
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("way", ["text", "file", "both", "too long"])
def test_nothing_of_a_secret_document_is_kept_nor_shown(cast, sign_in, caplog, way: str) -> None:
    caplog.set_level(logging.DEBUG)
    before = stored_files()
    data = {"text": SECRET} if way in ("text", "both") else {}
    if way in ("file", "both"):
        data["file"] = upload(word_file(SECRET))
    if way == "too long":
        data["text"] = SECRET + "x" * 1_000_000
    response = sign_in(cast.clerk).post(NEW, data)
    assert response.status_code == 422
    assert isinstance(response.context["refusal"], SecretDocument)
    body = response.content.decode()
    assert "MẬT" in body  # the mark alone
    for words in ("trạm gác", "312/UBND-YT", "Trần Văn Thử"):
        assert words not in body
        assert words not in caplog.text
    assert (Draft.objects.count(), SourceFile.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)
    assert stored_files() == before


@pytest.mark.parametrize("before", ["\n" * 20_001, "ỦY BAN NHÂN DÂN" + "\r\n \n" * 20_001])
def test_empty_lines_do_not_push_a_mark_out_of_the_head(cast, sign_in, before: str) -> None:
    response = sign_in(cast.clerk).post(NEW, {"text": f"{before}TỐI {SECRET}"})
    assert isinstance(response.context["refusal"], SecretDocument)
    assert Draft.objects.count() == 0


def test_a_secret_file_never_touches_the_disk(cast, sign_in, settings) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"  # whoever would write there, fails
    data = io.BytesIO(word_file(SECRET))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("word/media/image1.png", b"\x89PNG" * 800_000)  # stored, not packed: above 2.5 MB
    assert len(data.getvalue()) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    response = sign_in(cast.clerk).post(NEW, {"file": upload(data.getvalue())})
    assert isinstance(response.context["refusal"], SecretDocument)


def test_too_large_a_file_is_refused_at_its_field(cast, sign_in, settings) -> None:
    settings.MAX_FILE_BYTES = 2**20
    client = sign_in(cast.clerk)
    client.cookies["django_language"] = "en"
    response = client.post(NEW, {"text": CLEAN, "file": upload(b"x" * (2**20 + 1), "a.txt")})
    assert response.status_code == 422
    assert errors_of(response, "file") == ["“a.txt” is larger than 1 MB. Send a smaller one."]
    assert response.context["form"]["text"].value() == CLEAN


def test_more_orders_than_one_page_can_send_back_are_refused(cast, sign_in, monkeypatch) -> None:
    monkeypatch.setattr("directives.services.reading.MOST_TASKS", 4)
    client = sign_in(cast.clerk)
    client.cookies["django_language"] = "en"
    response = client.post(NEW, {"text": CLEAN})
    words = "The text has 5 orders; up to 4 can be checked at once. Enter it in parts."
    assert (response.status_code, errors_of(response, "text")) == (422, [words])


def test_a_file_whose_draft_could_not_be_kept_leaves_nothing(cast, now, monkeypatch) -> None:
    def fail(*args, **more):
        raise RuntimeError

    monkeypatch.setattr("directives.services.intake.record", fail)
    with pytest.raises(RuntimeError):
        draft_create(office=cast.office, text="", actor=cast.clerk, now=now, file=upload(CLEAN.encode(), "a.txt"))
    assert (stored_files(), SourceFile.objects.count()) == ([], 0)


def test_the_word_secret_in_prose_is_no_mark(cast, sign_in) -> None:
    text = CLEAN.replace("xử lý vi phạm.", "xử lý vi phạm; giữ bí mật thông tin cá nhân.")
    assert sign_in(cast.clerk).post(NEW, {"text": text}).status_code == 302


def test_a_clerk_of_two_offices_chooses(cast, sign_in) -> None:
    client = sign_in(cast.clerk)
    assert "office" not in client.get(NEW).context["form"].fields
    position_add(user=cast.clerk, unit=cast.committee, role=Role.CLERK, valid_from=EPOCH)
    assert set(client.get(NEW).context["form"].fields["office"].queryset) == {cast.office, cast.committee}
    client.post(NEW, {"text": CLEAN, "office": cast.committee.pk})
    assert Draft.objects.get().office == cast.committee
    assert client.post(NEW, {"text": CLEAN, "office": cast.wards[0].pk}).status_code == 422


@pytest.mark.parametrize("part", ["leader", "inspector", "administrator", "ward_chair", "ward_staff", "idler"])
def test_only_clerks_enter_documents(cast, sign_in, part: str) -> None:
    client = sign_in(getattr(cast, part))
    assert (client.get(NEW).status_code, client.post(NEW, {"text": CLEAN}).status_code) == (403, 403)
    assert Draft.objects.count() == 0


def test_the_service_asks_for_the_right_too(cast, now) -> None:
    with pytest.raises(Refused):
        draft_create(office=cast.office, text=CLEAN, actor=cast.outsider, now=now)
    with pytest.raises(NotReadable):
        draft_create(office=cast.office, text="", actor=cast.clerk, now=now, file=upload(b"%PDF-1.7"))
    assert Draft.objects.count() == 0


def test_entering_asks_the_same_few_queries(cast, sign_in, django_assert_num_queries) -> None:
    client = sign_in(cast.clerk)
    with django_assert_num_queries(4):  # session, person, positions, refusals
        client.get(NEW)
