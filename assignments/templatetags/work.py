"""Template tags of the pages of work: where an action is done."""

import datetime as dt

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from ..enums import Action
from ..figures import number_words
from ..models import Assignment
from ..reminders.runs import is_missed

register = template.Library()
register.filter("vnnumber", number_words)


@register.inclusion_tag("assignments/parts/not_reminded.html")
def not_reminded(now: dt.datetime) -> dict[str, bool]:
    """The banner of a working day on which the scan has not finished in time, for administrators."""
    return {"is_missed": is_missed(now)}


@register.simple_tag
def action_url(work: Assignment, action: str, here: str = "", kind: str = "") -> str:
    """The page of an action on this work, with the way back (`here`) and, for an instruction, its kind."""
    query = {"next": here} if here else {}
    if action == Action.INSTRUCT:
        more = {"row": str(work.pk)} | ({"kind": kind} if kind else {})
        return f"{reverse('assignments:bulk', args=[action])}?{urlencode(more | query)}"
    address = (
        reverse("assignments:submit", args=[work.pk])
        if action == Action.SUBMIT
        else reverse("assignments:act", args=[work.pk, str(action)])
    )
    return f"{address}?{urlencode(query)}" if query else address
