"""Documents that a document cites, and those that were waiting for this one to arrive."""

import datetime as dt

from ..models import Citation, Directive
from ..naming import name_key
from ..sides import number_key


def citations_write(*, directive: Directive, citations: list[dict[str, str]]) -> list[Citation]:
    """Each cited number once, linked where the office's register holds exactly one document that fits it."""
    rows: dict[str, Citation] = {}
    for found in citations:
        key = number_key(found["number"])
        if key and key != directive.number_key and key not in rows:
            rows[key] = Citation(
                directive=directive,
                words=found["words"][:400],
                number=found["number"][:60],
                number_key=key,
                issued_on=dt.date.fromisoformat(found["issued_on"]) if found["issued_on"] else None,
                body=found["body"][:200],
                relation=found["relation"],
            )
    known: dict[str, list[Directive]] = {}
    others = Directive.objects.filter(office=directive.office, number_key__in=rows).exclude(pk=directive.pk)
    for other in others.select_related("issuing_body"):
        known.setdefault(other.number_key, []).append(other)
    for key, row in rows.items():
        fitting = [other for other in known.get(key, []) if _fits(row, other)]
        row.target = fitting[0] if len(fitting) == 1 else None
    return Citation.objects.bulk_create(rows.values())


def citations_link(*, directive: Directive) -> int:
    """Points the office's earlier citations of this document at it, now that it is here. Returns how many."""
    if not directive.number_key:
        return 0
    waiting = Citation.objects.select_for_update(of=("self",)).exclude(directive=directive)
    waiting = waiting.filter(directive__office=directive.office, target=None, number_key=directive.number_key)
    fitting = [row.pk for row in waiting if _fits(row, directive)]
    return Citation.objects.filter(pk__in=fitting).update(target=directive)


def _fits(citation: Citation, directive: Directive) -> bool:
    """The same number returns each year, each term, in every province: date and body must not speak against it."""
    if citation.issued_on and directive.issued_on and citation.issued_on != directive.issued_on:
        return False
    cited, own = name_key(citation.body), name_key(directive.issuing_body.name)
    return not cited or cited in own or own in cited
