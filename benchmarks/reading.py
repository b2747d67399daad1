"""The reader against hand-made labels: one line of scores for each half and each source, with its time per page.

The measure is ../shared/corpus/score.py; without it there is nothing to compare with and the command says so.
`python -m benchmarks.reading [--texts DIR]`: DIR holds other texts of the same documents (NAME.txt), such as what
recognition made of the originals.
"""

import argparse
import importlib.util
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from directives.reading import read

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "corpus" / "score.py"
CORPUS = ROOT / "tests" / "reading" / "corpus"
PAGE = 2000  # characters of a printed page, about
COLUMNS = (
    "fields", "fields_hard", "lists", "references", "tasks", "unnumbered", "numbering", "lead", "coordinating",
    "deadlines", "periods",
)  # fmt: skip


@dataclass(frozen=True)
class Document:
    """A text with its label. `half`: seen (read while rules were written), teaching, or check (never opened)."""

    name: str
    text: str
    label: dict[str, Any]
    half: str
    source: str


def scorer() -> ModuleType | None:
    """The project's measure, or None where the shared folder is not beside the project."""
    spec = importlib.util.spec_from_file_location("score", SCORER) if SCORER.exists() else None
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def documents() -> Iterator[Document]:
    """Every labelled text there is: the shared ones and those of the tests (even ones of `a` check, others teach)."""
    labels = SHARED / "corpus" / "labels"
    kinds = _kinds()
    for path in sorted([*(SHARED / "seeds").glob("*.txt"), *(SHARED / "corpus" / "raw").glob("*.txt")]):
        label = labels / f"{path.stem}.json"
        if label.exists():
            yield _document(path, label, "seen", kinds.get(path.stem, "seeds"))
    for path in sorted((CORPUS / "raw").glob("*.txt")):
        yield _document(path, CORPUS / "labels" / f"{path.stem}.json", half_of(path.stem), f"blind {path.stem[0]}")


def half_of(name: str) -> str:
    """The half a text of the tests' corpus belongs to: the even numbers of `a` only check."""
    return "teaching" if name[0] == "b" or int(name[1:]) % 2 else "check"


def _document(path: Path, label: Path, half: str, source: str) -> Document:
    read_json = json.loads(label.read_text(encoding="utf-8"))
    return Document(path.stem, path.read_text(encoding="utf-8"), read_json, half, source)


def _kinds() -> dict[str, str]:
    index = SHARED / "corpus" / "index.jsonl"
    lines = index.read_text(encoding="utf-8").splitlines() if index.exists() else []
    entries = [json.loads(line) for line in lines if line.strip()]
    return {entry["id"]: entry["original_format"] for entry in entries}


def measure(found: list[Document], score: ModuleType) -> tuple[dict[str, float], float]:
    """(scores, milliseconds of processor time per page) over these documents."""
    sheet, spent = score.Sheet(), 0.0
    for document in found:
        began = time.process_time()
        reading = read(document.text)
        spent += time.process_time() - began
        sheet.document(document.label, reading.as_json())
    pages = sum(max(1.0, len(document.text) / PAGE) for document in found)
    return sheet.total(), 1000 * spent / pages


def groups(found: list[Document]) -> Iterator[tuple[str, list[Document]]]:
    """Each half as a whole, then its sources."""
    for half in dict.fromkeys(d.half for d in found):
        whole = [d for d in found if d.half == half]
        yield half, whole
        sources = dict.fromkeys(d.source for d in whole)
        if len(sources) > 1:
            yield from ((f"  {source}", [d for d in whole if d.source == source]) for source in sources)


def table(found: list[Document], score: ModuleType) -> Iterator[str]:
    """The lines of the table."""
    yield " ".join([f"{'':<26}{'docs':>5}", *(f"{name[:9]:>10}" for name in COLUMNS), f"{'ms/page':>8}"])
    for name, members in groups(found):
        total, spent = measure(members, score)
        yield " ".join(
            [f"{name[:26]:<26}{len(members):>5}", *(f"{total[c]:>10.3f}" for c in COLUMNS), f"{spent:>8.1f}"]
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="a folder with other texts of the same documents")
    options = parser.parse_args()
    score = scorer()
    if score is None:
        sys.exit(f"No measure: {SCORER} is missing. Put the shared folder beside the project.")
    found = list(documents())
    if options.texts:
        others = {path.stem: path.read_text(encoding="utf-8") for path in options.texts.glob("*.txt")}
        found = [Document(d.name, others[d.name], d.label, d.half, d.source) for d in found if d.name in others]
    for line in table(found, score):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
