"""The files of a report, before anything is saved."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from assignments.forms import FilesField

MB = 1024 * 1024


def files(*sizes: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{i}.pdf", b"%PDF-1.4\n" + b" " * (size - 9)) for i, size in enumerate(sizes)]


def test_what_the_proxy_would_cut_off_is_refused_with_a_sentence() -> None:
    words = "Together the files are larger than 25 MB. Send fewer or smaller ones."
    with override("en"), pytest.raises(ValidationError) as refused:
        FilesField().clean(files(20 * MB, 5 * MB, 1000))
    assert refused.value.messages == [words]
    assert [len(new.data) for new in FilesField().clean(files(20 * MB, 5 * MB))] == [20 * MB, 5 * MB]


def test_at_most_five_files() -> None:
    with override("en"), pytest.raises(ValidationError) as refused:
        FilesField().clean(files(*[100] * 6))
    assert refused.value.messages == ["At most 5 files at a time."]
