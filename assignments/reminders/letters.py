"""Messages go into the ledger, and into the letters (Digest) that will carry them: what the scan finds into one letter
a person and morning, what is told at once into one that leaves as soon as it may. The number of queries does not grow
with the messages."""

import datetime as dt
from collections.abc import Callable, Iterable
from uuid import uuid4

from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils.timezone import get_current_timezone

from ..enums import Channel, Delivery
from ..models import MORNING, Digest, Message, MorningHour, Preference
from .ladder import Ladder

COALESCE = dt.timedelta(minutes=10)  # what is told at once to one person within these goes in one letter
WAITING = (Delivery.QUEUED, Delivery.RETRYING)
Make = Callable[[set[int]], list[Digest]]


def at_hour(day: dt.date, hour: dt.time | None = None) -> dt.datetime:
    """The moment of a morning's letters: the office's hour where a person has none."""
    return dt.datetime.combine(day, hour or settings.REMIND_AT, tzinfo=get_current_timezone())


def _digest(person: int, day: dt.date, occasion: str, now: dt.datetime, leaves: dt.datetime) -> Digest:
    return Digest(
        recipient_id=person,
        channel=Channel.EMAIL,
        day=day,
        occasion=occasion,
        message_id=f"<{uuid4().hex}@dondoc>",
        made_at=now,
        next_try_at=leaves,
    )


def _open(people: set[int], occasions: Q, make: Make) -> dict[int, Digest]:
    """For each person the letter that is still waiting to leave, locked; made where there is none.

    One that is on its way, or may be in the mailbox already, is not added to. Where another has made the same letter
    at the same moment, theirs is taken; where it has left since, the next one is made.
    """
    waiting = Digest.objects.filter(occasions, channel=Channel.EMAIL, state__in=WAITING, may_have_left=False)
    found: dict[int, Digest] = {}
    for _attempt in range(5):
        rows = waiting.filter(recipient__in=people - found.keys()).select_for_update().order_by("recipient", "-day")
        found |= {digest.recipient_id: digest for digest in rows}
        missing = people - found.keys()
        if not missing:
            return found
        Digest.objects.bulk_create(make(missing), ignore_conflicts=True)
    raise RuntimeError("no letter could be opened")


def morning_letters(people: set[int], ladder: Ladder, now: dt.datetime) -> dict[int, Digest]:
    """One letter a person and day: where today's has left already, the next working day's."""

    def make(missing: set[int]) -> list[Digest]:
        of_today = Q(day=ladder.today) | Q(sent_at__date=ladder.today) | Q(state=Delivery.CLAIMED)
        left = set(
            Digest.objects.filter(of_today, recipient__in=missing, channel=Channel.EMAIL, occasion=MORNING)
            .order_by()
            .values_list("recipient", flat=True)
        )
        hours = dict(MorningHour.objects.filter(user__in=missing).values_list("user", "at"))
        days = {person: ladder.next_working_day() if person in left else ladder.today for person in sorted(missing)}
        return [_digest(person, day, MORNING, now, at_hour(day, hours.get(person))) for person, day in days.items()]

    return _open(people, Q(occasion=MORNING), make)


def letters_now(people: set[int], now: dt.datetime, not_before: dt.datetime) -> dict[int, Digest]:
    """A letter that leaves at once, or ten minutes after the last one of its kind."""
    day = not_before.astimezone(get_current_timezone()).date()

    def make(missing: set[int]) -> list[Digest]:
        own = Digest.objects.filter(~Q(occasion=MORNING), recipient__in=missing, channel=Channel.EMAIL, day=day)
        last = own.order_by().values_list("recipient").annotate(n=Count("pk"), last=Max("next_try_at"))
        known = {person: (n, moment + COALESCE) for person, n, moment in last}
        gaps = {person: known.get(person, (0, not_before)) for person in sorted(missing)}
        return [_digest(who, day, f"now-{n}", now, max(free, not_before)) for who, (n, free) in gaps.items()]

    return _open(people, ~Q(occasion=MORNING), make)


def _key(message: Message) -> tuple[int, int, str, str, dt.date]:
    return message.recipient_id, message.assignment_id, str(message.kind), message.rung, message.due_on


def unsaid(messages: Iterable[Message]) -> list[Message]:
    """Of the messages those that are neither in the ledger yet nor silenced by their reader. Two queries."""
    wanted = {_key(message): message for message in messages}
    if not wanted:
        return []
    people, works, _kinds, rungs, days = (set(column) for column in zip(*wanted, strict=True))
    said = Message.objects.filter(
        recipient__in=people, assignment__in=works, rung__in=rungs, due_on__in=days, channel=Channel.EMAIL
    )
    known = set(said.order_by().values_list("recipient", "assignment", "kind", "rung", "due_on"))
    muted = set(
        Preference.objects.filter(user__in=people, channel=Channel.EMAIL, is_wanted=False)
        .order_by()
        .values_list("user", "kind")
    )
    return [m for key, m in wanted.items() if key not in known and (m.recipient_id, m.kind) not in muted]


def write(messages: Iterable[Message], letters: Callable[[set[int]], dict[int, Digest]]) -> int:
    """Writes what has not been said yet, each message into its reader's letter. Returns how many. Belongs into the
    transaction of its cause."""
    new = unsaid(messages)
    if new:
        digests = letters({message.recipient_id for message in new})
        for message in new:
            message.digest = digests[message.recipient_id]
        Message.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    return len(new)
