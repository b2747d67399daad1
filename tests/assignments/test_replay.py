"""The history of any assignment, read in order, gives its present state; and what is denormalised agrees with it."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignments import services
from assignments.enums import TABLE, Action, Ask, Figure, Standing
from assignments.models import Assignment
from assignments.permissions import available_actions
from assignments.selectors.history import replay
from assignments.services import DeadlineSet, NewDocument, Order, directive_assign
from assignments.services.acting import tracked
from assignments.standing import Thresholds, standing_filter
from directives.enums import REVIEW_NEEDED, DeadlineKind, UnitRole
from tests.cast import Cast
from tests.making import by, make_directive
from wards.models import User

from .story import in_days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

PEOPLE = ("clerk", "second_clerk", "leader", "ward_chair", "ward_staff", "health_head")
STEPS = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.integers(0, 40), st.integers(1, 30), st.sampled_from(Figure.values)),
    min_size=1,
    max_size=22,
)


def _data(action: Action, cast: Cast, days: int, figure: str) -> dict[str, Any]:
    own: dict[Action, dict[str, Any]] = {
        Action.SUBMIT: {"proofs": [NewDocument("1/BC", dt.date(2026, 9, 10))]},
        Action.CONFIRM: {"grade": "passed"},
        Action.ANSWER: {"words": "Rõ"},
        Action.ASK_EXTENSION: {"until": in_days(days), "reason": "Chờ", "so_far": "Một nửa"},
        Action.EXTEND: {"until": in_days(days), "reason": "Thiên tai"},
        Action.SET_DEADLINE: {"deadline": _deadline(days), "reason": "Theo chỉ đạo mới" if days % 7 else ""},
        Action.REVIEWED: {"review_on": in_days(days - 3)},
        Action.GRANT: {"until": in_days(days)},
        Action.BLOCK: {"reason": "Chưa có hóa chất", "decider": cast.health},
        Action.UPHOLD: {
            "reason": "Nhập nhầm",
            "corrects": figure,
            "day": in_days(-days % 10 - 10) if figure else None,
        },
        Action.REASSIGN: {"unit": cast.wards[3], "reason": "Đúng địa bàn", "until": in_days(days)},
        Action.DELEGATE: {"person": cast.ward_staff},
    }
    return own.get(action, {"reason": "Có lý do"} if TABLE[action].needs_reason else {})


def _deadline(days: int) -> DeadlineSet:
    """Of every kind, some that cannot be."""
    return (
        by(in_days(days - 3)),
        DeadlineSet(DeadlineKind.STANDING, review_on=in_days(days % 5 - 3)),
        DeadlineSet(DeadlineKind.UNDETERMINED, reason="Chờ hướng dẫn" if days % 2 else ""),
        DeadlineSet(DeadlineKind.WITHIN, within_days=days),
        DeadlineSet(DeadlineKind.AWAITING, review_on=in_days(days % 3 - 2), words="khi có kinh phí"),
        DeadlineSet(DeadlineKind.PERIODIC, rule="FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20271231"),
        DeadlineSet(DeadlineKind.EVENT, on=in_days(days), words="trước dịp khai giảng"),
    )[days % 7]


def _step(cast: Cast, row: Assignment, actor: User, choice: int, days: int, figure: str, now: dt.datetime) -> None:
    """One of the things that this person may do now; what its form would refuse changes nothing."""
    offered = available_actions(actor, row, now.date())
    if not offered:
        return
    action = offered[choice % len(offered)]
    try:
        with transaction.atomic():
            if action == Action.INSTRUCT:
                kind = ("urge", "evidence", "reassign", "figures")[days % 4]
                services.instruct(
                    assignments=[row], actor=actor, now=now, kind=kind, words="Báo cáo", reply_by=in_days(days),
                    by=cast.leader,
                )  # fmt: skip
            else:
                data = _data(action, cast, days, figure)
                getattr(services, f"assignment_{action.value}")(assignment=row, actor=actor, now=now, **data)
    except ValidationError:
        pass


def _denormalised(row: Assignment) -> dict[str, Any]:
    waiting = row.instructed.unanswered().exclude(instruction__kind="reassign")
    answered_for = 0 if row.closed_at and not row.unanswered_count else waiting.count()
    return {
        "is_blocked": row.obstacles.filter(closed_at=None).exists(),
        "is_disputed": row.disputes.filter(state=Ask.OPEN).exists(),
        "open_extension": row.extensions.filter(state=Ask.OPEN).first(),
        "extensions_count": row.extensions.filter(state=Ask.GRANTED).count(),
        "urgings_count": row.instructed.filter(instruction__kind="urge").count(),
        "unanswered_count": answered_for,
        "evidence_count": row.evidence.count(),
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, proposed=st.booleans(), endless=st.booleans())
def test_the_history_replays_to_the_present(
    cast: Cast, now: dt.datetime, steps: list, proposed: bool, endless: bool
) -> None:
    directive = make_directive(cast, number=f"{Assignment.objects.count()}/R")
    deadline = DeadlineSet(DeadlineKind.STANDING, review_on=in_days(0)) if endless else by(in_days(5))
    order = Order(directive.tasks.get(), UnitRole.LEAD, [cast.wards[0]], deadline)
    (row,) = directive_assign(directive=directive, orders=[order], actor=cast.clerk, now=now, needs_approval=proposed)
    for place, (who, choice, days, figure) in enumerate(steps):
        at = now + dt.timedelta(minutes=place)
        _step(cast, Assignment.objects.with_rights().get(pk=row.pk), cast.people[who], choice, days, figure, at)
    for work in Assignment.objects.filter(directive=directive):
        moves = list(work.transitions.order_by("id"))
        assert replay(moves) == tracked(work) | {"state": work.state}
        assert [move.from_state for move in moves] == ["", *(move.to_state for move in moves[:-1])]
        assert work.version == len(moves)
        have = {name: getattr(work, name) for name in _denormalised(work)}
        assert have == _denormalised(work)
        assert work.original_deadline_on == first_day(moves)
        assert (work.review_on is None) == (work.deadline_kind not in REVIEW_NEEDED)


def first_day(moves: list) -> dt.date | None:
    """The first last day that the unit was given: nothing moves it afterwards."""
    days = [day for move in moves if (day := move.data.get("set", {}).get("deadline_on"))]
    return dt.date.fromisoformat(days[0]) if days else None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=2, max_size=4))
def test_after_any_history_the_parts_sum_to_the_whole(cast: Cast, now: dt.datetime, steps: list) -> None:
    """Whatever happened to them, every row stands in exactly one way, under any filter."""
    directive = make_directive(cast, number=f"{Assignment.objects.count()}/S")
    order = Order(directive.tasks.get(), UnitRole.LEAD, cast.wards[: len(steps)], by(in_days(2)))
    rows = directive_assign(directive=directive, orders=[order], actor=cast.clerk, now=now)
    for row, story in zip(rows, steps, strict=True):
        for who, choice, days, figure in story:
            fresh = Assignment.objects.with_rights().get(pk=row.pk)
            _step(cast, fresh, cast.people[who], choice, days, figure, now)
    filters = ({}, {"is_starred": True}, {"unit": cast.wards[0]}, {"is_blocked": True}, {"unanswered_count__gt": 0})
    for condition in filters:
        every = Assignment.objects.filter(directive=directive, **condition)
        parts = [every.filter(standing_filter(in_days(4), {s}, Thresholds())).count() for s in Standing.values]
        assert sum(parts) == every.count()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(STEPS, min_size=3, max_size=4), after=STEPS, choice=st.sampled_from(("task", "close", "withdraw"))
)
def test_what_a_new_document_does_replays_too(
    cast: Cast, now: dt.datetime, steps: list, after: list, choice: str
) -> None:
    """Whatever happened to the work before its document was superseded or withdrawn, and whatever happens after it:
    every row replays, no open row is left behind, and nothing that waited for the unit's answer is lost."""
    old, new = (make_directive(cast, number=f"{Assignment.objects.count()}/{letter}") for letter in "CD")
    order = Order(old.tasks.get(), UnitRole.LEAD, cast.wards[: len(steps)], by(in_days(5)))
    rows = directive_assign(directive=old, orders=[order], actor=cast.clerk, now=now)
    for row, story in zip(rows, steps, strict=True):
        for who, pick, days, figure in story:
            _step(cast, Assignment.objects.with_rights().get(pk=row.pk), cast.people[who], pick, days, figure, now)
    before = Assignment.objects.filter(directive=old)
    open_before, waiting = before.open().count(), sum(before.open().values_list("unanswered_count", flat=True))
    by_what: dict[str, Any] = {"kind": "supersede", "by": new}
    if choice == "withdraw":
        by_what = {"kind": "withdraw", "reason": "Ban hành nhầm"}
    decided = str(new.tasks.get().pk) if choice == "task" else "close"
    services.directive_change(
        directive=old, choices={old.tasks.get().pk: decided}, actor=cast.second_clerk, now=now, **by_what
    )
    assert Assignment.objects.filter(directive=old).open().count() == 0
    goes = Assignment.objects.filter(directive=new)
    assert goes.count() == (open_before if choice == "task" else 0)
    assert sum(goes.values_list("unanswered_count", flat=True)) == (waiting if choice == "task" else 0)
    for row in goes:
        for who, pick, days, figure in after:
            _step(cast, Assignment.objects.with_rights().get(pk=row.pk), cast.people[who], pick, days, figure, now)
    for work in Assignment.objects.filter(directive__in=[old, new]):
        moves = list(work.transitions.order_by("id"))
        assert replay(moves) == tracked(work) | {"state": work.state}
        assert [move.from_state for move in moves] == ["", *(move.to_state for move in moves[:-1])]
        assert work.version == len(moves)
        assert work.evidence_count == work.evidence.count()
        assert not work.closed_at or work.next_reminder_on is None
