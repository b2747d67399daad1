"""Kính gửi and Nơi nhận: each line with its purpose and, where the register knows it, its unit or group."""

import re

from wards.folding import fold

from ..enums import Purpose
from ..models import Directive, Recipient
from ..naming import name_key
from ..resolving import Register

# NĐ 30/2020 App. I II.9. Read on folded words; the first that holds decides.
_PURPOSES = [
    (re.compile(r"^luu\b|\bde luu\b"), Purpose.TO_STORE),
    (re.compile(r"\bde (?:thuc hien|trien khai|chi dao thuc hien|to chuc thuc hien|th)\b|\bt h\b"), Purpose.TO_DO),
    (re.compile(r"\b(?:de )?(?:bao cao|b c)\b"), Purpose.TO_REPORT),
    (re.compile(r"\bde (?:biet|phoi hop|theo doi|kiem tra|giam sat|trao doi|chi dao|p h|dang tai)\b"), Purpose.TO_KNOW),
]
_PURPOSE_WORDS = re.compile(
    r"\s*\(\s*(?:để|b/c|báo cáo)[^)]*\)\s*$|\s*[-–,;]?\s+để (?:thực hiện|báo cáo|b/c|biết|lưu)\s*$", re.IGNORECASE
)


def purpose_of(line: str) -> str:
    """What a line of Nơi nhận says it is for; unstated where it does not say."""
    folded = fold(line)
    return next((purpose.value for pattern, purpose in _PURPOSES if pattern.search(folded)), Purpose.UNSTATED.value)


def recipients_write(
    *, directive: Directive, addressees: list[str], recipients: list[str], register: Register
) -> list[Recipient]:
    """Addressees first, then recipients, in printed order."""
    lines = [(line, Purpose.ADDRESSEE.value) for line in addressees]
    lines += [(line, purpose_of(line)) for line in recipients]
    return Recipient.objects.bulk_create(
        [_row(directive, words, purpose, order, register) for order, (words, purpose) in enumerate(lines)]
    )


def _row(directive: Directive, words: str, purpose: str, order: int, register: Register) -> Recipient:
    name = _PURPOSE_WORDS.sub("", words)
    # "Lưu: VT" and "Như trên", "Như Điều 3" name nobody.
    known = purpose != Purpose.TO_STORE and not name_key(name).startswith("nhu ")
    found = register.resolve(name) if known else None
    return Recipient(
        directive=directive,
        words=words[:400],
        purpose=purpose,
        order=order,
        unit=found.unit if found else None,
        group=found.group if found else None,
    )
