"""Whole numbers out of what a browser sends: `str.isdigit` passes "²", and int() refuses five thousand digits."""

_LONGEST = 9


def small_int(text: str) -> int | None:
    """The number that up to nine plain digits write; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST else None
