"""From a digest to a mail: its subject, its sections in the order in which one works through them, its two bodies."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..enums import IN_HAND, LATE, MUTABLE, MessageKind
from ..models import Assignment, Digest, Instruction, Message, RefusedAddress

K = MessageKind
ROWS = 10  # of each section; then a link
WORDS = 200  # of an instruction or an obstacle


@dataclass(slots=True)
class Line:
    """One assignment in a letter: why it is there, and by kind the day that is spoken of (several may be)."""

    assignment: Assignment
    url: str
    days: dict[str, dt.date] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    days_late: int = 0

    @property
    def kinds(self) -> set[str]:
        return set(self.days)

    @property
    def since(self) -> dt.date:
        return min(self.days.values())

    def _of(self, kinds: Iterable[MessageKind]) -> dt.date | None:
        return min((self.days[kind] for kind in kinds if kind in self.days), default=None)

    @property
    def answer_by(self) -> dt.date | None:
        return self._of((K.INSTRUCTION, K.REPLY))

    @property
    def waits_since(self) -> dt.date | None:
        return self._of((K.CONFIRM, K.DECIDE, K.OBSTACLE))


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: str
    rows: list[Line]
    total: int
    url: str


Test = Callable[[Line, dt.date], bool]


def _of(*kinds: MessageKind) -> Test:
    return lambda line, _today: bool(line.kinds & set(kinds))


def _late_work(line: Line, today: dt.date) -> bool:
    is_late = line.assignment.standing_on(today) in LATE
    return K.LISTED in line.kinds or (is_late and bool(line.kinds & {K.DEADLINE, K.URGENT}))


# In the order of the letter; a line stands in the first that takes it. (code, title, page of all of them, test)
SECTIONS: list[tuple[str, Callable[[], str], str, Test]] = [
    ("answer", lambda: _("To answer"), "?only=unanswered", _of(K.INSTRUCTION, K.REPLY)),
    ("late", lambda: _("Overdue"), "?standing=late", _late_work),
    ("soon", lambda: _("Due soon"), "?standing=soon", _of(K.DEADLINE, K.URGENT)),
    ("confirm", lambda: _("To confirm"), "?standing=awaiting", _of(K.CONFIRM)),
    ("decide", lambda: _("To decide"), "?only=obstacles", _of(K.OBSTACLE, K.DECIDE)),
    ("review", lambda: _("To be looked at again"), "?standing=continuing", _of(K.REVIEW)),
    ("no_deadline", lambda: _("Still without a deadline"), "?standing=no_deadline", _of(K.NO_DEADLINE)),
]


def _link(name: str, *args: Any, query: str = "") -> str:
    return settings.SITE_URL + reverse(name, args=args) + query


def _instructions(messages: Iterable[Message]) -> dict[str, str]:
    """The words of the instructions named by the messages' rungs. One query where there are any."""
    keys = [message.rung[1:] for message in messages if message.kind == K.INSTRUCTION]
    if not keys:
        return {}
    found = Instruction.objects.filter(pk__in=keys).select_related("by")
    return {f"i{row.pk}": f"{row.by}: “{row.words[:WORDS]}”" for row in found}


def lines_of(messages: list[Message], today: dt.date) -> list[Line]:
    """One line per assignment, the oldest day first."""
    instructions = _instructions(messages)
    lines: dict[int, Line] = {}
    for message in messages:
        a = message.assignment
        line = lines.setdefault(a.pk, Line(a, _link("assignments:detail", a.pk)))
        line.days[message.kind] = min(line.days.get(message.kind, dt.date.max), message.due_on)
        if a.deadline_on and a.state in IN_HAND:
            line.days_late = max(a.days_late(today), 0)
        if message.kind == K.INSTRUCTION:
            line.words.append(instructions[message.rung])
        if message.kind == K.OBSTACLE and a.open_obstacle:
            line.words.append(a.open_obstacle.words[:WORDS])
    return sorted(lines.values(), key=lambda line: (line.since, line.assignment.pk))


def _parts(lines: list[Line], today: dt.date) -> dict[str, list[Line]]:
    """Every line in one section, by its code."""
    parts: dict[str, list[Line]] = {}
    for line in lines:
        code = next(code for code, _title, _query, takes in SECTIONS if takes(line, today))
        parts.setdefault(code, []).append(line)
    return parts


def sections_of(lines: list[Line], today: dt.date) -> list[Section]:
    """Ten of each are shown. Titles in the active language."""
    parts = _parts(lines, today)
    return [
        Section(code, title(), parts[code][:ROWS], len(parts[code]), _link("assignments:list", query=query))
        for code, title, query, _takes in SECTIONS
        if code in parts
    ]


def _oldest(lines: Iterable[Line], today: dt.date) -> int:
    return max((today - (line.waits_since or today)).days for line in lines)


def _days(n: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def _phrase(code: str, lines: list[Line], today: dt.date) -> str:
    """What the subject says of one section."""
    n = len(lines)
    match code:
        case "answer":
            words = ngettext("%(n)d instruction to answer", "%(n)d instructions to answer", n)
        case "late":
            days = max((line.days_late for line in lines), default=0)
            if not days:
                return ngettext("%(n)d task overdue", "%(n)d tasks overdue", n) % {"n": n}
            words = ngettext("%(n)d task overdue, the oldest %(days)s", "%(n)d tasks overdue, the oldest %(days)s", n)
            return words % {"n": n, "days": _days(days)}
        case "soon":
            words = ngettext("%(n)d task due soon", "%(n)d tasks due soon", n)
        case "confirm":
            words = ngettext(
                "%(n)d result to confirm, the oldest %(days)s", "%(n)d results to confirm, the oldest %(days)s", n
            )
            return words % {"n": n, "days": _days(_oldest(lines, today))}
        case "decide":
            words = ngettext("%(n)d matter to decide", "%(n)d matters to decide", n)
        case "review":
            words = ngettext("%(n)d task to be looked at again", "%(n)d tasks to be looked at again", n)
        case _:
            words = ngettext("%(n)d task without a deadline", "%(n)d tasks without a deadline", n)
    return words % {"n": n}


def subject_of(lines: list[Line], today: dt.date) -> str:
    """Says what is new and how old the oldest is. A single thing told at once is named."""
    if len(lines) == 1 and lines[0].kinds == {K.INSTRUCTION}:
        return _("Instruction: %(task)s") % {"task": lines[0].assignment.task.short_title}
    if len(lines) == 1 and K.URGENT in lines[0].kinds:
        return _("Hỏa tốc: %(task)s") % {"task": lines[0].assignment.task.short_title}
    parts = _parts(lines, today)
    if late := [line for line in lines if _late_work(line, today)]:
        parts["late"] = late  # also what stands under "to answer": the oldest is the oldest
    return " · ".join(_phrase(code, parts[code], today) for code, *_rest in SECTIONS if code in parts)


def _unreached(digest: Digest, today: dt.date) -> list[RefusedAddress]:
    """Colleagues in the units that the reader heads whose address takes no mail any more. One query."""
    units = digest.recipient.positions.filter(is_head=True).values("unit")
    rows = RefusedAddress.objects.filter(user__positions__unit__in=units, user__is_active=True).distinct()
    return list(rows.exclude(user=digest.recipient).select_related("user"))


def compose(digest: Digest, messages: list[Message], today: dt.date) -> EmailMultiAlternatives:
    """The mail, in the recipient's language, as text and HTML, with its fixed Message-ID."""
    with translation.override(digest.recipient.language):
        lines = lines_of(messages, today)
        subject = subject_of(lines, today)
        context = {
            "recipient": digest.recipient,
            "subject": subject,
            "sections": sections_of(lines, today),
            "unreached": _unreached(digest, today),
            "today": today,
            "home": _link("assignments:home"),
            "choose": _link("assignments:my_reminders"),
        }
        mail = EmailMultiAlternatives(
            subject=f"[Đôn Đốc] {subject}",
            body=render_to_string("assignments/mail/digest_email.txt", context),
            to=[digest.recipient.email],
            headers=_headers(digest, messages),
        )
        mail.attach_alternative(render_to_string("assignments/mail/digest_email.html", context), "text/html")
    return mail


def _headers(digest: Digest, messages: Iterable[Message]) -> dict[str, str]:
    """`List-Unsubscribe` only on a letter that holds nothing but what its reader may switch off."""
    headers = {"Message-ID": digest.message_id, "Auto-Submitted": "auto-generated"}
    if all(message.kind in MUTABLE for message in messages):
        headers["List-Unsubscribe"] = f"<{_link('assignments:my_reminders')}>"
    return headers
