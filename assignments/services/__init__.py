"""Every write to an assignment: keyword-only, one transaction, right and state checked under a row lock."""

from .acting import Refused
from .approving import (
    assignment_approve,
    assignment_delegate,
    assignment_send_back,
    assignment_star,
    assignment_undelegate,
    assignment_unstar,
    assignments_approve,
)
from .assigning import Order, directive_assign
from .changing import directive_change
from .clarifying import task_clarify
from .deadline_set import DeadlineSet
from .deadlines import assignment_reviewed, assignment_set_deadline
from .evidence import NewDocument, NewFile
from .figures import Figured, figures_give
from .indicators import indicator_add, indicator_end, indicator_retarget
from .instructing import assignment_answer, instruct, instruction_read
from .linked_report import Reported, assignments_report
from .linking import duty_agree, duty_link, duty_unlink
from .moving import (
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
from .reassigning import assignment_reassign
from .requests import (
    assignment_ask_extension,
    assignment_block,
    assignment_dispute,
    assignment_drop_dispute,
    assignment_drop_extension,
    assignment_extend,
    assignment_grant,
    assignment_refuse,
    assignment_reject,
    assignment_resolve,
    assignment_unblock,
    assignment_uphold,
)

__all__ = [
    "DeadlineSet",
    "Figured",
    "NewDocument",
    "NewFile",
    "Order",
    "Refused",
    "Reported",
    "assignment_acknowledge",
    "assignment_answer",
    "assignment_approve",
    "assignment_ask_extension",
    "assignment_block",
    "assignment_confirm",
    "assignment_decline",
    "assignment_delegate",
    "assignment_dispute",
    "assignment_drop_dispute",
    "assignment_drop_extension",
    "assignment_extend",
    "assignment_grant",
    "assignment_insist",
    "assignment_note",
    "assignment_reassign",
    "assignment_refuse",
    "assignment_reject",
    "assignment_reopen",
    "assignment_resolve",
    "assignment_return",
    "assignment_reviewed",
    "assignment_send_back",
    "assignment_set_deadline",
    "assignment_star",
    "assignment_submit",
    "assignment_take_back",
    "assignment_unblock",
    "assignment_undelegate",
    "assignment_unstar",
    "assignment_uphold",
    "assignment_withdraw",
    "assignments_approve",
    "assignments_report",
    "directive_assign",
    "directive_change",
    "duty_agree",
    "duty_link",
    "duty_unlink",
    "figures_give",
    "indicator_add",
    "indicator_end",
    "indicator_retarget",
    "instruct",
    "instruction_read",
    "periods_make",
    "task_clarify",
]
