"""A clerk checks documents at the desk: how much had to be put right, and every key, button and drag of the page."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from directives.models import Correction, Directive, Draft, TaskRevision
from directives.services import draft_confirm, draft_create
from directives.services.editing import edits_of
from tests import needs
from tests.cast import PASSWORD, Cast
from wards.clock import now, today

from .conftest import PHONE, Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs.chromium]
At = Callable[..., Hands]
TEXT = (Path(__file__).parent / "texts" / "cong_van_87.txt").read_text(encoding="utf-8")
MISSED = "Để khắc phục, UBND quận yêu cầu các đơn vị thực hiện các nội dung sau"

# What a careful clerk writes down from the paper: only what the document says. Days as the form shows them.
HEADER = {
    "doc_type": "Công văn",
    "number": "87/UBND-QLĐT",
    "issued_on": "07/09/2026",
    "issuing_body": "UBND quận Mẫu",
    "subject": "bảo đảm trật tự, an toàn giao thông khu vực cổng trường học năm học 2026 - 2027",
    "signer": "Lê Thị Mẫu",
    "place": "Quận Mẫu",
}
POLICE, SCHOOLS, WARDS, PLANNING = (
    "Công an quận",
    "Phòng Giáo dục và Đào tạo quận",
    "UBND 11 phường",
    "Phòng Quản lý đô thị quận",
)
FIELDS = ("lead", "coordinating", "requested", "deadline_kind", "deadline_on", "product", "product_to")
TASKS = {
    "1.a": (POLICE, "UBND các phường", "", "dated", "19/09/2026", "phương án", ""),
    "1.b": (POLICE, "", "", "periodic", "", "", "UBND quận"),
    "2.a": (SCHOOLS, "", "", "dated", "18/09/2026", "phương án", "UBND quận"),
    "2.b": (SCHOOLS, "", "", "dated", "30/09/2026", "kế hoạch", ""),
    "3.a": (WARDS, "", "", "dated", "14/09/2026", "danh sách", "Công an quận"),
    "3.b": (WARDS, "", "", "standing", "", "", ""),
    "3.c": (WARDS, "", "", "periodic", "", "báo cáo", "UBND quận"),
    "4": (PLANNING, POLICE, "", "within", "", "", "UBND quận"),
    "5": ("Trung tâm Y tế quận", "", "", "", "", "", ""),
    "6": ("", "", "Ủy ban MTTQ quận", "", "", "", ""),
}


@pytest.fixture
def draft(cast: Cast) -> Draft:
    return draft_create(office=cast.office, text=TEXT, actor=cast.clerk, now=now())


@pytest.fixture
def missed(draft: Draft) -> Draft:
    """The same with one sentence that no task covers."""
    start = draft.text.index(MISSED)
    draft.reading["coverage"] = {"covered": 16, "total": 17, "uncovered": [[start, start + len(MISSED)]]}
    draft.save()
    return draft


@pytest.fixture
def desk(at: At, cast: Cast) -> Iterator[Callable[..., Hands]]:
    """desk(draft) → the clerk's hands on its review, ready for keys. At the end the server has answered all of it."""
    seated: list[Hands] = []

    def sit(draft: Draft, *size: tuple[int, int], **wishes: Any) -> Hands:
        hands = at(cast.clerk, *size, **wishes)
        hands.open(f"/drafts/{draft.pk}/")
        seated.append(hands)
        return hands

    yield sit
    for hands in seated:
        hands.page.wait_for_load_state("networkidle")


def row(hands: Hands, source: str) -> Locator:
    return hands.page.locator(f"#task-{source}")


def source_of(draft: Draft, path: str) -> str:
    return next(task["source"] for task in edits_of(draft)["tasks"] if task["path"] == path)


def titles(hands: Hands) -> list[str]:
    return [words.removesuffix(" xem trong văn bản") for words in hands.page.locator("[data-row] h3").all_inner_texts()]


def keys(hands: Hands, *pressed: str) -> None:
    for key in pressed:
        hands.page.keyboard.press(key)


def saved(hands: Hands, version: int) -> None:
    """The page has heard that this version is kept."""
    expect(hands.page.locator("#review-version")).to_have_value(str(version))


def put_right(hands: Hands, control: Locator, wanted: str) -> int:
    """1 where the field had to be corrected. What is folded away is opened first."""
    if control.input_value() == wanted:
        return 0
    for holder in control.locator("xpath=ancestor::details[not(@open)]").all():
        holder.locator("summary").first.click()
    if control.evaluate("el => el.tagName") == "SELECT":
        control.select_option(wanted)
    else:
        control.fill(wanted)
        control.blur()
    return 1


def test_a_document_never_seen_before_needs_few_corrections(desk: Callable[..., Hands], draft: Draft) -> None:
    hands = desk(draft)
    page = hands.page
    corrected = sum(put_right(hands, page.locator(f"[name=head-{name}]"), wanted) for name, wanted in HEADER.items())
    assert corrected == 0
    for path, wanted in TASKS.items():
        source = source_of(draft, path)
        for name, value in zip(FIELDS, wanted, strict=True):
            corrected += put_right(hands, page.locator(f"[name=task-{source}-{name}]"), value)
    last = hands.page.locator("[data-row]").last  # "nghiêm túc tổ chức thực hiện" asks nothing of anybody
    if "Nghiêm túc" in last.inner_text():
        last.get_by_role("button", name="Không phải nhiệm vụ").click()
        expect(hands.page.locator(".task-left-out")).to_have_count(1)
        corrected += 1
    of = len(HEADER) + len(FIELDS) * len(TASKS)
    print(f"fields corrected: {corrected} of {of}")  # pytest -s
    assert corrected <= 8

    hands.press("Xác nhận và giao việc")
    hands.press("Để nguyên chữ và xác nhận")
    assert "/assign/" in page.url
    directive = Directive.objects.get()
    assert directive.tasks.filter(kind="task").count() == len(TASKS) + 1
    # A standing deadline in place of none is one correction for the clerk, and one of the reader's.
    assert Correction.objects.count() == corrected
    assert [words for words in hands.complaints if "422" not in words] == []  # the question about names


def test_keys_do_all_of_it(desk: Callable[..., Hands], missed: Draft) -> None:
    hands = desk(missed)
    before = titles(hands)
    police = source_of(missed, "1.a")

    keys(hands, "j", "j", "j", "k")
    expect(row(hands, "t0")).to_be_focused()  # the missed sentence stands before it
    keys(hands, "j")
    expect(row(hands, police)).to_have_attribute("aria-current", "true")
    keys(hands, "x")
    expect(row(hands, police)).to_have_class("task task-depth-1 task-left-out")
    expect(row(hands, police)).to_be_focused()
    keys(hands, "x")
    expect(hands.page.locator(".task-left-out")).to_have_count(0)
    keys(hands, "n")
    expect(row(hands, police).locator(".chip", has_text="Thông tin")).to_be_visible()
    keys(hands, "u")
    expect(row(hands, police).locator(".chip", has_text="Thông tin")).to_have_count(0)

    keys(hands, "s")  # one semicolon: one place to split at
    expect(row(hands, "n1")).to_contain_text("Hạn 19/09/2026")
    assert [d.inner_text() for d in row(hands, police).locator(".chip-deadline").all()] == []
    keys(hands, "j", "m")
    expect(row(hands, "n1")).to_have_count(0)
    expect(row(hands, police)).to_be_focused()
    expect(row(hands, police)).to_contain_text("Hạn 19/09/2026")
    keys(hands, "[")
    expect(row(hands, police)).to_have_class("task task-depth-0")
    keys(hands, "Shift+ArrowRight")
    expect(row(hands, police)).to_have_class("task task-depth-1")
    for left in ("level", "level", "merged", "split", "kind", "kind"):
        assert missed.steps.filter(is_undone=False).exclude(kind="undone").last().kind == left  # type: ignore[union-attr]
        version = hands.page.locator("#review-version").input_value()
        keys(hands, "u")
        saved(hands, int(version) + 1)
    assert titles(hands) == before
    keys(hands, "?")
    expect(hands.page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    assert hands.problems() == []
    keys(hands, "Escape")
    expect(hands.page.get_by_role("dialog", name="Phím tắt")).to_be_hidden()
    assert hands.complaints == []


def test_enter_confirms_only_where_nothing_is_edited(desk: Callable[..., Hands], draft: Draft) -> None:
    hands = desk(draft)
    title = hands.page.locator("[name=task-t1-short_title]")
    keys(hands, "j", "j", "e")
    expect(hands.page.locator("[name=task-t1-words]")).to_be_focused()
    title.fill("Phân luồng tại 23 cổng trường")
    keys(hands, "Enter")  # in a field: kept, and back to the row
    expect(row(hands, "t1")).to_be_focused()
    expect(row(hands, "t1").locator("h3")).to_contain_text("Phân luồng tại 23 cổng trường")
    saved(hands, 2)
    keys(hands, "e", "Escape")
    expect(row(hands, "t1").locator("details[open]")).to_have_count(0)
    row(hands, "t2").locator("summary", has_text="Sửa").click()
    row(hands, "t1").focus()
    keys(hands, "Enter")  # something is open: closed, nothing is confirmed
    expect(hands.page.locator(".task-edit details[open]")).to_have_count(0)
    assert Directive.objects.count() == 0
    keys(hands, "Enter")
    hands.page.get_by_role("button", name="Để nguyên chữ và xác nhận").click()
    hands.page.wait_for_url("**/assign/")
    assert Directive.objects.get().tasks.get(path="1.a").short_title == "Phân luồng tại 23 cổng trường"


def test_what_is_not_covered_becomes_a_task_or_a_note(desk: Callable[..., Hands], missed: Draft) -> None:
    hands = desk(missed)
    chips = hands.page.locator("#review-chips")
    expect(chips).to_contain_text("16/17")
    expect(chips).to_contain_text("1 câu chưa giao")
    expect(hands.page.locator("mark.m-uncovered")).to_contain_text(MISSED)
    row(hands, "u0").get_by_role("button", name="Chỉ ghi chú").click()
    expect(chips).to_contain_text("17/17")
    expect(hands.page.locator("mark.m-note")).to_contain_text(MISSED)
    keys(hands, "u")
    expect(chips).to_contain_text("16/17")
    row(hands, "u0").focus()
    keys(hands, "t")
    expect(chips).to_contain_text("17/17")
    expect(row(hands, "u0")).not_to_contain_text("Chưa thành nhiệm vụ")


def drag(hands: Hands, words: str) -> None:
    """The mouse drawn over these words of the source."""
    box = hands.page.evaluate(
        """(words) => {
            const walk = document.createTreeWalker(document.getElementById("source-text"), NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                const at = walk.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walk.currentNode, at);
                range.setEnd(walk.currentNode, at + words.length);
                walk.currentNode.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
                document.getElementById("source-text").scrollTop += range.getBoundingClientRect().top - 450;
                const [first, last] = [range.getClientRects()[0], [...range.getClientRects()].at(-1)];
                return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
            }
        }""",
        words,
    )
    hands.page.mouse.move(box[0], box[1])
    hands.page.mouse.down()
    hands.page.mouse.move(box[2], box[3], steps=5)
    hands.page.mouse.up()


def test_words_drawn_over_in_the_source_become_a_task(desk: Callable[..., Hands], draft: Draft) -> None:
    hands = desk(draft)
    words = "phụ huynh dừng đỗ xe dưới lòng đường giờ tan học"
    drag(hands, words)
    hands.page.get_by_role("button", name="Thành nhiệm vụ").click()
    expect(row(hands, "n1")).to_be_focused()
    saved(hands, 2)
    draft.refresh_from_db()
    made = next(task for task in edits_of(draft)["tasks"] if task["source"] == "n1")
    start, end = map(int, made["at"].split("-"))
    assert (made["words"], draft.text[start:end]) == (words, words)
    keys(hands, "u")
    expect(row(hands, "n1")).to_have_count(0)
    drag(hands, words)
    keys(hands, "a")
    expect(row(hands, "n1")).to_be_focused()
    keys(hands, "a")  # nothing selected: by hand
    expect(hands.page.get_by_label("Lời văn của nhiệm vụ")).to_be_focused()
    hands.fill("Lời văn của nhiệm vụ", "hàng rong lấn chiếm vỉa hè")
    hands.press("Thêm nhiệm vụ này")
    expect(row(hands, "n2")).to_contain_text("Hàng rong lấn chiếm vỉa hè")
    assert hands.complaints == []


def test_either_side_lights_the_other(desk: Callable[..., Hands], draft: Draft) -> None:
    hands = desk(draft)
    hands.page.locator("[name=head-number]").focus()
    expect(hands.page.locator("mark.is-lit")).to_have_text("Số, ký hiệu: 87/UBND-QLĐT")
    row(hands, "t10").hover()
    expect(hands.page.locator("#source-t10")).to_be_in_viewport()
    expect(hands.page.locator("#source-text .is-lit[data-task=t10]").first).to_be_visible()
    hands.page.locator("#source-text mark[data-task=t10]").first.hover()
    expect(row(hands, "t10")).to_have_class("task task-depth-0 is-lit")


def test_the_eye_is_led_to_what_is_unsure(desk: Callable[..., Hands], draft: Draft) -> None:
    draft.reading["confidence"] |= {"issued_on": 0.4}
    draft.save()
    hands = desk(draft)
    expect(hands.page.locator("[name=head-issued_on]")).to_be_focused()
    expect(hands.page.get_by_text("vui lòng kiểm tra")).not_to_have_count(0)
    content = "getComputedStyle(document.querySelector('.m-low'), '::after').content"
    assert "cần kiểm tra" in hands.page.evaluate(content)
    assert hands.problems() == []


def test_an_unknown_name_is_asked_once_and_stays_answered(desk: Callable[..., Hands], cast: Cast, draft: Draft) -> None:
    hands = desk(draft)
    expect(hands.page.locator("#review-chips")).to_contain_text("4 đơn vị chưa rõ")
    question = hands.page.locator("fieldset", has_text="“Công an quận” là đơn vị nào?")
    expect(question).to_have_count(1)
    question.locator("summary", has_text="Đơn vị khác…").click()
    question.get_by_label("Tên trong danh bạ").fill("UBND quận Mẫu")
    question.get_by_role("button", name="Chọn", exact=True).click()
    expect(hands.page.locator("#review-chips")).to_contain_text("3 đơn vị chưa rõ")
    expect(row(hands, "t1")).to_contain_text("Công an quận → UBND quận Mẫu")
    planning = hands.page.locator("fieldset", has_text="“Phòng Quản lý đô thị quận” là đơn vị nào?")
    planning.get_by_role("button", name="Để nguyên chữ").click()
    expect(hands.page.locator("#review-chips")).to_contain_text("2 đơn vị chưa rõ")
    draft.refresh_from_db()
    assert draft.edits["choices"] == {"cong an quan": f"u{cast.committee.pk}", "phong quan ly do thi quan": "0"}


def test_two_clerks_hear_of_each_other_and_neither_loses_a_word(
    desk: Callable[..., Hands], at: At, cast: Cast, draft: Draft
) -> None:
    first = desk(draft)
    second = at(cast.second_clerk)
    second.open(f"/drafts/{draft.pk}/")
    expect(second.page.locator("#here")).to_contain_text("Người clerk cũng đang mở bản đọc này")
    second.fill("Trích yếu", "Của người kia")
    second.page.get_by_label("Trích yếu").blur()
    saved(second, 2)
    first.page.locator("[name=head-number]").fill("88/UBND-QLĐT")
    first.page.locator("[name=head-number]").blur()
    expect(first.page.get_by_label("Trích yếu")).to_have_value("Của người kia")  # fetched by itself
    expect(first.page.locator("[name=head-number]")).to_have_value("88/UBND-QLĐT")
    saved(first, 3)
    second.page.locator("[name=head-number]").fill("89/UBND-QLĐT")
    second.page.locator("[name=head-number]").blur()
    expect(second.page.get_by_text("1 chỗ hai người sửa khác nhau")).to_be_visible()
    assert second.problems() == []
    second.press("Dùng bản này")
    expect(second.page.locator("[name=head-number]")).to_have_value("89/UBND-QLĐT")
    draft.refresh_from_db()
    assert (draft.edits["number"], draft.edits["subject"], draft.conflicts) == ("89/UBND-QLĐT", "Của người kia", {})


def test_a_session_that_ended_empties_nothing(desk: Callable[..., Hands], draft: Draft) -> None:
    hands = desk(draft)
    hands.page.context.clear_cookies(name="sessionid")
    keys(hands, "j", "x")
    expect(hands.page.locator("#review-saved")).to_contain_text("Chưa lưu: đồng chí đã hết phiên đăng nhập")
    assert hands.page.locator("[data-row]").count() == len(edits_of(draft)["tasks"])
    hands.page.locator("[name=head-number]").fill("88/UBND-QLĐT")
    hands.page.locator("[name=head-number]").blur()
    hands.page.reload()
    hands.page.fill("input[name=username]", "clerk")
    hands.page.fill("input[name=password]", PASSWORD)
    hands.page.press("input[name=password]", "Enter")
    expect(hands.page.locator("[name=head-number]")).to_have_value("88/UBND-QLĐT")  # kept on the device


def test_a_draft_that_a_colleague_closed_leads_to_what_became_of_it(
    desk: Callable[..., Hands], cast: Cast, draft: Draft
) -> None:
    hands = desk(draft)
    made = draft_confirm(draft=draft, edits={}, actor=cast.second_clerk, now=now(), today=today())
    keys(hands, "j", "x")
    hands.page.wait_for_url(f"**/directives/{made.pk}/")


def test_an_order_in_force_is_corrected_in_sight(desk: Callable[..., Hands], draft: Draft) -> None:
    hands = desk(draft)
    hands.press("Xác nhận và giao việc")
    hands.press("Để nguyên chữ và xác nhận")
    hands.open(f"/directives/{Directive.objects.get().pk}/")
    task = Directive.objects.get().tasks.get(path="5")
    hands.page.locator(f"a[href='/tasks/{task.pk}/revise/']").click()
    hands.fill("Tên việc", "Tổ sơ cấp cứu lưu động")
    hands.fill("Lý do sửa", "Rút gọn cho dễ nhận biết")
    assert hands.problems() == []
    hands.press("Sửa nhiệm vụ")
    hands.page.locator("summary", has_text="đã sửa 1 lần").click()
    assert "Lý do: Rút gọn cho dễ nhận biết" in hands.text()
    assert hands.problems() == []
    assert TaskRevision.objects.get().after == "Tổ sơ cấp cứu lưu động"


def test_on_a_telephone_nothing_is_out_of_reach(desk: Callable[..., Hands], missed: Draft) -> None:
    hands = desk(missed, PHONE)
    for place in (0, 0.5, 1):
        hands.page.evaluate(f"scrollTo(0, document.body.scrollHeight * {place})")
        expect(hands.page.get_by_role("button", name="Xác nhận")).to_be_in_viewport(ratio=1)
        expect(hands.page.get_by_role("button", name="Không có nhiệm vụ")).to_be_in_viewport(ratio=1)
    assert hands.page.evaluate("document.documentElement.scrollWidth") == 390
    row(hands, "t1").locator(".task-edit summary").click()
    row(hands, "t1").get_by_role("button", name="Tách trước").first.click()
    expect(row(hands, "n1")).to_be_visible()
    row(hands, "n1").get_by_role("button", name="Không phải nhiệm vụ").click()
    expect(row(hands, "n1")).to_have_class("task task-depth-1 task-left-out")
    hands.page.locator("#source > summary").click()
    assert hands.page.evaluate("document.documentElement.scrollWidth") == 390
    assert hands.problems() == []
    small = hands.page.evaluate(
        "[...document.querySelectorAll('.review-bar .btn, .task-tools .btn')].filter((b) => b.offsetParent)"
        ".map((b) => b.getBoundingClientRect()).filter((b) => b.width < 44 || b.height < 44).length"
    )
    assert (small, hands.complaints) == (0, [])


def test_a_long_plan_brings_a_rows_fields_when_they_are_wanted(desk: Callable[..., Hands], draft: Draft) -> None:
    edits = edits_of(draft)
    edits["tasks"] = [{**edits["tasks"][1], "path": str(i), "source": f"n{i}", "under": ""} for i in range(150)]
    draft.edits = edits
    draft.save()
    hands = desk(draft)
    assert (hands.page.locator("[data-row]").count(), hands.page.locator("#review textarea").count()) == (150, 6)
    keys(hands, "j", "j", "e")
    expect(hands.page.locator("[name=task-n1-words]")).to_be_focused()
    hands.page.locator("[name=task-n1-short_title]").fill("Tên mới")
    keys(hands, "Enter")
    expect(row(hands, "n1").locator("h3")).to_contain_text("Tên mới")
    keys(hands, "j", "x")
    expect(row(hands, "n2")).to_have_class("task task-depth-0 task-left-out")
    saved(hands, 3)
    draft.refresh_from_db()
    assert [task["short_title"] for task in draft.edits["tasks"][:3]] == [
        "Tên mới" if i == 1 else edits["tasks"][0]["short_title"] for i in range(3)
    ]
    assert hands.problems() == []


def test_without_scripts_every_step_is_a_press(desk: Callable[..., Hands], missed: Draft) -> None:
    hands = desk(missed, scripts=False)
    row(hands, "u0").get_by_role("button", name="Thành nhiệm vụ").click()
    assert "17/17" in hands.page.locator("#review-chips").inner_text()
    row(hands, "t1").locator(".task-edit summary").click()
    row(hands, "t1").get_by_role("button", name="Tách trước").click()
    row(hands, "n1").locator(".task-edit summary").click()
    row(hands, "n1").get_by_role("button", name="Gộp với mục trên").click()
    assert row(hands, "n1").count() == 0
    hands.page.locator("summary", has_text="Thêm nhiệm vụ từ lời văn").click()
    hands.fill("Lời văn của nhiệm vụ", "hàng rong lấn chiếm vỉa hè")
    hands.press("Thêm nhiệm vụ này")
    assert row(hands, "n1").count() == 1
    hands.press("Hoàn tác")
    assert row(hands, "n1").count() == 0
    row(hands, "t10").locator(".task-edit summary").click()
    row(hands, "t10").get_by_role("button", name="Xuống một cấp").click()
    assert "task-depth-1" in (row(hands, "t10").get_attribute("class") or "")
    hands.page.locator("[name=head-place]").evaluate("el => el.closest('details').open = true")
    hands.fill("Địa danh", "Mẫu Mới")
    hands.press("Lưu lại")
    missed.refresh_from_db()
    assert (missed.edits["place"], missed.version) == ("Mẫu Mới", 8)
    hands.press("Xác nhận và giao việc")
    hands.press("Để nguyên chữ và xác nhận")
    assert Directive.objects.get().tasks.get(path="4").parent is not None
