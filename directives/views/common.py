from typing import cast

from django.http import HttpRequest

from wards.models import User

UNPROCESSABLE, CONFLICT = 422, 409


def person(request: HttpRequest) -> User:
    """The signed-in person; the login middleware has seen to it that there is one."""
    return cast(User, request.user)
