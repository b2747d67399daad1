"""The letterhead: issuing body and the body above it, number and symbol, place and date. NĐ 30/2020 App. I."""

import re
from dataclasses import dataclass, replace

from .casing import body_name, place_name
from .dates import iso
from .folding import CAPITAL, flat
from .model import Value
from .symbols import BLANK, SYMBOL, find_symbols
from .text import Line, cells, squeeze

_MOTTO = re.compile(
    r"[^\w]{0,3}c.{0,2}ng h.?a x.{1,2} h.{1,2}i|[^\w]{0,3}dang cong san|[^\w]{0,3}d.c l.p.{0,5}t. ?d|nghia viet nam"
)
_NUMBER_LABEL = re.compile(
    r"(?:^|[\s|,])s[o6e]\s?[:;.]|^\W{0,3}s[o6e]\s?\S{0,2}[:;.?@]|(?:^|[\s|])so\s*(?=[\d/-]|[ol]\d)"
)
# A line that begins with a number and symbol after a sign or two is the number line, however "Số:" was misread.
_MISREAD_LABEL = re.compile(r".{1,3}:\s*(?=\d{1,5}\s*[/-])")
# "(Kèm theo Kế hoạch số ...)" under the title of an appendix gives another paper's number.
_CITES = re.compile(r"\W{0,3}(?:dinh |ban hanh )?kem theo ")
_PLACE_DATE = re.compile(
    r",\s*(?:ng.{1,2}|n.ay|nay|ngay)\W{0,3}[^\n]{0,12}?\s?(?:th.ng)|,\s*ngay\s*\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}\W*$"
)
_DAY = re.compile(r",\s*ngay\s*[(\[|'.]?\s*(\d{1,2})\s*[)\]|'.]?\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_MONTH = re.compile(r",\s*\w{0,2}gay.{0,14}?thang\W*(?P<month>\d{1,2})?.{0,8}?nam\s*(?P<year>20\d\d)")
_DAY_NUMERIC = re.compile(r",\s*ngay\s*(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})")
_PLACE = re.compile(r"((?:(?:TP|Tp|Q|H|TX|P)\.?\s?)?[" + CAPITAL + r"]\w*(?:[ -](?!UBND|HĐND)\w+){0,4})\s*$")
_LOCALITY = re.compile(r"(?:thanh pho|thi xa|thi tran|tinh|quan|huyen|phuong|xa|tp)(?!\w| uy)\.?\s")
DOUBTED = 0.5  # confidence of a value that must be in the clerk's first glance
_UNDER = re.compile(r"(?:so|ban|phong|van phong|chi cuc|trung tam|ubmttq|thanh tra|hoi|doan)(?!\w)")


@dataclass(frozen=True, slots=True)
class Letterhead:
    number: Value | None = None
    issued_on: Value | None = None
    place: Value | None = None
    issuing_body: Value | None = None
    parent_body: Value | None = None


def read_letterhead(lines: list[Line]) -> Letterhead:
    """What the first lines of a paper say about it. A field that cannot be read is None."""
    number = _number(lines)
    issued, place = _place_and_day(lines)
    if number and place and issued is None and number.confidence > DOUBTED:
        number = replace(number, confidence=DOUBTED)  # a day that cannot be read: both were written by the same hand
    if issued and number and number.confidence <= DOUBTED and number.value[:1].isdigit():
        issued = replace(issued, confidence=0.7)
    bodies = _bodies(lines)
    parent, body = _issuer(bodies)
    return Letterhead(number, issued, place, body, parent)


def _number(lines: list[Line]) -> Value | None:
    for line in lines:
        label = _NUMBER_LABEL.search(line.flat[:40]) or _MISREAD_LABEL.match(line.text)
        if not label or _CITES.match(line.flat) or "cong van so" in line.flat or "thong bao so" in line.flat:
            continue
        printed = line.text
        found = SYMBOL.search(printed, max(0, label.end() - 2))
        if not found and (figures := _AS_LETTERS.match(printed, label.end())):  # "Số O7-HD/BTCTU"
            a, b = figures.span()
            printed = printed[:a] + printed[a:b].translate(_FIGURES) + printed[b:]
            found = SYMBOL.search(printed, max(0, label.end() - 2))
        if found:
            symbols = find_symbols(printed[found.start() :])  # none where the number is a nought
            if symbols and symbols[0].start == 0:
                symbol = symbols[0]
                span = (line.start + found.start(), line.start + found.start() + symbol.end)
                return Value(
                    symbol.number, span, _trust(line, found.start(), symbol.number) if printed == line.text else 0.3
                )
        blank = BLANK.search(line.text, label.end() - 1)
        if blank:
            words = next(g for g in blank.groups() if g)
            lead = "/" if blank.group(1) else "-"
            return Value(lead + re.sub(r"\s", "", words), (line.start + blank.start(), line.start + blank.end()), 0.2)
    return None


_AS_LETTERS = re.compile(r"[\s:.]*[\dOolI]{1,5}(?=\s?[-–/])")
_FIGURES = str.maketrans("OolI", "0011")
_PRINTED = re.compile(r"\d{1,5}[/-]")


def _trust(line: Line, start: int, number: str) -> float:
    """How far a number is believed. One written or stamped into the printed symbol stands apart from it, and is what
    recognition misreads most (two of three scans); a misread label beside it says the same."""
    clean = bool(re.match(r"\W*s.\s?[:.]?\s*$", line.flat[:start].split("|")[-1]))
    if not clean or re.match(r"0\d{2}|00", number):
        return 0.4
    return 0.95 if _PRINTED.match(line.text, start) else 0.5


def _place_and_day(lines: list[Line]) -> tuple[Value | None, Value | None]:
    for line in lines:
        found = _PLACE_DATE.search(line.flat)
        if not found or found.start() > 130:
            continue
        before = line.text[: found.start()]
        named = _PLACE.search(before)
        place = None
        if named:
            start, words = _without_symbol(named)
            place = Value(squeeze(words), (line.start + start, line.start + start + len(words)), 0.9)
        exact = _DAY.search(line.flat) or _DAY_NUMERIC.search(line.flat)
        day = iso(*exact.groups()) if exact else None
        if exact and day:
            start = exact.start() + len(exact.group()) - len(exact.group()[1:].lstrip())
            return Value(day, (line.start + start, line.start + exact.end()), 0.95), place
        return None, place
    return None, None


def month_of_issue(lines: list[Line]) -> str | None:
    """The first day of the month, or of the year, that a letterhead prints whose day is blank or cannot be read."""
    found = next((m for line in lines if (m := _MONTH.search(line.flat[:200]))), None)
    if not found:
        return None
    month = int(found["month"] or 1)
    return iso(1, month if 1 <= month <= 12 else 1, found["year"])


def _without_symbol(named: re.Match[str]) -> tuple[int, str]:
    """The place's words without the end of a symbol printed on the same line ("... VX Sao Mai")."""
    words = named.group(1)
    start = named.start(1)
    while True:
        first, _, rest = words.partition(" ")
        if rest and len(first) > 1 and first.isupper() and first not in {"TP", "TX"} and "." not in first:
            start += len(words) - len(rest.lstrip())
            words = rest.lstrip()
        else:
            return start, words


def _bodies(lines: list[Line]) -> list[tuple[str, tuple[int, int]]]:
    """The capital lines of the left column above the number, the national motto cut away."""
    found: list[tuple[str, tuple[int, int]]] = []
    for line in lines[:30]:
        if _NUMBER_LABEL.search(line.flat[:30]) and found:
            break
        for place, words in cells(line):
            kept = _cut_motto(words)
            kept_words = re.sub(r"^[\W_]+(?=\w)|[\s.:|\"'_—–-]+$", "", kept)
            if _is_body_line(kept_words):
                start = place + words.find(kept_words)
                found.append((kept_words, (start, start + len(kept_words))))
    return found


def _cut_motto(words: str) -> str:
    found = _MOTTO.search(flat(words))
    return words[: found.start()] if found else words


_BODY_WORDS = re.compile(
    r"(?:uy ban|u. ban|ubnd\w*|so|s. |bo|ban|phong|van phong|van ph|tong c.c|cuc|chi cuc|vu|hoi dong|hdnd|dang bo|"
    r"dang uy|thanh uy|tinh uy|quan uy|"
    r"huyen uy|thi uy|chinh phu|thu tuong|thue|hai quan|thong ke|buu dien|dien luc|lien minh|hiep hoi|"
    r"trung tam|cong an|bo chi huy|benh vien|truong|tinh|t.nh|quan|huyen|"
    r"thanh pho|thi xa|phuong|xa|thi tran|"
    r"uy ban mttq|mat tran|ngan hang|kho bac|bao hiem|toa an|vien|thanh tra|kiem toan|hoi|doan|lien doan|"
    r"tong cong ty|ban chi dao)(?!\w)"
)


def _is_body_line(words: str) -> bool:
    letters = [c for c in words if c.isalpha()]
    if len(letters) < 4 or sum(c.isupper() for c in letters) < 0.8 * len(letters) or len(words) > 80:
        return False
    bare = flat(words)
    return bool(_BODY_WORDS.match(bare)) and not re.match(r"(?:trung tam cong|van ban|cong van den)", bare)


def _issuer(lines: list[tuple[str, tuple[int, int]]]) -> tuple[Value | None, Value | None]:
    """(body above, issuing body) of the letterhead lines; a locality line belongs to the line before it."""
    joined: list[tuple[str, tuple[int, int]]] = []
    for words, span in lines:
        if (
            joined
            and _LOCALITY.match(flat(words))
            and re.match(r"(?:uy ban|u. ban|hoi dong|hdnd|ubnd)", flat(joined[-1][0]))
        ):
            joined[-1] = (f"{joined[-1][0]} {words}", (joined[-1][1][0], span[1]))
        elif not _LOCALITY.match(flat(words)):
            joined.append((words, span))
    if not joined:
        return None, None
    own, span = joined[-1] if len(joined) < 3 else joined[1]
    if len(joined) == 1:
        return None, Value(body_name(own), span, 0.9)
    above, above_span = joined[0]
    name = _with_place(body_name(own), above)
    return Value(body_name(above), above_span, 0.85), Value(name, span, 0.85)


def _with_place(name: str, above: str) -> str:
    """A department is named with its locality: SỞ Y TẾ under UBND TỈNH HOA LƯ is "Sở Y tế tỉnh Hoa Lư"."""
    bare = flat(above)
    found = re.search(r"(?:thanh pho|thi xa|tinh|quan|huyen|phuong|xa)\s", bare)
    if bare.startswith(("ubnd", "uy ban", "hdnd")) and found and _UNDER.match(flat(name)):
        return f"{name} {place_name(above[found.start() :])}"
    party = re.match(r"(thanh uy|tinh uy|quan uy|huyen uy|dang uy)\s", bare)
    if party and _UNDER.match(flat(name)):
        return f"{name} {body_name(above)}"
    return name
