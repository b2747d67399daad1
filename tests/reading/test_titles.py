"""The short title of an order: what is to be done, not who is told to do it."""

import pytest

from directives.reading import read

from .paper import orders


def title(*lines):
    return read(orders(*lines)).as_json()["tasks"][0]["short_title"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Phòng Y tế kiểm tra quán ăn.", "Kiểm tra quán ăn"),
        ("Giao Công an quận chốt chặn hai đầu phố.", "Chốt chặn hai đầu phố"),
        ("Đề nghị Hội Khuyến học trao học bổng.", "Trao học bổng"),
        ("UBND quận yêu cầu các phường đếm ghế đá.", "Đếm ghế đá"),
        ("UBND phường phân công cán bộ trực đêm.", "Phân công cán bộ trực đêm"),
        ("Công an quận: Rà soát bãi xe.", "Rà soát bãi xe"),
        # charged with it, alone or with others
        ("Công an quận chủ trì, phối hợp với Phòng Tư pháp kiểm tra bãi xe.", "Kiểm tra bãi xe"),
        ("Chủ trì, phối hợp với các phường lập bản đồ cây.", "Lập bản đồ cây"),
        ("Phòng Y tế chủ trì, Phòng Nội vụ phối hợp, rà soát nhân sự.", "Rà soát nhân sự"),
        ("Phòng Y tế phối hợp với Phòng Tư pháp trong việc rà soát tủ thuốc.", "Rà soát tủ thuốc"),
        ("Phòng Y tế có trách nhiệm tổng hợp số liệu.", "Tổng hợp số liệu"),
        ("Phòng Y tế theo chức năng, nhiệm vụ được giao hướng dẫn các quán.", "Hướng dẫn các quán"),
        ("Phòng Y tế cần rà soát tủ thuốc.", "Rà soát tủ thuốc"),
        # behind an opening; behind a topic, which stays
        ("Căn cứ tình hình thực tế, Công an quận bố trí lực lượng.", "Bố trí lực lượng"),
        ("Căn cứ kết quả đếm cây, lập dự toán chăm sóc.", "Lập dự toán chăm sóc"),
        ("Về kinh phí: Phòng Y tế cân đối nguồn.", "Về kinh phí: cân đối nguồn"),
    ],
)
def test_a_title_begins_at_the_deed(words, expected):
    assert title(f"1. {words}") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Phòng Y tế chủ trì, phối hợp thực hiện.", "Phối hợp thực hiện"),
        ("Phòng Y tế chủ trì cuộc họp tổ.", "Chủ trì cuộc họp tổ"),
        ("Cây thấp dưới hai mét.", "Cây thấp dưới hai mét"),
        ("Phòng Y tế", "Phòng Y tế"),
        ("Công tác thanh tra, kiểm tra đất công.", "Công tác thanh tra, kiểm tra đất công"),
    ],
)
def test_where_nothing_but_the_charge_is_said_the_words_stay(words, expected):
    assert title(f"1. {words}") == expected


def test_the_deed_stands_under_a_heading():
    assert title("1. Phòng Y tế", "Kiểm tra quán ăn.") == "Kiểm tra quán ăn"
    assert title("1. Công tác cây xanh", "Phòng Y tế tưới cây.") == "Công tác cây xanh: tưới cây"


@pytest.mark.parametrize("words", ["cây " * 60, "cây" * 80, "trồng cây, " * 30, "không để sót " * 20])
def test_a_title_is_never_empty_nor_longer_than_ninety(words):
    got = title(f"1. Phòng Y tế chủ trì, phối hợp với các phường rà soát {words}.")
    assert got.startswith("Rà soát")
    assert len(got) <= 90


def test_a_cut_leaves_no_hanging_negation():
    words = "đối chiếu danh sách quán ăn với sổ đăng ký kinh doanh của từng phường, không để sót quán nào cả năm"
    assert title(f"1. Phòng Y tế {words}.").endswith("của từng phường")
