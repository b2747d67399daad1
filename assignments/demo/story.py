"""What has happened to the ten directives by today: every standing that a page can show is somewhere in here."""

import datetime as dt

from directives.enums import DeadlineKind
from directives.services import draft_nothing

from ..enums import Grade, InstructionKind
from .archive import district_load
from .asking import Asking
from .counting import counted
from .dates import moment, number_on
from .office import Office
from .proofs import pdf, png
from .telling import Checked, Teller, Told

WARDS, COMMITTEES = "UBND 4 phường", "Đảng ủy 4 phường"
FRONT = "Ủy ban MTTQ Việt Nam thành phố"
ONE_DAY = dt.timedelta(days=1)


def story_load(office: Office, today: dt.date) -> None:
    """The whole story, oldest document first."""
    district_load(office, today)
    teller = Teller(office, today)
    _party_cells(teller)
    plan = _pavements(teller)
    _pavement_plan(teller, plan)
    rabies = _rabies(teller)
    _dengue(teller)
    _rabies_anew(teller, rabies)
    _nothing_to_assign(teller)
    _storm(teller)
    _not_assigned_yet(teller)
    teller.draft("cong_van_chuyen_doi_so", moment(today, -1, 16, 20))


def _party_cells(t: Teller) -> None:
    told = t.assigned(
        "chi_thi_chi_bo",
        moment(t.today, -81),
        {
            "1-1": Checked(lead=(COMMITTEES,), on=t.day(-54) - ONE_DAY),
            "1-2": Checked(lead=(COMMITTEES,), on=t.day(-12), starred=True),
            "2": Checked(
                lead=("Ban Tuyên giáo và Dân vận Thành ủy",),
                coordinating=(FRONT,),
                on=_end_of_month(t.day(24)),
                title="Biên soạn tài liệu hỏi - đáp về đại hội chi bộ",
            ),
            "3": Checked(lead=("Ủy ban Kiểm tra Thành ủy",), kind=DeadlineKind.STANDING, review_on=t.day(40)),
        },
        subject="về nâng cao chất lượng sinh hoạt chi bộ và chuẩn bị đại hội chi bộ trực thuộc đảng ủy phường",
    )
    t.acknowledged(told, "1-1", "DU1", "DU2", "DU3", "DU4")
    lists = {"DU1": 0, "DU2": -4, "DU3": 0, "DU4": 4}
    for i, (code, late) in enumerate(lists.items()):
        grade = Grade.GOOD if late < 0 else Grade.PASSED
        t.done(told, "1-1", code, late, (f"{11 + 3 * i:02d}-CV/ĐU", "Ban TG&DV Thành ủy"), grade)
    t.acknowledged(told, "1-2", "DU1", "DU2", "DU3", "DU4")
    t.done(told, "1-2", "DU1", -5, pdf("ke-hoach-dai-hoi-chi-bo.pdf", "Kế hoạch đại hội chi bộ"), Grade.EXCELLENT)
    t.done(told, "1-2", "DU3", 3, pdf("KH dai hoi chi bo.pdf", "Kế hoạch đại hội chi bộ trực thuộc"))
    t.noted(told, "1-2", "DU2", -16, "Hai chi bộ ghép chưa kiện toàn xong chi ủy, đang chờ ý kiến cấp trên.", 60)
    t.submitted(told, "1-2", "DU4", -13, pdf("ke-hoach.pdf", "Kế hoạch đại hội chi bộ (dự thảo)"))
    t.returned(told, "1-2", "DU4", -9, "Kế hoạch chưa chọn chi bộ tổ chức trước, chưa có chữ ký; đề nghị bổ sung.")
    Asking(t, told, "1-2", "DU4").objection(-5, "Kế hoạch có chữ ký đã gửi lại qua trục liên thông từ tuần trước.")


def _end_of_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - ONE_DAY


def _pavements(t: Teller) -> Told:
    told = t.assigned(
        "ket_luan_via_he",
        moment(t.today, -60),
        {
            "1": Checked(lead=("UBND thành phố",), on=t.day(-47), starred=True),
            "2": Checked(
                lead=("Công an thành phố",),
                coordinating=("Sở Xây dựng", WARDS),
                on=t.day(3),
                starred=True,
                title="Kiểm tra, xử lý điểm trông giữ xe không phép",
            ),
            "3": Checked(
                requested=(FRONT,),
                kind=DeadlineKind.UNDETERMINED,
                reason="Chờ Ủy ban MTTQ thống nhất thời gian với các hội, đoàn thể.",
            ),
            "4": Checked(lead=("Văn phòng Thành ủy",), kind=DeadlineKind.PERIODIC, rule="monthly-25", until=t.year_end),
        },
    )
    t.kept_up(told, "4", "{}-BC/VPTU", "Thường trực Thành ủy")
    t.acknowledged(told, "1", "UBND")
    t.acknowledged(told, "2", "CA", "SXD", "P1", "P2", "P3")
    t.noted(told, "2", "CA", -8, "Đã xử lý 17 trong 24 điểm trông giữ xe không phép.", 70)
    Asking(t, told, "2", "CA").more_time(
        -1,
        t.day(12),
        "Bảy điểm còn lại nằm trên đất tranh chấp, chờ Sở Xây dựng xác minh.",
        "Đã xử lý 17/24 điểm.",
    )
    t.done(told, "2", "P2", -12, pdf("bao-cao-diem-trong-xe.pdf", "Báo cáo xử lý điểm trông giữ xe"), Grade.GOOD)
    t.submitted(told, "2", "P3", -4, png("bai-xe-pho-vi-du.png"), "Đã tháo dỡ cả ba điểm, có ảnh kèm theo.")
    return told


def _pavement_plan(t: Teller, conclusion: Told) -> None:
    plan = f"{number_on('kh_ub', t.day(-51)):02d}/KH-UBND"
    early = (t.day(-51) - t.day(-47)).days
    t.done(conclusion, "1", "UBND", early, (plan, "Thành ủy Mẫu"), Grade.EXCELLENT)
    told = t.assigned(
        "ke_hoach_via_he",
        moment(t.today, -50),
        {
            "II.1.a": Checked(
                lead=("Sở Xây dựng",),
                coordinating=("Công an thành phố",),
                on=t.day(-30),
                starred=True,
                title="Khảo sát, công bố danh mục tuyến phố được sử dụng tạm thời một phần vỉa hè",
            ),
            "II.1.b": Checked(lead=("Sở Xây dựng",), on=t.day(-20)),
            "II.2.a": Checked(lead=(WARDS,), on=t.day(-13)),
            "II.2.b": Checked(lead=(WARDS,), on=t.today - ONE_DAY),
            "II.2.c": Checked(lead=(WARDS,), kind=DeadlineKind.STANDING, review_on=t.day(30)),
            "II.3": Checked(lead=("Sở Tài chính",), kind=DeadlineKind.AWAITING, review_on=t.day(20)),
            "II.4": Checked(
                lead=("Sở Văn hóa và Thể thao",),
                coordinating=("UBND các phường",),
                on=_end_of_month(t.day(40)),
                title="Thay thế biển quảng cáo che khuất lối đi",
            ),
        },
    )
    for path in ("II.1.a", "II.1.b", "II.2.a", "II.2.b", "II.2.c"):
        t.carries_out(told, path, conclusion, "1")
    t.acknowledged(told, "II.1.a", "SXD", "CA")
    t.done(told, "II.1.a", "CA", -3, pdf("y-kien-tuyen-pho.pdf", "Ý kiến về danh mục tuyến phố"))
    t.noted(told, "II.1.a", "SXD", -26, "Còn bảy tuyến chưa thống nhất phương án bãi đỗ xe.", 80)
    (
        Asking(t, told, "II.1.a", "SXD")
        .obstacle(-25, "UBND", "Chưa thống nhất phương án bãi đỗ xe ở bảy tuyến phố.")
        .told(-19, "Báo cáo rõ lý do chậm và ngày hoàn thành.")
        .answer(-17, "Đã trình phương án, đang chờ UBND thành phố cho ý kiến.")
        .told(-11, "Đề nghị chủ động làm việc với Văn phòng UBND thành phố.")
        .answer(-10, "Đã làm việc; sẽ trình lại trong tuần.")
        .told(-3, "Báo cáo tiến độ và ngày trình chính thức.")
    )
    t.acknowledged(told, "II.1.b", "SXD")
    t.done(told, "II.1.b", "SXD", 4, png("vach-ke-via-he.png"), words="Đã kẻ vạch 39 tuyến.")
    t.acknowledged(told, "II.2.a", "P1", "P2", "P3", "P4")
    t.done(told, "II.2.a", "P1", 0, pdf("danh-sach-ho-kinh-doanh.pdf", "Danh sách hộ kinh doanh"), Grade.EXCELLENT)
    t.done(told, "II.2.a", "P3", 3, pdf("danh sach.pdf", "Danh sách hộ kinh doanh phường Mẫu Nam"))
    t.done(told, "II.2.a", "P4", -6, ("214/UBND-KT", "Sở Xây dựng"), Grade.GOOD)
    t.noted(told, "II.2.a", "P2", -11, "Thiếu người đi rà soát, mới xong ba tổ dân phố.", 40)
    t.acknowledged(told, "II.2.b", "P1", "P2", "P3")
    t.noted(told, "II.2.b", "P1", -3, "Còn 26 hộ vắng nhà, hẹn ký trong tuần.", 90)
    Asking(t, told, "II.2.b", "P1").told(-1, "Gửi danh sách các hộ chưa ký cam kết.", InstructionKind.EVIDENCE)
    Asking(t, told, "II.2.a", "P2").told(-2, "Báo cáo rõ lý do chậm và ngày hoàn thành.")
    t.submitted(told, "II.2.b", "P2", -2, png("ky-cam-ket.png"), "Toàn bộ hộ mặt phố đã ký.")
    t.done(told, "II.2.b", "P3", -6, pdf("bao-cao-ky-cam-ket.pdf", "Báo cáo kết quả ký cam kết"))
    t.acknowledged(told, "II.2.c", "P1", "P2", "P3", "P4")
    counted(t, told, "II.2.c", moment(t.today, -50, 10))
    same = "Tổ trật tự đô thị kiểm tra điểm trông giữ xe trong cùng các lượt tuần tra; đề nghị dùng chung một báo cáo."
    Asking(t, conclusion, "2", "P1").same_as(-9, told, "II.2.c", same)
    t.noted(told, "II.2.c", "P1", -6, "Tổ trật tự đô thị tuần tra hai lượt mỗi ngày; nhắc nhở 31 trường hợp.")
    t.acknowledged(told, "II.4", "P2", "P3", "P4")


def _dengue(t: Teller) -> None:
    told = t.assigned(
        "cong_van_sot_xuat_huyet",
        moment(t.today, -27),
        {
            "1-1": Checked(lead=("Sở Y tế",), on=t.day(-17) - ONE_DAY),
            "1-2": Checked(
                lead=("Sở Y tế",),
                coordinating=("Trung tâm Y tế khu vực Mẫu",),
                on=t.day(7),
                title="Tập huấn giám sát véc tơ cho cộng tác viên tổ dân phố",
            ),
            "2-1": Checked(lead=("Trung tâm Y tế khu vực Mẫu",), kind=DeadlineKind.WITHIN, within=5),
            "2-2": Checked(lead=("Trung tâm Y tế khu vực Mẫu",), on=t.today - 2 * ONE_DAY, starred=True),
            "3-1": Checked(lead=(WARDS,), kind=DeadlineKind.PERIODIC, rule="weekly", until=t.year_end),
            "3-2": Checked(lead=(WARDS,), on=t.day(6)),
            "4": Checked(lead=("Sở Giáo dục và Đào tạo",), on=t.day(-9)),
            "5": Checked(
                requested=(FRONT,),
                kind=DeadlineKind.UNDETERMINED,
                reason="Văn bản chỉ đề nghị, không nêu thời hạn; đang hỏi lại.",
            ),
        },
    )
    t.acknowledged(told, "1-1", "SYT")
    t.done(told, "1-1", "SYT", -3, pdf("kich-ban-dap-ung.pdf", "Kịch bản đáp ứng theo ba mức"), Grade.EXCELLENT)
    t.acknowledged(told, "1-2", "SYT", "TTYT")
    t.noted(told, "1-2", "TTYT", -4, "Đã mở hai trong bốn lớp tập huấn.", 50)
    t.acknowledged(told, "2-1", "TTYT")
    t.done(told, "2-1", "TTYT", -5, pdf("du-tru-hoa-chat.pdf", "Dự trù hóa chất, vật tư"), Grade.GOOD)
    t.acknowledged(told, "2-2", "TTYT")
    Asking(t, told, "2-2", "TTYT").delegate(-20, "ttyt", "canbo")
    t.noted(told, "2-2", "TTYT", -5, "Đã xử lý bảy ổ dịch, còn hai ổ phải chờ hết mưa.", 75)
    t.kept_up(told, "3-1", "{}/BC-UBND", "Sở Y tế")
    t.acknowledged(told, "3-2", "P1", "P2", "P3")
    t.submitted(told, "3-2", "P3", -3, pdf("danh-sach-nha-tro.pdf", "Danh sách khu nhà trọ"))
    t.submitted(told, "3-2", "P1", -8, png("so-tay.png"))
    t.returned(told, "3-2", "P1", -6, "Ảnh chụp sổ tay không đọc được; đề nghị gửi danh sách có địa chỉ từng điểm.")
    t.acknowledged(told, "4", "SGDDT")
    t.done(told, "4", "SGDDT", 0, ("1460/SGDĐT-CTTT", "UBND thành phố"))


def _rabies(t: Teller) -> Told:
    told = t.assigned(
        "cong_van_tiem_dai",
        moment(t.today, -32),
        {"1": Checked(lead=(WARDS,), on=t.day(9)), "2": Checked(lead=("Sở Y tế",), on=t.day(5))},
    )
    t.acknowledged(told, "1", "P1", "P2")
    t.acknowledged(told, "2", "SYT")
    return told


def _rabies_anew(t: Teller, old: Told) -> None:
    """Another letter supersedes the first: the same work goes on under it, with later days."""
    new = t.entered(
        "cong_van_tiem_dai_thay_the",
        moment(t.today, -6),
        {"1": Checked(lead=("Sở Y tế",), on=t.day(12)), "2": Checked(lead=(WARDS,), on=t.day(19))},
    )
    t.superseded(old, new, {"1": "2", "2": "1"})
    t.acknowledged(new, "1", "SYT")
    t.acknowledged(new, "2", "P2")


def _nothing_to_assign(t: Teller) -> None:
    at = moment(t.today, -8)
    draft_nothing(draft=t.draft("thong_bao_tiep_cong_dan", at), edits={}, actor=t.clerk, now=at, today=at.date())


def _storm(t: Teller) -> None:
    told = t.assigned(
        "cong_dien_mua_lon",
        moment(t.today, -5),
        {
            "1": Checked(lead=(WARDS,), on=t.day(2), starred=True),
            "2": Checked(lead=("Sở Xây dựng",), on=t.day(3)),
            "3": Checked(
                lead=("Công an thành phố",),
                coordinating=("Sở Xây dựng",),
                on=t.day(4) - ONE_DAY,
                title="Kiểm tra, buộc hạ cần trục tháp khi có gió giật mạnh",
            ),
            "4": Checked(lead=("Văn phòng UBND thành phố",), kind=DeadlineKind.STANDING, review_on=t.day(20)),
        },
        addressees=["Công an thành phố", "Sở Xây dựng", "Văn phòng UBND thành phố", WARDS],
    )
    t.acknowledged(told, "1", "P1", "P2", "P4")
    t.done(told, "1", "P4", -7, pdf("phuong-an-phuong-mau-bac.pdf", "Phương án ứng phó mưa lớn"), Grade.GOOD)
    t.noted(told, "1", "P1", -2, "Đã rà soát 58 hộ ven sông, đang chuẩn bị điểm sơ tán tại trường THCS.", 60)
    t.submitted(told, "1", "P2", -2, pdf("phuong-an-so-tan.pdf", "Phương án sơ tán dân vùng trũng"))
    t.acknowledged(told, "2", "SXD")
    t.noted(told, "2", "SXD", -2, "Đã khơi thông 412 hố ga; bốn trạm bơm vận hành thử đạt.", 65)
    t.declined(told, "3", "CA", -3, "Kiểm tra an toàn cần trục thuộc thẩm quyền của Sở Xây dựng; đề nghị giao lại.")
    t.acknowledged(told, "4", "VPUB")


def _not_assigned_yet(t: Teller) -> None:
    t.entered(
        "cong_van_tro_giup",
        moment(t.today, -2),
        {
            "1": Checked(lead=(WARDS,), on=t.day(12)),
            "2": Checked(lead=("Sở Y tế",), coordinating=("Sở Tài chính",), on=t.day(26)),
            "3": Checked(lead=(COMMITTEES,), on=_end_of_month(t.day(45))),
            "4": Checked(requested=(FRONT,), kind=DeadlineKind.UNDETERMINED),
        },
    )
