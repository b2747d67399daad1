"""Evidence (minh chứng): a file, or the number and date of the document produced."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
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

    def check(self) -> None:
        """Raises ValidationError: empty, too large, or of a kind that is no evidence."""
        if not self.data:
            raise ValidationError(_("“%(name)s” is empty.") % {"name": self.name})
        if len(self.data) > MAX_BYTES:
            raise ValidationError(_("“%(name)s” is larger than 25 MB.") % {"name": self.name})
        if content_type_of(self.data) not in ALLOWED:
            words = _("“%(name)s” is not a document or a picture (PDF, Word, Excel, PNG, JPEG).")
            raise ValidationError(words % {"name": self.name})


@dataclass(frozen=True, slots=True)
class NewDocument:
    """The document produced, by number and date, and to which level it went."""

    number: str
    dated: dt.date
    receiving_level: str = ""


@contextmanager
def files_undone_on_error() -> Iterator[list[FieldFile]]:
    """Wraps a transaction that keeps files: the database rolls back by itself, the disk only so."""
    kept: list[FieldFile] = []
    try:
        yield kept
    except BaseException:
        for file in kept:
            file.storage.delete(str(file.name))
        raise


def evidence_copy(item: Evidence, assignment: Assignment) -> Evidence:
    """The same proof on another assignment, saved: a row of its own that stands on the same file. Nothing deletes the
    file of a row that was kept, so that both stay whole."""
    return Evidence.objects.create(
        assignment=assignment,
        file=item.file.name,
        original_name=item.original_name,
        content_type=item.content_type,
        size=item.size,
        sha256=item.sha256,
        number=item.number,
        dated=item.dated,
        receiving_level=item.receiving_level,
        added_by=item.added_by,
        added_at=item.added_at,
    )


def evidence_add(
    *, assignment: Assignment, proof: NewFile | NewDocument, actor: User, now: dt.datetime, kept: list[FieldFile]
) -> Evidence:
    """One row of evidence, saved; its file is added to `kept`. Call under the assignment's row lock, with a file that
    has passed `check`; the caller keeps `evidence_count`."""
    if isinstance(proof, NewDocument):
        return Evidence.objects.create(
            assignment=assignment,
            number=proof.number,
            dated=proof.dated,
            receiving_level=proof.receiving_level,
            added_by=actor,
            added_at=now,
        )
    item = Evidence(
        assignment=assignment,
        original_name=proof.name[:255],
        content_type=content_type_of(proof.data),
        size=len(proof.data),
        sha256=hashlib.sha256(proof.data).hexdigest(),
        added_by=actor,
        added_at=now,
    )
    item.file.save("evidence", ContentFile(proof.data), save=False)
    kept.append(item.file)
    item.save()
    return item
