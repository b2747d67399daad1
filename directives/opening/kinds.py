"""What a file is, by its bytes: names lie, and one file may be made to pass for two kinds."""

import io
import re
import zipfile

from .encodings import is_text

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
PICTURES = frozenset({"png", "jpeg", "tiff"})
OFFICE = frozenset({"doc", "rtf", "odt"})  # what LibreOffice has to turn into .docx first
_PARTS = (("xl/workbook.xml", "xlsx"), ("ppt/presentation.xml", "pptx"))
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)", re.I | re.S
)
_BLANKS = b"\x00\r\n\t \xef\xbb\xbf"  # what may stand before a PDF's own mark
_FAR = 2**16  # an end record of ZIP stands in the last 64 KB


def looks_like(data: bytes) -> str:
    """docx, odt, xlsx, zip, damaged zip, encrypted, doc, ole, pdf, png, jpeg, tiff, gif, rtf, html, text, binary …"""
    if data.startswith(b"PK"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data[:1024].lstrip(_BLANKS).startswith(b"%PDF-"):
        return "pdf"
    for sign, kind in _SIGNS:
        if data.startswith(sign) and (kind not in ("bmp", "program") or b"\x00" in data[:64]):
            return kind
    if not is_text(data):
        return "pdf" if b"%PDF-" in data[:1024] else "binary"
    # Without its zeros, a page in UTF-16 begins like any other.
    return "html" if _HTML.match(data[:4000].lstrip(b"\xff\xfe").replace(b"\x00", b"")) else "text"


def second_kind(data: bytes, kind: str) -> str | None:
    """What else the same bytes are: a PDF with a ZIP archive behind it, a picture or page that is also a PDF. Two
    programs would show two documents, and nobody could say which one was read."""
    if kind not in ("docx", "odt", "zip", "xlsx", "pptx") and _has_zip_end(data):
        return "zip"
    if kind != "pdf" and b"%PDF-" in data[:1024] and b"%%EOF" in data[-4096:]:
        return "pdf"
    if kind in ("docx", "odt") and not data.startswith(b"PK\x03\x04"):
        return "zip"
    if kind == "pdf" and not data.startswith(b"%PDF-"):
        return "binary" if data[:1024].partition(b"%PDF-")[0].strip(_BLANKS) else None
    return None


def _has_zip_end(data: bytes) -> bool:
    """An archive behind other bytes. A PDF may carry one as an attachment, packed, but never its end at its own end."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - _FAR - 22))
    return at >= 0 and zipfile.is_zipfile(io.BytesIO(data))


def _ole_kind(data: bytes) -> str:
    # An OLE container names its streams in UTF-16: a locked .docx holds "EncryptedPackage".
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    return "doc" if "WordDocument".encode("utf-16-le") in data else "ole"


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                declared = archive.read("mimetype")
                if declared == b"application/vnd.oasis.opendocument.text":
                    return "odt"
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, RuntimeError):
        return "damaged zip"
    if "word/document.xml" in names and "[Content_Types].xml" in names:
        return "docx"
    return next((kind for part, kind in _PARTS if part in names), "zip")
