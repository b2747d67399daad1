"""Evidence for the demo: a real one-page PDF and a real PNG, made here so that nobody's file travels with the code."""

import struct
import zlib

from wards.folding import strip_marks

from ..services.evidence import NewFile


def pdf(name: str, words: str) -> NewFile:
    """A one-page A4 file. Its letters are without marks: the standard fonts of PDF have no Vietnamese ones."""
    line = strip_marks(words).encode("ascii", "replace").translate(None, b"()\\")
    page = b"BT /F1 14 Tf 72 760 Td (" + line + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n" % (size, table, size)
    return NewFile(name, data + b"startxref\n%d\n%%%%EOF\n" % data.index(b"xref\n0 "))


def png(name: str) -> NewFile:
    """A small picture of a street in three bands: sky, houses, pavement."""
    width, bands = 240, [((176, 205, 230), 70), ((214, 196, 168), 60), ((140, 140, 140), 30)]
    rows = b"".join((b"\0" + bytes(colour) * width) * height for colour, height in bands)
    height = sum(height for _colour, height in bands)
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return NewFile(name, b"\x89PNG\r\n\x1a\n" + body)
