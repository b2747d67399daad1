from collections.abc import Callable
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from ..models import User

UNPROCESSABLE = 422


def person(request: HttpRequest) -> User:
    """The signed-in person; the login middleware has seen to it that there is one."""
    return cast(User, request.user)


def require(right: Callable[[User], bool], request: HttpRequest) -> User:
    """403 for whoever has not the right."""
    user = person(request)
    if not right(user):
        raise PermissionDenied
    return user
