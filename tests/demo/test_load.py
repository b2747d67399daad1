"""The demo office, loaded on an ordinary Friday, on a Monday after a weekend, and on the last day of a year."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assignments.demo import ACCOUNTS
from assignments.demo.dates import document
from assignments.enums import LATE, Standing, State
from assignments.models import Assignment, Evidence, HandOver, Indicator, IndicatorValue, Repointing, Transition
from assignments.selectors.asking import WAITING
from assignments.selectors.drawing import drawings_of
from assignments.selectors.history import replay
from assignments.services.acting import tracked
from assignments.standing import Thresholds, standing_filter
from directives.enums import DirectiveState, DraftState, UnitRole
from directives.models import Citation, Directive, DirectiveChange, Draft, SourceFile
from wards.enums import LinkKind, Role
from wards.files import content_type_of
from wards.models import CalendarDay, Position, Succession, Unit, UnitGroup, User
from wards.services import person_create

FRIDAY, MONDAY, NEW_YEARS_EVE = dt.date(2026, 9, 18), dt.date(2026, 11, 23), dt.date(2026, 12, 31)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def _load(day: dt.date) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("load_demo", today=day.isoformat(), stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module", params=[FRIDAY, MONDAY, NEW_YEARS_EVE], ids=str)
def loaded(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[dt.date]:
    """Loaded once for all tests of a day, and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        _load(request.param)
        yield request.param
        transaction.set_rollback(True)


def test_every_standing_that_work_can_have_is_there(loaded: dt.date) -> None:
    found = set(Assignment.objects.with_standing(loaded).values_list("standing", flat=True))
    assert found == set(Standing.values) - {Standing.DONE_UNRATED}  # work without any deadline is never rated


def test_something_of_everything_waits(loaded: dt.date) -> None:
    """More time, an obstacle, an objection, unanswered instructions, work urged often, starred, delegated."""
    rows = Assignment.objects.all()
    assert {code: WAITING[code].of(rows).count() for code in WAITING} == {
        "extensions": 1,
        "disputes": 1,
        "obstacles": 1,
        "unanswered": 3,
        "urged": 1,
        "to_reassign": 0,
        "proposed": 0,
        "starred": 18,
    }
    assert [str(row.delegate) for row in rows.exclude(delegate=None)] == ["Lê Văn Thí Dụ"]
    for row in rows:
        assert replay(row.transitions.order_by("id")) == tracked(row) | {"state": row.state}


def test_states_do_not_depend_on_the_day(loaded: dt.date) -> None:
    assert Counter(Assignment.objects.filter(period="").values_list("state", flat=True)) == {
        State.COMPLETED: 29,
        State.ACKNOWLEDGED: 25,
        State.ASSIGNED: 16,
        State.SUPERSEDED: 5,
        State.SUBMITTED: 4,
        State.HANDED_OVER: 3,
        State.DECLINED: 1,
    }


def test_what_comes_back_was_done_each_time_and_has_its_coming_period(loaded: dt.date) -> None:
    series: dict[tuple[str, str], list[Assignment]] = {}
    for row in Assignment.objects.exclude(period="").order_by("deadline_on").for_page():
        series.setdefault((row.task.path, row.unit.code), []).append(row)
    assert set(series) == {("3-1", f"P{i}") for i in range(1, 5)} | {("4", "VPTU")}
    for *past, coming in series.values():
        assert past != []
        assert {row.state for row in past} <= {State.COMPLETED, State.SUBMITTED}
        assert {row.done_on == row.deadline_on < loaded for row in past} == {True}
        assert (coming.state, coming.deadline_on >= loaded) == (State.ASSIGNED, True)
        assert coming.next_period_on == coming.deadline_on + dt.timedelta(days=1)


def test_the_history_is_kept_in_the_language_of_the_office_whatever_the_console_speaks(loaded: dt.date) -> None:
    said = set(Transition.objects.filter(to_state=State.SUPERSEDED).values_list("reason", flat=True))
    assert {" ".join(reason.split()[:4]) for reason in said} == {"Được thay thế bởi"}


def test_parts_sum_to_the_whole(loaded: dt.date) -> None:
    parts = {
        standing: Assignment.objects.filter(standing_filter(loaded, {standing}, Thresholds())).count()
        for standing in Standing.values
    }
    assert sum(parts.values()) == Assignment.objects.count()
    in_python = Counter(row.standing_on(loaded).value for row in Assignment.objects.all())
    assert parts == dict.fromkeys(Standing.values, 0) | in_python


def test_what_is_late_and_by_how_much(loaded: dt.date) -> None:
    late = {
        (row.task.path, row.unit.code): row.days_late(loaded)
        for row in Assignment.objects.with_standing(loaded).filter(standing__in=LATE).for_page()
    }
    assert late == {
        ("II.2.b", "P1"): 1,
        ("II.2.b", "P4"): 1,
        ("2-2", "TTYT"): 2,
        ("1-2", "DU2"): 12 + _back(loaded, -12),
        ("II.2.a", "P2"): 13 + _back(loaded, -13),
        ("II.1.a", "SXD"): 30 + _back(loaded, -30),
    }


def _back(day: dt.date, days: int) -> int:
    """By how much a deadline moved back, to a weekday."""
    return max(0, (day + dt.timedelta(days=days)).weekday() - 4)


def test_directives_by_what_has_become_of_them(loaded: dt.date) -> None:
    states = Counter(Directive.objects.values_list("state", flat=True))
    assert states == {
        DirectiveState.IN_FORCE: 8,
        DirectiveState.SUPERSEDED: 1,
        DirectiveState.NOTHING_TO_ASSIGN: 1,
    }
    unassigned = Directive.objects.filter(state=DirectiveState.IN_FORCE, assignments=None)
    assert [d.doc_type for d in unassigned] == ["Công văn"]
    draft = Draft.objects.open().get()
    assert (draft.state, draft.directive) == (DraftState.READY, None)
    assert draft.text.strip() == document("cong_van_chuyen_doi_so", loaded).strip()


def test_the_chain_runs_from_the_plan_up_to_the_conclusion(loaded: dt.date) -> None:
    linked = Citation.objects.exclude(target=None).values_list("directive__doc_type", "relation", "target__doc_type")
    assert set(linked) == {
        ("Kế hoạch", "carries_out", "Thông báo kết luận"),
        ("Công văn", "replaces", "Công văn"),
    }


def test_a_letter_supersedes_another_and_its_work_goes_on(loaded: dt.date) -> None:
    change = DirectiveChange.objects.get()
    assert (change.kind, change.directive.state, change.by.state) == ("supersede", "superseded", "in_force")
    went_on = Repointing.objects.order_by("new__task__order", "new__unit__code")
    pairs = went_on.values_list("old__task__path", "new__task__path", "new__unit__code", "new__state")
    assert list(pairs) == [
        ("2", "1", "SYT", "acknowledged"),
        ("1", "2", "P1", "assigned"),
        ("1", "2", "P2", "acknowledged"),
        ("1", "2", "P3", "assigned"),
        ("1", "2", "P4", "assigned"),
    ]
    assert not change.directive.assignments.open().exists()


def test_citations_from_outside_the_register_stay_unlinked(loaded: dt.date) -> None:
    assert Citation.objects.filter(target=None).count() == 2  # from outside the register


def test_wards_have_given_their_numbers_and_some_are_missing(loaded: dt.date) -> None:
    """Each month that is over: three of four wards the rounds, two the rate, one of them corrected."""
    task = Indicator.objects.first().task  # type: ignore[union-attr]
    drawn = drawings_of([task], User.objects.get(username="lanhdao"), loaded)[task.pk]
    assert [(one.given, one.asked, one.reached, one.is_due) for one in drawn] == [(3, 4, 2, True), (2, 4, 1, True)]
    assert IndicatorValue.objects.exclude(supersedes=None).count() == len(
        {one.period for one in IndicatorValue.objects.all()}
    )


def test_every_assignment_has_a_whole_history_that_lies_in_the_past(loaded: dt.date) -> None:
    midnight = dt.datetime.combine(loaded, dt.time(), tzinfo=HANOI)
    for row in Assignment.objects.prefetch_related("transitions", "notes", "figures"):
        steps = list(row.transitions.all())
        assert [step.from_state for step in steps] == ["", *(step.to_state for step in steps[:-1])]
        assert (steps[-1].to_state, steps[0].at) == (row.state, row.made_at)
        times = [step.at for step in steps]
        assert times == sorted(times)
        assert times[-1] < midnight
        moved = max([*times, *(one.at for one in [*row.notes.all(), *row.figures.all()])])
        assert row.last_moved_at == moved < midnight
        assert row.evidence_count == row.evidence.count()


def test_people_act_on_working_weekdays(loaded: dt.date) -> None:
    today = Transition.objects.filter(assignment__unit__valid_to=None).exclude(data__has_key="period")
    assert {step.at.astimezone(HANOI).weekday() for step in today} <= {0, 1, 2, 3, 4}


def test_nobody_confirms_what_they_reported(loaded: dt.date) -> None:
    confirmed = Transition.objects.filter(action="confirm").select_related("assignment")
    assert confirmed.count() == Assignment.objects.filter(state=State.COMPLETED).count()
    assert [step for step in confirmed if step.actor_id == step.assignment.submitted_by_id] == []


def test_evidence_files_are_what_they_say(loaded: dt.date) -> None:
    kinds: Counter[tuple[str, str]] = Counter()
    for proof in Evidence.objects.exclude(file=""):
        with proof.file.open("rb") as file:
            kinds[content_type_of(file.read()), proof.content_type] += 1
    assert set(kinds) == {("application/pdf", "application/pdf"), ("image/png", "image/png")}
    assert SourceFile.objects.count() == 0


def test_eleven_wards_until_the_reform_and_four_since(loaded: dt.date) -> None:
    before, after = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
    counts = {group.name: (group.members_on(before).count(), group.members_on(after).count()) for group in _groups()}
    assert counts == {"UBND các phường": (11, 4), "Đảng ủy các phường": (11, 4)}
    old = Assignment.objects.filter(unit__valid_to=after)
    assert (old.count(), set(old.values_list("unit__code", flat=True))) == (
        12,
        {"PGD", *(f"QP{i}" for i in range(1, 12))},
    )
    assert not old.open().exists()
    assert Unit.objects.on(loaded).count() == 25


def test_the_reform_is_a_decision_with_links_and_its_open_work_went_on(loaded: dt.date) -> None:
    decision = Succession.objects.get()
    kinds = Counter(decision.links.values_list("kind", flat=True))
    assert kinds == {LinkKind.MERGE: 18, LinkKind.PART: 8, LinkKind.RENAME: 1, LinkKind.END: 3}
    went_on = HandOver.objects.order_by("old__unit__code").values_list(
        "old__unit__code", "new__unit__code", "new__state"
    )
    assert sorted(went_on) == [("QP11", "P4", "completed"), ("QP6", "P3", "completed"), ("QP9", "P4", "completed")]
    assert not HandOver.objects.exclude(new__deadline_on=F("old__deadline_on")).exists()
    chair = User.objects.get(username="chutich")  # of Mẫu Đông: reads what the three wards before it did
    past = Assignment.objects.visible_to(chair).filter(unit__valid_to__isnull=False)
    assert set(past.values_list("unit__code", flat=True)) == {"QP1", "QP2", "QP3"}


def _groups() -> list[UnitGroup]:
    return list(UnitGroup.objects.all())


def test_all_three_roles_of_a_unit_are_there(loaded: dt.date) -> None:
    assert set(Assignment.objects.values_list("role", flat=True)) == set(UnitRole.values)


def test_six_people_sign_in_one_for_each_role(loaded: dt.date) -> None:
    signing_in = [user for user in User.objects.all() if user.has_usable_password()]
    assert {user.username for user in signing_in} == {username for username, _role, _password in ACCOUNTS}
    roles = {username: set(User.objects.get(username=username).roles) for username, _role, _password in ACCOUNTS}
    assert roles == {
        "vanthu": {Role.CLERK},
        "chutich": {Role.UNIT_HEAD},
        "canbo": {Role.UNIT_STAFF},
        "lanhdao": {Role.LEADER},
        "kiemtra": {Role.INSPECTOR},
        "quantri": {Role.ADMINISTRATOR},
    }
    for username, _role, password in ACCOUNTS:
        user = User.objects.get(username=username)
        assert authenticate(username=username, password=password) == user
        validate_password(password, user)
        assert user.is_superuser == user.is_staff == (username == "quantri")


def test_every_address_is_an_invented_one(loaded: dt.date) -> None:
    assert {user.email.partition("@")[2] for user in User.objects.all()} == {"mau.example"}
    assert Position.objects.on(loaded).values("user").distinct().count() == User.objects.count()


def test_the_calendar_of_three_years_is_there(loaded: dt.date) -> None:
    years = set(CalendarDay.objects.dates("day", "year"))
    assert years == {dt.date(loaded.year + n, 1, 1) for n in (-1, 0, 1)}


@pytest.mark.parametrize(("username", "_role", "password"), ACCOUNTS, ids=[row[0] for row in ACCOUNTS])
def test_each_account_signs_in_and_sees_its_first_page(
    loaded: dt.date, username: str, _role: object, password: str
) -> None:
    client = Client()
    answer = client.post(reverse("wards:login"), {"username": username, "password": password}, follow=True)
    assert answer.status_code == 200
    assert answer.wsgi_request.user.username == username


@pytest.mark.django_db
def test_the_same_day_gives_the_same_office() -> None:
    def snapshot() -> list[tuple[object, ...]]:
        _load(FRIDAY)
        columns = ("directive__number", "task__path", "unit__code", "role", "state", "deadline_on", "done_on", "grade")
        rows = sorted(Assignment.objects.values_list(*columns), key=str)
        steps = sorted(Transition.objects.values_list("action", "at", "actor__username", "reason"), key=str)
        transaction.set_rollback(True)
        return rows + steps

    with transaction.atomic():
        first = snapshot()
    with transaction.atomic():
        assert snapshot() == first


@pytest.mark.django_db
def test_a_database_that_holds_people_is_left_alone() -> None:
    person_create(username="ai-do", full_name="Một Người")
    assert _load(FRIDAY) == "The database already holds people; no demo data was loaded.\n"
    assert (User.objects.count(), Unit.objects.count(), CalendarDay.objects.count()) == (1, 0, 0)


@pytest.mark.django_db
def test_loading_tells_the_accounts_and_a_second_time_loads_nothing() -> None:
    told = _load(FRIDAY).splitlines()
    assert told[0] == "Demo office loaded: 10 directives, 106 assignments."
    assert [line.split(": ")[1] for line in told[2:]] == [f"{name} / {word}" for name, _role, word in ACCOUNTS]
    assert _load(FRIDAY) == "The database already holds people; no demo data was loaded.\n"
    assert (User.objects.count(), Assignment.objects.count()) == (17, 106)


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match=r"31/12/2026"):
        call_command("load_demo", today="31/12/2026")
