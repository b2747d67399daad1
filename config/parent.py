"""`make`, told alone to stop (`kill -INT` at its id, or killed), tells its children nothing: they look for themselves.

From a terminal Ctrl-C reaches everyone and this is not needed."""

import os
import signal
import threading
import time
from pathlib import Path

CAUGHT = "SigCgt:"
SIGINT_BIT = 1 << (signal.SIGINT - 1)


def catches_interrupt(pid: int) -> bool:
    """False once make has begun to stop: it gives up its handler and waits. True where that cannot be seen."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return True
    masks = [int(line.removeprefix(CAUGHT), 16) for line in lines if line.startswith(CAUGHT)]
    return not masks or bool(masks[0] & SIGINT_BIT)


def _watch(parent: int) -> None:
    while os.getppid() == parent and catches_interrupt(parent):
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


def stop_with_make() -> None:
    """Nothing to do where this was not started by make, or by one that ignores interrupts (in a script, with &)."""
    parent = os.getppid()
    if "MAKELEVEL" in os.environ and catches_interrupt(parent):
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
