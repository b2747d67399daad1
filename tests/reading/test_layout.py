"""The parts of a paper and what is told only there: seals, attachments, running heads, sections that describe."""

import pytest

from directives.reading import read

from .paper import LETTER, orders


def bare(tail, head="Căn cứ tình hình, Ban Thường vụ Quận ủy yêu cầu:"):
    """A Party letter whose letterhead was lost."""
    return f"Kính gửi: Các chi bộ trực thuộc\n\n{head}\n\n1. Các chi bộ trực thuộc đọc sách.\n\n{tail}"


def test_the_seal_names_the_body_of_a_paper_without_letterhead():
    text = bare("Nơi nhận:\n- Như trên,\n- Lưu VP.\n\nT/L BAN THƯỜNG VỤ\nCHÁNH VĂN PHÒNG\n\nQUẬN ỦY\nSAO MAI\n")
    assert read(text).as_json()["issuing_body"] == "Quận ủy Sao Mai"


def test_the_committee_signed_for_names_the_body_where_there_is_no_seal():
    text = bare("Nơi nhận:\n- Như trên,\n- Lưu VP.\n\nT/L BAN THƯỜNG VỤ\nCHÁNH VĂN PHÒNG\n")
    assert read(text).as_json()["issuing_body"] == "Ban Thường vụ Quận ủy"


def test_neither_overrules_the_letterhead():
    text = LETTER.replace("TM. ỦY BAN NHÂN DÂN", "QUẬN ỦY\nBẠCH DƯƠNG\n\nTM. ỦY BAN NHÂN DÂN")
    assert read(text).as_json()["issuing_body"] == "UBND quận Sao Mai"


def test_a_loose_appendix_tells_its_paper_in_brackets():
    text = (
        "PHỤ LỤC\nDANH MỤC CÂY XANH\n"
        "(Kèm theo Kế hoạch số 31/KH-UBND ngày 04/5/2024 của UBND quận Sao Mai)\n\n1. Phòng Y tế kiểm tra cây độc.\n"
    )
    assert read(text).as_json()["issuing_body"] == "UBND quận Sao Mai"


def test_an_attachment_tells_the_number_and_day_of_a_paper_that_lost_its_head():
    text = (
        "1. Phòng Y tế kiểm tra cây độc.\n\nNơi nhận:\n- Lưu: VT.\n\n"
        "DANH SÁCH\n(Kèm theo Công văn số 31/UBND-YT ngày 04/5/2024 của UBND quận Sao Mai)\n\nCây bàng\n"
    )
    got = read(text).as_json()
    assert (got["number"], got["issued_on"], got["issuing_body"]) == ("31/UBND-YT", "2024-05-04", "UBND quận Sao Mai")


def test_a_line_printed_on_three_pages_is_a_running_head():
    pages = [f"{n}. Phòng Y tế kiểm tra phố số {n}." for n in range(1, 60)]
    for at in (15, 30, 45):
        pages[at] = f"Kế hoạch trồng cây của quận\n\n{pages[at]}"
    reading = read(orders(*pages))
    assert [d.why for d in reading.dropped] == ["running_head"] * 3
    assert all("trồng cây của" not in t.words for t in reading.tasks)
    assert len(reading.tasks) == 59


def test_a_line_printed_twice_is_none():
    lines = ["Kế hoạch trồng cây của quận"] * 2 + [f"{n}. Phòng Y tế kiểm tra phố số {n}." for n in range(1, 60)]
    assert read(orders(*lines)).dropped == ()


@pytest.mark.parametrize(
    "heading",
    ["MỤC ĐÍCH", "MỤC TIÊU", "QUAN ĐIỂM", "ĐÁNH GIÁ CHUNG", "TÌNH HÌNH", "TỒN TẠI, HẠN CHẾ", "NGUYÊN NHÂN",
     "CĂN CỨ PHÁP LÝ", "SỰ CẦN THIẾT", "THỰC TRẠNG", "ĐỐI TƯỢNG", "PHẠM VI", "KINH PHÍ", "THÀNH PHẦN", "NGUYÊN TẮC",
     "TIÊU CHUẨN", "YÊU CẦU"],
)  # fmt: skip
def test_a_section_that_describes_gives_no_order(heading):
    got = read(orders(f"I. {heading}", "1. Phòng Y tế trồng cây.", "II. NHIỆM VỤ", "1. Phòng Y tế tưới cây."))
    assert [t.number for t in got.tasks] == ["II", "II.1"]


@pytest.mark.parametrize("heading", ["NHIỆM VỤ", "GIẢI PHÁP", "TỔ CHỨC THỰC HIỆN", "PHÂN CÔNG"])
def test_a_section_that_assigns_gives_its_orders(heading):
    got = read(orders(f"I. {heading}", "1. Phòng Y tế trồng cây."))
    assert [t.number for t in got.tasks] == ["I", "I.1"]


def test_below_a_section_the_same_words_may_head_an_order():
    got = read(orders("1. Kinh phí: Phòng Y tế cân đối nguồn.", "2. Phòng Y tế tưới cây."))
    assert [t.number for t in got.tasks] == ["1", "2"]


def test_what_an_annex_holds_beside_orders_is_shown_as_left_out():
    annex = "PHỤ LỤC\nCÁC VIỆC\n\n1. Rà soát cây thấp.\n\n2. Phòng Y tế kiểm tra cây độc.\n\n3. Tưới cây cao.\n"
    reading = read(LETTER + "\n" + annex)
    assert [t.number for t in reading.tasks][4:] == ["att1/2"]
    left = [reading.text[slice(*d.span)].split() for d in reading.dropped if d.why == "annex"]
    assert left == [["PHỤ", "LỤC", "CÁC", "VIỆC", "1.", "Rà", "soát", "cây", "thấp."], ["3.", "Tưới", "cây", "cao."]]


def test_a_paper_without_annex_leaves_nothing_out():
    assert read(LETTER).dropped == ()


@pytest.mark.parametrize("day", ["Mẫu, ngày 02 tháng 11 năm 2026\n", ""])
def test_without_kinh_gui_or_blank_lines_the_subject_ends_where_the_charge_begins(day: str) -> None:
    """As pasted from a chat: nothing but line ends between letterhead, subject and orders."""
    reading = read(
        f"ỦY BAN NHÂN DÂN\nTHÀNH PHỐ MẪU\nSố: 55/UBND-VP\nV/v kiểm tra vỉa hè các tuyến phố\n{day}"
        "UBND thành phố yêu cầu:\n1. UBND các phường rà soát vỉa hè.\n2. Công an thành phố xử lý vi phạm.\n"
    ).as_json()
    assert reading["subject"] == "kiểm tra vỉa hè các tuyến phố"
    assert [task["number"] for task in reading["tasks"]] == ["1", "2"]
