"""The page on which the office sets a deadline: the fields of the assign screen, each mistake at its own, all kept."""

import datetime as dt

import pytest
from django.urls import reverse

from assignments.services import DeadlineSet
from tests.conftest import NOW
from tests.making import assign, one
from wards.enums import DayKind
from wards.models import CalendarDay
from wards.services.absence import absence_enter

from .story import DATELESS, given, in_days, standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
MONTHLY = "FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20261231"


def sheet(work, action="set_deadline"):
    return reverse("assignments:act", args=[work.pk, action])


def send(client, work, **data):
    response = client.post(sheet(work), data)
    work.refresh_from_db()
    return response


@pytest.mark.parametrize(
    ("deadline", "initial"),
    [
        (None, {"kind": "dated", "day": ""}),
        (in_days(5), {"kind": "dated", "day": "23/09/2026"}),
        (standing(in_days(0)), {"kind": "standing", "day": "18/09/2026"}),
        (DeadlineSet("periodic", rule=MONTHLY), {"kind": "dated", "day": "25/09/2026", "rule": MONTHLY}),
        (
            DeadlineSet("awaiting", review_on=in_days(9), words="khi có kinh phí"),
            {"kind": "awaiting", "day": "27/09/2026", "words": "khi có kinh phí"},
        ),
    ],
)
def test_the_sheet_opens_with_the_deadline_as_it_stands(cast, sign_in, deadline, initial):
    work = given(cast, days=None) if deadline is None else one(cast, deadline=deadline)
    response = sign_in(cast.clerk).get(sheet(work))
    form = response.context["form"]
    assert response.status_code == 200
    assert {name: form[name].value() for name in initial} == initial


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({"kind": "dated", "day": "31/02/2027"}, "day", "Không có ngày 31/02/2027 trong lịch."),
        ({"kind": "dated", "day": "30/09/2126"}, "day", "quá xa"),
        ({"kind": "dated", "day": "30/08/2026"}, "day", "trước ngày ban hành"),
        ({"kind": "dated", "day": "10/09/2026"}, "day", "đã qua"),
        ({"kind": "dated", "day": "19/09/2026", "reason": ""}, "reason", "lý do"),
        ({"kind": "within", "days": "ba"}, "days", "số"),
        ({"kind": "within", "days": ""}, "days", "số ngày"),
        ({"kind": "standing", "day": ""}, "day", "rà soát lại"),
        ({"kind": "undetermined", "reason": ""}, "reason", ""),
        ({"kind": "periodic", "rule": "thỉnh thoảng", "day": "31/12/2026"}, "rule", "thỉnh thoảng"),
        ({"kind": "periodic", "rule": "ngày 25 hằng tháng", "day": ""}, "day", ""),
        ({"kind": "event", "words": "lễ khánh thành", "day": ""}, "day", ""),
        ({"kind": "never", "day": "19/09/2026"}, "kind", ""),
    ],
)
def test_a_mistake_is_named_at_its_field_and_the_rest_kept(cast, sign_in, data, field, message):
    work = given(cast, days=5)
    sent = {"kind": "dated", "day": "", "days": "", "rule": "", "words": "khi có vốn", "reason": "Mưa bão"} | data
    response = send(sign_in(cast.clerk), work, **sent)
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert message in form.errors[field][0]
    assert {name: form[name].value() for name in sent} == sent
    assert (work.deadline_on, work.version) == (in_days(5), 1)


def test_each_kind_is_set_from_the_sheet(cast, sign_in):
    client = sign_in(cast.clerk)
    for data, found in (
        ({"kind": "dated", "day": "20/09/2026"}, ("dated", dt.date(2026, 9, 20), None)),
        ({"kind": "within", "days": "20"}, ("within", dt.date(2026, 9, 29), None)),
        ({"kind": "standing", "day": "31/12/2026"}, ("standing", None, dt.date(2026, 12, 31))),
        ({"kind": "awaiting", "day": "1/11/2026", "words": "khi có vốn"}, ("awaiting", None, dt.date(2026, 11, 1))),
        ({"kind": "event", "words": "trước ngày 22/12"}, ("event", dt.date(2026, 12, 21), None)),
        ({"kind": "undetermined"}, ("undetermined", None, None)),
        (
            {"kind": "periodic", "rule": "ngày 25 hằng tháng", "day": "31/12/2026"},
            ("periodic", dt.date(2026, 9, 25), None),
        ),
    ):
        work = given(cast, days=5)
        assert send(client, work, reason="Mưa bão", **data).status_code == 302
        assert (work.deadline_kind, work.deadline_on, work.review_on) == found


@pytest.mark.parametrize(
    ("sent", "until"),
    [
        ({"kind": "within", "days": "20", "day": "23/09/2026"}, dt.date(2026, 9, 29)),  # the day it was opened with
        ({"kind": "within", "days": "20", "day": "28/09/2026"}, dt.date(2026, 9, 28)),  # a day typed beside it
        ({"kind": "dated", "days": "20", "day": "24/09/2026"}, dt.date(2026, 9, 24)),
    ],
)
def test_a_new_number_of_days_is_not_overruled_by_the_day_that_stood_there(cast, sign_in, sent, until):
    work = given(cast, days=5)
    assert send(sign_in(cast.clerk), work, reason="Theo văn bản", **sent).status_code == 302
    assert work.deadline_on == until


def test_an_event_of_the_calendar_gives_its_day(cast, sign_in):
    """Tết 2027 begins on Friday 5 February: the last working day before it is the Thursday."""
    CalendarDay.objects.create(day=dt.date(2027, 2, 5), kind=DayKind.OFF, name="Tết Nguyên đán")
    work = given(cast, days=None)
    send(sign_in(cast.clerk), work, kind="event", words="trước Tết Nguyên đán")
    assert (work.deadline_on, work.event) == (dt.date(2027, 2, 4), "trước Tết Nguyên đán")


def test_whoever_sets_it_is_warned_of_a_day_off_and_of_an_absence(cast, sign_in):
    """Sunday 20 September, while the ward's head is away; a Monday after the absence: nothing to say."""
    absence_enter(
        user=cast.ward_chair,
        first=in_days(0),
        last=in_days(2),
        actor=cast.ward_chair,
        now=NOW,
        deputy=None,
        positions=[],
    )
    client, told = sign_in(cast.clerk), []
    for day in ("20/09/2026", "21/09/2026"):
        client.post(sheet(given(cast, days=None)), {"kind": "dated", "day": day})
        told.append([str(message) for message in client.get("/desk/").context["messages"]])
    away = f"{cast.wards[0].name}, 20/09/2026: {cast.ward_chair} vắng đến hết 20/09/2026, chưa có người làm thay."
    assert [message for message in told[0] if "20/09/2026" in message] == [
        "Hạn rơi vào ngày nghỉ: 20/09/2026.",
        f"Thời hạn rơi vào lúc vắng mặt: {away}",
    ]
    assert told[1] == ["Đã đặt thời hạn."]


def test_the_reason_why_there_is_none_yet_is_the_reason_of_the_change(cast, sign_in):
    work = given(cast, days=5)
    send(sign_in(cast.clerk), work, kind="undetermined", reason="Chờ thành phố hướng dẫn")
    assert work.deadline_reason == work.transitions.latest("id").reason == "Chờ thành phố hướng dẫn"


def test_reviewing_on_the_sheet_keeps_what_was_typed(cast, sign_in):
    work = one(cast, deadline=standing(in_days(-1)))
    response = sign_in(cast.clerk).post(sheet(work, "reviewed"), {"review_on": "18/09/2026", "reason": "Vẫn làm đều"})
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form["reason"].value()) == (422, ["review_on"], "Vẫn làm đều")
    sign_in(cast.clerk).post(sheet(work, "reviewed"), {"review_on": "31/12/2026", "reason": "Vẫn làm đều"})
    work.refresh_from_db()
    assert (work.review_on, work.transitions.latest("id").reason) == (dt.date(2026, 12, 31), "Vẫn làm đều")


def test_due_reviews_and_gaps_are_shown_on_the_row_and_in_the_drawer(cast, sign_in):
    work, undated = one(cast, deadline=standing(in_days(0))), given(cast, days=None)
    client = sign_in(cast.clerk)
    listed = client.get("/assignments/").content.decode()
    for page, words in (
        (listed, ("Đến kỳ rà soát", "Chờ hướng dẫn của cấp trên", "chưa có hạn 17 ngày")),
        (client.get(reverse("assignments:detail", args=[work.pk])).content.decode(), ("Đến kỳ rà soát",)),
        (client.get(reverse("assignments:detail", args=[undated.pk])).content.decode(), ("chưa có hạn 17 ngày",)),
    ):
        assert [word for word in words if word not in page] == []


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_gaps_costs_the_same(cast, sign_in, django_assert_num_queries, n):
    assign(cast, *cast.wards[:n], deadline=DATELESS)
    client = sign_in(cast.clerk)
    with django_assert_num_queries(8):
        client.get("/assignments/?standing=no_deadline")


def test_the_unit_and_other_offices_set_no_deadline(cast, sign_in):
    work = given(cast, days=5)
    statuses = {
        who: send(sign_in(getattr(cast, who)), work, kind="dated", day="19/09/2026", reason="x").status_code
        for who in ("ward_chair", "ward_staff", "inspector", "outsider", "other_chair", "leader")
    }
    assert statuses == {
        "ward_chair": 403, "ward_staff": 403, "inspector": 403, "outsider": 404, "other_chair": 404, "leader": 302,
    }  # fmt: skip
