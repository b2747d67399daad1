"""`make run`: prepare the installation, then keep web, worker and beat running together until told to stop."""

import fcntl
import io
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import IO, TYPE_CHECKING, Any, NoReturn

import django
import honcho.manager
from django.utils.translation import gettext as _
from django.utils.translation import override
from honcho.compat import ProcessManager
from honcho.environ import parse_procfile

from config.parent import stop_with_make

if TYPE_CHECKING:
    from collections.abc import Sequence

honcho.manager.KILL_WAIT = 10  # seconds for the worker to finish what it does
ROOT = Path(__file__).resolve().parent.parent
HOST = os.environ.get("HOST", "127.0.0.1")
PORT = os.environ.get("PORT", "8000")


class Leaders(ProcessManager):
    """Gunicorn and Celery end their own children; a signal to the whole group would cut a task off in the middle."""

    def terminate(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


class Together(honcho.manager.Manager):
    """Honcho's manager, which cannot end processes that have not yet said they started: then it waits for that."""

    is_told_to_stop = False

    def __init__(self) -> None:
        super().__init__()
        self._procmgr = Leaders()

    def terminate(self) -> None:
        self.is_told_to_stop = True
        if super()._all_started():
            super().terminate()

    def _all_started(self) -> bool:
        started = super()._all_started()
        if started and self.is_told_to_stop:
            super().terminate()
        return started


def say(words: str) -> None:
    print(words, flush=True)


def stop(words: str) -> NoReturn:
    sys.exit(words)


def address() -> str:
    from django.conf import settings

    return settings.SITE_URL


def take_lock(var: Path) -> IO[str]:
    """One run per installation: the kernel lets go of the lock however the process ends."""
    var.mkdir(parents=True, exist_ok=True)
    file = open(var / "run.lock", "a+")  # noqa: SIM115 held until the process ends
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        stop(
            _("Already running at %(address)s. Stop that one first (Ctrl-C in its window).") % {"address": file.read()}
        )
    file.truncate(0)
    file.write(address())
    file.flush()
    return file


def check_port() -> None:
    """Say so before anything is started, not from inside Gunicorn's log."""
    family = socket.AF_INET6 if ":" in HOST else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(PORT)))
        except (OSError, OverflowError, ValueError) as error:
            words = _("Port %(port)s cannot be used (%(why)s). Choose another: PORT=8080 make run")
            stop(words % {"port": PORT, "why": getattr(error, "strerror", None) or error})


def prepare() -> None:
    """Static files, tables, the calendar, and the demo office in a database where there is nobody."""
    from django.core.management import call_command

    from wards.models import User

    say(_("Preparing static files and the database …"))
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("seed_calendar", stdout=io.StringIO())
    if os.environ.get("DEMO", "yes") != "no" and not User.objects.exists():
        say(_("The database is empty: loading the demo office …"))
        call_command("load_demo", stdout=io.StringIO())


def account_lines(accounts: "Sequence[tuple[str, Any, str]]") -> list[str]:
    """A table of user name, part and password, as wide as its longest cells."""
    rows = [(_("user name"), _("part"), _("password")), *((name, str(part), word) for name, part, word in accounts)]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    return ["   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def greet() -> None:
    from assignments.demo import ACCOUNTS
    from wards.models import User

    say("")
    if User.objects.filter(username=ACCOUNTS[0][0]).exists():
        say(_("The demo office. Sign in as:"))
        for line in account_lines(ACCOUNTS):
            say(f"  {line}")
        say("")
    say(_("Open %(address)s · Ctrl-C stops everything") % {"address": address()})
    say("")


def on_hang_up(number: int, frame: FrameType | None) -> None:
    """The window was closed: as if Ctrl-C had been pressed in it."""
    os.kill(os.getpid(), signal.SIGTERM)


def keep_running() -> int:
    """Web, worker and beat as the Procfile has them. When one ends, all end. 0 where the end was asked for."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = os.environ | {"PATH": path, "PYTHONUNBUFFERED": "1", "HOST": HOST, "PORT": PORT}
    manager = Together()
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, command, env=environment, cwd=str(ROOT))
    signal.signal(signal.SIGHUP, on_hang_up)
    stop_with_make()
    manager.loop()
    return 0 if manager.is_told_to_stop and manager.returncode in (130, 143) else manager.returncode or 1


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    django.setup()
    from django.conf import settings
    from django.db import DatabaseError, connections

    console = os.environ.get("LC_ALL") or os.environ.get("LANG", "")
    with override("vi" if console.startswith("vi") else "en"):
        lock = take_lock(settings.VAR_DIR)
        check_port()
        try:
            prepare()
        except DatabaseError as error:
            stop(_("The database cannot be used: %(why)s") % {"why": error})
        greet()
        connections.close_all()
        try:
            return keep_running()
        finally:
            say(_("Stopped."))
            lock.close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # Ctrl-C while preparing
        sys.exit(130)
