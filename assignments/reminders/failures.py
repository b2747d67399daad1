"""What a mail server's refusal means: try soon, later, never; the address's fault, the letter's, or the server's."""

import re
import smtplib
from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


class Again(Enum):
    SOON = "soon"  # busy, greylisted, the line dropped
    LATER = "later"  # a full mailbox, a policy, our own account: somebody has to mend something
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`of_server`: no other letter would fare better now. `of_address`: it takes no mail, whatever is in it.
    `may_have_left`: the server may have taken it before the line dropped."""

    again: Again
    of_server: bool = False
    of_address: bool = False
    may_have_left: bool = False


class BadAddress(ValueError):
    """It is no e-mail address (a line break in it, two of them, nothing)."""


class NoServer(Exception):
    """The mail server could not be reached, or does not let us in: nothing has been handed over."""


def check_address(email: str) -> None:
    """Raises BadAddress."""
    try:
        validate_email(email)
    except ValidationError as error:
        raise BadAddress(f"not an e-mail address: {email!r}") from error


_ENHANCED = re.compile(rb"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


def _of_recipient(code: int, words: bytes) -> Verdict:
    """RFC 5321 codes, refined by those of RFC 3463: x.2.2 is a full mailbox, x.7 a policy, which others can mend."""
    found = _ENHANCED.search(words)
    subject, detail = (int(found[2]), int(found[3])) if found else (0, 0)
    if code == 421:
        return Verdict(Again.SOON, of_server=True)
    if code in (452, 552) or (subject, detail) == (2, 2) or subject == 7:
        return Verdict(Again.LATER)
    if code >= 500:
        return Verdict(Again.NEVER, of_address=True)
    return Verdict(Again.SOON)


def _of_letter(code: int, words: bytes) -> Verdict:
    """Refused after it was handed over: its address only where the server says so (x.1)."""
    found = _ENHANCED.search(words)
    if code >= 500 and found and found[2] == b"1":
        return Verdict(Again.NEVER, of_address=True)
    return Verdict(Again.LATER) if code >= 500 else Verdict(Again.SOON)


def verdict_of(error: Exception) -> Verdict:
    """What to do after this error. One that nobody foresaw is tried again later: it may be a mistake of ours."""
    match error:
        case BadAddress():
            return Verdict(Again.NEVER, of_address=True)
        case NoServer():
            return Verdict(Again.SOON, of_server=True)
        case smtplib.SMTPRecipientsRefused():
            code, words = next(iter(error.recipients.values()))
            return _of_recipient(code, words)
        case smtplib.SMTPDataError():
            return _of_letter(error.smtp_code, _bytes(error.smtp_error))
        case smtplib.SMTPResponseException():  # the greeting, the log-in, our own address: for us to mend
            return Verdict(Again.SOON if error.smtp_code < 500 else Again.LATER, of_server=True)
        case smtplib.SMTPServerDisconnected() | OSError():
            return Verdict(Again.SOON, of_server=True, may_have_left=True)
        case _:
            return Verdict(Again.LATER)


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode(errors="replace")
