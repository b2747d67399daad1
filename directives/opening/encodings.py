"""From bytes to text, and from text that was decoded by the wrong table to the right one."""

import codecs
import unicodedata
from collections.abc import Iterator
from contextlib import suppress

from .errors import Unreadable
from .legacy import from_tcvn3, from_vni
from .plausible import marked

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE = 20_000


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 with or without its mark, Windows-1258, TCVN3 or VNI: the table under which most words are
    Vietnamese. Raises Unreadable (damaged) for what is no text."""
    text = _unicode(data)
    if text is None and not _may_be_single_bytes(data):
        raise Unreadable("damaged", looks_like="binary")
    if text is not None:
        return repaired(text)
    return max(_by_table(data), key=marked)


def is_text(data: bytes) -> bool:
    """Whether the bytes are text in one of the encodings that are understood."""
    text = _unicode(data)
    if text is None:
        return _may_be_single_bytes(data)
    odd = sum(1 for c in text[:_SAMPLE] if (ord(c) < 32 and c not in "\n\r\t\x0b\x0c") or c == "\ufffe")
    return odd <= len(text[:_SAMPLE]) // 200


def repaired(text: str) -> str:
    """Text as it was meant, composed (NFC), where a copied text came from fonts of TCVN3 or VNI, or from UTF-8 read as
    Western letters; any other text is only composed."""
    text = unicodedata.normalize("NFC", text)
    best = max(_readings(text), key=marked)
    # A few foreign names must not turn a good text over.
    return best if best is not text and marked(best) > max(3, marked(text) + 3) else text


def _readings(text: str) -> Iterator[str]:
    yield text
    if any("\u00a1" <= c <= "\u00ff" for c in text):
        yield unicodedata.normalize("NFC", from_tcvn3(text))
        yield from_vni(text)
        with suppress(UnicodeError):
            yield unicodedata.normalize("NFC", text.encode("cp1252").decode("utf-8"))


def _unicode(data: bytes) -> str | None:
    name = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _unmarked_utf16(data) or "utf-8"
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _unmarked_utf16(data: bytes) -> str | None:
    """Latin text in UTF-16 is half zeros, all on one side."""
    head = data[:4000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) % 2 or not head or max(even, odd) * 10 < len(head) or min(even, odd) * 20 > len(head):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _may_be_single_bytes(data: bytes) -> bool:
    head = data[:_SAMPLE]
    return not any(b < 32 and b not in b"\n\r\t\x0b\x0c" for b in head) and b"\x7f" not in head


def _by_table(data: bytes) -> Iterator[str]:
    western = data.decode("cp1252", errors="replace")
    yield unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    yield unicodedata.normalize("NFC", from_tcvn3(data.decode("latin-1")))
    yield from_vni(western)
    yield western
