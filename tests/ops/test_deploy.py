"""The files that deploy: Compose, the image, what they assume of the settings."""

import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from deploy import healthcheck
from tests import compose

ROOT = compose.ROOT


def test_compose_is_whole() -> None:
    assert list(compose.faults()) == []


def test_compose_has_the_six_parts_and_the_preparation() -> None:
    assert sorted(compose.read()["services"]) == ["beat", "db", "prepare", "proxy", "redis", "web", "worker"]


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in compose.read()["services"].items() if "ports" in service] == ["proxy"]


def test_our_containers_wait_for_the_tables() -> None:
    services = compose.read()["services"]
    waits = {
        name: services[name]["depends_on"].get("prepare", {}).get("condition") for name in ("web", "worker", "beat")
    }
    assert set(waits.values()) == {"service_completed_successfully"}


def test_every_setting_of_production_can_be_given() -> None:
    settings = (ROOT / "config" / "settings" / "base.py").read_text()
    asked = set(re.findall(r"env\.\w+\(\s*\"(\w+)\"", settings))
    of_the_image = {"VAR_DIR", "STATIC_ROOT", "MEDIA_ROOT"}
    given = set(compose.read()["services"]["web"]["environment"])
    assert asked - of_the_image <= given


def test_the_readme_explains_every_setting() -> None:
    settings = (ROOT / "config" / "settings" / "base.py").read_text()
    asked = set(re.findall(r"env\.\w+\(\s*\"(\w+)\"", settings)) | {
        "PORT",
        "HOST",
        "DEMO",
        "WEB_CONCURRENCY",
        "ACCESS_LOG",
    }
    readme = (ROOT / "README.md").read_text()
    assert [name for name in sorted(asked) if f"`{name}`" not in readme] == []


def test_the_image_runs_as_nobody_special_and_holds_no_build_tools() -> None:
    final = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert "\nUSER dondoc\n" in final
    assert not re.search(r"gcc|build-essential|pip install", final)
    installed = re.findall(r"apt-get install [-\w ]*?--no-install-recommends ([-\w ]+?) *\\\n", final)
    assert installed == ["tesseract-ocr tesseract-ocr-vie libreoffice-writer-nogui"]  # what scans and .doc need


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_the_health_check_asks_under_the_allowed_host(monkeypatch: pytest.MonkeyPatch, status: int, code: int) -> None:
    asked = []

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers["Host"]))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.handle_request, daemon=True).start()
    monkeypatch.setattr(healthcheck, "PORT", str(server.server_port))
    monkeypatch.setattr(healthcheck, "HOST", "dondoc.example")
    assert healthcheck.main() == code
    assert asked == [("/health/ready", "dondoc.example")]
    server.server_close()


def test_the_health_check_fails_where_nothing_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(healthcheck, "PORT", "1")
    assert healthcheck.main() == 1
