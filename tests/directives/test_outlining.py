"""Split, merge, raise, lower, add, leave out: what becomes of words, places, units and deadlines."""

import copy
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from directives import outlining
from directives.edits import proposal, span_of
from directives.models import Draft

from .documents import CLEAN

Edits = dict[str, Any]
TWO_DEEDS = CLEAN.replace(
    "2. Trung tâm Y tế quận chủ trì, phối hợp với Đội quản lý trật tự xây dựng đô thị kiểm tra các công trình "
    "xây dựng, tổng hợp, tham mưu UBND quận xử lý vi phạm.",
    "2. Trung tâm Y tế quận kiểm tra các công trình xây dựng trước ngày 20/9/2026; lập danh sách các điểm vi phạm "
    "chậm nhất ngày 30/9/2026.",
)
MISSED = "Các trường học chủ động phối hợp tuyên truyền tới phụ huynh trước ngày 20/9."


@pytest.fixture
def base(draft, today) -> Edits:
    return proposal(draft.reading, today)


def tree(edits: Edits) -> list[tuple[str, int]]:
    levels = outlining.depths(edits)
    return [(task["source"], levels[task["source"]]) for task in edits["tasks"]]


def task_of(edits: Edits, source: str) -> dict[str, Any]:
    return edits["tasks"][outlining.find(edits, source)]


def text_of(edits: Edits, source: str, draft: Draft) -> str:
    span = span_of(task_of(edits, source), draft.reading)
    return draft.text[slice(*span)] if span else ""


def test_the_proposal_stands_as_it_was_read(base) -> None:
    assert tree(base) == [("t0", 0), ("t1", 1), ("t2", 1), ("t3", 0), ("t4", 0)]


class TestSplit:
    def test_each_part_keeps_its_own_words_place_and_deadline(self, read, today) -> None:
        draft = read(TWO_DEEDS)
        edits = proposal(draft.reading, today)
        [cut] = outlining.boundaries(task_of(edits, "t3")["words"])
        made = outlining.split(edits, "t3", cut, draft.reading)
        first, second = task_of(made, "t3"), task_of(made, "n1")
        assert first["words"].endswith("trước ngày 20/9/2026;")
        assert second["words"] == "lập danh sách các điểm vi phạm chậm nhất ngày 30/9/2026."
        assert (text_of(made, "t3", draft), text_of(made, "n1", draft)) == (first["words"], second["words"])
        assert (first["deadline_on"], second["deadline_on"]) == ("2026-09-19", "2026-09-30")
        assert (first["lead"], second["lead"]) == (["Trung tâm Y tế quận"], ["Trung tâm Y tế quận"])
        assert (second["path"], second["product"], second["short_title"]) == (
            "2(2)",
            "danh sách",
            "Lập danh sách các điểm vi phạm chậm nhất ngày 30/9/2026",
        )
        assert tree(made)[3:5] == [("t3", 0), ("n1", 0)]

    def test_a_part_of_the_dash_stays_under_its_heading(self, base, draft) -> None:
        words = task_of(base, "t1")["words"]
        made = outlining.split(base, "t1", words.index("báo cáo"), draft.reading)
        assert tree(made)[:4] == [("t0", 0), ("t1", 1), ("n1", 1), ("t2", 1)]
        assert task_of(made, "t1")["deadline_words"] == ""  # it went with the words that hold it
        assert task_of(made, "n1")["deadline_on"] == "2026-09-24"

    @pytest.mark.parametrize("cut", [0, 10**6])
    def test_nothing_is_not_split_off(self, base, draft, cut: int) -> None:
        with pytest.raises(ValidationError, match=r"each part must hold words|mỗi phần"):
            outlining.split(base, "t1", cut, draft.reading)

    def test_cuts_are_offered_where_a_clause_ends_and_both_parts_say_something(self) -> None:
        assert outlining.boundaries("Kiểm tra các điểm; lập danh sách vi phạm. Báo.") == [19]
        assert outlining.boundaries("Một dòng đủ dài này\nvà một dòng nữa đủ dài") == [20]
        assert outlining.boundaries("Không có chỗ nào để cắt") == []


class TestMerge:
    def test_neighbours_in_the_text_become_one_stretch_of_it(self, base, draft) -> None:
        made = outlining.merge(base, "t2", draft.reading)
        joined = task_of(made, "t1")
        assert joined["words"] == text_of(made, "t1", draft)
        assert joined["words"].startswith("Tổ chức tổng vệ sinh")
        assert joined["words"].endswith("trước ngày 30/9/2026.")
        assert (joined["deadline_on"], joined["lead"]) == ("2026-09-24", ["UBND 11 phường"])
        assert [task["source"] for task in made["tasks"]] == ["t0", "t1", "t3", "t4"]

    def test_units_are_joined_and_what_was_missing_is_taken_over(self, base, draft) -> None:
        base["tasks"][3]["kind"] = "none"
        base["tasks"][2].update(deadline_kind="", deadline_words="", deadline_on="", product="")
        base["tasks"][4].update(deadline_kind="dated", deadline_on="2026-10-01", deadline_words="x", product="kế hoạch")
        made = task_of(outlining.merge(base, "t4", draft.reading), "t2")
        assert (made["lead"], made["requested"]) == (["UBND 11 phường"], ["Ủy ban MTTQ quận"])
        assert (made["deadline_on"], made["product"]) == ("2026-10-01", "kế hoạch")
        assert "\n" in made["words"]  # they do not follow each other in the text

    def test_what_stood_under_it_stands_under_the_one_above(self, base, draft) -> None:
        base["tasks"][3]["under"] = "t0"
        base["tasks"][4]["under"] = "t3"
        made = outlining.merge(base, "t3", draft.reading)
        assert tree(made) == [("t0", 0), ("t1", 1), ("t2", 1), ("t4", 2)]

    def test_the_first_has_none_above(self, base, draft) -> None:
        with pytest.raises(ValidationError):
            outlining.merge(base, "t0", draft.reading)


class TestLevels:
    def test_up_takes_along_what_follows(self, base) -> None:
        """Item 1-1 beside item 1: 1-2, printed after it, can only stand under it."""
        assert tree(outlining.raise_level(base, "t1")) == [("t0", 0), ("t1", 0), ("t2", 1), ("t3", 0), ("t4", 0)]

    def test_down_stands_under_the_one_before_on_its_level(self, base) -> None:
        once = outlining.lower_level(base, "t3")
        assert tree(once)[3:] == [("t3", 1), ("t4", 0)]
        assert tree(outlining.lower_level(once, "t3"))[3] == ("t3", 2)  # under 1-2

    def test_up_and_down_end_where_there_is_nothing(self, base) -> None:
        for move, source in (
            (outlining.raise_level, "t0"),
            (outlining.lower_level, "t0"),
            (outlining.lower_level, "t1"),
        ):
            with pytest.raises(ValidationError):
                move(base, source)

    def test_one_left_out_is_no_level(self, base) -> None:
        assert tree(outlining.set_kind(base, "t0", "none"))[1:3] == [("t1", 0), ("t2", 0)]

    def test_a_circle_that_somebody_sent_ends(self, base) -> None:
        base["tasks"][0]["under"], base["tasks"][1]["under"] = "t1", "t0"
        assert dict(tree(base))["t0"] <= 2


class TestAdd:
    def test_words_of_the_text_are_read_and_put_in_their_place(self, read, today) -> None:
        draft = read(CLEAN.replace("Nơi nhận:", f"{MISSED}\n\nNơi nhận:"))
        edits = proposal(draft.reading, today)
        start = draft.text.index(MISSED)
        made = outlining.add(edits, "", (start - 1, start + len(MISSED) + 1), draft.reading)
        task = task_of(made, "n1")
        assert (task["words"], text_of(made, "n1", draft)) == (MISSED, MISSED)
        assert (task["kind"], task["deadline_on"]) == ("task", "2026-09-19")
        assert made["tasks"].index(task) == len(made["tasks"]) - 1

    def test_words_are_found_however_their_lines_are_broken(self, base, draft) -> None:
        words = "kiểm tra   các công trình\nxây dựng"
        made = outlining.add(base, words, None, draft.reading)
        assert task_of(made, "n1")["words"] == "kiểm tra các công trình xây dựng"
        assert [task["source"] for task in made["tasks"]][3:5] == ["t3", "n1"]

    def test_words_of_the_clerks_own_stand_at_the_end_without_a_place(self, base, draft) -> None:
        made = outlining.add(base, "Đề nghị Ủy ban MTTQ quận giám sát.", None, draft.reading)
        task = made["tasks"][-1]
        assert (task["requested"], task["at"], span_of(task, draft.reading)) == (["Ủy ban MTTQ quận"], "", None)

    @pytest.mark.parametrize("span", [None, (5, 5), (9, 3), (0, 10**7)])
    def test_no_words_are_no_task(self, base, draft, span) -> None:
        with pytest.raises(ValidationError):
            outlining.add(base, "  ", span, draft.reading)


class TestKind:
    @pytest.fixture
    def missed(self, draft, today) -> Edits:
        start = draft.text.index("UBND quận yêu cầu")
        draft.reading["coverage"]["uncovered"] = [[start, start + 17]]
        return proposal(draft.reading, today)

    def test_a_missed_sentence_is_read_when_it_becomes_a_task(self, missed) -> None:
        task_of(missed, "u0")["words"] = "Trung tâm Y tế quận báo cáo trước ngày 20/9"
        made = task_of(outlining.set_kind(missed, "u0", "task"), "u0")
        assert (made["kind"], made["lead"], made["deadline_on"]) == ("task", ["Trung tâm Y tế quận"], "2026-09-19")

    def test_a_note_is_not_read(self, missed) -> None:
        made = task_of(outlining.set_kind(missed, "u0", "info"), "u0")
        assert (made["kind"], made["lead"], made["deadline_on"]) == ("info", [], "")

    def test_back_again_it_keeps_what_the_clerk_wrote(self, missed) -> None:
        once = outlining.set_kind(missed, "u0", "task")
        task_of(once, "u0").update(lead=["TTYT"], short_title="Tên đã sửa")
        twice = outlining.set_kind(outlining.set_kind(once, "u0", "none"), "u0", "task")
        assert (task_of(twice, "u0")["lead"], task_of(twice, "u0")["short_title"]) == (["TTYT"], "Tên đã sửa")

    def test_a_task_that_is_gone_is_said_so(self, base) -> None:
        with pytest.raises(ValidationError):
            outlining.set_kind(base, "t99", "none")


def test_no_step_changes_what_it_was_given(base, draft) -> None:
    before = copy.deepcopy(base)
    for step in (
        lambda: outlining.split(base, "t1", 40, draft.reading),
        lambda: outlining.merge(base, "t2", draft.reading),
        lambda: outlining.raise_level(base, "t1"),
        lambda: outlining.lower_level(base, "t3"),
        lambda: outlining.add(base, "Việc thêm vào", None, draft.reading),
        lambda: outlining.set_kind(base, "t1", "none"),
        lambda: outlining.choose(base, "doi", "0"),
    ):
        assert step() != before
        assert base == before


def test_a_choice_can_be_asked_again(base) -> None:
    chosen = outlining.choose(base, "doi", "u7")
    assert (chosen["choices"], outlining.choose(chosen, "doi", "")["choices"]) == ({"doi": "u7"}, {})
