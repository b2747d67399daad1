"""A text or a file becomes a draft; it is put aside. Nothing here is fact yet."""

import datetime as dt
import hashlib
import unicodedata

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from wards.audit import record, register
from wards.files import content_type_of
from wards.models import Unit, User

from ..enums import DraftState
from ..models import Draft, SourceFile
from ..opening import Opened, Unreadable, open_file, repaired
from ..permissions import can_edit, can_enter
from ..seen import fingerprint
from .errors import NotReadable, Refused, Stale
from .messages import unreadable_words
from .reading import MAX_CHARACTERS, read_checked, refuse_secret, refuse_secret_page

register("draft.created", "draft.discarded")


def draft_create(*, office: Unit, text: str, actor: User, now: dt.datetime, file: UploadedFile | None = None) -> Draft:
    """Reads a pasted `text`, or the `file` where one is given, and keeps the reading for a clerk to check. What has to
    be recognised or converted first comes back in the state READING: the caller sends for a worker (tasks.send_for).

    Raises SecretDocument before anything is written, to the database, the disk or the log (Law 117/2025, DOMAIN §1.3);
    NotReadable for a file that is not what it seems; Refused for an empty or overlong text, for one with more than
    MOST_TASKS orders, or without the right.
    """
    if not can_enter(actor, office):
        raise Refused(_("Only a clerk of the office may enter its directives."))
    if file is None:
        return _from_text(office, text, actor, now)
    name, data = file.name or "", file.read()
    try:
        draft = draft_opened(office=office, name=name, data=data)
    except Unreadable as why:
        raise NotReadable(unreadable_words(why)) from None
    return draft_kept(draft, name, data, actor, now)


def draft_opened(*, office: Unit, name: str, data: bytes) -> Draft:
    """The draft that a file gives; nothing is written yet. Raises SecretDocument, Unreadable, Refused."""
    opened = open_file(name, data)
    for page in filter(None, opened.pages):
        refuse_secret_page(page, scanned=False)
    return _begun(office, opened) if opened.missing else _read(office, opened.text)


def _from_text(office: Unit, text: str, actor: User, now: dt.datetime) -> Draft:
    """A pasted text; one typed in old fonts is converted, and kept beside as it came."""
    refuse_secret(text)
    meant = repaired(text) if len(text) <= MAX_CHARACTERS else text
    draft = _read(office, meant)
    is_converted = meant != unicodedata.normalize("NFC", text)
    return draft_kept(draft, *((_("pasted text") + ".txt", text.encode()) if is_converted else ("", b"")), actor, now)


def _read(office: Unit, text: str) -> Draft:
    refuse_secret(text)
    reading = read_checked(text)
    fields = {"text": reading["text"], "reading": reading, "fingerprint": fingerprint(text)}
    return Draft(office=office, state=DraftState.READY, **fields)


def _begun(office: Unit, opened: Opened) -> Draft:
    """A draft whose pages have still to be recognised, or converted."""
    draft = Draft(office=office, state=DraftState.READING, kind=opened.kind, pages=list(opened.pages))
    draft.pages_total, draft.pages_done = len(opened.pages), len(opened.pages) - len(opened.missing)
    return draft


def draft_kept(draft: Draft, name: str, data: bytes, actor: User, now: dt.datetime) -> Draft:
    """The draft and its file, saved together or not at all. What is not read yet is not told to the log: its name may
    be a secret document's."""
    source = _source(name, data, actor, now) if data else None
    draft.created_by = draft.updated_by = actor
    draft.created_at = draft.updated_at = now
    try:
        with transaction.atomic():
            if source:
                source.file.save("source", ContentFile(data), save=False)  # under a random name
                source.save()
                draft.source = source
            draft.save()
            if draft.state == DraftState.READY:
                record("draft.created", actor=actor, obj=draft, at=now, tasks=len(draft.reading["tasks"]))
    except Exception:
        if source and source.file:
            source.file.delete(save=False)  # the disk knows no transaction
        raise
    return draft


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
def draft_discard(*, draft: Draft, actor: User, now: dt.datetime) -> Draft:
    """Puts the draft aside. Its text stays with it until the office clears its drafts; no directive is made."""
    locked = draft_locked(draft, actor, None)
    locked.state, locked.updated_by, locked.updated_at = DraftState.DISCARDED, actor, now
    locked.version += 1
    locked.save(update_fields=["state", "version", "updated_by", "updated_at"])
    record("draft.discarded", actor=actor, obj=locked, at=now)
    return locked
