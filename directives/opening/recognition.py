"""Recognising a page with Tesseract. What it reads is kept as it reads it: nothing is corrected silently."""

import io
import os
import shutil
import subprocess

from PIL import Image

from .errors import Unreadable
from .pictures import is_empty, straight
from .plausible import marked, share_of_syllables

LANGUAGE = "vie"
_LAYOUT = "4"  # --psm 4, one column of lines of any size: measured better than 3 and 6 (docs/READING.md)
_POOR = 0.6  # share of syllables below which the page may lie on its side or on its head
_WORDS = 12


def recognise(page: Image.Image) -> str:
    """The words on a page; empty where it bears none. A page on its side or head is turned.

    Raises Unreadable (no_program) where Tesseract or its Vietnamese is not installed.
    """
    text = _read(straight(page))
    if _is_good(text) or is_empty(page):
        return text
    best = text
    for turn in (Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270):
        other = _read(straight(page.transpose(turn)))
        if marked(other) > marked(best) + 3:
            best = other
        if _is_good(best):
            break
    return best


def _is_good(text: str) -> bool:
    """Whether there is no reason to turn the page: it has words, and they are Vietnamese."""
    return len(text.split()) >= _WORDS and share_of_syllables(text) >= _POOR


def _read(page: Image.Image) -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise Unreadable("no_program", program="tesseract-ocr", looks_like="png")
    picture = io.BytesIO()
    page.save(picture, "PPM")
    done = subprocess.run(
        [program, "stdin", "stdout", "-l", LANGUAGE, "--psm", _LAYOUT, "--dpi", "300"],
        input=picture.getvalue(),
        capture_output=True,
        # Two pages at once on two cores are quicker than one page on both.
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    if done.returncode:
        if b"loading language" in done.stderr or b"traineddata" in done.stderr:
            raise Unreadable("no_program", program="tesseract-ocr-vie", looks_like="png")
        raise Unreadable("too_hard")
    return done.stdout.decode("utf-8", errors="replace").strip("\f\n ") + "\n"
