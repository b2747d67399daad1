"""How well the reader reads, from what clerks put right: per field how often, and what its confidence is worth."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from dataclasses import field as kept
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from .enums import DraftState
from .models import Correction, Draft
from .numbers import tenth

_EXAMPLES = 3


@dataclass
class FieldFigures:
    """`proposed`: values the reader gave. `wrong`: of these, put right. `missed`: given by the clerk where the reader
    had none. `drafts`: documents in which the field was corrected. `share`: of all documents, 0 to 1."""

    field: str
    proposed: int = 0
    wrong: int = 0
    missed: int = 0
    drafts: int = 0
    share: float = 0.0
    examples: list[dict[str, str]] = kept(default_factory=list)


@dataclass
class Tenth:
    """Values proposed with a confidence from `low` to below `high`, and how many of them were right."""

    low: float
    high: float
    proposed: int = 0
    wrong: int = 0

    @property
    def right(self) -> float:
        """The share that was right, 0 to 1."""
        return (self.proposed - self.wrong) / self.proposed if self.proposed else 0.0


@dataclass
class ReadingReport:
    documents: int
    untouched: int  # confirmed without one correction
    corrections: int
    fields: list[FieldFigures]
    calibration: list[Tenth]

    def as_json(self) -> dict[str, Any]:
        tenths = [{**asdict(row), "right": round(row.right, 4)} for row in self.calibration]
        return {**asdict(self), "calibration": tenths}


def reading_report(*, since: dt.date | None = None) -> ReadingReport:
    """Over all documents confirmed (since a day): the most corrected field first. Five queries, whatever there is;
    what was proposed was counted when each was confirmed (Draft.tally) and is added up row by row."""
    period = Q(updated_at__date__gte=since) if since else Q()
    drafts = Draft.objects.filter(period, state=DraftState.CONFIRMED).exclude(tally={}).order_by()
    proposed, documents = _proposed(drafts.values_list("tally", flat=True).iterator(chunk_size=2000))
    corrections = Correction.objects.filter(draft__in=drafts).order_by()
    fields = {name: FieldFigures(name, proposed=counts.total()) for name, counts in proposed.items()}
    for row in corrections.values("field").annotate(
        wrong=Count("pk", filter=~Q(proposed="")),
        missed=Count("pk", filter=Q(proposed="")),
        drafts=Count("draft", distinct=True),
    ):
        found = fields.setdefault(row["field"], FieldFigures(row["field"]))
        found.wrong, found.missed, found.drafts = row["wrong"], row["missed"], row["drafts"]
        found.share = round(row["drafts"] / documents, 4) if documents else 0.0
    for name, examples in _examples(corrections).items():
        fields[name].examples = examples
    ranked = sorted(fields.values(), key=lambda f: (-(f.wrong + f.missed), f.field))
    touched = corrections.aggregate(n=Count("draft", distinct=True))["n"]
    total = sum(f.wrong + f.missed for f in ranked)
    return ReadingReport(documents, documents - touched, total, ranked, _calibration(proposed, corrections))


def _proposed(tallies: Iterable[dict[str, dict[str, int]]]) -> tuple[dict[str, Counter[str]], int]:
    found: dict[str, Counter[str]] = {}
    documents = 0
    for tally in tallies:
        documents += 1
        for name, counts in tally.items():
            found.setdefault(name, Counter()).update(counts)
    return found, documents


def _examples(corrections: Any) -> dict[str, list[dict[str, str]]]:
    """The latest few of each field."""
    turn = Window(RowNumber(), partition_by=F("field"), order_by=F("pk").desc())
    rows = corrections.annotate(turn=turn).filter(turn__lte=_EXAMPLES).order_by("field", "-pk")
    found: dict[str, list[dict[str, str]]] = {}
    for name, before, after in rows.values_list("field", "proposed", "right"):
        found.setdefault(name, []).append({"proposed": before, "right": after})
    return found


def _calibration(proposed: dict[str, Counter[str]], corrections: Any) -> list[Tenth]:
    tenths = [Tenth(i / 10, (i + 1) / 10) for i in range(10)]
    for counts in proposed.values():
        for name, n in counts.items():
            if name:
                tenths[int(name)].proposed += n
    sure = corrections.filter(confidence__isnull=False).exclude(proposed="")
    for confidence, n in sure.values_list("confidence").annotate(n=Count("pk")):
        tenths[int(tenth(confidence))].wrong += n
    return tenths
