from django.contrib import admin
from django.urls import include, path

from wards.views import language

urlpatterns = [
    path("", include("assignments.urls")),
    path("", include("directives.urls")),
    path("", include("wards.urls")),
    path("i18n/setlang/", language, name="set_language"),  # under Django's own name, which templates use
    path("admin/", admin.site.urls),
]
