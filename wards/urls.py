from django.contrib.auth.views import LogoutView
from django.urls import path

from . import views
from .pages import absence, calendar, limits, succession, tree

app_name = "wards"
urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
    path("password/", views.ChangePassword.as_view(), name="password"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<int:year>/seed/", calendar.seed, name="calendar_seed"),
    path("organisation/", tree.tree, name="tree"),
    path("organisation/units/<int:pk>/", tree.unit, name="unit"),
    path("absences/", absence.absences, name="absences"),
    path("absences/new/", absence.absence, name="absence"),
    path("absences/<int:pk>/end/", absence.end, name="absence_end"),
    path("organisation/units/<int:pk>/rename/", tree.rename, name="rename"),
    path("organisation/changes/", succession.changes, name="changes"),
    path("organisation/changes/new/", succession.decision, name="change_new"),
    path("organisation/changes/<int:pk>/", succession.decision, name="change_decision"),
    path("organisation/changes/<int:pk>/units/", succession.units, name="change_units"),
    path("organisation/changes/<int:pk>/links/", succession.links, name="change_links"),
    path("organisation/changes/<int:pk>/discard/", succession.discard, name="change_discard"),
    path("organisation/figures/", limits.limits, name="limits"),
    path("health/live", views.health_live, name="health_live"),
    path("health/ready", views.health_ready, name="health_ready"),
]
