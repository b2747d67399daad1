"""The text layer of a PDF, page by page, and pages as pictures."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL.Image import Image

from .encodings import repaired
from .errors import Unreadable
from .limits import MAX_PAGES, MAX_PIXELS, MAX_SIDE_POINTS
from .plausible import share_of_syllables
from .setting import Glyph, set_out

DPI = 300
GOOD_LAYER = 0.85  # share of Vietnamese syllables; the worst readable scan of 34 had 0.91, rubbish has below 0.6
FEW_LETTERS = 300  # on a page covered by a picture: a signing tool's stamp over a scan, not the page's own words
_COVERED = 0.5


@contextmanager
def _opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise (Unreadable("encrypted") if locked else Unreadable("damaged", looks_like="damaged pdf")) from None
    try:
        if not len(pdf):
            raise Unreadable("damaged", looks_like="damaged pdf")
        if len(pdf) > MAX_PAGES:
            raise Unreadable("many_pages", pages=len(pdf), limit=MAX_PAGES)
        pdf.init_forms()
        yield pdf
    except pdfium.PdfiumError:
        raise Unreadable("damaged", looks_like="damaged pdf") from None
    finally:
        pdf.close()


def pdf_pages(data: bytes) -> list[str | None]:
    """The text of each page as it is set out on paper; None where the page is a picture or its text layer rubbish.

    Raises Unreadable (damaged, encrypted, many_pages, big_page).
    """
    with _opened(data) as pdf:
        return [_layer(pdf, i) for i in range(len(pdf))]


def pdf_picture(data: bytes, index: int) -> Image:
    """One page in grey at 300 dpi, or as fine as MAX_PIXELS allows; stamps and filled-in fields are on it."""
    with _opened(data) as pdf:
        page = _page(pdf, index)
        width, height = page.get_size()
        scale = min(DPI / 72, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
        return page.render(scale=scale, grayscale=True).to_pil().copy()


def _page(pdf: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
    page = pdf[index]
    if max(page.get_size()) > MAX_SIDE_POINTS:
        raise Unreadable("big_page", page=index + 1)
    return page


def _layer(pdf: pdfium.PdfDocument, index: int) -> str | None:
    """What a signing tool writes as annotations (number, day) is made part of the page first: it is its text too."""
    page = _page(pdf, index)
    flat = raw.FPDFPage_GetAnnotCount(page) and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    if flat == raw.FLATTEN_SUCCESS:
        page.close()
        page = pdf[index]
    text = repaired(set_out(list(_glyphs(page)), page.get_width()))
    letters = sum(map(str.isalpha, text))
    if letters < FEW_LETTERS and _drawn_share(page) > _COVERED:
        return None
    if letters and share_of_syllables(text) < GOOD_LAYER:
        return None
    return text


def _drawn_share(page: pdfium.PdfPage) -> float:
    """How much of the page pictures cover, or 1 where it is full of lines drawn: letters kept as outlines."""
    width, height = page.get_size()
    area, paths = 0.0, 0
    for thing in page.get_objects(max_depth=4):
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            area += max(0.0, min(right, width) - max(left, 0)) * max(0.0, min(top, height) - max(bottom, 0))
        elif thing.type == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
    return 1.0 if paths > 300 else area / max(1.0, width * height)


def _glyphs(page: pdfium.PdfPage) -> Iterator[Glyph]:
    """Every letter with its place, as if the page lay upright; y grows downwards."""
    textpage = page.get_textpage()
    turned = page.get_rotation()
    width, height = page.get_size()
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    for i in range(raw.FPDFText_CountChars(textpage)):
        letter = _letter(textpage, i)
        if not letter or raw.FPDFText_IsGenerated(textpage, i) == 1:
            continue
        raw.FPDFText_GetCharOrigin(textpage, i, x, y)
        raw.FPDFText_GetLooseCharBox(textpage, i, box)
        left, base, right, tall = _upright(x.value, y.value, box, turned, width, height)
        yield Glyph(letter, left, right, base, tall)


def _letter(textpage: Any, i: int) -> str:
    code = raw.FPDFText_GetUnicode(textpage, i)
    if code in (0, 0xFFFE, 0xFFFF) or (code < 32 and code not in (9, 10, 13)) or 0xD800 <= code < 0xE000:
        return ""
    return "-" if code == 2 else chr(code)


def _upright(
    x: float, y: float, box: Any, turned: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """(left, base line from the top, right, height) of a letter on a page turned by 0, 90, 180 or 270 degrees."""
    if turned == 90:
        return box.bottom, x, box.top, box.right - box.left
    if turned == 180:
        return width - box.right, y, width - box.left, box.top - box.bottom
    if turned == 270:
        return width - box.top, height - x, width - box.bottom, box.right - box.left
    return box.left, height - y, box.right, box.top - box.bottom
