import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.reading import fold, read, secrecy_mark

from .paper import LETTER

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


def check(text):
    got = read(text).as_json()
    whole = got["text"]
    for task in got["tasks"]:
        start, end = task["span"]
        assert whole[start:end] == task["words"]
        for unit in task["units"]:
            assert unit["span"] is None or whole[slice(*unit["span"])].split() == unit["words"].split()
        if task["deadline_span"]:
            assert whole[slice(*task["deadline_span"])].split()[:2] == task["deadline_text"].split()[:2]
        assert task["parent"] is None or 0 <= task["parent"] < len(got["tasks"])
    for reference in got["references"]:
        assert fold(whole[slice(*reference["span"])]).replace(" ", "") == fold(reference["words"]).replace(" ", "")
    for name in ("number", "place", "signer", "issuing_body"):
        span = got["spans"][name]
        assert span is None or 0 <= span[0] < span[1] <= len(whole)
    for name in ("addressees", "recipients"):
        for value, span in zip(got[name], got["spans"][name], strict=True):
            assert fold(value.split()[0]) in fold(whole[slice(*span)])
    secrecy_mark(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_every_span_points_at_its_words_and_nothing_fails(text):
    check(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_can_be_read(text):
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
