"""Issuing bodies are kept by the administrators of an office; what cannot be is said at the field."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import deactivate

from directives.enums import Side
from directives.models import IssuingBody
from tests.cast import Cast
from wards.models import AuditEntry

PAGE = "/admin/directives/issuingbody/"


@pytest.fixture
def admin(cast: Cast, client: Client) -> Iterator[Client]:
    client.force_login(cast.administrator)
    client.cookies["django_language"] = "en"
    yield client
    deactivate()  # the language of the last request would be the next test's


def sent(name: str, terms: str = "[]") -> dict[str, Any]:
    return {"name": name, "side": "party", "level": "district", "unit": "", "terms": terms}


def errors(response: Any) -> dict[str, list[str]]:
    return {name: list(words) for name, words in response.context["adminform"].form.errors.items()}


def test_a_body_is_added_folded_with_its_terms_in_order_and_an_entry(cast: Cast, admin: Client) -> None:
    assert admin.post(f"{PAGE}add/", sent("Đảng ủy Mẫu", '["2025-08-15", "2020-08-15"]')).status_code == 302
    body = IssuingBody.objects.get()
    assert (body.folded, body.terms) == ("dang uy mau", ["2020-08-15", "2025-08-15"])
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.object_label) == ("register.added", cast.administrator, "Đảng ủy Mẫu")


def test_a_name_that_another_body_bears_is_refused_at_the_field(cast: Cast, admin: Client) -> None:
    bodies = [IssuingBody(name=name, folded=name, side=Side.PARTY) for name in ("dang uy mau", "dang uy khac")]
    first, second = IssuingBody.objects.bulk_create(bodies)
    assert errors(admin.post(f"{PAGE}{second.pk}/change/", sent("Đảng ủy Mẫu"))) == {
        "name": ["There is an issuing body of this name already."]
    }
    assert admin.post(f"{PAGE}{first.pk}/change/", sent("Đảng ủy Mẫu")).status_code == 302


@pytest.mark.parametrize("terms", ["[2020, 2025]", '["2020"]', '["15/08/2020"]', '{"a": 1}', "7", '"2020-08-15"'])
def test_terms_are_days(cast: Cast, admin: Client, terms: str) -> None:
    assert errors(admin.post(f"{PAGE}add/", sent("Đảng ủy Mẫu", terms))) == {
        "terms": ['Write the days as a list of YYYY-MM-DD, for example ["2020-08-15", "2025-08-15"].']
    }


def test_no_terms_are_an_empty_list(cast: Cast, admin: Client) -> None:
    assert admin.post(f"{PAGE}add/", sent("Đảng ủy Mẫu", "")).status_code == 302
    assert IssuingBody.objects.get().terms == []


def test_a_body_is_never_removed(cast: Cast, admin: Client) -> None:
    body = IssuingBody.objects.create(name="Đảng ủy Mẫu", folded="dang uy mau", side=Side.PARTY)
    assert admin.post(f"{PAGE}{body.pk}/delete/", {"post": "yes"}).status_code == 403
