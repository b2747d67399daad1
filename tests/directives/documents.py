# ruff: noqa: E501
"""Made-up documents of a made-up district, for the tests of the intake."""

CLEAN = """\
ỦY BAN NHÂN DÂN                         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
   QUẬN MẪU                                Độc lập - Tự do - Hạnh phúc

Số: 312/UBND-YT                          Mẫu, ngày 01 tháng 9 năm 2026
V/v chủ động phòng, chống dịch sốt xuất huyết trên địa bàn quận

Kính gửi:
- Trung tâm Y tế quận;
- Ủy ban MTTQ quận;
- UBND 11 phường.

Thực hiện Công văn số 1180/SYT-NVY ngày 25/8/2026 của Sở Y tế về việc phòng, chống dịch sốt xuất huyết, UBND quận yêu cầu:

1. UBND 11 phường:

- Tổ chức tổng vệ sinh môi trường, diệt bọ gậy tại tất cả các tổ dân phố, báo cáo kết quả về Trung tâm Y tế quận trước ngày 25/9/2026.

- Rà soát các điểm nguy cơ, lập danh sách gửi Trung tâm Y tế quận trước ngày 30/9/2026.

2. Trung tâm Y tế quận chủ trì, phối hợp với Đội quản lý trật tự xây dựng đô thị kiểm tra các công trình xây dựng, tổng hợp, tham mưu UBND quận xử lý vi phạm.

3. Đề nghị Ủy ban MTTQ quận tuyên truyền, vận động nhân dân tham gia phòng, chống dịch.

Nơi nhận:
- Như trên;
- Thường trực Quận ủy (để báo cáo);
- UBND 11 phường (để thực hiện);
- Lưu: VT, YT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Trần Văn Thử
"""

TWELVE_WARDS = CLEAN.replace("11 phường", "12 phường").replace("312/", "313/")
SECRET = "MẬT\n" + CLEAN.replace("sốt xuất huyết", "trạm gác Mẫu Kín")
NOTHING = (
    CLEAN[: CLEAN.index("Thực hiện")] + "Trân trọng thông báo để các đơn vị biết.\n" + CLEAN[CLEAN.index("Nơi nhận") :]
)
