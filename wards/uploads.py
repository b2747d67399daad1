"""How a file is taken in: into memory alone, and no more of it than a form may accept."""

from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils.translation import gettext as _

MEGABYTE = 2**20
MOST_TOGETHER = 30 * MEGABYTE  # of one request; deploy/Caddyfile lets no more through
_GIVE_UP = 4 * MOST_TOGETHER


class TooLarge(UploadedFile):
    """A file of which nothing was kept. Every form asks for a file's size: the answer says what is wrong, at its field,
    and all else that was typed is still there."""

    def __init__(self, name: str, words: str) -> None:
        self.words = words
        super().__init__(BytesIO(), name)

    @property
    def size(self) -> int:  # type: ignore[override]
        raise ValidationError(self.words, code="too_large")

    @size.setter
    def size(self, value: int | None) -> None:
        """Django sets it once, to nothing."""


class MemoryUploadHandler(FileUploadHandler):
    """Files never touch the disk before they were looked at: one may turn out to be a State secret. What is larger
    than MAX_FILE_BYTES, or too much together, is dropped as it comes; a sender without end is cut off."""

    arrived = 0  # of all files of the request
    held = 0

    def new_file(self, *args: object, **more: object) -> None:
        super().new_file(*args, **more)  # type: ignore[arg-type]
        self.buffer, self.words = BytesIO(), ""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        size = len(raw_data)
        self.arrived += size
        if self.arrived > _GIVE_UP:
            raise StopUpload(connection_reset=True)
        if self.words:
            return
        if start + size > settings.MAX_FILE_BYTES:
            words = _("“%(name)s” is larger than %(n)s MB. Send a smaller one.")
            self._drop(words % {"name": self.file_name, "n": settings.MAX_FILE_BYTES // MEGABYTE}, start)
        elif self.held + size > MOST_TOGETHER:
            words = _("Together the files are larger than %(n)s MB. Send fewer or smaller ones.")
            self._drop(words % {"n": MOST_TOGETHER // MEGABYTE}, start)
        else:
            self.buffer.write(raw_data)
            self.held += size

    def _drop(self, words: str, kept: int) -> None:
        self.words, self.buffer = words, BytesIO()
        self.held -= kept

    def file_complete(self, file_size: int) -> UploadedFile:
        if self.words:
            return TooLarge(self.file_name or "", self.words)
        self.buffer.seek(0)
        return InMemoryUploadedFile(
            self.buffer,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
