"""Documents that came before: the same file to the byte, or the same text however it was typed or copied."""

import hashlib
from collections.abc import Iterator

from django.db.models import F, Q

from wards.folding import fold
from wards.models import Unit

from .enums import OPEN_DRAFT
from .models import Directive, Draft, SourceFile
from .models.intake import DraftQuerySet

_SHORTEST = 40  # letters and figures: fewer say nothing


def fingerprint(text: str) -> str:
    """A key that the same text shares, whatever its line ends, spaces, punctuation and marks; empty for a scrap."""
    folded = fold(text)
    return hashlib.sha256(folded.encode()).hexdigest() if len(folded) >= _SHORTEST else ""


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def seen_before(office: Unit, *, text: str = "", sha256: str = "", key: str = "") -> Directive | Draft | None:
    """The office's directive, or else its open draft, of that text (or with its `key`, as `fingerprint` gives it) or of
    the file with that hash; the first one."""
    drafts = Draft.objects.filter(office=office).select_related("directive", "source").defer("text", "reading")
    drafts = drafts.filter(Q(directive__isnull=False) | Q(state__in=OPEN_DRAFT))
    for found in _same(drafts, key or fingerprint(text), sha256):
        if draft := found.order_by(F("directive").asc(nulls_last=True), "pk").first():
            return draft.directive or draft
    return None


def _same(drafts: DraftQuerySet, key: str, sha256: str) -> Iterator[DraftQuerySet]:
    if sha256:
        yield drafts.filter(source__in=SourceFile.objects.filter(sha256=sha256))
    if key:
        yield drafts.filter(fingerprint=key)
