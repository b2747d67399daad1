"""Tables of tasks copied from a PDF: columns kept by spaces, numbers at the top or in the middle of their rows."""

from directives.reading import read

from .paper import orders

TOP = """
TT             Nội dung nhiệm vụ               Đơn vị chủ trì     Đơn vị phối hợp       Thời gian
                                                                                        hoàn thành
I     Cải cách thể chế
1     Rà soát văn bản quy phạm pháp luật       Thanh tra Sở       Các phòng chuyên      Tháng 4/2024
      còn hiệu lực                                                môn
2     Xây dựng quy chế làm việc của Sở         Văn phòng Sở       Phòng Tổ chức cán     Trước ngày
                                                                  bộ, Thanh tra Sở      30/6/2024
II    Hiện đại hóa hành chính
1     Số hóa hồ sơ, giấy tờ                    Bộ phận Một cửa                          Thường xuyên
"""

MIDDLE = """
                                                     Đơn vị     Đơn vị phối    Thời gian
                TT          Nội dung công việc
                                                     chủ trì      hợp         hoàn thành
                   Cập nhật cơ sở dữ liệu công
                1  chức, viên chức trên phần mềm   Văn phòng    Các phòng      Tháng 5/2024
                   dùng chung
                                                                Văn phòng;
                                                   Phòng Tổ
                2  Xây dựng quy chế phối hợp                    Thanh tra Sở;  Trước ngày
                                                   chức cán bộ                 30/6/2024
                                                                Phòng Kế hoạch
                   Tập huấn cho viên chức các
                3                                  Trung tâm    Bưu điện tỉnh  Quý III/2024
                   trạm y tế xã                    Y tế huyện
"""


def rows(table):
    got = read(orders("1. Văn phòng lập danh sách, phân công như sau:", table, "2. Văn phòng báo cáo kết quả."))
    return got, [
        (t["number"], t["lead"], t["coordinating"], t["deadline"] or t["deadline_period"] or t["recurring"])
        for t in got.as_json()["tasks"]
    ]


def test_each_row_is_an_order_of_the_unit_in_its_column():
    got, found = rows(TOP)
    assert found[1:-1] == [
        ("I", [], [], None),
        ("I.1", ["Thanh tra Sở"], ["Các phòng chuyên môn"], "2024-04"),
        ("I.2", ["Văn phòng Sở"], ["Phòng Tổ chức cán bộ", "Thanh tra Sở"], "2024-06-30"),
        ("II", [], [], None),
        ("II.1", ["Bộ phận Một cửa"], [], "ongoing"),
    ]
    assert got.as_json()["tasks"][2]["first_words"] == "Rà soát văn bản quy phạm"


def test_the_text_goes_on_behind_the_table():
    _, found = rows(TOP)
    assert (found[0][0], found[-1]) == ("1", ("2", ["Văn phòng"], [], None))


def test_numbers_in_the_middle_of_their_rows():
    _, found = rows(MIDDLE)
    assert found[1:-1] == [
        ("1", ["Văn phòng"], ["Các phòng"], "2024-05"),
        ("2", ["Phòng Tổ chức cán bộ"], ["Văn phòng", "Thanh tra Sở", "Phòng Kế hoạch"], "2024-06-30"),
        ("3", ["Trung tâm Y tế huyện"], ["Bưu điện tỉnh"], "2024-Q3"),
    ]


def test_the_number_of_a_row_is_no_page_number():
    got, _ = rows(MIDDLE)
    assert [d.why for d in got.dropped] == []


def test_a_table_without_a_column_of_units_gives_no_orders():
    _, found = rows(TOP.replace("Đơn vị chủ trì ", "Kinh phí        ").replace("Đơn vị phối hợp", "Nguồn kinh phí "))
    assert [number for number, *_ in found if number and number[0] == "I" and number != "I"] == []
