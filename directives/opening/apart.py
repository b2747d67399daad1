"""Opening files apart from the program: in a child process with limits of time and memory, so that a hostile file
can take neither the web process nor the worker with it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from typing import Any

from .errors import Unreadable
from .kinds import OFFICE
from .limits import CONVERT_SECONDS, MAX_FILE, MEMORY, OFFICE_MEMORY, OPEN_SECONDS, PAGE_SECONDS
from .opening import Opened, whole_text

_ROOT = Path(__file__).resolve().parent.parent.parent
PROCESSES = 2  # pages recognised at once


def open_file(name: str, data: bytes) -> Opened:
    """What the file is and the text that it gives at once (a text layer, Word, plain text). Raises Unreadable only."""
    if not data.strip(b"\x00\r\n\t "):
        raise Unreadable("empty")
    if len(data) > MAX_FILE:
        raise Unreadable("too_big", size=len(data), limit=MAX_FILE)
    found = _run("examine", {"name": name}, data, OPEN_SECONDS, MEMORY)
    return Opened(found["kind"], tuple(found["pages"]))


def open_page(data: bytes, kind: str, index: int) -> str:
    """The text of one page that `open_file` left open: recognised, or converted. Raises Unreadable only."""
    seconds, memory = (CONVERT_SECONDS, OFFICE_MEMORY) if kind in OFFICE else (PAGE_SECONDS, MEMORY)
    return str(_run("page", {"kind": kind, "index": index}, data, seconds, memory))


def open_pages(
    data: bytes,
    kind: str,
    indexes: Sequence[int],
    on_page: Callable[[int, str], None],
    *,
    processes: int = PROCESSES,
    goes_on: Callable[[], bool] = lambda: True,
) -> None:
    """The pages of `indexes` in order, several at once; `on_page(index, text)` is called in this thread for each as it
    is done. No further page is begun once `goes_on()` is false, or one has failed: the first failure, also one of
    `on_page`, is raised."""
    waiting = list(reversed(indexes))
    running: dict[Future[str], int] = {}
    with ThreadPoolExecutor(max(1, processes)) as pool:
        while (waiting and goes_on()) or running:
            while waiting and len(running) < max(1, processes) and goes_on():
                index = waiting.pop()
                running[pool.submit(open_page, data, kind, index)] = index
            for page in sorted(wait(running, return_when=FIRST_COMPLETED).done, key=running.__getitem__):
                on_page(running.pop(page), page.result())


def open_document(name: str, data: bytes, on_page: Callable[[int, int], None] | None = None) -> str:
    """The whole text of a file, recognised where need be; `on_page(done, total)` tells how far it is.

    Raises Unreadable; no other exception leaves this function.
    """
    opened = open_file(name, data)
    pages = list(opened.pages)

    def take(index: int, text: str) -> None:
        pages[index] = text
        if on_page:
            on_page(len(pages) - pages.count(None), len(pages))

    open_pages(data, opened.kind, opened.missing, take)
    return whole_text(opened.kind, pages)


def _run(job: str, facts: dict[str, Any], data: bytes, seconds: int, memory: int) -> Any:
    command = [sys.executable, "-m", "directives.opening.child", job, json.dumps(facts), str(memory), str(seconds)]
    with subprocess.Popen(
        command,
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as child:
        try:
            out, _ = child.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise Unreadable("too_hard") from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)  # and whatever it had started
    return _answer(out)


def _answer(out: bytes) -> Any:
    """A child that was stopped by its limits says nothing."""
    try:
        answer = json.loads(out)
    except ValueError:
        raise Unreadable("too_hard") from None
    if "done" in answer:
        return answer["done"]
    facts = {k: v for k, v in answer["facts"].items() if k != "error"}
    raise Unreadable(answer["unreadable"], **facts)
