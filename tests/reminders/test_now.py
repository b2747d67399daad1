"""What does not wait for the morning: instructions of leaders, and work marked hỏa tốc. Several within ten minutes go
in one letter."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from assignments.enums import Channel, Delivery, MessageKind
from assignments.models import Digest, Instruction, Message, Preference
from assignments.reminders.post import send_waiting
from assignments.services import assignment_acknowledge, assignment_answer, instruct
from directives.enums import Urgency
from directives.models import Directive
from tests.cast import Cast
from tests.making import assign, make_directive, one

from .test_digest import Mailbox, morning, remind

FAR = dt.date(2026, 12, 31)


def urge(cast: Cast, *rows: Any, now: dt.datetime, words: str = "Báo cáo ngay", **more: Any) -> Instruction:
    fields: dict[str, Any] = {"kind": "urge", "reply_by": dt.date(2026, 9, 25), "actor": cast.leader}
    return instruct(assignments=list(rows), now=now, words=words, **fields | more)


def immediate(cast: Cast, number: str = "1/CĐ") -> Directive:
    directive = make_directive(cast, number=number)
    directive.urgency = Urgency.IMMEDIATE
    directive.save()
    return directive


def test_an_instruction_leaves_at_once_in_the_leaders_words(cast: Cast, mailbox: Mailbox) -> None:
    row = one(cast, deadline=FAR)
    urge(cast, row, now=morning(18, hour=15), words="Báo cáo số ổ dịch trước 16 giờ")
    assert send_waiting(morning(18, hour=15)) == {"sent": 1}
    [letter] = mailbox.to("ward_chair@mau.test")
    assert letter["Subject"].strip() == "[Đôn Đốc] Ý kiến chỉ đạo: Rà soát nội dung 1"
    for kind in ("plain", "html"):
        words = letter.get_body((kind,)).get_content()  # type: ignore[union-attr]
        assert "Người leader: “Báo cáo số ổ dịch trước 16 giờ”" in words
        assert "25/09/2026" in words
        assert f"/assignments/{row.pk}/" in words


def test_what_follows_within_ten_minutes_goes_in_one_letter(cast: Cast, mailbox: Mailbox) -> None:
    rows = assign(cast, cast.wards[0], deadline=FAR, directive=make_directive(cast, tasks=4))
    urge(cast, rows[0], now=morning(18, hour=9, minute=0))
    assert send_waiting(morning(18, hour=9, minute=0)) == {"sent": 1}
    for minute, row in zip((1, 4, 9), rows[1:], strict=True):
        urge(cast, row, now=morning(18, hour=9, minute=minute))
        assert send_waiting(morning(18, hour=9, minute=minute)) == {}
    assert send_waiting(morning(18, hour=9, minute=10)) == {"sent": 1}
    assert mailbox.letters[1]["Subject"].strip() == "[Đôn Đốc] 3 chỉ đạo cần trả lời"
    urge(cast, rows[0], now=morning(18, hour=9, minute=30), words="Lần nữa")
    assert send_waiting(morning(18, hour=9, minute=30)) == {"sent": 1}
    assert Message.objects.filter(kind=MessageKind.INSTRUCTION, state=Delivery.SENT).count() == 5


def test_an_answer_given_before_it_leaves_makes_it_untrue(cast: Cast, mailbox: Mailbox) -> None:
    row = one(cast, deadline=FAR)
    urge(cast, row, now=morning(18))
    row.refresh_from_db()
    assignment_answer(assignment=row, actor=cast.ward_chair, now=morning(18), words="Đã báo cáo")
    assert send_waiting(morning(18)) == {"dropped": 1}
    assert Message.objects.get().dropped_why == "answered or decided since"


def test_nobody_is_written_to_on_a_sunday_but_for_hoa_toc(cast: Cast, mailbox: Mailbox) -> None:
    row = one(cast, deadline=FAR)
    urge(cast, row, now=morning(20, hour=10))
    assert send_waiting(morning(20, hour=10)) == {}
    assign(cast, cast.wards[1], deadline=dt.date(2026, 9, 22), directive=immediate(cast), now=morning(20, hour=10))
    assert send_waiting(morning(20, hour=10)) == {"sent": 1}
    assert mailbox.letters[0]["Subject"].strip() == "[Đôn Đốc] Hỏa tốc: Rà soát nội dung 1"
    assert send_waiting(morning(21, hour=7, minute=29)) == {}
    assert send_waiting(morning(21)) == {"sent": 1}
    assert [letter["To"] for letter in mailbox.letters] == ["other_chair@mau.test", "ward_chair@mau.test"]


def test_a_whole_telegram_is_one_letter_to_each_unit(cast: Cast, mailbox: Mailbox) -> None:
    directive = immediate(cast)
    now = morning(18, hour=22, minute=10)
    rows = assign(cast, cast.wards[0], cast.wards[1], deadline=dt.date(2026, 9, 21), directive=directive, now=now)
    assignment_acknowledge(assignment=rows[0], actor=cast.ward_chair, now=now)  # receiving it makes it no less true
    assert send_waiting(now) == {"sent": 2}


def test_ordinary_work_waits_for_its_ladder(cast: Cast, mailbox: Mailbox) -> None:
    one(cast, deadline=FAR, now=morning(18, hour=9))
    assert (send_waiting(morning(18, hour=9)), Message.objects.count()) == ({}, 0)


def test_it_is_written_with_its_cause_or_not_at_all(cast: Cast, mailbox: Mailbox) -> None:
    row = one(cast, deadline=FAR)

    def fails_after() -> None:
        with transaction.atomic():
            urge(cast, row, now=morning(18))
            assert Message.objects.count() == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_after()
    assert (Instruction.objects.count(), Message.objects.count(), Digest.objects.count()) == (0, 0, 0)


def test_the_leader_who_instructs_is_not_told_of_it(cast: Cast, mailbox: Mailbox) -> None:
    row = one(cast, deadline=FAR)
    urge(cast, row, now=morning(18), kind="reassign")
    assert Message.objects.count() == 0  # the clerks' to do: it stands on their desk
    urge(cast, row, now=morning(18), kind="comment", reply_by=None)
    assert list(Message.objects.values_list("recipient__username", "rung", "due_on")) == [
        ("ward_chair", f"i{Instruction.objects.latest('pk').pk}", dt.date(2026, 9, 18))
    ]


@pytest.mark.parametrize("n", [1, 3])
def test_telling_costs_the_same_for_one_and_for_three(cast: Cast, django_assert_num_queries: Any, n: int) -> None:
    rows = [one(cast, unit, deadline=FAR) for unit in [cast.wards[0], cast.wards[1], cast.health][:n]]
    with django_assert_num_queries(22):
        urge(cast, *rows, now=morning(18))
    assert Message.objects.count() == n


def test_what_may_be_muted_is_not_written(cast: Cast, mailbox: Mailbox) -> None:
    row = one(cast, deadline=FAR)
    for _ in range(3):
        urge(cast, row, now=morning(14))
    Preference.objects.create(user=cast.leader, kind=MessageKind.LISTED, channel=Channel.EMAIL, is_wanted=False)
    remind(morning(15))
    assert mailbox.to("leader@mau.test") == []


def test_the_letter_keeps_apart_what_is_late_what_is_to_be_answered_and_by_when(cast: Cast, mailbox: Mailbox) -> None:
    late = one(cast, deadline=dt.date(2026, 9, 4), directive=make_directive(cast, number="1/X"))
    one(cast, deadline=dt.date(2026, 9, 14), directive=make_directive(cast, number="2/X"))
    remind(morning(14))
    urge(cast, late, now=morning(14, hour=9), reply_by=dt.date(2026, 9, 17))
    remind(morning(17))
    letter = mailbox.to("ward_chair@mau.test")[-1]
    assert letter["Subject"].strip() == "[Đôn Đốc] 1 chỉ đạo cần trả lời · 2 việc quá hạn, lâu nhất 13 ngày"
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "hạn 04/09/2026 · trễ 13 ngày · trả lời chậm nhất 17/09/2026" in text
    assert text.index("CẦN TRẢ LỜI CHỈ ĐẠO (1)") < text.index("QUÁ HẠN (1)")


def test_ten_rows_of_a_section_then_a_link(cast: Cast, mailbox: Mailbox) -> None:
    for number in range(12):
        one(cast, deadline=dt.date(2026, 9, 17), directive=make_directive(cast, number=f"{number}/X"))
    remind(morning(18))
    [letter] = mailbox.letters
    for kind in ("plain", "html"):
        words = letter.get_body((kind,)).get_content()  # type: ignore[union-attr]
        assert sum(f"· {number}/X" in words for number in range(12)) == 10
        assert "https://dondoc.mau.test/assignments/?standing=late" in words
    assert "12 việc quá hạn" in letter["Subject"]
