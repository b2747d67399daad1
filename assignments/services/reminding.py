"""What people set about reminders: which they want, when the letter comes, that an address works again."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wards.audit import record, register
from wards.models import User
from wards.permissions import can_administer

from ..enums import MUTABLE, Channel
from ..models import MorningHour, Preference, RefusedAddress

register("address.freed", "reminders.chosen")
EARLIEST, LATEST = dt.time(5, 30), dt.time(18)


@transaction.atomic
def address_free(*, refused: RefusedAddress, actor: User, now: dt.datetime) -> None:
    """The address takes mail again, says an administrator: from the next letter on it is written to."""
    if not can_administer(actor):
        raise PermissionDenied
    record("address.freed", actor=actor, obj=refused.user, at=now, error=refused.error)
    refused.delete()


@transaction.atomic
def reminders_choose(*, user: User, now: dt.datetime, muted: Collection[str], at: dt.time | None) -> None:
    """Which kinds the person does not want by mail, and when the morning letter comes (None: at the office's hour).

    Raises ValidationError at `muted` or `at`.
    """
    if not MUTABLE.issuperset(muted):
        raise ValidationError({"muted": _("This kind cannot be switched off.")})
    if at is not None and not EARLIEST <= at <= LATEST:
        words = _("Between %(first)s and %(last)s.") % {"first": f"{EARLIEST:%H:%M}", "last": f"{LATEST:%H:%M}"}
        raise ValidationError({"at": words})
    Preference.objects.filter(user=user, channel=Channel.EMAIL).delete()
    Preference.objects.bulk_create(
        [Preference(user=user, kind=kind, channel=Channel.EMAIL, is_wanted=False) for kind in sorted(muted)]
    )
    MorningHour.objects.filter(user=user).delete()
    if at is not None:
        MorningHour.objects.create(user=user, at=at)
    record("reminders.chosen", actor=user, obj=user, at=now, muted=sorted(muted), at_hour=f"{at:%H:%M}" if at else "")
