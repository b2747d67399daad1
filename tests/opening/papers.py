"""Files made by the tests themselves: PDFs with and without text, scans, Word documents, archives that mean harm."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from docx import Document
from PIL import Image, ImageDraw, ImageFont

_FONTS = Path(__file__).resolve().parents[2] / "static" / "vendor" / "be-vietnam-pro"
# A line of a PDF: (from the left, from the top, words) in points.
Words = tuple[float, float, str]


def word(fill: Callable = lambda document: None) -> bytes:
    document = Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_of(text: str) -> bytes:
    def fill(document) -> None:
        for line in text.splitlines():
            document.add_paragraph(line)

    return word(fill)


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The package with `change(name, bytes) -> bytes` applied to every part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def archive(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return data.getvalue()


class Pdf:
    """A PDF written object by object. Its font has no shapes, only meanings: enough for a text layer."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []
        self.font = self.add(b"")
        cmap = b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange"
        meaning = self.stream(b"/CIDInit /ProcSet findresource begin begincmap " + cmap + b" endcmap end")
        inner = self.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Maid/DW 500/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/Maid/Flags 4/FontBBox[0 -200 1000 900]"
            b"/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80>>>>"
        )
        self.objects[self.font - 1] = (
            b"<</Type/Font/Subtype/Type0/BaseFont/Maid/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (inner, meaning)
        )
        self.pages: list[int] = []
        self.tree = self.add(b"")

    def add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects)

    def stream(self, data: bytes, more: bytes = b"") -> int:
        return self.add(b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data))

    def page(
        self,
        lines: Iterable[Words],
        *,
        notes: Iterable[Words] = (),
        size: tuple[float, float] = (595, 842),
        scan: Image.Image | None = None,
        turned: int = 0,
    ) -> "Pdf":
        """A page of lines; `notes` are annotations such as a signing tool adds; `scan` is a picture that fills it;
        `turned` has the viewer turn it, and its letters set so that they then stand upright."""
        # Under a scan the words are not drawn: that is how scanners keep what they recognised.
        drawn, pictures = (b"3 Tr " if scan else b"") + self._words(lines, size[1]), b""
        if scan is not None:
            packed = zlib.compress(scan.convert("L").tobytes())
            facts = (
                b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % scan.size
            )
            pictures = b"/XObject<</Scan %d 0 R>>" % self.stream(packed, facts + b"/Filter/FlateDecode")
            drawn = b"q %d 0 0 %d 0 0 cm /Scan Do Q " % (round(size[0]), round(size[1])) + drawn
        wide, high = size if turned in (0, 180) else size[::-1]
        matrix = {0: (1, 0, 0, 1, 0, 0), 90: (0, 1, -1, 0, wide, 0), 180: (-1, 0, 0, -1, wide, high)}
        content = self.stream(b"q %d %d %d %d %d %d cm " % matrix.get(turned, (0, -1, 1, 0, 0, high)) + drawn + b" Q")
        own = b"".join(b"%d 0 R " % self._note(note, size[1]) for note in notes)
        self.pages.append(
            self.add(
                b"<</Type/Page/Parent %d 0 R/Rotate %d/MediaBox[0 0 %f %f]/Contents %d 0 R/Annots[%s]"
                b"/Resources<</Font<</F %d 0 R>>%s>>>>"
                % (self.tree, turned, wide, high, content, own, self.font, pictures)
            )
        )
        return self

    def _words(self, lines: Iterable[Words], height: float) -> bytes:
        return b" ".join(
            b"BT /F 12 Tf %f %f Td <%s> Tj ET" % (x, height - y, words.encode("utf-16-be").hex().encode())
            for x, y, words in lines
        )

    def _note(self, note: Words, height: float) -> int:
        x, y, words = note
        look = self.stream(
            self._words([(0, 10, words)], 14),
            b"/Type/XObject/Subtype/Form/BBox[0 0 100 14]/Resources<</Font<</F %d 0 R>>>>" % self.font,
        )
        place = (x, height - y - 4, x + 100, height - y + 10)
        return self.add(b"<</Type/Annot/Subtype/Stamp/F 4/Rect[%f %f %f %f]/AP<</N %d 0 R>>>>" % (*place, look))

    def made(self, more: bytes = b"") -> bytes:
        kids = b" ".join(b"%d 0 R" % n for n in self.pages)
        self.objects[self.tree - 1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self.pages), kids)
        root = self.add(b"<</Type/Catalog/Pages %d 0 R>>" % self.tree)
        out, places = io.BytesIO(), []
        out.write(b"%PDF-1.7\n")
        for number, body in enumerate(self.objects, 1):
            places.append(out.tell())
            out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        start = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        out.writelines(b"%010d 00000 n \n" % place for place in places)
        out.write(b"trailer<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, root, more, start))
        return out.getvalue()


def set_in_lines(text: str, left: float = 60, top: float = 60) -> list[Words]:
    """A text as lines of a PDF's page."""
    return [(left, top + 16 * i, line) for i, line in enumerate(text.splitlines()) if line.strip()]


def scan(text: str, *, size: tuple[int, int] = (1654, 2339), askew: float = 0.0, letters: int = 30) -> Image.Image:
    """A page of A4 at 200 dpi as a scanner gives it, lines as in the text, laid askew by so many degrees."""
    page = Image.new("L", size, 255)
    pen = ImageDraw.Draw(page)
    fonts = [
        ImageFont.truetype(_FONTS / f"be-vietnam-pro-{part}-400-normal.woff2", letters)
        for part in ("latin", "vietnamese")
    ]
    for i, line in enumerate(text.splitlines()):
        x = 130.0
        for letter in line:
            font = fonts[ord(letter) >= 0x100]
            pen.text((x, 150 + i * letters * 1.6), letter, font=font, fill=0)
            x += font.getlength(letter)
    return page.rotate(askew, Image.Resampling.BICUBIC, fillcolor=255) if askew else page


def picture(page: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    out = io.BytesIO()
    page.save(out, kind, **more)
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A picture of that many dots, all alike, written row by row: some kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    packer, row = zlib.compressobj(9), bytes(1 + width)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = width.to_bytes(4) + height.to_bytes(4) + bytes((8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
