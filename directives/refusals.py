"""Why a file of a batch is refused, in words: by the code kept with its line, in the reader's language."""

from typing import Any

from django.utils.translation import gettext as _

from .opening import MAX_FILE, Unreadable
from .opening.limits import MEGABYTE
from .services.messages import unreadable_words
from .unpacking import MOST_FILES, MOST_UNPACKED


def refusal_words(failure: dict[str, Any]) -> str:
    """The words kept as they are, or those of the code. Unknown codes are those of directives.opening.Unreadable."""
    if "words" in failure:
        return str(failure["words"])
    code, facts = failure["code"], failure.get("facts", {})
    own = _words()
    return own[code] if code in own else unreadable_words(Unreadable(code, **facts))


def _words() -> dict[str, str]:
    return {
        "secret": _(
            "The document bears a secrecy mark. This system is on a network and must not hold State secrets (Law "
            "117/2025/QH15): nothing of it was kept, nor its name. Handle it in the system for secret documents."
        ),
        "nested_archive": _("This is an archive within an archive. Unpack it, and enter the documents in it."),
        "damaged_archive": _("The archive is damaged and could not be opened to its end. Make it anew."),
        "empty_archive": _("The archive holds no document."),
        "too_many_files": _("The archive holds more than {n} files. Enter it in parts.").format(n=MOST_FILES),
        "archive_bomb": _(
            "The archive unpacks to more than {n} MB, or to hundreds of times its size, and was not opened. "
            "Enter it in parts."
        ).format(n=MOST_UNPACKED // MEGABYTE),
        "odd_archive": _("The archive packs this file in a way that is not usual. Make a plain ZIP archive."),
        "too_big": _("The file is larger than {n} MB. Send it without its pictures and annexes.").format(
            n=MAX_FILE // MEGABYTE
        ),
        "link": _("This is only a link to a file elsewhere. Enter the file itself."),
        "lost": _("The file is no longer there. Enter it again."),
        "too_hard_often": _("Reading it was cut off several times, so it was given up. Paste the text instead."),
    }
