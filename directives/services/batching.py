"""Many documents at once. Each file is a line, read on its own by whichever worker takes it; a worker may die at any
moment and another takes the line up. A line is settled in one transaction with its draft: never twice, never half."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wards.audit import record, register
from wards.models import Unit, User

from ..enums import BatchState, DraftState, LineState
from ..models import Batch, BatchLine, Directive, Draft
from ..opening import Unreadable
from ..permissions import can_enter
from ..seen import seen_before, sha256_of
from ..unpacking import Found
from .errors import Refused, SecretDocument
from .intake import draft_kept, draft_opened

register("batch.created", "batch.cancelled", "batch.secret")

LEASE = dt.timedelta(minutes=2)  # longer than opening and reading one file may take (directives.opening.limits)
_SECRET: dict[str, Any] = {"failure": {"code": "secret"}, "name": "", "sha256": "", "size": 0}
MOST_ATTEMPTS = 3  # turns that were cut off: the file takes workers down
_AT_ONCE = 20
Clock = Callable[[], dt.datetime]


class _Lost(Exception):
    """The line is no longer this turn's: stopped, or taken by another after this one was too slow."""


def batch_create(*, office: Unit, files: Iterable[Found], actor: User, now: dt.datetime) -> Batch:
    """A batch with a line for each file, in the order given. The files are taken one by one and wait on the disk, under
    random names, until each is read. The caller sends for a worker (tasks.send_line).

    Raises Refused without the right, or where there is no file.
    """
    if not can_enter(actor, office):
        raise Refused(_("Only a clerk of the office may enter its directives."))
    lines: list[BatchLine] = []
    try:
        _gather(files, lines)
        if not lines:
            raise Refused(_("Choose the files to be read, or a ZIP archive of them."), code="empty")
        return _written(office, lines, actor, now)
    except BaseException:
        for line in lines:
            _drop_file(line)  # the disk knows no transaction
        raise


def _gather(files: Iterable[Found], lines: list[BatchLine]) -> None:
    first: dict[str, BatchLine] = {}
    for order, found in enumerate(files, 1):
        line = BatchLine(order=order, name=found.name, size=len(found.data))
        lines.append(line)
        if found.failure:
            line.state, line.failure = LineState.REFUSED, found.failure
            continue
        line.sha256 = sha256_of(found.data)
        if line.sha256 in first:
            line.state, line.same_as = LineState.DUPLICATE, first[line.sha256]
            continue
        first[line.sha256] = line
        line.file.save("waiting", ContentFile(found.data), save=False)


@transaction.atomic
def _written(office: Unit, lines: list[BatchLine], actor: User, now: dt.datetime) -> Batch:
    batch = Batch.objects.create(office=office, created_by=actor, created_at=now)
    for line in lines:
        line.batch = batch
    for same in (False, True):  # a line needs the key of the one it repeats
        part = [line for line in lines if (line.same_as is not None) is same]
        for line in part:
            line.same_as = line.same_as  # takes the key that it has by now
        BatchLine.objects.bulk_create(part, batch_size=500)
    record("batch.created", actor=actor, obj=batch, at=now, files=len(lines))
    _close_if_done(batch.pk, now)
    batch.refresh_from_db()
    return batch


def line_read(*, line_id: int, clock: Clock) -> tuple[int | None, int | None]:
    """Reads one line. Returns (the next line to be read, a draft that has still to be recognised), each or None.

    Does nothing where the line is read already, stopped, or in another worker's hands. Every outcome is a state of it.
    """
    line = _claimed(line_id, clock())
    if line is None:
        return next_line_beside(line_id, clock()), None
    draft: Draft | None = None
    try:
        draft = _read(line, clock)
    except _Lost:
        pass
    except SecretDocument:
        _forget(line, clock())
    except Unreadable as why:
        _refuse(line, {"code": why.code, "facts": why.facts})
    except Refused as why:
        _refuse(line, {"words": " ".join(why.messages)})
    except FileNotFoundError:
        _refuse(line, {"code": "lost"})
    _close_if_done(line.batch_id, clock())
    scan = draft.pk if draft and draft.state == DraftState.READING else None
    return _next_line(line.batch_id, clock()), scan


def next_lines(batch_id: int, now: dt.datetime, most: int) -> list[int]:
    """The first lines of the batch that nobody has."""
    return list(BatchLine.objects.to_do(now).filter(batch=batch_id).values_list("pk", flat=True)[:most])


def _next_line(batch_id: int, now: dt.datetime) -> int | None:
    return next(iter(next_lines(batch_id, now, 1)), None)


def next_line_beside(line_id: int, now: dt.datetime) -> int | None:
    """The first other line of the same batch that nobody has."""
    batch = BatchLine.objects.filter(pk=line_id).values("batch")
    others = BatchLine.objects.to_do(now).filter(batch__in=batch).exclude(pk=line_id)
    return others.values_list("pk", flat=True).first()


@transaction.atomic
def _claimed(line_id: int, now: dt.datetime) -> BatchLine | None:
    free = BatchLine.objects.to_do(now).filter(pk=line_id).select_related("batch__office", "batch__created_by")
    line = free.select_for_update(of=("self",), skip_locked=True).first()
    if line is None:
        return None
    line.attempts += 1
    line.state, line.claimed_until = LineState.READING, now + LEASE
    if line.attempts > MOST_ATTEMPTS:
        _settle(line, LineState.REFUSED, failure={"code": "too_hard_often"})
        _close_if_done(line.batch_id, now)
        return None
    line.save(update_fields=["attempts", "state", "claimed_until"])
    return line


def _read(line: BatchLine, clock: Clock) -> Draft | None:
    """The draft that the line gives; None where the document came before. Raises what `draft_opened` raises, _Lost."""
    office, actor = line.batch.office, line.batch.created_by
    if not can_enter(actor, office):
        raise Refused(_("Only a clerk of the office may enter its directives."))
    with line.file.open("rb") as file:
        data = file.read()
    draft = None
    if not seen_before(office, sha256=line.sha256):
        draft = draft_opened(office=office, name=line.name, data=data)
    with transaction.atomic():
        _still_ours(line)
        # Two files of one text, read at once: the office's row makes them queue, so that the second sees the first.
        Unit.objects.select_for_update(no_key=True).get(pk=office.pk)
        seen = seen_before(office, sha256=line.sha256, key=draft.fingerprint if draft else "")
        if seen:
            field = "directive" if isinstance(seen, Directive) else "draft"
            _settle(line, LineState.DUPLICATE, **{field: seen})
            draft = None
        elif draft:
            draft_kept(draft, line.name.rpartition("/")[2], data, actor, clock())
            _settle(line, LineState.READ, draft=draft)
        else:
            _release(line)  # what it repeated is gone meanwhile: the next turn reads it
    return draft


def _still_ours(line: BatchLine) -> None:
    """Locks the line. Raises _Lost where it was stopped, or taken by another."""
    mine = BatchLine.objects.select_for_update(of=("self",)).filter(
        pk=line.pk, state=LineState.READING, claimed_until=line.claimed_until, batch__state=BatchState.RUNNING
    )
    if not mine.exists():
        raise _Lost


def _settle(line: BatchLine, state: LineState, **fields: Any) -> None:
    """The line's end; its waiting file goes once that is written."""
    storage, name = line.file.storage, line.file.name
    line.file = ""
    line.state, line.claimed_until = state, None
    for field, value in fields.items():
        setattr(line, field, value)
    line.save()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _release(line: BatchLine) -> None:
    line.state, line.claimed_until = LineState.WAITING, None
    line.save(update_fields=["state", "claimed_until"])


@transaction.atomic
def _refuse(line: BatchLine, failure: dict[str, object]) -> None:
    try:
        _still_ours(line)
    except _Lost:
        return
    _settle(line, LineState.REFUSED, failure=failure)


@transaction.atomic
def _forget(line: BatchLine, now: dt.datetime) -> None:
    """All of a secret document: its file, its name, its hash. The log says that there was one, in which batch."""
    record("batch.secret", actor=line.batch.created_by, obj=line.batch, at=now)
    _settle(line, LineState.REFUSED, **_SECRET)
    BatchLine.objects.filter(same_as=line).update(state=LineState.REFUSED, **_SECRET)


def lines_forget(draft: Draft) -> None:
    """The same for a scan that turned out to be secret only when its pages were recognised (services.scanning)."""
    lines = list(BatchLine.objects.filter(draft=draft).values_list("pk", flat=True))
    same = BatchLine.objects.filter(Q(pk__in=lines) | Q(same_as__in=lines))
    same.update(state=LineState.REFUSED, draft=None, **_SECRET)


@transaction.atomic
def _close_if_done(batch_id: int, now: dt.datetime) -> None:
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    open_ = batch.lines.filter(state__in=[LineState.WAITING, LineState.READING])
    if batch.is_running and not open_.exists():
        batch.state, batch.ended_at = BatchState.DONE, now
        batch.save(update_fields=["state", "ended_at"])


@transaction.atomic
def batch_cancel(*, batch: Batch, actor: User, now: dt.datetime) -> Batch:
    """Stops the batch: what is read stays, what waits is let go. Stopping a batch that has ended changes nothing.

    Raises Refused without the right.
    """
    locked = Batch.objects.select_for_update(of=("self",)).select_related("office").get(pk=batch.pk)
    if not can_enter(actor, locked.office):
        raise Refused(_("Only a clerk of the office may stop this."))
    if not locked.is_running:
        return locked
    for line in locked.lines.select_for_update().filter(state__in=[LineState.WAITING, LineState.READING]):
        _settle(line, LineState.CANCELLED)
    locked.state, locked.ended_at = BatchState.CANCELLED, now
    locked.save(update_fields=["state", "ended_at"])
    record("batch.cancelled", actor=actor, obj=locked, at=now)
    return locked


def stalled_lines(now: dt.datetime) -> list[int]:
    """The next line of each running batch at which nobody is: its message or its worker was lost."""
    at_work = BatchLine.objects.filter(state=LineState.READING, claimed_until__gt=now).values("batch")
    idle = Batch.objects.running().exclude(pk__in=at_work).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]
    found = {batch: _next_line(batch, now) for batch in idle}
    for batch, line in found.items():
        if line is None:
            _close_if_done(batch, now)
    return [line for line in found.values() if line is not None]


def _drop_file(line: BatchLine) -> None:
    if line.file:
        line.file.delete(save=False)
