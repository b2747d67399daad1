"""One action on many rows: what will be done and what will not, and why; then it is done, and told."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from directives.enums import DeadlineKind
from directives.recurring import USUAL
from wards import clock
from wards.models import User

from ..enums import Action
from ..filters import listed
from ..forms import ReasonForm
from ..forms_requests import FORMS, InstructForm, ReassignManyForm
from ..models import Assignment
from ..models.assignment import AssignmentQuerySet
from ..selectors.rows import Row, rows_of, work_of
from ..services.bulk import BULK
from ..services.deeds import Deed, Outcome
from ..services.reassigning import new_day
from .common import BULK_ROLES, back_to, person, require_role
from .words import WORDS

MOST = 5000  # rows of one action
SHOWN = 100  # of those it will be done to, each with a box to leave it out; of more none can be left out
NAMED = 20  # rows named under each reason why not


def _keys(params: QueryDict, name: str) -> set[int]:
    """Keys given one by one or, for many, divided by commas."""
    found = ",".join(params.getlist(name)).split(",")
    return {int(key) for key in found if key.isdecimal() and len(key) < 19}


def _chosen(request: HttpRequest, params: QueryDict) -> AssignmentQuerySet:
    """The rows named, or all that the list's query string finds (`all`, `filter`); within the person's scope."""
    if params.get("all"):
        return listed(QueryDict(params.get("filter", "")), request, clock.now()).rows
    keys = _keys(params, "row") | _keys(params, "offered") | _keys(params, "left")
    return work_of(person(request)).filter(pk__in=keys)


def _form(action: Action, data: QueryDict | None, works: Sequence[Assignment], user: User, kind: str) -> forms.Form:
    """The form of the single action, where it needs no more for many."""
    today = clock.today()
    if action == Action.INSTRUCT:
        return InstructForm(data, works=works, today=today, user=user, kind=kind)
    if action == Action.REASSIGN:
        return ReassignManyForm(data, action=action, works=works, today=today)
    # Of many, none's own deadline is proposed for the others.
    initial = dict.fromkeys(("day", "days", "rule", "words"), "") if action == Action.SET_DEADLINE else None
    return FORMS.get(action, ReasonForm)(data, action=action, work=works[0], today=today, initial=initial)


def _effect(row: Row, action: Action, data: dict[str, Any]) -> str:
    """What becomes of this row, where the data says so."""
    if action == Action.EXTEND and data.get("until"):
        return f"{row.work.deadline_on:%d/%m/%Y} → {data['until']:%d/%m/%Y}"
    if action == Action.SET_DEADLINE and data.get("deadline"):
        old, new = (f"{day:%d/%m/%Y}" if day else "—" for day in (row.work.deadline_on, data["deadline"].on))
        return f"{old} → {new}" if new != "—" else str(DeadlineKind(data["deadline"].kind).label)
    if action == Action.REASSIGN and data.get("unit"):
        day = new_day(row.work, data.get("until"))
        words = _("closed; new for %(unit)s, by %(day)s") if day else _("closed; new for %(unit)s")
        return words % {"unit": data["unit"].name, "day": f"{day:%d/%m/%Y}" if day else ""}
    return ""


def _asked(form: forms.Form) -> dict[str, Any]:
    """What the service is given. Only of a valid form."""
    return form.asked if isinstance(form, ReasonForm) else form.cleaned_data


def _joined(rows: Iterable[Assignment]) -> str:
    return ",".join(str(row.pk) for row in rows)


def _is_ticked(request: HttpRequest, row: Row) -> bool:
    """All at first; what the person has left out stays left out."""
    left_out = _keys(request.POST, "offered") - _keys(request.POST, "row")
    return row.work.pk not in left_out


def _named(rows: Sequence[Assignment]) -> str:
    names = "; ".join(str(row) for row in rows[:NAMED])
    more = len(rows) - NAMED
    return names + (ngettext("; and %(n)d more", "; and %(n)d more", more) % {"n": more} if more > 0 else "")


def _decided(deed: Deed, form: forms.Form) -> str:
    """The values on which it depends to which rows it can be done: the preview must have been of the same."""
    values = (form.cleaned_data.get(name) for name in deed.decides)
    return "|".join(str(getattr(value, "pk", value) or "") for value in values)


def _tell(request: HttpRequest, action: Action, outcome: Outcome) -> None:
    n = len(outcome.will)
    words = ngettext("%(action)s: done for %(n)d piece of work.", "%(action)s: done for %(n)d pieces of work.", n)
    messages.success(request, words % {"action": action.label, "n": n}, extra_tags=f"many-{action.value}")
    for why, rows in outcome.groups:
        n = len(rows)
        words = ngettext("Not done for %(n)d: %(rows)s. %(why)s", "Not done for %(n)d: %(rows)s. %(why)s", n)
        messages.warning(request, words % {"n": n, "rows": _named(rows), "why": why})


def _preview(
    request: HttpRequest, deed: Deed, form: forms.Form, outcome: Outcome, *, is_new: bool, changed: bool = False
) -> HttpResponse:
    """The page before anything is done. `is_new`: what is typed has not been previewed as it stands."""
    user, today = person(request), clock.today()
    data = _asked(form) if form.is_bound and form.is_valid() else {}
    shown = rows_of(outcome.will[:SHOWN], user, today)
    refused = [(words, rows_of(rows[:NAMED], user, today), len(rows)) for words, rows in outcome.groups]
    context = {
        "action": deed.action,
        "words": WORDS[deed.action],
        "form": form,
        "will": [(row, _effect(row, deed.action, data), _is_ticked(request, row)) for row in shown],
        "will_n": len(outcome.will),
        "will_keys": _joined(outcome.will),
        "more_n": len(outcome.will) - len(shown),
        "wont": [(words, rows, n, n - len(rows)) for words, rows, n in refused],
        "wont_n": len(outcome.wont),
        "left": _joined(row for row, _why in outcome.wont),
        "looks_first": bool(deed.decides) and not data,
        "is_deadline": deed.action == Action.SET_DEADLINE,
        "usual_rules": USUAL,
        "previewed": _decided(deed, form) if data else "",
        "is_new": is_new,
        "changed": changed,
        "back": _back(request),
    }
    status = 422 if form.errors else 409 if changed else 200
    return render(request, "assignments/bulk.html", context, status=status)


def _back(request: HttpRequest) -> str:
    return back_to(request, reverse("assignments:list"))


def _sorted_out(deed: Deed, form: forms.Form, works: Sequence[Assignment], user: User, now: dt.datetime) -> Outcome:
    """What will be done as the form stands; where the form is wrong, what could be done at all."""
    if form.is_bound and form.is_valid():
        try:
            return deed.sort_out(works, user, now, **_asked(form))
        except ValidationError as error:
            form.add_error(None, error)
    return deed.foresee(works, user, now)


def _confirm(request: HttpRequest, deed: Deed, form: forms.Form, works: Sequence[Assignment]) -> HttpResponse:
    """Done where the form is right and is what was previewed; else the preview of what was typed."""
    user, now, keys = person(request), clock.now(), _keys(request.POST, "row")
    chosen = [work.pk for work in works if work.pk in keys]
    outcome = _sorted_out(deed, form, works, user, now)
    if not chosen:
        form.add_error(None, _("Choose at least one piece of work."))
    if form.errors or request.POST.get("previewed", "") != _decided(deed, form):
        return _preview(request, deed, form, outcome, is_new=not form.errors)
    done = deed.on_many(chosen, user, now, **_asked(form))
    if not done.will:
        return _preview(request, deed, form, outcome, is_new=False, changed=True)
    _tell(request, deed.action, done)
    return redirect(_back(request))


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest, action: str) -> HttpResponse:
    """GET and the first POST show what would be done; a POST with `confirm` does it. 404 where no row is found."""
    require_role(request, BULK_ROLES)
    if action not in BULK:
        raise Http404
    user, params = person(request), request.POST if request.method == "POST" else request.GET
    deed = BULK[Action(action)]
    by_deadline = (F("deadline_on").asc(nulls_last=True), "unit__protocol_order", "id")
    works = list(_chosen(request, params).order_by(*by_deadline)[: MOST + 1])
    if len(works) > MOST:
        messages.warning(request, _("At most %(n)d at a time. Narrow the filter and try again.") % {"n": MOST})
        return redirect(_back(request))
    if not works and request.method == "POST" and not (params.get("all") or params.get("row")):
        messages.warning(request, _("Choose at least one piece of work."))
        return redirect(_back(request))
    if not works:
        raise Http404
    if request.method == "POST" and params.get("confirm"):
        return _confirm(request, deed, _form(deed.action, request.POST, works, user, ""), works)
    form = _form(deed.action, None, works, user, params.get("kind", ""))
    return _preview(request, deed, form, deed.foresee(works, user, clock.now()), is_new=False)
