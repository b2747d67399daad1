"""What offices abbreviate (DOMAIN §3.2), spelt out on the folded form. Most letters stand for one thing, some are told
apart by their neighbours ("P. Nội vụ", "UBND P. Mẫu"), and a few stay open: then each reading is given, the usual one
first, and the register decides which of them is a unit.

The word "và" is left out of every key: "Văn hóa và Thông tin", "Văn hoá - Thông tin" and "VH-TT" are one name."""

import re
from functools import lru_cache
from itertools import product

from wards.folding import fold

_ADMIN = r"(?:phuong|quan|huyen|xa|tinh|thanh pho|thi xa|thi tran|tp|tx|p|q|h|x)\b"
_COMMITTEES = (
    r"(?:hdnd|hoi dong nhan dan|ubnd|ubmttq|mttq|mat tran|bcd|ban chi dao|(?:quan|huyen|thanh|tinh|thi|dang) uy"
)
_COMMITTEES += r"|qu|hu|tu|du)\b"
_DEPARTMENTS = (
    r"(?:giao duc|gd|gddt|noi vu|nv|y te|yt|tu phap|tp|tai chinh|tc|tckh|kinh te|kt|kthtdt|van hoa|vh|vhtt|vhxh"
    r"|lao dong|ld|ldtb|ldtbxh|quan ly do thi|qldt|tai nguyen|tn|tnmt|thanh tra|dan toc|nong nghiep|nn|cong thuong"
    r"|ha tang|ban)\b"
)
_CENTRES = (
    r"(?:y te|yt|van hoa|vh|vhtt|phuc vu|pvhcc|hanh chinh cong|dvc|dich vu|chinh tri|bdct|boi duong|giao duc|gd|gdnn"
    r"|gdtx|phat trien|ptqd|quy dat|kiem soat|cntt|dan so|nuoc sach|khuyen nong)\b"
)
# Told apart by what stands beside them. In this order, before the table.
_BY_NEIGHBOUR = [
    (re.compile(rf"\bp (?={_DEPARTMENTS})"), "phong "),
    (re.compile(r"(?<=\bso )tp$|(?<=\bphong )tp\b"), "tu phap"),
    (re.compile(r"(?<=\bso )tc$|(?<=\bphong )tc$"), "tai chinh"),
    (re.compile(r"(?<=\bso )nv\b|(?<=\bphong )nv\b"), "noi vu"),
    (re.compile(r"(?<=\bso )yt\b|(?<=\bphong )yt\b|(?<=\btt )yt\b|(?<=\btram )yt\b"), "y te"),
    (re.compile(r"(?<=\bso )xd$"), "xay dung"),
    (re.compile(r"(?<=\bso )ct$"), "cong thuong"),
    (re.compile(r"(?<=\bphong )kt\b"), "kinh te"),
    (re.compile(rf"\btt (?={_CENTRES})"), "trung tam "),
    (re.compile(rf"\btt (?={_COMMITTEES})"), "thuong truc "),
    (re.compile(r"(?<=\bubnd )tt (?=\w)|(?<=nhan dan )tt (?=\w)"), "thi tran "),
    (re.compile(rf"\bca (?=(?:\d+ |cac )?{_ADMIN})"), "cong an "),
    (re.compile(rf"(?:(?<=^)|(?<=cac )|(?<=\d ))du (?=(?:\d+ |cac )?{_ADMIN})"), "dang uy "),
    (re.compile(r"\bbch (?=quan su|qs|pctt|phong chong|pccc)"), "ban chi huy "),
    (re.compile(r"\bbch (?=dang|cong doan|doan|hoi|lien doan)"), "ban chap hanh "),
    (re.compile(r"(?<=chi huy )qs\b|(?<=\bco quan )qs\b"), "quan su"),
    (re.compile(r"(?<=\bhoi )nd\b"), "nong dan"),
    (re.compile(r"(?<=\bhoi )(?:pn|phu nu)\b"), "lien hiep phu nu"),
    (re.compile(r"(?<=\bdoan )tn\b"), "thanh nien"),
    (re.compile(r"(?<=\btruong )th\b"), "tieu hoc"),
    (re.compile(r"(?<=\btruong )mn\b"), "mam non"),
    (re.compile(r"\b(quan|huyen|thanh|tinh) doan\b"), r"doan thanh nien \1"),
    (re.compile(r"\bdoan thanh nien thanh\b(?! pho)"), "doan thanh nien thanh pho"),
    (re.compile(r"\b(?:ct|chu tich) ?(?=ubnd|hdnd)"), "chu tich "),
    (re.compile(r"\bpct (?=ubnd|hdnd|uy ban|hoi dong)"), "pho chu tich "),
]
_TABLE: dict[str, str | tuple[str, ...]] = {
    # bodies of the State
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "ctubnd": "chu tich uy ban nhan dan",
    "vp": "van phong",
    "vpub": "van phong uy ban nhan dan",
    "ttyt": "trung tam y te",
    "tyt": "tram y te",
    "catp": "cong an thanh pho",
    "chqs": "chi huy quan su",
    "bchqs": "ban chi huy quan su",
    "gddt": "giao duc dao tao",
    "gd dt": "giao duc dao tao",
    "vhtt": ("van hoa thong tin", "van hoa the thao"),
    "vh tt": ("van hoa thong tin", "van hoa the thao"),
    "vhxh": "van hoa xa hoi",
    "vh xh": "van hoa xa hoi",
    "vhttdl": "van hoa the thao du lich",
    "vh tt dl": "van hoa the thao du lich",
    "tckh": "tai chinh ke hoach",
    "tc kh": "tai chinh ke hoach",
    "tnmt": "tai nguyen moi truong",
    "tn mt": "tai nguyen moi truong",
    "nnmt": "nong nghiep moi truong",
    "nn mt": "nong nghiep moi truong",
    "nnptnt": "nong nghiep phat trien nong thon",
    "nn ptnt": "nong nghiep phat trien nong thon",
    "ptnt": "phat trien nong thon",
    "ldtbxh": "lao dong thuong binh xa hoi",
    "ldtb xh": "lao dong thuong binh xa hoi",
    "ld tbxh": "lao dong thuong binh xa hoi",
    "ld tb xh": "lao dong thuong binh xa hoi",
    "qldt": "quan ly do thi",
    "kthtdt": "kinh te ha tang do thi",
    "kt htdt": "kinh te ha tang do thi",
    "kt ht dt": "kinh te ha tang do thi",
    "qlttxd": "quan ly trat tu xay dung",
    "qlttxddt": "quan ly trat tu xay dung do thi",
    "khcn": "khoa hoc cong nghe",
    "kh cn": "khoa hoc cong nghe",
    "khdt": "ke hoach dau tu",
    "kh dt": "ke hoach dau tu",
    "tttt": "thong tin truyen thong",
    "gtvt": "giao thong van tai",
    "pvhcc": "phuc vu hanh chinh cong",
    "bql": "ban quan ly",
    "ql": "quan ly",
    "qlda": "quan ly du an",
    "bqlda": "ban quan ly du an",
    "dtxd": "dau tu xay dung",
    "ptqd": "phat trien quy dat",
    "qltt": "quan ly thi truong",
    "bhxh": "bao hiem xa hoi",
    "kbnn": "kho bac nha nuoc",
    "tand": "toa an nhan dan",
    "vksnd": "vien kiem sat nhan dan",
    "thads": "thi hanh an dan su",
    "gdnn gdtx": "giao duc nghe nghiep giao duc thuong xuyen",
    "bdct": "boi duong chinh tri",
    "thcs": "trung hoc co so",
    "thpt": "trung hoc pho thong",
    # bodies of the Party
    "qu": "quan uy",
    "ubkt": "uy ban kiem tra",
    "btv": "ban thuong vu",
    "bcd": "ban chi dao",
    "bch": ("ban chi huy", "ban chap hanh"),
    "vpqu": "van phong quan uy",
    "vphu": "van phong huyen uy",
    "vpdu": "van phong dang uy",
    "vptu": ("van phong tinh uy", "van phong thanh uy"),
    "ttqu": "thuong truc quan uy",
    "tthu": "thuong truc huyen uy",
    "tttu": ("thuong truc tinh uy", "thuong truc thanh uy"),
    "btcqu": "ban to chuc quan uy",
    "btgqu": "ban tuyen giao quan uy",
    "bdvqu": "ban dan van quan uy",
    "ubktqu": "uy ban kiem tra quan uy",
    "btctu": ("ban to chuc tinh uy", "ban to chuc thanh uy"),
    "btgtu": ("ban tuyen giao tinh uy", "ban tuyen giao thanh uy"),
    "tgdv": "tuyen giao dan van",
    "tg dv": "tuyen giao dan van",
    # the Front and the mass organisations
    "ubmttq": "mat tran to quoc",
    "mttq": "mat tran to quoc",
    "ldld": "lien doan lao dong",
    "lhpn": "lien hiep phu nu",
    "hlhpn": "hoi lien hiep phu nu",
    "hnd": "hoi nong dan",
    "ccb": "cuu chien binh",
    "hccb": "hoi cuu chien binh",
    "tncs": "thanh nien",
    "tncs hcm": "thanh nien",
    "tncs ho chi minh": "thanh nien",
    "hcm": "ho chi minh",
    # kinds of place
    "tt": ("trung tam", "thuong truc", "thi tran"),
    "tp": "thanh pho",
    "tx": "thi xa",
    "p": "phuong",
    "q": "quan",
    "h": "huyen",
    "x": "xa",
    "tdp": "to dan pho",
}
_SHORT = re.compile(r"\b(?:" + "|".join(sorted(_TABLE, key=len, reverse=True)) + r")\b")
# The long official name and the one that everybody writes are one.
_OFFICIAL = [
    (re.compile(r"\buy ban (?=mat tran to quoc)"), ""),
    (re.compile(r"(?<=mat tran to quoc) (?:viet nam|vn)\b|(?<=lien hiep phu nu) (?:viet nam|vn)\b"), ""),
    (re.compile(r"(?<=cuu chien binh) (?:viet nam|vn)\b|(?<=hoi nong dan) (?:viet nam|vn)\b"), ""),
    (re.compile(r"\bthanh nien cong san ho chi minh\b"), "thanh nien"),
    (re.compile(r"\bva\b"), " "),
]
_BRACKETS = re.compile(r"\([^()]*\)")
_MOST = 6  # readings of one name


@lru_cache(maxsize=50_000)  # a province with all its units of the past
def name_keys(words: str) -> tuple[str, ...]:
    """Every way to read a name, as keys that all its spellings share; the usual one first. At least one."""
    folded = fold(_BRACKETS.sub(" ", words)) or fold(words)
    for pattern, instead in _BY_NEIGHBOUR:
        folded = pattern.sub(instead, folded)
    open_ones = [found.group() for found in _SHORT.finditer(folded) if isinstance(_TABLE[found.group()], tuple)]
    choices = list(product(*(_TABLE[short] for short in open_ones)))[:_MOST]
    return tuple(dict.fromkeys(_spelt_out(folded, choice) for choice in choices))


def _spelt_out(folded: str, chosen: tuple[str, ...]) -> str:
    left = iter(chosen)

    def long(found: re.Match[str]) -> str:
        meant = _TABLE[found.group()]
        return meant if isinstance(meant, str) else next(left)

    key = _SHORT.sub(long, folded)
    for pattern, instead in _OFFICIAL:
        key = pattern.sub(instead, key)
    return " ".join(key.split())


def name_key(words: str) -> str:
    """The usual reading of a name as one key: "UBND P. Mẫu Đông" → "uy ban nhan dan phuong mau dong"."""
    return name_keys(words)[0]
