"""What comes out of a folder, an archive, a file: one at a time, with odd names, and nothing dangerous."""

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest

from directives import unpacking
from directives.refusals import refusal_words
from directives.unpacking import Found, archive_documents, documents_in, folder_documents, is_archive, shown_name

from .test_entering import word_file


def archive(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return data.getvalue()


def found(data: bytes, name: str = "van ban.zip") -> list[Found]:
    return list(documents_in(name, data))


def test_an_archive_gives_its_documents_in_order_and_a_word_file_is_none() -> None:
    word = word_file("Công văn")
    data = archive({"b.txt": b"hai", "a.txt": b"mot", "thu muc/c.docx": word})
    assert (is_archive(data), is_archive(word), is_archive(b"PK rac")) == (True, False, False)
    assert found(data) == [Found("b.txt", b"hai"), Found("a.txt", b"mot"), Found("thu muc/c.docx", word)]
    assert found(word, "a.docx") == [Found("a.docx", word)]


def test_what_the_machine_puts_beside_documents_is_passed_over() -> None:
    junk = ("__MACOSX/._a.txt", ".DS_Store", "x/Thumbs.db", "x/desktop.ini", "x/~$a.docx", "x/.an/b.txt")
    assert found(archive({"a.txt": b"mot"} | dict.fromkeys(junk, b"x"))) == [Found("a.txt", b"mot")]
    assert found(archive(dict.fromkeys(junk, b"x"))) == [Found("van ban.zip", problem="empty_archive")]


def test_an_archive_within_an_archive_is_refused() -> None:
    data = archive({"trong.zip": archive({"a.txt": b"mot"}), "b.txt": b"hai"})
    assert found(data) == [Found("trong.zip", problem="nested_archive"), Found("b.txt", b"hai")]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/tuyet/doi.txt", "tuyet/doi.txt"),
        ("C:\\Users\\An\\cong van.docx", "Users/An/cong van.docx"),
        ("a\n\x00b\u202e.txt", "a b .txt"),
        ("", "?"),
        ("Cô\u0302ng va\u0306n.txt", "Cô\u0302ng văn.txt"),  # composed
    ],
)
def test_a_name_is_shown_and_is_never_a_path(name: str, shown: str) -> None:
    assert shown_name(name) == unicodedata.normalize("NFC", shown)


def raw_names(names: list[bytes], extra: bytes = b"") -> bytes:
    """An archive whose names are these bytes, without the UTF-8 flag."""
    plain = archive({f"{'x' * (len(name) - 1)}{i}": b"noi dung %d" % i for i, name in enumerate(names)})
    for i, name in enumerate(names):
        plain = plain.replace(b"x" * (len(name) - 1) + b"%d" % i, name)
    return plain


@pytest.mark.parametrize("encoding", ["utf-8", "cp1258"])
def test_vietnamese_names_without_their_encoding_are_read(encoding: str) -> None:
    name = "Kế hoạch số 5.txt"
    raw = unicodedata.normalize("NFC", name).encode("utf-8")
    if encoding == "cp1258":  # Windows writes the base letter and the tone apart
        raw = "Kê\u0301 hoa\u0323ch sô\u0301 5.txt".encode("cp1258")
    assert [one.name for one in found(raw_names([raw]))] == [name]


def test_names_of_old_dos_stay_as_they_are() -> None:
    assert [one.name for one in found(raw_names(["é¿.txt".encode("cp437")]))] == ["é¿.txt"]


def test_an_archive_with_the_utf8_flag_is_plain() -> None:
    assert [one.name for one in found(archive({"Công văn số 5.txt": b"a"}))] == ["Công văn số 5.txt"]


# Dangerous ones.


def test_what_unpacks_to_far_more_is_not_opened() -> None:
    bomb = archive({"a.txt": b"0" * 30_000_000})
    assert len(bomb) < 60_000
    assert found(bomb) == [Found("van ban.zip", problem="archive_bomb")]


def test_a_size_that_lies_is_not_believed(monkeypatch) -> None:
    data = archive({"a.txt": b"0123456789" * 1000}, zipfile.ZIP_STORED)
    short = data.replace((10_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert found(short)[0].problem == "damaged"
    monkeypatch.setattr(unpacking, "MAX_FILE", 5000)
    assert found(data) == [Found("a.txt", problem="too_big")]


def test_too_many_files_too_large_a_whole(monkeypatch) -> None:
    data = archive({f"{i}.txt": b"x" * 100 for i in range(5)}, zipfile.ZIP_STORED)
    monkeypatch.setattr(unpacking, "MOST_FILES", 4)
    assert found(data) == [Found("van ban.zip", problem="too_many_files")]
    assert [one.problem for one in archive_documents("a.zip", io.BytesIO(data), most_unpacked=499)] == [
        "too_many_files"
    ]
    monkeypatch.setattr(unpacking, "MOST_FILES", 5)
    assert [one.problem for one in archive_documents("a.zip", io.BytesIO(data), most_unpacked=499)] == ["archive_bomb"]


def test_a_locked_a_strange_and_a_broken_entry_leave_the_others() -> None:
    data = bytearray(archive({"a.txt": b"mot" * 50, "b.txt": b"hai" * 50}))
    place = data.index(b"PK\x01\x02") + 8  # flags of the first entry, in the directory and before its bytes
    data[place] |= 1
    data[6] |= 1
    assert [one.problem for one in found(bytes(data))] == ["encrypted", ""]
    lzma = archive({"a.txt": b"mot" * 50}, zipfile.ZIP_LZMA)
    assert [one.problem for one in found(lzma)] == ["odd_archive"]
    torn = archive({"a.txt": b"mot" * 50}, zipfile.ZIP_STORED).replace(b"motmot", b"motmoc", 1)
    assert [one.problem for one in found(torn)] == ["damaged"]
    half = archive({"a.txt": b"mot" * 50})[:-30]
    assert list(archive_documents("nua.zip", io.BytesIO(half))) == [Found("nua.zip", problem="damaged_archive")]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        entry = zipfile.ZipInfo("a.txt")
        entry.external_attr = 0o120777 << 16
        made.writestr(entry, "/etc/passwd")
    assert [one.problem for one in found(data.getvalue())] == ["link"]
    (tmp_path / "that.txt").write_text("ngoai")
    (tmp_path / "van ban").mkdir()
    (tmp_path / "van ban" / "a.txt").symlink_to(tmp_path / "that.txt")
    assert [one.problem for one in folder_documents(tmp_path / "van ban")] == ["link"]


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path, monkeypatch) -> None:
    for name in ("b/2.txt", "a.txt", "b/1.txt", ".git/x", "lon.txt", "c.zip"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * (2000 if name == "lon.txt" else 5))
    (tmp_path / "c.zip").write_bytes(archive({"a.txt": b"x"}))
    monkeypatch.setattr(unpacking, "MAX_FILE", 1000)
    assert [(one.name, one.problem) for one in folder_documents(tmp_path)] == [
        ("a.txt", ""),
        ("c.zip", "nested_archive"),
        ("lon.txt", "too_big"),
        ("b/1.txt", ""),
        ("b/2.txt", ""),
    ]


@pytest.mark.parametrize(
    "code",
    [
        "secret", "nested_archive", "damaged_archive", "empty_archive", "too_many_files", "archive_bomb", "odd_archive",
        "too_big", "link", "lost", "too_hard_often", "encrypted", "damaged",
    ],
)  # fmt: skip
def test_every_refusal_has_words(code: str) -> None:
    words = refusal_words({"code": code})
    assert len(words) > 20
    assert "{" not in words
