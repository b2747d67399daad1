"""A web page as its reader sees it, without menus, scripts and forms."""

import pytest

from directives.opening import open_document, open_file

PAGE = """<!DOCTYPE html><html><head><title>Cổng</title><style>p{}</style><script>var x = "menu";</script></head><body>
<nav><a href="/">Trang chủ</a></nav>
<ul class="top"><li><a href="a">Tin tức</a></li><li><a href="b">Văn bản</a></li><li><a href="c">Liên hệ</a></li></ul>
<form><input value="tìm"><button>Tìm kiếm</button></form>
<article><p>ỦY BAN NHÂN DÂN<br>PHƯỜNG SAO MAI</p><p>Ủy ban nhân dân&nbsp;phường
   yêu cầu:</p>
<ol><li>Trạm Y tế kiểm tra.</li><li>Công an phường <b>phối hợp</b>.<ul><li>gửi danh sách</li></ul></li></ol>
<table><tr><th>TT</th><th>Nội dung</th><th>Đơn vị chủ trì</th></tr>
<tr><td>1</td><td>Lập kế hoạch</td><td>Trạm Y tế</td></tr></table>
<table><tr><td>Nơi nhận:<br>- Như trên;</td><td>CHỦ TỊCH</td></tr></table>
<p hidden>ẩn</p><div style="display: none">ẩn</div></article>
<footer>Bản quyền</footer></body></html>"""


def test_it_reads_in_order() -> None:
    assert open_document("a.html", PAGE.encode()).splitlines() == [
        "ỦY BAN NHÂN DÂN", "PHƯỜNG SAO MAI", "", "Ủy ban nhân dân\N{NO-BREAK SPACE}phường yêu cầu:", "",
        "1. Trạm Y tế kiểm tra.", "2. Công an phường phối hợp.", "", "- gửi danh sách", "",
        "| TT | Nội dung | Đơn vị chủ trì |", "| 1 | Lập kế hoạch | Trạm Y tế |", "",
        "Nơi nhận:", "- Như trên;", "", "CHỦ TỊCH",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("1", "3. x"), ("a", "c) x"), ("A", "C) x"), ("i", "iii. x"), ("I", "III. x")],
)
def test_items_bear_the_numbers_that_a_browser_shows(kind: str, expected: str) -> None:
    page = f'<html><ol type="{kind}" start="3"><li>x</li></ol></html>'
    assert open_document("a.html", page.encode()).strip() == expected


def test_a_list_of_links_inside_a_text_is_kept_where_it_says_more_than_a_menu() -> None:
    link = "<li>Theo <a href='x'>Nghị định</a> về công tác văn thư, ban hành ngày 05/3</li>"
    assert open_document("a.html", f"<html><ul>{link * 3}</ul></html>".encode()).count("công tác văn thư") == 3


def test_a_page_saved_in_an_old_encoding_is_found_out() -> None:
    data = "<html><p>Ủy ban nhân dân phường yêu cầu</p></html>".encode("utf-16")
    assert open_file("a.html", data).pages == ("Ủy ban nhân dân phường yêu cầu\n",)


def test_the_facts_before_a_transcription_are_no_part_of_it() -> None:
    text = "---\ntitle: Chỉ thị\nsource: x\n---\n# CHỈ THỊ\n"
    assert open_document("a.md", text.encode()) == "# CHỈ THỊ\n"
    assert open_document("a.md", b"---\nno facts here\n---\nx") == "---\nno facts here\n---\nx"
