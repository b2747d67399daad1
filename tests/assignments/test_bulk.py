"""Many rows at once: what will be done and what will not is shown first, checked again under the lock, and told."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from assignments.enums import Action, Ask, State
from assignments.models import Assignment, Dispute, Extension, Instruction, Obstacle, Transition
from assignments.selectors.history import replay
from assignments.services import (
    Refused,
    assignment_ask_extension,
    assignment_block,
    assignment_dispute,
    assignment_extend,
    assignment_reassign,
    assignment_star,
    assignment_unstar,
    assignment_withdraw,
    instruct,
)
from assignments.services.bulk import BULK
from assignments.services.reassigning import REASSIGNING
from assignments.views import bulk as view
from tests.conftest import NOW
from tests.making import assign, by, make_directive
from wards.enums import Role
from wards.services import position_add

from .story import declined, finished, given, held, in_days, reported
from .test_approving import proposed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
REASON = "Giao nhầm đơn vị"


def keys(works):
    return [work.pk for work in works]


def many(client, action, works, **data):
    """Pressing the button of the preview: all that it offered, and what was typed."""
    offered = {"row": keys(works), "offered": ",".join(map(str, keys(works))), "confirm": "1", "reason": REASON}
    return client.post(f"/many/{action}/", offered | data)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def will(page):
    return [row.work for row, _effect, _ticked in page.context["will"]]


def wont(page):
    return [(words, n) for words, _rows, n, _more in page.context["wont"]]


def states():
    return list(Assignment.objects.order_by("pk").values_list("state", flat=True))


def with_everything_asked(cast, days=5):
    """More time, an obstacle and an objection wait for decisions."""
    work = given(cast, days=days)
    who = {"assignment": work, "actor": cast.ward_chair, "now": NOW}
    assignment_ask_extension(**who, until=in_days(20), reason="Chờ vật tư", so_far="Một nửa")
    assignment_block(**who, reason="Chưa có hóa chất", decider=cast.health)
    assignment_dispute(**who, reason="Hạn ghi sai")
    work.refresh_from_db()
    return work


def rows_of_one_unit(cast, n, days=9):
    return assign(cast, cast.wards[0], deadline=in_days(days), directive=make_directive(cast, tasks=n, number=f"{n}/T"))


def typed(cast, action):
    return {
        Action.WITHDRAW: {"reason": REASON},
        Action.EXTEND: {"reason": REASON, "until": in_days(20)},
        Action.REASSIGN: {"reason": REASON, "unit": cast.health},
        Action.INSTRUCT: {"kind": "urge", "words": "Báo cáo", "reply_by": in_days(2)},
    }.get(action, {})


# What is shown before anything is done


def test_the_preview_says_what_will_and_what_will_not_be_done_and_why(cast, sign_in):
    fit, done = [given(cast), declined(cast)], finished(cast)
    before = Transition.objects.count()
    page = sign_in(cast.clerk).post("/many/withdraw/", {"row": keys([*fit, done])})
    assert (page.status_code, will(page)) == (200, fit)
    assert wont(page) == [
        ("Không thực hiện được: việc đang ở trạng thái “Hoàn thành” từ 08:05 18/09/2026 (xác nhận, Người clerk).", 1)
    ]
    assert Transition.objects.count() == before


def test_rows_refused_for_the_same_reason_stand_together_the_most_first(cast, sign_in):
    asking = [with_everything_asked(cast) for _row in range(2)]
    page = sign_in(cast.clerk).post("/many/extend/", {"row": keys([given(cast, days=None), *asking])})
    assert [n for _words, n in wont(page)] == [2, 1]
    assert [words for words, _n in wont(page)] == [
        "Đơn vị đã xin gia hạn: hãy trả lời đề nghị đó.",
        "Việc này chưa có hạn nên không có hạn để lùi.",
    ]


def test_a_preview_may_be_opened_by_a_link_and_another_offices_rows_are_not_found(cast, sign_in):
    work = given(cast)
    assert will(sign_in(cast.leader).get("/many/withdraw/", {"row": work.pk})) == [work]
    assert sign_in(cast.outsider).post("/many/withdraw/", {"row": work.pk}).status_code == 404
    assert many(sign_in(cast.outsider), "withdraw", [work]).status_code == 404
    assert states() == [State.ASSIGNED]


def test_a_row_outside_the_scope_is_left_out_of_the_rows_that_are_done(cast, sign_in, now):
    """A row beyond the person's reach, named among others, is neither shown nor done nor spoken of."""
    position_add(user=cast.idler, unit=cast.committee, role=Role.CLERK, valid_from=in_days(-99))
    work = given(cast, cast.front)
    seen = given(cast)
    page = sign_in(cast.idler).post("/many/withdraw/", {"row": keys([work, seen])})
    assert (will(page), wont(page)) == ([], [("Đồng chí không có quyền thực hiện việc này.", 1)])


def test_all_rows_of_a_filter_are_found_again_from_its_query(cast, sign_in):
    late = [given(cast, days=-n) for n in (9, 8)]
    given(cast, days=30)
    client = sign_in(cast.clerk)
    page = client.get("/assignments/?standing=late")
    assert (page.context["bulk"]["query"], page.context["bulk"]["n"]) == ("standing=late", 2)
    page = client.post("/many/withdraw/", {"all": "1", "filter": "standing=late"})
    assert will(page) == late


def test_more_than_the_most_is_refused_in_words(cast, sign_in, monkeypatch):
    monkeypatch.setattr(view, "MOST", 2)
    rows_of_one_unit(cast, 3)
    response = sign_in(cast.clerk).post("/many/withdraw/", {"all": "1", "filter": "", "next": "/assignments/"})
    assert (response.status_code, response["Location"]) == (302, "/assignments/")
    assert said(response) == ["Mỗi lần tối đa 2 việc. Hãy thu hẹp bộ lọc rồi thử lại."]


def test_of_very_many_rows_a_part_is_shown_and_all_are_done(cast, sign_in, monkeypatch):
    monkeypatch.setattr(view, "SHOWN", 2)
    rows = rows_of_one_unit(cast, 3)
    client = sign_in(cast.clerk)
    page = client.post("/many/withdraw/", {"row": keys(rows)})
    assert (len(will(page)), page.context["will_n"], page.context["more_n"]) == (2, 3, 1)
    client.post("/many/withdraw/", {"row": page.context["will_keys"], "confirm": "1", "reason": REASON})
    assert states() == [State.WITHDRAWN] * 3


def test_with_nothing_ticked_the_person_is_told_so(cast, sign_in):
    response = sign_in(cast.clerk).post("/many/withdraw/", {"next": "/desk/"})
    assert (response["Location"], said(response)) == ("/desk/", ["Hãy chọn ít nhất một việc."])


def test_results_are_not_confirmed_many_at_once(cast, sign_in):
    assert sign_in(cast.clerk).post("/many/confirm/", {"row": reported(cast).pk}).status_code == 404


@pytest.mark.parametrize(("action", "effect"), [("extend", "21/09/2026 → 01/10/2026"), ("reassign", None)])
def test_what_depends_on_what_is_typed_is_previewed_before_it_is_done(cast, sign_in, action, effect):
    (fit, unfit), client = [given(cast, days=3), given(cast, days=30)], sign_in(cast.clerk)
    given(cast, cast.health, directive=unfit.directive)  # has that task already
    data = {"until": "01/10/2026", "unit": cast.health.pk}
    page = many(client, action, [fit, unfit], **data)
    effect = effect or "thu hồi; giao mới cho Trung tâm Y tế quận Mẫu, hạn 01/10/2026"
    assert [(row.work, said) for row, said, _ticked in page.context["will"]] == [(fit, effect)]
    assert (len(page.context["wont"]), page.context["is_new"], Assignment.objects.count()) == (1, True, 3)
    previewed = page.context["previewed"]
    other = many(client, action, [fit], **data | {"until": "02/10/2026"}, previewed=previewed)
    assert (other.status_code, other.context["is_new"]) == (200, True)  # not what was previewed: shown anew
    assert many(client, action, [fit], **data, previewed=previewed, left=unfit.pk).status_code == 302
    fit.refresh_from_db(), unfit.refresh_from_db()
    assert (fit.version, unfit.version) == (2, 1)


@pytest.mark.parametrize(
    ("who", "path"),
    [("inspector", "/exceptions/"), ("inspector", "/assignments/"), ("ward_chair", "/assignments/")],
)
def test_whoever_acts_on_no_work_of_the_office_has_no_boxes(cast, sign_in, who, path):
    given(cast)
    client = sign_in(cast.people[who])
    assert client.get(path).context["bulk"] is None
    assert 'form="bulk"' not in client.get(path).content.decode()
    assert many(client, "withdraw", []).status_code == 403


@pytest.mark.parametrize("path", ["/desk/", "/exceptions/", "/assignments/", "/directives/{}/"])
def test_the_pages_of_work_have_a_box_for_each_row_and_the_same_actions(cast, sign_in, path):
    work = given(cast)
    page = sign_in(cast.clerk).get(path.format(work.directive_id))
    assert f'name="row" value="{work.pk}" form="bulk"' in page.content.decode()
    actions = ["instruct", "set_deadline", "extend", "reassign", "star", "unstar", "withdraw"]
    assert page.context["bulk"]["actions"] == actions


# How it is done, and told


def test_what_was_previewed_is_done_and_the_person_comes_back(cast, sign_in):
    works = [given(cast), held(cast), declined(cast)]
    response = many(sign_in(cast.clerk), "withdraw", works, next="/desk/")
    assert (response["Location"], states()) == ("/desk/", [State.WITHDRAWN] * 3)
    assert said(response) == ["Thu hồi: đã thực hiện với 3 việc."]
    lines = Transition.objects.filter(action=Action.WITHDRAW)
    assert set(lines.values_list("reason", "actor")) == {(REASON, cast.clerk.pk)}


def test_a_row_left_out_is_left_alone_and_stays_left_out_after_an_error(cast, sign_in):
    works, client = [given(cast), given(cast)], sign_in(cast.clerk)
    page = many(client, "withdraw", works, row=[works[0].pk], reason=" ")
    ticked = [(row.work, is_ticked) for row, _effect, is_ticked in page.context["will"]]
    assert (page.status_code, ticked) == (422, [(works[0], True), (works[1], False)])
    many(client, "withdraw", works, row=[works[0].pk])
    assert states() == [State.WITHDRAWN, State.ASSIGNED]


def test_what_changed_since_the_preview_is_named_never_skipped_in_silence(cast, now, sign_in):
    works, client = [given(cast), given(cast)], sign_in(cast.clerk)
    assert will(client.post("/many/withdraw/", {"row": keys(works)})) == works
    assignment_withdraw(assignment=works[1], actor=cast.second_clerk, now=now, reason="Trùng")
    done, left = said(many(client, "withdraw", works))
    assert done == "Thu hồi: đã thực hiện với 1 việc."
    assert left == (
        f"Chưa thực hiện với 1 việc: {works[1]}. "
        "Không thực hiện được: việc đang ở trạng thái “Đã thu hồi” từ 08:05 18/09/2026 (thu hồi, Người second clerk)."
    )
    lines = Transition.objects.filter(action=Action.WITHDRAW).order_by("assignment_id")
    assert list(lines.values_list("actor", flat=True)) == [cast.clerk.pk, cast.second_clerk.pk]


def test_where_nothing_can_be_done_any_more_the_page_says_why_and_keeps_what_was_typed(cast, now, sign_in):
    work = given(cast)
    assignment_withdraw(assignment=work, actor=cast.second_clerk, now=now, reason="Trùng")
    page = many(sign_in(cast.clerk), "withdraw", [work])
    assert (page.status_code, will(page), len(wont(page))) == (409, [], 1)
    assert page.context["form"]["reason"].value() == REASON


@pytest.mark.parametrize(
    ("action", "data", "field"),
    [
        ("withdraw", {"reason": ""}, "reason"),
        ("extend", {"until": "32/13/2026"}, "until"),
        ("extend", {"until": "01/01/2020"}, "until"),
        ("extend", {"until": "01/01/2126"}, "until"),
        ("reassign", {"unit": ""}, "unit"),
        ("reassign", {"unit": "x"}, "unit"),
        ("instruct", {"kind": "urge", "words": "", "reply_by": "22/09/2026"}, "words"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(cast, sign_in, action, data, field):
    good = {"reason": "Lý do đã gõ", "until": "01/10/2026", "unit": cast.health.pk}
    page = many(sign_in(cast.leader), action, [given(cast)], **good | data)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert page.context["form"].data["reason"] == (good | data)["reason"]
    assert Transition.objects.count() == 1


def test_nobody_decides_on_what_he_proposed(cast, now, sign_in):
    """Four eyes hold for each row: a leader who proposed one of them approves the other alone."""
    position_add(user=cast.second_clerk, unit=cast.office, role=Role.LEADER, valid_from=in_days(-99))
    (own,), (other,) = proposed(cast, cast.wards[0]), proposed(cast, cast.wards[1])
    Assignment.objects.filter(pk=own.pk).update(made_by=cast.second_clerk)
    _done, left = said(many(sign_in(cast.second_clerk), "approve", [own, other]))
    assert states() == [State.PROPOSED, State.ASSIGNED]
    assert left.endswith("Người đề xuất giao việc không tự duyệt.")


def test_no_unit_extends_its_own_deadline(cast, now):
    position_add(user=cast.clerk, unit=cast.wards[0], role=Role.UNIT_STAFF, valid_from=in_days(-99))
    own, other = given(cast, days=3), given(cast, cast.wards[1], days=3)
    outcome = BULK[Action.EXTEND].on_many(keys([own, other]), cast.clerk, now, until=in_days(9), reason=REASON)
    assert (outcome.will, [row for row, _why in outcome.wont]) == ([other], [own])


# Each action, as for a single row


def test_what_was_still_asked_of_withdrawn_rows_ends_with_them(cast, now):
    works = [with_everything_asked(cast) for _row in range(3)]
    BULK[Action.WITHDRAW].on_many(keys(works), cast.clerk, now, reason=REASON)
    assert set(Extension.objects.values_list("state", "decided_at")) == {(Ask.LAPSED, now)}
    assert set(Dispute.objects.values_list("state", "decided_at")) == {(Ask.LAPSED, now)}
    assert set(Obstacle.objects.values_list("closed_at", flat=True)) == {now}
    rows = Assignment.objects.values_list(
        "open_extension", "open_obstacle", "open_dispute", "is_blocked", "is_disputed"
    )
    assert set(rows) == {(None, None, None, False, False)}


SINGLE = {
    Action.WITHDRAW: assignment_withdraw,
    Action.EXTEND: assignment_extend,
    Action.REASSIGN: assignment_reassign,
    Action.STAR: assignment_star,
}
NEVER_ALIKE = ("id", "directive_id", "task_id", "reassigned_from_id", "open_extension_id")


@pytest.mark.parametrize("action", SINGLE)
def test_many_rows_become_what_a_single_one_becomes_in_the_row_and_in_its_history(cast, now, action):
    alone, *works = [given(cast, days=4) for _row in range(3)]
    SINGLE[action](assignment=alone, actor=cast.clerk, now=now, **typed(cast, action))
    BULK[action].on_many(keys(works), cast.clerk, now, **typed(cast, action))

    def picture(row):
        fields = [f.attname for f in row._meta.concrete_fields if f.attname not in NEVER_ALIKE]
        moves = row.transitions.order_by("id").values_list("action", "from_state", "to_state", "reason", "actor")
        return {name: getattr(row, name) for name in fields}, list(moves)

    rows = {row.pk: row for row in Assignment.objects.all()}
    for work in works:
        assert picture(rows[work.pk]) == picture(rows[alone.pk])
    for row in rows.values():
        told = replay(row.transitions.all())
        assert {name: told[name] for name in ("state", "deadline_on", "is_starred", "extensions_count")} == {
            "state": row.state,
            "deadline_on": row.deadline_on.isoformat(),
            "is_starred": row.is_starred,
            "extensions_count": row.extensions_count,
        }
    made = [row for row in rows.values() if row.reassigned_from_id]
    assert [picture(row) for row in made] == [picture(row) for row in made[:1]] * len(made)
    assert len(made) == (3 if action == Action.REASSIGN else 0)


def test_extending_moves_the_reminders_and_counts(cast, now):
    works = [given(cast, days=-3), held(cast, days=-3)]
    BULK[Action.EXTEND].on_many(keys(works), cast.clerk, now, until=in_days(30), reason=REASON)
    alone = assignment_extend(assignment=given(cast, days=-3), actor=cast.clerk, now=now, until=in_days(30), reason="x")
    assert alone.next_reminder_on > in_days(0)
    rows = Assignment.objects.filter(pk__in=keys(works)).values_list(
        "deadline_on", "original_deadline_on", "extensions_count", "next_reminder_on", "state"
    )
    assert set(rows) == {
        (in_days(30), in_days(-3), 1, alone.next_reminder_on, State.ASSIGNED),
        (in_days(30), in_days(-3), 1, alone.next_reminder_on, State.ACKNOWLEDGED),
    }


def test_an_extension_is_later_than_each_rows_own_day(cast, now):
    fit, unfit = given(cast, days=3), given(cast, days=30)
    outcome = BULK[Action.EXTEND].on_many(keys([fit, unfit]), cast.clerk, now, until=in_days(9), reason=REASON)
    words = "Hạn mới phải sau hạn hiện nay (18/10/2026)."
    assert (outcome.will, outcome.wont) == ([fit], [(unfit, ("until", words))])


def test_a_star_is_the_orders_and_set_once_for_several_of_its_rows(cast, now):
    directive = make_directive(cast, tasks=2)
    rows = assign(cast, *cast.wards[:3], directive=directive)
    first = [row for row in rows if row.task.path == "1"]
    outcome = BULK[Action.STAR].on_many(keys(first[:2]), cast.clerk, now)
    assert outcome.will == first[:2]
    assert list(directive.tasks.order_by("order").values_list("is_starred", flat=True)) == [True, False]
    assert set(Assignment.objects.filter(is_starred=True)) == set(first)
    assert Transition.objects.filter(action=Action.STAR).count() == 3
    outcome = BULK[Action.STAR].on_many(keys([first[0], *rows[3:]]), cast.clerk, now)
    assert [row for row, _why in outcome.wont] == [first[0]]
    BULK[Action.UNSTAR].on_many(keys(first), cast.clerk, now)
    assert Assignment.objects.filter(is_starred=True).count() == 3
    assert assignment_unstar(assignment=rows[-1], actor=cast.clerk, now=now).is_starred is False


def test_one_instruction_reaches_all_the_rows(cast, now, sign_in):
    works = [given(cast), given(cast, cast.wards[1])]
    data = {"kind": "urge", "words": "Báo cáo", "reply_by": "22/09/2026", "next": "/exceptions/"}
    response = many(sign_in(cast.leader), "instruct", [*works, finished(cast)], **data)
    assert (Instruction.objects.count(), Instruction.objects.get().targets.count()) == (1, 2)
    assert said(response)[0] == "Cho ý kiến chỉ đạo: đã thực hiện với 2 việc."


def test_work_goes_to_one_unit_each_row_with_its_own_day_and_what_cannot_go_stays(cast, now):
    fit, refused, late, there = (
        given(cast, days=5), declined(cast, days=6), given(cast, days=-5), given(cast, cast.health, days=7),
    )  # fmt: skip
    same = given(cast, cast.wards[1], directive=fit.directive, days=5)  # of one task only one can be the unit's
    data = {"unit": cast.health, "reason": REASON}
    outcome = REASSIGNING.on_many(keys([fit, refused, late, there, same]), cast.clerk, now, **data)
    assert outcome.will == [fit, refused]
    assert {row: field for row, (field, _words) in outcome.wont} == {late: "until", there: "unit", same: "unit"}
    made = Assignment.objects.filter(reassigned_from__isnull=False).order_by("pk")
    assert [(row.reassigned_from, row.unit, row.deadline_on) for row in made] == [
        (fit, cast.health, in_days(5)),
        (refused, cast.health, in_days(6)),
    ]
    assert all(row.next_reminder_on for row in made)


def test_another_trees_units_take_no_lead(cast, now):
    elsewhere = cast.people["outsider"].positions.get().unit
    with pytest.raises(Exception, match="Huyện ủy Khác"):
        assignment_reassign(assignment=given(cast, days=5), actor=cast.clerk, now=now, unit=elsewhere, reason=REASON)


def test_all_or_none_refuses_at_the_first_row_that_does_not_allow_it(cast, now):
    works = [given(cast), finished(cast)]
    with pytest.raises(Refused):
        instruct(assignments=works, actor=cast.leader, now=now, **typed(cast, Action.INSTRUCT))
    assert Transition.objects.filter(action=Action.INSTRUCT).count() == 0


# What it costs


SORTING = {"withdraw": 1, "extend": 1, "reassign": 2, "star": 1, "instruct": 1}


@pytest.mark.parametrize(("action", "queries"), SORTING.items())
@pytest.mark.parametrize("n", [1, 3])
def test_sorting_out_costs_the_same_for_few_and_for_many(cast, now, django_assert_num_queries, action, queries, n):
    works = [*rows_of_one_unit(cast, n), *[finished(cast) for _row in range(n)]]
    rows = list(Assignment.objects.filter(pk__in=keys(works)).with_rights())
    cast.leader.held  # noqa: B018 read before, as the request does
    with django_assert_num_queries(queries):
        outcome = BULK[Action(action)].sort_out(rows, cast.leader, now, **typed(cast, Action(action)))
    assert (len(outcome.will), len(outcome.wont)) == (n, n)


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_of_the_preview_costs_the_same_for_few_and_for_many(cast, sign_in, django_assert_num_queries, n):
    works = [*rows_of_one_unit(cast, n), *[finished(cast) for _row in range(n)]]
    client = sign_in(cast.clerk)
    client.get("/desk/")
    with django_assert_num_queries(5):
        page = client.post("/many/withdraw/", {"row": keys(works)})
    assert (page.context["will_n"], page.context["wont_n"]) == (n, n)


DOING = {"withdraw": 10, "extend": 9, "reassign": 12, "star": 13, "instruct": 21}


@pytest.mark.parametrize(("action", "queries"), DOING.items())
@pytest.mark.parametrize("n", [1, 3])
def test_doing_costs_the_same_for_few_and_for_many(cast, now, django_assert_num_queries, action, queries, n):
    asked = [with_everything_asked(cast) for _row in range(n)] if action == "withdraw" else []
    works = [*rows_of_one_unit(cast, n), *asked, *[finished(cast) for _row in range(n)]]
    cast.leader.held  # noqa: B018 read before, as the request does
    with django_assert_num_queries(queries):
        outcome = BULK[Action(action)].on_many(keys(works), cast.leader, now, **typed(cast, Action(action)))
    assert (len(outcome.will), len(outcome.wont)) == (n + len(asked), n)


def deadline_of_many(cast, sign_in, rows, **typed):
    data = {"row": [row.pk for row in rows], "kind": "dated", "day": "", "reason": "", "confirm": "1"} | typed
    return sign_in(cast.clerk).post(reverse("assignments:bulk", args=["set_deadline"]), data)


def test_a_deadline_is_set_for_many_after_a_look_at_it(cast, sign_in):
    """Work without a day gets one; where a day stands already it moves only with a reason, and later counts."""
    dateless, dated = given(cast, days=None), given(cast, cast.wards[1], days=3)
    page = deadline_of_many(cast, sign_in, [dateless, dated], day="30/09/2026")
    assert [(row.work, effect) for row, effect, _ticked in page.context["will"]] == [(dateless, "— → 30/09/2026")]
    assert [(words, [row.work for row in rows]) for words, rows, *_n in page.context["wont"]] == [
        ("Việc đã có hạn: ghi lý do thay đổi.", [dated])
    ]
    page = deadline_of_many(cast, sign_in, [dateless, dated], day="30/09/2026", reason="Theo kết luận giao ban")
    assert [effect for _row, effect, _ticked in page.context["will"]] == ["21/09/2026 → 30/09/2026", "— → 30/09/2026"]
    typed = {"day": "30/09/2026", "reason": "Theo kết luận giao ban", "previewed": page.context["previewed"]}
    assert deadline_of_many(cast, sign_in, [dateless, dated], **typed).status_code == 302
    for row in (dateless, dated):
        row.refresh_from_db()
    assert [(row.deadline_on, row.extensions_count) for row in (dateless, dated)] == [
        (dt.date(2026, 9, 30), 0),
        (dt.date(2026, 9, 30), 1),
    ]
    assert [row.transitions.latest("id").action for row in (dateless, dated)] == ["set_deadline", "set_deadline"]


def test_a_day_that_fits_none_is_said_at_its_field_and_kept(cast, sign_in):
    rows = [given(cast, days=None), given(cast, cast.wards[1], days=None)]
    page = deadline_of_many(cast, sign_in, rows, day="01/09/2026")
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["day"])
    assert 'value="01/09/2026"' in page.content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_setting_many_deadlines_costs_the_same(cast, sign_in, django_assert_num_queries, n):
    rows = [given(cast, ward, days=None) for ward in cast.wards[:n]]
    with django_assert_num_queries(8):
        outcome = BULK[Action.SET_DEADLINE].on_many(
            [row.pk for row in rows], cast.clerk, NOW, deadline=by(dt.date(2026, 9, 30)), reason=""
        )
    assert len(outcome.will) == n
