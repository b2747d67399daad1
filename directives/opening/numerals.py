"""Numbers as office programs and browsers print them before paragraphs."""

_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(count: int) -> str:
    """1 to 399 as I, II, III, IV …; others as they are."""
    if not 0 < count < 400:
        return str(count)
    out = ""
    for value, sign in _ROMAN:
        times, count = divmod(count, value)
        out += sign * times
    return out


def letter(count: int, *, capital: bool = False) -> str:
    """1 to 26 as a, b, c …, then from the beginning."""
    found = chr(ord("a") + (count - 1) % 26)
    return found.upper() if capital else found
