"""A scan being read, as the clerk sees it: a bar that moves by itself, survives a reload, and leads to the review."""

from collections.abc import Callable

import pytest

from directives.models import Draft, SecretRefusal
from directives.services import draft_read_on
from tests import needs
from tests.cast import Cast
from tests.directives.documents import CLEAN
from tests.opening.papers import Pdf, scan
from wards.clock import now

from .conftest import DESKTOP, PHONE, Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs.chromium]
At = Callable[..., Hands]
PAGES = [CLEAN[:800], CLEAN[800:1200], CLEAN[1200:]]


@pytest.fixture(autouse=True)
def worker(monkeypatch) -> Callable[[int], None]:
    """worker(n) reads n more pages: no page is recognised, and none before it is asked for."""
    monkeypatch.setattr("directives.opening.apart.open_page", lambda data, kind, index: PAGES[index])
    monkeypatch.setattr("directives.services.scanning.PROCESSES", 1)
    monkeypatch.setattr("directives.views.entering.send_for", lambda pk: None)

    def read(count: int) -> None:
        left = iter(range(2 * count))
        draft_read_on(draft_id=Draft.objects.get().pk, clock=now, goes_on=lambda: next(left, None) is not None)

    return read


def three_pages() -> bytes:
    paper, pdf = scan(" ").resize((60, 84)), Pdf()
    for _ in PAGES:
        pdf.page([], scan=paper)
    return pdf.made()


def upload(clerk: Hands) -> None:
    clerk.open("/directives/new/")
    clerk.choose_file("#id_file", "cong-van.pdf", three_pages(), "application/pdf")
    clerk.press("Đọc văn bản")
    clerk.page.wait_for_url("**/reading/")


def test_the_bar_moves_survives_a_reload_and_leads_to_the_review(cast: Cast, at: At, worker) -> None:
    clerk = at(cast.clerk)
    upload(clerk)
    bar = clerk.page.locator("#reading progress")
    assert (bar.get_attribute("value"), bar.get_attribute("max")) == ("0", "3")
    worker(1)
    clerk.page.wait_for_selector("#reading progress[value='1']")  # by itself
    assert clerk.problems() == []
    clerk.page.reload()
    assert bar.get_attribute("value") == "1"
    worker(2)
    clerk.page.wait_for_url(f"**/drafts/{Draft.objects.get().pk}/")
    assert "312/UBND-YT" in clerk.page.content()
    assert clerk.complaints == []


def test_without_scripts_a_reload_does_it(cast: Cast, at: At, worker) -> None:
    clerk = at(cast.clerk, scripts=False)
    upload(clerk)
    worker(3)
    clerk.press("Xem đã đọc đến đâu", role="link")
    assert clerk.page.url.endswith(f"/drafts/{Draft.objects.get().pk}/")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_failed_reading_and_a_refusal_are_pages_without_fault(cast: Cast, at: At, size) -> None:
    clerk = at(cast.clerk, size)
    upload(clerk)
    Draft.objects.update(state="failed", failure={"code": "blank", "facts": {}})
    clerk.page.wait_for_selector("text=Không nhận ra chữ nào")
    assert clerk.problems() == []
    SecretRefusal.objects.create(draft_number=77, office=cast.office, person=cast.clerk, at=now())
    for path in ("/drafts/77/reading/", "/directives/new/", "/desk/"):
        clerk.open(path)
        assert "Tôi đã biết" in clerk.text()
        assert clerk.problems() == []
        assert clerk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
