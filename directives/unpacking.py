"""The documents in what was handed in: single files, a ZIP archive, a folder. One at a time, so that a thousand of them
take no more memory than the largest; what is no document, or dangerous, comes with the reason instead of its bytes.

Names in archives may be paths, and in any encoding: they are only ever shown, never used as a path."""

import io
import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .opening.limits import MAX_FILE, MEGABYTE

MOST_FILES = 2000
MOST_UNPACKED = 300 * MEGABYTE  # of an archive that comes over the web
MAX_RATIO = 200
_SMALL_ENOUGH = 10 * MEGABYTE  # below this no ratio is dangerous
_LONGEST = 255
_NO_DOCUMENT = re.compile(r"(?:^|/)(?:__MACOSX/|\.|Thumbs\.db$|desktop\.ini$|~\$)", re.IGNORECASE)
_OFFICE_PARTS = ("word/", "xl/", "ppt/", "mimetype", "[Content_Types].xml")
_UTF8 = 0x800  # flag bit 11
_UNICODE_PATH = 0x7075  # Info-ZIP's extra field
_VIETNAMESE = re.compile(r"[àáảãạăắằẳẵặâấầẩẫậđèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵ]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """One file: its bytes, or what is wrong: `problem`, a code of directives.refusals, or `words`."""

    name: str
    data: bytes = b""
    problem: str = ""
    words: str = ""

    @property
    def failure(self) -> dict[str, str]:
        return {"words": self.words} if self.words else {"code": self.problem} if self.problem else {}


def is_archive(data: bytes) -> bool:
    """A ZIP archive of files; a Word document is one of parts, and no archive in this sense."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except Exception:  # as below
        return False
    return not any(name.startswith(_OFFICE_PARTS) for name in names)


def documents_in(name: str, data: bytes) -> Iterator[Found]:
    """The file itself, or the files of the archive that it is."""
    if is_archive(data):
        yield from archive_documents(name, io.BytesIO(data))
    else:
        yield Found(shown_name(name), data)


def archive_documents(name: str, file: IO[bytes], most_unpacked: int = MOST_UNPACKED) -> Iterator[Found]:
    """Each document of a ZIP archive, in its own order. The whole is refused, as one line, where it is too large."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            entries = [entry for entry in entries if not _NO_DOCUMENT.search(entry_name(entry))]
            if problem := _whole_problem(entries, most_unpacked):
                yield Found(shown_name(name), problem=problem)
                return
            for entry in entries:
                yield _document(archive, entry)
    except Exception:  # as above
        yield Found(shown_name(name), problem="damaged_archive")


def _whole_problem(entries: list[zipfile.ZipInfo], most_unpacked: int) -> str:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if not entries:
        return "empty_archive"
    if len(entries) > MOST_FILES:
        return "too_many_files"
    if unpacked > most_unpacked or (unpacked > _SMALL_ENOUGH and unpacked > MAX_RATIO * packed):
        return "archive_bomb"
    return ""


def _document(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Found:
    name = shown_name(entry_name(entry))
    if entry.flag_bits & 1:
        return Found(name, problem="encrypted")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Found(name, problem="link")
    if entry.file_size > MAX_FILE:
        return Found(name, problem="too_big")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # LZMA may ask for gigabytes
        return Found(name, problem="odd_archive")
    try:
        with archive.open(entry) as stream:
            data = stream.read(MAX_FILE + 1)  # what the archive says of the size may be a lie
    except Exception:  # a damaged archive fails in many ways; to the caller they are one
        return Found(name, problem="damaged")
    if len(data) > MAX_FILE:
        return Found(name, problem="too_big")
    return Found(name, problem="nested_archive") if is_archive(data) else Found(name, data)


def folder_documents(folder: Path) -> Iterator[Found]:
    """Each document under the folder, by name; links are not followed."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        for file in sorted(files):
            path = Path(place) / file
            name = path.relative_to(folder).as_posix()
            if _NO_DOCUMENT.search(name):
                continue
            yield _file(path, shown_name(name))


def _file(path: Path, name: str) -> Found:
    if path.is_symlink() or not path.is_file():
        return Found(name, problem="link")
    try:
        if path.stat().st_size > MAX_FILE:
            return Found(name, problem="too_big")
        data = path.read_bytes()
    except OSError:
        return Found(name, problem="damaged")
    return Found(name, problem="nested_archive") if is_archive(data) else Found(name, data)


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant. Without the UTF-8 flag zipfile reads CP437: Windows writes Vietnamese names in its own
    code page, and others in UTF-8 without saying so."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    if told := _unicode_path(entry.extra):
        return told
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    if raw.isascii():
        return entry.filename
    for encoding in ("utf-8", "cp1258"):
        try:
            meant = unicodedata.normalize("NFC", raw.decode(encoding))
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or len(_VIETNAMESE.findall(meant)) > len(_VIETNAMESE.findall(entry.filename)):
            return meant
    return entry.filename


def _unicode_path(extra: bytes) -> str:
    """The name of Info-ZIP's own field: identifier, length, version, checksum of the other name, UTF-8."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = (int.from_bytes(extra[place + i : place + i + 2], "little") for i in (0, 2))
        if kind == _UNICODE_PATH and length > 5:
            return extra[place + 9 : place + 4 + length].decode("utf-8", "replace")
        place += 4 + length
    return ""


def shown_name(name: str) -> str:
    """A name fit to be shown: composed, on one line, without drive, dots that climb, or control characters."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    name = "".join(c if c.isprintable() else " " for c in name)
    parts = [" ".join(part.split()) for part in re.sub(r"^[A-Za-z]:", "", name).split("/")]
    return "/".join(part for part in parts if part not in ("", ".", ".."))[-_LONGEST:] or "?"
