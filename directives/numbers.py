"""Whole numbers out of what a browser sends: `str.isdigit` passes "²", and int() refuses five thousand digits."""

_LONGEST = 9


def tenth(confidence: float | None) -> str:
    """In which tenth a confidence of 0 to 1 lies: "0" to "9", 1 itself in "9"; empty where there is none."""
    return "" if confidence is None else str(min(int(confidence * 10 + 1e-9), 9))


def small_int(text: str) -> int | None:
    """The number that up to nine plain digits write; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST else None
