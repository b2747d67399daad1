"""`make run`, for real: one command starts everything, Ctrl-C ends everything."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.db import connection
from django.utils import translation

from config.run import account_lines
from tests import needs

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120  # seconds; it takes some ten on an idle machine
KEPT = ("PATH", "HOME", "LC_ALL")

pytestmark = pytest.mark.slow


class Run:
    """`make run` in a folder and at a port of its own."""

    def __init__(self, folder: Path, **more: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environment |= {"LANG": "C.UTF-8", "PORT": str(self.port), "VAR_DIR": str(folder / "var")}
        self.environment |= {"STATIC_ROOT": str(folder / "static"), "MAKEFLAGS": "--no-print-directory", **more}
        self.output = folder / "output.txt"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        with self.output.open("wb") as file:
            command = ["make", "run"]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=file, stderr=file, start_new_session=True
            )

    def again(self, **more: str) -> "subprocess.CompletedProcess[str]":
        """A second start, which is expected to give up at once."""
        return subprocess.run(
            ["make", "run"], cwd=ROOT, env=self.environment | more, capture_output=True, text=True, timeout=PATIENCE
        )

    def get(self, page: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{page}", timeout=10) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def wait(self, what: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not what():
            assert time.monotonic() < end, self.output.read_text()
            assert self.process is None or self.process.poll() is None, self.output.read_text()
            time.sleep(0.2)

    def processes(self) -> list[str]:
        """Command lines of everything that this run started and that still lives."""
        mark = f"VAR_DIR={self.environment['VAR_DIR']}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                continue  # ended meanwhile
        return [command for command in found if command]

    def stop(self, how: int, *, whole_group: bool) -> int:
        assert self.process is not None
        (os.killpg if whole_group else os.kill)(self.process.pid, how)
        return self.process.wait(timeout=PATIENCE)

    def send_task(self) -> None:
        """Give the worker something to do, as beat does."""
        code = "from config import celery_app; celery_app.send_task('assignments.send_mail')"
        python = str(ROOT / ".venv" / "bin" / "python")
        subprocess.run([python, "-c", code], cwd=ROOT, env=self.environment, check=True, timeout=PATIENCE)

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with tables and nobody in it, so that they are made once."""
    one = Run(tmp_path_factory.mktemp("migrated"))
    command = [str(ROOT / ".venv" / "bin" / "python"), "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=one.environment, check=True, timeout=PATIENCE)
    return one.folder / "var" / "dondoc.sqlite3"


@pytest.fixture
def run(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Run]:
    """Everything embedded; on PostgreSQL's turn the test of the real services takes its place."""
    if connection.vendor == "postgresql":
        pytest.skip("only on SQLite")
    one = Run(tmp_path)
    (tmp_path / "var").mkdir()
    shutil.copy(request.getfixturevalue("migrated"), tmp_path / "var")
    yield one
    one.kill()


def parts(run: Run) -> set[str]:
    words = {"gunicorn": "web", " worker ": "worker", " beat ": "beat"}
    return {part for command in run.processes() for word, part in words.items() if word in command}


def test_one_command_starts_everything_and_ctrl_c_ends_it(run: Run, tmp_path: Path) -> None:
    run.start()
    run.wait(lambda: run.get("/health/ready") == 200)
    run.wait(lambda: parts(run) == {"web", "worker", "beat"})
    assert (run.get("/login/"), run.get("/nowhere-at-all/")) == (200, 404)
    said = run.output.read_text()
    assert f"Open http://localhost:{run.port}" in said
    assert "dondoc-thu-nghiem" in said

    second = run.again(PORT="1")
    assert second.returncode != 0
    assert f"Already running at http://localhost:{run.port}." in second.stderr

    other = run.again(VAR_DIR=str(tmp_path / "other"))
    assert other.returncode != 0
    assert f"Port {run.port} cannot be used (Address already in use)." in other.stderr

    run.send_task()
    messages = tmp_path / "var" / "broker"
    run.wait(lambda: not list(messages.glob("*.msg")))

    run.stop(signal.SIGINT, whole_group=True)
    assert run.processes() == []
    assert "Traceback" not in run.output.read_text()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_happens_to_make_nothing_is_left_behind(run: Run, how: int) -> None:
    run.environment["DEMO"] = "no"
    run.start()
    run.wait(lambda: run.get("/health/live") == 200)
    run.stop(how, whole_group=False)
    run.process = None
    run.wait(lambda: run.processes() == [])
    assert "dondoc-thu-nghiem" not in run.output.read_text()


def test_a_database_that_is_away_is_said_in_one_sentence(run: Run) -> None:
    answer = run.again(DATABASE_URL="postgresql://nobody:x@127.0.0.1:1/none")
    assert answer.returncode != 0
    assert "The database cannot be used: " in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.fixture
def database() -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    server, name = os.environ["DATABASE_URL"], f"dondoc_run_{os.getpid()}"
    admin = psycopg2.connect(server)
    admin.autocommit = True
    admin.cursor().execute(f"CREATE DATABASE {name}")
    yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    admin.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
    admin.close()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[int]:
    """The port of a Redis server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    yield port
    server.terminate()
    server.wait(timeout=30)


@needs.postgresql
@needs.redis_server
def test_the_real_services_need_nothing_but_their_addresses(tmp_path: Path, database: str, redis: int) -> None:
    from redis import Redis

    broker = Redis(port=redis)
    run = Run(tmp_path, DATABASE_URL=database, REDIS_URL=f"redis://127.0.0.1:{redis}/0")
    try:
        run.start()
        run.wait(lambda: run.get("/health/ready") == 200)
        run.wait(lambda: parts(run) == {"web", "worker", "beat"})
        run.send_task()
        run.wait(lambda: broker.llen("celery") == 0)
        run.stop(signal.SIGINT, whole_group=True)
        assert run.processes() == []
    finally:
        run.kill()
    assert not list((tmp_path / "var").glob("*.sqlite3"))


@pytest.mark.parametrize(("language", "column"), [("en", 12), ("vi", 16)])
def test_the_accounts_stand_in_columns(language: str, column: int) -> None:
    """As wide as the heading "user name" or the longest name, whichever is longer."""
    rows: list[tuple[str, Any, str]] = [("a", "Clerk", "x"), ("longer", "Ward chair", "y")]
    with translation.override(language):
        lines = account_lines(rows)
    found = [line.index(word) for line, word in zip(lines[1:], ("Clerk", "Ward chair"), strict=True)]
    assert found == [column, column]
