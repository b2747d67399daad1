"""Secrecy marks (MẬT, TỐI MẬT, TUYỆT MẬT): Law 117/2025/QH15, Decree 63/2026. Such a paper must not enter at all."""

import re

from .layout import lay_out
from .text import cells, normalise

_MARK = re.compile(r"(?:(T\s*U\s*Y\s*Ệ\s*T|T\s*Ố\s*I)\s+)?M\s*Ậ\s*T")
# A stamp as recognition may give it back: accents lost or mistaken.
_MISREAD = re.compile(r"(?:(T\s*U\s*Y\s*[EÉÊỆẸẾỀ]\s*T|T\s*[OÓÔỐÕỒƠỚ]\s*[IÍ1])\s+)?M\s*[AÁÂẬẠẤẦĂẶẮ]\s*T")
_HEAD_LINES = 40


def secrecy_mark(text: str, *, misread: bool = False) -> str | None:
    """The mark that stands alone on a line, or in its own column, of the head; None when there is none.

    Only printed capitals count, with or without spaces between them: "bí mật", "giữ bí mật" in prose are no mark.
    With `misread`, for recognised scans, accents do not count.
    """
    layout = lay_out(normalise(text))
    lines = [*layout.head, *layout.body][: max(len(layout.head), _HEAD_LINES if not layout.head else 0)]
    for line in lines:
        for _, words in cells(line):
            found = (_MISREAD if misread else _MARK).fullmatch(words.strip(" .:*[]()|\"'“”-_"))
            if found:
                level = re.sub(r"\s", "", found.group(1) or "")
                return f"{_level(level)} MẬT".strip()
    return None


def _level(words: str) -> str:
    return {"": "", "TU": "TUYỆT"}.get(words[:2], "TỐI")
