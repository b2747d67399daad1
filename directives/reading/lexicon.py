"""The words that carry the grammar of an order: names of units, verbs of duty, words of request.

All patterns are written without marks and matched on `flat` text. Short words that mean other things with other
marks (cần / cán, giao / giáo) are matched on the lower-case printed text instead.
"""

import re

from .folding import flat

# Words a unit's own name begins with: Sở, UBND, Công an, Trung tâm ... Printed with a capital.
NAMED = (
    r"bao va (?:phat thanh|dai)|bo chi huy|bo tu lenh|bo phan|bo doi bien phong|ubnd|ubmttq|ub mttq|uy ban|hdnd|"
    r"hoi dong|so|bo|"
    r"ban(?! hanh\b| dem\b| ngay\b)|"
    r"phong(?!,? chong\b|,)|"
    r"trung tam|ttyt|cong an|"
    r"canh sat|quan su|bien phong|cuc|chi cuc|tong cuc|vu|van phong|vp|dang uy|huyen uy|thi uy|thanh uy|quan uy|"
    r"tinh uy|"
    r"dang doan|dang bo|chi bo|thanh doan|tinh doan|huyen doan|quan doan|doan(?! ket| vien\b)|cong doan|"
    r"hoi(?! nghi\b| thao\b| thi\b| vien\b| cho\b)|"
    r"lien minh|lien doan|lien hiep|hiep hoi|mat tran|mttq|uy ban mttq|truong(?! hop\b)|benh vien|tram|"
    r"to(?! chuc\b| trinh\b| cao\b| tung\b| giac\b)|doi(?! voi\b| moi\b| ngu\b|,)|vien(?! phi\b| tro\b)|"
    r"hoc vien|toa an|thanh tra|"
    r"kiem toan|bao hiem|kho bac|ngan hang|dai|bao(?! cao\b| dam\b| ve\b)|"
    r"tap chi|thuong truc|thuong vu|tap doan|tong cong ty|cong ty|hop tac xa|quy|hat|bch|btv|bcd|bql|tiu ban|"
    r"tieu ban|"
    r"chinh phu|quoc hoi|doanh nghiep|nha dau tu|cang vu|buu dien|dien luc|nha may|xi nghiep|tong lien doan|khoi|"
    r"co quan|don vi|dia phuong|cac don vi|to dan pho|thue(?= (?:tinh|thanh pho|co so|khu vuc))|"
    r"hai quan(?= (?:khu vuc|cua khau))|thong ke(?= (?:tinh|thanh pho|co so))|buu cuc|hoc vien|dai hoc|vien thong|"
    r"khu quan ly|trung doan|su doan|don bien phong|bien phong"
)
# Persons told to act for their unit.
PERSONS = (
    r"thu truong|giam doc|pho giam doc|chu tich|pho chu tich|bi thu|pho bi thu|truong ban|truong phong|truong cac|"
    r"truong cong an|"
    r"truong (?:\d{1,3} )?(?:thon|khu|to|ap|ban|lang)|truong thue|chu cac|chu (?:nhom|ho|co so|rung|tau)|can bo|"
    r"cong chuc|dang vien|"
    r"to truong|truong doan|chanh|pho chanh|hieu truong|cuc truong|chi cuc truong|vu truong|"
    r"tong cuc truong|tong giam doc|bo truong|thu tuong|pho thu tuong|thong doc|dong chi|thanh vien|uy vien|"
    r"nguoi dung dau|lanh dao(?!,? (?:chi dao|to chuc|thuc hien|trien khai))|chu dau tu|truong cac don vi|"
    r"vien truong|chu nhiem|ke toan truong|tong bien tap|"
    r"hoi truong|"
    r"cac thanh vien|dai bieu (?:hdnd|hoi dong|quoc hoi)"
)
# Kinds of unit, as they stand after "các", "những", "từng".
KINDS = (
    r"so|ban|nganh|bo|phong|don vi|dia phuong|co quan|to chuc|doan the|cap|cap uy|truong(?! hop\b)|benh vien|"
    r"trung tam|huyen|quan|phuong|xa|thi xa|thi tran|thanh pho|tinh|dong chi|thanh vien|vu|cuc|chi cuc|tong cuc|"
    r"doan|hoi|co so|khoa|doanh nghiep|khu quan ly|khu bao ton|ap|lang|thu vien|bao tang|nha hat|nong truong|"
    r"lam truong|"
    r"ngan hang|chu dau tu|luc luong|to|uy vien|dang uy|huyen uy|thanh uy|quan uy|tinh uy|bo truong|thu truong|"
    r"cuc truong|"
    r"thon|khu pho|cong ty|tap doan|cong doan|chinh quyen|ban quan ly|nha truong|nha may|chi bo|dang bo|tcccs|tccs|"
    r"dai|bao|vien|hoc vien|dai hoc|linh vuc|mat tran|tang lop|giam doc|chu tich|bi thu|truong phong|lanh dao|"
    r"hiep hoi|"
    r"pho chu tich|uy ban|ubnd|van phong|tieu ban|hop tac xa|ho|chu the|tram|cong an|nguoi dung dau|hieu truong|"
    r"vien kiem sat|toa an|nha thau|nha cung cap|nha san xuat|don vi thi cong|nhom tre|hoc vien|ban dang|chu nhiem|"
    r"chi uy|dang vien|ong(?=, ba)|can bo|cong chuc|nguoi dan|ho gia dinh|chu ho"
)


def _openings(pattern: str) -> frozenset[str]:
    """The bare first syllables of a pattern's alternatives: where none of them stands the pattern need not be tried."""
    depth, place, parts = 0, 0, []
    for i, sign in enumerate(pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            parts.append(pattern[place:i])
            place = i + 1
    found: set[str] = set()
    for part in [*parts, pattern[place:]]:
        if part.startswith("(?:"):
            found |= _openings(part[3 : part.index(")")])
        else:
            found.add(flat(re.split(r"[ ,/(]", part, maxsplit=1)[0]))
    if any(not word.isalnum() for word in found):
        raise ValueError(f"an alternative that begins with no word: {sorted(found)}")
    return frozenset(found)


_SYLLABLE = re.compile(r"\w+")
_HEAD_NAMED = re.compile(rf"(?:{NAMED})(?!\w)")
_HEAD_PERSON = re.compile(rf"(?:{PERSONS})(?!\w)")
_HEAD_ASKED = re.compile(
    rf"(?:{PERSONS}|bo phan|hoi vien|doan vien|chi bo|dang bo|to dan pho|luc luong|nha truong|"
    r"gia dinh|ban (?!hanh)\w+)(?!\w)"
)
_HEAD_MANY = re.compile(rf"(?:tat ca )?(?:cac|nhung|tung|moi)(?: dong chi)? (?:{KINDS})(?!\w)")
# Heads that need neither capital nor "các": they name a part of the political system by themselves.
_PLAIN = (
    r"chinh quyen|cap uy|thu truong|nguoi dung dau|lanh dao(?!,? (?:chi dao|to chuc|thuc hien|trien khai))|"
    r"mat tran to quoc|nhan dan|cap tren|co quan|don vi|"
    r"toan (?:the )?(?:he thong|dang bo|don vi|nganh)|he thong chinh tri|nganh|doanh nghiep|ngan hang|dia phuong|"
    r"nha dau tu|bo, nganh|so, (?:ban|nganh)|phong(?!,? chong)|thanh vien|dong chi|bi thu|chu tich|giam doc|"
    r"dai bieu (?:hdnd|hoi dong|quoc hoi)|chu dau tu|hieu truong|ban quan ly|trung tam y te|tram y te"
)
_HEAD_PLAIN = re.compile(rf"(?:{_PLAIN})(?!\w)")
_COMRADE = re.compile(r"(?:cac )?d/c (?=[a-z])")
_ACRONYM = re.compile(
    r"(?:VTV|VOV|TTXVN|VNPT|EVN|VCCI|MTTQ|UBMTTQ|TTYT|LĐLĐ|CCB|LHPN|BHXH|PVN|CAND|VPUB|VPUBND|VPQU|VPTU|VPHU|"
    r"VPĐU|UBKT|"
    r"KBNN|TAND|VKSND|BCHQS|BTVQU|TTQU|QLĐT|TCKH|LĐTBXH|VHTT|VH-TT|VH-XH|GDĐT|TNMT|GTVT|QLTT|BQLDA|BCĐ|PGD|TCCS)"
    r"(?![\w-])"
)
_HEADS = _openings(f"{NAMED}|{PERSONS}|{_PLAIN}|tat ca|cac|nhung|tung|moi|d/c")
# One-syllable heads that are other words with other marks: Bộ / Bố trí, Sở / So sánh, Tổ / Tờ trình, Đội / Đối với.
_TRUE_FORM = {
    "so": {"sở", "sơ", "sỏ", "sờ", "só"}, "bo": {"bộ", "bô", "bọ"}, "to": {"tổ", "tố", "tõ"}, "doi": {"đội", "đôi"},
    "vu": {"vụ", "vu"}, "quy": {"quỹ"}, "hoi": {"hội", "hôi"},
    "doan": {"đoàn"}, "vien": {"viện"}, "dai": {"đài", "đải"}, "khoi": {"khối"}, "tram": {"trạm"}, "truong": {"trường"},
    "hat": {"hạt"}, "bao": {"báo"}, "cuc": {"cục"}, "phong": {"phòng", "phông"}, "moi": {"mỗi"}, "ban": {"ban", "bạn"},
}  # fmt: skip
_TAKES_CAPITAL = {"so", "bo", "bao", "dai", "vu"}


def _true_form(printed: str, bare: str, place: int) -> bool:
    """Whether a one-syllable head is the word it looks like without its marks."""
    end = place
    while end < len(bare) and bare[end].isalpha():
        end += 1
    forms = _TRUE_FORM.get(bare[place:end])
    if forms is None:
        return True
    if printed[place:end].lower() not in forms:
        return False
    following = printed[end : end + 2].strip()
    return not (
        bare[place:end] in _TAKES_CAPITAL and printed[place].isupper() and following and following[:1].islower()
    )


def head(printed: str, bare: str, place: int, asked: bool = False) -> bool:
    """Whether a unit's name may begin at `place`; behind a request (`asked`) a person needs no capital."""
    if asked and _HEAD_ASKED.match(bare, place):
        return True
    capital = printed[place : place + 1].isupper()
    first = _SYLLABLE.match(bare, place)
    if not first or first.group() not in _HEADS:
        return bool(capital and printed[place + 1 : place + 2].isupper() and _ACRONYM.match(printed, place))
    if _COMRADE.match(bare, place):
        return True
    if capital and _HEAD_PERSON.match(bare, place):
        return True
    many = _HEAD_MANY.match(bare, place)
    if many:
        return not bare.startswith("moi ", place) or printed[place : place + 3].lower() == "mỗi"
    named = _HEAD_NAMED.match(bare, place) if capital else None
    if named:
        return named.group() not in _TRUE_FORM or _true_form(printed, bare, place)
    if _HEAD_PLAIN.match(bare, place):
        return _true_form(printed, bare, place)
    return bool(capital and _ACRONYM.match(printed, place))


# What a unit is told to do, or how: any of these ends its name.
_VERBS = (
    r"tiep tuc|chu tri|chi tri|cong khai|phoi hop|phoi ket hop|chi dao|lanh dao|ra soat|"
    r"xay dung|to chuc|chiu trach nhiem|"
    r"co trach nhiem|nang cao trach nhiem|can cu|theo chuc nang|theo nhiem vu|theo tham quyen|theo doi|"
    r"theo quy dinh|tham muu|"
    r"huong dan|kiem tra|tu kiem tra|giam sat|bao cao|thuc hien|trien khai|tang cuong|day manh|day nhanh|"
    r"khan truong|chu dong|"
    r"tap trung|bo tri|can thiet|nghiem tuc|thuc hien nghiem|thuong xuyen|kip thoi|tich cuc|dam bao|bao dam|"
    r"cung cap|tong hop|"
    r"thong ke|de xuat|ban hanh|phan cong|quan triet|nghien cuu|hoan thanh|hoan thien|danh gia|doi moi|nang cao|"
    r"chuan bi|"
    r"ho tro|tao dieu kien|tuyen truyen|van dong|pho bien|xu ly|giai quyet|quan ly|thanh lap|tham gia|tham du|"
    r"dang ky|khai thac|"
    r"van hanh|tiep nhan|phan bo|cap phat|quyet dinh|yeu cau|de nghi|cong bo|ban giao|thuc day|khuyen khich|"
    r"quan tam|tham dinh|"
    r"phe duyet|rut kinh nghiem|khac phuc|dieu chinh|sua doi|bo sung|cap nhat|bam sat|nam bat|nam chac|don doc|"
    r"thu hoi|"
    r"la dau moi|lam dau moi|lam to truong|vao cuoc|ket noi|chia se|chuyen giao|tiep thu|thong bao|thong nhat|"
    r"tien hanh|sap xep|"
    r"tap huan|chan chinh|xac dinh|xac minh|truy cap|lien he|cham nhat|tren co so|trong pham vi|khi nhan duoc|"
    r"truoc ngay|"
    r"hang thang|hang nam|dinh ky|phat dong|phat huy|dua vao|nhap du lieu|thanh toan|quyet toan|trinh ubnd|"
    r"kien toan|cung co|"
    r"duy tri|mo rong|phan dau|phat hien|ngan chan|bao ve|dieu tra|dieu hanh|dieu phoi|hop dong voi|ky ket|"
    r"lap ke hoach|"
    r"lap danh sach|lap du toan|gan trach nhiem|nghiem cam|han che|kien quyet|quyet liet|dong thoi|lua chon|"
    r"thu thap|thay mat|hoan tat|xuc tien|cap bach|"
    r"luu y|phan anh|tra loi|hop ban|trao doi|ap dung|thi hanh|chap hanh|tuan thu|khao sat|doi chieu|giai trinh|"
    r"niem yet|"
    r"dong vien|phan loai|luan chuyen|dam nhiem|xem xet|bieu duong|khen thuong|dong hanh|lap ho so|ung dung|"
    r"tham khao|nop|"
    r"phan tich|thong qua|neu cao|tap hop|ung pho|so ket|tong ket|dong gop|dien tap|bien tap|phan luong|thoa thuan|"
    r"boi duong|tuyen duong|co giai phap|lam ro|khoi phuc|nang cap|san sang|ung cuu|ung truc|truc chi huy|"
    r"gia co|cat tia|don dep|can doi|bien soan|su dung|thay the|lap dat|tham hoi|tang qua|trao tang|huy dong|keu goi|"
    r"quyen gop|ung ho|mua sam|sua chua|nao vet|khoi thong|thu gom|tuan tra|truy quet|thao do|giai toa|cuong che|"
    r"xu phat|kiem dem|kiem ke|uon nan|nhac nho|phat quang|phat hanh|in an|cap giay|cap phep|tiep xuc|doi thoai|"
    r"lay y kien|gop y|tham van|tham tra|boi thuong|hoan tra|dieu dong|biet phai|bo nhiem|tuyen dung|tuyen chon|"
    r"tich hop|so hoa|cai dat|trang bi|bao duong|bao tri|cung ung|giai ngan|uu tien|long ghep|gan ket|khoi cong|"
    r"nhan rong|tan dung|tranh thu|khai bao|tieu huy|thanh ly|gioi thieu|kien nghi|gap go|chuc mung|trung bay|"
    r"quang ba|khoi dong|thiet lap|nghiem thu|hiep thuong|canh bao|lay mau|tuc truc|di doi|so tan|cham lo|giup do|"
    r"giam thieu|phu trach(?! linh vuc| khoi| mang| dia ban| chung)|cam ket|che chan|(?:chuan|cu the|hien dai|"
    r"don gian|tin hoc|so|xa hoi|toi uu) hoa|chuyen doi|cong nhan|du tru|dau tranh|dinh huong|dinh chi|doi soat|"
    r"do dac|"
    r"gia han|hoa giai|hop tac|khu khuan|khoi to|khoanh vung|khuyen cao|ket thuc|lam viec|nhan dien|nhan tin|"
    r"phuc hoi|"
    r"sang loc|siet chat|soan thao|tam dung|tap ket|thay doi|thi diem|thu hut|thuyet minh|ton vinh|tra cuu|truy vet|"
    r"tu danh gia|uy quyen|xac nhan|xoa bo|xu tri|giu gin|cham soc|thao go|tong ra soat|cai tao|cai thien|cai tien|"
    r"chinh sua|chinh trang|huong ung|ra quan|"
    r"mot so (?:noi dung|nhiem vu|viec|van de|giai phap)|"
    r"(?:cac|nhung) (?:noi dung|nhiem vu|cong viec) (?:sau|nhu sau)"
)
_VERBS_PRINTED = (
    r"cần|phải|cử|lập|gửi|trình|sớm|dự(?! án| toán| thảo| phòng| kiến| báo)|giao(?! thông| lưu| dịch| thừa|"
    r" cấu)|tự|mở|ký|in|là|đưa|xét|nêu|chọn|"
    r"trao|tặng|thăm|dọn|phun|vá|kẻ|treo|dán|tháo|đón|dành|rút|nạo|quét|lắp|sửa|"
    r"ghi|họp|chỉ thị|chi trả|điều tiết|biết|được giao(?= nhiệm| chủ)|không|đăng(?= tải| ký| báo| bài)|chốt|"
    r"nhập|nhắc|"
    r"nắm|giữ|trực(?= \d| ban| tiếp)|chấm dứt|phòng ngừa|xin|khi|nếu|để|nhằm|kê khai|về việc|về công tác|"
    r"cho(?= chủ trương| ý kiến| phép)|có(?= nhiệm vụ| ý kiến| kế hoạch| phương án| văn bản| báo cáo| giải pháp|"
    r" biện pháp)|"
    r"theo(?= lĩnh vực| địa bàn| chức| nhiệm| thẩm| quy| dõi| sự| phân| đúng| kế)"
)
_DUTY = re.compile(rf"(?:{_VERBS})(?!\w)")
_DUTY_PRINTED = re.compile(rf"(?:{_VERBS_PRINTED})(?!\w)")
_DUTIES = _openings(f"{_VERBS}|{_VERBS_PRINTED}")
# After a name these say what a paper is about or when; the unit before them is not told to act.
_NOT_TOLD = re.compile(r"(?:để|nhằm|về việc|về công tác)(?!\w)")


def is_told(printed: str, place: int) -> bool:
    """Whether the words behind a list of units hand it a duty, rather than go on about something else."""
    return not _NOT_TOLD.match(printed, place)


# "tổ chức" is a noun in "các tổ chức", "tổ chức đảng", "tổ chức, cá nhân"; elsewhere it is what a unit does.
_ORGANISATION = re.compile(
    r"to chuc(?:,| dang| chinh tri| ca nhan| xa hoi| co so| thanh vien| nghien cuu| kinh te| doan| tin dung|"
    r" cong doan| co lien quan|"
    r" lien quan| hanh chinh| quoc te| khoa hoc| va ca nhan)"
)
# Names that go on with a small-letter verb: "Đoàn kiểm tra", "Tổ khảo sát", "đơn vị được giao vốn".
_NAME_GOES_ON = re.compile(
    r"(?:^|(?<!,)[^\w,])(?:ban|tieu ban|to|doan|hoi dong|(?:to|ban|doan) cong tac|duoc|da|dau moi|phong,)$"
)
_NOT_A_BODY = {"bàn", "bản", "bán", "tờ", "đội", "tố"}  # "địa bàn" is no "ban"
_NAMES_AND_VERBS = (
    r"(?:co quan|don vi|to chuc|bo phan|can bo|cong chuc|luc luong|nganh|cong ty|doanh nghiep|xi nghiep|"
    r"doi|tram) (?:quan ly|dieu tra|"
    r"chu tri(?!,)|tham muu|"
    r"nghien cuu|tham gia|lam cong|chuyen trach|thu gom|lap dat|cung ung|su dung (?:lao dong|dat|von|ngan sach))|"
    r"(?:dau tu|trat tu) xay dung(?! (?:ke hoach|phuong an|quy che|quy dinh|de an|chuong trinh|danh|du toan))|"
    r"co quan kiem tra|co quan chu tri quan ly|cap (?:tren|duoi) truc tiep"
)
_NAME_AND_VERB = re.compile(rf"(?<!\w)(?:{_NAMES_AND_VERBS})")
_NAMES = _openings(_NAMES_AND_VERBS)

# "công lập", "công trình", "thư ký", "trật tự": the second half of a noun, no verb.
_COMPOUND = re.compile(
    r"(?:^|\s)(?i:công|chương|quy|quá|lộ|tiến|giáo|độc|thư|đăng|chữ|trật|thứ|ngoại|tiền|bầu|ứng|tuyển|hội|sáp|cuộc|"
    r"phiên|kỳ|phụ|xuất|cô)\s$"
)
_TAIL_OF_COMPOUND = re.compile(r"(?:lập|trình|ký|tự|giao|gửi|cử|nhập|họp|trách)(?!\w)")

# "thành phố biên soạn" holds no "phổ biến", "quận lý" no "quản lý": with its marks a kind of place is no verb.
_PLACE_WORD = re.compile(r"(?:phố|quận|huyện|phường|tỉnh|xã)(?!\w)")


# "cùng cấp" is no "cung cấp".
_PART_OF_NAME = re.compile(r"cùng cấp(?!\w)")
# "Phó Chủ tịch phụ trách văn hóa - xã hội", "đảng viên thuộc diện Thành ủy quản lý": whom the name means.
_CHARGE_OF_PERSON = re.compile(r"phu trach(?!,| (?:viec|cong tac|toan)(?!\w))")
_KEPT_BY = re.compile(r"(?<!\w)thuoc (?:dien|tham quyen)(?!\w).{3,60}$")


def _names_charge(printed: str, bare: str, place: int, start: int) -> bool:
    if bare.startswith("phu trach", place):
        return bool(_HEAD_PERSON.match(bare, start) and _CHARGE_OF_PERSON.match(bare, place))
    return bare.startswith("quan ly", place) and bool(_KEPT_BY.search(bare[start:place]))


def may_tell(bare: str, place: int) -> bool:
    """Whether the word at `place` is one that duties begin with; `duty` looks at the rest and at what stands before."""
    word = _SYLLABLE.match(bare, place)
    return bool(word and word.group() in _DUTIES)


def duty(printed: str, bare: str, place: int, start: int = 0) -> bool:
    """Whether a duty (a verb, or the adverb before it) begins at `place`; the unit's name began at `start`."""
    first = printed[place : place + 1]
    if not first or first.isupper() or not may_tell(bare, place) or _PLACE_WORD.match(printed, place):
        return False
    if not (_DUTY.match(bare, place) or _DUTY_PRINTED.match(printed, place)):
        return False
    if _PART_OF_NAME.match(printed, place) or _names_charge(printed, bare, place, start):
        return False
    if bare.startswith("to chuc", place) and (
        _ORGANISATION.match(bare, place) or bare[:place].endswith(("cac ", "nhung "))
    ):
        return False
    if _COMPOUND.search(printed[max(0, place - 8) : place]) and _TAIL_OF_COMPOUND.match(printed, place):
        return False
    before = bare[start:place].rstrip()
    last = printed[start:place].split()[-1:]
    if last and last[0].lower() in _NOT_A_BODY:
        return True
    if before.endswith("ngoai") and bare.startswith("giao", place):
        return False
    if _NAME_GOES_ON.search(before[-20:]) and not printed.startswith(("có nhiệm vụ", "tự "), place):
        return False
    near = max(start, place - 24)
    if _NAMES.isdisjoint(_SYLLABLE.findall(bare, near, place + 8)):
        return True
    return not any(
        start <= m.start() <= place < m.end() and (m.start() < place or not m.group().startswith("to chuc"))
        for m in _NAME_AND_VERB.finditer(bare, near, place + 24)
    )


_ETH = str.maketrans("Ðð", "Đđ")  # what recognition software writes for Đ
REQUEST = re.compile(
    r"(?<!\w)(yeu cau|de nghi|giao|phan cong|chi thi|chi dao|kinh de nghi|phan cong nhiem vu|uy quyen|moi)(?!\w)"
)
_REQUEST_PRINTED = re.compile(
    r"giao|phân công|y[êéeẽ]u c[âầaàấẩăằ]u|[đd][êềểeéếẻ] ngh[iịĩí]|ch[iỉ] th[iịĩ]|kính đề nghị|ủy quyền", re.IGNORECASE
)


def request_at(printed: str, bare: str, place: int) -> re.Match[str] | None:
    """A word that hands out work (Giao, Yêu cầu, Đề nghị, Phân công) at `place`."""
    found = REQUEST.match(bare, place)
    if found and _REQUEST_PRINTED.match(printed[place : found.end()].translate(_ETH)):
        return found
    return None
