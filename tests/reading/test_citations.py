import pytest

from directives.reading.citations import read_citations
from directives.reading.symbols import find_symbols
from directives.reading.text import passage


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Công văn số 87/UBND-VX", "87/UBND-VX"),
        ("Thông báo 45 - TB/HU", "45-TB/HU"),
        ("Nghị định số 9/2031/NĐ-CP", "9/2031/NĐ-CP"),
        ("số 5/2031/TTLT-BXX-BYY", "5/2031/TTLT-BXX-BYY"),
        ("số 77/2031/QH19", "77/2031/QH19"),
        ("số 6/QĐ- BXX", "6/QĐ-BXX"),
        ("số 6⁄QĐ-BXX", "6/QĐ-BXX"),
    ],
)
def test_numbers_and_symbols(printed, number):
    assert [s.number for s in find_symbols(printed)] == [number]


@pytest.mark.parametrize("printed", ["trực 24/7", "ngày 5/6/2031", "tỷ lệ 1/3", "đạt 10/12 xã", "Covid-19"])
def test_fractions_and_days_are_no_numbers(printed):
    assert find_symbols(printed) == []


def cite(words, own=None):
    return read_citations(passage([(0, words)]), own)


def test_a_citation_carries_type_day_body_and_relation():
    found = cite("Thực hiện Kế hoạch số 12/KH-UBND ngày 02/02/2031 của UBND thành phố về trồng cây.")[0]
    assert (found.number, found.date, found.doc_type) == ("12/KH-UBND", "2031-02-02", "Kế hoạch")
    assert (found.issuing_body, found.relation) == ("UBND thành phố", "carries_out")


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("Căn cứ Quyết định số 5/QĐ-UBND", "basis"), ("Thông báo này thay thế Thông báo số 5/TB-UBND", "replaces"),
        (
            "đính chính Công văn số 5/UBND-VX",
            "amends"), ("Trả lời Công văn số 5/UBND-VX", "answers"), ("xem Quy chế số 5/QC-UBND", "cites"),
    ],
)  # fmt: skip
def test_what_the_document_does_with_the_one_it_names(words, relation):
    assert cite(words)[0].relation == relation


def test_one_day_behind_two_numbers_serves_both():
    assert [c.date for c in cite("Quyết định số 5/QĐ-BXX và 6/QĐ-BXX ngày 02/02/2031")] == ["2031-02-02", "2031-02-02"]


def test_the_own_number_and_repetitions_are_left_out():
    assert [c.number for c in cite("số 5/QĐ-BX; số 6/QĐ-BX; số 6/QD-BX", own="5/QĐ-BX")] == ["6/QĐ-BX"]


def test_numbers_named_together_share_type_and_relation():
    found = cite("Thực hiện các Công văn số 100/UBND-VX, 101/UBND-NC ngày 02/5/2031 của UBND thành phố")
    assert [(c.doc_type, c.relation, c.date) for c in found] == [("Công văn", "carries_out", "2031-05-02")] * 2


def test_a_symbol_that_one_body_alone_uses_names_it():
    found = cite("Quyết định số 5/QĐ-TTg; Nghị định số 6/2031/NĐ-CP; Nghị quyết số 7/NQ-HĐND")
    assert [c.issuing_body for c in found] == ["Thủ tướng Chính phủ", "Chính phủ", None]


def test_a_party_number_may_lack_its_dash_and_a_nought_is_no_number():
    assert [c.number for c in cite("Quyết định số 1555 QĐ/TU; Công văn số 0/UBND-VX")] == ["1555-QĐ/TU"]
