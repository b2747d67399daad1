"""Who is away and who acts meanwhile, in whose name; what goes on when a person leaves."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from assignments.enums import Action, State
from assignments.models import Assignment, Transition
from assignments.permissions import available_actions
from assignments.reminders.people import Recipients
from assignments.selectors.absences import away_words, heads_away
from assignments.selectors.history import timeline_of
from assignments.services import (
    Order,
    Refused,
    assignment_acknowledge,
    assignment_confirm,
    assignment_decline,
    directive_assign,
)
from assignments.services.leaving import position_leave
from tests.cast import Cast
from tests.conftest import NOW, TODAY
from tests.making import by, make_directive
from wards.enums import Role
from wards.models import Absence, AuditEntry, Delegation, Position, User
from wards.services.absence import absence_end, absence_enter

from .story import finished, given, reported

pytestmark = pytest.mark.usefixtures("frozen")
LAST = TODAY + dt.timedelta(days=4)


def fresh(user: User) -> User:
    """As the next request reads the person."""
    return User.objects.get(pk=user.pk)


def away(cast: Cast, **more: object) -> Absence:
    """The ward's chair is away from today to Tuesday; the staff acts as chair."""
    fields = {"user": cast.ward_chair, "first": TODAY, "last": LAST, "actor": cast.ward_chair, "now": NOW}
    fields |= {"deputy": cast.ward_staff, "positions": [cast.ward_chair.positions.get()]}
    return absence_enter(**fields | more)  # type: ignore[arg-type]


def test_whoever_assigns_is_warned_of_an_absence_on_the_last_day(cast: Cast, sign_in: Callable) -> None:
    """Before and after the work is given, by name; the deadline may stand. Another ward or day: none."""
    away(cast)
    directive, client = make_directive(cast), sign_in(cast.clerk)
    task, page = directive.tasks.get(), reverse("assignments:assign", args=[directive.pk])
    units = [f"{task.pk}:lead:{ward.pk}" for ward in cast.wards[:2]]
    data = {"give": units, f"task-{task.pk}-kind": "dated", f"task-{task.pk}-day": f"{LAST:%d/%m/%Y}"}
    when = f"{cast.wards[0].name}, 22/09/2026: {cast.ward_chair} is away until 22/09/2026"
    said = f"{when}, {cast.ward_staff} acts for them."
    with override("en"):
        client.cookies["django_language"] = "en"
        assert client.post(page, data | {"action": "count"}).context["absent"] == [said]
        later = data | {f"task-{task.pk}-day": "23/09/2026"}
        assert client.post(page, later | {"action": "count"}).context["absent"] == []
        told = client.post(page, data | {"action": "assign"}, follow=True).context["messages"]
    assert f"Deadlines in an absence: {said}" in [str(message) for message in told]


def test_an_absence_without_a_deputy_is_said_so(cast: Cast) -> None:
    away(cast, deputy=None, positions=[])
    (found,) = heads_away([(cast.wards[0].pk, LAST)])
    with override("en"):
        said = away_words(found, "W")
    assert said == f"W, 22/09/2026: {cast.ward_chair} is away until 22/09/2026 and nobody acts for them."


def test_a_deputy_does_what_the_head_may_and_history_says_for_whom(cast: Cast) -> None:
    work = given(cast)
    assert Action.DECLINE not in available_actions(fresh(cast.ward_staff), work, TODAY)
    away(cast)
    deputy = fresh(cast.ward_staff)
    assert [(p.role, p.acting_for) for p in deputy.held] == [("unit_staff", None), ("unit_head", cast.ward_chair)]
    assignment_decline(assignment=work, actor=deputy, now=NOW, reason="Không thuộc thẩm quyền")
    step = Transition.objects.get(action=Action.DECLINE)
    assert (step.actor, step.acting_for) == (cast.ward_staff, cast.ward_chair)


def test_the_timeline_says_who_acted_for_whom(cast: Cast) -> None:
    work = given(cast)
    away(cast)
    assignment_decline(assignment=work, actor=fresh(cast.ward_staff), now=NOW, reason="Không thuộc thẩm quyền")
    with override("en"):
        assert timeline_of(work)[0].actor == "Người ward staff, acting for Người ward chair"
        assert timeline_of(work)[-1].actor == cast.clerk


def test_a_clerks_deputy_assigns_in_the_clerks_name(cast: Cast) -> None:
    fields = {"user": cast.clerk, "first": TODAY, "last": LAST, "actor": cast.clerk, "now": NOW}
    absence_enter(deputy=cast.idler, positions=[cast.clerk.positions.get()], **fields)
    directive = make_directive(cast)
    order = Order(directive.tasks.get(), "lead", [cast.wards[0]], by(LAST))
    directive_assign(directive=directive, orders=[order], actor=fresh(cast.idler), now=NOW)
    step, entry = Transition.objects.get(), AuditEntry.objects.get(action="directive.assigned")
    assert (step.actor, step.acting_for) == (entry.actor, entry.acting_for) == (cast.idler, cast.clerk)


def test_whoever_acts_for_the_head_is_reminded_instead(cast: Cast) -> None:
    work = given(cast, days=6)
    away(cast)
    assert Recipients([work], TODAY).of(work) == [cast.ward_staff]
    assert Recipients([work], LAST + dt.timedelta(days=1)).of(work) == [cast.ward_chair]


def test_what_is_ones_own_right_is_not_done_for_another(cast: Cast) -> None:
    work = given(cast)
    away(cast)
    assignment_acknowledge(assignment=work, actor=fresh(cast.ward_staff), now=NOW)
    assert Transition.objects.get(action=Action.ACKNOWLEDGE).acting_for is None


@pytest.mark.parametrize(("days", "acts"), [(-1, False), (0, True), (4, True), (5, False)])
def test_a_deputy_acts_within_the_days_alone(cast: Cast, time_machine_at: Callable, days: int, acts: bool) -> None:
    away(cast)
    with time_machine_at(NOW + dt.timedelta(days=days)):
        assert (Role.UNIT_HEAD in fresh(cast.ward_staff).roles) is acts


def test_a_deputy_acts_no_more_once_the_position_has_ended(cast: Cast) -> None:
    away(cast)
    Position.objects.filter(user=cast.ward_chair).update(valid_to=TODAY)
    assert fresh(cast.ward_staff).roles == {Role.UNIT_STAFF}


def test_nobody_confirms_what_they_reported_for_another(cast: Cast) -> None:
    """The staff reports as deputy, and acts for the clerk as well: four eyes stay four."""
    away(cast)
    absence_enter(
        user=cast.clerk,
        first=TODAY,
        last=LAST,
        deputy=cast.ward_staff,
        positions=[cast.clerk.positions.get()],
        actor=cast.clerk,
        now=NOW,
    )
    work = reported(cast, actor=fresh(cast.ward_staff))
    with pytest.raises(Refused):
        assignment_confirm(assignment=work, actor=fresh(cast.ward_staff), now=NOW, grade="passed")


def test_an_absence_is_audited_with_its_deputy(cast: Cast) -> None:
    absence = away(cast)
    entry = AuditEntry.objects.get(action="absence.entered")
    assert (entry.actor, entry.object_id, entry.data["deputy"]) == (
        cast.ward_chair,
        str(absence.pk),
        cast.ward_staff.pk,
    )
    assert (absence.valid_from, absence.valid_to) == (TODAY, LAST + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"last": TODAY - dt.timedelta(days=1)}, "last"),
        ({"deputy": "ward_chair"}, "deputy"),  # for themselves
        ({"deputy": None}, "deputy"),
        ({"positions": []}, "positions"),
        ({"positions": "administrator"}, "positions"),  # another's, and one that is not passed on
    ],
)
def test_what_cannot_be_is_named_at_its_field(cast: Cast, change: dict[str, object], field: str) -> None:
    if isinstance(who := change.get("deputy"), str):
        change = change | {"deputy": cast.people[who]}
    if isinstance(who := change.get("positions"), str):
        change = change | {"positions": [cast.people[who].positions.get()]}
    with pytest.raises(ValidationError) as caught:
        away(cast, **change)
    assert list(caught.value.message_dict) == [field]
    assert not Absence.objects.exists()


def test_an_absence_does_not_overlap_another(cast: Cast) -> None:
    away(cast)
    with pytest.raises(ValidationError) as caught:
        away(cast, first=LAST, last=LAST)
    assert list(caught.value.message_dict) == ["first"]
    away(cast, first=LAST + dt.timedelta(days=1), last=LAST + dt.timedelta(days=2))


def test_one_deputy_in_a_position_at_a_time(cast: Cast) -> None:
    away(cast)
    row = Delegation.objects.get()
    fields = {"position": row.position, "person": cast.ward_chair, "valid_from": TODAY, "valid_to": LAST}
    with pytest.raises(IntegrityError, match="overlapping"), transaction.atomic():
        Delegation.objects.create(deputy=cast.idler, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(deputy=cast.ward_chair, **fields | {"valid_from": LAST, "valid_to": LAST})


def test_whose_absence_one_may_enter(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        away(cast, actor=cast.clerk)
    assert away(cast, actor=cast.administrator).made_by == cast.administrator


def test_whoever_is_back_early_is_represented_no_more(cast: Cast) -> None:
    absence = away(cast)
    absence_end(absence=absence, actor=cast.ward_chair, now=NOW, day=TODAY + dt.timedelta(days=1))
    absence.refresh_from_db()
    assert (absence.valid_to, Delegation.objects.get().valid_to) == (TODAY + dt.timedelta(days=1),) * 2
    absence_end(absence=absence, actor=cast.ward_chair, now=NOW, day=TODAY)
    assert (Absence.objects.count(), Delegation.objects.count()) == (0, 0)


def test_deadlines_in_the_absence_of_the_head_are_said(cast: Cast, django_assert_num_queries: Callable) -> None:
    away(cast)
    ward, other = cast.wards[0].pk, cast.wards[1].pk
    asked = [(ward, LAST), (ward, LAST + dt.timedelta(days=1)), (other, LAST), (ward, TODAY)]
    with django_assert_num_queries(4):
        found = heads_away(asked)
    assert [(item.unit, item.day, item.head, item.deputy) for item in found] == [
        (ward, LAST, cast.ward_chair, cast.ward_staff),
        (ward, TODAY, cast.ward_chair, cast.ward_staff),
    ]
    assert {item.back_on for item in found} == {LAST + dt.timedelta(days=1)}
    assert heads_away([]) == []


def leave(cast: Cast, **more: object) -> int:
    fields = {"position": cast.ward_staff.positions.get(), "day": TODAY, "actor": cast.administrator, "now": NOW}
    return position_leave(**fields | {"reason": "Chuyển công tác"} | more)  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["ward_chair", None])
def test_open_work_of_whoever_leaves_goes_on_and_closed_work_keeps_its_name(cast: Cast, who: str | None) -> None:
    open_, closed, elsewhere = given(cast), finished(cast), given(cast, cast.wards[1])
    Assignment.objects.update(delegate=cast.ward_staff)
    colleague = cast.people[who] if who else None
    assert leave(cast, colleague=colleague) == 1
    for row in (open_, closed, elsewhere):
        row.refresh_from_db()
    assert (open_.delegate, closed.delegate, elsewhere.delegate) == (colleague, cast.ward_staff, cast.ward_staff)
    step = open_.transitions.latest("id")
    assert (step.action, step.to_state) == (Action.DELEGATE if who else Action.UNDELEGATE, State.ASSIGNED)
    assert (step.reason, step.data) == ("Chuyển công tác", {"set": {"delegate_id": colleague and colleague.pk}})
    assert fresh(cast.ward_staff).held == []
    assert AuditEntry.objects.get(action="position.ended").data["reason"] == "Chuyển công tác"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"day": dt.date(2015, 1, 1)}, "day"),
        ({"reason": " "}, "reason"),
        ({"colleague": "other_chair"}, "colleague"),
        ({"colleague": "ward_staff"}, "colleague"),
    ],
)
def test_a_leaving_that_cannot_be_is_named_at_its_field(cast: Cast, change: dict[str, object], field: str) -> None:
    if isinstance(who := change.get("colleague"), str):
        change = change | {"colleague": cast.people[who]}
    with pytest.raises(ValidationError) as caught:
        leave(cast, **change)
    assert list(caught.value.message_dict) == [field]
    assert Position.objects.get(user=cast.ward_staff).valid_to is None


def test_ones_own_absence_on_its_page(cast: Cast, sign_in: Callable) -> None:
    client = sign_in(cast.ward_chair)
    form = client.get("/absences/new/").context["form"]
    assert [name for _pk, name in form.fields["deputy"].choices][1:] == [cast.ward_staff.full_name]
    position = cast.ward_chair.positions.get()
    typed = {"first": "18/09/2026", "last": "17/09/2026", "deputy": cast.ward_staff.pk, "positions": [position.pk]}
    wrong = client.post("/absences/new/", typed)
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["last"])
    assert wrong.context["form"]["deputy"].value() == str(cast.ward_staff.pk)
    assert client.post("/absences/new/", typed | {"last": "22/09/2026"})["Location"] == "/absences/"
    assert Delegation.objects.get().deputy == cast.ward_staff
    assert [row.user for row in client.get("/absences/").context["rows"]] == [cast.ward_chair]
    acting = sign_in(cast.ward_staff).get("/absences/").context["acting"]
    assert [row.person for row in acting] == [cast.ward_chair]


def test_an_administrator_enters_anothers_absence_by_user_name(cast: Cast, sign_in: Callable) -> None:
    client = sign_in(cast.administrator)
    page = "/absences/new/?person=ward_chair"
    assert client.get(page).context["whose"] == cast.ward_chair
    client.post(page, {"first": "21/09/2026", "last": "22/09/2026"})
    assert Absence.objects.get().user == cast.ward_chair
    assert client.get("/absences/new/?person=nobody")["Location"] == "/absences/"
    assert sign_in(cast.clerk).get(page).status_code == 403


def test_leaving_on_its_page(cast: Cast, sign_in: Callable) -> None:
    Assignment.objects.filter(pk=given(cast).pk).update(delegate=cast.ward_staff)
    client = sign_in(cast.administrator)
    page = f"/organisation/positions/{cast.ward_staff.positions.get().pk}/leave/"
    assert client.get(page).context["delegated_n"] == 1
    wrong = client.post(page, {"day": "hôm nay", "reason": "Nghỉ hưu", "colleague": cast.ward_chair.pk})
    assert (list(wrong.context["form"].errors), wrong.context["form"]["reason"].value()) == (["day"], "Nghỉ hưu")
    done = client.post(page, {"day": "18/09/2026", "reason": "Nghỉ hưu", "colleague": cast.ward_chair.pk})
    assert done["Location"] == f"/organisation/units/{cast.wards[0].pk}/"
    assert Assignment.objects.get().delegate == cast.ward_chair


def test_people_of_an_ended_unit_are_led_to_what_they_may_still_read(cast: Cast, sign_in: Callable) -> None:
    work = finished(cast)
    cast.wards[0].valid_to = TODAY
    cast.wards[0].save()
    Position.objects.filter(user=cast.ward_chair).update(valid_to=TODAY)
    client = sign_in(cast.ward_chair)
    assert client.get("/")["Location"] == "/assignments/"
    assert client.get(f"/assignments/{work.pk}/").status_code == 200
    assert client.get(f"/assignments/{work.pk}/note/").status_code == 403
