"""Who an order names: the units told to act, those to work with, and whom its last clause hands the sub-items to."""

import re
from dataclasses import dataclass, replace

from .attributes import begins_label, labelled_lead, labelled_partners
from .corrections import corrected
from .folding import CAPITAL, fold
from .lexicon import duty, head, request_at
from .model import UnitMention
from .text import Passage, once, squeeze
from .units import UnitList, lists_behind, members, read_units, unit_count, unit_name

_SENTENCE = re.compile(rf"(?<=;)\s+(?=\w)|(?<=\.)\s+(?=[{CAPITAL}])")
_FULL_STOP = re.compile(rf"\.\s+(?=[{CAPITAL}])")
# A unit that speaks ("UBND quận yêu cầu", "Thường trực thống nhất kết luận") hands work out; it does not get it.
_SPEAKS = re.compile(
    r"\s*(?:yeu cau|de nghi|chi thi|"
    r"thong nhat (?:ket luan|chi dao|y kien|nhu)|ket luan|co y kien|thong bao (?:de|"
    r"y kien|ket luan|lich|dinh chinh|nhu|cho)|quyet dinh (?:nhu|mot)|lap ke hoach [^.]{0,90}nhu sau)"
)
_GIVES = re.compile(r"\s*(?:thong nhat |dong y )?(?:giao|phan cong)(?: nhiem vu)?(?: cho)?\s+")
_FOR = re.compile(r"(?:\s+(?:nhiem vu|trach nhiem))?\s+cho(?=\s)")
_ABBREVIATED = re.compile(r"(?<!\w)(?:ubnd|hđnd|mttq|hđqt|bch|btv|đtn)(?!\w)")
_HEADING = 200  # characters of one
_ON_ITS_PART = re.compile(r"\W{0,3}(?:rieng )?(?:doi voi|ve phia|phan viec(?: cua)?)\s+")
_REQUEST_ANYWHERE = re.compile(r"(?<!\w)(?:giao|phan cong|yeu cau|de nghi|chi thi)(?=\s)")
_OPENING = re.compile(
    r"\W{0,3}(?:can cu|tren co so|trong qua trinh|trong cong tac|trong thoi gian|khi|de|nham|dinh ky|doi voi|"
    r"sau khi|han?g nam|han?g thang|"
    r"truoc ngay|tu ngay|theo|thuc hien|voi|dong thoi|ngoai ra|truong hop|cham nhat|tai|truoc mat|thoi gian toi|"
    r"den het|trong nam|tuy)(?!\w)"
)
_CONDITION = re.compile(r"\W{0,2}(?:truong hop|neu|khi|trong do, viec)(?!\w)")
_OPENS_INSIDE = re.compile(
    r"(?:cac|nhung|tung|moi|chinh quyen|thu truong|nguoi dung dau|toan|giao|yeu cau|de nghi|phan cong|cap uy)\s"
)
_LEADS_IN = re.compile(r"\W{0,3}(?:trong do|cu the|dong thoi|ngoai ra|rieng|truoc mat|luu y)[\s,:]+")
WITH = re.compile(
    r"(?<!\w)to chuc (?:cuoc )?hop voi\s+|(?<!\w)phoi (?:ket )?hop(?: (?:chat che|hieu qua|thuong xuyen|tot|dong bo|"
    r"tich cuc|kip thoi|truc tiep|day du|lien nganh)|, (?:chat che|hieu qua|ho tro|dong bo)"
    r"| chat)*,?(?: (?:voi|cung voi|cung|v.i))?\s+|(?<!\w)(?:chi|chu) tri,? cung(?: voi)?\s+|"
    r"(?<!\w)(?:voi su|co su|voi|co) (?:tham gia|phoi hop)(?: phoi hop)?(?: cua)?\s+"
)
_MAY_JOIN = re.compile(r" hop|tri,? cung|tham gia")
_ALONGSIDE = re.compile(r"(?<!\w)cung(?: voi)?\s+")
_LED_BY = re.compile(r"(?<!\w)(?:chu tri|chi tri|chu tri va),?\s+")
_JUST_WITH = re.compile(r"(?:va )?phoi hop(?! voi (?:cac|so|ubnd|ban|phong|bo|vu|cuc)|\s+(?:cac|so|ubnd))")
# Before "giao" in mid-sentence: a comma or an issuer ends; "phương án giao Bộ X quản lý" hands out nothing.
_FITS = re.compile(
    r"(?:[,;:.(]|va|dong thoi|ubnd \w+|uy ban nhan dan.{0,20}|tinh|quan|huyen|thue|y te|uy|bo|so \w+( \w+){0,4})\s*$"
)
_SENDER = re.compile(r"(?:cua|do)\s+((?:cac|tung|nhung) [^,.;:]{3,40}?)\s(?=gui|duoc gui|phai gui)")


@dataclass(frozen=True, slots=True)
class Actors:
    """`lead` and `coordinating` of the order itself; `below` is who its closing clause ("... chỉ đạo:") addresses."""

    lead: tuple[UnitMention, ...] = ()
    coordinating: tuple[UnitMention, ...] = ()
    below: tuple[UnitMention, ...] = ()
    is_heading: bool = False


def read_actors(paragraphs: list[Passage], can_inherit: bool) -> Actors:
    """The units of one order. `can_inherit`: its parent or the opening sentence names somebody, so that a unit
    in the middle of a paragraph does not take the order over."""
    paragraphs = [corrected(p) for p in paragraphs]
    lead, heading = _lead(paragraphs, can_inherit)
    below = _closing_clause(paragraphs)
    others = {u.span for u in below}
    lead = [u for u in lead if u.span not in others] or lead
    coordinating = _distinct([u for p in paragraphs for u in _partners(p)])
    taken = {fold(u.name) for u in lead}
    coordinating = [u for u in coordinating if fold(u.name) not in taken]
    return Actors(tuple(lead), tuple(coordinating), tuple(below), heading)


def _lead(paragraphs: list[Passage], can_inherit: bool) -> tuple[list[UnitMention], bool]:
    if not paragraphs:
        return [], False
    labelled = [u for p in paragraphs if (found := labelled_lead(p)) for u in _mentions(p, found, "lead")]
    if labelled:
        return _distinct(labelled), False
    first = paragraphs[0]
    if len(first.text) < _HEADING and first.text.isupper() and (asked := _asked_in_capitals(first)):
        return asked, True
    lead, heading = _at_start(first)
    if not lead:
        own_deed = can_inherit and _tells_first(first)
        lead = _after_topic(first) or _after_opening(first) or ([] if own_deed else _after_request(first))
    if lead:
        more = [] if heading else _later_sentences(first, only_direct=True)
        more += [u for p in paragraphs[1:] for u in _at_start(p)[0] if not heading and p.text[:1].isupper()]
        return _distinct([*lead, *more]), heading
    if not can_inherit:
        lead = _later_sentences(first, only_direct=False)
    for p in paragraphs[1:]:
        if not lead or not can_inherit:
            lead = [*lead, *_paragraph_lead(p)]
        if not can_inherit:
            lead = _distinct([*lead, *_later_sentences(p, only_direct=False)])
    return _distinct(lead), False


def _tells_first(p: Passage) -> bool:
    """ "Tuyên truyền, yêu cầu các hộ ký cam kết": the deed of whoever has the item; the request is a part of it."""
    start = _first_letter(p.text)
    low = p.text[:start] + p.text[start : start + 1].lower() + p.text[start + 1 :]
    first = p.flat.find(",", start, start + 60)
    asks = first > 0 and _REQUEST_ANYWHERE.match(p.flat, first + 2)
    return bool(asks and duty(low, p.flat, start, start))


def _asked_in_capitals(p: Passage) -> list[UnitMention]:
    """ "NHỮNG NỘI DUNG ĐỀ NGHỊ UBND TỈNH THỰC HIỆN": the unit that a heading asks, in small letters."""
    cue = next((m for m in _REQUEST_ANYWHERE.finditer(p.flat) if m.start() > 0), None)
    low = "".join(c.lower() if len(c.lower()) == 1 else c for c in p.text)
    low = _ABBREVIATED.sub(lambda m: m.group().upper(), low)
    if cue is None or len(low) != len(p.text):
        return []
    place = _next(p.text, cue.end())
    low = low[:place] + low[place : place + 1].upper() + low[place + 1 :]
    mentions, found = _clause(Passage(low, p.flat, p.joints, p.sources), place)
    if not found or found.stop not in ("duty", "end"):
        return []
    places = ((u, low.find(u.words, place)) for u in mentions)
    return [replace(u, words=p.text[at : at + len(u.words)]) for u, at in places]


def _paragraph_lead(p: Passage) -> list[UnitMention]:
    """Who a paragraph under the item's first one names at its start, behind a topic, an opening or a request."""
    direct = _at_start(p)[0] if p.text[:1].isupper() else []
    return direct or _after_topic(p) or _after_opening(p) or _after_request(p)


def _mentions(p: Passage, found: UnitList, role: str) -> list[UnitMention]:
    mentions = []
    for start, end, kind in (m for name in found.names for m in members(p, *name)):
        words = p.text[start:end]
        name = unit_name(f"{kind} {words}" if kind else words)
        if len(name) > 1:
            span = p.span(start, end)
            mentions.append(UnitMention(role, name, words, span, "own", unit_count(p.flat[start:end])))
    return mentions


Clause = tuple[list[UnitMention], UnitList | None]


@once
def _clause(p: Passage, place: int) -> Clause:
    """Units told to act by the clause that begins at `place`, with or without "Giao", "Yêu cầu", "Đề nghị"."""
    role = "lead"
    asked = request_at(p.text, p.flat, place)
    if asked:
        role = "requested" if "nghi" in asked.group(1) else "lead"
        to = _FOR.match(p.flat, asked.end()) if p.text[asked.start()].isupper() else None
        place = to.end() if to else asked.end()
        while place < len(p.text) and p.text[place] in " :,":
            place += 1
    found = read_units(p, place, asked=bool(asked))
    if found is None or (not asked and _hands_out(p, found)):
        return [], None
    return _mentions(p, found, role), found


def _hands_out(p: Passage, found: UnitList) -> bool:
    """ "UBND quận yêu cầu ...", "Ban Thường vụ giao Ban Tuyên giáo ...": who stands before these words is not told.
    A plural is ("Các chi bộ phân công cấp ủy viên trực"): no paper is issued by many."""
    place = found.end
    gives = None if p.flat.startswith(("cac ", "tung "), found.names[0][0]) else _GIVES.match(p.flat, place)
    return bool(_SPEAKS.match(p.flat, place) or (gives and head(p.text, p.flat, gives.end())))


def _new_clause(p: Passage, place: int) -> Clause:
    """A clause in the middle of a paragraph: only a name or a plural opens it, not a bare "ngành", "cơ quan"."""
    plain = p.text[place : place + 1].islower() and not _OPENS_INSIDE.match(p.flat, place)
    return ([], None) if plain else _clause(p, place)


def _at_start(p: Passage) -> tuple[list[UnitMention], bool]:
    """ "Sở A, Sở B rà soát ...", "Sở A: Rà soát ...", "Giao Sở A ...", or a bare heading "Sở A". True for a heading."""
    aside = _ON_ITS_PART.match(p.flat)
    if aside:  # "Đối với Sở Xây dựng: khẩn trương ..."
        mentions, found = _clause(p, aside.end())
        return (mentions if found and found.stop == "colon" else []), False
    lead_in = _LEADS_IN.match(p.flat)
    start = lead_in.end() if lead_in else _first_letter(p.text)
    mentions, found = _clause(p, start)
    if found is None:
        return [], False
    if found.stop == "colon" and _after_topic(p):
        return [], False  # "Thanh tra khoa học: UBND huyện ..." - a topic that looks like a unit
    rest = p.text[found.end :].strip(" .:;,-")
    if found.stop in ("end", "colon") and not rest:
        return mentions, True
    if found.stop == "colon" or found.stop == "duty":
        return mentions, False
    return ([], False) if found.stop == "over" else (mentions if not rest else [], False)


@once
def told_clause(p: Passage) -> UnitList | None:
    """The units an order opens with and tells to act: at its start, behind the issuer who asks them, behind a topic
    or behind an opening ("Căn cứ ..., Sở A tham mưu"). None where it names nobody before what is to be done."""
    lead_in = _LEADS_IN.match(p.flat)
    start = lead_in.end() if lead_in else _first_letter(p.text)
    issuer = None if request_at(p.text, p.flat, start) else read_units(p, start)
    asks = request_at(p.text, p.flat, issuer.end + 1) if issuer else None
    tries = [lambda: _clause(p, asks.start())] if asks else []
    tries += [lambda: _clause(p, start), lambda: _topic_clause(p)]
    if _OPENING.match(p.flat):
        tries.append(lambda: _opening_clause(p))
    for attempt in tries:
        mentions, found = attempt()
        listed = found and found.stop == "colon" and head(p.text, p.flat, _next(p.text, found.end))
        if mentions and found and found.stop in ("duty", "colon") and not listed:
            return found
    return None


def _next(text: str, place: int) -> int:
    """The next letter or figure from `place` on."""
    return place + _first_letter(text[place : place + 8])


def _first_letter(text: str) -> int:
    return next((i for i, c in enumerate(text) if c.isalnum()), 0)


def _after_topic(p: Passage) -> list[UnitMention]:
    """ "Về công tác tuyên truyền: UBND quận chỉ đạo ...": the units stand behind the topic's colon."""
    mentions, found = _topic_clause(p)
    return mentions if found and found.stop == "duty" else []


def _topic_clause(p: Passage) -> Clause:
    colon = p.text.find(":", 0, 180)
    if colon < 0:
        return [], None
    return _clause(p, colon + 1 + len(p.text[colon + 1 :]) - len(p.text[colon + 1 :].lstrip()))


def _after_opening(p: Passage) -> list[UnitMention]:
    """ "Căn cứ ..., Sở A tham mưu ...": the first comma behind which units and a duty stand."""
    return _opening_clause(p)[0] if _OPENING.match(p.flat) else []


def _opening_clause(p: Passage) -> Clause:
    stop = _sentence_stop(p.text, 0)
    partners = iter([(found.names[0][0], found.end) for found in _partner_lists(p)])
    among = next(partners, None)
    tried = 0  # a list of units that is not told to act is read once, not again from each of its commas
    for comma in re.finditer(r"[,;]\s+", p.text[:stop]):
        while among and among[1] <= comma.end():
            among = next(partners, None)
        if comma.start() < tried or (among and among[0] < comma.end()):
            continue  # a comma between partners opens no clause
        mentions, found = _new_clause(p, comma.end())
        if found and found.stop == "duty" and mentions:
            return mentions, found
        tried = found.end if found else tried
    return _without_comma(p)


def _without_comma(p: Passage) -> Clause:
    """ "Trong quá trình thực hiện Thủ trưởng các địa phương chủ động ..." """
    opening = re.match(r"trong qua trinh (?:to chuc |trien khai )?(?:thuc hien|trien khai)\s+", p.flat)
    mentions, found = _clause(p, opening.end()) if opening else ([], None)
    return (mentions, found) if found and found.stop == "duty" else ([], None)


def _sentence_stop(text: str, start: int) -> int:
    found = _FULL_STOP.search(text, start)
    return found.start() if found else len(text)


def _after_request(p: Passage) -> list[UnitMention]:
    """ "..., yêu cầu các sở, ngành căn cứ chức năng ..." anywhere in the paragraph."""
    done = 0  # a list that holds the next request is read once
    for found in _REQUEST_ANYWHERE.finditer(p.flat):
        if (
            found.start() > done
            and _FITS.search(p.flat[max(0, found.start() - 40) : found.start()])
            and request_at(p.text, p.flat, found.start())
        ):
            mentions, units = _clause(p, found.start())
            if units and units.stop in ("duty", "colon") and mentions:
                return mentions
            done = units.end if units else done
    return []


def _later_sentences(p: Passage, only_direct: bool) -> list[UnitMention]:
    """Units that open another sentence or clause of the paragraph with a duty of their own."""
    hits: list[UnitMention] = []
    done = 0
    for gap in _SENTENCE.finditer(p.text):
        place = gap.end()
        if place < done or _CONDITION.match(p.flat, place) or begins_label(p, place):
            continue
        lead_in = _LEADS_IN.match(p.flat, place)
        if only_direct and request_at(p.text, p.flat, place):
            continue
        mentions, found = _new_clause(p, lead_in.end() if lead_in else place)
        done = found.end if found else done
        if found and found.stop == "duty":
            hits += mentions
        elif not only_direct and _OPENING.match(p.flat, place):
            hits += _opening_inside(p, place)
    return hits


def _opening_inside(p: Passage, place: int) -> list[UnitMention]:
    stop, done = _sentence_stop(p.text, place), 0
    for comma in re.compile(r",\s+").finditer(p.text, place, stop):
        mentions, found = _new_clause(p, comma.end()) if comma.start() >= done else ([], None)
        if found and found.stop == "duty" and mentions:
            return mentions
        done = found.end if found else done
    return []


def _closing_clause(paragraphs: list[Passage]) -> list[UnitMention]:
    """ "... Trong đó UBND quận lưu ý chỉ đạo:" - the items below are that unit's."""
    if not paragraphs or not paragraphs[-1].text.rstrip().endswith(":"):
        return []
    p = paragraphs[-1]
    starts = [m.end() for m in _SENTENCE.finditer(p.text)]
    if not starts:
        return []
    lead_in = re.compile(r"(?:trong do|dong thoi|rieng)[\s,:]+").match(p.flat, starts[-1])
    mentions, found = _clause(p, lead_in.end() if lead_in else starts[-1])
    return mentions if found and found.stop == "duty" else []


def _is_alongside(p: Passage, cue: re.Match[str]) -> bool:
    """ "cùng với Sở A", "cùng Sở A"; not "phối hợp cùng", "cũng", "cùng các" of a list of partners."""
    if p.flat.endswith(("phoi hop ", "chu tri ", "chu tri, "), 0, cue.start()):
        return False
    return "voi" in cue.group() or (p.text.startswith("cùng", cue.start()) and head(p.text, p.flat, cue.end()))


def _partners(p: Passage) -> list[UnitMention]:
    """Units behind "phối hợp với", "cùng với"; and those that "phối hợp" with a lead named before them."""
    labelled = labelled_partners(p)
    lists = [*_partner_lists(p), *([labelled] if labelled else [])]
    if "cung " in p.flat:
        cues = (cue for cue in _ALONGSIDE.finditer(p.flat) if _is_alongside(p, cue))
        lists += [found for found in lists_behind(p, cues, stop_words=True) if found.stop == "duty"]
    if "tri" in p.flat:
        cues = (cue for cue in _LED_BY.finditer(p.flat) if head(p.text, p.flat, cue.end()))
        led = (found for found in lists_behind(p, cues) if found.stop == "duty")
        lists += [found for found in led if _JUST_WITH.match(p.flat, found.end + 1)]
    return [u for found in lists for u in _mentions(p, found, "coordinating")]


@once
def _partner_lists(p: Passage) -> tuple[UnitList, ...]:
    cues = WITH.finditer(p.flat) if _MAY_JOIN.search(p.flat) else ()
    return tuple(lists_behind(p, cues, stop_words=True, asked=True))


def read_sender(p: Passage) -> list[UnitMention]:
    """ "Báo cáo của các đơn vị gửi về ...": who is to send it."""
    found = _SENDER.search(p.flat)
    if not found:
        return []
    start, end = found.span(1)
    return [UnitMention("lead", squeeze(p.text[start:end]), p.text[start:end], p.span(start, end))]


def _distinct(mentions: list[UnitMention]) -> list[UnitMention]:
    seen: dict[str, UnitMention] = {}
    for mention in mentions:
        seen.setdefault(fold(mention.name), mention)
    return list(seen.values())


@once
def has_duty(p: Passage) -> bool:
    """Whether the paragraph tells anybody to do anything: a verb of duty in its first sentence."""
    stop = min(_sentence_stop(p.text, 0), 400)
    low = p.text[:1].lower() + p.text[1:]
    return any(duty(low, p.flat, m.start(), m.start()) for m in re.finditer(r"\w+", low[:stop]))
