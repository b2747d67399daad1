import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.reading import read

from .mutations import STRANGE, check, mutated
from .paper import LETTER, orders

PIECES = st.sampled_from(
    [
        *LETTER.split("\n"),
        *LETTER.split(" "),
        "\n",
        "\n\n",
        " ",
        "I. ",
        "1. ",
        "2.1. ",
        "a) ",
        "- ",
        "+ ",
        "Điều 2. ",
        "|",
        "| 1 | a | b | c |",
        "Nơi nhận:",
        "PHỤ LỤC",
        "(",
        ")",
        ":",
        ";",
        "\u00a0",
        "\x0c",
        "e\u0302\u0301",
        "İ",
        "trước ngày 31/2/2024",
        "trong tháng 13/2024",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_every_span_points_at_its_words_and_nothing_fails(text):
    check(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_can_be_read(text):
    check(text)


TABLE = """
TT    Nội dung công việc            Đơn vị chủ trì     Đơn vị phối hợp     Thời gian
1     Rà soát hồ sơ của các hộ      Phòng Y tế         Phòng Nội vụ,       Quý II/2024
      trên địa bàn                  quận               Công an quận
2     Số hóa giấy tờ                Văn phòng          Các phường          Thường xuyên
"""
PAPERS = st.sampled_from(
    [LETTER, orders("1. Văn phòng phân công:", TABLE, "2. Giao Phòng Y tế, Sở A: rà soát.", LETTER)]
)


@settings(max_examples=120, deadline=None)
@given(PAPERS, st.randoms(use_true_random=False), st.integers(1, 4))
def test_a_spoilt_paper_is_read_all_the_same(paper, dice, turns):
    check(mutated(paper, dice, turns))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(PIECES, st.sampled_from(STRANGE)), max_size=80).map("".join))
def test_marks_of_nothing_and_halves_of_pairs_are_read_all_the_same(text):
    check(text)


@pytest.mark.parametrize("before", ["", "1. Căn cứ tình hình, ", "1. Sở A phối hợp với ", "Nơi nhận:\n"])
@pytest.mark.parametrize("word", ["(", "( ", ")", "KT.", "KT. ", "KT. CHỦ TỊCH ", "Sở A, ", "thường xuyên, "])
def test_one_endless_line_takes_time_in_proportion(before, word):
    def seconds(size):
        text = before + word * (size // len(word))
        return min(timed(text) for _ in range(2))

    def timed(text):
        began = time.process_time()
        read(text)
        return time.process_time() - began

    assert seconds(160_000) < 16 * seconds(40_000) + 0.2  # four times the text; the square would be sixteen and more


def test_what_lies_beyond_the_length_of_any_order_is_kept_but_not_interpreted():
    got = read("1. Phòng Y tế kiểm tra " + "quán " * 5000 + "trước ngày 20/4/2024.").tasks[0]
    assert got.words.endswith("20/4/2024.")
    assert (got.deadline, got.as_json()["lead"]) == (None, ["Phòng Y tế"])


def test_a_long_document_takes_time_in_proportion():
    body = LETTER.replace(
        "1. Phòng Quản lý đô thị\n",
        "1. Phòng Quản lý đô thị\n" + "- Rà soát từng tuyến phố, báo cáo kết quả.\n\n" * 400,
    )
    began = time.process_time()
    read(body)
    once = time.process_time() - began
    began = time.process_time()
    read(body.replace("- Rà soát", "- Rà soát từng tuyến phố, báo cáo kết quả.\n\n" * 3 + "- Rà soát"))
    assert time.process_time() - began < 12 * once + 0.5


def test_runs_of_one_word_neither_fail_nor_stall():
    for words in (
        "phối hợp với các sở, ",
        "Sở A, ",
        "KT. ",
        "(",
        "12/",
        "Sở Y tế rà soát; ",
        "số 5/QĐ-UBND ngày 1/2/2024 và ",
    ):
        check("1. Căn cứ tình hình, " + words * 80)
        check("Nơi nhận: " + words * 80)
