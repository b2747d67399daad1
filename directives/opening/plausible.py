"""How much of a text is Vietnamese, by its syllables alone: tells a good text layer from rubbish, and one encoding from
another. No list of words: a Vietnamese syllable is an onset, a rime and a tone, and the language has few of each."""

import re
import unicodedata

_ONSET = "(?:b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
_RIME = (
    "(?:[aăâeêioôơuưy]|a[ioyu]|ây|âu|e[o]|êu|i[au]|iê|oi|o[aăe]|oo|ôi|ơi|u[aâêiơy]|ư[aiu]|ươ|y[ê]|"
    "i[êe]u|yêu|oa[iyo]|oe[o]|uâ[y]|uô[i]?|uy[aêu]|uya|uêu|ươ[iu])"
    "(?:c|ch|m|n|ng|nh|p|t)?"
)
_SYLLABLE = re.compile(_ONSET + _RIME)
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_WORD = re.compile(r"[^\W\d_]+")
ENOUGH_WORDS = 8  # fewer say nothing


def is_syllable(word: str) -> bool:
    """Whether the word could be Vietnamese: "nghiêm", "quyết", "UỶ" are; "h&m", "ngh", "thwc", "cOng" are not."""
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONES))
    return bool(_SYLLABLE.fullmatch(bare))


def share_of_syllables(text: str) -> float:
    """The share of words that are Vietnamese syllables, 0 to 1; abbreviations (UBND, TTg) are not counted.
    1 where there are too few words to tell."""
    right = wrong = 0
    for word in _WORD.findall(unicodedata.normalize("NFC", text[:200_000])):
        if is_syllable(word):
            right += 1
        elif not _is_abbreviation(word):
            wrong += 1
    return right / (right + wrong) if right + wrong >= ENOUGH_WORDS else 1.0


def marked(text: str) -> int:
    """Words with Vietnamese letters that are syllables, less those that are none: the best of several decodings of
    the same bytes has most."""
    total = 0
    for word in _WORD.findall(unicodedata.normalize("NFC", text[:200_000])):
        if not word.isascii():
            total += 1 if is_syllable(word) and (word.islower() or word.istitle() or word.isupper()) else -1
    return total


def _is_abbreviation(word: str) -> bool:
    return len(word) <= 6 and sum(map(str.isupper, word)) * 2 > len(word) and len(word) > 1
