"""Old encodings and old fonts: found by which of them makes Vietnamese of the bytes."""

import unicodedata

import pytest

from directives.opening import open_document, repaired
from directives.opening.legacy import TCVN3, from_tcvn3, from_vni
from directives.opening.pdf import GOOD_LAYER
from directives.opening.plausible import is_syllable, share_of_syllables

TEXT = "Thực hiện Công văn số 15/UBND ngày 03/9/2031, Ủy ban nhân dân phường yêu cầu các đơn vị báo cáo kết quả."
VNI = "UÛy ban nhaân daân phöôøng yeâu caàu caùc ñôn vò baùo caùo keát quaû kòp thôøi; Ñaûng uûy; quyeát ñònh"
PLAIN = "Ủy ban nhân dân phường yêu cầu các đơn vị báo cáo kết quả kịp thời; Đảng ủy; quyết định"


def as_tcvn3(text: str) -> bytes:
    back = {letter: code for code, letter in TCVN3.items()}
    return bytes(back.get(letter, ord(letter) if ord(letter) < 256 else 63) for letter in text)


def as_1258(text: str) -> bytes:
    """As Windows keeps it: letters with a tone are a letter and a mark."""
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        rest = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        out += (rest + tones).encode("cp1258")
    return out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_of_every_kind(encoding: str, form: str) -> None:
    assert open_document("a.txt", unicodedata.normalize(form, TEXT).encode(encoding)) == TEXT


def test_windows_1258() -> None:
    assert open_document("a.txt", as_1258(TEXT)) == TEXT


def test_tcvn3_bytes() -> None:
    text = TEXT.replace("Ủ", "ủ")  # its capitals with a tone are in the font alone
    assert open_document("a.txt", as_tcvn3(text)) == text


def test_vni_bytes() -> None:
    assert open_document("a.txt", VNI.encode("cp1252")) == PLAIN


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (VNI, PLAIN),
        (as_tcvn3(TEXT.lower()).decode("latin-1"), TEXT.lower()),
        (PLAIN.replace("à", "a").encode().decode("cp1252", "ignore"), None),
    ],
)
def test_a_copied_text_is_put_right(typed: str, meant: str | None) -> None:
    assert repaired(typed) == (meant or typed)  # what has lost letters cannot be put right, and is not made worse


@pytest.mark.parametrize("text", [TEXT, PLAIN, "Café Noël à côté, señor Müller", "a ± 5 °C", "", "Số: 12/UBND\n" * 5])
def test_what_is_right_already_is_left_alone(text: str) -> None:
    assert repaired(text) == text


def test_every_letter_of_the_alphabet_has_its_place() -> None:
    lower = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
    assert set(TCVN3.values()) == set(lower) | set("ĂÂÊÔƠƯĐ")
    assert from_tcvn3("Uû ban", capitals=True) == "UỶ BAN"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ñoäc laäp", "Độc lập"),
        ("HAØ NOÄI", "HÀ NỘI"),
        ("nghóa", "nghĩa"),
        ("kyø", "kỳ"),
        ("töï do", "tự do"),
        ("naêm", "năm"),
    ],
)
def test_vni_marks_follow_their_letters(typed: str, meant: str) -> None:
    assert from_vni(typed) == meant


@pytest.mark.parametrize("word", ["nghiêm", "quyết", "UỶ", "khuya", "giữ", "hoà", "thuở", "yêu", "oai"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ngh", "thwc", "zalo", "trién", "nhaân", "daân", "v", "phòngchống"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_a_broken_layer_has_few_syllables() -> None:
    assert share_of_syllables(TEXT) > GOOD_LAYER
    assert share_of_syllables("V ăn b ản c ủa U ỷ ban nh ân d ân ph ường y êu c ầu th ực hi ện") < GOOD_LAYER
    assert share_of_syllables("xzq wkk") == 1.0  # too few words to tell
