"""Files → text: Word, PDF, scans, web pages, old encodings. Free of Django; every file is opened in a child process.

`open_document(name, data)` gives the whole text. Where recognising may take long, `open_file` says what is there at
once and `open_pages` does the rest page by page."""

from .apart import PROCESSES, open_document, open_file, open_page, open_pages
from .encodings import repaired
from .errors import Unreadable
from .limits import MAX_FILE, MAX_TEXT
from .opening import Opened, whole_text

__all__ = [
    "MAX_FILE",
    "MAX_TEXT",
    "PROCESSES",
    "Opened",
    "Unreadable",
    "open_document",
    "open_file",
    "open_page",
    "open_pages",
    "repaired",
    "whole_text",
]
