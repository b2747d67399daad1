"""Where the name of a unit ends, what looks like a unit and is none, and whom a product goes to."""

import pytest

from directives.reading import read

from .paper import orders


def only(words):
    return read(orders(f"1. {words}")).as_json()["tasks"][0]


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        # a place, with or without its name or number
        ("UBND quận Sao Mai vá mặt đường.", ["UBND quận Sao Mai"]),
        ("Công an thành phố quét mã từng hộ.", ["Công an thành phố"]),
        ("UBND phường 7 cấp thẻ gửi xe.", ["UBND phường 7"]),
        ("UBND các phường trên địa bàn quận phun thuốc muỗi.", ["UBND các phường trên địa bàn quận"]),
        ("Trung tâm Y tế khu vực Sao Mai gọi người chạy thận.", ["Trung tâm Y tế khu vực Sao Mai"]),
        ("Các trường học trên địa bàn phường đóng cửa.", ["Các trường học trên địa bàn phường"]),
        ("Các đơn vị đóng trên địa bàn quận treo cờ.", ["Các đơn vị đóng trên địa bàn quận"]),
        # a committee of the Party; the whole country; those concerned
        ("Ban Tuyên giáo Quận ủy viết bài cho bản tin.", ["Ban Tuyên giáo Quận ủy"]),
        ("Hội Nông dân Việt Nam quận nấu cháo.", ["Hội Nông dân Việt Nam quận"]),
        ("Các đơn vị liên quan nộp số liệu.", ["Các đơn vị liên quan"]),
        ("Các đơn vị trực thuộc treo cờ.", ["Các đơn vị trực thuộc"]),
        # the field of a department
        ("Sở Công Thương hiệu chuẩn cân chợ.", ["Sở Công Thương"]),
        ("Giám đốc Sở Nông nghiệp và Môi trường thả cá giống.", ["Giám đốc Sở Nông nghiệp và Môi trường"]),
        ("Sở Giao thông vận tải vá cầu.", ["Sở Giao thông vận tải"]),
        ("Sở Y tế, Sở Nội vụ và Sở Tài chính góp quỹ.", ["Sở Y tế", "Sở Nội vụ", "Sở Tài chính"]),
        ("Phòng Tài chính - Kế hoạch rút vốn dư.", ["Phòng Tài chính - Kế hoạch"]),
        # a verb that is known
        ("Trạm Y tế lắp đặt máy lọc nước.", ["Trạm Y tế"]),
        ("Đề nghị Hội Khuyến học thăm hỏi học sinh.", ["Hội Khuyến học"]),
        # nothing of these, but far too long for a name
        (
            "Ban Tuyên giáo và Dân vận viết bài về gương người tốt việc tốt cho bản tin nội bộ của cơ quan.",
            ["Ban Tuyên giáo và Dân vận"],
        ),
    ],
)
def test_a_name_ends_where_it_is_complete(words, lead):
    assert only(words)["lead"] == lead


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("Bảo hiểm xã hội quận in thẻ.", ["Bảo hiểm xã hội quận"]),
        ("Phòng Quản lý đô thị quận sơn vạch.", ["Phòng Quản lý đô thị quận"]),
        ("Trung tâm Kiểm soát bệnh tật tỉnh khử khuẩn.", ["Trung tâm Kiểm soát bệnh tật tỉnh"]),
        ("Ban Quản lý dự án đầu tư xây dựng quận đào hào.", ["Ban Quản lý dự án đầu tư xây dựng quận"]),
        ("Sở Giáo dục và đào tạo chấm bài.", ["Sở Giáo dục và đào tạo"]),
    ],
)
def test_small_letters_inside_a_name_do_not_end_it(words, lead):
    assert only(words)["lead"] == lead


def test_a_kind_of_place_is_no_verb_without_its_marks():
    got = only("Phòng Y tế chủ trì, phối hợp với Đoàn Thanh niên thành phố biên tập sổ tay.")
    assert got["coordinating"] == ["Đoàn Thanh niên thành phố"]


@pytest.mark.parametrize(
    "words", ["Trường hợp nhà ở một mình thì xét trước.", "Đoàn viên ưu tú được tặng sổ.", "Hội viên mới được tặng áo."]
)
def test_words_that_begin_like_a_unit_are_none(words):
    assert only(words)["lead"] == []


def test_a_paragraph_on_a_special_case_leaves_the_order_to_its_unit():
    got = read(orders("1. Phòng Y tế", "a) Kiểm tra quán ăn.", "Trường hợp quán mới mở, phường nhắc trước khi phạt."))
    assert got.tasks[1].as_json()["lead"] == ["Phòng Y tế"]


@pytest.mark.parametrize(
    ("words", "receiver"),
    [
        ("gửi báo cáo về Sở Y tế trong 05 ngày làm việc", "Sở Y tế"),
        ("gửi báo cáo về Sở Xây dựng trước 30/4/2024", "Sở Xây dựng"),
        ("báo cáo UBND quận hằng tháng", "UBND quận"),
        ("báo cáo Thường trực Quận ủy trong tháng 4/2024", "Thường trực Quận ủy"),
    ],
)
def test_the_receiver_of_a_product_takes_in_no_time(words, receiver):
    assert only(f"Rà soát hố ga, {words}.")["output_to"] == receiver


def test_a_time_between_a_unit_and_its_verb_ends_the_name():
    got = only("UBND phường trong tháng 4/2024 dựng xong bảng tin.")
    assert (got["lead"], got["deadline_period"]) == (["UBND phường"], "2024-04")
