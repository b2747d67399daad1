"""Type, subject, urgency and meeting day; and what a paper without letterhead says of itself in its text."""

import re

from .announced import from_announcement
from .dates import ANY_DAY, iso
from .heading import from_heading
from .layout import ADDRESSEES, TITLE_WORDS, Layout, is_motto, subject_end, title_of
from .letterhead import Letterhead, read_letterhead
from .model import Value
from .symbols import TYPE_BY_SIGN, find_symbols
from .text import Line, cells, passage, squeeze

_ABOUT = re.compile(r"^\W{0,3}(?:v\s?[/.]\s?v\W?|v ?/? ?/?v\W|ve ?viec|vw|v\S{0,2}viec)[\s:]*")
_KEPT = re.compile(r"^\W{0,3}v.? ?vi.c[\s:]*|^[\"'\s.,]+")
_ISSUED_BY = re.compile(
    r"cua (?:ban|tinh uy|thanh uy|huyen uy|quan uy|dang uy|chu tich|uy ban|bo |thu tuong|chinh phu|hoi dong)"
)
_KEPT_SUBJECT = re.compile(r"\W{0,2}(?:ve|v/v)\s")
_URGENCY = re.compile(r"(?:^|[\s|\"])(HỎA TỐC|HOẢ TỐC|HÓA TỐC|HOÁ TỐC|THƯỢNG KHẨN|KHẨN)(?:$|[\s|\"])")
_URGENCIES = {"H": "Hỏa tốc", "T": "Thượng khẩn", "K": "Khẩn"}
_MEETING = re.compile(r"^\W{0,3}(?:ngay|chieu ngay|sang ngay|vao ngay|trong (?:cac )?ngay)\s+")
_MET = re.compile(r"hop|hoi nghi|hoi y|giao ban|lam viec|phien")

_PLACE_AND_DAY = re.compile(r"\W*[^,]{2,40}, ngay .{0,6}thang")  # a line of its own: beside "V/v" it is another column


def read_head(layout: Layout) -> dict[str, Value]:
    """The fields of the head, by name."""
    letterhead = read_letterhead(layout.head)
    fields = {name: v for name in Letterhead.__slots__ if (v := getattr(letterhead, name)) is not None}
    subject = _subject(layout)
    if subject:
        fields["subject"] = subject
    doc_type = _doc_type(layout, fields)
    if doc_type:
        fields["doc_type"] = doc_type
    urgency = _urgency(layout.head)
    if urgency:
        fields["urgency"] = urgency
    _told_in_text(layout, fields)
    meeting = _meeting(layout.body[:12], fields)
    if meeting:
        fields["meeting_date"] = meeting
    return fields


def _doc_type(layout: Layout, fields: dict[str, Value]) -> Value | None:
    if layout.title is not None:
        line = layout.head[layout.title]
        title = title_of(line)
        name = title.name if title else ""
        subject = fields.get("subject")
        if (
            name == "Thông báo"
            and subject
            and subject.value.lower().startswith(
                ("kết luận của", "kết luận phiên", "kết luận cuộc", "kết luận tại", "kết luận hội")
            )
        ):
            name = "Thông báo kết luận"
        return Value(name, (line.start, line.end), 0.95)
    number = fields.get("number")
    # NĐ 30/2020 App. III: only the công văn prints no name of its type; CT-CS is a field of Cục Thuế, no chỉ thị.
    letter = layout.addressees is not None and any(_ABOUT.match(line.flat) for line in layout.head)
    if number and not letter:
        sign = re.sub(r"^[\d/]*[-/]?", "", number.value)
        first = re.split(r"[-/]", sign)[0].upper()
        return Value(TYPE_BY_SIGN.get(first, "Công văn"), None, 0.8)
    if layout.addressees is not None or layout.tail:
        return Value("Công văn", None, 0.7 if layout.addressees is not None else 0.4)
    return None


def _subject(layout: Layout) -> Value | None:
    if layout.title is not None:
        first = layout.title + 1
        end = subject_end(layout.head, first) if first < len(layout.head) else first
        lines = [x for x in layout.head[first:end] if re.search(r"\w\w", x.text)]
        title = title_of(layout.head[layout.title])
        if title and title.subject is not None:
            line = layout.head[layout.title]
            more = [(x.start, x.text) for x in lines if not x.after_blank]
            return _subject_of([(line.start + title.subject, line.text[title.subject :]), *more])
        if lines and lines[0].flat.startswith("kinh gui"):
            return None
        while (
            len(lines) > 1
            and _ISSUED_BY.match(lines[0].flat)
            and (lines[0].is_upper or _KEPT_SUBJECT.match(lines[1].flat))
        ):
            lines = lines[1:]  # "CHỈ THỊ / CỦA BAN THƯỜNG VỤ TỈNH ỦY / về ..."
        return _subject_of([(x.start, x.text) for x in lines])
    for i, line in enumerate(layout.head):
        for column, (place, words) in enumerate(cells(line)):
            bare = line.flat[place - line.start :]
            if _ABOUT.match(bare) and not bare.startswith("ve viec cong"):
                return _subject_of(_column(layout.head, i, column, place, words))
    return None


def _column(head: list[Line], first: int, column: int, place: int, words: str) -> list[tuple[int, str]]:
    """The wrapped lines under "V/v", in its own column, up to a blank line or Kính gửi."""
    pieces = [(place, words)]
    for line in head[first + 1 : first + 9]:
        if (line.after_blank and not line.text[0].islower()) or ADDRESSEES.match(line.flat):
            break
        parts = cells(line)
        if (parts and _PLACE_AND_DAY.match(line.flat)) or is_motto(line):
            break
        if parts:
            pieces.append(parts[min(column, len(parts) - 1)] if column else parts[0])
    return pieces


def _subject_of(pieces: list[tuple[int, str]]) -> Value | None:
    if not pieces:
        return None
    joined = passage(pieces)
    lead = _ABOUT.match(joined.flat) or _KEPT.match(joined.flat)
    start = lead.end() if lead else 0
    words = joined.text[start:].rstrip(" .;*_|-")
    if not re.search(r"\w\w\w", words):
        return None
    return Value(squeeze(words), joined.span(start, start + len(words)), 0.9)


def _urgency(head: list[Line]) -> Value | None:
    for line in head:
        found = _URGENCY.search(line.text)
        if found:
            span = (line.start + found.start(1), line.start + found.end(1))
            return Value(_URGENCIES[found.group(1)[0]], span, 0.8)
    return None


def _meeting(body: list[Line], fields: dict[str, Value]) -> Value | None:
    kind = fields.get("doc_type")
    if not kind or "Thông báo" not in kind.value:
        return None
    for i, line in enumerate(body):
        opening = _MEETING.match(line.flat)
        day = ANY_DAY.match(line.flat, opening.end()) if opening else None
        near = " ".join(x.flat for x in body[i : i + 3])
        value = iso(*[g for g in day.groups() if g]) if day else None
        if opening and day and value and _MET.search(near):
            return Value(value, (line.start + opening.end(), line.start + day.end()), 0.85)
    return None


# --- papers without letterhead ---------------------------------------------------------------------------------

_TYPES = "|".join(bare for bare, _ in TITLE_WORDS)
_ATTACHED = re.compile(rf"kem theo ({_TYPES})(?: so| tai| cua)?")


def _told_in_text(layout: Layout, fields: dict[str, Value]) -> None:
    """A republished text tells its number, day and body in a heading or a sentence; an appendix in "(Kèm theo ...)"."""
    if layout.title is None and "issuing_body" not in fields:
        from_heading([*layout.head, *layout.body], fields)
    if "number" in fields:
        return
    if layout.title is None and layout.addressees is None and "issuing_body" not in fields:
        from_announcement(layout, fields)
    if "number" not in fields and "place" not in fields:  # with a letterhead of its own, the number cited is another's
        _from_attachment(layout, fields)


def _from_attachment(layout: Layout, fields: dict[str, Value]) -> None:
    lines = [*layout.head, *layout.body[:5]] if layout.title is not None else layout.annex[:6]
    joined = passage([(x.start, x.text) for x in lines])
    found = _ATTACHED.search(joined.flat)
    if not found:
        return
    until = joined.text.find(")", found.end())
    until = until if 0 < until < found.end() + 260 else min(len(joined.text), found.end() + 200)
    own = layout.title is None
    symbols = find_symbols(joined.text[found.end() : until])
    if own and symbols:
        start, end = found.end() + symbols[0].start, found.end() + symbols[0].end
        fields["number"] = Value(symbols[0].number, joined.span(start, end), 0.6)
        day = ANY_DAY.search(joined.flat, end, until)
        value = iso(*[g for g in day.groups() if g]) if day else None
        if day and value:
            fields.setdefault("issued_on", Value(value, joined.span(day.start(), day.end()), 0.6))
        about = re.compile(r" ve (?:viec )?").search(joined.flat, end, until)
        if about:
            fields.setdefault(
                "subject", Value(squeeze(joined.text[about.end() : until]), joined.span(about.end(), until), 0.6)
            )
    issuer = re.compile(r" cua ([^,;)]{4,60})$").search(joined.flat, found.end(), until)
    if issuer:
        start, end = issuer.span(1)
        fields.setdefault("issuing_body", Value(squeeze(joined.text[start:end]), joined.span(start, end), 0.6))
