from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .clock import now


def office(request: HttpRequest) -> dict[str, Any]:
    """What every page shows: the person's roles, the hour, the office's name, the chosen theme."""
    user = getattr(request, "user", None)
    theme = request.COOKIES.get("theme", "")
    return {
        "roles": user.roles if user and user.is_authenticated else frozenset(),
        "now": now(),
        "office_name": settings.OFFICE_NAME,
        "theme": theme if theme in ("light", "dark") else "",
    }
