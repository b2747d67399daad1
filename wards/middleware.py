import uuid
from collections.abc import Callable

from django.conf import settings
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
    """The page's language: the browser's choice here, else the person's, else the office's (Vietnamese). What the
    browser announces does not count: half the offices' machines announce English. And a signed-in person's pages
    are theirs alone, never in a shared cache."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user if request.user.is_authenticated else None
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or (person and person.language)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if person:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
