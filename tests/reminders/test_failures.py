"""What each refusal of a mail server means."""

import smtplib

import pytest

from assignments.reminders.failures import Again, BadAddress, NoServer, Verdict, check_address, verdict_of


def refused(code: int, words: str) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"a@mau.test": (code, words.encode())})


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (refused(550, "5.1.1 no such user"), Verdict(Again.NEVER, of_address=True)),
        (refused(553, "mailbox name not allowed"), Verdict(Again.NEVER, of_address=True)),
        (refused(451, "4.7.1 greylisted"), Verdict(Again.LATER)),
        (refused(450, "busy"), Verdict(Again.SOON)),
        (refused(452, "4.2.2 mailbox full"), Verdict(Again.LATER)),
        (refused(550, "5.2.2 over quota"), Verdict(Again.LATER)),
        (refused(550, "5.7.1 blocked by policy"), Verdict(Again.LATER)),
        (refused(421, "closing"), Verdict(Again.SOON, of_server=True)),
        (smtplib.SMTPDataError(554, b"5.7.1 spam"), Verdict(Again.LATER)),
        (smtplib.SMTPDataError(550, b"5.1.1 unknown"), Verdict(Again.NEVER, of_address=True)),
        (smtplib.SMTPDataError(451, b"try again"), Verdict(Again.SOON)),
        (smtplib.SMTPAuthenticationError(535, b"bad password"), Verdict(Again.LATER, of_server=True)),
        (smtplib.SMTPSenderRefused(550, b"who?", "x"), Verdict(Again.LATER, of_server=True)),
        (smtplib.SMTPConnectError(421, b"too many"), Verdict(Again.SOON, of_server=True)),
        (smtplib.SMTPServerDisconnected("gone"), Verdict(Again.SOON, of_server=True, may_have_left=True)),
        (TimeoutError(), Verdict(Again.SOON, of_server=True, may_have_left=True)),
        (NoServer("refused"), Verdict(Again.SOON, of_server=True)),
        (BadAddress("x"), Verdict(Again.NEVER, of_address=True)),
        (KeyError("a mistake in the template"), Verdict(Again.LATER)),
    ],
)
def test_each_refusal_is_sorted(error: Exception, verdict: Verdict) -> None:
    assert verdict_of(error) == verdict


@pytest.mark.parametrize("email", ["a@mau.test\nBcc: b@x.test", "a@mau.test\r\n", "a", "a@b@c.test", ""])
def test_what_is_no_address_is_never_handed_over(email: str) -> None:
    with pytest.raises(BadAddress):
        check_address(email)


def test_an_address_passes() -> None:
    check_address("van-thu.quan@mau.test")
