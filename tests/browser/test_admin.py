"""The administration in a real browser, under the same strict Content-Security-Policy as every other page."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from tests import needs
from tests.cast import Cast
from wards.models import Unit

pytestmark = [pytest.mark.browser, needs.chromium]
MODELS = ["unit", "unitgroup", "groupmember", "user", "position", "auditentry"]
HEADS = ["code", "name", "kind", "level", "parent", "from"]


def book(*rows: list[str]) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_no_page_of_the_administration_offends_the_policy(at: Callable[..., Any], cast: Cast) -> None:
    hands = at(cast.administrator)
    for model in MODELS:
        hands.open(f"/admin/wards/{model}/")
        if model != "auditentry":
            hands.open(f"/admin/wards/{model}/add/")
    hands.open(f"/admin/wards/unit/{cast.wards[0].pk}/change/")
    hands.page.locator(".field-parent .select2-selection").click()
    hands.page.keyboard.type("quan mau")
    hands.page.get_by_role("option", name="UBND quận Mẫu").wait_for()
    hands.open("/admin/wards/unit/export/")
    hands.open("/password/")
    assert hands.complaints == []


def test_a_file_is_previewed_and_taken(at: Callable[..., Any], cast: Cast) -> None:
    hands = at(cast.administrator, language="en")
    hands.open("/admin/wards/unit/import/")
    row = ["X1", "Đơn vị mới", "health", "commune", cast.committee.code, "01/07/2026"]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    hands.choose_file("[name=import_file]", "tep.xlsx", book(HEADS, [*row[:5], "31/02/2026"]), kind)
    hands.press("Submit")
    assert "Row 2, column “From”: “31/02/2026” is not a day" in hands.text()
    hands.choose_file("[name=import_file]", "tep.xlsx", book(HEADS, row), kind)
    hands.press("Submit")
    hands.press("Confirm import")
    assert Unit.objects.get(code="X1").parent == cast.committee
    assert hands.complaints == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_positions_of_a_person_fit_on_the_screen(at: Callable[..., Any], cast: Cast, language: str) -> None:
    hands = at(cast.administrator, size=(1280, 800), language=language)
    hands.open(f"/admin/wards/user/{cast.ward_chair.pk}/change/")
    assert hands.page.evaluate("document.documentElement.scrollWidth") == 1280
