import pytest

from directives.reading import secrecy_mark

from .paper import LETTER


@pytest.mark.parametrize(
    ("stamp", "mark"),
    [("MẬT", "MẬT"), ("TỐI MẬT", "TỐI MẬT"), ("T U Y Ệ T  M Ậ T", "TUYỆT MẬT"), ("M Ậ T", "MẬT"), ("**MẬT**", "MẬT")],
)
def test_a_mark_alone_in_the_head_is_found(stamp, mark):
    assert secrecy_mark(LETTER.replace("Số: 87", f"{stamp}\n\nSố: 87")) == mark


def test_a_mark_in_its_own_column_is_found():
    assert secrecy_mark(LETTER.replace("Số: 87/UBND-VX", "Số: 87/UBND-VX          MẬT")) == "MẬT"


@pytest.mark.parametrize("words", ["bảo vệ bí mật nhà nước", "giữ bí mật", "mật", "BẢO MẬT THÔNG TIN"])
def test_secrecy_in_prose_is_no_mark(words):
    assert secrecy_mark(LETTER.replace("trồng cây xanh", words)) is None


def test_a_word_alone_in_the_body_is_no_mark():
    assert secrecy_mark(LETTER.replace("2. UBND 9", "MẬT\n\n2. UBND 9")) is None
