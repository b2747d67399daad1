"""How a deadline is typed: one form for the assign screen, for all its tasks, and for work that is under way."""

import datetime as dt
from itertools import islice
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from directives.checking import unlikely_day
from directives.enums import REVIEW_NEEDED, DeadlineKind
from directives.events import Events
from directives.forms.drawing import drawn_field
from directives.forms.fields import DayField, day_from
from directives.recurring import occurrences, rule_words, same_rules, understood, with_end
from directives.services.tasks import review_day
from wards import fields
from wards.working_days import ONE_DAY

from .forms import ReasonForm
from .models import Assignment
from .services import DeadlineSet

KINDS = DeadlineKind.choices
NEXT_DAYS = 3  # of a recurrence, shown under it
# The field of the form that holds each part of a deadline.
FIELDS = {"on": "day", "review_on": "day", "within_days": "days", "reason": "reason", "rule": "rule"}
WORDED = frozenset({DeadlineKind.EVENT, DeadlineKind.AWAITING})  # said in words: which event, which condition


class DeadlineForm(forms.Form):
    """One deadline. `day`: the last permitted day, that on which standing or waiting work is looked at again, or the
    end of what comes back."""

    kind = forms.ChoiceField(label=_("Deadline"), choices=KINDS, required=False)
    day = DayField(label=_("Last day, day of review, or end of the periods"), required=False)
    days = forms.IntegerField(
        label=_("Working days"), required=False, min_value=1, max_value=500, widget=forms.TextInput
    )
    rule = forms.CharField(
        label=_("How often"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "ngày 25 hằng tháng", "list": "known-rules"}),
    )
    words = forms.CharField(label=_("Which event or condition"), required=False, max_length=300)
    reason = forms.CharField(label=_("Why not set yet"), required=False, max_length=300)

    # What one kind alone needs says so in data-for: the script hides it for the others.
    own_parts: dict[str, tuple[DeadlineKind, ...]] = {
        "day": tuple(kind for kind in DeadlineKind if kind != DeadlineKind.UNDETERMINED),
        "days": (DeadlineKind.WITHIN,),
        "rule": (DeadlineKind.PERIODIC,),
        "words": (DeadlineKind.EVENT, DeadlineKind.AWAITING),
        "reason": (DeadlineKind.UNDETERMINED,),
    }
    today = dt.date.max
    document_words = ""  # as the document writes the deadline: it may name the day of the week

    @property
    def drawn(self) -> SafeString:
        """The row of fields."""
        parts = [drawn_field(self["kind"])]
        parts += [
            f'<div data-for="{" ".join(kinds)}">{drawn_field(self[name])}</div>'
            for name, kinds in self.own_parts.items()
        ]
        parts.append(f'<p class="hint" data-for="{DeadlineKind.PERIODIC.value}">{escape(self.periods)}</p>')
        return mark_safe(f'<div class="form-row" data-deadline>{"".join(parts)}</div>')  # noqa: S308 - escaped parts

    @property
    def periods(self) -> str:
        """How the recurrence is understood, with the next days on which it falls due; nothing where it is not."""
        rules, end = self._understood(str(self["rule"].value() or "")), self.typed_day
        if self["kind"].value() != DeadlineKind.PERIODIC or not rules or not end:
            return ""
        given = DeadlineSet(DeadlineKind.PERIODIC, rule=with_end(rules, end))
        if given.problem(None, self.today):
            return ""
        days = islice(occurrences(given.rule, self.today - ONE_DAY), NEXT_DAYS)
        return f"{rule_words(given.rule)}: {', '.join(f'{one.on:%d/%m/%Y}' for one in days)} …"

    def _understood(self, typed: str) -> str:
        return understood(typed, self.document_words)

    @property
    def typed_day(self) -> dt.date | None:
        """The day as it stands in the form, where it is one."""
        try:
            return day_from(str(self["day"].value() or ""))
        except ValidationError:
            return None

    def clean(self) -> dict[str, Any]:
        """An event named without a day has the one that the calendar gives it; a new number of days has its own, not
        the day that the sheet was opened with."""
        data = super().clean() or {}
        if data.get("kind") == DeadlineKind.WITHIN and self._is_left(data.get("day")):
            data["day"] = ""
        if data.get("kind") == DeadlineKind.EVENT and data.get("words") and not data.get("day") and not self.errors:
            day = Events.load(self.today).last_day(data["words"])
            data["day"] = day.isoformat() if day else ""
        return data

    def _is_left(self, day: str | None) -> bool:
        """The day that the sheet was opened with, under another kind or number of days."""
        return day == self.initial.get("day") and bool({"kind", "days"} & set(self.changed_data))

    def check(self, issued_on: dt.date | None) -> None:
        """Puts what is wrong with the deadline at its field. Only of a valid form."""
        day = self.typed_day
        if day and (unlikely := unlikely_day(day, self.today)):
            self.add_error("day", unlikely)
        elif problem := self.given.problem(issued_on, self.today):
            self.add_error(FIELDS.get(problem[0], "kind"), problem[1])

    @property
    def given(self) -> DeadlineSet:
        """What was typed, as a deadline. Only of a valid form."""
        data = self.cleaned_data
        kind, day = data["kind"], dt.date.fromisoformat(data["day"]) if data["day"] else None
        is_review = kind in REVIEW_NEEDED
        return DeadlineSet(
            kind,
            words=data["words"] if kind in WORDED else "",
            on=None if is_review or kind in (DeadlineKind.UNDETERMINED, DeadlineKind.PERIODIC) else day,
            review_on=day if is_review else None,
            within_days=data["days"] if kind == DeadlineKind.WITHIN else None,
            rule=self._rule(day) if kind == DeadlineKind.PERIODIC else "",
            reason=data["reason"] if kind == DeadlineKind.UNDETERMINED else "",
            event=data["words"][:80] if kind == DeadlineKind.EVENT else "",
        )

    def _rule(self, end: dt.date | None) -> str:
        """What was typed as stored rules; as typed where it is not understood, so that the check can say so."""
        typed = self.cleaned_data["rule"]
        rules = self._understood(typed)
        return with_end(rules, end) if rules and end else rules or typed


class SetDeadlineForm(DeadlineForm, ReasonForm):
    """The deadline of one assignment, as it stands or, where none is set yet, to be a day. One reason serves both: why
    the last day changes, or why there is none yet."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        help_text=_("Needed where a last day changes, and where there is to be none yet."),
    )
    own_parts = {name: kinds for name, kinds in DeadlineForm.own_parts.items() if name != "reason"}

    def __init__(self, *args: Any, work: Assignment, initial: dict[str, Any] | None = None, **more: Any) -> None:
        super().__init__(*args, work=work, initial=_as_it_stands(work) | (initial or {}), **more)
        self.document_words = work.deadline_words

    @property
    def drawn(self) -> SafeString:
        reason = self["reason"]
        hint = f'<p class="hint" id="{reason.auto_id}_helptext">{escape(reason.help_text)}</p>'
        return mark_safe(f"{super().drawn}{drawn_field(reason)}{hint}")  # noqa: S308 - escaped parts

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            self.cleaned_data = data
            self.check(self.work.directive.issued_on)
        return data

    def add_error(self, field: str | None, error: Any) -> None:
        """The service speaks of the parts of a deadline; each belongs to a field of this form."""
        if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
            error = ValidationError({FIELDS.get(name, name): found for name, found in error.error_dict.items()})
        super().add_error(field, error)

    @property
    def asked(self) -> dict[str, Any]:
        return {"deadline": self.given, "reason": self.cleaned_data["reason"]}


def _as_it_stands(work: Assignment) -> dict[str, Any]:
    kind = work.deadline_kind
    if kind in (DeadlineKind.UNDETERMINED, DeadlineKind.PERIODIC):
        kind = DeadlineKind.DATED  # what is wanted now; of periodic work the day of this period
    day = work.deadline_on or work.review_on
    said = understood(work.deadline_words)
    return {
        "kind": kind,
        "day": day.isoformat() if day else "",
        "days": work.within_days,
        "rule": work.deadline_words if said and same_rules(said, work.rule) else work.rule,
        "words": work.deadline_words if kind in WORDED else "",
    }


class ReviewedForm(ReasonForm):
    """Standing or waiting work goes on: until when it is next looked at."""

    review_on = fields.DayField(
        label=_("Next review on"), error_messages={"required": _("Give the day on which this is looked at again.")}
    )
    reason = forms.CharField(label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ["review_on", "reason"]

    def __init__(self, *args: Any, today: dt.date, initial: dict[str, Any] | None = None, **more: Any) -> None:
        super().__init__(*args, today=today, initial={"review_on": review_day(today)} | (initial or {}), **more)
