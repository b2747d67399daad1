"""Why an intake is refused. Each is a ValidationError whose message says what is wrong and what to do next."""

from typing import Any

from django.core.exceptions import ValidationError

from ..models import Directive, Draft


class Refused(ValidationError):
    """The state or the right does not allow it."""


class SecretDocument(Refused):
    """The document bears a secrecy mark. It holds nothing of the document but the mark."""


class NotReadable(Refused):
    """The file could not be opened; `field` is always the file."""


class Stale(Refused):
    """Somebody else has saved the draft since it was shown. `draft` is the row as it stands now."""

    def __init__(self, message: Any, draft: Draft) -> None:
        super().__init__(message)
        self.draft = draft


class AlreadyThere(Refused):
    """The document is in the register. `existing` is the first one."""

    def __init__(self, message: Any, existing: Directive) -> None:
        super().__init__(message)
        self.existing = existing
