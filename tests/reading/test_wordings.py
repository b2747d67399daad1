"""Wordings met in documents that no rule had been written from: each small, in words of our own."""

import pytest

from directives.reading import read
from directives.reading.deadlines import read_deadline
from directives.reading.text import passage

from .paper import LETTER, orders


def tasks(*lines):
    return {t["number"]: t for t in read(orders(*lines)).as_json()["tasks"]}


def limit(words, issued_on="2024-03-05"):
    return read_deadline(passage([(0, words)]), issued_on)


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("Báo cáo UBND tỉnh trước ngày 20/4/2024", "2024-04-20"),  # tỉnh is no tính
        ("Gửi Sở Y tế tỉnh chậm nhất là ngày 20 tháng 4 năm 2024", "2024-04-20"),
        ("Tham mưu đánh giá quý I, báo cáo lãnh đạo Phòng (20/4/2024).", "2024-04-20"),
        ("Rà soát quy chế, trình Trưởng phòng ký ban hành ngày 20/4/2024; theo dõi việc thực hiện", "2024-04-20"),
        ("Tổ chức hội chợ, dự kiến ngày 20/4/2024", "2024-04-20"),
        ("Nhân rộng ra toàn xã (từ tháng 3 đến hết ngày 20/4/2024)", "2024-04-20"),
        ("Kiểm tra tại ba xã từ ngày [5/3/2024 đến ngày 20/4/2024", "2024-04-20"),
    ],
)
def test_a_day_that_limits(words, date):
    got = limit(words)
    assert got is not None
    assert got.date == date


@pytest.mark.parametrize(
    "words",
    [
        "Thực hiện Công văn số 12/UBND-VX (20/4/2024).",
        "báo cáo số thuốc đã sử dụng từ ngày 01/3/2024 đến ngày 20/4/2024",
        "tính đến hết ngày 20/4/2024 đã giải ngân một nửa",
        "Quyết định ban hành ngày 20/02/2024",
    ],
)
def test_a_day_that_limits_nothing(words):
    assert limit(words) is None


def test_a_period_alone_in_brackets():
    assert limit("Giai đoạn 1 (Quý II/2024): thu nhận hồ sơ").period == "2024-Q2"
    assert limit("Giai đoạn 2 (tháng 7/2024): cấp giấy").period == "2024-07"


def test_steps_are_a_level_of_the_outline():
    got = tasks(
        "1. Phòng Nội vụ", "Bước 1. Chuẩn bị", "- Phòng Nội vụ lập danh sách.", "Bước 2. Tổng kết: rà soát hồ sơ."
    )
    assert {"1.Bước 1", "1.Bước 1-1", "1.Bước 2"} <= set(got)


def test_an_asterisk_without_a_dash_above_it_is_a_dash():
    assert set(tasks("1. Phòng Nội vụ", "* Lập danh sách.", "* Gửi báo cáo.")) == {"1", "1-1", "1-2"}
    assert "1-1+1" in tasks("1. Phòng Nội vụ", "- Lập danh sách:", "* Rà soát hồ sơ.")


def test_who_has_the_task_of():
    got = tasks("1. Tổ công tác có nhiệm vụ:", "- Kiểm tra hồ sơ.")
    assert got["1-1"]["lead"] == ["Tổ công tác"]


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("Giao đồng chí Phó Bí thư Thường trực phụ trách, chỉ đạo việc rà soát.", ["Phó Bí thư Thường trực"]),
        ("Ban An toàn giao thông quận kiểm tra bến xe.", ["Ban An toàn giao thông quận"]),
        ("Ban Kinh tế, Ban Văn hóa theo lĩnh vực giám sát việc thực hiện.", ["Ban Kinh tế", "Ban Văn hóa"]),
        ("Báo và phát thanh, truyền hình Sao Mai đưa tin.", ["Báo và phát thanh, truyền hình Sao Mai"]),
        ("Các công ty quản lý hồ chứa vận hành xả lũ.", ["Các công ty quản lý hồ chứa"]),
    ],
)
def test_where_a_name_ends(words, lead):
    assert tasks(f"1. {words}")["1"]["lead"] == lead


def test_leading_is_a_deed_not_a_leader():
    got = tasks("1. Đảng ủy phường", "- Lãnh đạo, chỉ đạo Phòng Văn hóa tổ chức hội xuân.")
    assert got["1-1"]["lead"] == ["Đảng ủy phường"]


def test_partners_end_at_their_verb():
    got = tasks("1. Phòng Nội vụ phối hợp với Phòng Văn hóa chuẩn hóa hồ sơ.")
    assert got["1"]["coordinating"] == ["Phòng Văn hóa"]
    got = tasks("1. Tổ đại biểu cùng với Mặt trận Tổ quốc quận 06 tháng một lần giám sát.")
    assert got["1"]["coordinating"] == ["Mặt trận Tổ quốc quận"]


def test_targets_and_general_rules_are_no_orders():
    got = tasks("I. CHỈ TIÊU", "1. Đến năm 2028, có 90% hộ tham gia.", "II. NHIỆM VỤ", "1. Phòng Nội vụ lập kế hoạch.")
    assert [number for number, task in got.items() if task["kind"] == "task"] == ["II.1"]


def letter(*lines):
    """The paper with a body of these paragraphs, without any number."""
    start = LETTER.index("Thực hiện Kế hoạch")
    return LETTER[:start] + "\n\n".join(lines) + "\n\n" + LETTER[LETTER.index("Nơi nhận:") :]


def test_paragraphs_that_a_sentence_announces_are_orders():
    text = letter(
        "Để đánh giá viên chức, Phòng Nội vụ đề nghị các đơn vị một số nội dung như sau:",
        "Tổ chức đánh giá công khai, đúng thẩm quyền.",
        "Trường hợp biệt phái thì cơ quan nơi đến chủ trì đánh giá.",
        "Trên đây là hướng dẫn của Phòng Nội vụ.",
    )
    got = read(text).as_json()
    assert got["chapeau_lead"] == ["các đơn vị"]
    assert [t["first_words"] for t in got["tasks"]] == [
        "Tổ chức đánh giá công khai,",
        "Trường hợp biệt phái thì cơ",
    ]
    assert got["tasks"][0]["lead"] == ["các đơn vị"]


def test_a_request_inside_the_closing_sentence():
    text = orders(
        "1. Phòng Nội vụ lập danh sách.", "Trên đây là kết luận của Chủ tịch, yêu cầu các đơn vị nghiêm túc thực hiện."
    )
    last = read(text).as_json()["tasks"][-1]
    assert (last["number"], last["first_words"], last["lead"]) == (
        None,
        "yêu cầu các đơn vị nghiêm",
        ["các đơn vị"],
    )


def test_the_subject_ends_where_the_one_who_decides_is_named():
    decision = "QUYẾT ĐỊNH\nVề việc thành lập Tổ trồng cây\nCHỦ TỊCH ỦY BAN NHÂN DÂN QUẬN\n\nCăn cứ Luật Đất đai;\n\n"
    text = LETTER[: LETTER.index("V/v")] + decision + LETTER[LETTER.index("Thực hiện Kế hoạch") :]
    assert read(text).as_json()["subject"] == "thành lập Tổ trồng cây"


def test_the_line_that_says_whose_directive_it_is_is_no_subject():
    head = "THÀNH ỦY SAO MAI\n*\nSố 09-CT/TU\nSao Mai, ngày 02 tháng 02 năm 2024\n\nCHỈ THỊ\n\n"
    text = head + "CỦA BAN THƯỜNG VỤ THÀNH ỦY\n\nvề phòng, chống lãng phí\n\n1. Văn phòng Thành ủy lập kế hoạch.\n"
    assert read(text).as_json()["subject"] == "về phòng, chống lãng phí"


def test_headlines_of_other_news_are_dropped():
    text = (
        orders("1. Phòng Nội vụ lập danh sách.") + "\nTIN LIÊN QUAN\n• Giao Phòng Tư pháp rà soát hồ sơ (12/7/2024)\n"
    )
    got = read(text).as_json()
    assert [t["number"] for t in got["tasks"]] == ["1"]
    assert {d["why"] for d in got["dropped"]} == {"web_page"}


def test_a_purpose_before_the_request_of_a_closing_paragraph():
    got = read(
        orders(
            "1. Phòng Nội vụ lập danh sách.",
            "Để kịp thời tổng hợp, yêu cầu các đơn vị gửi báo cáo về Phòng Nội vụ trước ngày 10/4/2024.",
        )
    ).as_json()["tasks"][-1]
    assert (got["number"], got["first_words"]) == (None, "yêu cầu các đơn vị gửi")
    assert (got["lead"], got["deadline"]) == (["các đơn vị"], "2024-04-10")


def test_behind_the_last_item_all_units_are_charged():
    got = read(
        orders(
            "1. Phòng Nội vụ lập danh sách.",
            "Các đơn vị căn cứ kế hoạch này xây dựng kế hoạch của đơn vị trước ngày 05/4/2024.",
        )
    ).as_json()["tasks"]
    assert [(t["number"], t["lead"], t["deadline"]) for t in got] == [
        ("1", ["Phòng Nội vụ"], None),
        (None, ["Các đơn vị"], "2024-04-05"),
    ]


def test_the_second_line_of_a_sentence_opens_no_annex():
    text = orders(
        "1. Phòng Nội vụ lập danh sách.",
        "2. Phòng Tư pháp rà soát hồ sơ, tổng hợp theo biểu mẫu ban hành\n"
        "kèm theo Công văn số 15/UBND-NV ngày 02/02/2024, gửi trước ngày 30/4/2024.",
    )
    got = read(text).as_json()
    assert got["tasks"][-1]["deadline"] == "2024-04-30"
    assert got["recipients"][0] == "Như trên"


def test_a_sentence_is_no_heading_of_the_paragraph_below_it():
    got = read(
        letter(
            "Phòng Nội vụ đề nghị các đơn vị nộp tiền ủng hộ theo hai hình thức:",
            "- Tiền mặt: tại phòng kế toán, trong giờ hành chính;",
            "- Chuyển khoản: tài khoản tại Kho bạc.",
            "Kết quả vận động, các đơn vị lập danh sách gửi về Phòng chậm nhất ngày 28/4/2024.",
        )
    ).as_json()["tasks"]
    assert [(t["number"], t["deadline"]) for t in got if t["deadline"]] == [(None, "2024-04-28")]


def test_a_sentence_counts_as_covered_where_the_order_begins_inside_it():
    got = read(letter("Do thời gian gấp, yêu cầu các đơn vị gửi danh sách trước ngày 28/4/2024.")).as_json()
    assert [t["first_words"] for t in got["tasks"]] == ["yêu cầu các đơn vị gửi"]
    assert got["coverage"]["uncovered"] == []


def test_a_correction_counts_with_its_new_words():
    got = tasks(
        '- Tại mục 2, đã in: "Phòng Y tế gửi danh sách trước ngày 30/3/2024", nay sửa thành: "Phòng Nội vụ gửi danh '
        'sách trước ngày 05/4/2024".'
    )
    assert (got["0-1"]["lead"], got["0-1"]["deadline"]) == (["Phòng Nội vụ"], "2024-04-05")


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Báo cáo vào thứ Sáu hằng tuần và ngày 25 hằng tháng.", "weekly; monthly-25"),
        ("Kiểm tra tối thiểu 01 lần/tháng.", "monthly"),
        ("Phát thanh 03 buổi/tuần.", "weekly"),
        ("Diễn tập 02 lần/năm.", "semiannual"),
        ("Ủy ban Kiểm tra mỗi năm kiểm tra ít nhất 5 chi bộ.", "yearly"),
        ("Báo cáo trước ngày 05 hằng tháng.", "monthly-05"),
        ('Mở chuyên mục "Mỗi tuần một việc tốt".', None),
    ],
)
def test_how_often(words, rule):
    found = limit(words)
    assert (found.recurring if found else None) == rule


def test_a_day_set_for_those_the_unit_serves_is_not_its_own():
    assert limit("Đôn đốc thu thuế; người nộp thuế nộp tiền chậm nhất ngày 31/10/2024.") is None
    assert limit("Đôn đốc thu thuế; nộp báo cáo chậm nhất ngày 31/10/2024.").date == "2024-10-31"


@pytest.mark.parametrize(
    ("words", "partners"),
    [
        ("Phòng Nội vụ chủ trì cùng Hội Chữ thập đỏ vận động nguồn lực.", ["Hội Chữ thập đỏ"]),
        ("Phòng Nội vụ phối hợp UBND xã, phường, ban quản lý chợ rà soát hộ.", ["UBND xã, phường", "ban quản lý chợ"]),
        ("Phòng Nội vụ phối hợp cơ quan nội chính cùng cấp xử lý đơn.", ["cơ quan nội chính cùng cấp"]),
        ("Phòng Nội vụ phối hợp các xã, Bộ đội Biên phòng rà soát tàu.", ["các xã", "Bộ đội Biên phòng"]),
        ("Phòng Nội vụ kiểm tra với sự tham gia của Phòng Y tế.", ["Phòng Y tế"]),
        ("Phòng Nội vụ cùng Ban Quản lý dự án rà soát nguồn vốn.", ["Ban Quản lý dự án"]),
        ("Phòng Nội vụ phối hợp cùng Hợp tác xã vệ sinh tổ chức thu gom rác.", ["Hợp tác xã vệ sinh"]),
    ],
)
def test_who_is_worked_with(words, partners):
    assert tasks(f"1. {words}")["1"]["coordinating"] == partners


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("Giao đồng chí Phó Chủ tịch phụ trách kinh tế trực tiếp kiểm tra.", ["Phó Chủ tịch phụ trách kinh tế"]),
        ("Yêu cầu đảng viên thuộc diện Quận ủy quản lý nộp kê khai.", ["đảng viên thuộc diện Quận ủy quản lý"]),
        ("Giao công chức Địa chính phối hợp Phòng Y tế rà soát.", ["công chức Địa chính"]),
        ("Các chi bộ trực thuộc phân công cấp ủy viên trực Tết.", ["Các chi bộ trực thuộc"]),
        ("Trưởng 19 thôn họp dân.", ["Trưởng 19 thôn"]),
        ("Bộ phận Một cửa tiếp nhận hồ sơ.", ["Bộ phận Một cửa"]),
        (
            "Chánh Văn phòng, Trưởng các phòng: Nội vụ, Tài chính - Kế hoạch, Chủ tịch UBND các xã chịu trách nhiệm "
            "thi hành.",
            ["Chánh Văn phòng", "Trưởng các phòng: Nội vụ, Tài chính - Kế hoạch", "Chủ tịch UBND các xã"],
        ),
    ],
)
def test_who_is_told(words, lead):
    assert tasks(f"1. {words}")["1"]["lead"] == lead


def test_a_request_among_the_deeds_of_the_unit_takes_nothing_over():
    got = tasks("1. UBND 9 phường", "- Tuyên truyền, yêu cầu các hộ kinh doanh ký cam kết.")
    assert got["1-1"]["lead"] == ["UBND 9 phường"]


def test_members_of_a_body_set_up_are_no_orders():
    got = tasks(
        "Điều 1. Thành lập Tổ công tác gồm:",
        "1. Ông Lê Văn Bình - Tổ trưởng;",
        "2. Bà Trần Thị Minh - Thành viên.",
        "Điều 2. Tổ công tác có nhiệm vụ:",
        "1. Rà soát hồ sơ.",
    )
    assert [(n, t["kind"], t["lead"]) for n, t in got.items()] == [
        ("Điều 1", "group", []),
        ("Điều 1.1", "info", []),
        ("Điều 1.2", "info", []),
        ("Điều 2", "group", ["Tổ công tác"]),
        ("Điều 2.1", "task", ["Tổ công tác"]),
    ]


def test_a_signature_above_the_recipients():
    start, end = LETTER.index("Nơi nhận:"), LETTER.index("TM. ỦY BAN")
    text = LETTER[:start] + LETTER[end:] + "\n" + LETTER[start:end]
    got = read(text).as_json()
    assert (got["signer"], got["signer_title"]) == ("Lê Thị Bình Minh", "Phó Chủ tịch")
    assert got["recipients"] == ["Như trên", "Thường trực Quận ủy (để báo cáo)", "Lưu: VT, VX"]


def test_a_page_ends_in_the_middle_of_a_sentence():
    first = "1. Chánh Văn phòng, Trưởng phòng Nội vụ, Trưởng phòng Tài chính và toàn thể các\n"
    second = "ông, bà có tên tại Điều 1 của Quyết định này, Trưởng phòng Y tế quận, Giám đốc\n\n"
    got = tasks(first + second + "Trung tâm Y tế quận chịu trách nhiệm thi hành.")
    assert list(got) == ["1"]


def test_a_dash_that_recognition_lost():
    """One order ended with its day; the next paragraph tells another deed and has its own."""
    got = tasks(
        "1. Phòng Nội vụ",
        "- Rà soát hồ sơ cán bộ của các phường (hoàn thành trước ngày 15/4/2024).",
        "Đẩy nhanh việc số hóa hồ sơ đã rà soát\ntrước ngày 20/5/2024.",
        "- Lập danh sách đề nghị khen thưởng.",
    )
    assert [(number, task.get("deadline")) for number, task in got.items() if "-" in number] == [
        ("1-1", "2024-04-15"),
        ("1-2", "2024-05-20"),
        ("1-3", None),
    ]


@pytest.mark.parametrize(
    "second",
    [
        "Tổng hợp, báo cáo UBND quận trước ngày 20/5/2024.",  # of the same order
        "Đẩy nhanh việc số hóa hồ sơ đã rà soát.",  # without a day of its own
        "Hồ sơ nộp sau ngày 20/5/2024 không được nhận.",  # no deed
    ],
)
def test_a_second_paragraph_of_the_same_order(second):
    lines = ["1. Phòng Nội vụ", "- Rà soát hồ sơ các phường (trước ngày 15/4/2024).", second, "- Lập danh sách."]
    assert [number for number in tasks(*lines) if "-" in number] == ["1-1", "1-2"]


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        (["I. PHÒNG NỘI VỤ", "II, PHÒNG Y TẾ", "Il PHÒNG KINH TẾ"], ["I", "II", "III"]),
        (["1. PHÒNG NỘI VỤ", "II. PHÒNG Y TẾ"], ["I", "II"]),
        (["I. PHÒNG NỘI VỤ", "11. PHÒNG Y TẾ", "IIL PHÒNG KINH TẾ"], ["I", "II", "III"]),
        (["I. NỘI DUNG", "I. Phòng Y tế rà soát.", "2. Phòng Nội vụ rà soát."], ["I", "I.1", "I.2"]),
        (["1, Phòng Y tế rà soát.", "2_ Phòng Nội vụ rà soát."], ["1", "2"]),
        (["1. Phòng Y tế", "l.1. Rà soát.", "1,2. Báo cáo.", "1. 3. Công khai."], ["1", "1.1", "1.2", "1.3"]),
        (["1. Phòng Y tế", "à) Rà soát.", "h) Báo cáo.", "e) Mở lớp.", "d⁄ Lưu."], ["1", "1.a", "1.b", "1.c", "1.d"]),
        (["Ðiều 1. Phòng Y tế rà soát.", "Điêu 2. Phòng Nội vụ rà soát."], ["Điều 1", "Điều 2"]),
    ],
)
def test_numbers_as_recognition_damages_them(lines, numbers):
    assert list(tasks(*lines)) == numbers


def test_a_first_item_below_a_heading_that_fills_its_line():
    heading = "I. Các phòng, cơ quan thuộc quận, Ủy ban nhân dân các phường trên địa bàn quận Sao Mai trong toàn"
    assert list(tasks(f"{heading} quận\n1. Rà soát hồ sơ trồng cây.\n2. Báo cáo kết quả.")) == ["I", "I.1", "I.2"]


def test_a_heading_in_capitals_that_asks_a_unit():
    got = tasks("I. NHỮNG NỘI DUNG ĐỀ NGHỊ UBND QUẬN THỰC HIỆN", "1. Ban hành kế hoạch.", "2. Giao Phòng Y tế rà soát.")
    assert (got["I.1"]["lead"], got["I.2"]["lead"]) == (["UBND quận"], ["Phòng Y tế"])


def test_who_leads_in_brackets_behind_the_deed():
    got = tasks("- Mở chuyên mục trên trang tin (Phòng Văn hóa chủ trì, hoàn thành trước 30/9/2024).")["0-1"]
    assert (got["lead"], got["deadline"]) == (["Phòng Văn hóa"], "2024-09-30")


def test_labels_behind_the_deed():
    got = tasks("1. Giao UBND quận xây dựng đề án. Thời gian hoàn thành: Quý IV/2024. Đơn vị phối hợp: Công an quận.")
    assert (got["1"]["lead"], got["1"]["coordinating"]) == (["UBND quận"], ["Công an quận"])
    assert got["1"]["deadline_period"] == "2024-Q4"


def test_a_close_whose_second_sentence_charges_a_unit():
    got = read(
        orders(
            "1. Phòng Nội vụ lập danh sách.",
            "Chỉ thị này có hiệu lực kể từ ngày ký. Giao Phòng Nội vụ theo dõi, đôn đốc việc thực hiện.",
        )
    ).as_json()["tasks"][-1]
    assert (got["number"], got["first_words"], got["lead"]) == (None, "Giao Phòng Nội vụ theo dõi,", ["Phòng Nội vụ"])


def test_a_charge_before_the_list():
    text = letter(
        "Giao Phòng Y tế chủ trì rà soát các tuyến phố trước ngày 20/4/2024.",
        "Các nội dung khác như sau:",
        "1. Phòng Nội vụ lập danh sách.",
    )
    assert [(t["number"], t["lead"]) for t in read(text).as_json()["tasks"]] == [
        (None, ["Phòng Y tế"]),
        ("1", ["Phòng Nội vụ"]),
    ]


def test_the_year_of_a_day_where_the_day_of_issue_is_blank():
    text = orders("1. Phòng Y tế báo cáo trước ngày 20/4.")
    got = read(text.replace("ngày 05 tháng 3 năm 2024", "ngày     tháng 3 năm 2024")).as_json()
    assert (got["issued_on"], got["tasks"][0]["deadline"]) == (None, "2024-04-20")


def test_recipients_beside_strokes_of_a_pen_and_a_stamp():
    debris = (
        LETTER.replace("- Như trên;", "- Như trên; „7 PRóGIÁM")
        .replace("(để báo cáo);", "(để báo cáo); ¿ Ñ")
        .replace("- Lưu: VT, VX.", "¿ SON NHÊN Ộ\nLưu: VT, VX. ⁄⁄“")
        .replace("Lê Thị Bình Minh", "4Ẩ Lê Thị Bình Minh")
    )
    got = read(debris).as_json()
    assert got["recipients"] == ["Như trên", "Thường trực Quận ủy (để báo cáo)", "Lưu: VT, VX"]
    assert got["signer"] == "Lê Thị Bình Minh"


def test_news_of_a_paper_tell_its_number_day_and_body():
    text = (
        "Trang chủ\nChỉ đạo điều hành\nCỡ chữ: A- A A+\n"
        "Ngày 14/7/2024, Chủ tịch UBND tỉnh Lê Văn Bình ký ban hành Chỉ thị số 05/CT-UBND về quản lý vận tải "
        "trên địa bàn "
        "tỉnh Sao Mai. Nội dung như sau:\n\n1. Sở Xây dựng rà soát phù hiệu.\n"
    )
    got = read(text).as_json()
    assert (got["doc_type"], got["number"], got["issued_on"]) == ("Chỉ thị", "05/CT-UBND", "2024-07-14")
    assert got["issuing_body"] == "UBND tỉnh Sao Mai"


def test_numbers_of_other_papers_as_offices_write_them():
    text = orders("1. Thực hiện Công văn số 99/UBND ngày 02/01/2024 và Kế hoạch số 15/KH - UBND ngày 03/01/2024.")
    assert [r["number"] for r in read(text).as_json()["references"]][-2:] == ["99/UBND", "15/KH-UBND"]
