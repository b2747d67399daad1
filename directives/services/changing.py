"""What becomes of a directive in the register; what becomes of its open work is decided with it (assignments)."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wards.audit import record, register
from wards.clock import today as day_of
from wards.models import User

from ..enums import CHANGES_TO, ENDED, ChangeKind
from ..models import Directive, DirectiveChange
from .errors import Refused

register("directive.supersede", "directive.amend", "directive.withdraw")


def directives_locked(*directives: Directive | None) -> list[Directive]:
    """The rows of the register locked, always in the same order. Inside a transaction."""
    keys = [directive.pk for directive in directives if directive]
    rows = Directive.objects.filter(pk__in=keys).select_related("office", "issuing_body")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _check(directive: Directive, kind: str, by: Directive | None) -> None:
    if directive.state in ENDED:
        words = _("%(directive)s is no longer in force: %(state)s.")
        raise Refused(words % {"directive": directive, "state": directive.get_state_display().lower()})
    if kind not in ChangeKind.values:
        raise ValidationError({"kind": _("Choose what becomes of the document.")})
    if kind == ChangeKind.WITHDRAW:
        return
    if by is None or by.office_id != directive.office_id:
        raise ValidationError({"by": _("Choose the document of your register that does it.")})
    if by.pk == directive.pk:
        raise ValidationError({"by": _("A document does not supersede or amend itself.")})
    if by.state in ENDED:
        raise ValidationError({"by": _("%(document)s is no longer in force itself.") % {"document": by}})
    if by.known_on < directive.known_on:
        words = _("%(document)s is older than %(directive)s.")
        raise ValidationError({"by": words % {"document": by, "directive": directive}})
    if DirectiveChange.objects.filter(directive=directive, by=by).exists():
        words = _("What %(document)s changes has been dealt with already.")
        raise Refused(words % {"document": by})


def _check_withdrawal(number: str, dated: dt.date | None, reason: str, today: dt.date) -> None:
    if bool(number) != (dated is not None):
        field = "dated" if number else "number"
        raise ValidationError({field: _("Give both the number and the date of the document.")})
    if not number and not reason:
        raise ValidationError({"reason": _("Give the number and date of the document, or a reason.")})
    if dated and dated > today:
        raise ValidationError({"dated": _("The document cannot be dated after today.")})


def change_record(
    *,
    directive: Directive,
    kind: str,
    by: Directive | None,
    actor: User,
    acting_for: User | None,
    now: dt.datetime,
    number: str = "",
    dated: dt.date | None = None,
    reason: str = "",
) -> DirectiveChange:
    """Writes the change and the new state of a directive that is locked; whoever calls has checked the right.

    Raises Refused (no longer in force; done already) and ValidationError by field: kind, by, number, dated, reason.
    """
    _check(directive, kind, by)
    number, reason = number.strip()[:60], reason.strip()[:1000]
    if kind == ChangeKind.WITHDRAW:
        _check_withdrawal(number, dated, reason, day_of(now))
        if dated and dated < directive.known_on:
            raise ValidationError({"dated": _("This is before the day of the document that is withdrawn.")})
    else:
        number, dated = "", None
    change = DirectiveChange.objects.create(
        directive=directive, kind=kind, by=by if kind != ChangeKind.WITHDRAW else None, number=number, dated=dated,
        reason=reason, actor=actor, at=now,
    )  # fmt: skip
    directive.state = CHANGES_TO[ChangeKind(kind)]
    directive.save(update_fields=["state"])
    record(
        f"directive.{kind}", actor=actor, acting_for=acting_for, obj=directive, at=now, document=change.document,
        reason=reason,
    )  # fmt: skip
    return change
