"""What became of a directive: superseded, amended or withdrawn, by which document, by whom, when and why."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wards.constraints import AppendOnly

from ..enums import ChangeKind
from .directive import Directive

FINAL = [ChangeKind.SUPERSEDE, ChangeKind.WITHDRAW]


class DirectiveChange(models.Model):
    """`by` is the document of the register that supersedes or amends it. What withdraws it may be a document that is
    not there (`number`, `dated`), or a reason alone. Never undone: the work it closed went on, or went back."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(_("what became of it"), max_length=10, choices=ChangeKind)
    by = models.ForeignKey(Directive, null=True, blank=True, on_delete=models.PROTECT, related_name="changed")
    number = models.CharField(_("number of the document that withdraws it"), max_length=60, blank=True)
    dated = models.DateField(_("its date"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["directive", "id"]
        verbose_name, verbose_name_plural = _("change of a directive"), _("changes of directives")
        constraints = [
            AppendOnly(name="directivechange_append_only"),
            models.UniqueConstraint(name="directivechange_once", fields=["directive", "by"]),
            models.UniqueConstraint(
                name="directivechange_ends_once", fields=["directive"], condition=Q(kind__in=sorted(FINAL))
            ),
            models.CheckConstraint(name="directivechange_by_another", condition=Q(by=None) | ~Q(by=F("directive"))),
            models.CheckConstraint(
                name="directivechange_says_by_what",
                condition=(~Q(kind=ChangeKind.WITHDRAW) & Q(by__isnull=False))
                | (Q(kind=ChangeKind.WITHDRAW, by=None) & (~Q(reason="") | (~Q(number="") & Q(dated__isnull=False)))),
                violation_error_message=_("Give the number and date of the document, or a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words} {self.document}".strip()

    @property
    def words(self) -> str:
        """What became of it, to be followed by the document."""
        return {
            ChangeKind.SUPERSEDE: gettext("Superseded by"),
            ChangeKind.AMEND: gettext("Amended by"),
            ChangeKind.WITHDRAW: gettext("Withdrawn by") if self.number else gettext("Withdrawn"),
        }[ChangeKind(self.kind)]

    @property
    def document(self) -> str:
        """The document that did it, with its date where it has one."""
        name, day = (str(self.by), self.by.issued_on) if self.by else (self.number, self.dated)
        return gettext("%(document)s of %(day)s") % {"document": name, "day": f"{day:%d/%m/%Y}"} if day else name
