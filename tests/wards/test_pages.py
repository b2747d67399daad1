"""Signing in and out, language, theme, password, health: the only pages open to people who are not signed in."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from wards.models import AuditEntry, User

PASSWORD = "mat-khau-thu-nghiem"
LOGIN = {"username": "clerk", "password": PASSWORD}


def test_signing_in_leads_to_the_first_page_and_into_the_audit_log(cast: Cast, client: Client) -> None:
    response = client.post("/login/", LOGIN)
    assert (response.status_code, response["Location"]) == (302, reverse("assignments:home"))
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.object_id) == ("user.signed_in", cast.clerk, str(cast.clerk.pk))
    assert entry.request_id == response["X-Request-Id"]


def test_every_page_leads_to_signing_in_and_back(cast: Cast, client: Client) -> None:
    response = client.get("/password/")
    assert response["Location"] == "/login/?next=/password/"
    assert client.post("/login/?next=/password/", LOGIN)["Location"] == "/password/"


@pytest.mark.parametrize("page", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_host(cast: Cast, client: Client, page: str) -> None:
    assert client.post("/login/", {**LOGIN, "next": page})["Location"] == reverse("assignments:home")


def test_a_wrong_password_an_unknown_name_and_a_closed_account_read_the_same(cast: Cast, client: Client) -> None:
    User.objects.filter(username="leader").update(is_active=False)
    tries = [("clerk", "sai"), ("nobody", PASSWORD), ("leader", PASSWORD)]
    errors = [client.post("/login/", {"username": n, "password": p}).context["form"].errors for n, p in tries]
    assert errors[0] == errors[1] == errors[2]
    assert "_auth_user_id" not in client.session
    assert not AuditEntry.objects.exists()


def test_who_is_signed_in_does_not_sign_in_again(cast: Cast, sign_in: object) -> None:
    response = sign_in(cast.clerk).get("/login/")  # type: ignore[operator]
    assert response["Location"] == reverse("assignments:home")


def test_signing_out_is_a_post(cast: Cast, sign_in: object) -> None:
    client = sign_in(cast.clerk)  # type: ignore[operator]
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/password/").status_code == 302


def test_the_theme_is_kept_in_a_cookie(db: None, client: Client) -> None:
    response = client.post("/theme/", {"theme": "dark", "next": "/login/?a=1"})
    assert (response["Location"], response.cookies["theme"].value) == ("/login/?a=1", "dark")
    assert client.get("/login/").context["theme"] == "dark"
    response = client.post("/theme/", {"theme": ""})
    assert (response["Location"], response.cookies["theme"].value) == ("/", "")
    assert client.get("/theme/").status_code == 405


@pytest.mark.parametrize("page", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_the_theme_never_leads_to_another_host(db: None, client: Client, page: str) -> None:
    response = client.post("/theme/", {"theme": "purple", "next": page})
    assert (response["Location"], response.cookies["theme"].value) == ("/", "")


@pytest.mark.parametrize("name", ["set_language", "wards:language"])
def test_the_language_is_remembered_with_the_person(cast: Cast, sign_in: object, name: str) -> None:
    client = sign_in(cast.clerk)  # type: ignore[operator]
    response = client.post(reverse(name), {"language": "en", "next": "/password/"})
    assert (response["Location"], response.cookies["django_language"].value) == ("/password/", "en")
    cast.clerk.refresh_from_db()
    assert cast.clerk.language == "en"
    client.cookies.clear()
    client.force_login(cast.clerk)
    assert client.get("/password/")["Content-Language"] == "en"


def test_the_language_can_be_chosen_before_signing_in(db: None, client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/login/"})
    assert client.get("/login/")["Content-Language"] == "en"


def test_an_unknown_language_changes_nothing(cast: Cast, sign_in: object) -> None:
    sign_in(cast.clerk).post("/language/", {"language": "fr"})  # type: ignore[operator]
    cast.clerk.refresh_from_db()
    assert cast.clerk.language == "vi"


def test_changing_the_password(cast: Cast, sign_in: object) -> None:
    client = sign_in(cast.clerk)  # type: ignore[operator]
    assert client.get("/password/").status_code == 200
    new = "mot-mat-khau-khac-han"
    wrong = client.post("/password/", {"old_password": "sai", "new_password1": new, "new_password2": new})
    assert list(wrong.context["form"].errors) == ["old_password"]
    short = client.post("/password/", {"old_password": PASSWORD, "new_password1": "ngan", "new_password2": "ngan"})
    assert list(short.context["form"].errors) == ["new_password2"]
    response = client.post("/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert response["Location"] == reverse("assignments:home")
    cast.clerk.refresh_from_db()
    assert cast.clerk.check_password(new)
    assert client.get("/password/").status_code == 200  # still signed in
    assert AuditEntry.objects.get().action == "user.password_changed"


def test_live_asks_nothing_of_the_database(client: Client) -> None:
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_when_the_database_answers_and_is_migrated(
    db: None, client: Client, time_machine_at: Callable, now: dt.datetime
) -> None:
    with time_machine_at(now.replace(hour=7)):  # before the reminders of the day are due
        response = client.get("/health/ready")
    assert (response.status_code, response.json()["status"]) == (200, "ok")
    assert "no-store" in response["Cache-Control"]


def test_not_ready_while_a_migration_is_missing(db: None, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["migrations"]) == (503, ["sessions.0001_initial"])


def test_not_ready_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise DatabaseError("no route to server 10.0.0.1")

    monkeypatch.setattr("wards.views.MigrationExecutor", away)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["database"]) == (503, "does not answer")
    assert "10.0.0.1" not in response.content.decode()


def test_the_administration_has_no_door_of_its_own(cast: Cast, sign_in: object, client: Client) -> None:
    assert client.get("/admin/login/?next=/admin/wards/")["Location"] == "/login/?next=/admin/wards/"
    assert sign_in(cast.clerk).get("/admin/", follow=True).status_code == 403  # type: ignore[operator]
    assert sign_in(cast.administrator).get("/admin/").status_code == 200  # type: ignore[operator]


def test_a_persons_pages_stay_in_no_shared_cache(cast: Cast, sign_in: object) -> None:
    response = sign_in(cast.clerk).get("/password/")  # type: ignore[operator]
    assert response["Cache-Control"] == "private, no-store"
