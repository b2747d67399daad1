from typing import cast

from django.http import HttpRequest
from django.urls import reverse

from wards.models import User

from ..models import Directive, Draft

UNPROCESSABLE, CONFLICT = 422, 409


def person(request: HttpRequest) -> User:
    """The signed-in person; the login middleware has seen to it that there is one."""
    return cast(User, request.user)


def same_link(same: Directive | Draft) -> dict[str, str]:
    """Where an earlier entry of the same document is: the directive, or a draft still being checked."""
    name = "assignments:directive" if isinstance(same, Directive) else "directives:draft"
    return {"url": reverse(name, args=[same.pk]), "label": str(same)}
