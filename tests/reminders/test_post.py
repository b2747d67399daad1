"""How letters leave: refusals, a server that is away, workers that die, two workers at once."""

import datetime as dt
import os
import random
import signal
import smtplib
import subprocess
import sys
import time
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from assignments.enums import Delivery
from assignments.models import Assignment, Digest, Message, RefusedAddress, Run
from assignments.reminders import post
from assignments.reminders.post import STUCK, Line, claim, send_waiting
from assignments.reminders.scan import scan
from tests.assignments.test_at_once import together
from tests.cast import EPOCH, Cast
from tests.making import assign, make_directive, one
from wards.enums import Role
from wards.models import Position, User
from wards.services import position_add

from .test_digest import Mailbox, morning, remind

FAR = STUCK + dt.timedelta(seconds=1)


class Killed(BaseException):
    """The worker dies here: nothing after this line is done."""


def test_a_refused_address_is_not_written_to_again_and_the_superior_hears(cast: Cast, mailbox: Mailbox) -> None:
    position_add(user=cast.idler, unit=cast.committee, role=Role.UNIT_HEAD, is_head=True, valid_from=EPOCH)
    User.objects.filter(pk=cast.idler.pk).update(email="idler@mau.test")
    row = one(cast, deadline=dt.date(2026, 9, 18))
    mailbox.refusals = {"ward_chair@mau.test": "550 5.1.1 no such user"}
    assert remind(morning(18)) == {"failed": 1}
    refused = RefusedAddress.objects.get()
    assert (refused.user, refused.email, "5.1.1" in refused.error) == (cast.ward_chair, "ward_chair@mau.test", True)
    row.refresh_from_db()
    assert row.next_reminder_on == dt.date(2026, 9, 18)
    remind(morning(18, minute=40))
    assert [letter["To"] for letter in mailbox.letters] == ["idler@mau.test"]
    body = mailbox.letters[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "ward_chair@mau.test" not in body  # of another unit than the one that the reader heads
    mailbox.refusals = {}
    User.objects.filter(pk=cast.ward_chair.pk).update(email="chu-tich@mau.test")
    remind(morning(21))
    assert "chu-tich@mau.test" in [letter["To"] for letter in mailbox.letters]


def test_the_head_of_the_unit_is_told_of_a_colleague_who_cannot_be_reached(cast: Cast, mailbox: Mailbox) -> None:
    RefusedAddress.objects.create(user=cast.ward_staff, email=cast.ward_staff.email, error="550", at=morning(17))
    one(cast, deadline=dt.date(2026, 9, 18))
    remind(morning(18))
    [letter] = mailbox.letters
    for kind in ("plain", "html"):
        words = letter.get_body((kind,)).get_content()  # type: ignore[union-attr]
        assert "Thư gửi Người ward staff (ward_staff@mau.test) bị từ chối" in words


def test_an_address_with_a_line_break_is_flagged_and_never_handed_over(cast: Cast, mailbox: Mailbox) -> None:
    User.objects.filter(pk=cast.ward_chair.pk).update(email="ward_chair@mau.test\nBcc: x@y.test")
    one(cast, deadline=dt.date(2026, 9, 18))
    assert remind(morning(18)) == {"failed": 1}
    assert (mailbox.letters, RefusedAddress.objects.get().user) == ([], cast.ward_chair)


def test_a_server_that_is_away_stops_the_run_and_loses_nothing(cast: Cast, mailbox: Mailbox, settings: Any) -> None:
    assign(cast, cast.wards[0], cast.wards[1], cast.health, deadline=dt.date(2026, 9, 18))
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1  # nobody listens there
    assert remind(morning(18)) == {"retrying": 1}
    assert Counter(Digest.objects.values_list("state", "attempts", "may_have_left")) == {
        ("retrying", 1, False): 1,
        ("queued", 0, False): 2,
    }
    settings.EMAIL_PORT = port
    assert send_waiting(morning(18, minute=31)) == {"sent": 3}


def test_the_waits_grow_and_never_end(cast: Cast, mailbox: Mailbox) -> None:
    one(cast, deadline=dt.date(2026, 9, 18))
    mailbox.refusals = {"ward_chair@mau.test": "450 busy"}
    scan(now := morning(18))
    waits = []
    for _ in range(8):
        assert send_waiting(now) == {"retrying": 1}
        next_try = Digest.objects.get().next_try_at
        waits.append(int((next_try - now).total_seconds() / 60))
        now = next_try
    assert waits == [1, 2, 5, 15, 30, 60, 60, 60]


@pytest.mark.parametrize("point", ["claimed", "composed", "sent"])
def test_a_worker_that_dies_anywhere_loses_none_and_repeats_none(
    cast: Cast, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """Dead between claim and send, before handing over, and between handing over and writing it down."""
    assign(cast, cast.wards[0], cast.wards[1], cast.health, deadline=dt.date(2026, 9, 18))
    scan(morning(18))
    plain, after = Line.send, point == "sent"

    def dies(self: Line, mail: Any) -> None:
        if after:
            plain(self, mail)
        raise Killed

    def dies_composing(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        if point == "composed":
            patch.setattr(post, "compose", dies_composing)
        else:
            patch.setattr(Line, "send", dies)
        if point == "claimed":
            claim(morning(18))
        else:
            with pytest.raises(Killed):
                send_waiting(morning(18))
    assert send_waiting(morning(18)) == {}  # the dead worker still holds them
    assert send_waiting(morning(18) + FAR) == {"sent": 3}
    ids = Counter(str(letter["Message-ID"]) for letter in mailbox.letters)
    assert set(ids) == set(Digest.objects.values_list("message_id", flat=True))
    assert len(ids) == 3  # by Message-ID each reader has one mail
    assert sum(ids.values()) == (4 if after else 3)
    assert set(Message.objects.values_list("state", flat=True)) == {Delivery.SENT}


def test_nothing_is_added_to_a_letter_that_may_lie_in_the_mailbox(cast: Cast, mailbox: Mailbox) -> None:
    """A reader's program may hide the second mail of one Message-ID: what is new goes in a letter of its own."""
    one(cast, deadline=dt.date(2026, 9, 18))
    scan(morning(18))
    claim(morning(18))  # and dies
    post.free_stuck(morning(21))
    new = one(cast, deadline=dt.date(2026, 9, 21), directive=make_directive(cast, number="9/X"))
    scan(morning(21))
    old, fresh = Digest.objects.filter(recipient=cast.ward_chair).order_by("pk")
    assert (old.may_have_left, fresh.may_have_left) == (True, False)
    assert new.pk not in old.messages.values_list("assignment", flat=True)
    assert send_waiting(morning(21)) == {"sent": 3}  # the third to the leader
    assert {str(letter["Message-ID"]) for letter in mailbox.to("ward_chair@mau.test")} == {
        old.message_id,
        fresh.message_id,
    }


def test_a_line_that_drops_while_sending_is_remembered(
    cast: Cast, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    one(cast, deadline=dt.date(2026, 9, 18))

    def drops(self: Line, mail: Any) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as patch:
        patch.setattr(Line, "send", drops)
        assert remind(morning(18)) == {"retrying": 1}
    assert Digest.objects.get().may_have_left
    assert send_waiting(morning(18, minute=31)) == {"sent": 1}


def test_a_worker_taken_for_dead_does_not_write_over_its_successor(cast: Cast, mailbox: Mailbox) -> None:
    one(cast, deadline=dt.date(2026, 9, 18))
    scan(morning(18))
    [pk] = claim(morning(18))
    slow = Digest.objects.select_related("recipient").get(pk=pk)
    assert send_waiting(morning(18) + FAR) == {"sent": 1}
    assert post.failed(slow, OSError("late"), morning(18) + FAR)[0] == Delivery.RETRYING
    assert Digest.objects.get().state == Delivery.SENT


def test_a_row_that_cannot_be_looked_at_holds_up_no_other(
    cast: Cast, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = one(cast, deadline=dt.date(2026, 9, 18))
    one(cast, cast.wards[1], deadline=dt.date(2026, 9, 18))
    plain = Assignment.standing_on

    def fails(self: Assignment, today: dt.date) -> str:
        if self.pk == bad.pk:
            raise ArithmeticError("a mistake")
        return plain(self, today)

    with monkeypatch.context() as patch:
        patch.setattr(Assignment, "standing_on", fails)
        assert scan(morning(18)) == 1
    assert Run.objects.get().error == "1 rows failed"
    bad.refresh_from_db()
    assert bad.next_reminder_on == dt.date(2026, 9, 21)
    assert send_waiting(morning(18)) == {"sent": 1}
    assert scan(morning(21)) == 4  # both chairs, and for both, three days late, the leader


# The following need two connections, or workers of their own.


def _many_heads(cast: Cast, n: int) -> None:
    """n people, each the head of nothing but told as a delegate would be: n letters of one mail each."""
    people = User.objects.bulk_create(
        [User(username=f"p{i}", full_name=f"P {i}", email=f"p{i}@mau.test", password="x") for i in range(n)]
    )
    Position.objects.bulk_create(
        [Position(user=person, unit=cast.wards[5], role=Role.UNIT_HEAD, valid_from=EPOCH) for person in people]
    )
    one(cast, cast.wards[5], deadline=dt.date(2026, 9, 18))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_scans_and_three_workers_at_once_send_each_once(cast: Cast, mailbox: Mailbox) -> None:
    _many_heads(cast, 60)
    assign(cast, *cast.wards[:3], deadline=dt.date(2026, 9, 18))
    results = together(lambda: scan(morning(18)), lambda: scan(morning(18)))
    assert sum(results) == 62 == Message.objects.count()
    results = together(*[lambda: send_waiting(morning(18))] * 3)
    assert sum(result.get("sent", 0) for result in results) == 62
    assert len(mailbox.letters) == 62 == len({letter["Message-ID"] for letter in mailbox.letters})


@pytest.mark.postgresql
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_workers_killed_at_random_lose_none_and_repeat_none(
    cast: Cast, mailbox: Mailbox, settings: Any, tmp_path: Any
) -> None:
    """Workers of their own, SIGKILL at random moments, a server that refuses a third of the mails for a while."""
    n, kills = 240, 6
    _many_heads(cast, n)
    scan(now := morning(18))
    mailbox.refusals = {f"p{i}@mau.test": "451 busy" for i in range(0, n, 3)}
    dice = random.Random(18)
    for _turn in range(kills):
        worker = _worker(settings, tmp_path, now)
        before, end = len(mailbox.letters), time.monotonic() + 20
        while len(mailbox.letters) == before and worker.poll() is None:  # until it is at work
            assert time.monotonic() < end
            time.sleep(0.005)
        time.sleep(dice.uniform(0, 0.25))
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        now += FAR
    by_killed = len(mailbox.letters)
    mailbox.refusals = {}
    for _turn in range(3):
        now += dt.timedelta(hours=2)
        send_waiting(now)
    ids = Counter(str(letter["Message-ID"]) for letter in mailbox.letters)
    repeats = sum(ids.values()) - n
    print(f"{n} letters, {kills} workers killed: {len(ids)} arrived, {repeats} handed over again under the same id")
    assert 0 < by_killed < n  # they were killed at work
    assert set(ids) == set(Digest.objects.values_list("message_id", flat=True))
    assert len(ids) == n
    assert repeats <= kills
    assert set(Digest.objects.values_list("state", flat=True)) == {Delivery.SENT}
    assert set(Message.objects.values_list("state", flat=True)) == {Delivery.SENT}


def _worker(settings: Any, folder: Any, now: dt.datetime) -> "subprocess.Popen[bytes]":
    """A process that sends what waits, as if it were `now`."""
    code = (
        "import datetime, django; django.setup()\n"
        "from assignments.reminders.post import send_waiting\n"
        f"now = datetime.datetime.fromisoformat({now.isoformat()!r})\n"
        "send_waiting(now)\n"
    )
    name = str(connection.settings_dict["NAME"])  # of the test's own database, on the server of the run
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    environment = os.environ | {
        "DATABASE_URL": url,
        "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}",
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "VAR_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
    }
    return subprocess.Popen([sys.executable, "-c", code], env=environment)
