"""What administrators see of reminding, what each person chooses, and that a missed morning is seen."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils.translation import override

from assignments.enums import MessageKind
from assignments.models import MorningHour, Preference, RefusedAddress, Run
from assignments.reminders.post import send_waiting
from assignments.reminders.runs import is_missed
from assignments.reminders.scan import scan
from assignments.selectors.reminding import next_morning
from assignments.services import NewDocument, assignment_submit
from assignments.services.reminding import address_free, reminders_choose
from tests.cast import Cast
from tests.making import assign, make_directive, one
from wards.models import AuditEntry, CalendarDay

from .test_digest import Mailbox, morning, remind

PAGE, MINE = "/reminders/", "/reminders/mine/"
LATE = dt.date(2026, 9, 17)


@pytest.mark.parametrize(
    ("now", "missed"),
    [
        (morning(18, hour=7, minute=59), False),
        (morning(18, hour=8, minute=0), True),
        (morning(19, hour=12), False),  # Saturday
        (morning(18, hour=8, minute=0).astimezone(dt.UTC), True),
    ],
)
def test_a_morning_without_a_finished_scan_is_missed(db: None, now: dt.datetime, missed: bool) -> None:
    assert is_missed(now) is missed


def test_a_scan_that_has_finished_is_enough_though_it_said_nothing(db: None) -> None:
    Run.objects.create(name="scan", day=dt.date(2026, 9, 18), started_at=morning(18))
    assert is_missed(morning(18, hour=9))  # begun, not finished
    assert scan(morning(18)) == 0
    assert not is_missed(morning(18, hour=9))


def test_health_and_the_administrators_see_a_missed_morning(
    cast: Cast, client: Client, sign_in: Callable, time_machine_at: Callable
) -> None:
    scan(morning(17))
    with time_machine_at(morning(18, hour=8, minute=5)):
        answer = client.get("/health/ready")
        assert (answer.status_code, answer.json()) == (
            200,
            {
                "status": "degraded",
                "database": "ok",
                "migrations": "ok",
                "reminders": "the scan has not finished today; last on 17/09/2026",
            },
        )
        words = "Hôm nay chưa ai được nhắc việc"
        assert words in sign_in(cast.administrator).get("/organisation/").content.decode()
        assert words not in sign_in(cast.clerk).get("/desk/").content.decode()
        scan(morning(18, hour=8, minute=6))
        assert client.get("/health/ready").json() == {"status": "ok", "database": "ok", "migrations": "ok"}
        assert words not in sign_in(cast.administrator).get("/organisation/").content.decode()


def test_the_page_says_what_the_next_morning_brings(cast: Cast, sign_in: Callable, time_machine_at: Callable) -> None:
    assign(cast, cast.wards[0], cast.wards[1], deadline=LATE, directive=make_directive(cast, number="77/UBND"))
    one(cast, cast.wards[5], deadline=LATE, directive=make_directive(cast, number="78/UBND"))
    with time_machine_at(morning(17, hour=16)):
        page = sign_in(cast.administrator).get(PAGE)
    words = page.content.decode()
    assert page.context["morning"].at == morning(18)
    assert "2 thư" in words
    assert "77/UBND · 1 · UBND phường Mẫu Đông: Thời hạn, 17/09/2026" in words
    assert "78/UBND · 1 · UBND phường Mẫu Thượng: không liên hệ được với ai" in words
    assert "Rà soát nội dung" not in words  # an administrator, as such, reads no work


@pytest.mark.parametrize(
    ("now", "day"),
    [(morning(18, hour=7, minute=29), 18), (morning(18), 21), (morning(20, hour=3), 21), (morning(17, hour=23), 18)],
)
def test_which_morning_is_the_next(db: None, now: dt.datetime, day: int) -> None:
    assert next_morning(now).at == morning(day)


def test_what_is_planned_is_what_is_sent(cast: Cast, mailbox: Mailbox) -> None:
    for number, unit in enumerate((cast.wards[0], cast.wards[1], cast.health)):
        one(cast, unit, deadline=dt.date(2026, 9, 10 + number), directive=make_directive(cast, number=f"{number}/X"))
    planned = next_morning(morning(17)).plan
    assert planned is not None
    people = {told[0].recipient.email for told in planned.by_person.values()}
    remind(morning(18))
    assert {str(letter["To"]) for letter in mailbox.letters} == people == {
        "ward_chair@mau.test", "other_chair@mau.test", "health_head@mau.test", "leader@mau.test"
    }  # fmt: skip


def test_an_administrator_says_that_an_address_works_again(cast: Cast, mailbox: Mailbox, sign_in: Callable) -> None:
    refused = RefusedAddress.objects.create(
        user=cast.ward_chair, email=cast.ward_chair.email, error="550 5.1.1", at=morning(17)
    )
    one(cast, deadline=LATE)
    assert remind(morning(18)) == {}
    client = sign_in(cast.administrator)
    assert "550 5.1.1" in client.get(PAGE).content.decode()
    assert client.post(f"/reminders/addresses/{refused.pk}/again/")["Location"] == PAGE
    assert AuditEntry.objects.filter(action="address.freed", actor=cast.administrator).count() == 1
    assert remind(morning(21))["sent"] == 2
    with pytest.raises(PermissionDenied):
        address_free(refused=refused, actor=cast.clerk, now=morning(18))


def test_an_address_that_has_been_changed_is_no_longer_shown(cast: Cast, sign_in: Callable) -> None:
    RefusedAddress.objects.create(user=cast.ward_chair, email="old@mau.test", error="550 5.1.1", at=morning(17))
    assert "550 5.1.1" not in sign_in(cast.administrator).get(PAGE).content.decode()


def test_inspectors_read_and_do_not_change(cast: Cast, sign_in: Callable) -> None:
    RefusedAddress.objects.create(user=cast.ward_chair, email=cast.ward_chair.email, error="550", at=morning(17))
    assert b"/again/" not in sign_in(cast.inspector).get(PAGE).content


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    cast: Cast, sign_in: Callable, time_machine_at: Callable, django_assert_num_queries: Any, n: int
) -> None:
    for number, unit in enumerate([cast.wards[0], cast.wards[1], cast.health][:n]):
        one(cast, unit, deadline=LATE, directive=make_directive(cast, number=f"{number}/X"))
        user = [cast.ward_staff, cast.second_clerk, cast.leader][number]
        RefusedAddress.objects.create(user=user, email=user.email, error="550", at=morning(17))
    client = sign_in(cast.administrator)
    with time_machine_at(morning(18, hour=6)), django_assert_num_queries(16):
        assert client.get(PAGE).status_code == 200


def test_each_person_chooses_what_and_when(cast: Cast, sign_in: Callable, mailbox: Mailbox) -> None:
    client = sign_in(cast.clerk)
    page = client.get(MINE)
    assert set(page.context["form"]["wanted"].value()) == {"listed", "confirm", "decide", "review", "no_deadline"}
    assert client.post(MINE, {"wanted": ["decide"], "at": "06:45"})["Location"] == MINE
    assert MorningHour.objects.get(user=cast.clerk).at == dt.time(6, 45)
    assert client.get(MINE).context["form"]["wanted"].value() == ["decide"]
    paper = [NewDocument("1/BC", dt.date(2026, 9, 9))]
    assignment_submit(assignment=one(cast), actor=cast.ward_chair, now=morning(14), proofs=paper)
    remind(morning(18))
    assert [str(letter["To"]) for letter in mailbox.letters] == ["second_clerk@mau.test"]
    client.post(MINE, {"wanted": ["confirm"], "at": ""})
    assert not MorningHour.objects.exists()
    assert set(Preference.objects.values_list("kind", flat=True)) == {"listed", "decide", "review", "no_deadline"}


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"at": "25:00"}, "at"), ({"at": "bảy giờ"}, "at"), ({"at": "03:00"}, "at"), ({"wanted": ["deadline"]}, "wanted")],
)
def test_what_cannot_be_chosen_is_said_at_its_field(
    cast: Cast, sign_in: Callable, typed: dict[str, Any], field: str
) -> None:
    response = sign_in(cast.clerk).post(MINE, typed)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    if field == "at":
        assert response.context["form"]["at"].value() == typed["at"]
    assert not Preference.objects.exists()


def test_what_is_the_units_to_do_cannot_be_switched_off(cast: Cast) -> None:
    with pytest.raises(ValidationError), override("en"):
        reminders_choose(user=cast.ward_chair, now=morning(18), muted=[MessageKind.DEADLINE], at=None)


def test_only_a_letter_that_may_be_switched_off_offers_it(cast: Cast, mailbox: Mailbox) -> None:
    one(cast, deadline=LATE)
    paper = [NewDocument("1/BC", dt.date(2026, 9, 9))]
    assignment_submit(assignment=one(cast), actor=cast.ward_chair, now=morning(14), proofs=paper)
    scan(morning(18))
    send_waiting(morning(18))
    offered = {str(letter["To"]): letter["List-Unsubscribe"] for letter in mailbox.letters}
    assert offered == {
        "ward_chair@mau.test": None,
        "clerk@mau.test": "<https://dondoc.mau.test/reminders/mine/>",
        "second_clerk@mau.test": "<https://dondoc.mau.test/reminders/mine/>",
    }


def test_tet_and_a_make_up_saturday(cast: Cast, mailbox: Mailbox) -> None:
    """Nobody is written to during the holiday; on the Saturday worked in its stead everybody is."""
    for day in range(14, 19):
        CalendarDay.objects.create(day=dt.date(2026, 9, day), kind="off", name="Tết", is_confirmed=True)
    CalendarDay.objects.create(day=dt.date(2026, 9, 19), kind="work", name="Làm bù", is_confirmed=True)
    one(cast, deadline=dt.date(2026, 9, 11))
    told = {day: remind(morning(day)) for day in range(12, 21)}
    assert {day: counts for day, counts in told.items() if counts} == {19: {"sent": 2}}
    assert "lâu nhất 8 ngày" in mailbox.to("ward_chair@mau.test")[0]["Subject"]


def test_the_day_is_that_of_viet_nam_at_midnight(cast: Cast, mailbox: Mailbox) -> None:
    """At 17:30 UTC of Sunday it is Monday in Hà Nội: the scan of Monday runs, and its letters wait for the morning."""
    one(cast, deadline=LATE)
    half_past_midnight = dt.datetime(2026, 9, 20, 17, 30, tzinfo=dt.UTC)
    assert scan(half_past_midnight) == 2
    assert list(Run.objects.values_list("day", flat=True)) == [dt.date(2026, 9, 21)]
    assert send_waiting(half_past_midnight) == {}
    assert send_waiting(dt.datetime(2026, 9, 21, 0, 30, tzinfo=dt.UTC)) == {"sent": 2}
