"""What is wrong with a file, in words: what it looks like, and what to do next."""

from django.utils.translation import gettext as _

from ..reading import Unreadable


def unreadable_words(why: Unreadable) -> str:
    """One sentence of what was found and one of what to do, by the reader's code."""
    words = _("The file cannot be read: %(why)s. Open it in Word, save it again as .docx, or paste its text.")
    return words % {"why": why}
