import io
import unicodedata
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from directives.opening import MAX_FILE, Unreadable, open_document
from directives.opening.kinds import looks_like


def word(fill=lambda document: None):
    document = Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(data, change):
    """The package with `change(name, bytes) -> bytes` applied to every part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def code(name, data):
    with pytest.raises(Unreadable) as caught:
        open_document(name, data)
    return caught.value.code, caught.value.facts.get("looks_like")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_in_any_usual_encoding_composed_or_not(encoding):
    assert open_document("a.txt", unicodedata.normalize("NFD", "Chỉ thị số 5").encode(encoding)) == "Chỉ thị số 5"


def test_the_bytes_decide_not_the_name():
    assert "Xin chào" in open_document("thu.txt", word(lambda d: d.add_paragraph("Xin chào")))


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", b"", ("empty", None)),
        ("a.docx", b"%PDF-1.7 ...", ("not_as_named", "pdf")),
        ("a.docx", b"\x89PNG\r\n\x1a\n", ("not_as_named", "png")),
        ("a.docx", "chỉ là chữ".encode(), ("not_as_named", "text")),
        ("a.docx", b"PK\x03\x04 broken", ("not_as_named", "damaged zip")),
        ("a.pdf", b"%PDF-1.7 ...", ("damaged", "damaged pdf")),
        ("a.txt", bytes(range(256)), ("not_as_named", "binary")),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), ("not_as_named", "doc")),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), ("encrypted", None)),
    ],
)
def test_what_cannot_be_read_says_why(name, data, expected):
    assert code(name, data) == expected


def test_a_plain_zip_named_docx():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    assert code("a.docx", out.getvalue()) == ("not_as_named", "zip")


def test_a_file_too_big_is_refused_before_it_is_looked_at():
    assert code("a.txt", b"a" * (MAX_FILE + 1))[0] == "too_big"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked(word(), lambda name, data: b" " * 40_000_000 if name == "word/document.xml" else data)
    assert len(bomb) < 200_000
    assert code("a.docx", bomb)[0] == "zip_bomb"


def test_entities_are_never_expanded():
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    bad = repacked(
        word(), lambda name, data: laughs + data[data.index(b"<w:document") :] if name == "word/document.xml" else data
    )
    assert code("a.docx", bad) == ("damaged", "entities")


def test_a_damaged_part_is_unreadable_not_an_exception():
    bad = repacked(word(), lambda name, data: b"<w:document" if name == "word/document.xml" else data)
    assert code("a.docx", bad) == ("damaged", "damaged docx")


def test_paragraphs_and_tables_come_in_reading_order():
    def fill(document):
        document.add_paragraph("trước")
        table = document.add_table(rows=1, cols=3)
        for cell, words in zip(table.rows[0].cells, ("TT", "Việc", "Cơ quan chủ trì"), strict=True):
            cell.text = words
        document.add_paragraph("sau")

    assert open_document("a.docx", word(fill)).split("\n\n") == ["trước", "| TT | Việc | Cơ quan chủ trì |", "sau\n"]


def test_a_layout_table_is_read_column_by_column():
    def fill(document):
        table = document.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text = "UBND XÃ AN\nSố: 5/UBND"
        table.rows[0].cells[1].text = "An, ngày 1 tháng 2 năm 2031"

    lines = [x for x in open_document("a.docx", word(fill)).split("\n") if x]
    assert lines == ["UBND XÃ AN", "Số: 5/UBND", "An, ngày 1 tháng 2 năm 2031"]


def test_automatic_numbers_become_text():
    def fill(document):
        document.add_paragraph("Phòng Y tế", style="List Number")
        document.add_paragraph("kiểm tra", style="List Bullet")
        document.add_paragraph("Phòng Nội vụ", style="List Number")

    assert open_document("a.docx", word(fill)).split("\n")[:3] == ["1. Phòng Y tế", "- kiểm tra", "2. Phòng Nội vụ"]


def test_deleted_words_are_gone_and_inserted_ones_stay():
    def fill(document):
        p = document.add_paragraph("giữ ")
        for tag, inner, words in (("w:del", "w:delText", "bỏ"), ("w:ins", "w:t", "thêm")):
            change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
            text.text = words
            run.append(text)
            change.append(run)
            p._p.append(change)

    assert open_document("a.docx", word(fill)).strip() == "giữ thêm"


def test_words_in_a_text_box_are_read():
    def fill(document):
        run = document.add_paragraph("ngoài").runs[0]
        box, p, r, t = (OxmlElement(x) for x in ("w:txbxContent", "w:p", "w:r", "w:t"))
        t.text = "HỎA TỐC"
        r.append(t)
        p.append(r)
        box.append(p)
        picture = OxmlElement("w:pict")
        picture.append(box)
        run._r.append(picture)

    assert open_document("a.docx", word(fill)).split("\n")[:2] == ["ngoài", "HỎA TỐC"]
    assert qn("w:t")


def test_an_html_page_is_told_from_text():
    assert looks_like(b"<!DOCTYPE html><html></html>") == "html"


def test_a_letter_kept_in_word_reads_like_the_same_letter_in_text():
    from directives.reading import read
    from tests.reading.paper import LETTER

    def fill(document):
        for line in LETTER.split("\n"):
            if line.strip():
                document.add_paragraph(line)

    text = open_document("thu.docx", word(fill))
    assert [t.number for t in read(text).tasks] == [t.number for t in read(LETTER).tasks]
    assert read(text).as_json()["recipients"] == read(LETTER).as_json()["recipients"]
