"""What people type when they ask, decide, instruct, delegate. Fields bear the names by which the services speak."""

import datetime as dt
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wards.enums import UNIT_ROLES, Role
from wards.models import Position, Unit, User
from wards.working_days import Calendar, add_working_days

from .enums import Action, Figure, InstructionKind
from .forms import ConfirmForm, DayField, ReasonForm
from .forms_deadline import ReviewedForm, SetDeadlineForm
from .models import Assignment

REPLY_WITHIN = 2  # working days proposed for an answer


def _words(label: Any, rows: int = 4, **more: Any) -> forms.CharField:
    more.setdefault("max_length", 1000)
    empty = {"required": _("Write a few words.")}
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), error_messages=empty, **more)


class AskExtensionForm(ReasonForm):
    until = DayField(label=_("New last day"), error_messages={"required": _("Give the new last day.")})
    reason = _words(_("Why more time is needed"), 3)
    so_far = _words(_("What has been done so far"), 3)
    field_order = ["until", "reason", "so_far"]


class ExtendForm(ReasonForm):
    until = DayField(label=_("New last day"), error_messages={"required": _("Give the new last day.")})
    field_order = ["until", "reason"]


class GrantForm(ReasonForm):
    until = DayField(label=_("New last day"), error_messages={"required": _("Give the new last day.")})
    reason = _words(_("Note to the unit"), 2, required=False)
    field_order = ["until", "reason"]

    def __init__(self, *args: Any, work: Assignment, **more: Any) -> None:
        initial = {"until": work.open_extension.asked_on} if work.open_extension else {}
        super().__init__(*args, work=work, **more | {"initial": initial})


class ApproveForm(ReasonForm):
    reason = _words(_("Note"), 2, required=False)


class BlockForm(ReasonForm):
    decider = forms.ModelChoiceField(
        label=_("Who must decide"),
        queryset=Unit.objects.none(),
        empty_label=_("Choose a unit"),
        error_messages={"required": _("Choose who must decide."), "invalid_choice": _("Choose who must decide.")},
    )
    field_order = ["reason", "decider"]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["decider"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.on(self.today).exclude(pk=self.work.unit_id)
        # The office itself first: most obstacles are the superior's to decide.
        office = self.work.directive.office_id
        units = sorted(field.queryset, key=lambda unit: unit.pk != office)
        field.widget.choices = [("", field.empty_label), *((unit.pk, unit.name) for unit in units)]


class UpholdForm(ReasonForm):
    corrects = forms.ChoiceField(
        label=_("What is corrected"), choices=Figure.choices, required=False, widget=forms.RadioSelect
    )
    day = DayField(label=_("The right day"), required=False)
    field_order = ["corrects", "day", "reason"]


class AnswerForm(ReasonForm):
    words = _words(_("Your answer"), max_length=2000)


class ReassignForm(ReasonForm):
    unit = forms.ModelChoiceField(
        label=_("To which unit"),
        queryset=Unit.objects.none(),
        empty_label=_("Choose a unit"),
        error_messages={"required": _("Choose a unit."), "invalid_choice": _("Choose a unit.")},
    )
    until = DayField(
        label=_("Last day for that unit"), required=False, help_text=_("If left empty: the present deadline.")
    )
    field_order = ["unit", "until", "reason"]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        root = self.work.directive.office.path.partition("/")[0]
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.on(self.today).filter(path__startswith=f"{root}/").exclude(pk=self.work.unit_id)


class ReassignManyForm(ReassignForm):
    """The same for work of several units: any unit of the offices' trees, of which the work's own are told later."""

    def __init__(self, *args: Any, works: Sequence[Assignment], **more: Any) -> None:
        super().__init__(*args, work=works[0], **more)
        roots = {work.directive.office.path.partition("/")[0] for work in works}
        under = reduce(or_, (Q(path__startswith=f"{root}/") for root in sorted(roots)))
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.on(self.today).filter(under)


class DelegateForm(ReasonForm):
    person = forms.ModelChoiceField(
        label=_("Who does it"),
        queryset=User.objects.none(),
        empty_label=_("Choose a person"),
        error_messages={"required": _("Choose a person."), "invalid_choice": _("Choose a person.")},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        held = Position.objects.on(self.today).filter(unit=self.work.unit_id, role__in=UNIT_ROLES)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=held.values("user"), is_active=True)


FORMS: dict[Action, type[ReasonForm]] = {
    Action.CONFIRM: ConfirmForm,
    Action.APPROVE: ApproveForm,
    Action.ASK_EXTENSION: AskExtensionForm,
    Action.EXTEND: ExtendForm,
    Action.GRANT: GrantForm,
    Action.SET_DEADLINE: SetDeadlineForm,
    Action.REVIEWED: ReviewedForm,
    Action.BLOCK: BlockForm,
    Action.UPHOLD: UpholdForm,
    Action.ANSWER: AnswerForm,
    Action.REASSIGN: ReassignForm,
    Action.DELEGATE: DelegateForm,
}


PROPOSED_WORDS: dict[str, Any] = {
    InstructionKind.URGE: _("Please say why it is late and on which day it will be done."),
    InstructionKind.EVIDENCE: _("Please add the evidence of the result."),
    InstructionKind.FIGURES: _("Please check the figures reported."),
}


class InstructForm(forms.Form):
    """An instruction to the rows that are ticked, with words and a day of answer proposed for its kind."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=_("Kind"), choices=InstructionKind.choices, widget=forms.RadioSelect)
    words = _words(_("Words"), 3, max_length=2000)
    reply_by = DayField(
        label=_("Answer by"), required=False, help_text=_("Leave it empty only for a comment that asks for no answer.")
    )
    by = forms.ModelChoiceField(label=_("In the name of"), queryset=User.objects.none(), empty_label=None)

    def __init__(
        self, *args: Any, works: Sequence[Assignment], today: dt.date, user: User, kind: str = "", **more: Any
    ) -> None:
        kind = kind if kind in InstructionKind.values else InstructionKind.URGE
        proposed = {"kind": kind, "words": PROPOSED_WORDS.get(kind, ""), "reply_by": reply_day(today)}
        super().__init__(*args, **more | {"initial": proposed})
        if Role.LEADER in user.roles:
            del self.fields["by"]
            return
        field = self.fields["by"]
        assert isinstance(field, forms.ModelChoiceField)
        leaders = leaders_of(works[0].directive.office, today)
        field.queryset = User.objects.filter(pk__in=[leader.pk for leader in leaders])


def reply_day(today: dt.date) -> dt.date:
    """The day proposed for an answer."""
    calendar = Calendar.load(today, today + dt.timedelta(days=60))
    return add_working_days(today, REPLY_WITHIN, calendar)


def leaders_of(office: Unit, today: dt.date) -> list[User]:
    """Who leads the office, its head first."""
    held = Position.objects.on(today).filter(unit=office, role=Role.LEADER, user__is_active=True)
    return [position.user for position in held.select_related("user").order_by("-is_head", "id")]
