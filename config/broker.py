"""The broker of a single machine: Kombu's folder of files, with writing and taking made atomic.

Kombu creates a message under its final name and fills it afterwards, and a reader takes whatever bears that name:
once in some thousand messages it takes an empty file, and the worker stops at it. Here a message appears whole."""

import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    def _put(self, queue: Any, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as its parent has it
        folder = Path(self.data_folder_out)
        name = f"{time.time_ns()}_{uuid.uuid4().hex}"  # sorted by time, also after a restart of the machine
        hidden = folder / f".{name}"
        hidden.write_text(dumps(payload))
        os.replace(hidden, folder / f"{name}.{queue}.msg")

    def _get(self, queue: Any, timeout: Any = None) -> Any:
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f".{name}"
            try:
                os.rename(folder / name, taken)  # of several workers one succeeds
            except FileNotFoundError:
                continue
            text = taken.read_text()
            taken.unlink()
            return loads(text)
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel
