"""Reads of the intake: which documents may be the same one."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from wards.folding import fold
from wards.models import Unit, User

from .edits import Edits
from .models import Directive, Draft, DraftPresence, IssuingBody, SecretRefusal, SourceFile
from .naming import name_key
from .sides import number_key, numbering_key


def body_named(name: str) -> IssuingBody | None:
    """The known body of that name, however written: "UBND quận Mẫu" and "Ủy ban nhân dân quận Mẫu" are one."""
    if found := IssuingBody.objects.filter(folded=fold(name)).first():
        return found
    key = name_key(name)
    return next((body for body in IssuingBody.objects.all() if key and name_key(body.name) == key), None)


def same_directive(office: Unit, body: IssuingBody | None, numbering: str, key: str) -> Directive | None:
    """The directive of the office that already has this number in this body's numbering."""
    if not key or body is None:
        return None
    found = Directive.objects.filter(office=office, issuing_body=body, numbering_key=numbering, number_key=key)
    return found.select_related("office", "issuing_body").first()


def same_number(office: Unit, edits: Edits) -> Directive | None:
    """The directive in the office's register that already has this number in this body's numbering."""
    body, key = body_named(edits["issuing_body"]), number_key(edits["number"])
    day = edits["issued_on"] or edits["received_on"]
    if not key or body is None or not day:
        return None
    return same_directive(office, body, numbering_key(body.side, dt.date.fromisoformat(day), body.terms), key)


def same_file(draft: Draft, user: User) -> Directive | Draft | None:
    """The directive, or else the open draft, that came with the very same file."""
    if draft.source is None:
        return None
    others = SourceFile.objects.filter(sha256=draft.source.sha256).exclude(pk=draft.source.pk)
    confirmed = Directive.objects.visible_to(user).filter(files__in=others).order_by("pk").first()
    return confirmed or Draft.objects.visible_to(user).open().filter(source__in=others).order_by("pk").first()


STILL_HERE = dt.timedelta(seconds=70)  # three heartbeats of the page (templates/directives/parts/here.html)


def others_here(draft: Draft, user: User, now: dt.datetime) -> Iterable[DraftPresence]:
    """Who else has the draft open, the first to come first."""
    heard = DraftPresence.objects.filter(draft=draft, seen_at__gte=now - STILL_HERE).exclude(user=user)
    return heard.select_related("user").order_by("since", "pk")


def source_files_for(user: User) -> Any:
    """Files of the directives and drafts that the person may see."""
    return SourceFile.objects.filter(
        Q(directive__in=Directive.objects.visible_to(user)) | Q(draft__in=Draft.objects.visible_to(user))
    )


def refusals_for(user: User) -> Any:
    """Scans of the person's offices that were deleted for their secrecy mark, until somebody has seen the notice."""
    return SecretRefusal.objects.visible_to(user).filter(seen_at=None)


def known_bodies() -> Iterable[str]:
    """Names to offer for the issuing body, the latest first."""
    return IssuingBody.objects.order_by("-pk").values_list("name", flat=True)[:200]
