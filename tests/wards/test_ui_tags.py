"""The tags of the face: how a standing is said, and that every standing has its sign."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from assignments.enums import Standing
from wards.templatetags.ui import SIGNS, percent_of, standing, standing_words


def test_every_standing_has_a_sign() -> None:
    assert set(SIGNS) == set(Standing.values)


@pytest.mark.parametrize(
    ("code", "days", "vietnamese", "english"),
    [
        ("special_red", -12, "Trễ 12 ngày", "12 days late"),
        ("red", 1, "Trễ 1 ngày", "1 day late"),
        ("yellow", 0, "Hạn hôm nay", "Due today"),
        ("due_soon", 5, "Còn 5 ngày", "5 days left"),
        ("on_track", None, "Trong hạn", "On track"),
        ("done_late", 4, "Hoàn thành quá hạn", "Done late"),
        ("with_office", None, "Văn phòng đang xử lý", "With the office"),
    ],
)
def test_a_standing_in_words(code: str, days: int | None, vietnamese: str, english: str) -> None:
    with translation.override("vi"):
        assert standing_words(code, days) == vietnamese
    with translation.override("en"):
        assert standing_words(code, days) == english


def test_the_chip_has_sign_and_word() -> None:
    with translation.override("en"):
        chip = standing("red", -2)
    assert 'class="standing standing-red"' in chip
    assert 'aria-hidden="true"' in chip
    assert "2 days late" in chip


def test_a_share_is_rounded_down() -> None:
    """99.9 % done is not 100 %."""
    assert (percent_of(999, 1000), percent_of(1, 3)) == (99, 33)


@pytest.mark.parametrize(("done", "total", "said"), [(3, 8, "3/8 · 37%"), (0, 8, "0/8 · 0%"), (0, 0, "0/0")])
def test_of_nothing_there_is_no_share(done: int, total: int, said: str) -> None:
    """Work that was closed for a new document counts for nothing: 0 % would say that nobody did any."""
    html = render_to_string("components/progress.html", {"done": done, "total": total})
    assert f"<span>{said}</span>" in html
