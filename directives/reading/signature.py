"""The signature block: form of authority (TM., KT., TL. of the State; T/M, T/L, K/T of the Party), office, name."""

import re
from dataclasses import dataclass

from .casing import sentence_case
from .folding import CAPITAL, SMALL, flat
from .layout import OFFICE, TAIL
from .model import Value
from .text import Line, cells, squeeze

_AUTHORITY = re.compile(r"\W{0,3}(?:(?:tm|kt|tl|tuq|q)\s?[.,:]|t/m|t/l|k/t|t/u)\s?\W{0,2}[a-z]{2}")
_NAME = re.compile(rf"[{CAPITAL}Ñ][{SMALL}]{{1,6}}")
_WORD = re.compile(r"(?:(?<![\s\S])|(?<=\s)|(?<=[|:]))\S")
_SPECK = re.compile(rf"(?:[^\s{SMALL}]{{1,3}}\s+)+(?=[{CAPITAL}][{SMALL}])")  # "4Ẩ Hà Văn Quyết"
LONGEST = 120  # characters of the capitals of a signature
_TITLES = re.compile(r"^(?:(?:PGS|GS|TS|ThS|BS|CKI|CKII|Đại tá|Thượng tá|Trung tá|Thiếu tướng|Đ/c)[.\s]+)+")
_SURNAMES = frozenset(
    [
        "nguyen",
        "tran",
        "le",
        "pham",
        "hoang",
        "huynh",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
        "dinh",
        "ha",
        "trinh",
        "luu",
        "mai",
        "dao",
        "doan",
        "vuong",
        "truong",
        "phung",
        "lam",
        "ta",
        "trieu",
        "cao",
        "chu",
        "thai",
        "tang",
        "to",
        "luong",
        "quach",
        "kieu",
        "bach",
        "la",
        "dam",
        "giang",
        "nong",
        "ma",
        "ninh",
        "tong",
        "hua",
        "lo",
        "sung",
        "giap",
        "an",
        "khuong",
        "van",
        "cu",
        "thach",
        "kim",
        "tu",
        "chau",
        "cam",
        "dong",
        "doi",
        "han",
        "khuat",
        "lieu",
        "luc",
        "mac",
        "nghiem",
        "ong",
        "quang",
        "than",
        "tieu",
        "ung",
        "vi",
        "vien",
        "y",
        "h'",
    ]
)


@dataclass(frozen=True, slots=True)
class Signature:
    authority: tuple[str, ...] = ()
    title: Value | None = None
    signer: Value | None = None


def read_signature(tail: list[Line]) -> Signature:
    """The lines of authority in order, the lowest office, and the printed name (last name in the block)."""
    authority: list[Value] = []
    names: list[Value] = []
    # Without a readable "Nơi nhận" every line may be one of its entries with the signature beside it.
    in_recipients = not any(_is_label(line.text) for line in tail)
    for line in tail:
        in_recipients = in_recipients or _is_label(line.text)
        for column, (place, words) in enumerate(cells(line)):
            listed = (
                bool(re.match(r"[-–—+~•*ˆ_¬]{1,2}\s*\w", words)) and column == 0 and not _AUTHORITY.match(flat(words))
            )
            office = _office_words(place, words, listed or (column == 0 and in_recipients))
            if office and not (names and len(tail) > 6):
                authority.append(office)
            beside = words.rfind(";") + 1 if listed else 0
            name = _name(place + beside, words[beside:]) if beside or not listed else None
            if name:
                names.append(name)
    signer = names[-1] if names else None
    title = Value(_lowest(authority[-1].value), authority[-1].span, 0.9) if authority else None
    return Signature(tuple(a.value for a in authority), title, signer)


def _is_label(words: str) -> bool:
    return bool(TAIL.match(flat(words[:20]).strip(" *|")))


def _office_words(place: int, words: str, from_end: bool) -> Value | None:
    """The capitals of an authority line, whole or at the end of a line it shares with Nơi nhận."""
    bare = flat(words)
    far = max(0, len(words) - LONGEST)  # what stands before is too far from the end to be all capitals up to it
    for at in _WORD.finditer(words, far):
        start = at.start()
        if not from_end and start > 0:
            return None
        rest = words[start:]
        if (_AUTHORITY.match(bare, start) or OFFICE.match(bare, start)) and all_capitals(rest):
            kept = rest.rstrip(" .:*|_`~'\"°ˆ-")
            first = re.search(r"\w", kept)
            if first and len(kept) - first.start() > 3:
                start += first.start()
                kept = kept[first.start() :]
                return Value(squeeze(kept), (place + start, place + start + len(kept)), 0.9)
    return None


def all_capitals(words: str) -> bool:
    """One to nine words, each with a capital and none with a small letter."""
    if len(words) > LONGEST:
        return False
    parts = words.split()
    return 1 <= len(parts) <= 9 and all(
        any(c in CAPITAL for c in part) and not any(c.islower() or c.isdigit() for c in part) for part in parts
    )


def _lowest(office: str) -> str:
    found = re.match(r"(?:TM|KT|TL|TUQ|Q|T/M|T/L|K/T)\s?[.,/]?\s?(.+)", office)
    return sentence_case(found.group(1) if found else office)


def _name(place: int, words: str) -> Value | None:
    """A personal name: two to five words with one capital each, the first a Vietnamese surname."""
    core = re.search(r"\w.*\w", words)
    if not core:
        return None
    start, kept = core.start(), core.group()
    speck = _SPECK.match(kept)
    if speck:
        start, kept = start + speck.end(), kept[speck.end() :]
    rank = _TITLES.match(kept)
    if rank:
        start, kept = start + rank.end(), kept[rank.end() :]
    parts = kept.split()
    if not 2 <= len(parts) <= 5 or not all(_NAME.fullmatch(p) for p in parts):
        return None
    known = flat(parts[0]) in _SURNAMES
    if not known and (
        len(parts) == 2 or flat(parts[0]) in {"thuong", "ban", "cac", "so", "hoi", "van", "tinh", "cong", "thong"}
    ):
        return None
    return Value(squeeze(kept), (place + start, place + start + len(kept)), 0.9 if known else 0.5)
