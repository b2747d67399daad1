"""What every template keeps to: nothing inline, which the Content-Security-Policy would refuse, on pages that no
browser test opens either; and under test no variable that its view does not give."""

import re
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).parent.parent
PAGES = sorted(page for page in (ROOT / "templates").rglob("*.html") if "email" not in page.stem)
INLINE = {
    "a script's body": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "a style sheet": re.compile(r"<style\b", re.I),
    "a style": re.compile(r"\sstyle\s*=", re.I),
    "a handler": re.compile(r"\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.I),
    "a script as address": re.compile(r"=\s*[\"']?\s*javascript:", re.I),
}


def offences(html: str) -> list[str]:
    return [f"{what}: {found.group().strip()}" for what, rule in INLINE.items() for found in rule.finditer(html)]


def test_no_template_holds_what_the_policy_refuses() -> None:
    found = {str(page.relative_to(ROOT)): offences(page.read_text()) for page in PAGES}
    assert {page: what for page, what in found.items() if what} == {}
    assert len(found) > 50


@pytest.mark.parametrize(
    "html",
    [
        "<script>go()</script>",
        '<script type="module">',
        "<STYLE>",
        '<p style="color: red">',
        '<a\nonclick="go()">',
        "<a hx-on:click='go()'>",
        '<a href="javascript:go()">',
    ],
)
def test_what_it_looks_for_is_found(html: str) -> None:
    assert len(offences(html)) == 1


def test_what_is_allowed_is_not_an_offence() -> None:
    assert offences('<script src="/a.js" defer></script><link rel="stylesheet"><p data-on="x" data-style="y">') == []


def test_an_undefined_variable_fails_under_test() -> None:
    page = engines["django"].from_string("{% if missing %}x{% endif %}{{ known }}{{ known.missing }}")
    with pytest.raises(AssertionError, match=r"known\.missing is undefined"):
        page.render({"known": "y"})
