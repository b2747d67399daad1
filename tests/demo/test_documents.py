"""The demo's documents, as they were written, against the reader: number, body, date, subject, orders and units.

Written beside the texts on paper, not taken from what the reader found."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from assignments.demo.dates import document
from directives.reading import read
from directives.reading.model import Reading

TODAY = dt.date(2026, 9, 18)
DAYS = [TODAY, dt.date(2026, 11, 23), dt.date(2026, 12, 31), dt.date(2027, 2, 3)]


@dataclass(frozen=True)
class Paper:
    """What is printed. `orders`: number of each order → who leads it; `helpers` → who co-ordinates."""

    number: str
    body: str
    issued_on: str
    subject: str
    orders: dict[str, list[str]]
    helpers: dict[str, list[str]]
    last_days: dict[str, str]
    citations: tuple[str, ...] = ()


FOUR = ["UBND 4 phường"]
PARTY = ["Đảng ủy 4 phường"]
FRONT = ["Ủy ban MTTQ Việt Nam thành phố"]
HEALTH = ["Trung tâm Y tế khu vực Mẫu"]
PAPERS = {
    "chi_thi_chi_bo": Paper(
        "12-CT/TU",
        "Thành ủy Mẫu",
        "2026-06-26",
        "về nâng cao chất lượng sinh hoạt chi bộ và chuẩn bị đại hội chi bộ trực thuộc đảng ủy phường",
        {"1-1": PARTY, "1-2": PARTY, "2": ["Ban Tuyên giáo và Dân vận Thành ủy"], "3": ["Ủy ban Kiểm tra Thành ủy"]},
        {"2": FRONT},
        {"1-1": "2026-07-23", "1-2": "2026-09-04", "2": "2026-10-31"},
    ),
    "ket_luan_via_he": Paper(
        "141-TB/TU",
        "Thành ủy Mẫu",
        "2026-07-17",
        "Kết luận của Thường trực Thành ủy về lập lại trật tự vỉa hè, lòng đường trên địa bàn thành phố",
        {"1": ["UBND thành phố"], "2": ["Công an thành phố"], "3": FRONT, "4": ["Văn phòng Thành ủy"]},
        {"2": ["Sở Xây dựng", *FOUR]},
        {"1": "2026-07-31", "2": "2026-09-21"},
    ),
    "ke_hoach_via_he": Paper(
        "148/KH-UBND",
        "UBND thành phố Mẫu",
        "2026-07-29",
        "Lập lại trật tự vỉa hè, lòng đường trên địa bàn thành phố Mẫu",
        {
            "II.1.a": ["Sở Xây dựng"],
            "II.1.b": ["Sở Xây dựng"],
            "II.2.a": FOUR,
            "II.2.b": FOUR,
            "II.2.c": FOUR,
            "II.3": ["Sở Tài chính"],
            "II.4": ["Sở Văn hóa và Thể thao"],
        },
        {"II.1.a": ["Công an thành phố"], "II.4": ["UBND các phường"]},
        {
            "II.1.a": "2026-08-19",
            "II.1.b": "2026-08-28",
            "II.2.a": "2026-09-04",
            "II.2.b": "2026-09-17",
            "II.4": "2026-10-31",
        },
        ("141-TB/TU",),
    ),
    "cong_van_sot_xuat_huyet": Paper(
        "979/UBND-VX",
        "UBND thành phố Mẫu",
        "2026-08-21",
        "chủ động phòng, chống dịch sốt xuất huyết trên địa bàn thành phố",
        {
            "1-1": ["Sở Y tế"],
            "1-2": ["Sở Y tế"],
            "2-1": HEALTH,
            "2-2": HEALTH,
            "3-1": FOUR,
            "3-2": FOUR,
            "4": ["Sở Giáo dục và Đào tạo"],
            "5": FRONT,
        },
        {"1-2": HEALTH},
        {"1-1": "2026-08-31", "1-2": "2026-09-25", "2-2": "2026-09-16", "3-2": "2026-09-24", "4": "2026-09-09"},
        ("2554/BYT-DP",),
    ),
    "cong_van_tiem_dai": Paper(
        "950/UBND-KT",
        "UBND thành phố Mẫu",
        "2026-08-14",
        "tiêm vắc xin phòng bệnh dại cho đàn chó, mèo",
        {"1": FOUR, "2": ["Sở Y tế"]},
        {},
        {"1": "2026-09-25", "2": "2026-09-23"},
    ),
    "cong_van_tiem_dai_thay_the": Paper(
        "1067/UBND-KT",
        "UBND thành phố Mẫu",
        "2026-09-11",
        "quản lý chó, mèo nuôi và tiêm vắc xin phòng bệnh dại",
        {"1": ["Sở Y tế"], "2": FOUR},
        {},
        {"1": "2026-09-30", "2": "2026-10-07"},
        ("950/UBND-KT",),
    ),
    "cong_dien_mua_lon": Paper(
        "23/CĐ-UBND",
        "UBND thành phố Mẫu",
        "2026-09-11",
        "chủ động ứng phó mưa lớn, ngập úng và sạt lở bờ sông",
        {"1": FOUR, "2": ["Sở Xây dựng"], "3": ["Công an thành phố"], "4": ["Văn phòng UBND thành phố"]},
        {"3": ["Sở Xây dựng"]},
        {"1": "2026-09-18", "2": "2026-09-21", "3": "2026-09-21"},
    ),
    "cong_van_tro_giup": Paper(
        "715-CV/TU",
        "Thành ủy Mẫu",
        "2026-09-15",
        "rà soát, trợ giúp hộ nghèo, người cao tuổi neo đơn và đối tượng bảo trợ xã hội",
        {"1": FOUR, "2": ["Sở Y tế"], "3": PARTY, "4": FRONT},
        {"2": ["Sở Tài chính"]},
        {"1": "2026-09-30", "2": "2026-10-14", "3": "2026-11-30"},
    ),
    "cong_van_chuyen_doi_so": Paper(
        "1093/UBND-VP",
        "UBND thành phố Mẫu",
        "2026-09-17",
        "đẩy mạnh chuyển đổi số và nâng tỷ lệ hồ sơ trực tuyến tại các phường",
        {"1-1": FOUR, "1-2": FOUR, "2": ["Văn phòng UBND thành phố"], "3": ["Sở GDĐT", "Sở Y tế"]},
        {"1-2": ["Tổ công nghệ số cộng đồng"], "2": ["Sở Tài chính"]},
        {"1-1": "2026-09-27", "2": "2026-10-09", "3": "2026-10-31"},
        ("803/UBND-VP",),
    ),
    "thong_bao_tiep_cong_dan": Paper(
        "152/TB-UBND",
        "UBND thành phố Mẫu",
        "2026-09-09",
        "Lịch tiếp công dân của lãnh đạo UBND thành phố",
        {},
        {},
        {},
    ),
    "quan_mau_tuyen_sinh": Paper(
        "2716/UBND-GDĐT",
        "UBND quận Mẫu",
        "2024-12-09",
        "chuẩn bị công tác tuyển sinh đầu cấp năm học 2025 - 2026",
        {"1": ["Phòng Giáo dục và Đào tạo quận"], "2": ["UBND 11 phường"]},
        {},
        {"1": "2025-02-28", "2": "2025-06-20"},
        ("4108/UBND-VX",),
    ),
}


_papers = pytest.mark.parametrize("name", list(PAPERS))


def _reading(name: str, day: dt.date = TODAY) -> Reading:
    return read(document(name, day))


def _orders(name: str, day: dt.date = TODAY) -> list[dict[str, Any]]:
    return [t for t in _reading(name, day).as_json()["tasks"] if t["kind"] == "task" and t["number"]]


@_papers
def test_the_head_is_read_as_printed(name: str) -> None:
    read_ = _reading(name).as_json()
    found = (read_["number"], read_["issuing_body"], read_["issued_on"], read_["subject"])
    paper = PAPERS[name]
    assert found == (paper.number, paper.body, paper.issued_on, paper.subject)


@_papers
def test_the_numbered_orders_are_read_with_who_leads(name: str) -> None:
    assert {task["number"]: task["lead"] for task in _orders(name)} == PAPERS[name].orders


@_papers
def test_who_co_ordinates_is_read(name: str) -> None:
    helped = {task["number"]: task["coordinating"] for task in _orders(name) if task["coordinating"]}
    assert helped == PAPERS[name].helpers


@_papers
def test_front_and_mass_organisations_are_asked_not_ordered(name: str) -> None:
    asked = {task["number"]: task["requested"] for task in _orders(name) if task["requested"]}
    assert asked == {number: lead for number, lead in PAPERS[name].orders.items() if lead == FRONT}


@_papers
def test_the_last_permitted_days_are_read(name: str) -> None:
    assert {task["number"]: task["last_day"] for task in _orders(name) if task["last_day"]} == PAPERS[name].last_days


@_papers
def test_the_documents_cited_are_read(name: str) -> None:
    cited = tuple(found["number"] for found in _reading(name).as_json()["references"])
    assert cited == PAPERS[name].citations


@pytest.mark.parametrize("day", DAYS, ids=str)
@_papers
def test_on_any_day_the_same_orders_stand_in_the_same_document(name: str, day: dt.date) -> None:
    assert [task["number"] for task in _orders(name, day)] == list(PAPERS[name].orders)


def test_the_telegram_is_immediate_and_the_letters_are_not() -> None:
    urgencies = {name: _reading(name).as_json()["urgency"] for name in PAPERS}
    assert urgencies == dict.fromkeys(PAPERS, None) | {"cong_dien_mua_lon": "Hỏa tốc"}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_document_is_signed_at_a_weekend_and_no_placeholder_is_left(day: dt.date) -> None:
    for name in PAPERS:
        text = document(name, day)
        assert "{" not in text
        assert dt.date.fromisoformat(str(read(text).as_json()["issued_on"])).weekday() < 5
