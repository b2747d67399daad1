"""What is too much is dropped while it arrives; the form says so."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import FileField
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import translation

from assignments.forms import FilesField
from wards import uploads

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(autouse=True)
def small(settings, monkeypatch):
    settings.MAX_FILE_BYTES = 200_000
    monkeypatch.setattr(uploads, "MOST_TOGETHER", 300_000)
    monkeypatch.setattr(uploads, "_GIVE_UP", 1_000_000)
    with translation.override("en"):
        yield


def sent(*sizes: int):
    files = [SimpleUploadedFile(f"{i}.bin", b"x" * size) for i, size in enumerate(sizes)]
    data = encode_multipart(BOUNDARY, {"first": "1", "file": files, "last": "2"})
    request = RequestFactory().generic("POST", "/", data, MULTIPART_CONTENT)
    return request.POST.dict(), request.FILES.getlist("file")


def outcome(file) -> str:
    try:
        return f"{file.size} {len(file.read())}"
    except ValidationError as why:
        return why.messages[0]


@pytest.mark.parametrize(
    ("sizes", "outcomes"),
    [
        ([], []),
        ([0, 200_000], ["0 0", "200000 200000"]),
        ([200_001, 200_000], ["“0.bin” is larger than 0 MB. Send a smaller one.", "200000 200000"]),
        (
            [150_000, 150_001, 150_000],
            ["150000 150000", "Together the files are larger than 0 MB. Send fewer or smaller ones.", "150000 150000"],
        ),
    ],
)
def test_what_is_kept_and_what_is_said(sizes, outcomes) -> None:
    fields, files = sent(*sizes)
    assert fields == {"first": "1", "last": "2"}
    assert [outcome(file) for file in files] == outcomes


@pytest.mark.parametrize(("field", "several"), [(FileField(), False), (FilesField(), True)])
def test_every_field_says_so(field, several) -> None:
    file = uploads.TooLarge("a.jpg", "too large")
    with pytest.raises(ValidationError, match="too large"):
        field.clean([file] if several else file)


def test_a_sender_without_end_is_cut_off() -> None:
    fields, files = sent(*[150_000] * 8)
    assert fields == {"first": "1"}
    assert len(files) < 8
