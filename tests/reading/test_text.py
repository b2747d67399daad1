from directives.reading.layout import lay_out
from directives.reading.text import cells, normalise, passage, split_lines

from .paper import LETTER


def test_normalising_composes_and_cleans_and_changes_nothing_else():
    assert normalise("a\u00a0b\u200bc\u00ad\r\nd\te") == "a bc\nd\te"


def test_lines_know_their_place_without_the_emphasis_of_a_transcription():
    text = "\n  **CHỈ THỊ**  \nchữ"
    lines = split_lines(text)
    assert [text[x.start : x.end] for x in lines] == ["CHỈ THỊ", "chữ"]
    assert lines[0].after_blank
    assert not lines[1].after_blank


def test_a_passage_takes_every_place_back_to_the_source():
    text = "một hai\n   ba bốn"
    p = passage([(0, "một hai"), (11, "ba bốn")])
    assert p.text == "một hai ba bốn"
    start, end = p.span(4, 10)
    assert text[start:end] == "hai\n   ba"


def test_columns_set_side_by_side_are_told_apart():
    line = split_lines("UBND XÃ      CỘNG HÒA\t| x")[0]
    assert [words for _, words in cells(line)] == ["UBND XÃ", "CỘNG HÒA", "x"]


def test_page_numbers_and_web_menus_are_dropped_with_their_reason():
    layout = lay_out(LETTER.replace("2. UBND 9", "7\n\nThống kê truy cập\n\n2. UBND 9"))
    assert {d.why for d in layout.dropped} == {"page_number", "web_page"}


def test_head_body_and_tail_are_parted():
    layout = lay_out(LETTER)
    assert layout.body[0].text.startswith("Thực hiện Kế hoạch")
    assert layout.tail[0].text == "Nơi nhận:"
    assert layout.annex == []


def test_an_annex_begins_after_the_signature():
    layout = lay_out(LETTER + "\nPHỤ LỤC\nDanh sách tuyến phố\n")
    assert layout.annex[0].text == "PHỤ LỤC"


def test_the_package_can_be_lifted_out_of_the_project():
    from pathlib import Path

    import directives.reading as package

    for path in Path(package.__file__).parent.glob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not line.lstrip().startswith(("import django", "from django", "from directives", "from wards")), (
                path.name
            )
