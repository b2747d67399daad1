"""The five real documents of ../shared/seeds, taken by the clerk from paste to assigned, in the browser."""

import json
from collections.abc import Callable

import pytest

from assignments.models import Assignment
from directives.models import Directive
from tests import needs
from tests.cast import Cast

from .conftest import Hands

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    needs.chromium,
    needs.shared,
]
SEEDS = sorted((needs.SHARED / "seeds").glob("*.txt")) if needs.SHARED.is_dir() else []


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_a_real_document_from_paste_to_assigned(at: Callable[..., Hands], cast: Cast, path: object) -> None:
    label = json.loads((needs.SHARED / "corpus" / "labels" / f"{path.stem}.json").read_text())  # type: ignore[attr-defined]
    clerk = at(cast.clerk)
    clerk.open("/directives/new/")
    clerk.fill("Toàn văn văn bản", path.read_text())  # type: ignore[attr-defined]
    clerk.press("Đọc văn bản")
    clerk.press("Xác nhận và giao việc")
    clerk.press("Để nguyên chữ và xác nhận")  # their units are not those of the cast
    directive = Directive.objects.get()
    assert directive.number == (label["number"] or "")
    assert str(directive.issued_on or "") == (label["issued_on"] or "")
    assert directive.doc_type == label["doc_type"]
    assert directive.signer == (label["signer"] or "")
    owed = [task for task in label["tasks"] if task["kind"] == "task"]
    assert directive.tasks.count() >= len(owed)

    # None of the five gives a date: the clerk says so once for all, and adds a unit where the register knows none.
    clerk.page.locator("select[name$=kind]").first.select_option("undetermined")
    clerk.page.locator("[name$=reason]").first.fill("Văn bản không ghi thời hạn; đang hỏi lại")
    first = clerk.page.locator("li.task:has(select[name$=kind])").first
    first.locator("summary", has_text="Thêm đơn vị").click()
    first.locator("input[name^=add-]").fill("UBND quận Mẫu")
    first.get_by_role("button", name="Thêm", exact=True).click()
    clerk.page.wait_for_load_state()
    clerk.press("Giao ")
    made = Assignment.objects.filter(directive=directive)
    assert made.filter(unit=cast.committee).exists()
    kinds = set(made.values_list("deadline_kind", flat=True))
    assert "undetermined" in kinds
    assert kinds <= {"undetermined", "periodic", "standing", "event"}  # the rest as the document says
    assert clerk.page.url.endswith(f"/directives/{directive.pk}/")
    assert [words for words in clerk.complaints if "422" not in words] == []  # the question about names
