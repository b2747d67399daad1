"""Many documents from a folder or a ZIP archive on this machine, read into drafts, one line said of each."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wards import clock
from wards.models import Unit, User

from ... import tasks
from ...batches import lines_of, tally
from ...models import Batch
from ...opening.limits import MEGABYTE
from ...permissions import offices_of
from ...services import Refused, batch_create, line_read, next_lines
from ...unpacking import Found, archive_documents, folder_documents

_UNPACKED = 4096 * MEGABYTE  # of an archive that somebody with access to the machine has put there


class Command(BaseCommand):
    help = "Read the documents of a folder or a ZIP archive into drafts of an office."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a folder, a ZIP archive or a single document")
        parser.add_argument("--office", required=True, help="code of the office whose drafts they become")
        parser.add_argument("--as", dest="username", required=True, help="user name of a clerk of that office")
        parser.add_argument("--background", action="store_true", help="leave the reading to the running workers")

    def handle(self, *args: Any, path: Path, office: str, username: str, background: bool, **options: Any) -> None:
        actor = User.objects.filter(username=username, is_active=True).first()
        if actor is None:
            raise CommandError(f"There is no user {username}.")
        unit = next((unit for unit in offices_of(actor) if unit.code == office), None)
        if unit is None:
            raise CommandError(f"{username} is no clerk of an office with the code {office}.")
        if not path.exists():
            raise CommandError(f"There is no {path}.")
        batch = self._hand_in(path, unit, actor)
        if background:
            tasks.start(batch.pk)
            self.stdout.write(f"Batch {batch.pk}: {tally(batch).total} files are left to the workers.")
            return
        self._read(batch)

    def _hand_in(self, path: Path, office: Unit, actor: User) -> Batch:
        try:
            return batch_create(office=office, files=_files(path), actor=actor, now=clock.now())
        except Refused as why:
            raise CommandError(" ".join(why.messages)) from None

    def _read(self, batch: Batch) -> None:
        """Here, one after the other. Interrupted, the workers go on with the rest."""
        said = 0
        while lines := next_lines(batch.pk, clock.now(), 1):
            _following, scan = line_read(line_id=lines[0], clock=clock.now)
            if scan:
                tasks.send_for(scan)
            said = self._say(batch, said)
        self._say(batch, said)
        for _code, label, n in tally(batch).parts:
            self.stdout.write(f"{label}: {n}")

    def _say(self, batch: Batch, after: int) -> int:
        """One line for each file done since; returns the order of the last."""
        lines, _last = lines_of(batch, after=after)
        for shown in lines:
            if shown.line.state in ("waiting", "reading"):
                break
            to = f"{shown.to} " if shown.to else ""
            words = f"{to}{shown.words}".strip()
            self.stdout.write(f"{shown.line.order}\t{shown.line.get_state_display()}\t{shown.line.name}\t{words}")
            after = shown.line.order
        return after


def _files(path: Path) -> Iterator[Found]:
    if path.is_dir():
        yield from folder_documents(path)
        return
    with path.open("rb") as file:
        is_zip = file.read(2) == b"PK" and path.suffix.lower() == ".zip"
        file.seek(0)
        if is_zip:
            yield from archive_documents(path.name, file, _UNPACKED)
        else:
            yield Found(path.name, file.read())
