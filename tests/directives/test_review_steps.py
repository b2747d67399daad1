"""The buttons of the review, one step each: kept, undone one by one, merged with a colleague's, saved by themselves."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directives.edits import proposal
from directives.models import Directive, Draft, DraftPresence, DraftStep
from directives.services import Refused, draft_confirm, draft_here, draft_save, draft_undo
from directives.services.editing import edits_at, edits_of
from tests.cast import Cast
from wards.models import AuditEntry

from .filling import filled

pytestmark = pytest.mark.usefixtures("at_now")


def url(draft: Draft, name: str = "draft") -> str:
    return reverse(f"directives:{name}", args=[draft.pk])


@pytest.fixture
def clerk(cast: Cast, sign_in: Any) -> Client:
    client = sign_in(cast.clerk)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def colleague(cast: Cast, sign_in: Any) -> Client:
    client = sign_in(cast.second_clerk)
    client.cookies["django_language"] = "en"
    return client


def press(client: Client, draft: Draft, command: str, **changes: Any) -> Any:
    """The button on a page just opened, with fields changed on it."""
    return client.post(url(draft), filled(client.get(url(draft)), do=command, **changes))


def stands(draft: Draft) -> dict[str, Any]:
    draft.refresh_from_db()
    return edits_of(draft)


def sources(draft: Draft) -> list[str]:
    return [task["source"] for task in stands(draft)["tasks"]]


class TestSteps:
    @pytest.mark.parametrize(
        ("command", "after"),
        [
            ("split t1 60", ["t0", "t1", "n1", "t2", "t3", "t4"]),
            ("merge t2", ["t0", "t1", "t3", "t4"]),
            ("up t1", ["t0", "t1", "t2", "t3", "t4"]),
            ("none t3", ["t0", "t1", "t2", "t3", "t4"]),
        ],
    )
    def test_one_press_one_step_and_back_to_the_row(self, clerk, draft, command, after) -> None:
        response = press(clerk, draft, command)
        assert response.headers["Location"] == f"{url(draft)}#task-{command.split()[1]}"
        assert (sources(draft), draft.version, Directive.objects.count()) == (after, 2, 0)

    def test_what_was_typed_goes_with_the_press(self, clerk, draft) -> None:
        press(clerk, draft, "none t4", task__t1__short_title="Tên mới")
        edits = stands(draft)
        assert (edits["tasks"][1]["short_title"], edits["tasks"][4]["kind"]) == ("Tên mới", "none")
        assert [step.kind for step in draft.steps.all()] == ["edited", "kind"]

    def test_back_gives_what_was_read(self, clerk, draft) -> None:
        press(clerk, draft, "none t0")
        press(clerk, draft, "back t0")
        assert stands(draft)["tasks"][0]["kind"] == "group"

    def test_a_unit_is_chosen_with_one_press_and_can_be_asked_again(self, cast, clerk, draft) -> None:
        press(clerk, draft, f"choose u{cast.health.pk} doi")
        assert stands(draft)["choices"] == {"doi": f"u{cast.health.pk}"}
        question = clerk.get(url(draft)).context["page"].rows[3].questions[0]
        assert (question.is_open, question.chosen) == (False, "Trung tâm Y tế quận Mẫu")
        press(clerk, draft, "choose - doi")
        assert stands(draft)["choices"] == {}

    def test_words_are_made_a_task_without_scripts(self, clerk, draft) -> None:
        press(clerk, draft, "add", add_words="tuyên truyền, vận động nhân dân")
        made = stands(draft)["tasks"][5]
        assert (made["source"], made["short_title"]) == ("n1", "Tuyên truyền, vận động nhân dân")
        clerk.post(url(draft, "draft_confirm"), filled(clerk.get(url(draft)), as_words="1"))
        task = Directive.objects.get().tasks.get(path="+1")
        assert draft.text[task.span_start : task.span_end] == "tuyên truyền, vận động nhân dân"

    def test_a_stretch_of_the_text_is_made_a_task(self, clerk, draft) -> None:
        start = draft.text.index("tham mưu UBND quận")
        press(clerk, draft, "add", add_from=str(start), add_to=str(start + 18))
        assert stands(draft)["tasks"][4]["words"] == "tham mưu UBND quận"

    def test_a_step_that_cannot_be_taken_keeps_what_was_typed_and_says_why(self, clerk, draft) -> None:
        response = press(clerk, draft, "up t0", head__place="Mẫu Mới")
        assert (response.status_code, response.context["problem"]) == (422, "This task is at the top level already.")
        assert (stands(draft)["place"], draft.version) == ("Mẫu Mới", 2)
        assert response.context["version"] == 2

    def test_a_missed_sentence_is_one_press_from_being_a_task_or_a_note(self, clerk, draft) -> None:
        spot = draft.text.index("UBND quận yêu cầu")
        draft.reading["coverage"] = {"covered": 4, "total": 5, "uncovered": [[spot, spot + 17]]}
        draft.save()
        for command, kind, mark in (("info u0", "info", "note"), ("task u0", "task", "")):
            press(clerk, draft, command)
            page = clerk.get(url(draft)).context["page"]
            assert (page.covered, page.total, page.rows[0].state) == (5, 5, kind)
            assert {piece.kind for piece in page.pieces if piece.task == "u0"} == {mark}

    def test_a_sentence_inside_a_task_just_made_is_asked_about_no_more(self, clerk, draft) -> None:
        spot = draft.text.index("UBND quận yêu cầu")
        draft.reading["coverage"] = {"covered": 4, "total": 5, "uncovered": [[spot, spot + 17]]}
        draft.save()
        press(clerk, draft, "add", add_from=str(spot - 5), add_to=str(spot + 17))
        page = clerk.get(url(draft)).context["page"]
        assert ([row.source for row in page.rows][:2], page.covered) == (["n1", "t0"], 5)

    def test_a_task_left_out_is_struck_in_the_text_and_counted(self, clerk, draft) -> None:
        press(clerk, draft, "none t3")
        page = clerk.get(url(draft)).context["page"]
        assert (page.left_out, {piece.is_out for piece in page.pieces if piece.task == "t3"}) == (1, {True})

    def test_levels_reach_the_directive(self, clerk, draft) -> None:
        press(clerk, draft, "down t3")
        press(clerk, draft, "up t1")
        clerk.post(url(draft, "draft_confirm"), filled(clerk.get(url(draft)), as_words="1"))
        found = Directive.objects.get().tasks.order_by("order")
        assert [(task.path, task.parent and task.parent.path) for task in found] == [
            ("1", None), ("1-1", None), ("1-2", "1-1"), ("2", "1-1"), ("3", None),
        ]  # fmt: skip


class TestUndo:
    def test_step_by_step_to_the_beginning(self, clerk, draft, today) -> None:
        press(clerk, draft, "split t1 60")
        press(clerk, draft, "merge t2", head__place="Mẫu Mới")
        assert clerk.get(url(draft)).context["undo"].kind == "merged"
        for _turn in range(3):
            press(clerk, draft, "undo")
        assert stands(draft) == proposal(draft.reading, today)
        page = clerk.get(url(draft))
        assert page.context["undo"] is None
        assert press(clerk, draft, "undo").context["problem"] == "You have no step to undo."

    def test_each_clerk_undoes_their_own(self, cast, clerk, colleague, draft) -> None:
        press(clerk, draft, "none t3")
        press(colleague, draft, "none t4")
        press(clerk, draft, "undo")
        assert [task["kind"] for task in stands(draft)["tasks"][3:]] == ["task", "none"]

    def test_what_a_colleague_changed_on_top_stays(self, cast, clerk, draft, now, today) -> None:
        mine = proposal(draft.reading, today) | {"place": "Của tôi", "subject": "Của tôi"}
        draft_save(draft=draft, edits=mine, actor=cast.clerk, now=now)
        theirs = mine | {"place": "Của người kia"}
        draft_save(draft=draft, edits=theirs, actor=cast.second_clerk, now=now)
        _draft, edits = draft_undo(draft=draft, actor=cast.clerk, now=now)
        assert (edits["place"], edits["subject"]) == ("Của người kia", draft.reading["subject"])

    def test_every_earlier_version_can_be_seen_again(self, cast, draft, now, today) -> None:
        states = [proposal(draft.reading, today)]
        for n in range(4):
            states.append(states[-1] | {"place": f"Nơi {n}", "choices": {"doi": f"u{n}"}})
            draft_save(draft=draft, edits=states[-1], actor=cast.clerk, now=now)
        draft.refresh_from_db()
        assert [edits_at(draft, version) for version in range(1, 6)] == states
        assert edits_at(draft, None) == edits_at(draft, 99) == states[-1]


class TestTogether:
    """Both have opened version 1; the colleague saves first."""

    @pytest.fixture
    def page(self, clerk, draft) -> Any:
        return clerk.get(url(draft))

    def theirs(self, colleague: Client, draft: Draft, **changes: Any) -> None:
        colleague.post(url(draft), filled(colleague.get(url(draft)), **changes))

    def test_different_fields_are_both_kept_and_the_second_is_told(self, clerk, colleague, draft, page) -> None:
        self.theirs(colleague, draft, head__subject="Của người kia", task__t1__product="kế hoạch")
        after = clerk.post(url(draft), filled(page, head__place="Của tôi", task__t1__short_title="Tên"), follow=True)
        edits = stands(draft)
        assert (edits["subject"], edits["place"]) == ("Của người kia", "Của tôi")
        assert (edits["tasks"][1]["product"], edits["tasks"][1]["short_title"]) == ("kế hoạch", "Tên")
        words = "Người second clerk changed this draft meanwhile. Their changes and yours are both in it."
        assert words in after.content.decode()

    def test_the_same_field_keeps_both_values_until_one_is_chosen(self, clerk, colleague, draft, page) -> None:
        self.theirs(colleague, draft, head__place="Của người kia", task__t4__kind="none")
        after = clerk.post(url(draft), filled(page, head__place="Của tôi", task__t4__kind="info"), follow=True)
        shown = after.context["differences"]
        assert [(d.label, d.stands, d.other, d.by) for d in shown] == [
            ("Place", "Của người kia", "Của tôi", "Người clerk"),
            ("3 · Kind", "Not a task", "Information", "Người clerk"),
        ]
        press(clerk, draft, "take 1")
        press(colleague, draft, "keep 2")
        assert (stands(draft)["place"], stands(draft)["tasks"][4]["kind"]) == ("Của tôi", "none")
        assert clerk.get(url(draft)).context["differences"] == []

    def test_an_open_difference_is_not_confirmed(self, cast, clerk, colleague, draft, page, now, today) -> None:
        self.theirs(colleague, draft, head__place="Của người kia")
        clerk.post(url(draft), filled(page, head__place="Của tôi"))
        draft.refresh_from_db()
        with pytest.raises(Refused):
            draft_confirm(draft=draft, edits={}, actor=cast.clerk, now=now, today=today)
        clerk.post(url(draft, "draft_confirm"), filled(clerk.get(url(draft)), as_words="1"))
        assert Directive.objects.count() == 0

    @pytest.mark.parametrize("name", ["draft_confirm", "draft_nothing"])
    def test_nobody_confirms_what_they_have_not_seen(self, clerk, colleague, draft, page, name) -> None:
        self.theirs(colleague, draft, head__subject="Của người kia")
        response = clerk.post(url(draft, name), filled(page, head__place="Của tôi", as_words="1"))
        assert (response.status_code, response.context["others"]) == (409, ["Người second clerk"])
        assert (stands(draft)["place"], stands(draft)["subject"]) == ("Của tôi", "Của người kia")
        assert Directive.objects.count() == 0
        assert clerk.post(url(draft, name), filled(response, as_words="1")).status_code == 302
        assert Directive.objects.get().subject == "Của người kia"

    def test_an_error_does_not_make_an_old_page_a_new_one(self, clerk, colleague, draft, page) -> None:
        self.theirs(colleague, draft, head__place="Của người kia")
        wrong = clerk.post(url(draft), filled(page, head__place="Của tôi", head__issued_on="mai"))
        clerk.post(url(draft), filled(wrong, head__issued_on="01/09/2026"))
        assert stands(draft)["place"] == "Của người kia"
        assert [kept["value"] for kept in draft.conflicts.values()] == ["Của tôi"]

    def test_a_version_lost_on_the_way_is_taken_for_the_first(self, clerk, colleague, draft, page) -> None:
        self.theirs(colleague, draft, head__subject="Của người kia")
        clerk.post(url(draft), {**filled(page, head__place="Của tôi"), "version": "x"})
        assert (stands(draft)["place"], stands(draft)["subject"]) == ("Của tôi", "Của người kia")

    def test_nobody_clashes_with_themselves(self, clerk, draft, page) -> None:
        """The answer to a first save was lost: the page sends the next one against the old version again."""
        clerk.post(url(draft), filled(page, head__place="Một"))
        clerk.post(url(draft), filled(page, head__place="Hai"))
        assert (stands(draft)["place"], draft.conflicts) == ("Hai", {})

    def test_words_for_a_task_that_was_merged_away_are_kept_to_copy_from(self, clerk, colleague, draft, page) -> None:
        press(colleague, draft, "merge t2")
        after = clerk.post(url(draft), filled(page, task__t2__short_title="Tên của tôi"), follow=True)
        [difference] = after.context["differences"]
        assert (difference.other, difference.is_gone) == ("Tên của tôi", True)

    def test_a_task_missing_from_what_was_sent_is_not_removed(self, clerk, draft, page) -> None:
        data = {name: value for name, value in filled(page).items() if not name.startswith("task-t2")}
        clerk.post(url(draft), data)
        assert sources(draft) == ["t0", "t1", "t2", "t3", "t4"]


class TestSavingByItself:
    def auto(self, client: Client, draft: Draft, **changes: Any) -> Any:
        return client.post(url(draft), filled(client.get(url(draft)), autosave="1", **changes))

    def test_what_changed_comes_back_and_nothing_else(self, clerk, draft) -> None:
        response = self.auto(clerk, draft, task__t1__product="kế hoạch")
        html = response.content.decode()
        assert (response.status_code, stands(draft)["tasks"][1]["product"]) == (200, "kế hoạch")
        assert 'name="version" value="2"' in html
        assert "saved 08:05" in html
        assert [source for source in ("t0", "t1", "t2") if f'id="sum-{source}" hx-swap-oob' in html] == ["t1"]
        assert json.loads(response.headers["HX-Trigger"]) == {"kept-clear": f"draft-{draft.pk}"}

    def test_an_error_is_said_and_nothing_is_lost(self, clerk, draft) -> None:
        response = self.auto(clerk, draft, head__issued_on="31/02/2026")
        html = response.content.decode()
        assert (response.status_code, stands(draft)["issued_on"]) == (422, "2026-09-01")
        assert "Not saved:" in html
        assert "There is no day 31/02/2026 in the calendar." in html
        assert 'name="version"' not in html

    @pytest.mark.parametrize("change", [{"task__t3__coordinating": "Đội khác"}, {"head__issued_on": "02/09/2026"}])
    def test_where_more_than_the_row_depends_on_it_the_page_is_fetched_anew(self, clerk, draft, change) -> None:
        assert json.loads(self.auto(clerk, draft, **change).headers["HX-Trigger"])["review-reload"] is True

    def test_so_is_it_where_a_colleague_has_changed_something(self, clerk, colleague, draft) -> None:
        page = clerk.get(url(draft))
        colleague.post(url(draft), filled(colleague.get(url(draft)), head__place="Của người kia"))
        response = clerk.post(url(draft), filled(page, autosave="1", head__subject="Của tôi"))
        assert json.loads(response.headers["HX-Trigger"])["review-reload"] is True
        assert (stands(draft)["place"], stands(draft)["subject"]) == ("Của người kia", "Của tôi")

    def test_a_name_half_typed_is_no_answer_yet(self, clerk, draft) -> None:
        response = self.auto(clerk, draft, choice__0__other="Trung tâm Y")
        assert (response.status_code, stands(draft)["choices"]) == (200, {})

    def test_drafts_are_no_fact_and_leave_no_entry_in_the_log(self, clerk, draft) -> None:
        self.auto(clerk, draft, head__place="Mẫu Mới")
        assert list(AuditEntry.objects.values_list("action", flat=True)) == ["draft.created"]
        assert [(step.version, step.kind, step.by.username) for step in DraftStep.objects.all()] == [
            (2, "edited", "clerk")
        ]


class TestPresence:
    def here(self, client: Client, draft: Draft) -> str:
        return client.post(url(draft, "draft_here")).content.decode()

    def test_two_with_one_draft_hear_of_each_other(self, clerk, colleague, draft) -> None:
        assert "has this draft open" not in self.here(clerk, draft)
        assert "Người clerk has this draft open too, since 08:05." in self.here(colleague, draft)
        assert "Người second clerk has this draft open too" in clerk.get(url(draft)).content.decode()

    def test_opening_a_page_writes_nothing(self, clerk, draft) -> None:
        clerk.get(url(draft))
        assert DraftPresence.objects.count() == 0

    def test_whoever_was_silent_is_gone_and_comes_anew(self, cast, colleague, draft, now) -> None:
        def hear(seconds: int) -> None:
            draft_here(draft=draft, actor=cast.clerk, now=now + dt.timedelta(seconds=seconds))

        hear(-300)
        assert "has this draft open" not in self.here(colleague, draft)
        hear(-60)
        assert DraftPresence.objects.get(user=cast.clerk).since == now - dt.timedelta(seconds=60)
        hear(-10)
        assert DraftPresence.objects.get(user=cast.clerk).since == now - dt.timedelta(seconds=60)

    def test_yesterdays_are_forgotten(self, cast, draft, now) -> None:
        draft_here(draft=draft, actor=cast.clerk, now=now - dt.timedelta(days=2))
        draft_here(draft=draft, actor=cast.second_clerk, now=now)
        assert [row.user for row in DraftPresence.objects.all()] == [cast.second_clerk]

    def test_only_the_offices_clerks_are_there(self, cast, sign_in, draft, now) -> None:
        assert sign_in(cast.leader).post(url(draft, "draft_here")).status_code == 404
        with pytest.raises(Refused):
            draft_here(draft=draft, actor=cast.leader, now=now)


@pytest.mark.parametrize("n", [1, 3])
def test_a_save_by_itself_costs_the_same_after_any_number_of_steps(
    clerk, draft, django_assert_num_queries, n: int
) -> None:
    for turn in range(n):
        press(clerk, draft, f"none t{turn}")
    data = filled(clerk.get(url(draft)), autosave="1", head__place="Mẫu Mới")
    with django_assert_num_queries(24):
        clerk.post(url(draft), data)
