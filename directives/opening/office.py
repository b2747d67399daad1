"""Old Word documents, RTF and OpenDocument texts: LibreOffice, where it is installed, makes .docx of them."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from .errors import Unreadable
from .limits import CONVERT_SECONDS

# A new profile for each conversion: no macro runs, nothing is fetched, nothing is remembered.
_WISHES = (
    ("DisableMacrosExecution", "true"),
    ("DisableActiveContent", "true"),
    ("BlockUntrustedRefererLinks", "true"),
    ("MacroSecurityLevel", "3"),
)
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{name}">'
        f"<value>{value}</value></prop></item>"
        for name, value in _WISHES
    )
    + "</oor:items>"
)
_NOWHERE = "http://127.0.0.1:9"


def has_office() -> bool:
    return bool(_program())


def as_docx(data: bytes, kind: str) -> bytes:
    """The document as .docx. The file lies in memory where the machine has such a folder, while it is converted.

    Raises Unreadable (no_program, damaged, too_hard).
    """
    program = _program()
    if not program:
        raise Unreadable("no_program", program="libreoffice-writer-nogui", looks_like=kind)
    with tempfile.TemporaryDirectory(prefix="dondoc-", dir=_memory()) as folder:
        source = Path(folder, f"document.{kind}")
        source.write_bytes(data)
        profile = Path(folder, "profile", "user")
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS)
        command = [program, f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--norestore"]
        try:
            subprocess.run(
                [*command, "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(source)],
                capture_output=True,
                timeout=CONVERT_SECONDS - 5,
                env={
                    **os.environ,
                    "HOME": folder,
                    "http_proxy": "http://127.0.0.1:9",
                    "https_proxy": "http://127.0.0.1:9",
                },
            )
        except subprocess.TimeoutExpired:
            raise Unreadable("too_hard") from None
        made = Path(folder, "document.docx")
        if not made.exists():
            raise Unreadable("damaged", looks_like=kind)
        return made.read_bytes()


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _memory() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 off the disk on purpose
