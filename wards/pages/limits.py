"""The figures of the office: administrators change them with a reason, inspectors read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from .. import clock
from ..forms_limits import LimitsForm
from ..limits import KEYS
from ..limits import limits as held_limits
from ..models import Setting
from ..permissions import can_administer, can_inspect
from ..services.settings import settings_change
from .common import UNPROCESSABLE, require

SHOWN = 50  # of the history; the audit log holds the rest


@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: HttpRequest) -> HttpResponse:
    user = require(can_inspect, request)
    if request.method != "POST":
        return _page(request, LimitsForm(held=held_limits()))
    if not can_administer(user):
        raise PermissionDenied
    form = LimitsForm(request.POST, held=held_limits())
    if form.is_valid():
        try:
            rows = settings_change(values=form.values, actor=user, now=clock.now(), reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = ngettext("%(n)d figure has been changed.", "%(n)d figures have been changed.", len(rows))
            words = said % {"n": len(rows)} if rows else _("Nothing was different: nothing has been changed.")
            messages.success(request, words, extra_tags="limits")
            return redirect("wards:limits")
    return _page(request, form, UNPROCESSABLE)


def _page(request: HttpRequest, form: LimitsForm, status: int = 200) -> HttpResponse:
    history = list(Setting.objects.select_related("by")[:SHOWN])
    context = {
        "form": form,
        "held": [(key, held_limits()[code]) for code, key in KEYS.items()],
        "history": history,
        "may_change": can_administer(require(can_inspect, request)),
        "tab": "limits",
    }
    return render(request, "wards/limits.html", context, status=status)
