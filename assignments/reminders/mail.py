"""From a digest to a mail: what is still true is said, the rest is dropped with the reason."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..enums import IN_HAND, LATE, Delivery
from ..models import Assignment, Digest, Message
from .ladder import target_of
from .people import Recipients

ROWS = 10  # of each section; then a link


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: list[Assignment]
    total: int
    url: str


def why_untrue(message: Message, people: Recipients) -> str:
    """Why it is no longer to be said ("" where it still is)."""
    a = message.assignment
    if a.state not in IN_HAND:
        return f"{a.state} since"
    if a.is_disputed:
        return "disputed since"
    if target_of(a) != message.due_on:
        return "deadline moved"
    if message.recipient_id not in {person.pk for person in people.of(a)}:
        return "no longer theirs"
    return ""


def still_true(digest: Digest, today: dt.date) -> list[Assignment]:
    """The assignments this digest is still about, oldest first; messages no longer true are marked dropped."""
    queued = digest.messages.filter(state=Delivery.QUEUED)
    rows = queued.select_related(
        "assignment__directive", "assignment__task", "assignment__unit", "assignment__delegate"
    ).defer("assignment__directive__text", "assignment__task__words")
    people = Recipients([message.assignment for message in rows], today)
    kept: dict[int, Assignment] = {}
    dropped: dict[str, list[int]] = {}
    for message in rows:
        if why := why_untrue(message, people):
            dropped.setdefault(why, []).append(message.pk)
        else:
            kept[message.assignment_id] = message.assignment
    for why, pks in dropped.items():
        Message.objects.filter(pk__in=pks).update(state=Delivery.DROPPED, dropped_why=why)
    return sorted(kept.values(), key=lambda a: (target_of(a) or dt.date.max, a.pk))


def _link(name: str, *args: Any, query: str = "") -> str:
    return settings.SITE_URL + reverse(name, args=args) + query


def _parts(rows: list[Assignment], today: dt.date) -> tuple[list[Assignment], list[Assignment], list[Assignment]]:
    """(overdue, due soon, to be looked at again): every row in one of them."""
    late = [a for a in rows if a.standing_on(today) in LATE]
    review = [a for a in rows if a.deadline_on is None]
    return late, [a for a in rows if a.deadline_on and a not in late], review


def _sections(rows: list[Assignment], today: dt.date) -> list[Section]:
    titles = (
        (_("Overdue"), "?standing=late"),
        (_("Due soon"), "?standing=soon"),
        (_("To be looked at again"), "?standing=continuing"),
    )
    return [
        Section(title, part[:ROWS], len(part), _link("assignments:list", query=query))
        for (title, query), part in zip(titles, _parts(rows, today), strict=True)
        if part
    ]


def subject_of(rows: list[Assignment], today: dt.date) -> str:
    """Says what is new: how many are overdue and for how long, how many are due soon, how many to look at again."""
    late, soon, review = _parts(rows, today)
    parts = []
    if late:
        days = max(a.days_late(today) for a in late)
        parts.append(
            ngettext("%(n)d task overdue, the oldest %(days)s", "%(n)d tasks overdue, the oldest %(days)s", len(late))
            % {"n": len(late), "days": ngettext("%(n)d day", "%(n)d days", days) % {"n": days}}
        )
    if soon:
        parts.append(ngettext("%(n)d task due soon", "%(n)d tasks due soon", len(soon)) % {"n": len(soon)})
    if review:
        words = ngettext("%(n)d task to be looked at again", "%(n)d tasks to be looked at again", len(review))
        parts.append(words % {"n": len(review)})
    return " · ".join(parts)


def compose(digest: Digest, rows: list[Assignment], today: dt.date) -> EmailMultiAlternatives:
    """The mail, in the recipient's language, as text and HTML, with its fixed Message-ID."""
    with translation.override(digest.recipient.language):
        for a in rows:
            a.url = _link("assignments:detail", a.pk)  # type: ignore[attr-defined]
            a.days = a.days_late(today) if a.deadline_on else None  # type: ignore[attr-defined]
        context = {
            "recipient": digest.recipient,
            "sections": _sections(rows, today),
            "today": today,
            "home": _link("assignments:home"),
        }
        mail = EmailMultiAlternatives(
            subject=f"[Đôn Đốc] {subject_of(rows, today)}",
            body=render_to_string("assignments/mail/digest.txt", context),
            to=[digest.recipient.email],
            headers={"Message-ID": digest.message_id, "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("assignments/mail/digest.html", context), "text/html")
    return mail


def waiting(now: dt.datetime) -> Q:
    """Digests that may leave now."""
    return Q(state__in=[Delivery.QUEUED, Delivery.RETRYING], next_try_at__lte=now)
