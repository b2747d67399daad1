"""ZIP packages (.docx, .odt), looked at before anything in them is unpacked."""

import io
import zipfile

from .errors import Unreadable
from .limits import MAX_PART, MAX_RATIO, MAX_UNPACKED, MEGABYTE

_SMALL_ENOUGH = 10 * MEGABYTE  # below this no ratio is dangerous
_DAMAGE = (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, ValueError, RuntimeError)


def check_package(data: bytes) -> None:
    """Refuse what would unpack to too much, what is locked, and XML with a document type, which no office program
    writes and through which entities expand. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("encrypted")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _has_doctype(archive, part):
                    raise Unreadable("damaged", looks_like="entities")
    except _DAMAGE:
        raise Unreadable("damaged", looks_like="damaged zip") from None


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    largest = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    if unpacked > MAX_UNPACKED or largest > MAX_PART or (unpacked > _SMALL_ENOUGH and unpacked > MAX_RATIO * packed):
        raise Unreadable("zip_bomb", limit=MAX_UNPACKED // MEGABYTE)


def _has_doctype(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as stream:
        start = stream.read(4096)
    return b"<!DOCTYPE" in start.replace(b"\x00", b"").upper()
