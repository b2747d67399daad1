"""From an overdue assignment to a letter in a real mailbox, once."""

import datetime as dt
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import StringIO

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.management import call_command

from assignments.enums import Delivery, Standing
from assignments.models import Assignment, Digest, Message, MorningHour, Run
from assignments.reminders import post
from assignments.reminders.post import STUCK, claim, send_waiting
from assignments.reminders.scan import scan
from assignments.services import DeadlineSet, NewDocument, assignment_submit
from assignments.tasks import scan_reminders, send_mail
from tests.cast import Cast
from tests.making import assign, make_directive, one
from wards.enums import Role
from wards.services import position_add

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Mailbox:
    """What a real SMTP server took. `answer` may refuse, by address."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refusals: dict[str, str] = {}

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if letter["To"] == address]


@pytest.fixture
def mailbox(settings: object) -> Iterator[Mailbox]:
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port  # type: ignore[attr-defined]
    settings.SITE_URL = "https://dondoc.mau.test"  # type: ignore[attr-defined]
    yield box
    server.stop()


def morning(day: int, month: int = 9, hour: int = 7, minute: int = 30) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def remind(now: dt.datetime) -> dict[str, int]:
    scan(now)
    return send_waiting(now)


def test_the_ward_chair_gets_one_letter_that_says_what_is_late(cast: Cast, mailbox: Mailbox) -> None:
    directive = make_directive(cast, number="312/UBND-YT")
    late = one(cast, deadline=dt.date(2026, 9, 6), directive=directive)
    soon = one(cast, deadline=dt.date(2026, 9, 21), directive=make_directive(cast, number="313/UBND-YT"))
    remind(morning(18))
    [letter] = mailbox.to("ward_chair@mau.test")
    assert letter["Subject"].strip() == "[Đôn Đốc] 1 việc quá hạn, lâu nhất 12 ngày · 1 việc sắp đến hạn"
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = letter.get_body(("html",)).get_content()  # type: ignore[union-attr]
    for body in (text, html):
        assert f"https://dondoc.mau.test/assignments/{late.pk}/" in body
        assert f"https://dondoc.mau.test/assignments/{soon.pk}/" in body
        assert "312/UBND-YT" in body
        assert "trễ 12 ngày" in body
        assert body.index(f"/assignments/{late.pk}/") < body.index(f"/assignments/{soon.pk}/")
    assert "<style" not in html
    assert letter["Message-ID"] == Digest.objects.get(recipient=cast.ward_chair).message_id


def test_running_again_sends_nothing_more(cast: Cast, mailbox: Mailbox) -> None:
    one(cast, deadline=dt.date(2026, 9, 6))
    remind(morning(18))
    first = len(mailbox.letters)
    assert first == 2  # the chair, and the office's leader because it is special red; the committee has no head
    assert remind(morning(18)) == {}
    assert remind(morning(18, hour=15)) == {}
    assert len(mailbox.letters) == first
    assert set(Message.objects.values_list("state", flat=True)) == {Delivery.SENT}


def test_red_goes_to_the_superior_and_special_red_to_the_leader(cast: Cast, mailbox: Mailbox) -> None:
    head = cast.people["idler"]
    head.email = "committee@mau.test"
    head.save()
    position_add(user=head, unit=cast.committee, role=Role.UNIT_HEAD, is_head=True, valid_from=dt.date(2020, 1, 1))
    row = one(cast, deadline=dt.date(2026, 9, 17))
    assert row.standing_on(dt.date(2026, 9, 18)) == Standing.RED
    remind(morning(18))
    assert sorted(letter["To"] for letter in mailbox.letters) == ["committee@mau.test", "ward_chair@mau.test"]
    remind(morning(22))
    assert sorted(letter["To"] for letter in mailbox.letters)[-3:].count("leader@mau.test") == 1


def test_nobody_is_nagged_on_a_day_off(cast: Cast, mailbox: Mailbox) -> None:
    one(cast, deadline=dt.date(2026, 9, 6))
    assert remind(morning(19)) == {}  # Saturday
    assert remind(morning(20)) == {}
    assert remind(morning(21)) == {"sent": 2}


def test_after_an_outage_one_letter_with_the_present_truth(cast: Cast, mailbox: Mailbox) -> None:
    one(cast, deadline=dt.date(2026, 9, 18))
    remind(morning(28))  # nothing ran since the first of the month
    assert len(mailbox.to("ward_chair@mau.test")) == 1
    assert list(Message.objects.filter(recipient=cast.ward_chair).values_list("rung", flat=True)) == ["+3"]


def test_what_is_no_longer_true_is_dropped(cast: Cast, mailbox: Mailbox) -> None:
    row = one(cast, deadline=dt.date(2026, 9, 6))
    other = one(cast, cast.wards[1], deadline=dt.date(2026, 9, 6), directive=make_directive(cast, number="9/X"))
    scan(morning(18))
    assignment_submit(
        assignment=row, actor=cast.ward_chair, now=morning(18), proofs=[NewDocument("1/BC", dt.date(2026, 9, 18))]
    )
    Assignment.objects.filter(pk=other.pk).update(deadline_on=dt.date(2026, 10, 6))
    assert send_waiting(morning(18)) == {"dropped": 3}
    assert mailbox.letters == []
    assert sorted(set(Message.objects.values_list("assignment", "state", "dropped_why"))) == [
        (row.pk, "dropped", "submitted since"),
        (other.pk, "dropped", "deadline moved"),
    ]


def test_english_readers_get_english(cast: Cast, mailbox: Mailbox) -> None:
    cast.ward_chair.language = "en"
    cast.ward_chair.save()
    one(cast, deadline=dt.date(2026, 9, 17))
    remind(morning(18))
    assert mailbox.letters[0]["Subject"].strip() == "[Đôn Đốc] 1 task overdue, the oldest 1 day"


def test_a_refused_address_fails_for_good_and_a_busy_server_is_tried_again(cast: Cast, mailbox: Mailbox) -> None:
    mailbox.refusals = {"ward_chair@mau.test": "550 no such user", "leader@mau.test": "451 busy"}
    one(cast, deadline=dt.date(2026, 9, 6))
    assert remind(morning(18)) == {"failed": 1, "retrying": 1}
    assert send_waiting(morning(18, minute=30)) == {}
    mailbox.refusals = {}
    assert send_waiting(morning(18, minute=31)) == {"sent": 1}
    assert [letter["To"] for letter in mailbox.letters] == ["leader@mau.test"]
    assert "550" in Digest.objects.get(recipient=cast.ward_chair).error


def test_a_worker_that_died_holding_a_letter_loses_nothing(cast: Cast, mailbox: Mailbox) -> None:
    one(cast, deadline=dt.date(2026, 9, 17))
    scan(morning(18))
    assert len(claim(morning(18))) == 1  # and dies here
    assert send_waiting(morning(18)) == {}
    assert send_waiting(morning(18) + STUCK + dt.timedelta(seconds=1)) == {"sent": 1}


def test_work_that_falls_due_after_the_morning_letter_waits_for_the_next(cast: Cast, mailbox: Mailbox) -> None:
    one(cast, deadline=dt.date(2026, 9, 17))
    remind(morning(18))
    one(cast, deadline=dt.date(2026, 9, 17), directive=make_directive(cast, number="9/X"), now=morning(18, hour=10))
    assert remind(morning(18, hour=11)) == {}
    assert remind(morning(21)) == {"sent": 1}
    assert len(mailbox.to("ward_chair@mau.test")) == 2


def test_the_scan_runs_early_and_its_letters_wait_for_the_hour(
    cast: Cast, mailbox: Mailbox, time_machine_at: object
) -> None:
    one(cast, deadline=dt.date(2026, 9, 17))
    with time_machine_at(morning(18, hour=4, minute=50)):  # type: ignore[operator]
        assert (scan_reminders(), send_mail()) == (0, {})
    with time_machine_at(morning(18, hour=7, minute=20)):  # type: ignore[operator]
        assert (scan_reminders(), send_mail()) == (1, {})
    with time_machine_at(morning(18, hour=7, minute=30)):  # type: ignore[operator]
        assert (scan_reminders(), send_mail()) == (0, {"sent": 1})


def test_whoever_has_chosen_another_hour_gets_the_letter_then(cast: Cast, mailbox: Mailbox) -> None:
    MorningHour.objects.create(user=cast.ward_chair, at=dt.time(6, 15))
    MorningHour.objects.create(user=cast.other_chair, at=dt.time(10, 0))
    directive = make_directive(cast, number="9/X")
    assign(cast, cast.wards[0], cast.wards[1], cast.health, deadline=dt.date(2026, 9, 17), directive=directive)
    scan(morning(18, hour=5, minute=0))

    def leave(hour: int, minute: int) -> list[str]:
        before = len(mailbox.letters)
        send_waiting(morning(18, hour=hour, minute=minute))
        return [str(letter["To"]) for letter in mailbox.letters[before:]]

    assert [leave(6, 14), leave(6, 15), leave(7, 29), leave(7, 30), leave(9, 59), leave(10, 0)] == [
        [],
        ["ward_chair@mau.test"],
        [],
        ["health_head@mau.test"],
        [],
        ["other_chair@mau.test"],
    ]


def test_nothing_leaves_while_the_scan_has_not_finished(cast: Cast, mailbox: Mailbox) -> None:
    one(cast, deadline=dt.date(2026, 9, 17))
    scan(morning(18))
    Run.objects.update(finished_at=None)  # it died in the middle
    assert send_waiting(morning(18)) == {}
    scan(morning(18, minute=40))
    assert send_waiting(morning(18, minute=40)) == {"sent": 1}


def test_dry_run_says_who_would_get_what_and_why_not_and_writes_nothing(cast: Cast, mailbox: Mailbox) -> None:
    row = one(cast, deadline=dt.date(2026, 9, 17))
    nobodys = one(cast, cast.wards[5], deadline=dt.date(2026, 9, 17))
    out = StringIO()
    call_command("send_reminders", "--dry-run", "--on", "18/09/2026", stdout=out)
    assert out.getvalue().splitlines() == [
        "Người ward chair <ward_chair@mau.test>",
        f"  [ +1] Thời hạn: {row.directive} · 1 · UBND phường Mẫu Đông · Rà soát nội dung 1",
        f"  --  không liên hệ được với ai: {nobodys.directive} · 1 · UBND phường Mẫu Thượng · Rà soát nội dung 1",
        "18/09/2026: 1 mails, 1 messages, 1 units; not told: 1",
    ]
    out = StringIO()
    call_command("send_reminders", "--dry-run", "--on", "2026-09-19", stdout=out)
    assert out.getvalue().splitlines()[-1] == "19/09/2026: 0 mails, 0 messages, 0 units; not told: 2"
    assert "ngày nghỉ" in out.getvalue()
    assert (Message.objects.count(), Digest.objects.count(), Run.objects.count(), mailbox.letters) == (0, 0, 0, [])


def test_one_letter_that_cannot_be_written_holds_up_no_other(
    cast: Cast, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    one(cast, deadline=dt.date(2026, 9, 17))
    one(cast, cast.wards[1], deadline=dt.date(2026, 9, 17), directive=make_directive(cast, number="9/X"))
    plain = post.compose

    def broken_for_the_chair(digest: Digest, *rest: object) -> object:
        if digest.recipient == cast.ward_chair:
            raise KeyError("a mistake in the template")
        return plain(digest, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(post, "compose", broken_for_the_chair)
    assert remind(morning(18)) == {"retrying": 1, "sent": 1}
    assert [letter["To"] for letter in mailbox.letters] == ["other_chair@mau.test"]


def test_a_mail_server_that_is_away_all_day_loses_nothing(cast: Cast, mailbox: Mailbox) -> None:
    one(cast, deadline=dt.date(2026, 9, 17))
    mailbox.refusals = {"ward_chair@mau.test": "451 busy"}
    scan(morning(18))
    for hour in range(8, 24):
        send_waiting(morning(18, hour=hour))
    assert Digest.objects.get().state == Delivery.RETRYING
    mailbox.refusals = {}
    assert send_waiting(morning(19)) == {}  # Saturday
    assert remind(morning(21)) == {"sent": 1}  # with what is true on Monday, in the one letter of that day
    assert "3 ngày" not in mailbox.letters[0]["Subject"]
    assert "lâu nhất 4 ngày" in mailbox.letters[0]["Subject"]
    assert remind(morning(21, hour=9)) == {}


def test_the_next_mornings_hour_is_that_of_viet_nam(cast: Cast, mailbox: Mailbox) -> None:
    one(cast, deadline=dt.date(2026, 9, 17))
    remind(morning(18).astimezone(dt.UTC))
    one(cast, deadline=dt.date(2026, 9, 17), directive=make_directive(cast, number="9/X"), now=morning(18, hour=10))
    scan(morning(18, hour=11).astimezone(dt.UTC))
    waiting = Digest.objects.get(recipient=cast.ward_chair, state=Delivery.QUEUED)
    assert (waiting.day, waiting.next_try_at) == (dt.date(2026, 9, 21), morning(21))


def test_a_review_date_is_said_on_its_day_then_weekly_and_to_the_clerks_too(cast: Cast, mailbox: Mailbox) -> None:
    one(cast, deadline=DeadlineSet("standing", review_on=dt.date(2026, 9, 18)))
    assert remind(morning(17)) == {}
    assert remind(morning(18)) == {"sent": 1}
    assert mailbox.letters[0]["Subject"].strip() == "[Đôn Đốc] 1 việc cần rà soát"
    text = mailbox.letters[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "rà soát ngày 18/09/2026" in text
    assert remind(morning(24)) == {}
    assert remind(morning(25)) == {"sent": 3}
    assert sorted(letter["To"] for letter in mailbox.letters[1:]) == [
        "clerk@mau.test",
        "second_clerk@mau.test",
        "ward_chair@mau.test",
    ]


def test_where_the_unit_has_no_head_somebody_still_hears(cast: Cast, mailbox: Mailbox) -> None:
    row = one(cast, cast.wards[5], deadline=dt.date(2026, 9, 17))
    assert remind(morning(18)) == {}  # neither the ward nor the committee above it has anybody
    row.refresh_from_db()
    assert row.next_reminder_on == dt.date(2026, 9, 21)
    head = cast.people["idler"]
    head.email = "committee@mau.test"
    head.save()
    position_add(user=head, unit=cast.committee, role=Role.UNIT_HEAD, valid_from=dt.date(2020, 1, 1))
    remind(morning(21))
    assert "committee@mau.test" in [letter["To"] for letter in mailbox.letters]


def test_whoever_has_left_the_position_is_not_written_to(cast: Cast, mailbox: Mailbox) -> None:
    one(cast, deadline=dt.date(2026, 9, 17))
    scan(morning(18))
    cast.ward_chair.positions.update(valid_to=dt.date(2026, 9, 18))
    assert send_waiting(morning(18)) == {"dropped": 1}
    assert Message.objects.get().dropped_why == "no longer theirs"


@pytest.mark.parametrize("n", [1, 3])
def test_a_scan_costs_the_same_for_one_and_for_three(cast: Cast, django_assert_num_queries: object, n: int) -> None:
    for number, unit in enumerate([cast.wards[0], cast.wards[1], cast.health][:n]):  # each with a head of its own
        one(cast, unit, deadline=dt.date(2026, 9, 17), directive=make_directive(cast, number=f"{number}/X"))
    with django_assert_num_queries(25):  # type: ignore[operator]
        assert scan(morning(18)) == n


@pytest.mark.parametrize("n", [1, 3])
def test_a_letter_costs_the_same_whatever_it_holds(
    cast: Cast, mailbox: Mailbox, django_assert_num_queries: object, n: int
) -> None:
    for number in range(n):
        one(cast, deadline=dt.date(2026, 9, 17), directive=make_directive(cast, number=f"{number}/X"))
    scan(morning(18))
    with django_assert_num_queries(23):  # type: ignore[operator]
        assert send_waiting(morning(18)) == {"sent": 1}
