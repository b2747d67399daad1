"""Documents that a document cites, those that were waiting for this one to arrive, and what a clerk says of them."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wards.audit import record, register
from wards.models import Unit, User

from ..citing import known_numbers, meant
from ..models import Citation, Directive
from ..permissions import can_enter
from ..sides import number_key
from .errors import Refused

register("citation.linked", "citation.unlinked")


def citations_write(*, directive: Directive, citations: list[dict[str, Any]]) -> list[Citation]:
    """Each cited number once, linked where the office's register holds exactly one document that it means.

    Two documents that cite each other may be confirmed at once: the office's row makes them queue, so that the second
    one sees the first. Call inside the transaction of the confirmation.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=directive.office_id)
    rows: dict[str, Citation] = {}
    for found in citations:
        key = number_key(found["number"])
        if key and key != directive.number_key and key not in rows:
            rows[key] = Citation(
                directive=directive,
                words=found["words"][:400],
                number=found["number"][:60],
                number_key=key,
                doc_type=(found.get("doc_type") or "")[:40],
                issued_on=dt.date.fromisoformat(found["issued_on"]) if found["issued_on"] else None,
                body=found["body"][:200],
                relation=found["relation"],
            )
    known = known_numbers(directive.office_id, rows)
    for key, row in rows.items():
        others = [other for other in known.get(key, []) if other.pk != directive.pk]
        row.target = meant(row, others, directive.known_on)[0]
    return Citation.objects.bulk_create(rows.values())


def citations_link(*, directive: Directive) -> int:
    """Points the office's earlier citations of this document at it, now that it is here. Returns how many.

    What a person has decided stays. Doing it again changes nothing.
    """
    if not directive.number_key:
        return 0
    waiting = Citation.objects.select_for_update(of=("self",)).exclude(directive=directive)
    waiting = waiting.filter(
        directive__office=directive.office, target=None, decided_by=None, number_key=directive.number_key
    )
    known = known_numbers(directive.office_id, [directive.number_key])[directive.number_key]
    linked = []
    for row in waiting.select_related("directive").defer("directive__text").order_by("pk"):
        others = [other for other in known if other.pk != row.directive_id]
        if meant(row, others, row.directive.known_on)[0] == directive:
            linked.append(row.pk)
    return Citation.objects.filter(pk__in=linked).update(target=directive)


@transaction.atomic
def citation_settle(*, citation: Citation, target: Directive | None, actor: User, now: dt.datetime) -> Citation:
    """Links the citation to a document of the same register by hand, or to none. Raises Refused."""
    rows = Citation.objects.select_for_update(of=("self",)).select_related("directive__office")
    locked = rows.defer("directive__text").get(pk=citation.pk)
    directive = locked.directive
    if not can_enter(actor, directive.office):
        raise Refused(_("Only a clerk of the office may say which document is meant."))
    if target is not None and target.pk == directive.pk:
        raise Refused(_("A document does not cite itself."))
    if target is not None and target.office_id != directive.office_id:
        raise Refused(_("Choose a document of the same office's register."))
    before = locked.target_id
    locked.target, locked.decided_by, locked.decided_at = target, actor, now
    locked.save(update_fields=["target", "decided_by", "decided_at"])
    if before != locked.target_id:
        action = "citation.linked" if target else "citation.unlinked"
        record(action, actor=actor, obj=directive, at=now, number=locked.number, before=before, after=locked.target_id)
    return locked
