"""Documents spoilt in every way a file may be, and what must hold of any reading all the same."""

import random
import unicodedata
from collections.abc import Callable
from typing import Any

from directives.reading import fold, read, secrecy_mark

# Marks on their own, nothing wide, other directions, half of a pair, what no keyboard types.
STRANGE = (
    "\u0301\u0302\u0323\u031b\u200b\u200d\u200e\u202e\u2066\u00ad\ufeff\x00\x0b\x0c\x85\u2028"
    "\ud800\udc00\uffff\U0001f600\u0130\u00df\ufb01\u00bd"
)


def check(text: str) -> None:
    """Reading never fails, and each span points at the words it claims."""
    got = read(text).as_json()
    whole = got["text"]
    for task in got["tasks"]:
        start, end = task["span"]
        assert 0 <= start <= end <= len(whole)
        assert whole[start:end] == task["words"]
        assert task["parent"] is None or 0 <= task["parent"] < len(got["tasks"])
        for unit in task["units"]:
            assert unit["span"] is None or _holds(got, unit["span"], unit["words"])
        if task["deadline_span"]:
            assert _holds(got, task["deadline_span"], task["deadline_text"])
    for reference in got["references"]:
        assert _squeezed(whole[slice(*reference["span"])]) == _squeezed(reference["words"])
    for name in ("number", "place", "signer", "issuing_body", "subject", "issued_on", "doc_type"):
        span = got["spans"][name]
        assert span is None or 0 <= span[0] < span[1] <= len(whole)
    for name in ("addressees", "recipients"):
        for value, span in zip(got[name], got["spans"][name], strict=True):
            assert _squeezed(value.split()[0]) in _squeezed(whole[slice(*span)])
    for start, end in [*(d["span"] for d in got["dropped"]), *got["coverage"]["uncovered"]]:
        assert 0 <= start <= end <= len(whole)
    secrecy_mark(text)


def _holds(got: dict[str, Any], span: list[int], words: str) -> bool:
    """Whether the span begins and ends with these words and holds the others in order: between two lines of a
    sentence there may stand one that was set apart (a page number, a row of a table)."""
    claimed, printed = fold(words).split(), fold(got["text"][slice(*span)]).split()
    rest = iter(printed)
    return claimed[:1] == printed[:1] and claimed[-1:] == printed[-1:] and all(word in rest for word in claimed)


def _squeezed(words: str) -> str:
    return fold(words).replace(" ", "")


def _shuffled(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    dice.shuffle(lines)
    return "\n".join(lines)


def _strewn(text: str, dice: random.Random) -> str:
    signs = list(text)
    for _ in range(1 + len(signs) // 40):
        signs.insert(dice.randint(0, len(signs)), dice.choice(STRANGE))
    return "".join(signs)


def _thinned(text: str, dice: random.Random) -> str:
    return "".join(sign for sign in text if dice.random() > 0.05)


def _swapped(text: str, dice: random.Random) -> str:
    signs = list(text)
    for _ in range(len(signs) // 20):
        a, b = dice.randrange(len(signs)), dice.randrange(len(signs))
        signs[a], signs[b] = signs[b], signs[a]
    return "".join(signs)


def _cut(text: str, dice: random.Random) -> str:
    a, b = sorted((dice.randint(0, len(text)), dice.randint(0, len(text))))
    return text[a:b]


def _broken(text: str, dice: random.Random) -> str:
    return "".join("\n" if sign == " " and dice.random() < 0.2 else sign for sign in text)


MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    _cut,
    lambda text, _dice: text + text,
    _shuffled,
    _strewn,
    _thinned,
    _swapped,
    _broken,
    lambda text, _dice: unicodedata.normalize("NFD", text),
    lambda text, _dice: text.upper(),
    lambda text, _dice: text.replace("\n", " "),
    lambda text, dice: text.replace(" ", "  " if dice.random() < 0.5 else ""),
    lambda text, _dice: text.replace("\n", "\r\n"),
    lambda text, dice: text.replace("- ", dice.choice(["— ", "¬ ", "• ", "|"])),
)


def mutated(text: str, dice: random.Random, turns: int) -> str:
    """The text after so many mutations, drawn by the dice."""
    for _ in range(turns):
        text = dice.choice(MUTATIONS)(text, dice)[:60_000]
    return text
