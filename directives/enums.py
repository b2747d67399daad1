from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(models.TextChoices):
    PARTY = "party", pgettext_lazy("side", "Party")
    STATE = "state", pgettext_lazy("side", "State")
    FRONT = "front", _("Front and mass organisations")


class DocType(models.TextChoices):
    """NĐ 30/2020 App. III and Quy định 399-QĐ/TW, those that carry orders; names as printed."""

    DIRECTIVE = "Chỉ thị", pgettext_lazy("document type", "Directive")
    OFFICIAL_LETTER = "Công văn", pgettext_lazy("document type", "Official letter")
    TELEGRAM = "Công điện", pgettext_lazy("document type", "Urgent telegram")
    CONCLUSION_NOTICE = "Thông báo kết luận", pgettext_lazy("document type", "Notice of conclusions")
    NOTICE = "Thông báo", pgettext_lazy("document type", "Notice")
    CONCLUSION = "Kết luận", pgettext_lazy("document type", "Conclusion")
    PLAN = "Kế hoạch", pgettext_lazy("document type", "Plan")
    RESOLUTION = "Nghị quyết", pgettext_lazy("document type", "Resolution")
    DECISION = "Quyết định", pgettext_lazy("document type", "Decision")
    GUIDANCE = "Hướng dẫn", pgettext_lazy("document type", "Guidance")
    PROGRAMME = "Chương trình", pgettext_lazy("document type", "Programme")
    JOINT_PROGRAMME = "Chương trình phối hợp", pgettext_lazy("document type", "Joint programme")
    REGULATION = "Quy định", pgettext_lazy("document type", "Regulation")
    REPORT = "Báo cáo", pgettext_lazy("document type", "Report")
    ANNEX = "Phụ lục", pgettext_lazy("document type", "Annex")


class Urgency(models.TextChoices):
    NORMAL = "", _("Normal")
    URGENT = "khan", _("Urgent (khẩn)")
    VERY_URGENT = "thuong_khan", _("Very urgent (thượng khẩn)")
    IMMEDIATE = "hoa_toc", _("Immediate (hỏa tốc)")


class DirectiveState(models.TextChoices):
    IN_FORCE = "in_force", _("In force")
    AMENDED = "amended", _("Amended")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    NOTHING_TO_ASSIGN = "nothing_to_assign", _("Nothing to assign")


# No longer in force: nothing is assigned from it any more.
ENDED = frozenset({DirectiveState.SUPERSEDED, DirectiveState.WITHDRAWN, DirectiveState.EXPIRED})


class ChangeKind(models.TextChoices):
    """What a later document does to an earlier one, or an office to its own."""

    SUPERSEDE = "supersede", _("Superseded by another document")  # thay thế
    AMEND = "amend", _("Amended by another document")  # sửa đổi, bổ sung
    WITHDRAW = "withdraw", _("Withdrawn")  # thu hồi


CHANGES_TO = {
    ChangeKind.SUPERSEDE: DirectiveState.SUPERSEDED,
    ChangeKind.AMEND: DirectiveState.AMENDED,
    ChangeKind.WITHDRAW: DirectiveState.WITHDRAWN,
}


class Purpose(models.TextChoices):
    """Why a body is on the list (NĐ 30/2020 App. I II.9). Only "to do" implies work."""

    ADDRESSEE = "addressee", _("Addressed (Kính gửi)")
    TO_DO = "to_do", _("To carry out")
    TO_REPORT = "to_report", _("By way of report")
    TO_KNOW = "to_know", _("For information")
    TO_STORE = "to_store", _("For the file")
    UNSTATED = "", _("Recipient")


class Relation(models.TextChoices):
    BASIS = "basis", _("Based on")  # căn cứ
    CARRIES_OUT = "carries_out", _("Carries out")  # thực hiện
    REPLACES = "replaces", _("Replaces")  # thay thế
    AMENDS = "amends", _("Amends")  # sửa đổi
    ANSWERS = "answers", _("Answers")  # phúc đáp
    CITES = "cites", _("Mentions")


# The citations that say of another document that it no longer holds as it stood.
CHANGING = {Relation.REPLACES: ChangeKind.SUPERSEDE, Relation.AMENDS: ChangeKind.AMEND}

# What the cited document is to the one that cites it, read from its own page.
CITED_AS = {
    Relation.BASIS: _("Is the basis of"),
    Relation.CARRIES_OUT: _("Carried out by"),
    Relation.REPLACES: _("Replaced by"),
    Relation.AMENDS: _("Amended by"),
    Relation.ANSWERS: _("Answered by"),
    Relation.CITES: _("Mentioned in"),
}


class TaskKind(models.TextChoices):
    TASK = "task", _("Task")
    GROUP = "group", _("Heading")
    INFO = "info", _("Information")


class UnitRole(models.TextChoices):
    LEAD = "lead", _("Lead")  # chủ trì
    COORDINATING = "coordinating", _("Co-ordinating")  # phối hợp
    REQUESTED = "requested", _("Requested")  # đề nghị: the Front and mass organisations are asked, not ordered


class DeadlineKind(models.TextChoices):
    DATED = "dated", _("By a date")
    WITHIN = "within", _("Within N working days of receipt")
    PERIODIC = "periodic", _("Periodic")
    STANDING = "standing", _("Standing (thường xuyên)")
    EVENT = "event", _("By an event")
    AWAITING = "awaiting", _("Awaiting a condition")
    UNDETERMINED = "undetermined", _("Not set yet")


DAY_NEEDED = frozenset({DeadlineKind.DATED, DeadlineKind.WITHIN, DeadlineKind.EVENT})
REVIEW_NEEDED = frozenset({DeadlineKind.STANDING, DeadlineKind.AWAITING})


class DeadlineOrigin(models.TextChoices):
    DOCUMENT = "document", _("In the document")
    LEADER = "leader", _("Set by a leader")
    CLERK = "clerk", _("Proposed by the clerk")


class DraftState(models.TextChoices):
    READING = "reading", _("Being read")
    READY = "ready", _("To be checked")
    CONFIRMED = "confirmed", _("Confirmed")
    DISCARDED = "discarded", _("Discarded")
    FAILED = "failed", _("Could not be read")


class StepKind(models.TextChoices):
    """What a step on a draft did."""

    EDITED = "edited", _("fields changed")
    KIND = "kind", _("task, note or left out")
    SPLIT = "split", _("task split")
    MERGED = "merged", _("tasks merged")
    LEVEL = "level", _("level changed")
    ADDED = "added", _("task added")
    UNIT = "unit", _("unit chosen")
    SETTLED = "settled", _("difference settled")
    UNDONE = "undone", _("step undone")


class RevisedField(models.TextChoices):
    WORDS = "words", _("Exact words")
    TITLE = "short_title", _("Short title")


OPEN_DRAFT = frozenset({DraftState.READING, DraftState.READY, DraftState.FAILED})


class BatchState(models.TextChoices):
    RUNNING = "running", _("Being read")
    DONE = "done", pgettext_lazy("batch", "Read")
    CANCELLED = "cancelled", _("Stopped")


class LineState(models.TextChoices):
    """One file of a batch."""

    WAITING = "waiting", _("Waiting")
    READING = "reading", _("Being read")
    READ = "read", pgettext_lazy("batch", "Read")
    DUPLICATE = "duplicate", _("Entered before")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Stopped")


OPEN_LINE = frozenset({LineState.WAITING, LineState.READING})
