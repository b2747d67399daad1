from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from wards.admin import Register
from wards.folding import fold

from .models import IssuingBody


@admin.register(IssuingBody)
class IssuingBodyAdmin(Register):
    """Names, sides, terms of Party committees. Bodies come in with their first document; none is removed here."""

    list_display = ["name", "side", "level", "unit"]
    list_filter = ["side", "level"]
    list_select_related = ["unit"]
    search_fields = ["folded"]
    raw_id_fields = ["unit"]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        """Found without diacritics too."""
        return super().get_search_results(request, queryset, fold(search_term))
