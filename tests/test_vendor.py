"""What was brought in from elsewhere is exactly what was recorded, licensed, and loads from here alone."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
TEST_VENDOR = ROOT / "tests" / "vendor"
ENTRIES = json.loads((VENDOR / "VENDOR.json").read_text(encoding="utf-8"))
FOLDERS = sorted(path for base in (VENDOR, TEST_VENDOR) for path in base.iterdir() if path.is_dir())
SHEETS = sorted((ROOT / "static").rglob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OUTSIDE_CSS = re.compile(r"""(?:@import\s+|url\(\s*)(?:url\(\s*)?["']?(?:https?:)?//""")
# Links a person follows are <a>; these are what a browser fetches or sends to by itself.
OUTSIDE_TAG = re.compile(
    r"""<(?!a\b)\w+\b[^>]*?\s(?:src|href|srcset|action|data|poster)\s*=\s*["']?(?:https?:)?//""",
    re.IGNORECASE,
)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_files_are_those_recorded(entry: dict) -> None:
    found = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in entry["files"]}

    assert found == entry["files"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_record_says_what_it_is(entry: dict) -> None:
    assert entry["source"] == "npm"
    assert re.fullmatch(r"\d+\.\d+\.\d+", entry["version"])
    assert entry["licence"]
    assert entry["why"]
    assert set(entry.get("modified", {})) <= set(entry["files"])


@pytest.mark.parametrize("folder", FOLDERS, ids=relative)
def test_folder_is_recorded_whole_with_its_licence(folder: Path) -> None:
    entry = next(entry for entry in ENTRIES if entry["folder"] == relative(folder))
    present = {relative(path) for path in folder.rglob("*") if path.is_file()}

    assert present == {name for name in entry["files"] if (ROOT / name).is_relative_to(folder)}
    assert (folder / "LICENSE").stat().st_size > 400


def test_sprite_is_recorded() -> None:
    assert any("static/icons.svg" in entry["files"] for entry in ENTRIES)


@pytest.mark.parametrize("sheet", SHEETS, ids=relative)
def test_sheet_loads_from_here_alone(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")

    assert not OUTSIDE_CSS.search(text)
    for target in re.findall(r"""url\(\s*["']?([^"')]+)""", text):
        if not target.startswith(("data:", "#")):
            assert (sheet.parent / target).resolve().is_file(), target


@pytest.mark.parametrize("page", TEMPLATES, ids=relative)
def test_template_loads_from_here_alone(page: Path) -> None:
    assert not OUTSIDE_TAG.search(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ('<script src="https://example.org/a.js"></script>', True),
        ('<link rel="stylesheet" href="//example.org/a.css">', True),
        ('<a href="https://example.org/">', False),
        ("<script src=\"{% static 'js/a.js' %}\"></script>", False),
    ],
)
def test_the_check_itself(text: str, caught: bool) -> None:
    assert bool(OUTSIDE_TAG.search(text)) is caught


@pytest.mark.parametrize("script", sorted((ROOT / "static").rglob("*.js")), ids=relative)
def test_no_script_names_a_map(script: Path) -> None:
    # The manifest storage refuses to collect a file that names a map which is not there.
    assert "sourceMappingURL" not in script.read_text(encoding="utf-8")


def test_every_sign_used_is_in_the_sprite() -> None:
    sprite = (ROOT / "static" / "icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = {name for page in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', page.read_text("utf-8"))}

    assert used <= drawn
