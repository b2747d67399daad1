"""The reader against spoilt documents, for as long as asked: nothing may fail, hang, or point at other words.

`python -m benchmarks.fuzz_reading [--seconds 60] [--seed 1]`; each failure is printed with the seed that repeats it.
The texts are those of the tests; the mutations are in tests/reading/mutations.py.
"""

import argparse
import random
import sys
import time
import traceback

from benchmarks.reading import CORPUS, half_of
from tests.reading.mutations import check, mutated
from tests.reading.paper import LETTER

SLOW = 0.5  # seconds of processor time that no text of its length (at most 60,000 characters) may take, per 10,000


def texts() -> list[str]:
    """The papers that are spoilt: the tests' own, and the teaching half of the corpus."""
    paths = [path for path in sorted((CORPUS / "raw").glob("*.txt")) if half_of(path.stem) == "teaching"]
    return [LETTER, *(path.read_text(encoding="utf-8") for path in paths)]


def run(text: str) -> str | None:
    """What went wrong with one text, None where nothing did."""
    began = time.process_time()
    try:
        check(text)
    except Exception:
        return traceback.format_exc(limit=-3)
    spent = time.process_time() - began
    allowed = SLOW * (1 + len(text) / 10_000)
    return f"{spent:.1f} s for {len(text)} characters" if spent > allowed else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    papers, until, seed, failures = texts(), time.monotonic() + options.seconds, options.seed, 0
    while time.monotonic() < until:
        dice = random.Random(seed)  # noqa: S311 (no secret is drawn)
        wrong = run(mutated(dice.choice(papers), dice, dice.randint(1, 4)))
        if wrong:
            failures += 1
            sys.stdout.write(f"seed {seed}: {wrong}\n")
        seed += 1
    sys.stdout.write(f"{seed - options.seed} documents, {failures} failures\n")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
