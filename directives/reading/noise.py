"""Lines that are not the document: page numbers, running heads, web pages, stamps of digital signatures."""

import re

from .model import Dropped
from .tables import is_head_line
from .text import Line

_PAGE = re.compile(r"\W{0,3}(?:trang )?\d{1,3}(?:\s?/\s?\d{1,3})?\W{0,3}$|-{2,} ?page break ?-{2,}$|-{3,}$|[\W_]{1,4}$")
_STAMP = re.compile(
    r"(?:ky boi|nguoi ky|thoi gian ky|co quan|dia chi|email|ngay ky)\s?:|.{0,6}@.{0,40}gov\.vn$|"
    r"\W*\d\d\.\d\d\.20\d\d \d\d:\d\d|\W*\+07:00"
)
# The stamp of the office that received the paper: its number and day are not the paper's own.
_RECEIPT = re.compile(
    r"(?:cong van )?den\W*$|\W{0,3}(?:cong van )?den\s*:?\s*(?:so|ngay)\s*:?[\s\d/.:]*(?:ngay\s*:?[\s\d/.:]*)?$|"
    r"\W{0,3}(?:so den|ngay den|gio den|chuyen|luu ho so so)\s*:|\W{0,3}ngay\s*:\s*\d{1,2}[\s\d/.-]*$"
)
_STAMPED_LINES = 40
_WEB = re.compile(
    r"(?:ho ten|tieu de|noi dung|ma kiem tra|ma xac nhan).{0,3}no image|no image$|thong ke truy cap|dang nhap$|"
    r"dang xuat$|\W*dang online|"
    r"\W*(?:hom nay|trong tuan|trong thang|tat ca|luot truy cap|dang truy cap)\s?:|nguon\s?:|chia se\s?:|in bai viet|"
    r"gui binh luan|tin lien quan|bai viet lien quan|trang chu\b|ban quyen thuoc|tim kiem$|lien ket website|copyright"
)
# What a news page sets under its article: headlines of others, dated and in the words of orders.
_RELATED = re.compile(
    r"\W*(?:tin|cac tin|tin tuc|bai viet|cac bai viet)(?: lien quan| khac| cung (?:chuyen )?muc| da dua)\W*$"
)
_CAPTION = re.compile(r"(?:anh|hinh anh|nguon anh|anh minh hoa)\s?[:.]|\[(?:anh|hinh|image)")
_FORM = re.compile(r"\(?ky,? (?:va )?(?:ghi ro|dong dau)|\(da ky\)$|\[da ky\]$")


def is_signature_form(line: Line) -> bool:
    return bool(_FORM.match(line.flat))


def split_noise(lines: list[Line]) -> tuple[list[Line], list[Dropped]]:
    """The lines that are text, and those left out with the reason. A running head is a line printed on three pages."""
    heads = _running_heads(lines)
    kept: list[Line] = []
    dropped: list[Dropped] = []
    gap = footer = tabular = False
    for i, line in enumerate(lines):
        footer = footer or (i > len(lines) // 3 and bool(_RELATED.match(line.flat)))
        tabular = tabular or (is_head_line(line) and "  " in line.text)
        numbers = tabular and _NUMBER.fullmatch(line.text) and not _stands_alone(lines, i)
        why = ("web_page" if footer else None if numbers else _why_noise(line)) or (
            "running_head" if line.flat in heads else None
        )
        if not why and i < _STAMPED_LINES and _RECEIPT.match(line.flat):
            why = "receipt_stamp"
        if why:
            dropped.append(Dropped((line.start, line.end), why))
            gap = True
        else:
            blank = line.after_blank or gap
            kept.append(Line(line.start, line.end, line.indent, line.text, line.flat, blank) if gap else line)
            gap = False
    return kept, dropped


_NUMBER = re.compile(r"\d{1,3}\.?")


def _stands_alone(lines: list[Line], i: int) -> bool:
    """A page number has blank lines about it; the number of a row, in the middle of its cells, has none."""
    return lines[i].after_blank or i + 1 == len(lines) or lines[i + 1].after_blank


def _why_noise(line: Line) -> str | None:
    if _PAGE.match(line.flat):
        return "page_number"
    if _STAMP.match(line.flat):
        return "running_head"
    if _WEB.match(line.flat):
        return "web_page"
    if _CAPTION.match(line.flat):
        return "image_caption"
    return None


def _running_heads(lines: list[Line]) -> set[str]:
    counts: dict[str, int] = {}
    for line in lines:
        if line.after_blank and 12 < len(line.text) < 90 and not re.match(r"\W|\d|[a-z]\)", line.flat):
            counts[line.flat] = counts.get(line.flat, 0) + 1
    return {words for words, count in counts.items() if count >= 3 and len(lines) > 60 and words[-1] not in ".;:,"}
