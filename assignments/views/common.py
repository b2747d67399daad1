"""What the pages of work share: the person, the scoped object, the right, the way back."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from wards.enums import Role
from wards.models import User

from ..enums import Action
from ..models import Assignment
from ..permissions import has_right
from ..selectors.rows import work_of
from ..services.bulk import BULK


def person(request: HttpRequest) -> User:
    """The signed-in person; the login middleware has seen to it that there is one."""
    return cast(User, request.user)


def require_role(request: HttpRequest, roles: frozenset[str]) -> None:
    """403 for a page that belongs to other roles."""
    if not roles & person(request).roles:
        raise PermissionDenied


def visible_or_404(request: HttpRequest, pk: int) -> Assignment:
    return get_object_or_404(work_of(person(request)), pk=pk)


def require_right(user: User, work: Assignment, action: Action) -> None:
    """403 where the person is not on the side that does this, or has asked or reported what is to be decided.

    A state that does not allow it (any more) is no matter of right: the service says so in words.
    """
    if not has_right(user, work, action):
        raise PermissionDenied


def to_decide_pill(n: int) -> dict[str, Any]:
    """What waits for the person's own unit to decide, as components/pill.html takes it."""
    return {
        "url": f"{reverse('assignments:list')}?only=to_decide",
        "label": _("Obstacles for us to decide"),
        "n": n,
        "code": "needs_deadline",
        "sign": "gavel",
        "note": "",
        "current": False,
    }


BULK_ROLES = frozenset({Role.CLERK, Role.LEADER})


def bulk_bar(user: User, query: str = "", n: int = 0) -> dict[str, Any] | None:
    """What parts/bulk_bar.html takes; None for whoever has nothing to do with many rows at once. `query`: the query
    string of the list that finds all `n` rows of which the page may show a part; without it there is no "all"."""
    if not user.roles & BULK_ROLES:
        return None
    return {"actions": [action for action in BULK if action != Action.APPROVE], "query": query, "n": n}


def back_to(request: HttpRequest, default: str) -> str:
    """The page the person came from (`next`), if it is on this host; else `default`."""
    page = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if safe else default
