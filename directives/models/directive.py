"""Directives (văn bản chỉ đạo), who issued them, to whom they went, what they cite."""

import datetime as dt
from collections.abc import Sequence
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wards.enums import OFFICE_ROLES, Level
from wards.folding import fold
from wards.models import Unit, UnitGroup, User

from ..enums import CITED_AS, DirectiveState, DocType, Purpose, Relation, Side, Urgency


class IssuingBody(models.Model):
    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200, unique=True, editable=False)
    side = models.CharField(_("side"), max_length=5, choices=Side)
    level = models.CharField(_("level"), max_length=10, choices=Level, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Days on which a term (nhiệm kỳ) of a Party committee began, ISO, ascending: its numbers restart there.
    terms = models.JSONField(_("terms began on"), default=list, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name, verbose_name_plural = _("issuing body"), _("issuing bodies")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """ValidationError at `name` where another body bears it, at `terms` where they are no list of ISO days."""
        self.folded = fold(self.name)
        if IssuingBody.objects.filter(folded=self.folded).exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("There is an issuing body of this name already.")})
        try:
            self.terms = sorted({dt.date.fromisoformat(day).isoformat() for day in self.terms or []})
        except (TypeError, ValueError):
            words = _('Write the days as a list of YYYY-MM-DD, for example ["2020-08-15", "2025-08-15"].')
            raise ValidationError({"terms": words}) from None


class DirectiveQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Directives of the offices that the person serves, with everything under them and before them. Nobody else's.

        Units reach a directive through their own assignments (assignments.selectors)."""
        scope = Q(pk__in=[])
        for position in [*user.held, *user.kept]:
            if position.role in OFFICE_ROLES:
                scope |= Q(office__in=Unit.objects.archive_of(position.unit).values("pk"))
        return self.filter(scope)

    def find(self, text: str) -> Self:
        return self.filter(folded__contains=fold(text))


class Directive(models.Model):
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="directives", verbose_name=_("followed by"))
    issuing_body = models.ForeignKey(
        IssuingBody, on_delete=models.PROTECT, related_name="directives", verbose_name=_("issuing body")
    )
    side = models.CharField(max_length=5, choices=Side)
    doc_type = models.CharField(_("type"), max_length=40, choices=DocType)
    number = models.CharField(_("number and symbol"), max_length=60, blank=True)
    number_key = models.CharField(max_length=60, blank=True, editable=False)
    # State numbers restart each year, Party numbers each term of the committee (DOMAIN §1.2).
    numbering_key = models.CharField(max_length=20, blank=True, editable=False)
    place = models.CharField(_("place"), max_length=80, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    received_on = models.DateField(_("received on"))
    meeting_on = models.DateField(_("meeting on"), null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=600)
    folded = models.CharField(max_length=700, editable=False)
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency, blank=True, default="")
    signing_authority = models.JSONField(
        _("authority"), default=list, blank=True
    )  # ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", …]
    signer_title = models.CharField(_("signer's title"), max_length=120, blank=True)
    signer = models.CharField(_("signer"), max_length=120, blank=True)
    text = models.TextField(_("full text"))
    state = models.CharField(_("state"), max_length=20, choices=DirectiveState, default=DirectiveState.IN_FORCE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-id"]
        verbose_name, verbose_name_plural = _("directive"), _("directives")
        indexes = [
            models.Index(fields=["office", "-received_on", "-id"], name="directive_list"),
            models.Index(fields=["number_key"], name="directive_number"),
        ]
        constraints = [
            # Each office keeps a register of its own. The symbol already holds the type (924-CV/QU), so a type chosen
            # wrongly does not let a second one in.
            models.UniqueConstraint(
                name="directive_once",
                fields=["office", "issuing_body", "numbering_key", "number_key"],
                condition=~Q(number_key=""),
                violation_error_message=_("This document is already in the register."),
            ),
            models.CheckConstraint(
                name="directive_issued_before_received",
                condition=Q(issued_on=None) | Q(issued_on__lte=F("received_on")),
                violation_error_message=_("It cannot have been received before it was issued."),
            ),
        ]

    remarks: Sequence[str] = ()  # what the clerk who confirmed it should know; not kept

    def __str__(self) -> str:
        return self.number or f"{self.get_doc_type_display()}: {self.subject[:60]}"

    @property
    def known_on(self) -> dt.date:
        """The day whose register of units the document means: its issue date, or the day it came in."""
        return self.issued_on or self.received_on


class Recipient(models.Model):
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="recipients")
    words = models.CharField(max_length=400)
    purpose = models.CharField(max_length=10, choices=Purpose, blank=True, default="")
    order = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(UnitGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["directive", "order"]
        constraints = [models.UniqueConstraint(name="recipient_order", fields=["directive", "order"])]

    def __str__(self) -> str:
        return self.words


class Citation(models.Model):
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="citations")
    words = models.CharField(max_length=400, blank=True)
    number = models.CharField(max_length=60)
    number_key = models.CharField(max_length=60, db_index=True)
    doc_type = models.CharField(max_length=40, blank=True)  # as printed: "Công văn", "Nghị quyết"
    issued_on = models.DateField(null=True, blank=True)
    body = models.CharField(max_length=200, blank=True)
    relation = models.CharField(max_length=12, choices=Relation, default=Relation.CITES)
    target = models.ForeignKey(Directive, null=True, blank=True, on_delete=models.PROTECT, related_name="cited_by")
    # Whoever linked or unlinked it by hand: no later arrival changes that.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["directive", "id"]
        constraints = [
            models.UniqueConstraint(name="citation_once", fields=["directive", "number_key"]),
            models.CheckConstraint(name="citation_of_another", condition=Q(target=None) | ~Q(target=F("directive"))),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def cited_as(self) -> str:
        """The relation as the cited document sees it: "Replaced by"."""
        return str(CITED_AS[Relation(self.relation)])
