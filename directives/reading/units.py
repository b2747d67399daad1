"""Lists of units as they are printed: where one ends, and where it falls apart into single units."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .endings import closes_name, says_when, shortened
from .lexicon import duty, head, is_told, may_tell
from .text import Passage, once, squeeze

_TOKEN = re.compile(r"[^\s,;:.()/]+(?:[./][^\s,;:.()]+)*|[,;:.()/]")
_MAX_LIST = 4000  # characters a list of units may take
_MAX_NOBODY = 160  # characters of such a name
_MAX_ANYONE = 10  # words of somebody who is no known kind of unit
_MAX_NAME = 26  # tokens since the last unit began: a longer run is prose
# Words after which a list of units is over although no verb has come yet.
_OVER = re.compile(
    r"(?:de|nham|trong (?:viec|cong tac|qua trinh|thoi gian|suot)|ve (?:viec|cong tac)|khi|nhat la|dac biet la|"
    r"trong do|neu|sau khi|boi|bang|qua|den|tu ngay|ke tu)(?!\w)"
)
_OVER_PRINTED = re.compile(r"(?:để|dé|nhằm|do|vì|mà|như|theo|với|cho|vào|về|đã)(?!\w)")
_EMPHASIS = re.compile(r"(?:nhat la|dac biet|trong do|bao gom|cu the)(?!\w)")
_ALWAYS_INSIDE = re.compile(r"(?:phong, chong|phong chong)")
_COLON_LIST = re.compile(r"(?:cac|lanh dao|chu tich|thu truong|giam doc|don vi)[\w ,]*$")


@dataclass(frozen=True, slots=True)
class UnitList:
    """Units named one after another: their spans in the passage, and what stopped the list."""

    names: tuple[tuple[int, int], ...]
    end: int
    stop: str  # duty, colon, end, over


def read_units(
    p: Passage, start: int, stop_words: bool = False, verbs: bool = True, anyone: bool = False, asked: bool = False
) -> UnitList | None:
    """The list of units that begins at `start` of the passage, or None when no unit begins there.

    `stop_words`: prepositions end the list too (units behind "phối hợp với"). `verbs`: false in a table cell,
    which holds nothing but units. `anyone`: what stands behind "phối hợp với" need not be a known kind of unit, so long
    as a duty ends it soon ("với ban đại diện cha mẹ học sinh giám sát"). `asked`: behind a request a person is named
    without a capital ("yêu cầu đảng viên ... nộp").
    """
    return _read(p, start, stop_words, verbs, anyone, asked)  # one key for the same question, however it is put


@once
def _read(p: Passage, start: int, stop_words: bool, verbs: bool, anyone: bool, asked: bool) -> UnitList | None:
    if not verbs:
        end = start + len(p.text[start:].rstrip(" .,;"))
        return UnitList(tuple(_split(p, start, end)), end, "end") if head(p.text, p.flat, start) else None
    known = head(p.text, p.flat, start, asked)
    if not known and not (anyone and p.text[start : start + 1].isalpha() and not duty(p.text, p.flat, start, start)):
        return None
    end, stop = _list_end(p, start, stop_words, _MAX_LIST if known else _MAX_NOBODY)
    if not known and (stop != "duty" or not 2 <= len(p.text[start:end].split()) <= _MAX_ANYONE):
        return None
    if stop == "duty" and not is_told(p.text, end):
        stop = "over"
    end = start + len(p.text[start:end].rstrip(" ,;:-"))
    if end <= start:
        return None
    names = tuple(_split(p, start, end))
    if names:
        first, last = names[-1]
        cut = shortened(p.text, first, last)
        if cut < last:
            return UnitList((*names[:-1], (first, cut)), cut, "duty")
    return UnitList(names, end, stop)


def lists_behind(
    p: Passage, cues: Iterable[re.Match[str]], stop_words: bool = False, asked: bool = False
) -> Iterator[UnitList]:
    """The list behind each cue ("phối hợp với"), each stretch read once: a cue inside a list opens none."""
    done = 0
    for cue in cues:
        anyone = cue.group().rstrip().endswith((" voi", " cung"))
        found = (
            read_units(p, cue.end(), stop_words=stop_words, anyone=anyone, asked=asked) if cue.end() > done else None
        )
        if found:
            done = found.end
            yield found


def _list_end(p: Passage, start: int, stop_words: bool, most: int) -> tuple[int, str]:
    """Where the list ends, and why: duty, colon, end (of the sentence), over (something that is no unit)."""
    since, unit_start, verbs_inside, skip_to = 0, start, False, start
    for token in _TOKEN.finditer(p.text, start):
        place, word = token.start(), token.group()
        if place < skip_to:
            continue
        if place - start > most:
            return place, "over"
        since += 1
        verb = may_tell(p.flat, place)
        if word == "(":
            skip_to = _closing(p.text, place)
            if not skip_to:
                return place, "over"
        elif word == ")" or since > _MAX_NAME:
            return place, "over"
        elif word == ".":
            if _sentence_ends(p.text, place):
                return place, "end"
        elif word == ":":
            if not _names_follow(p, max(start, p.flat.rfind("cac ", start, place)), place):
                return place, "colon"
        elif word in ",;":
            after = _next_word(p.text, place + 1)
            if head(p.text, p.flat, after):
                since, unit_start = 0, after
            elif (
                word == ";" or _EMPHASIS.match(p.flat, after) or not _name_continues(p, after, unit_start, verbs_inside)
            ):
                return place, _stop_after_comma(p, after, unit_start)
        elif _ALWAYS_INSIDE.match(p.flat, place):
            skip_to = place + 13
        elif word in ("và", "va") and duty(p.text, p.flat, _next_word(p.text, place + 2), unit_start):
            if not verbs_inside:
                return place, "duty"
        elif place > start and _acts(p, place, unit_start, verb, verbs_inside):
            return place, "duty"
        elif (
            place > start and not stop_words and word == "cùng" and head(p.text, p.flat, _next_word(p.text, place + 4))
        ):
            return place, "duty"  # "Phòng A cùng Phòng B rà soát": the one leads, the other works with it
        elif place > start and stop_words and _is_over(p, place):
            return place, "over"
        elif place > start and (says_when(p.flat, place) or closes_name(p.text, unit_start, place)):
            return place, "duty"
        elif place > start and head(p.text, p.flat, place) and p.flat[place - 2 : place - 1] not in ",;":
            since = 0
        if verb and _verb_in_name(p, place, unit_start):
            verbs_inside = True
    return len(p.text), "end"


def _acts(p: Passage, place: int, unit_start: int, verb: bool, verbs_inside: bool) -> bool:
    """A verb of duty, or "cùng với" before those it is done with."""
    told = verb and duty(p.text, p.flat, place, unit_start) and not _joined_verb(p, place, verbs_inside)
    return told or p.flat.startswith("cung voi ", place)


def _is_over(p: Passage, place: int) -> bool:
    return p.text[place : place + 1].islower() and bool(
        _OVER.match(p.flat, place) or _OVER_PRINTED.match(p.text, place)
    )


def _verb_in_name(p: Passage, place: int, unit_start: int) -> bool:
    """A verb that belongs to the name ("Đoàn kiểm tra"), after which ", đánh giá" belongs to it too."""
    return place > unit_start and duty(p.text, p.flat, place, place) and not duty(p.text, p.flat, place, unit_start)


def _joined_verb(p: Passage, place: int, verbs_inside: bool) -> bool:
    return verbs_inside and p.flat[max(0, place - 4) : place].rstrip().endswith((",", " va"))


def _closing(text: str, place: int) -> int:
    """The place after the bracket that closes the one at `place`; 0 when it is far off or missing."""
    end = text.find(")", place, place + 140)
    return end + 1 if end > 0 else 0


def _sentence_ends(text: str, place: int) -> bool:
    rest = text[place + 1 : place + 3]
    if rest[1:2].islower():  # "các huyện. thành phố": a misread comma
        return False
    before = text[max(0, place - 3) : place]
    return (
        not rest.strip()
        or (rest[:1] == " " and not re.search(r"(?:^|\s)(?:Tp|TP|TT|P|Q|H|BS|TS)$", before))
        or rest[:1] in "/"
    )


def _next_word(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


_COLLECTIVES = tuple(
    f"cac {kind}"
    for kind in (
        "so",
        "huyen",
        "bo",
        "co quan",
        "dia phuong",
        "phuong",
        "xa",
        "ban",
        "phong",
        "cuc",
        "vu",
        "don vi",
        "hoi",
        "truong",
    )
)


def _names_follow(p: Passage, begin: int, place: int) -> bool:
    """ "Các sở: Y tế, Nội vụ ..." - a colon inside a list: a plural before it, capitals and commas after it."""
    after = _next_word(p.text, place + 1)
    if not p.text[after : after + 1].isupper() or not _COLON_LIST.search(p.flat[begin:place]):
        return False
    low = p.text[:after] + p.text[after : after + 1].lower() + p.text[after + 1 :]
    if duty(low, p.flat, after, after):
        return False
    named = re.match(r"[A-ZĐ][^\s,;.]*(?: [^\s,;.]+){0,6}(?:,| và )", p.text[after : after + 90])
    return bool(named) and p.flat.startswith(_COLLECTIVES, begin)


def _name_continues(p: Passage, after: int, unit_start: int, verbs_inside: bool) -> bool:
    """After a comma: "Văn hóa, Thể thao", "các sở, ban, ngành" go on; "Sở A, kịp thời báo cáo" does not."""
    if p.text[after : after + 1].isupper():
        return True
    if duty(p.text, p.flat, after, after):
        return verbs_inside
    return not _is_over(p, after) and p.text[after : after + 1].isalnum()


def _stop_after_comma(p: Passage, after: int, unit_start: int) -> str:
    return "duty" if duty(p.text, p.flat, after, after) else "over"


# --- splitting ------------------------------------------------------------------------------------------------

_JOINT = re.compile(r"\s*[,;]\s*(?:v[àa]\s+)?|\s+v[àa]\s+|\s+&\s+|\s+cùng\s+")
_PLURAL = re.compile(r"(?:tat ca )?(?:cac|nhung)\s")
_BARE_KIND = re.compile(
    r"(?:so|ban|nganh|bo|phong|don vi|dia phuong|co quan|to chuc|ca nhan|doan the|huyen|quan|phuong|xa|thi xa|"
    r"thi tran|thanh pho|doanh nghiep|ngan hang)(?!\w)"
)
_SPECIFIC = re.compile(r"ban (?:quan ly|chi huy|dai dien|giam hieu|cong tac)(?!\w)")
_TYPE_ALONE = re.compile(
    r"(?:huyen uy|thanh uy|quan uy|dang uy|thi uy|tinh uy|chi bo|dang bo|cong doan|doan thanh nien)(?: truc thuoc|"
    r" cac cap)?$"
)
_ALL_LEVELS = re.compile(r"(?:^|, )cac (?:cap|nganh|dia phuong)(?! uy)(?!\w)")
_COUNCIL = re.compile(r"(?:hdnd|hoi dong nhan dan|dbqh|quoc hoi)$")


def _split(p: Passage, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The single units of a list. A collective phrase ("các sở, ban, ngành") stays whole (LABELLING conventions)."""
    piece = start
    depth_until = start
    for joint in _JOINT.finditer(p.text, start, end):
        depth_until = max(depth_until, _inside_brackets(p.text, depth_until, joint.start()))
        if joint.start() < depth_until or joint.start() <= piece:
            continue
        if _new_unit(p, piece, joint, end):
            yield _trim(p.text, piece, joint.start())
            piece = joint.end()
    if piece < end:
        yield _trim(p.text, piece, end)


def _inside_brackets(text: str, since: int, place: int) -> int:
    opened = text.rfind("(", since, place)
    if opened < 0:
        return since
    closed = text.find(")", opened)
    return closed if closed > place else since


def _new_unit(p: Passage, piece: int, joint: re.Match[str], end: int) -> bool:
    """Whether the words after this comma or "và" are another unit, not the rest of the same phrase."""
    place = joint.end()
    before, after = p.flat[piece : joint.start()], p.flat[place:end]
    if not head(p.text, p.flat, place):
        return False
    following = re.split(r"[,;]| va ", after, maxsplit=1)[0].strip()
    if _ALL_LEVELS.match(following) and _ALL_LEVELS.search(before):
        return False
    if re.search(r"(?:^|\s)cac\s", before) and _TYPE_ALONE.match(re.sub(r"\s*\(.*", "", following)):
        return False
    if "va" in joint.group().replace("à", "a") and _COUNCIL.search(before) and after.startswith("ubnd"):
        return False
    if ";" in joint.group():
        return True
    if p.text[place : place + 1].islower() and _BARE_KIND.match(after) and not _SPECIFIC.match(after):
        return _kind_apart(before, after, p.text[piece : piece + 1].isupper())
    return True


_LOCALITY_KIND = re.compile(r"(?:huyen|quan|phuong|xa|thi xa|thi tran|thanh pho)(?!\w)")
_OF_PERSONS = re.compile(r"(?:thu truong|lanh dao|giam doc|hieu truong|truong|chu tich|bi thu|nguoi dung dau)\s")


def _kind_apart(before: str, after: str, named: bool) -> bool:
    """ "các cơ quan, đơn vị liên quan" is one phrase; "Bộ Tài chính, bộ, ngành liên quan" is two units."""
    if re.match(r"(?:don vi|co quan|to chuc) duoc ", after):
        return True
    if before in ("bo", "so", "ban", "phong", "dia phuong"):
        return False
    plural = bool(_PLURAL.match(before)) or before.startswith(("so, ban", "bo, nganh", "so, nganh"))
    if re.match(r"doanh nghiep", after):
        return bool(re.match(r"cac (?:bo|so), ", before))
    if _LOCALITY_KIND.match(after) or plural:
        return False
    if re.match(r"co quan, (?:don vi|to chuc)", after):
        return not re.match(r"(?:thu truong|lanh dao) (?:cac )?co quan", before)
    return (named or before.startswith("chinh quyen")) and not _OF_PERSONS.match(before) and "nganh" in after[:12]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not (text[start].isalnum()):
        start += 1
    while end > start and text[end - 1] in " ,;:-":
        end -= 1
    return start, end


_OF_A_KIND = re.compile(r"(?:lanh dao |giam doc )?(?:cac|nhung) (so|bo)(?:,[^:]{2,30})?\s?:\s*")
_KIND_NAMES = {"so": "Sở", "bo": "Bộ"}


def members(p: Passage, start: int, end: int) -> list[tuple[int, int, str]]:
    """(start, end, kind) of each of "các sở: Nội vụ, Y tế", whose names lack "Sở"; else the unit itself."""
    found = _OF_A_KIND.match(p.flat, start, end)
    if not found:
        return [(start, end, "")]
    parts: list[tuple[int, int, str]] = []
    place = found.end()
    for joint in [*re.compile(r"\s*[,;]\s*|\s+và\s+(?=[A-ZĐ])").finditer(p.text, place, end), None]:
        a, b = _trim(p.text, place, joint.start() if joint else end)
        hyphened = parts and (p.text[b : b + 2] == " -")
        if a < b and not hyphened:
            parts.append((a, b, "" if head(p.text, p.flat, a) else _KIND_NAMES[found.group(1)]))
        place = joint.end() if joint else end
    return parts or [(start, end, "")]


_DRESS = re.compile(r"(?:đồng chí|đ/c|Đồng chí|Đ/c)\s+")
_COUNT = re.compile(
    r"(?:^|\s)(\d{1,3})\s+(?:phuong|xa|huyen|quan|thi tran|thi xa|thanh pho|tinh|don vi|so|truong|to|thon|bo)"
)


def unit_name(words: str) -> str:
    """The name without the comrade's address ("đồng chí Bí thư" is the Bí thư); "các đồng chí" stays."""
    name = squeeze(words)
    return _DRESS.sub("", name, count=1) if _DRESS.match(name) else name


def unit_count(bare: str) -> int | None:
    """The printed number of members: "UBND 11 phường" gives 11."""
    found = _COUNT.search(bare)
    return int(found.group(1)) if found else None
