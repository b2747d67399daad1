import pytest

from directives.reading import read

from .paper import LETTER


def field(text, name):
    found = read(text).fields.get(name)
    return found.value if found else None


def test_a_state_letter_gives_every_field():
    got = read(LETTER).as_json()
    assert got["doc_type"] == "Công văn"
    assert got["number"] == "87/UBND-VX"
    assert got["issued_on"] == "2024-03-05"
    assert got["place"] == "Sao Mai"
    assert got["issuing_body"] == "UBND quận Sao Mai"
    assert got["subject"] == "trồng cây xanh trên các tuyến phố"
    assert got["signer"] == "Lê Thị Bình Minh"
    assert got["signer_title"] == "Phó Chủ tịch"
    assert got["signing_authority"] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert got["addressees"] == ["Phòng Quản lý đô thị", "UBND 9 phường"]
    assert got["recipients"] == ["Như trên", "Thường trực Quận ủy (để báo cáo)", "Lưu: VT, VX"]


PARTY = """ĐẢNG BỘ TỈNH HOA LƯ
HUYỆN ỦY BẠCH DƯƠNG
*
Số 45-CT/HU

ĐẢNG CỘNG SẢN VIỆT NAM

Bạch Dương, ngày 01 tháng 6 năm 2023

CHỈ THỊ
về tăng cường đọc sách trong nhà trường

1. Đảng ủy các xã xây dựng kế hoạch.

Nơi nhận:
- Tỉnh ủy (để báo cáo),
- Lưu VPHU.

T/M BAN THƯỜNG VỤ
BÍ THƯ

Trần Văn Sách
"""


def test_a_party_directive_gives_its_number_body_and_parent():
    got = read(PARTY).as_json()
    assert (got["doc_type"], got["number"]) == ("Chỉ thị", "45-CT/HU")
    assert got["issuing_body"] == "Huyện ủy Bạch Dương"
    assert got["parent_body"] == "Đảng bộ tỉnh Hoa Lư"
    assert got["signing_authority"] == ["T/M BAN THƯỜNG VỤ", "BÍ THƯ"]
    assert got["recipients"] == ["Tỉnh ủy (để báo cáo)", "Lưu VPHU"]


def test_a_notice_whose_subject_is_a_conclusion_is_a_conclusion_notice():
    text = "THÔNG BÁO\nKết luận của Chủ tịch UBND xã tại buổi họp\n\nNgày 03/4/2024, Chủ tịch UBND xã họp về nước.\n"
    got = read(text).as_json()
    assert got["doc_type"] == "Thông báo kết luận"
    assert got["subject"].startswith("Kết luận của")
    assert got["meeting_date"] == "2024-04-03"


def test_a_letterhead_printed_in_two_columns_is_read_by_column():
    text = (
        "UBND TỈNH HOA LƯ                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ XÂY DỰNG        Độc lập - Tự do - "
        "Hạnh phúc\n\n"
        "Số: 9/KH-SXD                 Hoa Lư, ngày 7 tháng 8 năm 2024\n\nKẾ HOẠCH\nKiểm tra nhà cũ\n\n1. Sở Xây "
        "dựng kiểm tra.\n"
    )
    got = read(text).as_json()
    assert got["issuing_body"] == "Sở Xây dựng tỉnh Hoa Lư"
    assert got["parent_body"] == "UBND tỉnh Hoa Lư"
    assert got["number"] == "9/KH-SXD"
    assert got["place"] == "Hoa Lư"


def test_a_number_left_blank_keeps_its_symbol_only():
    assert field(LETTER.replace("Số: 87/", "Số:        /"), "number") == "/UBND-VX"


@pytest.mark.parametrize(("stamp", "value"), [("HỎA TỐC", "Hỏa tốc"), ("KHẨN", "Khẩn"), ("THƯỢNG KHẨN", "Thượng khẩn")])
def test_urgency_is_read_from_its_stamp(stamp, value):
    assert field(LETTER.replace("V/v trồng", f"{stamp}\n\nV/v trồng"), "urgency") == value


def test_a_republished_directive_tells_number_day_and_body_in_a_sentence():
    text = (
        "Chỉ thị của Ban Thường vụ về đọc sách\n\nNgày 9/9/2023, Huyện ủy Bạch Dương ban hành Chỉ thị số 46-CT/HU "
        "của Ban Thường vụ về việc khuyến đọc trong dân. Nội dung:\n\n1. Các xã mở tủ sách.\n"
    )
    got = read(text).as_json()
    assert (got["number"], got["issued_on"], got["issuing_body"]) == ("46-CT/HU", "2023-09-09", "Huyện ủy Bạch Dương")
    assert got["references"] == []


def test_an_entry_of_the_recipients_beside_the_signature_is_cut_clean():
    text = LETTER.replace("- Lưu: VT, VX.", "- Lưu: VT, VX.          TM. ỦY BAN NHÂN DÂN")
    assert read(text).recipients[-1].value == "Lưu: VT, VX"


def test_a_wrapped_recipient_is_one_entry():
    text = LETTER.replace("- Thường trực Quận ủy (để báo cáo);", "- Các phòng: Y tế,\nNội vụ, Tư pháp;")
    assert read(text).recipients[1].value == "Các phòng: Y tế, Nội vụ, Tư pháp"


def trust(text):
    fields = read(text).fields
    return fields["number"].confidence, fields["issued_on"].confidence if "issued_on" in fields else None


def test_a_number_written_into_the_printed_symbol_is_doubted_and_the_day_beside_it_with_it():
    printed, day = trust(LETTER)
    assert min(printed, day) > 0.9
    written, day = trust(LETTER.replace("Số: 87/", "Số: 87 /"))
    assert written <= 0.5 < day < 0.9


def test_a_number_beside_a_day_that_cannot_be_read_is_doubted():
    assert trust(LETTER.replace("ngày 05 tháng 3", "ngày 0$ tháng 3")) == (0.5, None)


def test_a_number_cited_in_the_text_is_not_taken_for_one_that_cannot_be_read():
    annex = "\nPHỤ LỤC\nMẪU BÁO CÁO\n(Kèm theo Công văn số 31/UBND-VX ngày 02/02/2023 của UBND quận)\n"
    text = LETTER.replace("Số: 87/UBND-VX", "Số: /?%") + annex
    got = read(text).as_json()
    assert (got["number"], got["issued_on"]) == (None, "2024-03-05")


def test_a_zero_is_no_number():
    assert field(LETTER.replace("Số: 87/", "Số: 0 /"), "number") == "/UBND-VX"


STAMP = "CÔNG VĂN ĐẾN\nSố đến: 1204\nNgày: 07/3/2024\nChuyển: Phòng Nội vụ\n\n"


@pytest.mark.parametrize("stamp", [STAMP, "ĐẾN Số: 1204 Ngày: 07/3/2024\n\n"])
def test_a_receipt_stamp_gives_neither_number_nor_day_and_is_shown_as_dropped(stamp):
    got = read(LETTER.replace("Số: 87", stamp + "Số: 87"))
    assert (got.fields["number"].value, got.fields["issued_on"].value) == ("87/UBND-VX", "2024-03-05")
    assert [got.text[slice(*d.span)] for d in got.dropped if d.why == "receipt_stamp"] == stamp.strip().split("\n")


def test_a_day_of_issue_may_be_written_in_figures():
    assert field(LETTER.replace("ngày 05 tháng 3 năm 2024", "ngày 05/3/2024"), "issued_on") == "2024-03-05"


def test_a_subject_whose_lines_are_set_apart_is_whole():
    text = LETTER.replace("V/v trồng cây xanh trên", "V/v trồng cây xanh\n\ntrên")
    assert field(text, "subject") == "trồng cây xanh trên các tuyến phố"


@pytest.mark.parametrize("label", ["Nơi nhận:", "Nơi nhân:", "Noi nhận;", "Nơi nhậu :", ""])
def test_the_recipients_are_found_behind_a_misread_or_lost_label(label):
    got = read(LETTER.replace("Nơi nhận:", label)).as_json()
    assert got["recipients"] == ["Như trên", "Thường trực Quận ủy (để báo cáo)", "Lưu: VT, VX"]


def test_bullets_set_off_by_tabs_are_entries():
    got = read(LETTER.replace("- Như", "-\tNhư").replace("- Lưu", "-   Lưu")).as_json()
    assert got["recipients"] == ["Như trên", "Thường trực Quận ủy (để báo cáo)", "Lưu: VT, VX"]


def test_an_urgency_beside_kinh_gui_does_not_hide_the_addressees():
    got = read(LETTER.replace("Kính gửi:", "KHẨN Kính gửi:")).as_json()
    assert got["addressees"] == ["Phòng Quản lý đô thị", "UBND 9 phường"]


TITLED = "UBND XÃ PHÚ ĐIỀN\n\nSố: 5/KH-UBND\n\nPhú Điền, ngày 02 tháng 3 năm 2024\n\n{}\n\n1. Công an xã tuần tra.\n"


@pytest.mark.parametrize(
    ("title", "doc_type", "subject"),
    [
        ("KẾ HOẠCH Tuần tra ban đêm", "Kế hoạch", "Tuần tra ban đêm"),
        ("K Ế H O Ạ C H\nTuần tra ban đêm", "Kế hoạch", "Tuần tra ban đêm"),
        ("THÔNG BÁO KẾT LUẬN\nTại cuộc họp ngày 01/3/2024", "Thông báo kết luận", "Tại cuộc họp ngày 01/3/2024"),
    ],
)
def test_a_title_may_share_its_line_or_be_spaced(title, doc_type, subject):
    got = read(TITLED.format(title)).as_json()
    assert (got["doc_type"], got["subject"]) == (doc_type, subject)


def test_the_heading_of_a_republished_text_tells_its_fields():
    text = (
        "Trang chủ » Văn bản\nChỉ thị số 12-CT/TU ngày 03/4/2026 của Ban Thường vụ Tỉnh ủy về phòng cháy\n\n"
        "1. UBND tỉnh bố trí kinh phí.\n"
    )
    got = read(text).as_json()
    assert [got[n] for n in ("doc_type", "number", "issued_on", "issuing_body", "subject")] == [
        "Chỉ thị", "12-CT/TU", "2026-04-03", "Ban Thường vụ Tỉnh ủy", "phòng cháy",
    ]  # fmt: skip


def test_a_letter_is_no_directive_whatever_its_field_is_called():
    assert field(LETTER.replace("87/UBND-VX", "87/CT-CS"), "doc_type") == "Công văn"


def test_the_motto_printed_under_the_subject_is_no_part_of_it():
    text = LETTER.replace("tuyến phố\n", "tuyến phố\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n", 1)
    assert field(text, "subject") == "trồng cây xanh trên các tuyến phố"


def test_a_letter_read_for_a_figure_gives_a_number_of_little_trust():
    got = read(PARTY.replace("Số 45-CT/HU", "Số O7-CT/HU")).fields["number"]
    assert (got.value, got.confidence) == ("07-CT/HU", 0.3)


def test_a_misread_label_does_not_hide_the_number():
    assert field(LETTER.replace("Số: 87", "$ô:87"), "number") == "87/UBND-VX"
