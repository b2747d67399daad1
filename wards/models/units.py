"""Units (đơn vị): the tree, its history of names, the names it goes by, and dated groups such as "các phường"."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..constraints import NoCycle, NoOverlap
from ..enums import AliasSource, Level, UnitKind
from ..folding import fold
from .dated import Dated, DatedQuerySet, ends_after_it_begins


class UnitQuerySet(DatedQuerySet):
    def under(self, unit: "Unit") -> Self:
        """The unit and everything below it."""
        return self.filter(path__startswith=unit.path)

    def archive_of(self, unit: "Unit") -> Self:
        """The unit, everything below it, and whatever these came from: whose work its people may read."""
        past = Unit.objects.filter(heirs__heir__path__startswith=unit.path).values("pk")
        return self.filter(models.Q(path__startswith=unit.path) | models.Q(pk__in=past))

    def find(self, text: str) -> Self:
        return self.filter(folded__contains=fold(text))


class Unit(Dated):
    """One body with an identity of its own. Its name and code may change: UnitVersion keeps every one;
    here stands the current one. Codes are reused after reforms (DOMAIN §3.3), so a code is not an identity."""

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    code = models.CharField(_("code"), max_length=40, blank=True, db_index=True)
    folded = models.CharField(max_length=400, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    # Identifiers of the ancestors and of the unit itself: "12/40/". A subtree is a prefix.
    path = models.CharField(max_length=200, editable=False, default="", db_index=True)
    protocol_order = models.PositiveIntegerField(_("protocol order"), default=1000)
    approves_first = models.BooleanField(
        _("leaders approve what is assigned"),
        default=False,
        help_text=_("What a clerk of this office assigns goes out only when a leader has approved it."),
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["protocol_order", "id"]
        verbose_name, verbose_name_plural = _("unit"), _("units")
        constraints = [
            ends_after_it_begins("unit_ends_after_it_begins"),
            models.CheckConstraint(
                name="unit_not_its_own_parent",
                condition=~models.Q(parent=models.F("id")),
                violation_error_message=_("A unit cannot belong to itself."),
            ),
            NoCycle(name="unit_no_cycle"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name


class UnitVersion(Dated):
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    code = models.CharField(_("code"), max_length=40, blank=True)
    parent = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(
        "wards.Succession", null=True, blank=True, on_delete=models.PROTECT, related_name="versions"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["unit_id", "valid_from"]
        constraints = [
            ends_after_it_begins("unitversion_ends_after_it_begins"),
            NoOverlap(name="unitversion_no_overlap", keys=("unit",)),
        ]


class UnitAlias(Dated):
    """Another way a unit or a group is written: "TTYT quận", "chính quyền các phường". Folded, so spelling does not
    matter: one meaning per text and day."""

    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="aliases")
    group = models.ForeignKey("UnitGroup", null=True, blank=True, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(_("as written"), max_length=200)
    folded = models.CharField(max_length=200, editable=False, db_index=True)
    source = models.CharField(max_length=10, choices=AliasSource, default=AliasSource.OFFICE)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["text", "id"]
        verbose_name, verbose_name_plural = _("alias"), _("aliases")
        constraints = [
            ends_after_it_begins("unitalias_ends_after_it_begins"),
            NoOverlap(
                name="unitalias_one_unit_per_text",
                keys=("folded",),
                violation_error_message=_("These words already stand for another unit or group on these dates."),
            ),
            models.CheckConstraint(
                name="unitalias_unit_or_group",
                condition=models.Q(unit=None, group__isnull=False) | models.Q(unit__isnull=False, group=None),
                violation_error_message=_("Give a unit or a group, not both."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        self.folded = fold(self.text)

    @property
    def meaning(self) -> "Unit | UnitGroup":
        """What the words stand for."""
        return self.unit or self.group  # type: ignore[return-value]


class UnitGroup(models.Model):
    """A set of units named together: "các phường"."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    # One form a line, as documents write it without the number: "UBND các phường", "UBND phường".
    forms = models.TextField(_("forms, one a line"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name, verbose_name_plural = _("group of units"), _("groups of units")

    def __str__(self) -> str:
        return self.name

    def members_on(self, day: dt.date) -> UnitQuerySet:
        """The units that belonged to the group on that day, in protocol order."""
        return Unit.objects.filter(pk__in=self.memberships.on(day).values("unit"))


class GroupMember(Dated):
    group = models.ForeignKey(UnitGroup, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("unit"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["unit__protocol_order", "unit_id"]
        verbose_name, verbose_name_plural = _("group member"), _("group members")
        constraints = [
            ends_after_it_begins("groupmember_ends_after_it_begins"),
            NoOverlap(name="groupmember_no_overlap", keys=("group", "unit")),
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.unit}"
