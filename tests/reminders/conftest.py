"""A real mail server for the tests of reminding, and the mornings on which they take place."""

from tests.reminders.test_digest import mailbox

__all__ = ["mailbox"]
