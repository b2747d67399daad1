"""Files that mean harm: each is refused with its reason within ten seconds and 500 MB, and takes nothing with it."""

import io
import resource
import time
import zipfile

import pytest
from PIL import Image

from directives.opening import Unreadable, limits, open_document
from directives.opening.kinds import second_kind

from .papers import Pdf, archive, huge_png, picture, repacked, scan, set_in_lines, word, word_of

LETTER = set_in_lines("Kính gửi: Trạm Y tế\nTrạm Y tế phường kiểm tra các bếp ăn tập thể trước ngày 25/9")


def bomb(name: str, data: bytes) -> bytes:
    return b" " * 40_000_000 if name == "word/document.xml" else data


def laughs(name: str, data: bytes) -> bytes:
    entities = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return entities + data[data.index(b"<w:document") :] if name == "word/document.xml" else data


def nested(name: str, data: bytes) -> bytes:
    """A million tables in one another: well packed, well formed."""
    if name != "word/document.xml":
        return data
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return b"<w:document %s><w:body>%s%s</w:body></w:document>" % (space, b"<w:tbl>" * 700_000, b"</w:tbl>" * 700_000)


def many_pages(count: int) -> bytes:
    pdf = Pdf()
    for _ in range(count):
        pdf.page([])
    return pdf.made()


def locked_pdf() -> bytes:
    keys = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"41" * 32, b"42" * 32)
    return Pdf().page(LETTER).made(more=keys)


def bomb_in_pdf() -> bytes:
    """A picture of 20,000 × 20,000 dots in a PDF of a few kilobytes."""
    import zlib

    pdf = Pdf()
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(20_000)) for _ in range(20_000)) + packer.flush()
    facts = b"/Type/XObject/Subtype/Image/Width 20000/Height 20000/ColorSpace/DeviceGray/BitsPerComponent 8"
    image = pdf.stream(rows, facts + b"/Filter/FlateDecode")
    content = pdf.stream(b"q 595 0 0 842 0 0 cm /Scan Do Q")
    page = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</XObject<</Scan %d 0 R>>>>>>"
    pdf.pages.append(pdf.add(page % (pdf.tree, content, image)))
    return pdf.made()


def deep_html() -> bytes:
    return b"<html><body>" + b"<div>" * 3_000_000 + b"ch\xe1\xbb\xaf"


def tall_tiff() -> bytes:
    first, out = Image.new("1", (100, 100), 1), io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=[first] * limits.MAX_SCANNED)
    return out.getvalue()


PDF = Pdf().page(LETTER).made()
HOSTILE = {
    "a zip bomb as .docx": ("a.docx", lambda: repacked(word(), bomb), "zip_bomb"),
    "an XML entity bomb": ("a.docx", lambda: repacked(word(), laughs), "damaged"),
    "tables in tables without end": ("a.docx", lambda: repacked(word(), nested), ("damaged", "zip_bomb", "too_hard")),
    "a PDF of 2,000 pages": ("a.pdf", lambda: many_pages(2000), "many_pages"),
    "a PDF with a password": ("a.pdf", locked_pdf, "encrypted"),
    "a picture of 20,000 × 20,000": ("a.png", lambda: huge_png(20_000, 20_000), "big_picture"),
    "such a picture in a PDF": ("a.pdf", bomb_in_pdf, ("too_hard", "big_picture", "blank")),
    "a .tif of too many pages": ("a.tif", tall_tiff, "many_scanned"),
    "a page of absurd size": ("a.pdf", lambda: Pdf().page(LETTER, size=(200_000, 14_000)).made(), "big_page"),
    "a PDF that is also a ZIP": ("a.pdf", lambda: PDF + archive(a="x"), "two_kinds"),
    "a picture that is also a ZIP": ("a.png", lambda: picture(scan("x")) + archive(a="x"), "two_kinds"),
    "a web page that is also a PDF": ("a.html", lambda: b"<html><body>x</body></html>" + PDF, "two_kinds"),
    "a .pdf that is none": ("a.pdf", lambda: b"MZ\x90\x00 program", "not_as_named"),
    "a .docx that is a workbook": ("a.docx", lambda: archive(**{"xl/workbook.xml": "x"}), "not_as_named"),
    "a truncated PDF": ("a.pdf", lambda: PDF[: len(PDF) // 3], ("damaged", "blank")),
    "a truncated picture": ("a.png", lambda: picture(scan("Kính gửi"))[:3000], "damaged"),
    "a truncated .docx": ("a.docx", lambda: word_of("Kính gửi")[:-2000], "not_as_named"),
    "a web page without bottom": ("a.html", deep_html, ("empty", "damaged", "too_hard")),
    "a ZIP archive": ("a.zip", lambda: archive(a="x"), "unknown_type"),
    "bytes without sense": ("a.bin", lambda: bytes(range(256)) * 40, "unknown_type"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_in_time_and_in_bounds(what: str) -> None:
    name, make, codes = HOSTILE[what]
    data, begun = make(), time.monotonic()
    with pytest.raises(Unreadable) as caught:
        open_document(name, data)
    assert caught.value.code in ((codes,) if isinstance(codes, str) else codes)
    assert time.monotonic() - begun < 10
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 500 * 1024  # KB, the largest child so far


def test_a_word_file_with_a_preview_picture_is_not_two_kinds() -> None:
    data = io.BytesIO(word_of("Kính gửi"))
    with zipfile.ZipFile(data, "a") as package:
        package.writestr("word/media/image1.jpeg", b"\xff\xd8\xff%PDF-1.4 %%EOF")
    assert second_kind(data.getvalue(), "docx") is None


def test_blanks_before_the_mark_of_a_pdf_are_borne() -> None:
    assert "Kính gửi" in open_document("a.pdf", b"\r\n" + PDF)
