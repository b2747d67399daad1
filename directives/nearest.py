"""Names that are spelt like an unknown one, to be offered to the clerk; none of them is ever taken by itself."""

from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import fuzz, process

_NEAR_ENOUGH = 74  # of 100; below it the offers are noise
# Spelling first; the words that two long names share count too ("Đội quản lý trật tự xây dựng đô thị").
_SCORERS = ((fuzz.ratio, 1.0), (fuzz.token_sort_ratio, 0.92), (fuzz.token_set_ratio, 0.85))
_KEPT = 12


class Near(NamedTuple):
    name: str
    likeness: float  # 0 to 100


def nearest(key: str, names: Iterable[str]) -> list[Near]:
    """The names like the key, the most alike first; all of them as folded keys."""
    names = list(names)
    best: dict[str, float] = {}
    for scorer, weight in _SCORERS:
        cutoff = _NEAR_ENOUGH / weight
        for name, score, _place in process.extract(key, names, scorer=scorer, score_cutoff=cutoff, limit=_KEPT):
            best[name] = max(best.get(name, 0.0), weight * score)
    return [Near(name, score) for name, score in sorted(best.items(), key=lambda row: -row[1])]
