"""Many documents at once in a browser, on a screen and on a phone: handed in, followed past a reload, opened."""

from collections.abc import Callable
from typing import Any

import pytest

from directives import tasks
from directives.models import Batch, BatchLine, Draft
from directives.services import batch_create
from directives.unpacking import Found
from tests import needs
from tests.cast import Cast
from tests.directives.documents import CLEAN, SECRET
from tests.directives.test_unpacking import archive
from wards.clock import now

from .conftest import DESKTOP, PHONE, Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs.chromium]
At = Callable[..., Hands]


def paper(n: int) -> bytes:
    return CLEAN.replace("312/", f"{n}/").encode()


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_clerk_hands_in_an_archive_and_opens_what_was_read(at: At, cast: Cast, size: tuple[int, int]) -> None:
    clerk = at(cast.clerk, size)
    clerk.open("/directives/new/")
    clerk.press("Nhập nhiều văn bản", role="link")
    assert clerk.problems() == []
    files = {"Công văn 1.txt": paper(1), "lai.txt": paper(1), "mat.txt": SECRET.encode(), "trong.zip": archive({})}
    clerk.choose_file('input[name="documents"]', "nhieu.zip", archive(files), "application/zip")
    clerk.press("Đọc các văn bản")
    clerk.page.get_by_text("4/4 · 100%").wait_for()
    words = clerk.text()
    assert [part in words for part in ("Công văn 1.txt", "1/UBND-YT", "lai.txt", "bí mật nhà nước")] == [True] * 4
    assert "mat.txt" not in words
    assert clerk.problems() == []
    assert clerk.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    clerk.press("1/UBND-YT", role="link")
    assert clerk.page.url.endswith(f"/drafts/{Draft.objects.get().pk}/")
    assert clerk.complaints == []


def test_progress_moves_on_by_itself_and_survives_a_reload(at: At, cast: Cast) -> None:
    batch = batch_create(
        office=cast.office, files=[Found(f"{n}.txt", paper(n)) for n in (1, 2)], actor=cast.clerk, now=now()
    )
    clerk = at(cast.clerk)
    clerk.open(f"/batches/{batch.pk}/")
    assert "0/2 · 0%" in clerk.text()
    first, second = BatchLine.objects.order_by("order").values_list("pk", flat=True)
    BatchLine.objects.filter(pk=second).update(state="cancelled")  # one at a time: the worker of the tests goes on
    tasks.read_line(first)
    clerk.page.get_by_text("2/2 · 100%").wait_for()
    clerk.page.reload()
    assert "2/2 · 100%" in clerk.text()
    assert Batch.objects.get().state == "done"


def test_it_is_stopped_with_one_press_and_shown_on_the_desk_until_then(at: At, cast: Cast) -> None:
    batch = batch_create(office=cast.office, files=[Found("1.txt", paper(1))], actor=cast.clerk, now=now())
    clerk = at(cast.clerk, PHONE)
    clerk.page.on("dialog", lambda dialog: dialog.accept())
    clerk.open("/desk/")
    clerk.press("1 tệp", role="link")
    assert clerk.page.url.endswith(f"/batches/{batch.pk}/")
    assert clerk.problems() == []
    clerk.press("Dừng")
    clerk.page.get_by_text("Đã dừng").first.wait_for()
    clerk.open("/desk/")
    assert "tệp, nộp lúc" not in clerk.text()


def test_without_scripts_it_works_too(at: At, cast: Cast) -> None:
    clerk = at(cast.clerk, scripts=False)
    clerk.open("/batches/new/")
    clerk.choose_file('input[name="documents"]', "1.txt", paper(1), "text/plain")
    clerk.press("Đọc các văn bản")
    assert "1/1 · 100%" in clerk.text()


def test_the_same_text_is_pointed_out_with_what_was_pasted_still_there(at: At, cast: Cast) -> None:
    clerk = at(cast.clerk)
    for _turn in range(2):
        clerk.open("/directives/new/")
        clerk.fill("Toàn văn văn bản", CLEAN)
        clerk.press("Đọc văn bản")
    assert "đã được nhập trước đây" in clerk.text()
    assert clerk.problems() == []
    assert clerk.page.get_by_label("Toàn văn văn bản").input_value().strip() == CLEAN.strip()
    clerk.press("Vẫn đọc lại")
    assert (Draft.objects.count(), "/drafts/" in clerk.page.url) == (2, True)
