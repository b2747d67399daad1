"""What ends a unit's name in running prose although no known verb follows it.

The name of a body is closed by the place it serves ("UBND quận Sao Mai", "Công an thành phố"), by the committee it
works for ("Ban Tuyên giáo Quận ủy"), by "Việt Nam", "liên quan", "trực thuộc", and that of a department by its
field ("Sở Y tế", "Phòng Tài chính - Kế hoạch"). A small-letter word after that is what the body does, unless it is
one of the small words that go on with a name ("UBND quận và các phường trên địa bàn").
"""

import re

from .folding import CAPITAL, SMALL

_PROPER = rf"[{CAPITAL}][{SMALL}]*"
# Places by kind, alone or with their name or number. Not "hợp tác xã".
_PLACE = (
    rf"(?:(?i:thành phố|thị xã|thị trấn|quận|huyện|phường|tỉnh|đặc khu|khu vực|khu phố|tổ dân phố)|(?<!tác )(?i:xã))"
    rf"(?: (?:\d{{1,3}}|{_PROPER}(?: {_PROPER}){{0,3}}))?"
)
_COMMITTEE = r"(?i:thành|tỉnh|quận|huyện|thị) (?:ủy|uỷ|Ủy|Uỷ)"
_OTHER = r"Việt Nam|Trung ương|liên quan|trực thuộc|nêu trên|nói trên"
_LAST = {
    "phố", "xã", "trấn", "quận", "huyện", "phường", "tỉnh", "khu", "vực", "ủy", "uỷ", "quan", "thuộc", "trên", "ương",
}  # fmt: skip
_CLOSED = re.compile(rf"(?:^|[\s(\-–])(?:{_PLACE}|{_COMMITTEE}|{_OTHER})$")

# Fields of departments (NĐ 37/2014 Art. 7, NĐ 150/2025 Art. 8), for Phòng, whose inner offices have freer names.
_FIELDS = (
    "y tế|nội vụ|tư pháp|tài chính|kế hoạch|đầu tư|giáo dục|đào tạo|văn hóa|văn hoá|thông tin|truyền thông|xã hội|"
    "kinh tế|hạ tầng|quản lý đô thị|đô thị|tài nguyên|môi trường|lao động|thương binh|nông nghiệp|phát triển nông thôn|"
    "nông thôn|dân tộc|tôn giáo|khoa học|công nghệ|du lịch|thể thao|xây dựng|vận tải|thực phẩm|kiến trúc|thương mại"
)
_JOINT = r"(?:, | - | – | và |, và )"
_KIND = r"(?:Sở|Bộ|Ban|Phòng|Ủy|UBND|Công an|Cục|Chi|Hội|Trung tâm|Văn phòng|Tư lệnh|Chỉ huy|Giao dịch)"
# One field of a Sở or Bộ: two syllables, the first with a capital ("Y tế", "Nội vụ"), or both, or an abbreviation.
_FIELD = rf"(?!{_KIND}(?!\w))(?:{_PROPER} [{SMALL}]+(?: vận tải)?|{_PROPER} {_PROPER}|[{CAPITAL}&]{{2,}})"
_DEPARTMENT = re.compile(
    rf"(?:^|[\s,;(])(?:(?:Sở|Bộ) {_FIELD}(?:{_JOINT}(?:(?i:{_FIELDS})|{_FIELD}))*|"
    rf"Phòng (?i:{_FIELDS})(?:{_JOINT}(?i:{_FIELDS}))*)$"
)
# Small words that go on with a name: prepositions, articles, kinds of unit and of place, tails of compounds.
_GOES_ON = re.compile(
    rf"(?:{_FIELDS}|và|của|các|những|từng|mỗi|mọi|một số|toàn|trên|tại|ở|nơi|thuộc|trực|liên|có|được|bị|đã|đang|sẽ|"
    r"chưa|cũng|đều|trong|ngoài|khác|cấp (?:trên|dưới|xã|phường|huyện|quận|tỉnh|cơ|ủy|uỷ)|"
    r"theo|với|cùng|cho|vào|từ|đến|tới|về|do|vì|bằng|qua|sau|trước|hiện|"
    r"năm|ngày|tháng|quý|tuần|nhiệm|khóa|khoá|khi|nếu|hoặc|hay|như|nhất|gồm|bao gồm|lân|giáp|ven|vùng|miền|biên|loại|"
    r"khu|phụ trách|phụ|trọng|điểm|còn|nêu|nói|mới|cũ|này|đó|đóng (?:trên|tại|ở|chân)|phó|"
    r"kiêm|nguyên|ủy|uỷ|đoàn|đội|hội|viên|đảo|"
    r"lỵ|lị|dân|nhân|phía|hai|ba|bốn|đồng chí|tuyến|lẻ|cơ|đơn|tổ|sở|ban|bộ|ngành|phòng|phường|xã|quận|huyện|tỉnh|"
    r"thành|thị|thôn|ấp|khối|trường|trung|chi|đảng|mặt|doanh|hợp|lực|chính|công an|quân|tư|số|hạng|mà|thì|lại|"
    r"nhưng|song|kèm|kể|tức|cả|riêng|nhằm|để|vừa|mới|giai|khoảng|dưới|giữa|gần)(?!\w)"
)
_TIME = re.compile(
    r"(?:trong|truoc|sau|vao|ngay) \d|(?:trong (?:vong|thoi han|thang nay|quy nay|nam nay|tuan|ngay|dip)|"
    r"(?:trong (?:thang|quy|nam)(?= [iv\d]))|truoc (?:ngay|thang|khi)|sau (?:khi|ngay)|(?:cham|muon) nhat|dinh ky|"
    r"hang (?:ngay|tuan|thang|quy|nam)|vao (?:ngay|thang|dip|cuoi|dau)|(?:tu|ke tu|den|den het|het) ngay|"
    r"dip (?:tet|le|\d)|\d{1,2} (?:thang|ngay|tuan|nam) (?:mot|1|01) lan|(?:moi|han?g) (?:tuan|thang|quy|nam))(?!\w)"
)
_REACH = 120  # characters back that may hold the end of a name
_LONG = 12  # words: a longer single name without a close is a sentence


def closes_name(printed: str, start: int, place: int) -> bool:
    """Whether the word at `place` stands behind a complete name that began at `start`, and does not go on with it."""
    if not printed[place : place + 1].islower() or _GOES_ON.match(printed, place):
        return False
    before = printed[max(start, place - _REACH) : place].rstrip()
    if printed.startswith("quản lý", place) and ("thuộc diện " in before or "thuộc thẩm quyền " in before):
        return False
    last = before.rsplit(None, 1)[-1:]
    small = bool(last) and last[0].isalpha() and last[0].islower()  # a bare small word: only these can close
    closed = not (small and last[0] not in _LAST) and _CLOSED.search(before)
    department = ("Sở " in before or "Bộ " in before or "Phòng " in before) and _DEPARTMENT.search(before)
    return bool(closed or department)


def says_when(bare: str, place: int) -> bool:
    """Whether a time begins at `place`: "trong 05 ngày làm việc", "trước ngày 25", "hằng tháng"."""
    return bool(_TIME.match(bare, place))


_MANY = re.compile(r"(?:^|\s)(?i:các|những|tất cả) |,")
_COMPOUND = re.compile(rf"{_PROPER} [{SMALL}]+(?= [{SMALL}]+ [{SMALL}]+(?: |$))")


def shortened(printed: str, start: int, end: int) -> int:
    """The end of a name that ran on to the end of its sentence: behind the first compound ("Ban Tuyên giáo") that
    two small-letter words follow. `end` itself where the name is no longer than names are, or is closed."""
    name = printed[start:end]
    if len(name.split()) <= _LONG or not name[:1].isupper() or _MANY.search(name) or _CLOSED.search(name):
        return end
    for found in _COMPOUND.finditer(printed, start, end):
        if not _GOES_ON.match(printed, found.end() + 1):
            return found.end()
    return end
