"""Invented papers for the tests: no sentence of a real one."""

LETTER = """ỦY BAN NHÂN DÂN
QUẬN SAO MAI

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 87/UBND-VX

Sao Mai, ngày 05 tháng 3 năm 2024

V/v trồng cây xanh trên các tuyến phố

Kính gửi:

- Phòng Quản lý đô thị;
- UBND 9 phường.

Thực hiện Kế hoạch số 12/KH-UBND ngày 02/02/2024 của UBND thành phố về trồng cây, UBND quận yêu cầu:

1. Phòng Quản lý đô thị

- Chủ trì, phối hợp với Ban Quản lý dự án quận lập danh sách tuyến phố trước ngày 20/3/2024.

- Báo cáo UBND quận kết quả trước ngày 25 hằng tháng.

2. UBND 9 phường rà soát hố trồng cây, gửi báo cáo về Phòng Quản lý đô thị trong 05 ngày làm việc.

Nơi nhận:

- Như trên;
- Thường trực Quận ủy (để báo cáo);
- Lưu: VT, VX.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH



Lê Thị Bình Minh
"""


def orders(*lines: str) -> str:
    """A letter whose body is these lines."""
    start = LETTER.index("1. Phòng Quản lý đô thị")
    end = LETTER.index("Nơi nhận:")
    return LETTER[:start] + "\n\n".join(lines) + "\n\n" + LETTER[end:]
