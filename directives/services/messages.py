"""What is wrong with a file, in words: what it looks like, and what to do next."""

from django.utils.translation import gettext as _

from ..reading import Unreadable


def _kinds() -> dict[str, str]:
    """What `looks_like` may be, for a person."""
    return {
        "doc": _("an old Word document (.doc)"),
        "pdf": _("a PDF"),
        "image": _("a picture"),
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
        "damaged zip": _("a damaged file"),
        "damaged docx": _("a damaged Word document"),
    }


def unreadable_words(why: Unreadable) -> str:
    """What was found and what to do, by the reader's code (directives.reading.Unreadable)."""
    looks = _kinds().get(str(why.facts.get("looks_like", "")), _("a file of another kind"))
    words = {
        "empty": _("The file holds no text. If it is a scan, paste the text of the document instead."),
        "too_big": _("The file is too large to be read. Remove its pictures and annexes, or paste the text instead."),
        "encrypted": _("The file is locked with a password. Remove the password in Word and save it again."),
        "not_docx": _(
            "The name says .docx, but the content looks like {looks}. "
            "Open it in the program it was made with, save it as .docx, or paste the text instead."
        ),
        "zip_bomb": _("The file unpacks to far more than a document holds and was not opened. Paste the text instead."),
        "binary": _(
            "The name says .txt, but the content looks like {looks}. "
            "Save it as text in UTF-8, or paste the text instead."
        ),
        "unknown_type": _(
            "The file looks like {looks}; Word documents (.docx) and plain text (.txt) can be read. "
            "Save it as .docx, or paste the text instead."
        ),
    }
    return words[why.code].format(looks=looks)
