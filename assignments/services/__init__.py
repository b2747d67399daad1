"""Every write to an assignment: keyword-only, one transaction, right and state checked under a row lock."""

from .assigning import DeadlineSet, Order, directive_assign
from .evidence import NewDocument, NewFile
from .moving import (
    Refused,
    assignment_acknowledge,
    assignment_confirm,
    assignment_decline,
    assignment_insist,
    assignment_note,
    assignment_reopen,
    assignment_return,
    assignment_submit,
    assignment_take_back,
    assignment_withdraw,
)
from .periods import periods_make

__all__ = [
    "DeadlineSet",
    "NewDocument",
    "NewFile",
    "Order",
    "Refused",
    "assignment_acknowledge",
    "assignment_confirm",
    "assignment_decline",
    "assignment_insist",
    "assignment_note",
    "assignment_reopen",
    "assignment_return",
    "assignment_submit",
    "assignment_take_back",
    "assignment_withdraw",
    "directive_assign",
    "periods_make",
]
