"""The text of a web page in reading order, without its menus, scripts and forms."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import html

from .encodings import decode
from .numerals import letter, roman

_SKIPPED = {
    "script", "style", "noscript", "template", "nav", "aside", "form", "button", "select", "iframe", "svg", "head",
    "object", "textarea", "input", "video", "audio", "canvas", "footer",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "tr", "td", "th", "section", "article",
    "main", "header", "blockquote", "pre", "center", "dl", "dt", "dd", "figure", "figcaption", "hr", "address",
}  # fmt: skip
_CLOSE = frozenset({"li", "tr", "dt", "dd"})  # blocks without a blank line around
_GAP = "\x00"  # where a blank line is wanted
_DEEP = 200
_MENU_LINKS, _MENU_WORDS = 3, 60


def page_text(data: bytes) -> str:
    """Paragraphs and items on their own lines; a table of more than two columns as "| a | b | c |" rows, as in Word."""
    source = re.sub(r"^\s*<\?xml[^>]*>", "", decode(data))
    root = html.document_fromstring(source, parser=html.HTMLParser(huge_tree=False, remove_comments=True))
    text = "".join(_words(root, 0))
    text = re.sub(r"[ \t\r\n]*\x00[\x00 \t\r\n]*", "\n\n", re.sub(r"[ \t]*\x01[ \t\x01]*", "\n", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _words(node: Any, depth: int) -> Iterator[str]:
    """Words of the node; \x01 stands for a line end, \x00 for a blank line."""
    if not isinstance(node.tag, str) or node.tag in _SKIPPED or depth > _DEEP or _is_hidden(node) or _is_menu(node):
        return
    if node.tag == "br":
        yield "\x01"
        return
    if node.tag == "table":
        yield from _table(node, depth)
        return
    block = node.tag in _BLOCKS
    if block:
        yield _GAP if node.tag not in _CLOSE else "\x01"
    if node.tag == "li":
        yield _label(node)
    keep = node.tag == "pre"
    yield _flowing(node.text, keep)
    for child in node:
        yield from _words(child, depth + 1)
        yield _flowing(child.tail, keep)
    if block:
        yield _GAP if node.tag not in _CLOSE else "\x01"


def _flowing(text: str | None, keep: bool) -> str:
    if not text:
        return ""
    text = text.replace("\x00", "").replace("\x01", "")
    return text.replace("\n", "\x01") if keep else re.sub(r"[ \t\r\n\f]+", " ", text)


def _is_hidden(node: Any) -> bool:
    style = (node.get("style") or "").replace(" ", "").lower()
    return "hidden" in node.attrib or "display:none" in style or node.get("role") in ("navigation", "search", "menu")


def _is_menu(node: Any) -> bool:
    """A list in which all but nothing is links, and short ones."""
    if node.tag not in ("ul", "ol", "div", "td"):
        return False
    links = node.findall(".//a") if node.tag in ("ul", "ol") else node.findall("./a")
    if len(links) < _MENU_LINKS:
        return False
    linked = sum(len(_squeezed(a)) for a in links)
    return linked <= _MENU_WORDS * len(links) and linked >= 0.8 * len(_squeezed(node))


def _squeezed(node: Any) -> str:
    return "".join("".join(node.itertext()).split())


def _label(item: Any) -> str:
    """The number or bullet that a browser shows before an item."""
    up = item.getparent()
    if up is None or up.tag != "ol":
        return "- "
    place = sum(1 for other in item.itersiblings("li", preceding=True)) + _whole(up.get("start"), 1)
    place = _whole(item.get("value"), place)
    kind = up.get("type") or "1"
    if kind in "iI":
        return f"{roman(place) if kind == 'I' else roman(place).lower()}. "
    return f"{letter(place, capital=kind == 'A')}) " if kind in "aA" else f"{place}. "


def _whole(words: str | None, default: int) -> int:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 5 else default


def _table(table: Any, depth: int) -> Iterator[str]:
    rows = [[c for c in row if c.tag in ("td", "th")] for row in table.iter("tr") if _owner(row) is table]
    wide = max((len(row) for row in rows), default=0) > 2
    yield _GAP
    for row in rows:
        cells = ["".join(_words_of_cell(cell, depth + 1)) for cell in row]
        if wide:
            yield f"| {' | '.join(map(_on_one_line, cells))} |\x01"
        else:
            yield from (cell + _GAP for cell in cells)
    yield _GAP


def _on_one_line(cell: str) -> str:
    return " ".join(re.sub(r"[\x00\x01]", " ", cell).split()).replace("|", "/")


def _words_of_cell(cell: Any, depth: int) -> Iterator[str]:
    yield _flowing(cell.text, False)
    for child in cell:
        yield from _words(child, depth)
        yield _flowing(child.tail, False)


def _owner(row: Any) -> Any:
    return next((up for up in row.iterancestors("table")), None)
