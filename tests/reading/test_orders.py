import pytest

from directives.reading import read
from directives.reading.markers import read_marker

from .paper import LETTER, orders


def tasks(*lines):
    return {t["number"]: t for t in read(orders(*lines)).as_json()["tasks"]}


def test_the_tree_of_a_letter():
    got = read(LETTER).as_json()["tasks"]
    assert [(t["number"], t["kind"], t["parent"]) for t in got] == [
        ("1", "group", None), ("1-1", "task", 0), ("1-2", "task", 0), ("2", "task", None),
    ]  # fmt: skip


def test_a_bare_heading_makes_its_unit_the_doer_of_what_stands_under_it():
    got = tasks("1. Phòng Y tế", "- Rà soát tủ thuốc.", "2. Trạm Y tế: Trực đêm.")
    assert got["1-1"]["lead"] == ["Phòng Y tế"]
    assert got["1-1"]["lead_source"] == "inherited"
    assert got["2"]["lead"] == ["Trạm Y tế"]


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("Giao Phòng Nội vụ tham mưu kế hoạch.", ["Phòng Nội vụ"]),
        ("Phòng Nội vụ, Phòng Tư pháp theo chức năng hướng dẫn.", ["Phòng Nội vụ", "Phòng Tư pháp"]),
        ("Các phòng, ban, đơn vị rà soát hồ sơ.", ["Các phòng, ban, đơn vị"]),
        ("Căn cứ tình hình thực tế, Công an quận bố trí lực lượng.", ["Công an quận"]),
        (
            "Về kinh phí: Phòng Tài chính - Kế hoạch cân đối nguồn và báo cáo.",
            ["Phòng Tài chính - Kế hoạch"],
        ),
        (
            "Khi có mưa lớn, yêu cầu các phường, đơn vị liên quan trực ban, báo cáo.",
            ["các phường, đơn vị liên quan"],
        ),
        ("Phân công Phó Chủ tịch UBND quận chỉ đạo.", ["Phó Chủ tịch UBND quận"]),
        (
            "Đề nghị Ủy ban MTTQ quận; các tổ chức chính trị - xã hội vận động.",
            ["Ủy ban MTTQ quận", "các tổ chức chính trị - xã hội"],
        ),
        ("Đoàn kiểm tra liên ngành tổ chức kiểm tra chợ.", ["Đoàn kiểm tra liên ngành"]),
        ("Ban Thường vụ Huyện ủy giao Ban Tuyên giáo tham mưu kế hoạch.", ["Ban Tuyên giáo"]),
        ("Giao nhiệm vụ cho Công an phường lập danh sách.", ["Công an phường"]),
        ("Giao cho Phòng Nội vụ theo dõi.", ["Phòng Nội vụ"]),
        ("Đối với Sở Xây dựng: khẩn trương thẩm định.", ["Sở Xây dựng"]),
        ("Các sở, ngành: Tài chính, Nội vụ, Tư pháp cử cán bộ.", ["Sở Tài chính", "Sở Nội vụ", "Sở Tư pháp"]),
        ("Các đơn vị sự nghiệp công lập gửi báo cáo.", ["Các đơn vị sự nghiệp công lập"]),
        ("Đ/c Chánh Văn phòng Quận ủy theo dõi.", ["Chánh Văn phòng Quận ủy"]),
        ("Yêu cầu các đồng chí Chủ tịch UBND phường chịu trách nhiệm.", ["các đồng chí Chủ tịch UBND phường"]),
        ("Các đơn vị liên quan rà soát.", ["Các đơn vị liên quan"]),
        ("TTYT quận tham mưu; VPUB quận đôn đốc.", ["TTYT quận", "VPUB quận"]),
    ],
)
def test_who_leads(words, lead):
    assert tasks(f"1. {words}")["1"]["lead"] == lead


def test_a_requested_unit_is_marked_as_requested():
    got = tasks("1. Đề nghị Hội Chữ thập đỏ quận vận động quyên góp.")["1"]
    assert got["requested"] == ["Hội Chữ thập đỏ quận"]
    assert got["lead"] == ["Hội Chữ thập đỏ quận"]


def test_a_verb_that_looks_like_a_unit_is_no_unit():
    got = tasks("1. Bố trí kinh phí mua cây.", "2. So sánh giá.", "3. Đối với cây lớn: cắt tỉa trước.")
    assert all(t["lead"] == [] for t in got.values())


def test_the_opening_sentence_names_who_acts_where_items_do_not():
    text = orders("1. Rà soát hồ sơ.").replace("UBND quận yêu cầu:", "UBND quận yêu cầu các phòng, ban thực hiện:")
    reading = read(text)
    assert reading.chapeau_lead == ("các phòng, ban",)
    assert reading.tasks[0].lead_source == "chapeau"


def test_a_closing_clause_hands_the_bullets_to_another_unit():
    got = tasks("1. Phòng Y tế kiểm tra nước. Trong đó UBND phường lưu ý chỉ đạo:", "- Vệ sinh bể.")
    assert got["1"]["lead"] == ["Phòng Y tế"]
    assert got["1-1"]["lead"] == ["UBND phường"]


@pytest.mark.parametrize(
    ("words", "partners"),
    [
        ("Phòng Y tế phối hợp với Công an quận và các phường kiểm tra.", ["Công an quận", "các phường"]),
        ("Phòng Y tế phối hợp chặt chẽ với Phòng Tư pháp trong việc rà soát.", ["Phòng Tư pháp"]),
        ("Phòng Y tế chủ trì, phối hợp thực hiện.", []),
        ("Phòng Y tế chủ trì, Phòng Nội vụ phối hợp, rà soát nhân sự.", ["Phòng Nội vụ"]),
    ],
)
def test_who_works_with_the_lead(words, partners):
    assert tasks(f"1. {words}")["1"]["coordinating"] == partners


def test_partners_of_a_heading_pass_to_its_items():
    got = tasks("1. Phòng Y tế chủ trì, phối hợp với các phường:", "- Phun thuốc.")
    assert got["1-1"]["coordinating"] == ["các phường"]


def test_the_printed_number_of_members_is_kept():
    units = read(LETTER).as_json()["tasks"][-1]["units"]
    assert units[0]["count"] == 9


def test_decimal_numbers_letters_and_bullets_make_paths():
    got = tasks("1. Nhóm việc:", "1.1. Rà soát:", "a) Đất;", "- Thửa nhỏ;", "+ Thửa vuông.", "b) Nhà.", "1.2. Báo cáo.")
    assert list(got) == ["1", "1.1", "1.1.a", "1.1.a-1", "1.1.a-1+1", "1.1.b", "1.2"]


def test_articles_and_roman_sections_make_paths():
    got = tasks("Điều 1. Ban Quản lý chợ:", "1. Thu phí.", "Điều 2. Phòng Y tế kiểm tra.")
    assert list(got) == ["Điều 1", "Điều 1.1", "Điều 2"]
    got = tasks("I. NHIỆM VỤ", "1. Phòng Y tế kiểm tra.", "II. TỔ CHỨC THỰC HIỆN", "1. Phòng Nội vụ theo dõi.")
    assert list(got) == ["I", "I.1", "II", "II.1"]


def test_a_misread_roman_number_takes_its_place_in_the_row():
    got = tasks("I. NHIỆM VỤ CHUNG", "1. Phòng Y tế kiểm tra.", "H. NHIỆM VỤ RIÊNG", "1. Phòng Nội vụ theo dõi.")
    assert "II.1" in got


@pytest.mark.parametrize("first", ["L. Nhiệm vụ chung", "1. Nhiệm vụ chung", "I. Nhiệm vụ chung"])
def test_a_misread_heading_is_read_by_the_row_it_stands_in(first):
    got = tasks(first, "Các phòng chú ý.", "Il. Nhiệm vụ riêng", "1. Phòng Nội vụ theo dõi.")
    assert list(got)[-1].endswith("II.1") or list(got)[-1] == "I.1"


def test_a_number_behind_a_speck_of_dust_is_read_in_its_row():
    got = tasks("1. Phòng Y tế kiểm tra.", "' 2. Phòng Nội vụ theo dõi.", "| - Lập sổ.", "_7. Cây bàng thì để lại.")
    assert list(got)[:3] == ["1", "2", "2-1"]


def test_a_smudged_number_is_believed_only_in_its_row():
    assert read_marker("5, Phòng Y tế", expected=5).label == "5"
    assert read_marker("5, Phòng Y tế", expected=3) is None


def test_the_second_d_after_c_is_a_plain_d():
    got = tasks("1. Các việc:", "a) Một;", "b) Hai;", "c) Ba;", "đ) Bốn;", "đ) Năm.")
    assert list(got)[1:] == ["1.a", "1.b", "1.c", "1.d", "1.đ"]


def test_sections_that_describe_give_no_orders():
    got = tasks("I. MỤC ĐÍCH, YÊU CẦU", "1. Nâng cao nhận thức.", "II. TỔ CHỨC THỰC HIỆN", "1. Phòng Y tế kiểm tra.")
    assert list(got) == ["II", "II.1"]


def test_a_dash_at_the_start_of_a_wrapped_line_is_no_bullet():
    full = "1. Phòng Y tế tuyên truyền trong các trường học và khu dân cư thuộc ngành Lao động"
    text = orders(
        full + "\n- Thương binh và Xã hội quản lý tại các phường trên địa bàn quận theo kế hoạch năm.\n" + "x" * 30
    )
    assert [t.number for t in read(text).tasks][:2] == ["1"]


def test_a_page_break_inside_a_sentence_does_not_end_the_paragraph():
    got = read(orders("1. Phòng Y tế kiểm tra các\n\n3\n\nquán ăn trước ngày 20/3/2024.")).as_json()
    assert got["tasks"][0]["deadline"] == "2024-03-20"


def test_a_closing_order_without_number_is_found_and_mere_urging_is_not():
    got = read(orders("1. Phòng Y tế kiểm tra.", "Giao Văn phòng theo dõi, đôn đốc.")).as_json()["tasks"]
    assert got[-1]["number"] is None
    assert got[-1]["lead"] == ["Văn phòng"]
    got = read(orders("1. Phòng Y tế kiểm tra.", "Đề nghị các đồng chí quan tâm chỉ đạo, tổ chức thực hiện./.")).tasks
    assert [t.number for t in got] == ["1"]


def test_a_letter_of_one_sentence_gives_one_order_from_its_issuer_on():
    got = read(
        orders("Để có số liệu tổng hợp, UBND quận đề nghị các đơn vị thống kê cây trước ngày 22/3/2024.")
    ).as_json()["tasks"]
    assert [(t["number"], t["lead"], t["deadline"]) for t in got] == [(None, ["các đơn vị"], "2024-03-22")]
    assert got[0]["first_words"].startswith("UBND quận đề nghị")


def test_an_annex_gives_orders_only_where_it_names_the_unit():
    text = LETTER + "\nPHỤ LỤC\nCÁC VIỆC\n\n1. Cây thấp dưới hai mét.\n\n2. Phòng Y tế kiểm tra cây độc.\n"
    assert [t.number for t in read(text).tasks][4:] == ["att1/2"]


TABLE = """PHỤ LỤC
DANH MỤC VIỆC

| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Kết quả | Thời gian |
|---|---|---|---|---|---|
| I. | Nhóm cây xanh | | | | |
| 1. | Trồng cây | Phòng Quản lý đô thị | UBND các phường; Công an quận | Kế hoạch | 6/2025 |
| 2. | Tưới cây | Công ty Cây xanh | | | Thường xuyên |
"""


def test_a_table_of_tasks_gives_an_order_for_each_row():
    got = read(TABLE).as_json()["tasks"]
    assert [t["number"] for t in got] == ["I", "I.1", "I.2"]
    assert got[1]["lead"] == ["Phòng Quản lý đô thị"]
    assert got[1]["coordinating"] == ["UBND các phường", "Công an quận"]
    assert (got[1]["deadline_period"], got[1]["last_day"], got[1]["output"]) == ("2025-06", "2025-06-30", "Kế hoạch")
    assert got[2]["recurring"] == "ongoing"


def test_labels_under_an_item_say_who_and_when():
    got = tasks(
        "1. Tuyên truyền phòng cháy trên loa phường",
        "- Đơn vị chủ trì: Phòng Văn hóa và Thông tin.",
        "- Đơn vị phối hợp: Công an quận, UBND các phường.",
        "- Thời gian hoàn thành: trước ngày 30/6/2024.",
        "2. Cắt tỉa cây (Chủ trì: Công ty Cây xanh; phối hợp: các phường; hoàn thành trước 30/5/2024).",
        "3. Lập sổ. Cơ quan chủ trì: Phòng Nội vụ; cơ quan phối hợp: các phường; thời hạn: 15/5/2024.",
    )
    assert [(n, t["kind"], t["lead"], t["coordinating"], t["deadline"]) for n, t in got.items() if "-" not in n] == [
        ("1", "task", ["Phòng Văn hóa và Thông tin"], ["Công an quận", "UBND các phường"], "2024-06-30"),
        ("2", "task", ["Công ty Cây xanh"], ["các phường"], "2024-05-30"),
        ("3", "task", ["Phòng Nội vụ"], ["các phường"], "2024-05-15"),
    ]
    assert {got[n]["kind"] for n in ("1-1", "1-2", "1-3")} == {"info"}


def test_a_figure_misread_for_another_is_the_one_its_row_asks_for():
    got = tasks("1. Một.", "2. Hai.", "3. Ba.", "4. Bốn.", "9. Phòng Nội vụ theo dõi.", "6. Phòng Y tế kiểm tra.")
    assert list(got) == ["1", "2", "3", "4", "5", "6"]


def test_eight_with_a_bracket_under_a_number_is_the_letter_a():
    got = tasks("l. Phòng Y tế", "8) Kiểm tra nước.", "b) Kiểm tra bể.", "2. Phòng Nội vụ theo dõi.")
    assert list(got) == ["1", "1.a", "1.b", "2"]


SENT_ON = """
UBND THÀNH PHỐ HOA LƯ
SỞ XÂY DỰNG

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM

Số: 31/SXD-HT
V/v cây xanh

Hoa Lư, ngày 01 tháng 3 năm 2024

Kính gửi: UBND các quận

Sở Xây dựng đề nghị UBND các quận thực hiện:

1. Rà soát cây sâu.

2. Báo cáo Sở trước ngày 30/3/2024.

Nơi nhận:
- Như trên;
- Lưu: VT.
"""


def test_a_document_sent_with_another_gives_its_orders_under_a_path_of_its_own():
    got = [t for t in read(LETTER + SENT_ON).as_json()["tasks"] if (t["number"] or "").startswith("att1/")]
    assert [(t["number"], t["lead"], t["deadline"]) for t in got] == [
        ("att1/1", ["UBND các quận"], None), ("att1/2", ["UBND các quận"], "2024-03-30"),
    ]  # fmt: skip


def test_appendices_are_counted():
    table = "\n".join(TABLE.split("\n")[3:])
    text = LETTER + "\nPHỤ LỤC I\nViệc cây xanh\n\n" + table + "\nPHỤ LỤC II\nViệc nước sạch\n\n" + table
    assert [t.number for t in read(text).tasks][4:] == [
        "att1/I", "att1/I.1", "att1/I.2", "att2/I", "att2/I.1", "att2/I.2",
    ]  # fmt: skip


def test_a_section_that_sounds_like_a_description_keeps_the_orders_in_it():
    got = tasks("I. VỀ TÌNH HÌNH CÂY XANH", "1. Phòng Y tế kiểm tra.", "2. Phòng Nội vụ theo dõi.", "II. KHÁC", "Thôi.")
    assert list(got)[:3] == ["I", "I.1", "I.2"]


def test_what_a_resolution_itself_decides_is_no_order():
    got = tasks("Điều 1. Thông qua kế hoạch trồng cây.", "Điều 2. Giao UBND phường tổ chức thực hiện.")
    assert [t["kind"] for t in got.values()] == ["info", "task"]


def test_those_charged_behind_the_last_item_get_an_order_of_their_own():
    got = read(orders("1. Phòng Y tế kiểm tra.", "Trưởng các phòng chịu trách nhiệm về kết quả thực hiện.")).as_json()
    assert [(t["number"], t["lead"]) for t in got["tasks"]] == [("1", ["Phòng Y tế"]), (None, ["Trưởng các phòng"])]


def test_partners_of_any_kind_stand_behind_phoi_hop_voi():
    got = tasks("1. Nhà trường phối hợp với ban đại diện cha mẹ học sinh giám sát suất ăn.")["1"]
    assert got["coordinating"] == ["ban đại diện cha mẹ học sinh"]


def test_those_something_is_done_with_are_partners():
    got = tasks("1. Công an phường cùng với các tổ dân phố phân luồng giao thông.")["1"]
    assert (got["lead"], got["coordinating"]) == (["Công an phường"], ["các tổ dân phố"])


def test_the_product_and_its_receiver():
    got = tasks("1. Phòng Y tế xây dựng kế hoạch phun thuốc, gửi Phòng Tài chính thẩm định.")["1"]
    assert (got["output"], got["output_to"]) == ("kế hoạch", "Phòng Tài chính")


def test_a_title_is_short_and_ends_at_a_clause():
    got = tasks(
        "1. Phòng Y tế rà soát toàn bộ quán ăn trên địa bàn, lập sổ theo dõi từng quán, bảo đảm không bỏ sót quán "
        "nào trong năm."
    )["1"]
    assert len(got["short_title"]) <= 90
    assert got["short_title"].endswith("từng quán")


def test_the_meter_counts_duty_sentences_and_names_those_left_out():
    reading = read(orders("1. Phòng Y tế kiểm tra quán ăn trên toàn địa bàn."))
    assert reading.coverage.covered == reading.coverage.total > 0


def test_party_numbers_are_printed_with_dashes():
    got = tasks("I- NHIỆM VỤ", "1- Ủy ban Kiểm tra Đảng ủy giám sát.", "2- Các chi bộ trực thuộc quán triệt.")
    assert [(n, t["lead"]) for n, t in got.items()] == [
        ("I", []),
        ("I.1", ["Ủy ban Kiểm tra Đảng ủy"]),
        ("I.2", ["Các chi bộ trực thuộc"]),
    ]


def test_the_issuer_who_speaks_is_not_told_to_act():
    text = orders("1. Rà soát hồ sơ.").replace("UBND quận yêu cầu:", "UBND quận ban hành Kế hoạch như sau:")
    assert read(text).chapeau_lead == ()
    assert tasks("1. UBND quận đề nghị Hội Người cao tuổi vận động hội viên.")["1"]["lead"] == ["Hội Người cao tuổi"]


def test_a_unit_leads_another_by_its_verb():
    assert tasks("1. Đảng ủy UBND phường lãnh đạo UBND phường thu thuế.")["1"]["lead"] == ["Đảng ủy UBND phường"]


def test_a_paper_printed_without_blank_lines_gives_the_same_orders():
    tight = "\n".join(line for line in LETTER.split("\n") if line.strip())
    shape = [(t.number, t.kind, t.first_words) for t in read(LETTER).tasks]
    assert [(t.number, t.kind, t.first_words) for t in read(tight).tasks] == shape


def test_a_telegram_is_addressed_by_the_word_before_its_colon():
    text = """CÔNG ĐIỆN
Về việc chống nắng nóng

CHỦ TỊCH UBND PHƯỜNG điện:
- Công an phường;
- Các tổ dân phố.

1. Công an phường trực 24/24 giờ, sẵn sàng ứng cứu.
"""
    got = read(text).as_json()
    assert got["doc_type"] == "Công điện"
    assert got["addressees"] == ["Công an phường", "Các tổ dân phố"]
    assert [(t["number"], t["lead"]) for t in got["tasks"]] == [("1", ["Công an phường"])]


def test_a_form_feed_between_pages_does_not_cut_a_sentence():
    got = tasks("1. Phòng Y tế phối hợp với Phòng Tài chính và\n\x0cCông an quận kiểm tra.")
    assert got["1"]["coordinating"] == ["Phòng Tài chính", "Công an quận"]


def test_a_place_that_ends_like_a_body_is_no_body():
    got = tasks("1. Đoàn kiểm tra, cán bộ phụ trách địa bàn tiếp tục giám sát.")
    assert got["1"]["lead"][0].startswith("Đoàn kiểm tra")
    assert "tiếp tục" not in " ".join(got["1"]["lead"])


def test_prose_under_a_bare_heading_is_not_the_headings():
    text = orders(
        "I. NHIỆM VỤ",
        "1. Phòng Y tế kiểm tra quán ăn.",
        "II. TỔ CHỨC THỰC HIỆN",
        "Kinh phí lấy từ quỹ cây xanh. Trong quá trình thực hiện nếu cây chết, các phường báo cáo Phòng Y tế.",
        "Việc này làm xong trong năm.",
    )
    reading = read(text)
    got = [(t.number, t.kind, t.parent, t.as_json()["lead"]) for t in reading.tasks]
    assert got == [
        ("I", "group", None, []),
        ("I.1", "task", 0, ["Phòng Y tế"]),
        ("II", "group", None, []),
        (None, "task", 2, ["các phường"]),
    ]
    assert reading.tasks[3].words.startswith("Trong quá trình thực hiện")


def test_each_sentence_under_a_bare_heading_that_tells_a_unit_is_an_order():
    got = read(
        orders(
            "I. TỔ CHỨC THỰC HIỆN",
            "Giao Phòng Y tế theo dõi, đôn đốc. Báo cáo xong trước ngày 20/4/2024. Các phường trồng cây theo mùa.",
            "Phòng Nội vụ khen thưởng.",
        )
    ).as_json()["tasks"]
    assert [(t["lead"], t["deadline"]) for t in got[1:]] == [
        (["Phòng Y tế"], "2024-04-20"), (["Các phường"], None), (["Phòng Nội vụ"], None),
    ]  # fmt: skip


def test_a_deed_under_a_bare_heading_falls_to_whom_the_opening_names():
    text = orders("I. CÔNG TÁC CHUNG", "Rà soát hố ga trên các tuyến phố.").replace(
        "UBND quận yêu cầu:", "UBND quận yêu cầu các phòng, ban thực hiện:"
    )
    got = read(text).as_json()["tasks"]
    assert [(t["kind"], t["lead"], t["lead_source"]) for t in got] == [
        ("group", ["các phòng, ban"], "chapeau"),
        ("task", ["các phòng, ban"], "chapeau"),
    ]


def test_a_heading_that_names_its_unit_keeps_the_paragraph_under_it():
    got = read(orders("I. CÁC PHÒNG, BAN", "Rà soát hố ga.", "1. Phòng Y tế", "Kiểm tra quán ăn.")).as_json()["tasks"]
    assert got[-1]["lead"] == ["Phòng Y tế"]
    assert got[-1]["kind"] == "task"


NOTICE = """UBND PHƯỜNG SAO MAI

THÔNG BÁO
Lịch họp tổ dân phố

UBND phường Sao Mai thông báo lịch họp tổ dân phố như sau:

{line}

Nơi nhận:
- Lưu: VT.
"""


def test_a_schedule_that_tells_nobody_is_no_order():
    got = read(NOTICE.format(line="Thời gian: 8 giờ 00, thứ Hai hằng tuần; nếu mưa thì chuyển sang hôm sau."))
    assert got.tasks == ()


def test_a_recurring_report_in_a_notice_is_one():
    got = read(NOTICE.format(line="Các tổ dân phố báo cáo số hộ dự họp hằng tuần.")).as_json()["tasks"]
    assert [(t["lead"], t["recurring"]) for t in got] == [(["Các tổ dân phố"], "weekly")]


def test_a_schedule_among_numbered_lines_sets_no_time():
    got = tasks("1. Thời gian: 8 giờ 00, thứ Hai hằng tuần.", "2. Thời gian báo cáo: hằng tháng.")
    assert (got["1"]["kind"], got["1"]["deadline_kind"]) == ("info", None)
    assert got["2"]["recurring"] == "monthly"


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("Thường xuyên tuần tra các ngõ.", "Thường xuyên"),
        ("Công an quận thường xuyên tuần tra các ngõ.", "thường xuyên"),
        ("Công an quận chủ trì, phối hợp với các phường thường xuyên nhắc nhở người dân.", "thường xuyên"),
        ("Công an quận chủ động, thường xuyên nắm tình hình.", "thường xuyên"),
        ("Công an quận tuần tra các ngõ thường xuyên, liên tục.", "thường xuyên, liên tục"),
        ("Tuần tra các ngõ. Thời gian thực hiện: thường xuyên.", "thường xuyên"),
    ],
)
def test_work_that_is_to_be_done_all_the_time_is_standing(words, printed):
    got = tasks(f"1. {words}")["1"]
    assert (got["deadline_kind"], got["deadline_text"], got["recurring"]) == ("standing", printed, None)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Phòng Y tế thường xuyên kiểm tra, báo cáo trước ngày 20/4/2024.", "dated"),
        ("Phòng Y tế thường xuyên kiểm tra, báo cáo hằng tháng.", "periodic"),
        ("Phòng Y tế rà soát khoản chi thường xuyên của trạm.", None),
        ("Phòng Y tế gặp công chức thường xuyên đi muộn.", None),
    ],
)
def test_another_time_or_another_word_goes_before_it(words, kind):
    assert tasks(f"1. {words}")["1"]["deadline_kind"] == kind
