"""A change of the calendar: which open deadlines it touches, that none moves by itself, and what a moved one keeps."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assignments.enums import Action
from assignments.models import Assignment, Transition
from assignments.selectors.touched import touched_by
from assignments.services import DeadlineSet, NewDocument, assignment_confirm, assignment_submit
from assignments.services.calendar import calendar_change
from directives.enums import DeadlineKind
from tests.cast import Cast
from tests.conftest import NOW
from tests.making import assign, make_directive, one
from wards.enums import DayKind
from wards.models import AuditEntry, CalendarDay
from wards.services import calendar_seed

D = dt.date
CULTURE = D(2026, 11, 24)  # a Tuesday, chosen as a day off and not yet law
WHY = "Luật đã được thông qua"
TEN = DeadlineSet(DeadlineKind.WITHIN, within_days=10)
pytestmark = pytest.mark.usefixtures("year")


@pytest.fixture
def year(db: None) -> None:
    calendar_seed(years=[2026])


def received(cast: Cast, day: dt.date, deadline: DeadlineSet | dt.date) -> Assignment:
    moment = dt.datetime.combine(day, dt.time(9), tzinfo=NOW.tzinfo)
    return one(cast, deadline=deadline, now=moment)


def confirm_culture_day(cast: Cast, moved: object = (), **more: object) -> int:
    row = CalendarDay(day=CULTURE, kind=DayKind.OFF, name="Ngày Văn hóa Việt Nam", basis="Luật mẫu", is_confirmed=True)
    fields = {"row": row, "is_new": False, "actor": cast.administrator, "now": NOW, "reason": WHY, "moved": moved}
    return calendar_change(**fields | more)  # type: ignore[arg-type]


def days(kind: str | None = DayKind.OFF, day: dt.date = CULTURE) -> list[tuple[dt.date, dt.date]]:
    return [(item.before, item.after) for item in touched_by(day, kind)]


def test_a_new_day_off_touches_periods_counted_across_it_and_what_falls_on_it(cast: Cast) -> None:
    received(cast, D(2026, 11, 16), TEN)  # ten working days: to Monday 30/11
    received(cast, D(2026, 11, 2), TEN)  # over before
    received(cast, CULTURE, TEN)  # the day of receipt is not counted
    received(cast, D(2026, 11, 2), CULTURE)  # dated on the day itself
    received(cast, D(2026, 11, 2), D(2026, 12, 1))  # dated elsewhere
    assert days() == [(CULTURE, D(2026, 11, 25)), (D(2026, 11, 30), D(2026, 12, 1))]


def test_a_day_worked_instead_brings_periods_forward(cast: Cast) -> None:
    received(cast, D(2026, 11, 16), TEN)
    saturday = D(2026, 11, 21)
    assert days(DayKind.WORK, saturday) == [(D(2026, 11, 30), D(2026, 11, 27))]
    assert days(None, saturday) == []  # a Saturday is off anyhow


def test_a_period_that_somebody_set_by_hand_since_stays(cast: Cast) -> None:
    row = received(cast, D(2026, 11, 16), TEN)
    Assignment.objects.filter(pk=row.pk).update(deadline_on=D(2026, 12, 4))
    assert days() == []


def test_closed_work_is_not_touched(cast: Cast) -> None:
    row = received(cast, D(2026, 9, 1), CULTURE)
    proofs = [NewDocument("1/BC", D(2026, 9, 9))]
    row = assignment_submit(assignment=row, actor=cast.ward_chair, now=NOW, proofs=proofs)
    assert len(days()) == 1
    assignment_confirm(assignment=row, actor=cast.clerk, now=NOW, grade="passed")
    assert days() == []


def test_no_deadline_moves_by_itself(cast: Cast) -> None:
    row = received(cast, D(2026, 11, 16), TEN)
    assert confirm_culture_day(cast) == 0
    row.refresh_from_db()
    assert row.deadline_on == D(2026, 11, 30)
    assert not Transition.objects.filter(action=Action.CALENDAR).exists()
    entry = AuditEntry.objects.get(action="calendar.changed")
    assert (entry.data["before"]["is_confirmed"], entry.data["after"]["is_confirmed"]) == (False, True)
    assert (entry.data["moved"], entry.data["reason"]) == (0, WHY)


def test_the_chosen_ones_move_with_their_history(cast: Cast) -> None:
    chosen = received(cast, D(2026, 11, 16), TEN)
    other = received(cast, D(2026, 11, 2), CULTURE)
    untouched = received(cast, D(2026, 11, 2), D(2026, 12, 1))
    assert confirm_culture_day(cast, {chosen.pk, untouched.pk}) == 1
    for row in (chosen, other, untouched):
        row.refresh_from_db()
    assert (chosen.deadline_on, chosen.original_deadline_on) == (D(2026, 12, 1), D(2026, 11, 30))
    assert (other.deadline_on, untouched.deadline_on) == (CULTURE, D(2026, 12, 1))
    step = Transition.objects.get(action=Action.CALENDAR)
    assert (step.assignment, step.from_state, step.to_state) == (chosen, chosen.state, chosen.state)
    assert (step.actor, step.data) == (cast.administrator, {"set": {"deadline_on": "2026-12-01"}})
    assert step.reason.startswith("30/11/2026 → 01/12/2026")
    assert WHY in step.reason


def test_all_move_where_all_are_chosen_in_the_same_number_of_queries(
    cast: Cast, django_assert_num_queries: Callable
) -> None:
    received(cast, D(2026, 11, 16), TEN)
    row = CalendarDay.objects.get(day=CULTURE)
    assert cast.administrator.roles == {"administrator"}  # read once, before the counting
    with django_assert_num_queries(18):
        assert confirm_culture_day(cast, None) == 1
    CalendarDay.objects.filter(pk=row.pk).update(is_confirmed=False, basis="")
    Assignment.objects.update(deadline_on=D(2026, 11, 30))
    assign(
        cast,
        *cast.wards[1:3],
        deadline=TEN,
        directive=make_directive(cast, number="9/X"),
        now=dt.datetime(2026, 11, 16, 9, tzinfo=NOW.tzinfo),
    )
    with django_assert_num_queries(18):
        assert confirm_culture_day(cast, None) == 3


def test_a_day_taken_out_is_what_its_weekday_says(cast: Cast) -> None:
    row = received(cast, D(2026, 8, 24), DeadlineSet(DeadlineKind.WITHIN, within_days=5))
    assert row.deadline_on == D(2026, 9, 3)  # 31/8 to 2/9 are off
    swap = CalendarDay.objects.get(day=D(2026, 8, 31))
    moved = calendar_change(
        row=swap, is_new=False, actor=cast.administrator, now=NOW, reason=WHY, moved=None, remove=True
    )
    row.refresh_from_db()
    assert (moved, row.deadline_on) == (1, D(2026, 8, 31))
    assert not CalendarDay.objects.filter(day=D(2026, 8, 31)).exists()
    assert AuditEntry.objects.get(action="calendar.removed").data["before"]["kind"] == "off"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"is_new": True}, "day"),  # there already
        ({"reason": " "}, "reason"),
        ({"row": CalendarDay(day=D(2026, 11, 25), kind="work", name="Làm bù", basis="x")}, "kind"),  # a Wednesday
        ({"row": CalendarDay(day=CULTURE, kind="off", name="A", is_confirmed=True)}, "basis"),
        ({"row": CalendarDay(day=CULTURE, kind="half", name="A")}, "kind"),
    ],
)
def test_what_cannot_be_is_named_at_its_field(cast: Cast, fields: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        confirm_culture_day(cast, **fields)
    assert list(caught.value.message_dict) == [field]
    assert CalendarDay.objects.get(day=CULTURE).is_confirmed is False


def test_only_administrators_change_the_calendar(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        confirm_culture_day(cast, actor=cast.clerk)


PAGE = "/calendar/day/?day=2026-11-24"
TYPED = {"kind": "off", "name": "Ngày Văn hóa", "basis": "Luật mẫu", "is_confirmed": "on", "reason": WHY}


def test_the_page_shows_what_is_touched_before_it_saves(cast: Cast, sign_in: Callable) -> None:
    row = received(cast, D(2026, 11, 16), TEN)
    client = sign_in(cast.administrator)
    look = client.post(PAGE, TYPED | {"action": "look"})
    assert look.context["touched_n"] == 1
    assert "01/12/2026" in look.content.decode()
    assert CalendarDay.objects.get(day=CULTURE).is_confirmed is False
    done = client.post(PAGE, TYPED | {"action": "save", "move": "chosen", "row": [row.pk]})
    assert done["Location"] == "/calendar/?year=2026"
    row.refresh_from_db()
    assert row.deadline_on == D(2026, 12, 1)
    assert CalendarDay.objects.get(day=CULTURE).is_confirmed is True


def test_a_doubled_day_is_named_and_the_rest_of_the_form_kept(cast: Cast, sign_in: Callable) -> None:
    client = sign_in(cast.administrator)
    typed = TYPED | {"day": "01/01/2026", "name": "Nghỉ thêm", "action": "save"}
    response = client.post("/calendar/day/", typed)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["day"])
    assert response.context["form"]["name"].value() == "Nghỉ thêm"


@pytest.mark.parametrize("day", ["2026-11-23", "mai"])
def test_a_day_that_is_not_in_the_calendar_has_no_page(cast: Cast, sign_in: Callable, day: str) -> None:
    assert sign_in(cast.administrator).get(f"/calendar/day/?day={day}").status_code == 404
