"""What is wrong with a file, in words: what it looks like, and what to do next."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Draft
from ..opening import MAX_FILE, MAX_TEXT, Unreadable

_MEGABYTE = 2**20


def _kinds() -> dict[str, str]:
    """What `looks_like` may be, for a person."""
    return {
        "docx": _("a Word document"),
        "doc": _("an old Word document (.doc)"),
        "pdf": _("a PDF"),
        **dict.fromkeys(("png", "jpeg", "tiff", "gif", "bmp"), _("a picture")),
        "xlsx": _("an Excel workbook"),
        "pptx": _("a PowerPoint presentation"),
        "odt": _("an OpenDocument file"),
        "rtf": _("an RTF document"),
        "html": _("a web page"),
        "text": _("plain text"),
        "zip": _("a ZIP archive"),
        "rar": _("a RAR archive"),
        "7z": _("a 7-Zip archive"),
        "gzip": _("a compressed file"),
        "program": _("a program"),
        "damaged zip": _("a damaged file"),
    }


def unreadable_words(why: Unreadable) -> str:
    """What was found and what to do, by the code of directives.opening.Unreadable."""
    facts = why.facts | {
        "looks": _looks(why, "looks_like"),
        "one": _looks(why, "first"),
        "other": _looks(why, "second"),
    }
    if why.code in ("many_pages", "many_scanned"):
        return _too_many(why.code, int(facts["limit"]), int(facts["pages"]))
    if why.code == "not_as_named":
        words = _(
            "The name says {named}, but the content looks like {looks}. "
            "Open it in the program it was made with and save it anew, or paste the text instead."
        )
    else:
        words = _words()[why.code]
    return words.format(**facts)


def failure_words(draft: Draft) -> str:
    """Why the background reading of a draft failed, in the reader's language; empty where it did not."""
    if "code" in draft.failure:
        return unreadable_words(Unreadable(draft.failure["code"], **draft.failure["facts"]))
    return str(draft.failure.get("words", ""))


def _looks(why: Unreadable, fact: str) -> str:
    return _kinds().get(str(why.facts.get(fact, "")), _("a file of another kind"))


def _too_many(code: str, limit: int, pages: int) -> str:
    if code == "many_pages":
        words = ngettext(
            "The document has %(pages)s page; up to %(limit)s can be read at once. Send it without its annexes.",
            "The document has %(pages)s pages; up to %(limit)s can be read at once. Send it without its annexes.",
            pages,
        )
    else:
        words = ngettext(
            "The scan has %(pages)s page; up to %(limit)s can be recognised at once. Scan the directive itself.",
            "The scan has %(pages)s pages; up to %(limit)s can be recognised at once. Scan the directive itself.",
            pages,
        )
    return words % {"pages": pages, "limit": limit}


def _words() -> dict[str, str]:
    return {
        "empty": _("The file holds no text. Paste the text of the document instead."),
        "blank": _("No words could be made out on the pages. Scan them anew at 300 dpi, or paste the text instead."),
        "too_big": _(
            "The file is too large to be read: up to {file} MB or {text} million characters. "
            "Remove its pictures and annexes, or paste the text instead."
        )
        .replace("{file}", str(MAX_FILE // _MEGABYTE))
        .replace("{text}", str(MAX_TEXT // 1_000_000)),
        "encrypted": _("The file is locked with a password. Remove the password and save it again."),
        "damaged": _(
            "The file is damaged and could not be opened. "
            "Open it in the program it was made with and save it anew, or paste the text instead."
        ),
        "unknown_type": _(
            "The file looks like {looks}. Word, PDF, scans (.pdf, .png, .jpg, .tif), web pages and plain text can be "
            "read. Save it as one of these, or paste the text instead."
        ),
        "two_kinds": _(
            "The file is two things at once, {one} and {other}: programs would show different documents. It was not "
            "opened. Save the document anew, or paste its text."
        ),
        "zip_bomb": _(
            "The file unpacks to far more than a document holds (more than {limit} MB, or hundreds of times its size) "
            "and was not opened. Paste the text instead."
        ),
        "big_picture": _(
            "The picture is {width} × {height} dots; up to {limit} million dots can be read. Scan the page at 300 dpi."
        ),
        "big_page": _(
            "Page {page} is larger than any paper (A0). Save the document with pages of A4, or paste its text."
        ),
        "too_hard": _(
            "Opening the file took more time or memory than any document needs, so it was given up. "
            "Save it anew without pictures, or paste the text instead."
        ),
        "no_program": _(
            "To read {looks}, this server needs the program {program}, which is not installed. Ask whoever looks after "
            "the server; or save the document as .docx or .pdf with text, or paste its text."
        ),
    }
