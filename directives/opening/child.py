"""The child process: `python -m directives.opening.child JOB FACTS MEMORY SECONDS` takes the file from its standard
input and answers with JSON. What goes wrong in it, it takes with it; the parent learns why."""

import json
import resource
import sys
from collections.abc import Callable
from typing import Any

from .errors import Unreadable
from .opening import examine, missing_page


def _examine(data: bytes, name: str) -> Any:
    opened = examine(name, data)
    return {"kind": opened.kind, "pages": opened.pages}


def _page(data: bytes, kind: str, index: int) -> Any:
    return missing_page(data, kind, index)


JOBS: dict[str, Callable[..., Any]] = {"examine": _examine, "page": _page}


def _limit(memory: int, seconds: int) -> None:
    """Memory that is really written to, of this process and each of its own; processor time; no core is dumped."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    job, facts, memory, seconds = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    _limit(memory, seconds)
    try:
        answer = {"done": JOBS[job](sys.stdin.buffer.read(), **facts)}
    except Unreadable as why:
        answer = {"unreadable": why.code, "facts": why.facts}
    except (MemoryError, RecursionError):
        answer = {"unreadable": "too_hard", "facts": {}}
    except Exception as error:
        # No words of the document may reach a log: the kind of error is all that is told.
        answer = {"unreadable": "damaged", "facts": {"looks_like": "damaged", "error": type(error).__name__}}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
