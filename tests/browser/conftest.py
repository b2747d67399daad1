"""A real browser on the running program: the system's Chromium, driven by Playwright."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, sync_playwright

from tests import needs
from wards.models import User

# Playwright's synchronous API keeps an event loop in this thread; Django would refuse the database in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
AXE = (Path(__file__).parent.parent / "vendor" / "axe" / "axe.min.js").read_text()
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = (1280, 900), (390, 844)


class Hands:
    """A person at a page. Every press, choice and filled field counts as one interaction."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.count = page, address, 0
        self.complaints: list[str] = []
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> None:
        """By a link from elsewhere: not counted."""
        self.page.goto(path if path.startswith("http") else self.address + path)

    def press(self, name: str, *, role: str = "button", nth: int = 0) -> None:
        self.count += 1
        self.page.get_by_role(role, name=name).nth(nth).click()  # type: ignore[arg-type]
        self.page.wait_for_load_state()

    def fill(self, label: str, text: str) -> None:
        self.count += 1
        self.page.get_by_label(label).first.fill(text)

    def choose_file(self, selector: str, name: str, content: bytes, kind: str) -> None:
        self.count += 1
        self.page.set_input_files(selector, {"name": name, "mimeType": kind, "buffer": content})

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def problems(self) -> list[str]:
        """What axe finds on the page as it is shown: rule, element."""
        # Evaluated, not inserted as a script: the page's own policy forbids that, and stays as it is.
        self.page.evaluate(AXE)
        found = self.page.evaluate('async () => (await axe.run(document, {resultTypes: ["violations"]})).violations')
        return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if reason := needs.lack("chromium"):
        pytest.skip(reason)
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def at(browser: Browser, live_server: Any, settings: Any) -> Iterator[Callable[..., Hands]]:
    """at(user, PHONE, language="en", theme="dark", scripts=False) → that person's hands, signed in."""
    contexts = []

    def sit(user: User | None, size: tuple[int, int] = DESKTOP, **wishes: Any) -> Hands:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=wishes.get("scripts", True),
            has_touch=size == PHONE,
            timezone_id="Asia/Ho_Chi_Minh",
            locale="vi-VN",
        )
        contexts.append(context)
        cookies = {"django_language": wishes.get("language"), "theme": wishes.get("theme")}
        if user:
            cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
        context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items() if v])
        hands = Hands(context.new_page(), live_server.url)
        hands.page.set_default_timeout(10_000)
        return hands

    yield sit
    for context in contexts:
        context.close()
    _let_the_server_finish()


def _let_the_server_finish(within: float = 60) -> None:
    """A request the browser has given up goes on in its thread, and its locks would stand in the way of emptying the
    tables: the database is left to the next test only when the last thread of the server has ended."""
    end = time.monotonic() + within
    for thread in [t for t in threading.enumerate() if "process_request_thread" in t.name]:
        thread.join(max(0, end - time.monotonic()))
        assert not thread.is_alive(), "a request of this test has not ended"


def session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
