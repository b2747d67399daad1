"""What stands between a text and its reading: secrecy marks, and sizes that the review could not show."""

import re
from typing import Any

from django.utils.translation import gettext as _

from ..reading import read, secrecy_mark
from .errors import Refused, SecretDocument

MAX_CHARACTERS = 600_000  # some 250 pages
MOST_TASKS = 2000  # what one page of review can hold and send back (DATA_UPLOAD_MAX_NUMBER_FIELDS)
_HEAD = 20_000  # a mark stands in the head; a text too long to be read must still not be shown again with one


def refuse_secret(text: str) -> None:
    """Raises SecretDocument where the head of the text bears a secrecy mark. The message holds nothing but the mark."""
    # Empty lines are no part of the head: thousands of them must not push a mark out of it.
    head = re.sub(r"\n\s*\n", "\n\n", text.lstrip())[:_HEAD]
    _refuse(secrecy_mark(head))


def refuse_secret_page(text: str, *, scanned: bool) -> None:
    """The same for one page: a secret annex may follow an open letter. Marks are stamped, and recognition misreads
    their accents: on a scan they count without."""
    _refuse(secrecy_mark(text[:_HEAD], misread=scanned))


def _refuse(mark: str | None) -> None:
    if mark:
        raise SecretDocument(
            _(
                "The document bears the secrecy mark “%(mark)s”. This system is on a network and must not hold State "
                "secrets (Law 117/2025/QH15): nothing was read or kept. Handle the document in the dedicated system "
                "for secret documents; if the mark has been lifted, enter the text without it."
            )
            % {"mark": mark}
        )


def read_checked(text: str) -> dict[str, Any]:
    """The reading as JSON. Raises Refused for an empty or overlong text, or more orders than one page can send back: no
    order may be dropped silently."""
    if not text.strip():
        raise Refused(_("There is no text to read. Paste the document's text, or choose a file."), code="empty")
    if len(text) > MAX_CHARACTERS:
        words = _(
            "The text has %(n)s characters; up to %(most)s can be read at once. Paste the directive itself, "
            "without its annexes, or enter it in parts."
        )
        raise Refused(words % {"n": _with_points(len(text)), "most": _with_points(MAX_CHARACTERS)})
    reading = read(text).as_json()
    found = len(reading["tasks"]) + len(reading["coverage"]["uncovered"])
    if found > MOST_TASKS:
        words = _("The text has %(n)s orders; up to %(most)s can be checked at once. Enter it in parts.")
        raise Refused(words % {"n": _with_points(found), "most": _with_points(MOST_TASKS)})
    return reading


def _with_points(n: int) -> str:
    """Thousands with points, as the office writes them."""
    return f"{n:,}".replace(",", ".")
