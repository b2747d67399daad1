"""Orders that carry no number: closing paragraphs and one-sentence công văn. And the opening sentence (chapeau)."""

import re
from dataclasses import replace
from itertools import islice, pairwise

from .actors import read_actors, read_sender
from .deadlines import read_deadline, read_standing
from .deeds import LOGISTICS, deed_place, tells_deed
from .folding import CAPITAL, flat
from .lexicon import duty, request_at
from .model import Deadline, Task, UnitMention
from .output import read_output
from .text import Passage, clip, from_place
from .titles import first_words, short_title
from .units import read_units

_ORDERS = re.compile(
    r"\W{0,2}(?:yeu cau|de nghi|giao|phan cong|trong qua trinh|tren co so|luu y|phoi hop voi|"
    r"(?:bao cao|ket qua|van ban)[^.;]{0,60}? (?:cua|gui|bao cao)|"
    r"(?:de|nhan duoc|qua trinh|trong qua trinh|neu|truong hop|sau khi|tren day)[^.;]{3,160}?, (?:kinh )?"
    r"(?:yeu cau|de nghi)(?= (?:cac|thu truong|giam doc|chu tich|truong|ubnd|uy ban|so|phong|don vi)(?!\w)))(?!\w)"
)
# An opening clause that belongs to the request behind it; a purpose ("Để kịp thời tổng hợp, yêu cầu ...") does not.
_CONDITION = re.compile(r"\W{0,2}(?:nhan duoc|trong qua trinh|qua trinh|neu|truong hop|sau khi)(?!\w)")
_PURPOSE = re.compile(r"\W{0,2}de [^.;]{3,160}?, (?=(?:kinh )?(?:yeu cau|de nghi) )")
# Behind the last item, units that the whole paper charges: "Các đơn vị căn cứ kế hoạch này xây dựng ...".
_ALL_OF_THEM = re.compile(
    r"\W{0,2}(?:cac (?:co quan|don vi|dia phuong|phong|ban|nganh|so|truong|bo phan|dong chi|phuong|xa|thon|to|chi bo|"
    r"cap uy|thanh vien)|thu truong|truong cac|giam doc cac|chu tich (?:ubnd|uy ban nhan dan) (?:cac|\d+))(?!\w)"
)
# "Thủ trưởng các đơn vị chịu trách nhiệm ..." behind the last item charges them with all of it.
_CHARGED = re.compile(r"[^.;]{0,400}? chiu trach nhiem(?!\w)")

_CLOSES = re.compile(
    r"\W{0,2}(?:nay thong bao|tren day la|nhan duoc|van phong [^.]{0,40}thong bao|thua lenh|moi (?:thong tin|"
    r"kho khan)|noi nhan|vay,?|"
    r"(?:chi thi|thong bao|huong dan|ke hoach|cong van|nghi quyet|quyet dinh) nay|[^.,;]{3,60}?(?:yeu cau|de nghi|"
    r"thong bao (?:de|y kien|ket luan))(?!\w))"
)
_ISSUER = re.compile(r"(?:^|(?<=[,;.:])\s)([^,;.:]{2,70}?)\s+(?:yeu cau|de nghi|thong bao)(?!\w)")
# Urging without content: "nghiêm túc triển khai thực hiện", "quan tâm chỉ đạo", "biết và thực hiện".
_CLOSING_WORDS = re.compile(
    r"\W{0,2}(?:moi (?:thong tin|kho khan)|tren day|nay thong bao|thua lenh|huong dan nay|[^,;]{3,70} thong bao,|\()"
)
_BY_SOME_DAY = re.compile(r"(?:truoc|(?:cham|muon) nhat|han cuoi)[^.;]{0,24} ngay")  # though it cannot be read
_CHARGES = re.compile(r"\W{0,2}(?:giao|yeu cau|de nghi|phan cong)\s")
_EMPTY = re.compile(
    r"(?:nghiem tuc |quan tam |khan truong |phoi hop |to chuc |tap trung |chi dao,? |biet,? |va |trien khai,? |"
    r"thuc hien )+(?:thuc hien|trien khai|tham gia)"
    r"(?: (?:dung|nghiem|tot|che do)[^.]*| cac noi dung[^.]*| ket luan[^.]*| chi thi nay| cong van nay)?\W*(?:$|\.)|"
    r"thuc hien (?:dung|nghiem)[^.]{0,80}\W*$"
)
_KNOWN_ADDRESS = re.compile(r"\W{0,2}(?:yeu cau|de nghi)(?!\w)")
_MOST_CUES = 24  # requests of one paragraph that are tried
_TELLS = re.compile(r"(?<!\w)(?:yeu cau|de nghi|chi thi|giao)\s")


def is_separate(p: Passage, first_under_heading: bool, after_sub_item: bool, last: bool) -> bool:
    """Whether a paragraph under an item is an order (or a close) by itself rather than part of the item."""
    if first_under_heading:
        return False
    if p.flat.startswith("phoi hop voi"):
        return True
    if _CLOSES.match(p.flat) and (last or not _ORDERS.match(p.flat)):
        return True
    if last and (_CHARGED.match(p.flat) or _ALL_OF_THEM.match(p.flat)) and read_actors([clip(p)], False).lead:
        return True
    return bool(_ORDERS.match(p.flat)) and (last or after_sub_item)


def read_chapeau(preamble: list[Passage]) -> tuple[UnitMention, ...]:
    """Who is told to act in the sentence that opens the list: the last request of the preamble."""
    preamble = [clip(p) for p in preamble]
    for p in reversed(preamble):
        for cue in list(_TELLS.finditer(p.flat))[: -_MOST_CUES - 1 : -1]:
            if not request_at(p.text, p.flat, cue.start()):
                continue
            found = read_units(p, cue.end())
            if found and found.stop in ("duty", "colon"):
                role = "requested" if "nghi" in cue.group() else "lead"
                lead = read_actors([from_place(p, cue.start())], False).lead
                return tuple(UnitMention(role, u.name, u.words, u.span, "chapeau", u.count) for u in lead)
    last = preamble[-1:] if preamble and preamble[-1].text.rstrip().endswith(":") else []
    lead = read_actors(last, False).lead if last else ()
    # Without a request only a plural is told to act; "UBND xã ban hành Kế hoạch như sau:" is the issuer speaking.
    lead = tuple(u for u in lead if re.match(r"(?:cac|nhung|tung|thu truong|toan)\s", flat(u.name)))
    return tuple(UnitMention(u.role, u.name, u.words, u.span, "chapeau", u.count) for u in lead)


_ANNOUNCES = re.compile(r"(?<!\w)(?:nhu sau|noi dung sau|nhiem vu sau|viec sau)\s*:\W*$")


def announced(paragraphs: list[Passage]) -> int:
    """How many paragraphs run up to and with the sentence that announces the orders of a letter without numbers
    ("... đề nghị các đơn vị một số nội dung như sau:"); 0 where none does."""
    return next((i + 1 for i, p in enumerate(paragraphs) if _ANNOUNCES.search(p.flat) and len(p.text) > 40), 0)


def charges(preamble: list[Passage]) -> list[Passage]:
    """The paragraphs before a numbered list that charge a unit by themselves ("Giao Sở A rà soát trước ngày 5/8.")."""
    return [p for p in preamble if _CHARGES.match(p.flat) and not p.text.rstrip().endswith((":", ";", ","))]


def read_loose(
    paragraphs: list[Passage],
    issued_on: str | None,
    numbered: bool,
    chapeau: tuple[UnitMention, ...],
    listed: bool = False,
) -> list[Task]:
    """The orders without number among these paragraphs. Beside a numbered list only those that name what to do;
    in a document without any list every request of the issuer; of paragraphs that a sentence announced (`listed`)
    every one that tells a deed."""
    orders = []
    for whole in paragraphs:
        p = clip(whole)
        start = _order_start(p, numbered)
        if start is None and listed and tells_deed(p) and not _CLOSING_WORDS.match(p.flat):
            start = 0
        if start is None:
            continue
        order = from_place(p, start)
        actors = read_actors([order], False)
        deadline = _deadline(order, issued_on)
        lead = (
            actors.lead
            or tuple(_behind_request(order))
            or tuple(_told_to_know(order))
            or tuple(read_sender(order) if deadline or _BY_SOME_DAY.search(order.flat) else ())
        )
        if lead or deadline or listed or (chapeau and re.match(r"trong qua trinh|phoi hop", order.flat)):
            source = "own" if lead else "chapeau" if chapeau else "none"
            orders.append(_order(order, (lead or chapeau) + actors.coordinating, source, deadline))
    return orders


def read_prose(p: Passage, issued_on: str | None, heirs: tuple[UnitMention, ...]) -> list[Task]:
    """The orders in a paragraph under a bare heading: one from each sentence that tells a unit to act up to the next
    such sentence; else the paragraph whole, where it begins with a deed and `heirs` of the section are to do it, or
    where it sets a time. Prose that does neither gives none."""
    cuts = pairwise([*_sentences(clip(p)), len(clip(p).text)])
    starts = [a for a, b in cuts if read_actors([_between(p, a, b)], False).lead]
    if starts:
        return [_from_told(_between(p, a, b), issued_on) for a, b in pairwise([*starts, len(p.text)])]
    deadline = _deadline(clip(p), issued_on)
    low = p.text[:1].lower() + p.text[1:]
    if not (deadline and tells_deed(clip(p))) and not (heirs and duty(low, p.flat, 0, 0)):
        return []
    inherited = tuple(replace(u, source="chapeau" if u.source == "chapeau" else "inherited") for u in heirs)
    source = inherited[0].source if inherited else "none"
    return [_order(p, inherited + read_actors([clip(p)], True).coordinating, source, deadline)]


def _sentences(p: Passage) -> list[int]:
    return [0, *(m.end() for m in re.finditer(rf"\.\s+(?=[{CAPITAL}])", p.text))]


def _between(p: Passage, start: int, end: int) -> Passage:
    rest = from_place(p, start)
    length = len(p.text[start:end].rstrip())
    kept = [(j, s) for j, s in zip(rest.joints, rest.sources, strict=True) if j < length]
    return Passage(rest.text[:length], rest.flat[:length], tuple(j for j, _ in kept), tuple(s for _, s in kept))


def _from_told(order: Passage, issued_on: str | None) -> Task:
    actors = read_actors([clip(order)], False)
    return _order(order, actors.lead + actors.coordinating, "own", _deadline(clip(order), issued_on))


def _deadline(order: Passage, issued_on: str | None) -> Deadline | None:
    due = read_deadline(order, issued_on)
    return None if due and due.kind == "periodic" and not tells_deed(order) else due


def _order(order: Passage, units: tuple[UnitMention, ...], source: str, deadline: Deadline | None) -> Task:
    brief = clip(order)
    product, receiver = read_output(brief)
    return Task(
        number=None,
        kind="task",
        parent=None,
        span=order.span(0, len(order.text)),
        words="",
        first_words=first_words(order.text),
        short_title=short_title([brief]),
        units=units,
        lead_source=source,
        deadline=deadline or read_standing(brief, deed_place(brief)),
        output=product,
        output_to=receiver,
        confidence=0.6,
    )


def _behind_request(p: Passage) -> list[UnitMention]:
    for cue in islice(_TELLS.finditer(p.flat), _MOST_CUES):
        if request_at(p.text, p.flat, cue.start()):
            lead = read_actors([from_place(p, cue.start())], False).lead
            if lead:
                return list(lead)
    return []


def _told_to_know(p: Passage) -> list[UnitMention]:
    """ "... thông báo để các đơn vị biết, thực hiện và báo cáo": the units that are to know."""
    cue = re.search(r"thong bao (?:de|cho)\s+", p.flat)
    return list(read_actors([from_place(p, cue.end())], False).lead) if cue else []


def _order_start(p: Passage, numbered: bool) -> int | None:
    """Where in the paragraph the order begins; None where it gives none, or only urges."""
    note = re.match(r"\W{0,2}luu y\s*:\s*", p.flat)
    if note:
        return note.end()
    if _CLOSING_WORDS.match(p.flat):
        return _asked_inside(p)
    if numbered:
        return _beside_list(p)
    if read_sender(p):
        return 0
    told = re.search(r"nhu sau\s*:\s*(?=\w)", p.flat)
    if told and read_units(p, told.end()):
        return told.end()
    if re.search(r"thong bao (?:de|cho) [^.]{0,80}(?:biet|thuc hien)", p.flat):
        return 0 if "bao cao" in p.flat else None
    if _EMPTY.search(p.flat) and len(p.flat) < 170 and not read_deadline(p, None):
        return None
    cues = [c for c in islice(_TELLS.finditer(p.flat), _MOST_CUES) if request_at(p.text, p.flat, c.start())]
    for cue in cues:
        found = read_units(p, cue.end())
        if found and found.stop in ("duty", "colon", "over"):
            return _sentence_subject(p, cue.start())
    dated = _deadline(p, None) and not LOGISTICS.match(p.flat)
    return 0 if dated and not re.match(r"ngay |thuc hien |can cu", p.flat) else None


def _asked_inside(p: Passage) -> int | None:
    """ "Trên đây là ý kiến của ..., yêu cầu các đơn vị nghiêm túc thực hiện": the clause that asks units to act."""
    for cue in islice(_TELLS.finditer(p.flat), _MOST_CUES):
        found = read_units(p, cue.end()) if request_at(p.text, p.flat, cue.start()) else None
        if found and found.stop in ("duty", "colon"):
            return cue.start() - 5 * p.flat[: cue.start()].endswith("kinh ")
    return None


def _sentence_subject(p: Passage, cue: int) -> int:
    """Back from "yêu cầu" to the issuer that stands before it."""
    cut = max(
        p.text.rfind(", ", 0, cue), p.text.rfind("; ", 0, cue), p.text.rfind(". ", 0, cue), p.text.rfind(": ", 0, cue)
    )
    start = cut + 2 if cut >= 0 else 0
    sentence = p.text.rfind(". ", 0, cue) + 2 if ". " in p.text[:cue] else 0
    if start == cue and _CONDITION.match(p.flat, sentence):
        return sentence
    return start if p.text[start : start + 1].isupper() else 0 if cut < 0 else start


def _asked_after(p: Passage) -> int | None:
    """ "Chỉ thị này có hiệu lực từ ngày ký. Giao Sở A theo dõi": the later sentence of a close that charges a unit."""
    for gap in islice(re.finditer(r"\.\s+(?=giao |yeu cau |de nghi )", p.flat), _MOST_CUES):
        if request_at(p.text, p.flat, gap.end()) and read_actors([from_place(p, gap.end())], False).lead:
            return gap.end()
    return None


def _beside_list(p: Passage) -> int | None:
    if _CHARGED.match(p.flat) or _ALL_OF_THEM.match(p.flat):
        return 0
    if not _ORDERS.match(p.flat):
        return _asked_after(p)
    if p.flat.startswith("de nghi") and _EMPTY.search(p.flat):
        return None
    purpose = _PURPOSE.match(p.flat)
    return purpose.end() if purpose else 0
