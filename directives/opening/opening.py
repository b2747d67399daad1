"""From the bytes of a file to its text. Everything here runs in a child process of its own (`apart.py`)."""

import unicodedata
from dataclasses import dataclass

from .encodings import decode, repaired
from .errors import Unreadable
from .kinds import OFFICE, PICTURES, looks_like, second_kind
from .limits import MAX_SCANNED, MAX_TEXT
from .packages import check_package

PAGE_BREAK = "\f\n"
_KINDS_BY_NAME = {
    "docx": {"docx"}, "doc": {"doc", "docx", "rtf", "html"}, "rtf": {"rtf"}, "odt": {"odt"}, "pdf": {"pdf"},
    "png": PICTURES, "jpg": PICTURES, "jpeg": PICTURES, "tif": PICTURES, "tiff": PICTURES,
    "htm": {"html", "text"}, "html": {"html", "text"}, "md": {"text", "html"}, "txt": {"text", "html", "docx", "rtf"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file is, and the text of its pages: None for each that has still to be recognised or converted."""

    kind: str
    pages: tuple[str | None, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        return tuple(i for i, page in enumerate(self.pages) if page is None)

    @property
    def text(self) -> str:
        """The whole text. Raises Unreadable (empty, blank, too_big); ask for it when nothing is missing."""
        return whole_text(self.kind, self.pages)


def whole_text(kind: str, pages: tuple[str | None, ...] | list[str | None]) -> str:
    """The pages' text as one. Raises Unreadable: empty, blank (a scan without a word), too_big."""
    text = PAGE_BREAK.join(page or "" for page in pages)
    if not text.strip():
        raise Unreadable("blank" if kind in PICTURES or kind == "pdf" else "empty")
    if len(text) > MAX_TEXT:
        raise Unreadable("too_big", size=len(text), limit=MAX_TEXT)
    return unicodedata.normalize("NFC", text)


def examine(name: str, data: bytes) -> Opened:
    """What the file is and whatever text it gives at once. The bytes decide, not the name; a name that says otherwise
    is pointed out. Raises Unreadable."""
    kind = looks_like(data)
    if kind == "encrypted":
        raise Unreadable("encrypted")
    other = second_kind(data, kind)
    if other:
        raise Unreadable("two_kinds", first=kind, second=other)
    named = name.lower().rpartition(".")[2]
    if named in _KINDS_BY_NAME and kind not in _KINDS_BY_NAME[named]:
        raise Unreadable("not_as_named", named=f".{named}", looks_like=kind)
    return Opened(kind, tuple(_pages(data, kind)))


def _pages(data: bytes, kind: str) -> list[str | None]:
    if kind == "text":
        return [_without_front_matter(decode(data))]
    if kind == "html":
        from .webpage import page_text

        return [repaired(page_text(data))]
    if kind == "docx":
        return [_word(data)]
    if kind == "pdf":
        from .pdf import pdf_pages

        return _few_enough(pdf_pages(data))
    if kind in PICTURES:
        from .pictures import picture_count

        return [None] * picture_count(data)
    if kind in OFFICE:
        if kind == "odt":
            check_package(data)
        return [None]
    raise Unreadable("unknown_type", looks_like=kind)


def _few_enough(pages: list[str | None]) -> list[str | None]:
    scanned = pages.count(None)
    if scanned > MAX_SCANNED:
        raise Unreadable("many_scanned", pages=scanned, limit=MAX_SCANNED)
    return pages


def missing_page(data: bytes, kind: str, index: int) -> str:
    """The text of a page that `examine` left open. Raises Unreadable."""
    if kind in OFFICE:
        from .office import as_docx

        return _word(as_docx(data, kind))
    from .recognition import recognise

    if kind == "pdf":
        from .pdf import pdf_picture

        return recognise(pdf_picture(data, index))
    from .pictures import picture_page

    return recognise(picture_page(data, index))


def _word(data: bytes) -> str:
    check_package(data)
    from .word import word_text

    try:
        return repaired(word_text(data))
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # a damaged package fails in many ways; to the caller they are one
        raise Unreadable("damaged", looks_like="damaged docx") from error


def _without_front_matter(text: str) -> str:
    """A Markdown file may begin with facts about itself between two lines of dashes: no part of the document."""
    if not text.startswith("---\n"):
        return text
    head, mark, rest = text[4:].partition("\n---\n")
    keys = [line for line in head.split("\n") if line.strip() and not line.startswith((" ", "-", "#"))]
    return rest if mark and len(head) < 5000 and all(":" in line for line in keys) else text
