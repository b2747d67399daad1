"""A scan is read in the background, page by page, in turns: a turn may be cut off at any moment and another one goes on
where it stopped. Until every page is read nothing of it is shown, and a secrecy mark on any page removes it all."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wards.audit import record, register
from wards.models import User

from ..enums import DraftState
from ..models import Draft, SecretRefusal
from ..opening import PROCESSES, Unreadable, open_pages, whole_text
from ..opening.kinds import OFFICE
from ..permissions import can_edit
from ..seen import fingerprint
from .batching import lines_forget
from .errors import Refused, SecretDocument
from .reading import read_checked, refuse_secret, refuse_secret_page

register("draft.secret", "draft.stopped")

LEASE = dt.timedelta(minutes=3)  # longer than one page may take (opening.limits); renewed with each page
MOST_ATTEMPTS = 3  # turns that ended without a single page: the file takes workers down
STALLED = dt.timedelta(minutes=4)
_AT_ONCE = 20
Clock = Callable[[], dt.datetime]


class _Lost(Exception):
    """The draft is no longer this turn's: discarded, or claimed by another after this one was too slow."""


def draft_read_on(*, draft_id: int, clock: Clock, goes_on: Callable[[], bool] = lambda: True) -> bool:
    """One turn at a draft that is being read: as many pages as `goes_on()` allows. Returns whether pages are left.

    Does nothing where the draft is not being read or another turn is at it. Every outcome is a state of the draft.
    """
    draft = _claimed(draft_id, clock())
    if draft is None:
        return False
    try:
        return _read_on(draft, clock, goes_on)
    except _Lost:
        return False
    except SecretDocument:
        _remove(draft, clock())
    except Unreadable as why:
        _fail(draft, {"code": why.code, "facts": why.facts}, clock())
    except Refused as why:
        _fail(draft, {"words": " ".join(why.messages)}, clock())
    except FileNotFoundError:
        _fail(draft, {"code": "damaged", "facts": {}}, clock())
    return False


@transaction.atomic
def _claimed(draft_id: int, now: dt.datetime) -> Draft | None:
    free = Draft.objects.being_read().unclaimed(now).filter(pk=draft_id)
    draft = free.select_for_update(of=("self",)).select_related("source", "created_by", "office").first()
    if draft is None:
        return None
    draft.attempts += 1
    draft.claimed_until = now + LEASE
    if draft.attempts > MOST_ATTEMPTS:
        _fail(draft, {"code": "too_hard", "facts": {}}, now)
        return None
    draft.save(update_fields=["attempts", "claimed_until"])
    return draft


def _read_on(draft: Draft, clock: Clock, goes_on: Callable[[], bool]) -> bool:
    assert draft.source is not None
    with draft.source.file.open("rb") as file:
        data = file.read()
    missing = [i for i, page in enumerate(draft.pages) if page is None]

    def take(index: int, text: str) -> None:
        refuse_secret_page(text, scanned=draft.kind not in OFFICE)
        draft.pages[index] = text
        _keep_page(draft, clock())

    open_pages(data, draft.kind, missing, take, processes=PROCESSES, goes_on=goes_on)
    if None in draft.pages:
        _renew(draft, None, {})
        return True
    _finish(draft, clock())
    return False


def _keep_page(draft: Draft, now: dt.datetime) -> None:
    done = len(draft.pages) - draft.pages.count(None)
    _renew(draft, now + LEASE, {"pages": draft.pages, "pages_done": done, "attempts": 0, "updated_at": now})


def _renew(draft: Draft, until: dt.datetime | None, more: dict[str, Any]) -> None:
    """Writes only while the claim is still this turn's own. Raises _Lost."""
    mine = Draft.objects.being_read().filter(pk=draft.pk, claimed_until=draft.claimed_until)
    if not mine.update(claimed_until=until, **more):
        raise _Lost
    draft.claimed_until = until


@transaction.atomic
def _finish(draft: Draft, now: dt.datetime) -> None:
    """Raises SecretDocument, Unreadable, Refused, _Lost."""
    text = whole_text(draft.kind, draft.pages)
    refuse_secret(text)
    reading = read_checked(text)
    fields = {"text": reading["text"], "reading": reading, "fingerprint": fingerprint(text)}
    _renew(draft, None, {**_READ, **fields, "updated_at": now})
    draft.refresh_from_db()
    record("draft.created", actor=draft.created_by, obj=draft, at=now, tasks=len(reading["tasks"]))


_READ = {"state": DraftState.READY, "pages": []}


def _fail(draft: Draft, failure: dict[str, Any], now: dt.datetime) -> None:
    """What was recognised so far stays, so that trying again goes on from there."""
    mine = Draft.objects.being_read().filter(pk=draft.pk)
    mine.update(state=DraftState.FAILED, failure=failure, claimed_until=None, updated_at=now)


@transaction.atomic
def _remove(draft: Draft, now: dt.datetime) -> None:
    """All of a secret document. What is left says that something was refused, to whom and when (Law 117/2025)."""
    refusal = SecretRefusal.objects.create(draft_number=draft.pk, office=draft.office, person=draft.created_by, at=now)
    record("draft.secret", actor=draft.created_by, obj=refusal, at=now)
    lines_forget(draft)
    _erase(draft)


def stalled_drafts(now: dt.datetime) -> list[int]:
    """Drafts being read that nothing has touched for a while: their message or their worker was lost. They are marked
    as touched, so that each is sent for once in a while only. Oldest first, a few at a time."""
    free = Draft.objects.being_read().unclaimed(now)
    stalled = free.filter(updated_at__lte=now - STALLED).order_by("updated_at", "pk")
    found = list(stalled.values_list("pk", flat=True)[:_AT_ONCE])
    free.filter(pk__in=found).update(updated_at=now)
    return found


@transaction.atomic
def draft_retry(*, draft: Draft, actor: User, now: dt.datetime) -> Draft:
    """Reads a failed one again, from the first page that is missing. The caller sends for a worker.

    Raises Refused where it did not fail, or without the right.
    """
    locked = _unread(draft, actor, {DraftState.FAILED})
    locked.state, locked.failure, locked.attempts, locked.updated_at = DraftState.READING, {}, 0, now
    locked.save(update_fields=["state", "failure", "attempts", "updated_at"])
    return locked


@transaction.atomic
def draft_paste(*, draft: Draft, text: str, actor: User, now: dt.datetime) -> Draft:
    """The clerk's own text in place of what could not be recognised; the file stays with the draft.

    Raises SecretDocument; Refused for an empty or overlong text, where the draft is read already, or without the right.
    """
    refuse_secret(text)
    reading = read_checked(text)
    locked = _unread(draft, actor, {DraftState.READING, DraftState.FAILED})
    changes = {**_READ, "text": reading["text"], "reading": reading, "failure": {}, "claimed_until": None}
    changes["fingerprint"] = fingerprint(text)
    for name, value in (changes | {"updated_by": actor, "updated_at": now}).items():
        setattr(locked, name, value)
    locked.save()
    record("draft.created", actor=actor, obj=locked, at=now, tasks=len(reading["tasks"]))
    return locked


@transaction.atomic
def draft_stop(*, draft: Draft, actor: User, now: dt.datetime) -> None:
    """Gives up what is being read or could not be read. Nobody knows what the file holds, so it goes too, and its name
    is not told to the log. Raises Refused."""
    locked = _unread(draft, actor, {DraftState.READING, DraftState.FAILED})
    record("draft.stopped", actor=actor, obj=locked.office, at=now, draft=locked.pk)
    _erase(locked)


def _erase(draft: Draft) -> None:
    """The draft and its file: the file first, since the disk knows no transaction."""
    source = draft.source
    if source is not None:
        source.file.delete(save=False)
    draft.delete()
    if source is not None:
        source.delete()


def _unread(draft: Draft, actor: User, states: set[DraftState]) -> Draft:
    """The draft's row, locked, in one of the states. Raises Refused."""
    locked = Draft.objects.select_for_update(of=("self",)).select_related("office", "source").get(pk=draft.pk)
    if not can_edit(actor, locked):
        raise Refused(_("Only a clerk of the office may change its drafts."))
    if locked.state not in states:
        raise Refused(_("The document has been read, or put aside, meanwhile."))
    return locked


@transaction.atomic
def refusal_seen(*, refusal: SecretRefusal, now: dt.datetime) -> None:
    SecretRefusal.objects.filter(pk=refusal.pk, seen_at=None).update(seen_at=now)
