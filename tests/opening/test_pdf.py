"""A PDF's text layer: set out as on paper, with what a signing tool has added; rubbish is recognised instead."""

import pytest

from directives.opening import Unreadable, open_document, open_file
from directives.opening.apart import _run
from directives.reading import read

from .papers import Pdf, scan, set_in_lines

LETTERHEAD = [
    (70, 60, "ỦY BAN NHÂN DÂN"),
    (300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (70, 76, "PHƯỜNG SAO MAI"),
    (330, 76, "Độc lập - Tự do - Hạnh phúc"),
    (70, 100, "Số:      /UBND-VX"),
    (310, 100, "Sao Mai, ngày     tháng 9 năm 2031"),
    (60, 140, "Kính gửi: Trạm Y tế phường."),
    (60, 170, "Ủy ban nhân dân phường yêu cầu:"),
    (60, 186, "1. Trạm Y tế phường kiểm tra các bếp ăn tập thể, báo cáo trước ngày"),
    (60, 202, "25/9/2031."),
]
RUBBISH = "V$n b¶n nµy lµ r¸c xzq wkkj pqrt hjkl zzxc bnmq wrtp sdfg ghjk zxcv tyui qwfp lkjh mnbv rewq yuio"


def test_columns_stand_apart_and_paragraphs_too() -> None:
    text = open_document("a.pdf", Pdf().page(LETTERHEAD).made())
    lines = [line for line in text.splitlines() if line]
    assert [part.strip() for part in lines[0].split("   ") if part.strip()] == [LETTERHEAD[0][2], LETTERHEAD[1][2]]
    assert "\n\nỦy ban nhân dân phường yêu cầu:\n1. Trạm" in text.replace("\n ", "\n")


def test_the_number_and_day_that_a_signing_tool_wrote_are_read() -> None:
    signed = Pdf().page(LETTERHEAD, notes=[(92, 100, "87"), (392, 100, "05")]).made()
    fields = read(open_document("a.pdf", signed)).as_json()
    assert (fields["number"], fields["issued_on"]) == ("87/UBND-VX", "2031-09-05")


def test_without_them_number_and_day_are_left_open() -> None:
    fields = read(open_document("a.pdf", Pdf().page(LETTERHEAD).made())).as_json()
    assert (fields["number"], fields["issued_on"]) == ("/UBND-VX", None)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_shown_turned_is_read_upright(turn: int) -> None:
    made = Pdf().page([(60, 60, "Kính gửi: Trạm Y tế"), (60, 80, "phường Sao Mai")], turned=turn).made()
    assert open_document("a.pdf", made).split() == ["Kính", "gửi:", "Trạm", "Y", "tế", "phường", "Sao", "Mai"]


def test_pages_are_joined_by_a_page_break() -> None:
    made = Pdf().page(set_in_lines("trang một")).page(set_in_lines("trang hai")).made()
    assert open_document("a.pdf", made) == "trang một\f\ntrang hai"


def test_a_picture_of_a_page_has_no_text_and_a_rubbish_layer_is_none() -> None:
    paper = scan("Kính gửi")
    pdf = (
        Pdf()
        .page(LETTERHEAD)
        .page([], scan=paper)
        .page(set_in_lines(RUBBISH))
        .page([(60, 60, "Ký bởi: X")], scan=paper)
    )
    opened = open_file("a.pdf", pdf.made())
    assert (opened.kind, opened.missing) == ("pdf", (1, 2, 3))
    assert opened.pages[0] is not None


def test_an_empty_page_between_others_costs_nothing() -> None:
    opened = open_file("a.pdf", Pdf().page(LETTERHEAD).page([]).made())
    assert opened.pages[1] == ""


def test_a_layer_typed_in_an_old_font_is_converted() -> None:
    made = Pdf().page(set_in_lines("Uû ban nh©n d©n ph­êng yªu cÇu c¸c ®¬n vÞ triÓn khai thùc hiÖn")).made()
    assert open_document("a.pdf", made).strip().startswith("Uỷ ban nhân dân phường yêu cầu các đơn vị triển khai")


@pytest.mark.parametrize("cut", [200, 1000])
def test_a_truncated_pdf_is_read_as_far_as_it_goes_or_refused(cut: int) -> None:
    whole = Pdf().page(LETTERHEAD).made()
    with pytest.raises(Unreadable) as caught:
        open_document("a.pdf", whole[:cut])
    assert caught.value.code in ("damaged", "empty", "blank")


def test_the_child_says_what_it_was_given() -> None:
    assert _run("examine", {"name": "a.txt"}, "chữ".encode(), 9, 400 * 2**20) == {"kind": "text", "pages": ["chữ"]}
