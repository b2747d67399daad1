"""What a test needs from the machine: `@needs.chromium`, or `pytestmark = needs.shared` for a whole module.

What is lacking is skipped and listed at the end with the Debian package that brings it; with REQUIRE_ALL=1 such a
test fails instead. The hooks below are imported by tests/conftest.py."""

import json
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
PREFIX = "this machine lacks "

chromium = pytest.mark.needs("chromium")
redis_server = pytest.mark.needs("redis-server")
gettext = pytest.mark.needs("gettext")
tesseract = pytest.mark.needs("tesseract-ocr-vie")
libreoffice = pytest.mark.needs("libreoffice-writer-nogui")
shared = pytest.mark.needs("shared")
postgresql = pytest.mark.postgresql

PROGRAMS = {  # Debian package: program
    "chromium": "chromium",
    "redis-server": "redis-server",
    "gettext": "xgettext",
    "tesseract-ocr-vie": "tesseract",
    "libreoffice-writer-nogui": "soffice",
}


def lack(what: str) -> str:
    """Why a test that needs `what` cannot run here, or nothing. Raises KeyError for a need nobody has described."""
    if what == "shared":
        return "" if SHARED.is_dir() else f"{PREFIX}the folder ../shared of domain facts and sample documents"
    return "" if shutil.which(PROGRAMS[what]) else f"{PREFIX}{what} (Debian: apt-get install {what})"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("only on PostgreSQL")
    for mark in item.iter_markers("needs"):
        reason = lack(mark.args[0])
        # No package brings ../shared: where it is absent nothing can be done about it.
        if reason and os.environ.get("REQUIRE_ALL") == "1" and mark.args[0] != "shared":
            pytest.fail(f"REQUIRE_ALL=1, but {reason}", pytrace=False)
        if reason:
            pytest.skip(reason)


def _reason(report: Any) -> str:
    words = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return words.removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """List what was skipped for want of something; leave the counts where tests/run.py asked for them."""
    stats = terminalreporter.stats
    lacking = Counter(reason for r in stats.get("skipped", []) if (reason := _reason(r)).startswith(PREFIX))
    if lacking:
        terminalreporter.section("NOT RUN")
        for reason, count in lacking.most_common():
            terminalreporter.write_line(f"{count} tests: {reason}", yellow=True)
    if path := os.environ.get("TEST_TALLY"):
        count = {key: len(stats.get(key, [])) for key in ("passed", "failed", "error", "skipped", "xfailed", "xpassed")}
        Path(path).write_text(json.dumps(count))
