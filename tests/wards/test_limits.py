"""The figures that an office sets for itself: by whom, why, within which bounds, and that every page follows."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from assignments.enums import Standing
from assignments.models import Assignment
from tests.cast import Cast
from tests.conftest import NOW
from tests.making import one
from wards import clock, limits
from wards.limits import DEFAULTS, KEYS, limit
from wards.models import AuditEntry, Setting
from wards.services.settings import settings_change

WHY = "Kết luận giao ban ngày 15/9/2026"
PAGE = "/organisation/figures/"


def change(cast: Cast, reason: str = WHY, **values: int) -> list[Setting]:
    return settings_change(values=values, actor=cast.administrator, now=NOW, reason=reason)


def test_every_figure_comes_with_a_default_within_its_bounds(db: None) -> None:
    limits.forget()
    assert dict(limits.limits()) == DEFAULTS
    numbers = {
        code: [key.default] if isinstance(key.default, int) else limits.steps(code) for code, key in KEYS.items()
    }
    assert [
        code for code, found in numbers.items() if not KEYS[code].low <= min(found) <= max(found) <= KEYS[code].high
    ] == []
    with pytest.raises(KeyError):
        limit("no_such_figure")


def test_a_change_holds_at_once_and_is_kept_with_who_when_and_why(cast: Cast) -> None:
    (row,) = change(cast, **DEFAULTS | {"yellow_days": 5})
    assert (row.key, row.value, row.by, row.at, row.reason) == ("yellow_days", 5, cast.administrator, NOW, WHY)
    assert limit("yellow_days") == 5
    change(cast, yellow_days=4)
    assert list(Setting.objects.values_list("value", flat=True)) == [4, 5]
    entries = AuditEntry.objects.filter(action="setting.changed").order_by("id")
    assert [(entry.actor, entry.data["before"]) for entry in entries] == [
        (cast.administrator, 3),
        (cast.administrator, 5),
    ]


def test_what_does_not_differ_is_not_written(cast: Cast) -> None:
    assert change(cast, reason="", **DEFAULTS) == []
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("values", "reason", "field"),
    [
        ({"yellow_days": 31}, WHY, "yellow_days"),
        ({"end_of_day_hour": 25}, WHY, "end_of_day_hour"),
        ({"yellow_days": 7}, WHY, "due_soon_days"),  # nothing would be "due soon" any more
        ({"yellow_days": 2}, "  ", "reason"),
        ({"rungs": "-31 0"}, WHY, "rungs"),
    ],
)
def test_what_cannot_be_is_named_at_its_figure(cast: Cast, values: dict[str, int], reason: str, field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        change(cast, reason, **values)
    assert list(caught.value.message_dict) == [field]
    assert not Setting.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "leader", "inspector", "ward_chair"])
def test_only_administrators_change_figures(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        settings_change(values={"yellow_days": 2}, actor=cast.people[who], now=NOW, reason=WHY)


@pytest.mark.parametrize(
    "fields", [{"key": "unknown"}, {"value": 99}, {"reason": ""}, {"words": "-1 0"}, {"key": "rungs", "value": 0}]
)
def test_the_database_too_refuses_what_cannot_be(cast: Cast, fields: dict[str, object]) -> None:
    row = {"key": "yellow_days", "value": 2, "by": cast.administrator, "at": NOW, "reason": WHY} | fields
    with pytest.raises(IntegrityError), transaction.atomic():
        Setting.objects.create(**row)


def test_what_was_set_is_never_changed(cast: Cast) -> None:
    change(cast, yellow_days=4)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Setting.objects.update(value=5)


def test_figures_are_read_once_however_often_they_are_asked(cast: Cast, django_assert_num_queries: Callable) -> None:
    limits.forget()
    with django_assert_num_queries(1):
        assert [limit("yellow_days") for _ in range(50)] == [3] * 50


def test_one_request_sees_the_same_figures_from_beginning_to_end(cast: Cast) -> None:
    token = limits.request_id.set("r1")
    try:
        before = limits.limits()
        limits.hold({"yellow_days": 9})  # as another thread of the process would
        assert limits.limits() is before
        limits.request_id.set("r2")
        assert limit("yellow_days") == 9
    finally:
        limits.request_id.reset(token)


def test_standing_follows_in_python_and_in_sql(cast: Cast) -> None:
    row = one(cast, deadline=dt.date(2026, 9, 16))  # two days late
    today = NOW.date()

    def both() -> tuple[str, str]:
        return row.standing_on(today), Assignment.objects.with_standing(today).get().standing

    assert both() == (Standing.RED, Standing.RED)
    with override("en"):
        assert Standing.SPECIAL_RED.label == "3 days late or more"
    change(cast, special_red_days=2)
    assert both() == (Standing.SPECIAL_RED, Standing.SPECIAL_RED)
    with override("en"):
        assert Standing.SPECIAL_RED.label == "2 days late or more"


@pytest.mark.parametrize(("hour", "day"), [(24, 18), (17, 19)])
def test_the_day_ends_at_the_hour_that_is_set(cast: Cast, hour: int, day: int) -> None:
    evening = NOW.replace(hour=17, minute=0)
    change(cast, end_of_day_hour=hour)
    assert clock.today(evening) == dt.date(2026, 9, day)
    assert clock.today(evening - dt.timedelta(minutes=1)) == dt.date(2026, 9, 18)
    assert clock.date_of(evening) == dt.date(2026, 9, 18)


def test_the_page_changes_with_a_reason_and_shows_the_history(cast: Cast, sign_in: Callable) -> None:
    client = sign_in(cast.administrator)
    typed = DEFAULTS | {"special_red_days": 5, "reason": WHY}
    assert client.post(PAGE, typed)["Location"] == PAGE
    page = client.get(PAGE)
    assert page.context["form"]["special_red_days"].value() == 5
    assert WHY in page.content.decode()


def test_a_mistake_on_the_page_loses_nothing_typed(cast: Cast, sign_in: Callable) -> None:
    client = sign_in(cast.administrator)
    response = client.post(PAGE, DEFAULTS | {"yellow_days": "chín", "due_soon_days": 9, "reason": WHY})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["yellow_days"])
    assert response.context["form"]["due_soon_days"].value() == "9"
    response = client.post(PAGE, DEFAULTS | {"yellow_days": 5, "reason": ""})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
    assert not Setting.objects.exists()


@pytest.mark.parametrize(
    ("typed", "held"), [("-3 -1 0 2", (-3, -1, 0, 2)), ("+1, 0; −2", (-2, 0, 1)), ("–1,0,0", (-1, 0))]
)
def test_the_steps_of_a_ladder_are_read_as_people_write_them(
    cast: Cast, sign_in: Callable, typed: str, held: tuple[int, ...]
) -> None:
    client = sign_in(cast.administrator)
    assert client.post(PAGE, DEFAULTS | {"rungs_khan": typed, "reason": WHY})["Location"] == PAGE
    assert (limits.steps("rungs_khan"), limits.steps("rungs")) == (held, (-5, -3, -1, 0, 1, 3))
    assert client.get(PAGE).context["form"]["rungs_khan"].value() == limits.written_steps(held)
    assert str(Setting.objects.get()).endswith(f": {limits.written_steps(held)}")


@pytest.mark.parametrize("typed", ["", "mai", "1.5", "-40 0", " ".join(map(str, range(13)))])
def test_what_is_no_ladder_is_said_at_its_field(cast: Cast, sign_in: Callable, typed: str) -> None:
    response = sign_in(cast.administrator).post(PAGE, DEFAULTS | {"rungs": typed, "reason": WHY})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["rungs"])
    assert response.context["form"]["rungs"].value() == typed


def test_inspectors_read_and_do_not_change(cast: Cast, sign_in: Callable) -> None:
    client = sign_in(cast.inspector)
    page = client.get(PAGE)
    assert (page.status_code, b'<form method="post" novalidate' in page.content) == (200, False)
    assert client.post(PAGE, DEFAULTS | {"yellow_days": 5, "reason": WHY}).status_code == 403
