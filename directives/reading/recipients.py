"""Kính gửi (addressees) and Nơi nhận (recipients): one entry per dash, wrapped lines joined (NĐ 30/2020 App. I)."""

import re

from .folding import CAPITAL, SMALL, flat
from .layout import OFFICE, TAIL
from .model import Value
from .signature import LONGEST, all_capitals
from .text import Line, cells, squeeze

_DASH = re.compile(r"^[^\w\s\"“(.|:]{1,3}\s*(?=\w|\()|^[_ˆ¬]\s*(?=\w)")
_LABEL = re.compile(
    r"\W{0,4}(?:(?:\w{1,3}|hoa toc|khan|thuong khan) )?(?:kinh g\w{1,2}|k.nh g.i|dien)\W*|.{0,90}\sdien\s?:\s*"
)
_COLLECTIVE = re.compile(r"\s*\(\s?sau day (?:goi|viet).{0,80}?(?:\)|$)")
# After the semicolon of an entry: a stroke of the pen read as letters, or the name of the signer beside it.
_BESIDE = re.compile(
    rf";\s*(?:(?:[{CAPITAL}][{SMALL}]{{1,6}}\s?){{3,4}}|(?=.*[=`:|\[\]{{}}<>~])(?:(?![{SMALL}]{{3}}).){{1,30}})$"
)
_STROKES = re.compile(r"(?<=\w);\s*[^\s,;]{1,5}(?:\s[^\s,;]{1,2})*$")
_TRAILS = re.compile(r"[^\w)]*(?:\.\s[^a-zà-ỹ]{1,12})?[^\w)]*$")
_WORD = re.compile(r"(?<=\s)\S")
# Words that recipients are named by; what recognition makes of a stamp or a stroke of the pen holds none of them.
_NAMES = re.compile(
    r"(?<!\w)(?:nhu|cac|cho|ubnd|hdnd|uy|so|bo|ban|nganh|tt|ttr|thuong|thuong truc|van|vp|vpub|phong|luu|vt|chu|"
    r"ct|pct|dang|tinh|"
    r"thanh|huyen|quan|phuong|xa|cong|trung|truong|giam|gd|bgd|ld|lanh|don|co|hoi|doan|lien|mat|mttq|ubmttq|bch|bao|dai|"
    r"website|trang|cuc|chi|tong|vien|toa|kho|ngan|bhxh|thue|to|thon|chanh|pho|thu|bi|tu|de|nhan|dai|khoi|ttxvn|ctr|kt|"
    r"quoc|chinh|kiem|thanh tra|cv|cpvp|dbqh|hiep|hdbt|vnpt|bql|bcd|bqlda|pgd|tp|ubkt|btc|btg|btv|ubtvqh)(?!\w)"
)
_TRUE_DASH = re.compile(r"[-–—+•*~=«»·_ˆ¬]")
_INLINE = re.compile(r";\s*[-–]\s+(?=\w)")
_LAST = re.compile(r"luu\W")
_AUTHORITY = re.compile(r"\W{0,3}(?:tm|kt|tl|tuq|t/m|t/l|k/t)\s?[./]\s?[a-z]")


def read_addressees(lines: list[Line]) -> tuple[Value, ...]:
    """The entries after Kính gửi; "(sau đây gọi chung là ...)" is dropped."""
    entries: list[list[tuple[int, str]]] = []
    for i, line in enumerate(lines):
        place, words = line.start, line.text
        if i == 0:
            label = _LABEL.match(line.flat)
            place, words = (line.start + label.end(), line.text[label.end() :]) if label else (place, words)
            if not words.strip():
                continue
        if re.match(r"\W*\(sau day", line.flat):
            break
        _add(entries, place, words, opens=bool(_DASH.match(words)) or i == 0)
    return tuple(v for v in (_value(e) for e in entries) if v)


def read_recipients(lines: list[Line]) -> tuple[Value, ...]:
    """The entries of Nơi nhận. Where the signature stands beside them on the line, only the left column is read."""
    entries: list[list[tuple[int, str]]] = []
    done = False
    labelled = any(TAIL.match(line.flat) for line in lines)  # lost by recognition, the dashes speak for themselves
    started = not labelled
    for line in lines:
        if not started:
            started = bool(TAIL.match(line.flat))
            continue
        columns = cells(line)
        if not columns or done:
            continue
        place, words = columns[0]
        opens = bool(_DASH.match(words)) and (_is_dash(words) or bool(_NAMES.search(flat(words))))
        opens = opens or bool(entries and _named_anew(words, entries))
        words = _without_signature(words) if opens else words
        if opens:
            _add(entries, place, words, opens=True)
        elif _continues(line, place, words, entries):
            _add(entries, place, words, opens=False)
        done = bool(entries and _closed(entries, line, opens))
    return tuple(v for v in (_value(e) for e in entries) if v)


def _is_dash(words: str) -> bool:
    return bool(_TRUE_DASH.match(words))


def _named_anew(words: str, entries: list[list[tuple[int, str]]]) -> bool:
    """An entry whose dash recognition lost: the one before has ended, and the line begins as recipients do."""
    ended = entries[-1][-1][1].rstrip().endswith(";") or _LAST.match(flat(words))
    return bool(ended and _NAMES.match(flat(words)) and not all_capitals(words))


def _closed(entries: list[list[tuple[int, str]]], line: Line, opens: bool) -> bool:
    """The last entry is the archive's ("Lưu: VT, ..."); what follows is signature or annex."""
    first = _clean(entries[-1][0][1]).lower().replace("ư", "u")
    return bool(_LAST.match(first + " ")) and not entries[-1][-1][1].rstrip().endswith(",")


def _continues(line: Line, place: int, words: str, entries: list[list[tuple[int, str]]]) -> bool:
    if not entries or line.after_blank or place - line.start > 24:
        return False
    last = entries[-1][-1][1].rstrip()
    if last.endswith((";", ".")) or line.is_upper or (OFFICE.match(line.flat) and line.is_upper):
        return False
    return not _AUTHORITY.match(line.flat)


def _without_signature(words: str) -> str:
    """ "- Lưu: VT, NC   CHỦ TỊCH": capitals of an office at the end of the line belong to the signature."""
    bare = flat(words)
    for at in _WORD.finditer(words, max(0, len(words) - LONGEST)):
        place = at.start()
        if (OFFICE.match(bare, place) or _AUTHORITY.match(bare, place)) and all_capitals(words[place:]):
            return words[:place].rstrip()
    return words


def _add(entries: list[list[tuple[int, str]]], place: int, words: str, opens: bool) -> None:
    if opens or not entries:
        entries.append([(place, words)])
    else:
        entries[-1].append((place, words))


def _clean(words: str) -> str:
    return _DASH.sub("", words).strip()


def _value(pieces: list[tuple[int, str]]) -> Value | None:
    first_place, first = pieces[0]
    start = (
        first_place + len(first) - len(_DASH.sub("", first.lstrip())) if _DASH.match(first.lstrip()) else first_place
    )
    start += len(first) - len(first.lstrip()) if not _DASH.match(first) and not _DASH.match(first.lstrip()) else 0
    words = squeeze(" ".join([_clean(first), *(w for _, w in pieces[1:])]))
    words = _COLLECTIVE.sub("", words) if "sau đây" in words.lower() else words
    words = _BESIDE.sub("", words)
    kept, _, beside = words.rpartition(";")
    words = words if not kept or _NAMES.search(flat(beside)) or _LAST.match(flat(words)) else kept
    words = words if _LAST.match(words.lower().replace("ư", "u") + " ") else _STROKES.sub("", words)
    words = _TRAILS.sub("", words)
    if not re.search(r"\w\w", words):
        return None
    last_place, last = pieces[-1]
    end = last_place + len(last.rstrip(" ;.,:"))
    return Value(words, (start, max(start + 1, end)), 0.9)
