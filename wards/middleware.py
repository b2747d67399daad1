import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from .request_id import request_id

Handler = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """One id per request, in the log lines, the audit entries and the response."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
            return response
        finally:
            request_id.reset(token)


class PersonMiddleware:
    """A signed-in person's pages are theirs: never in a shared cache, and in their language unless they chose another."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not request.COOKIES.get("django_language"):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response
