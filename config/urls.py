from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("assignments.urls")),
    path("", include("directives.urls")),
    path("", include("wards.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
