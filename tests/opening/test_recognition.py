"""Scans through Tesseract, and old Word files through LibreOffice, as they are installed here."""

import io
import subprocess
import time

import pytest
from PIL import Image

from directives.opening import Unreadable, open_document, open_file, open_pages
from directives.opening.pictures import picture_page, skew, straight
from directives.reading import fold, read
from tests import needs

from .papers import Pdf, picture, scan, word_of

LETTER = """ỦY BAN NHÂN DÂN PHƯỜNG SAO MAI
Kính gửi: Trạm Y tế phường.
Ủy ban nhân dân phường yêu cầu:
1. Trạm Y tế phường kiểm tra các bếp ăn tập thể,
báo cáo kết quả trước ngày 25/9/2031.
2. Công an phường phối hợp với Trạm Y tế lập danh sách
các cơ sở vi phạm."""


def words(text: str) -> list[str]:
    return fold(text).split()


def alike(got: str, meant: str) -> float:
    """The share of the meant words that were found."""
    found = words(got)
    return sum(word in found for word in words(meant)) / len(words(meant))


@needs.tesseract
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_of_a_letter_is_read(kind: str) -> None:
    name = {"PNG": "a.png", "JPEG": "a.jpg", "TIFF": "a.tif"}[kind]
    text = open_document(name, picture(scan(LETTER), kind))
    assert alike(text, LETTER) > 0.9
    assert [t.number for t in read(text).tasks] == ["1", "2"]


@needs.tesseract
@pytest.mark.parametrize("askew", [-2.4, 1.7])
def test_a_page_laid_askew_is_read_as_well(askew: float) -> None:
    assert alike(open_document("a.png", picture(scan(LETTER, askew=askew))), LETTER) > 0.9


@needs.tesseract
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_on_its_side_or_head_is_turned(turn: int) -> None:
    page = scan(LETTER).rotate(turn, expand=True)
    assert alike(open_document("a.png", picture(page)), LETTER) > 0.9


@needs.tesseract
def test_a_pdf_of_pictures_is_read_page_by_page_and_tells_how_far_it_is() -> None:
    first, second = LETTER.split("2. ")
    pdf = Pdf().page([], scan=scan(first)).page([(60, 60, "Trang có chữ")]).page([], scan=scan("2. " + second)).made()
    steps: list[tuple[int, int]] = []
    text = open_document("a.pdf", pdf, on_page=lambda done, total: steps.append((done, total)))
    assert steps == [(2, 3), (3, 3)]
    pages = text.split("\f\n")
    assert (pages[1], len(pages)) == ("Trang có chữ", 3)
    assert alike(pages[0], first) > 0.9
    assert alike(pages[2], second) > 0.9


@needs.tesseract
def test_a_tiff_of_two_pages() -> None:
    first, second = LETTER.split("2. ")
    data = picture(scan(first), "TIFF", save_all=True, append_images=[scan(second)])
    assert open_file("a.tif", data).missing == (0, 1)
    assert alike(open_document("a.tif", data), LETTER) > 0.9


@needs.tesseract
def test_a_rubbish_layer_is_recognised_instead() -> None:
    rubbish = [(60, 60 + 20 * i, "xzq wkkj pqrt hjkl zzxc bnmq wrtp sdfg ghjk") for i in range(12)]
    text = open_document("a.pdf", Pdf().page(rubbish, scan=scan(LETTER)).made())
    assert alike(text, LETTER) > 0.9
    assert "wkkj" not in text


@needs.tesseract
def test_an_empty_page_is_blank_not_an_error() -> None:
    with pytest.raises(Unreadable) as caught:
        open_document("a.png", picture(scan("")))
    assert caught.value.code == "blank"


def test_without_tesseract_it_says_which_program_is_needed(monkeypatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unreadable) as caught:
        open_document("a.png", picture(scan(LETTER)))
    assert (caught.value.code, caught.value.facts["program"]) == ("no_program", "tesseract-ocr")


def test_without_libreoffice_too(monkeypatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unreadable) as caught:
        open_document("a.rtf", b"{\\rtf1 x}")
    assert (caught.value.code, caught.value.facts["program"]) == ("no_program", "libreoffice-writer-nogui")


@needs.libreoffice
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_old_word_files_are_converted(kind: str, tmp_path) -> None:
    (tmp_path / "a.docx").write_bytes(word_of(LETTER))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    data = (tmp_path / f"a.{kind}").read_bytes()
    opened = open_file(f"a.{kind}", data)
    assert (opened.kind, opened.missing) == (kind, (0,))
    assert open_document(f"a.{kind}", data).split() == LETTER.split()


@pytest.mark.parametrize("askew", [-5.0, -2.4, -0.6, 0.0, 0.8, 3.3])
def test_how_far_a_page_lies_askew(askew: float) -> None:
    assert abs(skew(scan(LETTER * 3, askew=askew)) + askew) <= 0.3


def test_a_straight_page_is_not_touched() -> None:
    page = scan(LETTER)
    assert straight(page) is page


def test_a_photo_is_turned_as_the_camera_says() -> None:
    page, exif = scan(LETTER, size=(1600, 1000)), Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    page.save(out, "JPEG", exif=exif)
    assert picture_page(out.getvalue(), 0).width < picture_page(out.getvalue(), 0).height


def test_what_is_transparent_is_paper() -> None:
    clear = Image.new("RGBA", (2100, 2100), (0, 0, 0, 0))
    assert picture_page(picture(clear), 0).getextrema() == (255, 255)


def test_no_page_is_begun_when_the_time_is_up(monkeypatch) -> None:
    taken: list[int] = []
    monkeypatch.setattr("directives.opening.apart.open_page", lambda data, kind, index: str(index))
    open_pages(b"", "pdf", range(9), lambda i, text: taken.append(i), processes=1, goes_on=lambda: len(taken) < 4)
    assert taken == [0, 1, 2, 3]


def test_several_pages_are_recognised_at_once(monkeypatch) -> None:
    def slow(data: bytes, kind: str, index: int) -> str:
        time.sleep(0.3)
        return ""

    monkeypatch.setattr("directives.opening.apart.open_page", slow)
    begun = time.monotonic()
    open_pages(b"", "pdf", range(4), lambda i, text: None, processes=2)
    assert time.monotonic() - begun < 1.1
