"""Every English sentence of the code and the templates has its Vietnamese, complete and certain.

Where gettext is installed the sentences are drawn anew from the sources, so a forgotten `make messages` shows;
elsewhere the catalogues are judged as they stand."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("wards", "directives", "assignments", "config", "templates")
PLURALS = 1  # Vietnamese has one form
CATALOGUES = ("django", "djangojs")


def extract(domain: str) -> set[tuple[str, str]]:
    """(context, sentence) pairs of the sources, drawn in a copy so that nothing of the tree changes."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES if domain == "django" else ("static/js",):
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        (copy / "locale").mkdir()
        shutil.copy(ROOT / "manage.py", copy)
        command = [sys.executable, "-m", "django", "makemessages", "--locale", "vi", "--domain", domain, "-v", "0"]
        subprocess.run(command, cwd=copy, check=True)
        made = copy / "locale" / "vi" / "LC_MESSAGES" / f"{domain}.po"
        return {(e.msgctxt or "", e.msgid) for e in polib.pofile(str(made))} if made.exists() else set()


def faults(domain: str) -> list[str]:
    path = ROOT / "locale" / "vi" / "LC_MESSAGES" / f"{domain}.po"
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
    said = {(entry.msgctxt or "", entry.msgid) for entry in catalogue if not entry.obsolete}
    missing = extract(domain) - said if shutil.which("xgettext") else set()
    unsure = [f"fuzzy: {entry.msgid!r}" for entry in catalogue.fuzzy_entries()]
    empty = [f"not translated: {entry.msgid!r}" for entry in catalogue.untranslated_entries()]
    plural = [
        f"plural forms other than the header's: {entry.msgid!r}"
        for entry in catalogue
        if entry.msgid_plural and len(entry.msgstr_plural) != PLURALS
    ]
    unsure += ["the header is marked fuzzy"] if catalogue.metadata_is_fuzzy else []
    return [
        *plural,
        *(f"not in the catalogue: {sentence!r}" for _context, sentence in sorted(missing)),
        *unsure,
        *empty,
    ]


def main() -> int:
    found = [f"{domain}.po: {fault}" for domain in CATALOGUES for fault in faults(domain)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
