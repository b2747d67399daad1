"""The clerk's word makes a draft a directive: one transaction, with everything that hangs on it."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wards.audit import record, register
from wards.clock import today as day_of
from wards.folding import fold
from wards.models import User
from wards.services import AliasTaken, alias_learn

from ..checking import problems_in
from ..edits import Edits, names_in, proposal, whole
from ..enums import DirectiveState, DraftState
from ..models import Directive, Draft, SourceFile
from ..resolving import Register
from ..selectors import same_directive
from ..sides import number_key, numbering_key
from .bodies import body_get_or_create
from .citations import citations_link, citations_write
from .corrections import corrections_write, tally
from .errors import AlreadyThere, Refused
from .intake import draft_locked
from .recipients import recipients_write
from .tasks import tasks_write

register("directive.confirmed", "directive.nothing_to_assign")


@transaction.atomic
def draft_confirm(
    *, draft: Draft, edits: Edits, actor: User, now: dt.datetime, today: dt.date, version: int | None = None
) -> Directive:
    """Registers the directive with its recipients, citations and tasks, as in `edits` ({}: as it was read).

    `remarks` of what is returned: sentences for the clerk, of names that stand for another unit already.
    Raises ValidationError for what `checking.problems_in` finds, Stale for a `version` that is no longer the row's,
    AlreadyThere where the register holds the same number of the same body and numbering, Refused otherwise.
    """
    locked = draft_locked(draft, actor, version)
    proposed = proposal(locked.reading, day_of(locked.created_at))
    edits = whole(edits, locked.reading, day_of(locked.created_at))
    if locked.conflicts:
        raise Refused(_("Two of you wrote differently in this draft. Choose what is right first."))
    if problems := problems_in(edits, today):
        raise ValidationError([problem.message for problem in problems])
    names = _register(locked, edits, today)
    directive = _directive(locked, edits, names, actor, now, DirectiveState.IN_FORCE)
    tasks = tasks_write(directive=directive, draft=locked, edits=edits, proposed=proposed, register=names)
    corrections = corrections_write(draft=locked, proposed=proposed, right=edits, now=now)
    directive.remarks = _learn(edits, names, actor, now)
    locked.tally = tally(locked.reading, proposed)
    _close(locked, edits, directive, actor, now)
    record("directive.confirmed", actor=actor, obj=directive, at=now, tasks=len(tasks), corrections=len(corrections))
    return directive


@transaction.atomic
def draft_nothing(
    *, draft: Draft, edits: Edits, actor: User, now: dt.datetime, today: dt.date, version: int | None = None
) -> Directive:
    """Registers a directive that asks nothing of anybody: its head, recipients and citations, no task.

    Raises what `draft_confirm` raises, of the header alone.
    """
    locked = draft_locked(draft, actor, version)
    proposed = {**proposal(locked.reading, day_of(locked.created_at)), "tasks": []}
    edits = {**(edits or proposed), "tasks": []}
    if problems := problems_in(edits, today):
        raise ValidationError([problem.message for problem in problems])
    names = _register(locked, edits, today)
    directive = _directive(locked, edits, names, actor, now, DirectiveState.NOTHING_TO_ASSIGN)
    head = {**locked.reading, "tasks": []}  # whether its orders were read rightly, nobody said
    corrections_write(draft=locked, proposed=proposed, right=edits, now=now)
    locked.tally = tally(head, proposed)
    _close(locked, edits, directive, actor, now)
    record("directive.nothing_to_assign", actor=actor, obj=directive, at=now)
    return directive


def _known_on(edits: Edits) -> dt.date:
    return dt.date.fromisoformat(edits["issued_on"] or edits["received_on"])


def _register(draft: Draft, edits: Edits, today: dt.date) -> Register:
    """The register of the document's day, as this office means its names."""
    return Register.on(_known_on(edits), today=today, near=draft.office.path, addressed=edits["addressees"])


def _directive(
    draft: Draft, edits: Edits, names: Register, actor: User, now: dt.datetime, state: DirectiveState
) -> Directive:
    body = body_get_or_create(name=edits["issuing_body"], side=edits["side"], register=names)
    number = " ".join(edits["number"].split())
    directive = Directive(
        office=draft.office,
        issuing_body=body,
        side=edits["side"],
        number=number,
        number_key=number_key(number),
        # By the body's own side: the one chosen in the form must not let the same document in twice.
        numbering_key=numbering_key(body.side, _known_on(edits), body.terms) if number else "",
        folded=fold(f"{number} {edits['subject']} {body.name}")[:700],
        text=draft.text,
        state=state,
        entered_by=actor,
        entered_at=now,
        signing_authority=edits["signing_authority"],
        **{name: edits[name] for name in ("doc_type", "place", "subject", "urgency", "signer", "signer_title")},
        **{name: _day(edits[name]) for name in ("issued_on", "received_on", "meeting_on")},
    )
    _save_once(directive)
    recipients_write(
        directive=directive, addressees=edits["addressees"], recipients=edits["recipients"], register=names
    )
    citations_write(directive=directive, citations=edits["citations"])
    citations_link(directive=directive)
    return directive


def _day(value: str) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _save_once(directive: Directive) -> None:
    """The database has the last word: two clerks may confirm the same document at the same moment."""
    try:
        with transaction.atomic():
            directive.save()
    except IntegrityError:
        existing = same_directive(
            directive.office, directive.issuing_body, directive.numbering_key, directive.number_key
        )
        if existing is None:
            raise
        words = _("%(number)s of %(body)s is already in the register, entered on %(day)s.") % {
            "number": existing.number,
            "body": existing.issuing_body.name,
            "day": f"{day_of(existing.entered_at):%d/%m/%Y}",
        }
        raise AlreadyThere(words, existing) from None


def _learn(edits: Edits, names: Register, actor: User, now: dt.datetime) -> list[str]:
    """A name the clerk chose a unit or group for is never asked again. A choice that says what was known, and one that
    holds for this document's matter alone, teaches nothing. Returns what to tell of names that mean another already."""
    written = {fold(words): words for words in names_in(edits)}
    said: list[str] = []
    for folded, choice in edits["choices"].items():
        words = written.get(folded, "")
        found, plain = names.resolve(words, choice), names.resolve(words)
        same = (plain.unit, plain.group) == (found.unit, found.group)
        if not words or not found.is_known or same or found.is_relative or plain.ended:
            continue
        try:
            alias_learn(text=words, unit=found.unit, group=found.group, actor=actor, at=now, day=names.day)
        except AliasTaken as taken:
            said += taken.messages
    return said


def _close(draft: Draft, edits: Edits, directive: Directive, actor: User, now: dt.datetime) -> None:
    draft.state, draft.directive, draft.edits = DraftState.CONFIRMED, directive, edits
    draft.updated_by, draft.updated_at = actor, now
    draft.version += 1
    draft.save()
    if draft.source_id:
        SourceFile.objects.filter(pk=draft.source_id).update(directive=directive)
