"""Signing in and out, language, theme, password, health. Only these pages are open to people not signed in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from .audit import record, register
from .clock import now
from .forms import SignInForm
from .health import troubles
from .services import person_language_set

register("user.password_changed")
THEMES = ("light", "dark")
ONE_YEAR = 365 * 24 * 3600


class SignIn(LoginView):
    template_name = "wards/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            record("user.signed_in", actor=form.get_user(), obj=form.get_user(), at=now())
        return response


@login_not_required
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Where the administration sends whom it does not let in: to the one page of signing in, or to a plain "no"."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", reverse("admin:index")))


class ChangePassword(PasswordChangeView):
    template_name = "wards/password.html"
    success_url = reverse_lazy("assignments:home")

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            record("user.password_changed", actor=form.user, obj=form.user, at=now())
        messages.success(self.request, _("Your password has been changed."))
        return response


def back(request: HttpRequest) -> str:
    """Where the form was, if that is on this host; else the first page."""
    page = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if safe else "/"


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or (empty) as the device has it; kept in a cookie, so the page of signing in has it too."""
    chosen = request.POST.get("theme", "")
    response = HttpResponseRedirect(back(request))
    if chosen in THEMES:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie("theme", chosen, max_age=ONE_YEAR, samesite="Lax", secure=secure, httponly=True)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Django's own page (its cookie rules this browser), which also remembers a signed-in person's choice."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        person_language_set(user=request.user, language=chosen)
    return set_language(request)


@login_not_required
@require_safe
@never_cache
def health_live(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nothing of the database: a database that is away is no reason to restart the web."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def health_ready(request: HttpRequest) -> JsonResponse:
    """200 once the database answers and has every migration; else 503 with what is wrong. A job that has not run makes
    it "degraded", still with 200: taking the pages away would mend nothing."""
    try:
        executor = MigrationExecutor(connection)
        pending = [f"{m.app_label}.{m.name}" for m, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "does not answer"}, status=503)
    if pending:
        return JsonResponse({"status": "unavailable", "migrations": pending}, status=503)
    found = troubles(now())
    return JsonResponse({"status": "degraded" if found else "ok", "database": "ok", "migrations": "ok"} | found)
