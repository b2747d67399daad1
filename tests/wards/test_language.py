"""Vietnamese first: the browser's announcement does not count, a choice does."""

import pytest
from django.test import Client

from tests.cast import Cast

ENGLISH_BROWSER = {"accept-language": "en-US,en;q=0.9"}


def test_the_sign_in_page_is_vietnamese_whatever_the_browser_announces(db: None) -> None:
    response = Client().get("/login/", headers=ENGLISH_BROWSER)
    assert response["Content-Language"] == "vi"
    assert "Đăng nhập" in response.content.decode()


@pytest.mark.parametrize(
    ("cookie", "own", "expected"),
    [("", "vi", "vi"), ("", "en", "en"), ("en", "vi", "en"), ("vi", "en", "vi"), ("xx", "en", "vi")],
)
def test_the_browsers_choice_then_the_persons(
    cast: Cast, sign_in: object, cookie: str, own: str, expected: str
) -> None:
    cast.idler.language = own
    cast.idler.save()
    client = sign_in(cast.idler)  # type: ignore[operator]
    if cookie:
        client.cookies["django_language"] = cookie
    response = client.get("/password/", headers=ENGLISH_BROWSER)
    assert (response["Content-Language"], response["Cache-Control"]) == (expected, "private, no-store")
