"""A deadline as somebody sets it: of which kind, its day, its words, its review, its recurrence; and what is wrong."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directives.enums import DAY_NEEDED, REVIEW_NEEDED, DeadlineKind, DeadlineOrigin
from directives.recurring import rules_checked
from wards.working_days import ONE_DAY, Calendar, add_working_days


@dataclass(frozen=True, slots=True)
class DeadlineSet:
    """A deadline as decided by the office. `on` is the last permitted day; periodic work has none of its own:
    `rule` says on which days its periods end, with the end of them all (directives.recurring)."""

    kind: str
    on: dt.date | None = None
    words: str = ""
    origin: str = DeadlineOrigin.CLERK
    reason: str = ""
    review_on: dt.date | None = None
    within_days: int | None = None
    rule: str = ""
    event: str = ""

    def problem(self, issued_on: dt.date | None, today: dt.date) -> tuple[str, str] | None:
        """(field, message) of what is wrong with it, or None."""
        if self.kind not in DeadlineKind.values:
            return "kind", _("Choose the kind of deadline.")
        if self.kind == DeadlineKind.WITHIN and not self.within_days:
            return "within_days", _("Give the number of working days.")
        if self.kind in DAY_NEEDED - {DeadlineKind.WITHIN} and self.on is None:
            return "on", _("Give the last day.")
        if self.kind == DeadlineKind.PERIODIC:
            return self._problem_of_rule(today)
        if any(day and not 2000 <= day.year < 2100 for day in (self.on, self.review_on)):
            return "on", _("This day is too far away: check the year.")
        if self.on and issued_on and self.on < issued_on:
            return "on", _("The deadline is before the directive was issued (%(day)s).") % {
                "day": f"{issued_on:%d/%m/%Y}"
            }
        if self.kind in REVIEW_NEEDED and self.review_on is None:
            return "review_on", _("Give the day on which this is looked at again.")
        if self.kind == DeadlineKind.UNDETERMINED and not self.reason.strip():
            return "reason", _("Say why there is no deadline yet.")
        return None

    def _problem_of_rule(self, today: dt.date) -> tuple[str, str] | None:
        if not self.rule:
            return "rule", _("Say how often, for example “ngày 25 hằng tháng”.")
        try:
            rules_checked(self.rule, None, today - ONE_DAY)
        except ValidationError as why:
            return "on" if why.code == "end" else "rule", why.messages[0]
        return None


def deadline_fields(deadline: DeadlineSet, received_on: dt.date, calendar: Calendar) -> dict[str, Any]:
    """The columns of a deadline, for work received on that day."""
    on = deadline.on
    if deadline.kind == DeadlineKind.WITHIN and on is None:  # a day shown on the screen is the day that holds
        on = add_working_days(received_on, deadline.within_days or 0, calendar)
    return {
        "deadline_kind": deadline.kind,
        "deadline_on": on,
        "deadline_words": deadline.words[:300],
        "deadline_origin": deadline.origin,
        "deadline_reason": deadline.reason.strip(),
        "review_on": deadline.review_on,
        "within_days": deadline.within_days,
        "rule": deadline.rule,
        "event": deadline.event,
    }
