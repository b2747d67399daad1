"""People (cán bộ) and the positions they hold. No birth date, no identity number, no photograph (DOMAIN §7.2)."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..clock import date_of, now
from ..constraints import NoOverlap
from ..enums import Role
from ..folding import name_sort_key
from .dated import Dated, DatedQuerySet, ends_after_it_begins
from .units import Unit


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        fields.setdefault("full_name", username)
        user = self.model(username=username, **fields)
        user.sort_key = name_sort_key(user.full_name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    username = models.CharField(_("user name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    full_name = models.CharField(_("full name"), max_length=120)
    sort_key = models.CharField(max_length=120, editable=False, default="")
    email = models.EmailField(_("work e-mail"), blank=True)
    phone = models.CharField(_("work phone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"), max_length=5, default="vi", choices=[("vi", _("Vietnamese")), ("en", _("English"))]
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    joined_at = models.DateTimeField(default=now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name, verbose_name_plural = _("person"), _("people")

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @cached_property
    def _positions(self) -> list["Position"]:
        """Read once per request: a `User` lives no longer. One query: own positions, those in which the person acts
        for another today, and own ones that ended together with their unit."""
        day = date_of()
        acting = models.Q(delegations__deputy=self, delegations__valid_from__lte=day, delegations__valid_to__gt=day)
        ended_with_unit = models.Q(user=self, valid_to__lte=day, valid_to=models.F("unit__valid_to"))
        valid = models.Q(pk__in=Position.objects.on(day).filter(models.Q(user=self) | acting).values("pk"))
        found = list(Position.objects.filter(valid | ended_with_unit).select_related("unit", "user"))
        for position in found:
            if position.user_id != self.pk:
                position.acting_for = position.user
        return found

    @cached_property
    def held(self) -> list["Position"]:
        """Positions held today, the person's own before those in which they act for another (`acting_for`)."""
        day = date_of()
        valid = [position for position in self._positions if position.is_valid_on(day)]
        return sorted(valid, key=lambda position: position.acting_for is not None)

    @cached_property
    def kept(self) -> list["Position"]:
        """Positions that ended with their unit: what it did may still be read, nothing done."""
        day = date_of()
        return [position for position in self._positions if not position.is_valid_on(day)]

    def forget_positions(self) -> None:
        """What the person may do has just changed."""
        for name in ("_positions", "held", "kept"):
            self.__dict__.pop(name, None)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(position.role for position in self.held)


class Position(Dated):
    """Person ↔ unit, with a title and a role, from–to. One person may hold several (DOMAIN §3.1)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="positions", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions", verbose_name=_("unit"))
    title = models.CharField(_("title"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=15, choices=Role)
    is_head = models.BooleanField(_("heads the unit"), default=False)
    acting_for: User | None = None  # set on the positions of another in which a deputy acts today (User.held)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["unit__protocol_order", "id"]
        verbose_name, verbose_name_plural = _("position"), _("positions")
        constraints = [
            ends_after_it_begins("position_ends_after_it_begins"),
            NoOverlap(
                name="position_one_head",
                keys=("unit",),
                when="is_head",
                violation_error_message=_("The unit already has a head on these dates."),
            ),
            NoOverlap(name="position_no_overlap", keys=("user", "unit", "role")),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.title or self.get_role_display()} · {self.unit}"


def heads_on(day: dt.date) -> "models.QuerySet[Position]":
    """Positions that head their unit on that day, of people who can still sign in."""
    return Position.objects.on(day).filter(is_head=True, user__is_active=True)
