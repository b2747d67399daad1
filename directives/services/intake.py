"""A text or a file becomes a draft; the clerk's edits are kept on it; it is put aside. Nothing here is fact yet."""

import datetime as dt
import hashlib
import re
import unicodedata
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from wards.audit import record, register
from wards.files import content_type_of
from wards.models import Unit, User

from ..edits import Edits
from ..enums import DraftState
from ..models import Draft, SourceFile
from ..opening import Unreadable, open_document
from ..permissions import can_edit, can_enter
from ..reading import read, secrecy_mark
from .errors import NotReadable, Refused, SecretDocument, Stale
from .messages import unreadable_words

register("draft.created", "draft.saved", "draft.discarded")

MAX_CHARACTERS = 600_000  # some 250 pages
MOST_TASKS = 2000  # what one page of review can hold and send back (DATA_UPLOAD_MAX_NUMBER_FIELDS)
_HEAD = 20_000  # a mark stands in the head; a text too long to be read must still not be shown again with one


def draft_create(*, office: Unit, text: str, actor: User, now: dt.datetime, file: UploadedFile | None = None) -> Draft:
    """Reads a pasted `text`, or the `file` where one is given, and keeps the reading for a clerk to check.

    Raises SecretDocument before anything is written, to the database, the disk or the log (Law 117/2025, DOMAIN §1.3);
    NotReadable for a file that is not what it seems; Refused for an empty or overlong text, for one with more than
    MOST_TASKS orders, or without the right.
    """
    if not can_enter(actor, office):
        raise Refused(_("Only a clerk of the office may enter its directives."))
    data = file.read() if file else b""
    text = _opened(file.name or "", data) if file else text
    refuse_secret(text)
    _check_size(text)
    reading = read(text).as_json()
    _check_tasks(reading)
    source = _source(file.name or "", data, actor, now) if file else None
    draft = Draft(
        office=office,
        text=reading["text"],
        reading=reading,
        state=DraftState.READY,
        created_by=actor,
        created_at=now,
        updated_by=actor,
        updated_at=now,
    )
    try:
        with transaction.atomic():
            if source:
                source.file.save("source", ContentFile(data), save=False)  # under a random name
                source.save()
                draft.source = source
            draft.save()
            record("draft.created", actor=actor, obj=draft, at=now, tasks=len(reading["tasks"]))
    except Exception:
        if source and source.file:
            source.file.delete(save=False)  # the disk knows no transaction
        raise
    return draft


def refuse_secret(text: str) -> None:
    """Raises SecretDocument where the head of the text bears a secrecy mark. The message holds nothing but the mark."""
    # Empty lines are no part of the head: thousands of them must not push a mark out of it.
    head = re.sub(r"\n\s*\n", "\n\n", text.lstrip())[:_HEAD]
    if mark := secrecy_mark(head):
        raise SecretDocument(
            _(
                "The document bears the secrecy mark “%(mark)s”. This system is on a network and must not hold State "
                "secrets (Law 117/2025/QH15): nothing was read or kept. Handle the document in the dedicated system "
                "for secret documents; if the mark has been lifted, enter the text without it."
            )
            % {"mark": mark}
        )


def _opened(name: str, data: bytes) -> str:
    try:
        return open_document(name, data)
    except Unreadable as why:
        raise NotReadable(unreadable_words(why)) from None


def _check_size(text: str) -> None:
    if not text.strip():
        raise Refused(_("There is no text to read. Paste the document's text, or choose a file."), code="empty")
    if len(text) > MAX_CHARACTERS:
        words = _(
            "The text has %(n)s characters; up to %(most)s can be read at once. Paste the directive itself, "
            "without its annexes, or enter it in parts."
        )
        raise Refused(words % {"n": _with_points(len(text)), "most": _with_points(MAX_CHARACTERS)})


def _with_points(n: int) -> str:
    """Thousands with points, as the office writes them."""
    return f"{n:,}".replace(",", ".")


def _check_tasks(reading: dict[str, Any]) -> None:
    """No order may be dropped silently: what the review could not send back whole is not taken in."""
    found = len(reading["tasks"]) + len(reading["coverage"]["uncovered"])
    if found > MOST_TASKS:
        words = _("The text has %(n)s orders; up to %(most)s can be checked at once. Enter it in parts.")
        raise Refused(words % {"n": _with_points(found), "most": _with_points(MOST_TASKS)})


def _source(name: str, data: bytes, actor: User, now: dt.datetime) -> SourceFile:
    """The file's row, not saved yet."""
    return SourceFile(
        original_name=unicodedata.normalize("NFC", name)[-255:],
        content_type=content_type_of(data),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=actor,
        uploaded_at=now,
    )


def draft_locked(draft: Draft, actor: User, version: int | None) -> Draft:
    """The draft's row, locked, still open, at the version that the person saw. Call inside a transaction.

    Raises Refused where it is closed or not theirs, Stale where somebody saved it meanwhile.
    """
    locked = Draft.objects.select_for_update(of=("self",)).select_related("office", "updated_by").get(pk=draft.pk)
    if not can_edit(actor, locked):
        raise Refused(_("Only a clerk of the office may change its drafts."))
    if locked.state != DraftState.READY:
        raise Refused(_("This draft is closed: it was confirmed or discarded meanwhile."))
    if version is not None and version != locked.version:
        who = locked.updated_by.full_name if locked.updated_by else ""
        raise Stale(_("%(who)s has saved this draft since you opened it.") % {"who": who}, locked)
    return locked


@transaction.atomic
def draft_save(*, draft: Draft, edits: Edits, actor: User, now: dt.datetime, version: int | None = None) -> Draft:
    """Keeps the clerk's edits and counts the version on. Raises what `draft_locked` raises."""
    locked = draft_locked(draft, actor, version)
    locked.edits, locked.version = edits, locked.version + 1
    locked.updated_by, locked.updated_at = actor, now
    locked.save(update_fields=["edits", "version", "updated_by", "updated_at"])
    record("draft.saved", actor=actor, obj=locked, at=now, version=locked.version)
    return locked


@transaction.atomic
def draft_discard(*, draft: Draft, actor: User, now: dt.datetime) -> Draft:
    """Puts the draft aside. Its text stays with it until the office clears its drafts; no directive is made."""
    locked = draft_locked(draft, actor, None)
    locked.state, locked.updated_by, locked.updated_at = DraftState.DISCARDED, actor, now
    locked.version += 1
    locked.save(update_fields=["state", "version", "updated_by", "updated_at"])
    record("draft.discarded", actor=actor, obj=locked, at=now)
    return locked
