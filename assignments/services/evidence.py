"""Evidence (minh chứng): a file, or the number and date of the document produced."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from wards.files import content_type_of
from wards.models import User

from ..models import Assignment, Evidence

MAX_BYTES = 25 * 1024 * 1024
ALLOWED = {
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/tiff",
    "image/webp",
    "image/heic",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/x-ole-storage",
    "text/plain",
}


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it came: its name (kept as data only) and bytes."""

    name: str
    data: bytes

    def check(self) -> str:
        """The content type. Raises ValidationError: empty, too large, or of a kind that is no evidence."""
        if not self.data:
            raise ValidationError(_("“%(name)s” is empty.") % {"name": self.name})
        if len(self.data) > MAX_BYTES:
            raise ValidationError(_("“%(name)s” is larger than 25 MB.") % {"name": self.name})
        content_type = content_type_of(self.data)
        if content_type not in ALLOWED:
            words = _("“%(name)s” is not a document or a picture (PDF, Word, Excel, PNG, JPEG).")
            raise ValidationError(words % {"name": self.name})
        return content_type


@dataclass(frozen=True, slots=True)
class NewDocument:
    """The document produced, by number and date, and to which level it went."""

    number: str
    dated: dt.date
    receiving_level: str = ""


def evidence_add(*, assignment: Assignment, proof: NewFile | NewDocument, actor: User, now: dt.datetime) -> Evidence:
    """One row of evidence, saved. Call under the assignment's row lock; the caller keeps `evidence_count`."""
    if isinstance(proof, NewDocument):
        return Evidence.objects.create(
            assignment=assignment,
            number=proof.number,
            dated=proof.dated,
            receiving_level=proof.receiving_level,
            added_by=actor,
            added_at=now,
        )
    return Evidence.objects.create(
        assignment=assignment,
        file=ContentFile(proof.data, name="evidence"),
        original_name=proof.name[:255],
        content_type=proof.check(),
        size=len(proof.data),
        sha256=hashlib.sha256(proof.data).hexdigest(),
        added_by=actor,
        added_at=now,
    )
