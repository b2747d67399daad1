"""The administration keeps the rules that the services keep, and shows them at the field."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import deactivate

from tests.cast import EPOCH, Cast
from tests.conftest import NOW
from wards.audit import record
from wards.models import AuditEntry, Position, Unit, User
from wards.services import AliasTaken, alias_learn, unit_create


@pytest.fixture
def admin(cast: Cast, client: Client) -> Iterator[Client]:
    client.force_login(cast.administrator)
    client.cookies["django_language"] = "en"
    yield client
    deactivate()  # the language of the last request would be the next test's


def filled(client: Client, page: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send of a form as it stands, with these changes."""
    context = client.get(page).context
    forms = [context["adminform"].form, *(s.formset.management_form for s in context["inline_admin_formsets"])]
    forms += [form for s in context["inline_admin_formsets"] for form in s.formset.initial_forms]
    data = {form[name].html_name: form[name].value() for form in forms for name in form.fields}
    sent = {name: value for name, value in data.items() if value is not None and value is not False}
    return sent | {name.replace("__", "-"): value for name, value in changes.items()}


def errors(response: Any) -> dict[str, list[str]]:
    return {name: list(words) for name, words in response.context["adminform"].form.errors.items()}


def test_a_unit_added_has_path_version_and_entry(cast: Cast, admin: Client) -> None:
    page = "/admin/wards/unit/add/"
    data = filled(admin, page, name="Phòng Nội vụ", kind="state_office", level="district", valid_from="01/07/2026")
    assert admin.post(page, data | {"parent": cast.committee.pk}).status_code == 302
    unit = Unit.objects.get(name="Phòng Nội vụ")
    assert (unit.path, unit.folded) == (f"{cast.committee.path}{unit.pk}/", "phong noi vu")
    assert unit.versions.get().parent == cast.committee
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.object_id) == ("register.added", cast.administrator, str(unit.pk))


def test_a_unit_renamed_from_a_day_keeps_its_history_and_its_subtree(cast: Cast, admin: Client) -> None:
    below = unit_create(name="Trạm", kind="health", level="below", valid_from=EPOCH, parent=cast.wards[0])
    page = f"/admin/wards/unit/{cast.wards[0].pk}/change/"
    data = filled(admin, page, name="UBND phường Mẫu Rạng", parent=cast.office.pk, since="01/07/2026")
    assert admin.post(page, data).status_code == 302
    names = cast.wards[0].versions.order_by("valid_from").values_list("name", flat=True)
    assert list(names) == ["UBND phường Mẫu Đông", "UBND phường Mẫu Rạng"]
    below.refresh_from_db()
    assert below.path == f"{cast.office.pk}/{cast.wards[0].pk}/{below.pk}/"


def test_a_circle_is_refused_at_the_field(cast: Cast, admin: Client) -> None:
    page = f"/admin/wards/unit/{cast.committee.pk}/change/"
    response = admin.post(page, filled(admin, page, parent=cast.wards[0].pk))
    words = "UBND phường Mẫu Đông is UBND quận Mẫu itself or stands under it, so it cannot stand above it."
    assert errors(response) == {"parent": [words]}


def test_a_change_dated_before_the_last_is_refused_at_the_field(cast: Cast, admin: Client) -> None:
    page = f"/admin/wards/unit/{cast.committee.pk}/change/"
    assert list(errors(admin.post(page, filled(admin, page, since="01/01/2014")))) == ["since"]


def alias(i: int, text: str, unit: Unit) -> dict[str, Any]:
    values = {"text": text, "source": "office", "valid_from": "01/01/2020", "unit": unit.pk}
    return {f"aliases-{i}-{name}": value for name, value in values.items()}


def test_an_alias_is_folded_and_is_nobody_elses(cast: Cast, admin: Client, now: Any, today: Any) -> None:
    page = f"/admin/wards/unit/{cast.health.pk}/change/"
    sent = filled(admin, page) | alias(0, "TTYT Quận", cast.health) | {"aliases-TOTAL_FORMS": 1}
    assert admin.post(page, sent).status_code == 302
    assert cast.health.aliases.get().folded == "ttyt quan"
    with pytest.raises(AliasTaken):
        alias_learn(unit=cast.front, text="ttyt QUẬN", actor=cast.clerk, at=now, day=today)
    page = f"/admin/wards/unit/{cast.front.pk}/change/"
    sent = filled(admin, page) | alias(0, "TTYT quận", cast.front) | {"aliases-TOTAL_FORMS": 1}
    assert admin.post(page, sent).status_code == 200
    assert not cast.front.aliases.exists()


def test_a_group_has_other_names_too_and_they_are_nobody_elses(cast: Cast, admin: Client) -> None:
    page = f"/admin/wards/unitgroup/{cast.group.pk}/change/"
    name = {
        "aliases-0-text": "Chính quyền các phường",
        "aliases-0-source": "office",
        "aliases-0-valid_from": "01/01/2020",
    }
    sent = filled(admin, page) | name | {"aliases-TOTAL_FORMS": 1}
    assert admin.post(page, sent).status_code == 302
    made = cast.group.aliases.get()
    assert (made.folded, made.meaning, made.unit) == ("chinh quyen cac phuong", cast.group, None)
    page = f"/admin/wards/unit/{cast.front.pk}/change/"
    sent = filled(admin, page) | alias(0, "chính quyền các phường", cast.front) | {"aliases-TOTAL_FORMS": 1}
    assert admin.post(page, sent).status_code == 200
    assert not cast.front.aliases.exists()


def test_two_rows_of_one_page_may_not_overlap(cast: Cast, admin: Client) -> None:
    page = f"/admin/wards/unit/{cast.front.pk}/change/"
    rows = alias(0, "Mặt trận", cast.front) | alias(1, "MẶT TRẬN", cast.front) | {"aliases-TOTAL_FORMS": 2}
    response = admin.post(page, filled(admin, page) | rows)
    formset = response.context["inline_admin_formsets"][0].formset
    assert [list(e) for e in formset.errors] == [[], ["valid_from"]]


def position(i: int, unit: Unit, **more: Any) -> dict[str, Any]:
    values = {"unit": unit.pk, "role": "unit_head", "valid_from": "01/07/2026", "is_head": "on"} | more
    return {f"positions-{i}-{name}": value for name, value in values.items()}


def test_a_person_added_with_a_password_and_a_position(cast: Cast, admin: Client, client: Client) -> None:
    page = "/admin/wards/user/add/"
    word = "mat-khau-kha-dai-2026"
    data = {"username": "moi", "full_name": "Người Mới Đến", "usable_password": "true"}
    sent = data | {"password1": word, "password2": word} | {"positions-TOTAL_FORMS": 0, "positions-INITIAL_FORMS": 0}
    assert admin.post(page, sent).status_code == 302
    user = User.objects.get(username="moi")
    assert (user.sort_key, user.check_password(word), user.is_staff) == ("den moi nguoi", True, False)
    page = f"/admin/wards/user/{user.pk}/change/"
    sent = filled(admin, page) | position(0, cast.wards[4]) | {"positions-TOTAL_FORMS": 1}
    assert admin.post(page, sent).status_code == 302
    assert user.positions.get().unit == cast.wards[4]


def test_a_second_head_is_refused_on_the_page(cast: Cast, admin: Client) -> None:
    page = f"/admin/wards/user/{cast.idler.pk}/change/"
    sent = filled(admin, page) | position(0, cast.wards[0], user=cast.idler.pk) | {"positions-TOTAL_FORMS": 1}
    response = admin.post(page, sent)
    words = response.context["inline_admin_formsets"][0].formset.forms[0].non_field_errors()
    assert list(words) == ["The unit already has a head on these dates."]
    assert not Position.objects.filter(user=cast.idler).exists()


def test_one_position_ends_and_the_next_begins_on_the_same_page(cast: Cast, admin: Client) -> None:
    """In either order of the rows, and as the unit's head."""
    user = cast.ward_chair
    page = f"/admin/wards/user/{user.pk}/change/"
    ended = {"positions-0-valid_to": "01/07/2026"}
    sent = filled(admin, page) | ended | position(1, cast.wards[0], user=user.pk) | {"positions-TOTAL_FORMS": 2}
    assert admin.post(page, sent).status_code == 302
    first, second = user.positions.order_by("valid_from")
    assert (first.valid_to, second.valid_from, second.is_head) == (dt.date(2026, 7, 1), dt.date(2026, 7, 1), True)
    data = filled(admin, page)
    i, j = (next(i for i in (0, 1) if data[f"positions-{i}-id"] == row.pk) for row in (first, second))
    exchanged = {f"positions-{i}-valid_from": "01/07/2026", f"positions-{i}-valid_to": ""}
    exchanged |= {f"positions-{j}-valid_from": "01/01/2020", f"positions-{j}-valid_to": "01/07/2026"}
    assert admin.post(page, data | exchanged).status_code == 302
    assert list(user.positions.order_by("valid_from")) == [second, first]
    longer = {f"positions-{j}-valid_to": "02/07/2026"}
    response = admin.post(page, filled(admin, page) | longer)
    assert ["valid_from" in e for e in response.context["inline_admin_formsets"][0].formset.errors] == [False, True]


@pytest.mark.parametrize("begun", ["01/01/2026", "01/07/2026"])
def test_nobody_takes_up_a_position_in_a_unit_that_has_ended(cast: Cast, admin: Client, begun: str) -> None:
    Unit.objects.filter(pk=cast.health.pk).update(valid_to=dt.date(2026, 1, 1))
    sent = {"user": cast.idler.pk, "unit": cast.health.pk, "role": "unit_staff", "valid_from": begun}
    response = admin.post("/admin/wards/position/add/", sent)
    assert errors(response) == {"unit": ["The unit ended on 01/01/2026."]}
    page = f"/admin/wards/user/{cast.idler.pk}/change/"
    row = position(0, cast.health, user=cast.idler.pk, valid_from=begun) | {"positions-TOTAL_FORMS": 1}
    response = admin.post(page, filled(admin, page) | row)
    assert response.context["inline_admin_formsets"][0].formset.errors == [{"unit": ["The unit ended on 01/01/2026."]}]
    assert not cast.idler.positions.exists()


def test_the_password_of_another_is_set_on_its_own_page(cast: Cast, admin: Client) -> None:
    word = "mat-khau-kha-dai-2026"
    page = f"/admin/wards/user/{cast.idler.pk}/password/"
    sent = {"usable_password": "true", "password1": word, "password2": word}
    assert admin.post(page, sent).status_code == 302
    assert User.objects.get(pk=cast.idler.pk).check_password(word)


def test_an_administrator_who_is_no_superuser_cannot_take_over_one(cast: Cast, admin: Client, client: Client) -> None:
    User.objects.filter(pk=cast.inspector.pk).update(is_superuser=True)
    assert admin.get(f"/admin/wards/user/{cast.clerk.pk}/password/").status_code == 200
    assert admin.get(f"/admin/wards/user/{cast.inspector.pk}/password/").status_code == 403


def test_the_audit_log_is_read_only(cast: Cast, admin: Client) -> None:
    entry = record("user.signed_in", actor=cast.clerk, obj=cast.clerk, at=NOW)
    pages = ["", "add/", f"{entry.pk}/change/", f"{entry.pk}/delete/"]
    assert [admin.get(f"/admin/wards/auditentry/{page}").status_code for page in pages] == [200, 403, 200, 403]
    assert admin.post(f"/admin/wards/auditentry/{entry.pk}/change/", {}).status_code == 403


@pytest.mark.parametrize("model", ["unit", "user", "unitgroup"])
def test_what_others_refer_to_is_never_deleted(cast: Cast, admin: Client, model: str) -> None:
    pk = {"unit": cast.health.pk, "user": cast.idler.pk, "unitgroup": cast.group.pk}[model]
    assert admin.post(f"/admin/wards/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403


def test_units_are_found_without_diacritics(cast: Cast, admin: Client) -> None:
    page = admin.get("/admin/wards/unit/", {"q": "mau dong"})
    assert list(page.context["cl"].queryset) == cast.wards[:1]
    page = admin.get("/admin/wards/user/", {"q": "Người ward"})
    assert {user.username for user in page.context["cl"].queryset} == {"ward_chair", "ward_staff"}


@pytest.mark.parametrize(("count", "model"), [(1, "unit"), (3, "unit"), (1, "user"), (3, "user")])
def test_a_list_costs_the_same_however_long(
    cast: Cast, admin: Client, django_assert_num_queries: Any, count: int, model: str
) -> None:
    keep = {"unit": cast.wards[:count], "user": [cast.clerk, cast.leader, cast.inspector][:count]}[model]
    with django_assert_num_queries(6):  # session, person, positions, two counts, rows
        response = admin.get(f"/admin/wards/{model}/", {"id__in": ",".join(str(row.pk) for row in keep)})
    assert len(response.context["cl"].result_list) == count
