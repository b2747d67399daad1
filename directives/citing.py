"""Whether a citation means a document of the register. Numbers come again every year, every term and in every province
(21-CT/TU), so the symbol alone never says it: the day or the issuing body must agree, and neither may speak against."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from enum import IntEnum

from .models import Citation, Directive
from .naming import name_keys, without_person
from .sides import numbering_key

# Which committee, department or council is left open: they agree with any.
_NO_NAME = frozenset({"uy ban nhan dan", "hoi dong nhan dan", "uy ban", "so", "bo", "phong", "ban", "van phong"})
# A normative document of the centre bears its year and its body in its number: 30/2020/NĐ-CP, 38/2019/QH14.
_NAMES_ITSELF = re.compile(r"^\d+/\d{4}/(?!.*(?:HDND|UBND))")


class Fit(IntEnum):
    NO = 0
    MAYBE = 1  # nothing speaks against it, and nothing but the symbol for it: a person decides
    YES = 2


def fit(citation: Citation, other: Directive, on: dt.date) -> Fit:
    """How well the citation, in a document known on that day, describes the other document of the same number."""
    if citation.issued_on and other.issued_on and citation.issued_on != other.issued_on:
        return Fit.NO
    body = same_body(citation.body, other.issuing_body.name)
    is_dated = citation.issued_on is not None and citation.issued_on == other.issued_on
    if body is False or (not is_dated and other.known_on > on):  # nobody cites what is not yet written
        return Fit.NO
    if is_dated or _NAMES_ITSELF.match(citation.number_key):
        return Fit.YES
    # Without a day the body's number means this year's, this term's.
    same_numbers = numbering_key(other.issuing_body.side, on, other.issuing_body.terms) == other.numbering_key
    return Fit.YES if body and same_numbers else Fit.MAYBE


def same_body(cited: str, name: str) -> bool | None:
    """Whether two names are one body's, one of them perhaps without its place ("Sở Y tế", "Sở Y tế thành phố Mẫu");
    None where the cited name tells nothing."""
    ones, others = ({without_person(key) for key in name_keys(words)} for words in (cited, name))
    if not cited.strip() or ones & _NO_NAME:
        return None
    return any(a == b or a.startswith(f"{b} ") or b.startswith(f"{a} ") for a in ones for b in others)


def meant(citation: Citation, others: Iterable[Directive], on: dt.date) -> tuple[Directive | None, list[Directive]]:
    """(the one document that the citation means, or None; the documents that it may mean)."""
    fits = [(fit(citation, other, on), other) for other in others]
    sure = [other for how, other in fits if how is Fit.YES]
    return (sure[0] if len(sure) == 1 else None), [other for how, other in fits if how]


def known_numbers(office: int, keys: Iterable[str]) -> dict[str, list[Directive]]:
    """The office's documents under these numbers. One query."""
    known: dict[str, list[Directive]] = defaultdict(list)
    found = Directive.objects.filter(office=office, number_key__in=list(keys)).exclude(number_key="")
    for other in found.select_related("issuing_body").defer("text").order_by("-received_on", "-id"):
        known[other.number_key].append(other)
    return known


def candidates_of(directive: Directive, citations: Iterable[Citation]) -> dict[int, list[Directive]]:
    """For each citation without a target the documents of the register that it may mean. At most one query."""
    waiting = [citation for citation in citations if citation.target_id is None]
    if not waiting:
        return {}
    known = known_numbers(directive.office_id, {citation.number_key for citation in waiting})
    found = {}
    for citation in waiting:
        others = [other for other in known.get(citation.number_key, []) if other.pk != directive.pk]
        found[citation.pk] = meant(citation, others, directive.known_on)[1]
    return {pk: others for pk, others in found.items() if others}
