import pytest

from directives.reading import fold, symbol_key
from directives.reading.folding import CAPITAL, flat


@pytest.mark.parametrize(
    ("printed", "key"),
    [("Ủy ban  nhân dân", "uy ban nhan dan"), ("Đường – phố, cầu", "duong pho cau"), ("Uỷ ban", "uy ban"), ("", "")],
)
def test_fold_drops_marks_case_and_punctuation(printed, key):
    assert fold(printed) == key


def test_fold_gives_one_key_for_composed_and_decomposed_text():
    import unicodedata

    assert fold(unicodedata.normalize("NFD", "Tổ dân phố Đông")) == fold("Tổ dân phố Đông")


@pytest.mark.parametrize(
    ("printed", "key"),
    [("87–CV / QU", "87-CV/QU"), ("12/qđ-ubnd", "12/QD-UBND"), ("5⁄TB—VP", "5/TB-VP"), ("3/QĐ_BX", "3/QD-BX")],
)
def test_symbol_key_unites_dashes_spaces_and_the_letter_d(printed, key):
    assert symbol_key(printed) == key


def test_flat_keeps_every_character_in_its_place():
    printed = "Ngày İ 5 – “Đội”"
    assert len(flat(printed)) == len(printed)


def test_capitals_hold_no_small_letter():
    assert not any(letter.islower() for letter in CAPITAL)
