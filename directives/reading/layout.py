"""The parts of an office paper: head, body, tail (Nơi nhận and signature), annexes."""

import re
from dataclasses import dataclass, replace

from .folding import CAPITAL
from .model import Dropped
from .noise import split_noise
from .text import Line, cells, split_lines

TITLE_WORDS = (
    ("thong bao", "Thông báo"), ("chi thi", "Chỉ thị"), ("ke hoach", "Kế hoạch"), ("nghi quyet", "Nghị quyết"),
    ("quyet dinh", "Quyết định"), ("huong dan", "Hướng dẫn"), ("cong dien", "Công điện"), ("cong van", "Công văn"),
    ("chuong trinh phoi hop", "Chương trình phối hợp"), ("chuong trinh hanh dong", "Chương trình hành động"),
    ("chuong trinh", "Chương trình"), ("ket luan", "Kết luận"), ("phu luc", "Phụ lục"), ("bao cao", "Báo cáo"),
    ("to trinh", "Tờ trình"), ("de an", "Đề án"), ("phuong an", "Phương án"), ("quy che", "Quy chế"),
    ("quy dinh", "Quy định"), ("giay moi", "Giấy mời"), ("thong tri", "Thông tri"), ("bien ban", "Biên bản"),
)  # fmt: skip
_TYPES = "|".join(bare for bare, _ in TITLE_WORDS)
_URGENT = r"(?:hoa toc |khan |thuong khan )?"
_TITLE = re.compile(rf"{_URGENT}({_TYPES})(?: (?:y kien )?ket luan| lien tich| khan| so \d+| [ivx]+| \d+)?\W*$")
_TITLE_AND_SUBJECT = re.compile(rf"{_URGENT}({_TYPES})\s+(?!so |\d|nay |:)")
_SPACED = re.compile(r"\W*\w(?:\s+\w){5,}\W*")
_BY_LETTERS = {bare.replace(" ", ""): name for bare, name in TITLE_WORDS}
ADDRESSEES = re.compile(
    r"\W{0,4}(?:(?:\w{1,3}|hoa toc|khan|thuong khan) )?(?:k.nh g.i|kinh g\w{1,2}|dien)\s*(?::|-|;|$)|.{0,90}\sdien\s?:"
)
# "Nơi nhận:", with a slip or two of recognition in it.
TAIL = re.compile(r"\W{0,4}n[o0e]\w ?n[hb]\w{1,2}n?(?=\W|$)\W*?(?:[:;.}]|$|\s{2}|\W\s)")
_AS_ABOVE = re.compile(r"\W{0,3}nhu (?:tren|kinh gui|dieu \d)\W*$")
_END_MARK = re.compile(r"[./]{1,2}\s?[/⁄]\W{0,4}.{0,8}$")
_AUTHORITY = re.compile(r"\W{0,3}(?:(?:tm|kt|tl|tuq|q)\s?[.,:]|t/m|t/l|k/t|t/u)\s?[a-z]")
_AUTHORITY_INSIDE = re.compile(rf"\s(?:KT|TL|TM|TUQ)[.,]\s?[{CAPITAL}]{{3}}")
_ANNEX = re.compile(
    r"(?:phu luc|chuong trinh|danh muc|danh sach|bieu mau|bieu so|mau so|ke hoach|quy che|quy dinh|de an|bao cao|"
    r"bang|lich)(?!\w)"
)
_WITH = re.compile(
    r"\W{0,3}(?:\(|dinh )?kem theo (?:cong van|quyet dinh|ke hoach|nghi quyet|thong bao|chi thi|chuong trinh|"
    r"van ban|huong dan|to trinh)"
)
_MOTTO = re.compile(r"c.?ng h.?a x.? h.?i ch|dang cong san viet nam|doc lap.{1,6}tu do")


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of each part, in order. `title` and `addressees` are places of lines within `head`."""

    head: list[Line]
    body: list[Line]
    tail: list[Line]
    annex: list[Line]
    dropped: list[Dropped]
    title: int | None
    addressees: int | None


def lay_out(text: str) -> Layout:
    """Part the normalised text. A part that is missing is empty; with no head at all everything is body."""
    lines, dropped = split_noise(split_lines(text))
    return replace(lay_out_lines(lines), dropped=dropped)


def lay_out_lines(lines: list[Line]) -> Layout:
    """The parts of these lines, without what was dropped."""
    title = _find_title(lines)
    addressees = _find_addressees(lines, title)
    if addressees is not None and title is not None and title > addressees:
        title = None  # words in capitals further down ("QUYẾT ĐỊNH:" of a quotation) are no title
    body = _body_start(lines, title, addressees)
    tail, annex = _ends(lines, body)
    return Layout(lines[:body], lines[body:tail], lines[tail:annex], lines[annex:], [], title, addressees)


_CHARGES = re.compile(r"\b(?:yeu cau|de nghi|giao|chi dao|ket luan)\b[^:]{0,80}:\W*$")


@dataclass(frozen=True, slots=True)
class Title:
    """The name of the type, and where in its line the subject begins when it is printed on the same line."""

    name: str
    subject: int | None = None


def title_of(line: Line) -> Title | None:
    """The type a title line names: "QUYẾT ĐỊNH", "HỎA TỐC  KẾ HOẠCH", "T H Ô N G B Á O", "CHỈ THỊ Về việc ..."."""
    if _SPACED.fullmatch(line.text):
        name = _BY_LETTERS.get(re.sub(r"\W", "", line.flat))
        return Title(name) if name else None
    for place, words in cells(line):
        first = place - line.start
        bare = line.flat[first : first + len(words)]
        if (found := _TITLE.match(bare)) and mostly_capitals(words):
            return Title(_name_of(found))
        if (found := _TITLE_AND_SUBJECT.match(bare)) and words[: found.end(1)].isupper() and found.end() < len(words):
            rest = words[found.end() :]
            if rest[:1].isalpha() and not mostly_capitals(rest):
                return Title(_name_of(found), first + found.end())
    return None


def _name_of(found: re.Match[str]) -> str:
    name = dict(TITLE_WORDS)[found.group(1)]
    return "Thông báo kết luận" if name == "Thông báo" and "ket luan" in found.group() else name


def mostly_capitals(words: str) -> bool:
    return sum(c.isupper() for c in words) > 0.6 * sum(c.isalpha() for c in words)


def is_motto(line: Line) -> bool:
    """A line with the motto of the State or of the Party, which opens a document."""
    return bool(_MOTTO.match(line.flat.lstrip(" *|.:-")))


def _find_title(lines: list[Line]) -> int | None:
    return next((i for i, line in enumerate(lines[:45]) if title_of(line)), None)


def _find_addressees(lines: list[Line], title: int | None) -> int | None:
    last = 45 if title is None else title + 12
    return next((i for i, line in enumerate(lines[:last]) if ADDRESSEES.match(line.flat)), None)


_BULLET = re.compile(r"\W{0,2}[-–—+~•*]\s*\S")
_BODY_OPENS = re.compile(
    r"\W{0,2}(?:thuc hien|can cu|tiep theo|trien khai|ngay \d|de (?:kip|tiep|trien|dam|bao|chu|co|thuc)|"
    r"trong thoi gian|thoi gian qua|"
    r"tren co so|sau khi|theo de nghi|ubnd|uy ban nhan dan .* (?:nhan duoc|yeu cau)|xet de nghi|vua qua|nham|"
    r"hien nay|\d{1,2}[.)/] )"
)


def _body_start(lines: list[Line], title: int | None, addressees: int | None) -> int:
    if addressees is not None:
        return _after_addressees(lines, addressees)
    if title is not None:
        return _after_subject(lines, title)
    return _after_letterhead(lines)


def _after_addressees(lines: list[Line], first: int) -> int:
    inline = bool(re.search(r":\s*\S", lines[first].text))
    bulleted = False
    for i in range(first + 1, len(lines)):
        line = lines[i]
        if _BULLET.match(line.text) and not (inline and not bulleted and line.after_blank):
            bulleted = True
        elif (
            line.flat.startswith("(")
            or (bulleted and line.text[0].islower() and not lines[i - 1].text.rstrip().endswith((";", ".", ":")))
            or (not line.after_blank and not _BODY_OPENS.match(line.flat) and not lines[i - 1].text.endswith("."))
        ):
            continue
        else:
            return i
    return len(lines)


def _after_subject(lines: list[Line], title: int) -> int:
    end = subject_end(lines, title + 1)
    # A decision prints its author in capitals between the subject and the legal bases.
    while end < len(lines) and lines[end].is_upper and not re.match(r"[ivx\d]+\s?[.)/-]", lines[end].flat):
        end += 1
    return end


OFFICE = re.compile(
    r"\W{0,3}(?:pho |quyen )?(?:chu tich|giam doc|g.am doc|chanh van phong|chanh thanh tra|bo truong|thu truong|"
    r"truong ban|truong phong|cuc truong|"
    r"chi cuc truong|vu truong|bi thu|thu tuong|tong cuc truong|tong giam doc|hieu truong|chu nhiem|vien truong|"
    r"truong cong an|cong chuc|truong thue|pho truong|"
    r"thong doc|tong thanh tra|truong doan|to truong|doi truong|giam d)"
)
_DECIDES = re.compile(
    rf"(?:{OFFICE.pattern})|"
    r"\W{0,3}(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|ban (?:thuong vu|chap hanh|chi dao)|"
    r"chinh phu|thu tuong)(?!\w)"
)
_BASES = re.compile(r"can cu|theo de nghi|tren co so|xet ")


def subject_end(lines: list[Line], first: int) -> int:
    """Where the subject (trích yếu) under a title ends: the block of lines up to a blank one, a table, or the
    first words of the body."""
    for i in range(first, min(first + 9, len(lines))):
        line = lines[i]
        before_bases = i + 1 < len(lines) and _BASES.match(lines[i + 1].flat)
        if i > first and line.is_upper and (before_bases or not lines[i - 1].is_upper) and _DECIDES.match(line.flat):
            return i  # who decides: "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN" before the legal bases
        if line.text.count("|") >= 4 or re.match(r"(?:can cu|ngay \d|kinh gui|\||[ivx\d]{1,3}[.)/]\s)", line.flat):
            return i
        if line.after_blank and i > first and line.text[0].islower() and not _ends_sentence(lines[i - 1]):
            continue  # the rest of a subject whose lines were set apart
        if i > first and (line.after_blank or not re.search(r"\w", line.text) or _opens_body(line, lines[i - 1])):
            return i
    return min(first + 9, len(lines))


def _ends_sentence(line: Line) -> bool:
    return line.text.rstrip().endswith((".", ";", ":"))


def _opens_body(line: Line, last: Line) -> bool:
    """A capital and the usual opening words, or a line so long that it is a paragraph."""
    if line.text[0].islower():
        return False
    return bool(_BODY_OPENS.match(line.flat)) or len(line.text) > max(150, 2 * len(last.text))


def _begins_orders(line: Line, last: Line) -> bool:
    """The body begins here though no blank line says so: the sentence that charges ("… yêu cầu:"), a numbered item."""
    return bool(_CHARGES.search(line.flat) or re.match(r"[ivx\d]{1,3}[.)/]\s", line.flat)) or _opens_body(line, last)


def _after_letterhead(lines: list[Line]) -> int:
    """No title and no Kính gửi: the body begins after the last line of capitals, number, date and subject."""
    end = 0
    for i, line in enumerate(lines[:25]):
        if _MOTTO.search(line.flat) or re.match(
            r"\W*s[oe6].{0,3}[:\d]|\W*v\s?/\s?v|.{3,40}, ngay .{0,6}thang", line.flat
        ):
            end = i + 1
    if end:
        while end < len(lines) and not lines[end].after_blank and not _begins_orders(lines[end], lines[end - 1]):
            end += 1
    elif lines and re.match(r"(?:" + "|".join(b for b, _ in TITLE_WORDS) + r") (?:cua|ve|so)\b", lines[0].flat):
        end = 1
    return end


def _ends(lines: list[Line], body: int) -> tuple[int, int]:
    """Where the tail and the annexes begin."""
    marked = next((i for i in range(body, len(lines)) if _is_tail(lines[i])), None)
    nearest = _first_annex(lines, body + 1, after_tail=False, until=len(lines) if marked is None else marked + 1)
    if marked is None or nearest <= marked:
        marked = _tail_by_signature(lines, body, nearest)
    if marked is None:
        return nearest, nearest
    return _signed_above(lines, body, marked), _first_annex(lines, marked + 1, after_tail=True)


_SIGNED = re.compile(rf"(?:[{CAPITAL}][^\s\d,.;:]{{0,6}}(?:\s|$)){{2,5}}$|\(?(?:đã ký|Đã ký|da ky)")


def _signed_above(lines: list[Line], body: int, marked: int) -> int:
    """Where the tail begins when the signature stands above "Nơi nhận", with or without the name under it."""
    start = place = marked
    while place > body:
        line = lines[place - 1]
        if line.is_upper and (_AUTHORITY.match(line.flat) or is_office(line)):
            start = place - 1
        elif not _SIGNED.match(line.text):
            break
        place -= 1
    return start


def _is_tail(line: Line) -> bool:
    return bool(TAIL.match(line.flat))


def is_office(line: Line) -> bool:
    """A line of capitals that is an office under a signature: CHỦ TỊCH, PHÓ GIÁM ĐỐC, CHÁNH VĂN PHÒNG."""
    return bool(OFFICE.match(line.flat)) and line.is_upper


def _tail_by_signature(lines: list[Line], body: int, nearest: int) -> int | None:
    """Nơi nhận lost by recognition: the tail begins after the end mark "./." or at the words of authority."""
    for i in range(body + 1, min(nearest, len(lines))):
        if (_AUTHORITY.match(lines[i].flat) or is_office(lines[i])) and lines[i].is_upper:
            return i
        if _AS_ABOVE.match(lines[i].flat):
            return i
        if _END_MARK.search(lines[i - 1].text) and (lines[i].after_blank or _BULLET.match(lines[i].text)):
            return i
        if _AUTHORITY_INSIDE.search(lines[i].text) and i > body + 2:
            return i
    return None


def _first_annex(lines: list[Line], start: int, after_tail: bool, until: int | None = None) -> int:
    for i in range(start, len(lines) if until is None else until):
        line = lines[i]
        # "… theo mẫu ban hành / kèm theo Công văn số …": the second line of a sentence is no title.
        if _WITH.match(line.flat) and (line.after_blank or "(" in line.text[:4] or lines[i - 1].is_upper):
            return i
        if (
            _ANNEX.match(line.flat)
            and line.is_upper
            and (after_tail or (line.flat.startswith("phu luc") and len(line.text) < 30))
        ):
            return i
        if after_tail and _MOTTO.search(line.flat):
            return max(start, i)
        if not after_tail and i > start + 8 and _MOTTO.search(line.flat) and line.is_upper:
            return i
    return len(lines)
