"""Numbers and symbols of documents (số, ký hiệu): NĐ 30/2020 Art. 15 for the State, HD 36-HD/VPTW for the Party."""

import re
from dataclasses import dataclass

_U = "A-ZĐÐƯƠÂÊÔĂ"
_DASH = rf"(?:\s[-–—_]|[-–—_]\s?|\s[-–—]\s(?=[{_U}]{{2}})|/(?=[{_U}]{{2}}))"
# 924-CV/QU, 12- HD/BTCTW, 08 –HD/BTCTU
_SIGN = "NQ|QĐ|CT|KL|QC|QĐi|TT|HD|TB|BC|KH|CTr|ĐA|TTr|CV"
_PARTY = (
    rf"(\d{{1,5}})(?:\s?[-–—]\s?|\s(?=(?:{_SIGN})/))([{_U}][{_U}a-zđ]{{0,3}})\s?/\s?([{_U}]{{1,8}}(?:[-.][{_U}]+)?)"
)
# 1523/UBND-VP, 30/2020/NĐ-CP, 05/2008/TTLT-BKHCN-BNV, 17/NQ- CP
_STATE = (
    rf"(\d{{1,5}}(?:\s?[/⁄]\s?\d{{4}})?)\s{{0,6}}[/⁄]\s?([{_U}][{_U}a-zđ]{{0,9}})"
    rf"((?:{_DASH}[{_U}][{_U}A-Za-zđ&]{{0,14}}\d{{0,3}}){{1,3}})"
)
# 38/2019/QH14
_ASSEMBLY = r"(\d{1,4}/\d{4}/(?:QH|UBTVQH)\d{1,2})"
# An office of old put no more behind the number than its own sign: "Công văn số 99/UBND ngày ..."
_SHORT = rf"(\d{{1,5}})/([{_U}]{{2,8}})(?=,?\s+ng[àa]y\s)"
SYMBOL = re.compile(rf"(?<![\w/⁄.,])(?:{_PARTY}|{_STATE}|{_ASSEMBLY}|{_SHORT})(?![\w])")
# The same with the number left blank or unreadable: "Số:        /TB-UBND", "Số   -HD/BTCTU".
BLANK = re.compile(
    rf"[/⁄]\s?([{_U}][{_U}a-zđ]{{0,9}}{_DASH}[{_U}][{_U}A-Za-zđ&]{{0,14}}\d{{0,3}}(?:{_DASH}[{_U}][\w&]{{0,14}})?)|"
    rf"[-–]\s?([{_U}][{_U}a-z]{{0,3}}/[{_U}]{{2,8}})"
)

TYPE_BY_SIGN = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "TC": "Thông cáo", "TB": "Thông báo",
    "HD": "Hướng dẫn", "CTR": "Chương trình", "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án", "DA": "Dự án",
    "BC": "Báo cáo", "BB": "Biên bản", "TTR": "Tờ trình", "CĐ": "Công điện", "GM": "Giấy mời", "KL": "Kết luận",
    "NĐ": "Nghị định", "TT": "Thông tư", "CV": "Công văn", "TTLT": "Thông tư liên tịch", "L": "Luật", "QYĐ": "Quy định",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Symbol:
    """A number and symbol as printed, spaces dropped, and its place in the passage."""

    number: str
    sign: str
    start: int
    end: int

    @property
    def doc_type(self) -> str | None:
        """The type its sign stands for; a sign that names a body (UBND, SYT) is that of a công văn."""
        return TYPE_BY_SIGN.get(self.sign.upper().replace("Ð", "Đ"))


def find_symbols(printed: str) -> list[Symbol]:
    """Every numbered document named in the text, in order."""
    symbols = (_symbol(found) for found in SYMBOL.finditer(printed))
    return [symbol for symbol in symbols if symbol.number.lstrip("0")[:1].isdigit()]


def _symbol(found: re.Match[str]) -> Symbol:
    party_no, party_sign, party_body, state_no, state_sign, state_rest, assembly, short, sign = found.groups()
    if party_no:
        return Symbol(f"{party_no}-{party_sign}/{party_body}", party_sign, *found.span())
    if assembly:
        return Symbol(assembly, "", *found.span())
    if short:
        return Symbol(f"{short}/{sign}", sign, *found.span())
    joined = (
        re.sub(r"\s", "", f"{state_no}/{state_sign}{state_rest}").replace("–", "-").replace("—", "-").replace("⁄", "/")
    )
    return Symbol(joined, state_sign, *found.span())
