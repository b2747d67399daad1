"""What else than the database must go well: each app names its jobs, the health page asks them."""

import datetime as dt
from collections.abc import Callable

Check = Callable[[dt.datetime], str]
_CHECKS: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """`check(now)` gives what is wrong, in English; nothing where all is well."""
    _CHECKS[name] = check


def troubles(now: dt.datetime) -> dict[str, str]:
    """By name, what is wrong."""
    return {name: words for name, check in _CHECKS.items() if (words := check(now))}
