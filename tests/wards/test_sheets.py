"""Units, groups and people from and to spreadsheets, through the administration's own pages."""

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import deactivate, override

from tests.cast import EPOCH, Cast
from wards.models import AuditEntry, GroupMember, Position, Unit, UnitAlias, UnitGroup, User
from wards.services import position_add

XLSX, CSV = "0", "1"
HEADS = ["code", "name", "kind", "level", "belongs to", "from"]
NEW_UNIT = ["P12", "UBND phường Mẫu Mới", "People's committee", "Ward or commune", "UBND", "01/07/2026"]


@pytest.fixture
def admin(cast: Cast, client: Client) -> Iterator[Client]:
    client.force_login(cast.administrator)
    client.cookies["django_language"] = "en"
    yield client
    deactivate()  # the language of the last request would be the next test's


def book(*rows: list[Any]) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def preview(client: Client, model: str, data: bytes, form: str = XLSX) -> Any:
    file = SimpleUploadedFile("tep.xlsx" if form == XLSX else "tep.csv", data)
    return client.post(f"/admin/wards/{model}/import/", {"import_file": file, "format": form, "resource": "0"})


def confirm(client: Client, model: str, page: Any) -> Any:
    fields = page.context["confirm_form"].initial
    return client.post(f"/admin/wards/{model}/process_import/", fields, follow=True)


def bring(client: Client, model: str, data: bytes, form: str = XLSX) -> dict[str, int]:
    """Preview and confirm; how many rows were new, changed, unchanged."""
    page = preview(client, model, data, form)
    assert "confirm_form" in page.context, sentences(page)
    totals = page.context["result"].totals
    assert confirm(client, model, page).status_code == 200
    return {key: totals[key] for key in ("new", "update", "skip") if totals[key]}


def export(client: Client, model: str, form: str = XLSX) -> bytes:
    return client.post(f"/admin/wards/{model}/export/", {"format": form, "resource": "0"}).content


def cells(data: bytes) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(data)).active.rows]


def sentences(page: Any) -> list[str]:
    """What the page says is wrong, as it says it."""
    html = page.content.decode()
    part = html.partition('<ul class="errorlist">')[2].partition("</ul>")[0]
    return [piece.partition("</li>")[0].strip() for piece in part.split("<li>")[1:]]


def test_a_unit_comes_in_with_its_place_version_and_entry(cast: Cast, admin: Client) -> None:
    assert bring(admin, "unit", book(HEADS, NEW_UNIT)) == {"new": 1}
    unit = Unit.objects.get(code="P12")
    assert (unit.parent, unit.path) == (cast.committee, f"{cast.committee.path}{unit.pk}/")
    assert (unit.kind, unit.level, unit.valid_from) == ("peoples_committee", "commune", dt.date(2026, 7, 1))
    assert unit.versions.get().name == "UBND phường Mẫu Mới"
    assert Unit.objects.find("mau moi").get() == unit
    entry = AuditEntry.objects.get(action="unit.imported")
    assert (entry.actor, entry.object_label) == (cast.administrator, "UBND phường Mẫu Mới")


def test_the_preview_saves_nothing(cast: Cast, admin: Client) -> None:
    page = preview(admin, "unit", book(HEADS, NEW_UNIT))
    assert page.context["result"].totals["new"] == 1
    assert not Unit.objects.filter(code="P12").exists()
    assert not AuditEntry.objects.exists()
    assert "style=" not in page.content.decode()


def test_the_same_file_again_changes_nothing(admin: Client) -> None:
    data = book(HEADS, NEW_UNIT)
    bring(admin, "unit", data)
    assert bring(admin, "unit", data) == {"skip": 1}
    assert AuditEntry.objects.filter(action="unit.imported").count() == 1


def test_a_csv_with_vietnamese_headings_and_semicolons(admin: Client) -> None:
    text = "code;name;kind;level;parent;valid_from\nP12;UBND phường Mẫu Mới;peoples_committee;commune;UBND;2026-07-01\n"
    assert bring(admin, "unit", text.encode("utf-8-sig"), CSV) == {"new": 1}
    assert Unit.objects.get(code="P12").name == "UBND phường Mẫu Mới"


def test_headings_are_known_in_every_language(admin: Client) -> None:
    with override("vi"):
        from wards.resources import UnitSheet

        heads = [str(UnitSheet.labels[name]) for name in ("code", "name", "kind", "level", "parent", "valid_from")]
    assert bring(admin, "unit", book(heads, NEW_UNIT)) == {"new": 1}


def test_children_may_follow_their_parent_in_one_file(cast: Cast, admin: Client) -> None:
    child = ["P12-YT", "Trạm y tế Mẫu Mới", "health", "below", "P12", dt.date(2026, 7, 1)]
    assert bring(admin, "unit", book(HEADS, NEW_UNIT, child)) == {"new": 2}
    assert Unit.objects.get(code="P12-YT").path.startswith(Unit.objects.get(code="P12").path)


def test_a_move_moves_what_is_below(cast: Cast, admin: Client) -> None:
    assert bring(admin, "unit", book(["code", "parent"], ["UBND", ""])) == {"update": 1}
    ward = Unit.objects.get(code="P01")
    assert ward.path == f"{cast.committee.pk}/{ward.pk}/"


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("belongs to", "KHONG-CO", "There is no unit with the code or the name “KHONG-CO”."),
        ("from", "31/02/2026", "“31/02/2026” is not a day: write dd/mm/yyyy."),
        ("level", "thôn", "“thôn” is none of: Central, Province or city, District (until 30/6/2025),"),
        ("name", "", "This field cannot be blank."),
        ("from", "", "This field cannot be null."),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column_and_nothing_comes_in(
    admin: Client, column: str, value: str, words: str
) -> None:
    bad = list(NEW_UNIT)
    bad[HEADS.index(column)] = value
    before = Unit.objects.count()
    page = preview(admin, "unit", book(HEADS, ["P13", *NEW_UNIT[1:]], bad))
    assert "confirm_form" not in page.context
    assert [
        s.replace("&#x27;", "'").startswith(f"Row 3, column “{column.capitalize()}”: {words}") for s in sentences(page)
    ] == [True]
    assert Unit.objects.count() == before


def test_a_circle_in_a_file_is_refused(admin: Client) -> None:
    page = preview(admin, "unit", book(["code", "parent"], ["UBND", "P01"]))
    assert [sentence[:29] for sentence in sentences(page)] == ["Row 2, column “Belongs to”: U"]


def test_unknown_and_repeated_columns_are_named(admin: Client) -> None:
    page = preview(admin, "unit", book([*HEADS, "ghi chú"], [*NEW_UNIT, "x"]))
    assert sentences(page)[0].startswith("Unknown columns: ghi chú. Known are: Code, Name,")
    page = preview(admin, "unit", book([*HEADS, "name"], [*NEW_UNIT, "x"]))
    assert sentences(page) == ["These columns stand there twice: Name."]


def test_blank_rows_are_passed_over(admin: Client) -> None:
    assert bring(admin, "unit", book(HEADS, [""] * 6, NEW_UNIT, [None] * 6)) == {"new": 1, "skip": 2}


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_a_file_that_cannot_be_read_gets_a_sentence(admin: Client, data: bytes) -> None:
    page = preview(admin, "unit", data)
    assert len(page.context["form"].errors["import_file"]) == 1


def test_a_register_that_changed_since_the_preview_takes_nothing(cast: Cast, admin: Client) -> None:
    Unit.objects.filter(pk=cast.health.pk).update(code="TTYT")
    page = preview(admin, "unit", book(HEADS, ["P13", *NEW_UNIT[1:]], ["P14", *NEW_UNIT[1:4], "TTYT", NEW_UNIT[5]]))
    Unit.objects.filter(code="TTYT").update(code="TTYT2")
    assert b"Nothing was imported" in confirm(admin, "unit", page).content
    assert not Unit.objects.filter(code__in=("P13", "P14")).exists()


@pytest.mark.parametrize("form", [XLSX, CSV])
@pytest.mark.parametrize("model", ["unit", "groupmember", "user"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_export_taken_in_again_changes_nothing(
    cast: Cast, admin: Client, model: str, form: str, language: str
) -> None:
    position_add(user=cast.ward_chair, unit=cast.office, role="leader", valid_from=EPOCH, title="Ủy viên")
    admin.cookies["django_language"] = language
    data = export(admin, model, form)
    admin.cookies["django_language"] = "en"
    totals = bring(admin, model, data, form)
    assert set(totals) == {"skip"}
    assert totals["skip"] == {"unit": 16, "groupmember": 11, "user": User.objects.count() + 1}[model]


def test_what_a_spreadsheet_would_calculate_is_written_as_text(cast: Cast, admin: Client) -> None:
    Unit.objects.filter(pk=cast.front.pk).update(name="=HYPERLINK(1)", short_name="+84 24", code="@MT")
    row = next(row for row in cells(export(admin, "unit")) if row[0] == "'@MT")
    assert row[1:3] == ["'=HYPERLINK(1)", "'+84 24"]
    assert bring(admin, "unit", export(admin, "unit")) == {"skip": 16}


def test_members_come_in_and_an_unknown_group_is_made(cast: Cast, admin: Client) -> None:
    heads = ["group of units", "unit", "from", "to (excluded)"]
    rows = [
        ["Cụm thi đua 1", cast.wards[0].code, "01/07/2026", ""],
        ["Cụm thi đua 1", "UBND phường Mẫu Tây", "01/07/2026", None],
    ]
    assert bring(admin, "groupmember", book(heads, *rows)) == {"new": 2}
    group = UnitGroup.objects.get(name="Cụm thi đua 1")
    assert list(group.members_on(dt.date(2026, 7, 1))) == cast.wards[:2]
    ended = ["Cụm thi đua 1", cast.wards[0].code, "01/07/2026", "01/10/2026"]
    assert bring(admin, "groupmember", book(heads, ended)) == {"update": 1}
    assert list(group.members_on(dt.date(2026, 10, 1))) == cast.wards[1:2]


def test_a_unit_is_not_twice_in_a_group_on_one_day(cast: Cast, admin: Client) -> None:
    page = preview(admin, "groupmember", book(["group", "unit", "from"], ["UBND các phường", "P01", "01/07/2026"]))
    assert sentences(page) == ["Row 2: These dates overlap another record&#x27;s."]
    assert GroupMember.objects.count() == 11


PEOPLE = ["user name", "full name", "work e-mail", "active", "unit", "title", "role", "heads the unit", "from"]


def test_a_person_comes_in_with_positions(cast: Cast, admin: Client) -> None:
    first = ["moi", "Người Mới Nhất", "moi@mau.test", "x", "P02", "Công chức", "unit_staff", "", "01/07/2026"]
    second = [*first[:4], "P03", "Chủ tịch", "Unit head", "x", "01/07/2026"]
    assert bring(admin, "user", book(PEOPLE, first, second)) == {"new": 1, "update": 1}
    user = User.objects.get(username="moi")
    assert (user.sort_key, user.has_usable_password(), user.is_active) == ("nhat moi nguoi", False, True)
    positions = user.positions.order_by("unit__code").values_list("unit__code", "title", "role", "is_head")
    assert list(positions) == [("P02", "Công chức", "unit_staff", False), ("P03", "Chủ tịch", "unit_head", True)]
    assert bring(admin, "user", book(PEOPLE, first, second)) == {"skip": 2}
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert sorted(set(actions)) == ["person.imported", "position.imported"]


def test_a_person_may_come_in_without_a_position(cast: Cast, admin: Client) -> None:
    assert bring(admin, "user", book(PEOPLE, ["moi", "Người Mới", "", "x", "", "", "", "", ""])) == {"new": 1}
    assert not Position.objects.filter(user__username="moi").exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["moi", "", "", "x", "", "", "", "", ""], "Row 2, column “Full name”: This field cannot be blank."),
        (["moi", "A", "x@", "x", "", "", "", "", ""], "Row 2, column “Work e-mail”: Enter a valid email address."),
        (["moi", "A", "", "x", "", "Chủ tịch", "", "", ""], "Row 2, column “Unit”: A position needs a unit."),
        (["moi", "A", "", "x", "P02", "", "", "", "01/07/2026"], "Row 2, column “Role”: This field cannot be blank."),
        (["moi", "A", "", "x", "P02", "", "unit_staff", "", ""], "Row 2, column “From”: This field cannot be null."),
        (
            ["moi", "A", "", "x", "P01", "", "unit_head", "x", "01/07/2026"],
            "Row 2: The unit already has a head on these dates.",
        ),
        (
            ["moi", "A", "", "đúng", "", "", "", "", ""],
            "Row 2, column “Active”: “đúng” is neither yes nor no: write x for yes, 0 for no.",
        ),
    ],
)
def test_a_bad_row_of_people(cast: Cast, admin: Client, row: list[str], words: str) -> None:
    good = ["tot", "Người Tốt", "", "x", "P02", "", "unit_staff", "", "01/07/2026"]
    page = preview(admin, "user", book(PEOPLE, row, good))
    assert sentences(page) == [words]
    assert not User.objects.filter(username__in=("moi", "tot")).exists()


def test_an_empty_active_cell_leaves_who_may_sign_in(cast: Cast, admin: Client) -> None:
    User.objects.filter(pk=cast.idler.pk).update(is_active=False)
    heads = ["user name", "full name", "active"]
    rows = [["clerk", "Người Khác", ""], ["idler", "Người Nghỉ", ""], ["moi", "Người Mới", ""], ["leader", "L", "0"]]
    assert bring(admin, "user", book(heads, *rows)) == {"new": 1, "update": 3}
    found = User.objects.filter(username__in=("clerk", "idler", "moi", "leader")).values_list("username", "is_active")
    assert dict(found) == {"clerk": True, "idler": False, "moi": True, "leader": False}


def test_a_sheet_cannot_take_over_a_stronger_account(cast: Cast, admin: Client) -> None:
    """As the administration's page of that person; the row as it stands is no change and passes."""
    User.objects.filter(pk=cast.inspector.pk).update(is_superuser=True)
    assert set(bring(admin, "user", export(admin, "user"))) == {"skip"}
    heads = ["user name", "full name", "work e-mail", "active"]
    data = book(heads, ["inspector", "Người inspector", "khac@mau.test", "0"])
    words = "Row 2, column “User name”: This account may do more than yours: it is not changed here."
    assert sentences(preview(admin, "user", data)) == [words]
    cast.inspector.refresh_from_db()
    assert (cast.inspector.email, cast.inspector.is_active) == ("inspector@mau.test", True)
    User.objects.filter(pk=cast.administrator.pk).update(is_superuser=True)
    assert bring(admin, "user", data) == {"update": 1}


def test_only_administrators_import_and_export(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.clerk.pk).update(is_staff=True)
    client.force_login(cast.clerk)
    answers = [client.get(f"/admin/wards/unit/{page}/").status_code for page in ("import", "export")]
    assert answers == [403, 403]
    assert not UnitAlias.objects.exists()
