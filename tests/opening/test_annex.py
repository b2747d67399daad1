"""An annex of tasks in a Word table: columns by their names, merged cells held, rows without a number apart."""

import pytest

from directives.opening import open_document
from directives.reading import read

from .papers import word

HEAD = ("TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn", "Sản phẩm")
ROWS = [
    ("1", "Lập danh sách cơ sở ăn uống", "Trạm Y tế phường", "Công an phường", "25/9/2031", "Danh sách"),
    ("2", "Kiểm tra các bếp ăn tập thể", "Trạm Y tế phường", "Công an phường", "30/9/2031", "Báo cáo"),
]


def annex(head=HEAD, rows=ROWS, merged: tuple[int, ...] = ()) -> bytes:
    def fill(document) -> None:
        document.add_paragraph("PHỤ LỤC")
        document.add_paragraph("Phụ lục phân công nhiệm vụ")
        table = document.add_table(rows=1 + len(rows), cols=len(head))
        for line, cells in zip(table.rows, [head, *rows], strict=True):
            for cell, text in zip(line.cells, cells, strict=True):
                cell.text = text
        for column in merged:
            joined = table.cell(1, column).merge(table.cell(len(rows), column))
            joined.text = rows[0][column]

    return word(fill)


def orders(data: bytes) -> list[tuple]:
    tasks = read(open_document("a.docx", data)).as_json()["tasks"]
    return [(t["number"], t["first_words"], t["lead"], t["coordinating"], t["deadline"]) for t in tasks]


EXPECTED = [
    ("1", "Lập danh sách cơ sở ăn uống", ["Trạm Y tế phường"], ["Công an phường"], "2031-09-25"),
    ("2", "Kiểm tra các bếp ăn tập", ["Trạm Y tế phường"], ["Công an phường"], "2031-09-30"),
]


def folded(found: list[tuple]) -> list[tuple]:
    return [(n, " ".join(w.split()[:6]), lead, with_, day) for n, w, lead, with_, day in found]


def test_each_row_is_a_task() -> None:
    got = folded(orders(annex()))
    assert [row[:1] + row[2:] for row in got] == [row[:1] + row[2:] for row in EXPECTED]


def test_a_lead_merged_over_several_rows_leads_each() -> None:
    got = orders(annex(merged=(2, 3)))
    assert [(n, lead, with_) for n, _, lead, with_, _ in got] == [(n, lead, with_) for n, _, lead, with_, _ in EXPECTED]


def test_a_table_without_numbers_has_a_task_for_each_row() -> None:
    got = orders(annex(HEAD[1:], [row[1:] for row in ROWS]))
    assert [(lead, day) for _, _, lead, _, day in got] == [(lead, day) for _, _, lead, _, day in EXPECTED]


@pytest.mark.parametrize("spacer", [False, True])
def test_a_letterhead_kept_in_a_table_is_read_column_by_column(spacer: bool) -> None:
    def fill(document) -> None:
        table = document.add_table(rows=2, cols=3 if spacer else 2)
        right = 2 if spacer else 1
        table.cell(0, 0).text, table.cell(0, right).text = "UBND PHƯỜNG SAO MAI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        table.cell(1, 0).text, table.cell(1, right).text = "Số: 87/UBND-VX", "Sao Mai, ngày 05 tháng 9 năm 2031"

    fields = read(open_document("a.docx", word(fill))).as_json()
    assert (fields["number"], fields["issued_on"], fields["place"]) == ("87/UBND-VX", "2031-09-05", "Sao Mai")


def test_a_running_head_and_footnotes_are_text_and_a_page_number_is_none() -> None:
    def fill(document) -> None:
        document.sections[0].header.paragraphs[0].text = "HỎA TỐC"
        document.add_paragraph("Kính gửi: Trạm Y tế")

    assert open_document("a.docx", word(fill)).split("\n")[:3] == ["HỎA TỐC", "", "Kính gửi: Trạm Y tế"]

    def number(document) -> None:
        document.sections[0].header.paragraphs[0].text = "2"
        document.add_paragraph("Kính gửi: Trạm Y tế")

    assert open_document("a.docx", word(number)).split("\n")[0] == "Kính gửi: Trạm Y tế"


@pytest.mark.parametrize(
    ("font", "typed", "meant"),
    [
        (".VnTime", "Uû ban", "Uỷ ban"),
        (".VnTimeH", "Uû ban", "UỶ BAN"),
        ("VNI-Times", "UÛy ban", "Ủy ban"),
        ("Arial", "é", "é"),
    ],
)
def test_the_font_of_a_run_says_how_it_was_typed(font: str, typed: str, meant: str) -> None:
    def fill(document) -> None:
        document.add_paragraph().add_run(typed).font.name = font

    assert open_document("a.docx", word(fill)).strip() == meant
