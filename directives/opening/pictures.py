"""Scanned pages as pictures: opened within limits, put upright and straight."""

import io
from itertools import pairwise

from PIL import Image, ImageOps

from .errors import Unreadable
from .limits import MAX_PIXELS, MAX_SCANNED

_SHORT, _LONG = 2000, 5200  # pixels of a page's longer side: below it is enlarged, above it is made smaller
_WIDEST = 6.0  # degrees: a page lies no more askew than that
_ANY = 0.25  # degrees: less costs Tesseract nothing, turning the page would
Image.MAX_IMAGE_PIXELS = None  # our own limit is asked first, before a single pixel is unpacked


def picture_count(data: bytes) -> int:
    """How many pages a picture file has: a .tif may have many. Raises Unreadable."""
    with _opened(data) as picture:
        count = getattr(picture, "n_frames", 1)
        if count > MAX_SCANNED:
            raise Unreadable("many_scanned", pages=count, limit=MAX_SCANNED)
        for i in range(count):
            picture.seek(i)
            _check(picture)
        picture.seek(0)
        picture.load()  # a truncated file shows itself here, not when it is its turn
        return count


def picture_page(data: bytes, index: int) -> Image.Image:
    """One page of a picture file in grey, turned as the camera says, of a size that is worth recognising."""
    with _opened(data) as picture:
        picture.seek(index)
        _check(picture)
        page = ImageOps.exif_transpose(_on_white(picture)).convert("L")
    longer = max(page.size)
    if longer < _SHORT or longer > _LONG:
        by = min(3.0, (_SHORT if longer < _SHORT else _LONG) * 1.5 / longer) if longer < _SHORT else _LONG / longer
        page = page.resize((max(1, round(page.width * by)), max(1, round(page.height * by))), Image.Resampling.LANCZOS)
    return page


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "MPO"))
    except Exception:
        raise Unreadable("damaged", looks_like="damaged picture") from None


def _check(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise Unreadable("big_picture", width=width, height=height, limit=MAX_PIXELS // 1_000_000)


def _on_white(picture: Image.Image) -> Image.Image:
    """What is transparent is paper."""
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture
    over = picture.convert("RGBA")
    paper = Image.new("RGBA", over.size, "white")
    paper.alpha_composite(over)
    return paper


def straight(page: Image.Image) -> Image.Image:
    """The page turned by the angle under which its lines of text are sharpest."""
    angle = skew(page)
    if abs(angle) < _ANY:
        return page
    return page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)


def skew(page: Image.Image) -> float:
    """Degrees, to the left, by which the page must be turned: then each row of pixels differs most from the next.

    Looked for coarsely on a small copy, then finely on a larger one."""
    small, larger = _ink(page, 320), _ink(page, 640)
    rough = max((_sharpness(small, a), -abs(a), a) for a in _steps(0.0, _WIDEST, 1.0))[2]
    near = max((_sharpness(larger, a), -abs(a), a) for a in _steps(rough, 0.75, 0.25))[2]
    return max((_sharpness(larger, a), -abs(a), a) for a in _steps(near, 0.1, 0.1))[2]


def is_empty(page: Image.Image) -> bool:
    """Whether there is hardly anything on it: a page number, specks."""
    ink = _ink(page, 640)
    return ink.histogram()[255] < 0.002 * ink.width * ink.height


def _steps(middle: float, either_way: float, step: float) -> list[float]:
    count = round(either_way / step)
    return [round(middle + i * step, 2) for i in range(-count, count + 1)]


def _ink(page: Image.Image, width: int) -> Image.Image:
    """The page small, paper black and ink white."""
    height = max(1, min(4 * width, round(page.height * width / page.width)))
    return page.resize((width, height), Image.Resampling.BOX, reducing_gap=2.0).point(lambda v: 255 if v < 170 else 0)


def _sharpness(ink: Image.Image, angle: float) -> int:
    turned = ink.rotate(angle, Image.Resampling.BILINEAR, fillcolor=0) if angle else ink
    rows = turned.resize((1, ink.height), Image.Resampling.BOX).tobytes()
    return sum((above - below) ** 2 for above, below in pairwise(rows))
