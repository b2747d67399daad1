"""Opening a file: what it is by its bytes, whether it is safe to unpack, and its text."""

import io
import re
import unicodedata
import zipfile

from .word import word_text

MAX_TEXT = 2_000_000  # characters of pasted text (5 MB of UTF-8 Vietnamese)
MAX_FILE = 25 * 1024 * 1024
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 200  # Word's own files unpack to about ten times their size
_SMALL_ENOUGH = 10 * 1024 * 1024  # below this no ratio is dangerous
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
)
_PARTS = (("xl/workbook.xml", "xlsx"), ("ppt/presentation.xml", "pptx"), ("content.xml", "odt"))


class Unreadable(Exception):
    """A file whose text cannot be had. `code` says why; `facts` go into the message shown to the person.

    Codes: empty, too_big (size, limit), not_docx (looks_like), encrypted, zip_bomb (unpacked, limit),
    unknown_type (looks_like), binary.
    """

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def open_document(name: str, data: bytes) -> str:
    """The text of a .txt or .docx file, composed (NFC). The bytes decide what it is, not the name.

    Raises Unreadable; no other exception leaves this function.
    """
    if not data.strip(b"\x00\r\n\t "):
        raise Unreadable("empty")
    if len(data) > MAX_FILE:
        raise Unreadable("too_big", size=len(data), limit=MAX_FILE)
    kind = looks_like(data)
    if kind == "docx":
        text = _word(data)
    elif kind == "encrypted":
        raise Unreadable("encrypted")
    elif name.lower().endswith(".docx"):
        raise Unreadable("not_docx", looks_like=kind)
    elif kind == "text":
        text = _decoded(data)
    elif name.lower().endswith(".txt"):
        raise Unreadable("binary", looks_like=kind)
    else:
        raise Unreadable("unknown_type", looks_like=kind)
    if not text.strip():
        raise Unreadable("empty")
    if len(text) > MAX_TEXT:
        raise Unreadable("too_big", size=len(text), limit=MAX_TEXT)
    return unicodedata.normalize("NFC", text)


def looks_like(data: bytes) -> str:
    """docx, encrypted, doc, pdf, image, xlsx, pptx, odt, zip, rtf, html, text, binary ... by the bytes alone."""
    if data.startswith(b"PK"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        # An OLE container names its streams in UTF-16: a locked .docx holds "EncryptedPackage".
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "encrypted"
        return "doc" if "WordDocument".encode("utf-16-le") in data else "ole"
    for sign, kind in _SIGNS:
        if data.startswith(sign) and (sign != b"BM" or b"\x00" in data[:64]):
            return kind
    if not _is_text(data):
        return "binary"
    return "html" if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)", data[:200], re.IGNORECASE) else "text"


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "damaged zip"
    if "word/document.xml" in names and "[Content_Types].xml" in names:
        return "docx"
    return next((kind for part, kind in _PARTS if part in names), "zip")


def _is_text(data: bytes) -> bool:
    try:
        text = _decode(data)
    except UnicodeDecodeError:
        return False
    odd = sum(1 for c in text[:20_000] if (ord(c) < 32 and c not in "\n\r\t\x0b\x0c") or c == "\ufffe")
    return odd <= len(text[:20_000]) // 200


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _decoded(data: bytes) -> str:
    try:
        return _decode(data)
    except UnicodeDecodeError as error:
        raise Unreadable("binary", looks_like="binary") from error


def _word(data: bytes) -> str:
    _check_archive(data)
    try:
        return word_text(data)
    except Exception as error:  # a damaged package fails in many ways; to the caller they are one
        raise Unreadable("not_docx", looks_like="damaged docx") from error


def _check_archive(data: bytes) -> None:
    """Refuse, before anything is unpacked, what would unpack to too much; and XML with a document type,
    which Word never writes and through which entities expand."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        packed = max(1, sum(part.compress_size for part in parts))
        if unpacked > MAX_UNPACKED or (unpacked > _SMALL_ENOUGH and unpacked > MAX_RATIO * packed):
            raise Unreadable("zip_bomb", unpacked=unpacked, limit=MAX_UNPACKED)
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable("encrypted")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and _has_doctype(archive, part):
                raise Unreadable("not_docx", looks_like="xml with a document type")


def _has_doctype(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    try:
        with archive.open(part) as stream:
            start = stream.read(4096)
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, ValueError) as error:
        raise Unreadable("not_docx", looks_like="damaged docx") from error
    return b"<!DOCTYPE" in start.replace(b"\x00", b"").upper()
