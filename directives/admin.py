from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from wards.folding import fold

from .models import IssuingBody


@admin.register(IssuingBody)
class IssuingBodyAdmin(admin.ModelAdmin):
    """Names, sides, terms of Party committees. Bodies come in with their first document; none is removed here."""

    list_display = ["name", "side", "level", "unit"]
    list_filter = ["side", "level"]
    search_fields = ["folded"]
    raw_id_fields = ["unit"]

    def save_model(self, request: HttpRequest, obj: IssuingBody, form: ModelForm, change: bool) -> None:
        obj.folded = fold(obj.name)
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: IssuingBody | None = None) -> bool:
        return False

    def get_search_results(self, request, queryset, search_term):  # type: ignore[no-untyped-def]
        """Found without diacritics too."""
        return super().get_search_results(request, queryset, fold(search_term))
