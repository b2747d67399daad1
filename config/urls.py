from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from wards.views import admin_sign_in, language

urlpatterns = [
    path("", include("assignments.urls")),
    path("", include("directives.urls")),
    path("", include("wards.urls")),
    path("i18n/setlang/", language, name="set_language"),  # under Django's own name, which templates use
    path("admin/login/", admin_sign_in),  # one door: the administration has none of its own
    path("admin/password_change/", RedirectView.as_view(pattern_name="wards:password")),
    path("admin/", admin.site.urls),
]
