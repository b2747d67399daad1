"""The product an order asks for, and to whom it goes."""

import re

from .text import Passage, squeeze
from .units import lists_behind

_MAKES = (
    r"(?:xay dung|ban hanh|lap|trinh|gui|hoan thien|tham muu|bao cao|tong hop|nop|"
    r"phe duyet|thong qua|soan thao|du thao)"
)
_PRODUCTS = (
    "bao cao", "ke hoach", "to trinh", "danh sach", "de an", "phuong an", "quyet dinh", "huong dan", "chuong trinh",
    "du toan", "van ban", "quy che", "bien ban", "ho so", "bieu mau", "du thao", "nghi quyet", "danh muc", "kich ban",
)  # fmt: skip
_FOUND = re.compile(
    rf"(?<!\w){_MAKES}(?:,? (?:va )?{_MAKES})* (?:ngay |cac |cu the |chi tiet |du thao )*({'|'.join(_PRODUCTS)})(?!\w)"
)
_REPORT = re.compile(r"(?<!\w)(?:gui |co )?(bao cao)(?! cua| kinh te| tai chinh)(?!\w)")
_TO = re.compile(
    r"(?<!\w)(?:gui|trinh|bao cao|nop)(?: (?:ve|len|cho|toi|ket qua ve|ket qua voi|kip thoi cho|"
    r"kip thoi))?\s+(?=(?:ubnd|uy ban|so|ban|phong|van phong|thuong truc|bo|chu tich|cuc|tong cuc|thu tuong|"
    r"huyen uy|quan uy|tinh uy|thanh uy|dang uy|chinh phu))"
)


def read_output(p: Passage) -> tuple[str | None, str | None]:
    """(product, receiver) of an order, each None where the words name none."""
    found = _FOUND.search(p.flat) or ("bao cao" in p.flat and _REPORT.search(p.flat))
    product = squeeze(p.text[slice(*found.span(1))]).lower() if found else None
    receiver = next(lists_behind(p, _TO.finditer(p.flat), stop_words=True), None)
    return product, squeeze(p.text[slice(*receiver.names[0])]) if receiver else None
