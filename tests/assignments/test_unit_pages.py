"""What a ward's people see and do: their unit's work, one tap to acknowledge, a report with its evidence."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assignments.enums import Action, State
from assignments.models import Assignment, Evidence, ProgressNote
from assignments.services import assignment_return, assignment_take_back
from directives.enums import UnitRole
from tests.cast import EPOCH
from wards.enums import Role
from wards.services import position_add

from .story import PNG, declined, finished, given, held, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
WORK = "/unit/"


def url(name, work, *more):
    return reverse(f"assignments:{name}", args=[work.pk, *more])


def photo(name="ảnh.png", data=PNG):
    return SimpleUploadedFile(name, data, "image/png")


def shown(response):
    return [row.work for row in response.context["rows"]]


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("leader", "/exceptions/"),
        ("inspector", "/exceptions/"),
        ("clerk", "/desk/"),
        ("ward_chair", "/unit/"),
        ("ward_staff", "/unit/"),
        ("administrator", "/admin/"),
    ],
)
def test_the_first_page_is_that_of_the_role(cast, sign_in, who, page):
    response = sign_in(getattr(cast, who)).get("/")
    assert (response.status_code, response.headers["Location"]) == (302, page)


def test_somebody_without_a_position_is_told_whom_to_ask(cast, sign_in):
    response = sign_in(cast.idler).get("/")
    assert response.status_code == 200
    assert [position.user for position in response.context["administrators"]] == [cast.administrator]


def test_the_page_shows_the_open_work_of_the_unit_and_of_no_other(cast, sign_in):
    mine, done = given(cast), finished(cast)
    given(cast, cast.wards[1])
    for person in (cast.ward_chair, cast.ward_staff):
        assert shown(sign_in(person).get(WORK)) == [mine]
    assert done.state == State.COMPLETED


def test_the_most_urgent_first_and_what_waits_for_others_last(cast, sign_in):
    dateless, soon, late = given(cast, days=None), given(cast, days=2), given(cast, days=-1)
    waiting, later, oldest = reported(cast, days=-9), given(cast, days=20), given(cast, days=-8)
    page = sign_in(cast.ward_chair).get(WORK)
    assert shown(page) == [oldest, late, soon, later, dateless, waiting]


@pytest.mark.parametrize(("standing", "n"), [("late", 2), ("soon", 1), ("awaiting", 1), ("", 5)])
def test_every_pill_counts_what_it_opens(cast, sign_in, standing, n):
    given(cast, days=-8), given(cast, days=-1), given(cast, days=2), given(cast, days=None), reported(cast)
    client = sign_in(cast.ward_chair)
    (pill,) = [
        p for p in client.get(WORK).context["pills"] if p["url"] == f"?standing={standing}".removesuffix("standing=")
    ]
    assert pill["n"] == n == len(shown(client.get(WORK + pill["url"])))


def test_pages_of_cards_follow_each_other_without_loss(cast, sign_in):
    rows = [given(cast, days=i // 2) for i in range(33)]
    client = sign_in(cast.ward_chair)
    first = client.get(WORK)
    second = client.get(WORK + first.context["next_url"])
    assert shown(first) + shown(second) == rows
    assert second.context["next_url"] == ""
    assert shown(client.get(WORK + second.context["prev_url"])) == rows[:30]


@pytest.mark.parametrize("n", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_cards(cast, sign_in, django_assert_num_queries, n):
    for _i in range(n):
        given(cast)
    client = sign_in(cast.ward_chair)
    with django_assert_num_queries(9):  # session, person, positions, cards, moves, pills, mine, ours, indicators
        client.get(WORK)


def test_a_person_of_two_units_chooses(cast, sign_in):
    position_add(user=cast.ward_chair, unit=cast.wards[2], role=Role.UNIT_STAFF, valid_from=EPOCH)
    first, second = given(cast), given(cast, cast.wards[2])
    client = sign_in(cast.ward_chair)
    assert shown(client.get(WORK)) == [first]
    assert shown(client.get(WORK, {"unit": cast.wards[2].pk})) == [second]
    assert client.get(WORK, {"unit": cast.wards[1].pk}).status_code == 404


@pytest.mark.parametrize("who", ["clerk", "leader", "inspector", "outsider", "idler"])
def test_people_of_no_unit_have_no_such_page(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(WORK).status_code == 403


@pytest.mark.parametrize(
    ("make", "primary", "others"),
    [
        (given, "acknowledge", ["submit", "block", "dispute", "delegate", "decline"]),
        (held, "submit", ["block", "dispute", "delegate", "decline"]),
        (reported, "", ["take_back", "dispute"]),
        (declined, "", []),
    ],
)
def test_a_card_has_one_button_and_the_rest_in_the_menu(cast, sign_in, make, primary, others):
    make(cast)
    (row,) = sign_in(cast.ward_chair).get(WORK).context["rows"]
    assert (row.primary, [action.value for action in row.others]) == (primary, others)


def test_staff_report_but_do_not_decline(cast, sign_in):
    held(cast)
    (row,) = sign_in(cast.ward_staff).get(WORK).context["rows"]
    assert row.actions == ("submit", "block", "dispute")


def test_a_returned_result_shows_the_offices_reason_on_the_card(cast, sign_in, now):
    work = reported(cast)
    assignment_return(assignment=work, actor=cast.clerk, now=now, reason="Thiếu danh sách kèm theo")
    (row,) = sign_in(cast.ward_chair).get(WORK).context["rows"]
    assert row.sent_back == "Thiếu danh sách kèm theo"


def test_acknowledging_is_one_post_and_comes_back_to_the_card(cast, sign_in, now):
    work = given(cast)
    response = sign_in(cast.ward_chair).post(url("acknowledge", work), {"next": "/unit/?standing=late"})
    assert response.headers["Location"] == f"/unit/?standing=late#card-{work.pk}"
    work.refresh_from_db()
    assert (work.state, work.last_moved_at) == (State.ACKNOWLEDGED, now)


def test_acknowledging_by_htmx_gives_the_card_anew(cast, sign_in):
    work = given(cast)
    response = sign_in(cast.ward_chair).post(url("acknowledge", work), headers={"HX-Request": "true"})
    assert response.templates[0].name == "assignments/parts/card.html"
    assert response.context["row"].primary == "submit"


def test_acknowledging_what_a_colleague_acknowledged_says_so_and_changes_nothing(cast, sign_in):
    work = held(cast)
    client = sign_in(cast.ward_staff)
    assert client.post(url("acknowledge", work)).status_code == 302
    again = client.post(url("acknowledge", work), headers={"HX-Request": "true"})
    assert str(cast.ward_chair) in again.context["refused"]
    assert work.transitions.filter(action=Action.ACKNOWLEDGE).count() == 1


def test_where_to_go_back_to_is_never_another_site(cast, sign_in):
    response = sign_in(cast.ward_chair).post(url("acknowledge", given(cast)), {"next": "https://mau.test/"})
    assert response.headers["Location"].startswith("/unit/")


def test_a_photo_is_enough_for_a_report(cast, sign_in, now, today):
    work = held(cast)
    response = sign_in(cast.ward_chair).post(url("submit", work), {"file": photo(), "words": "Đã rà soát 12 hộ"})
    assert response.headers["Location"] == url("detail", work)
    work.refresh_from_db()
    assert (work.state, work.done_on, work.submitted_by, work.submitted_at) == (
        State.SUBMITTED,
        today,
        cast.ward_chair,
        now,
    )
    assert work.evidence.get().original_name == "ảnh.png"
    assert work.notes.get().words == "Đã rà soát 12 hộ"


@pytest.mark.parametrize("dated", ["16/09/2026", "2026-09-16", "16-9-2026"])
def test_so_are_the_number_and_date_of_a_document(cast, sign_in, dated):
    work = held(cast)
    data = {"number": "12/BC-UBND", "dated": dated, "receiving_level": "Quận ủy"}
    sign_in(cast.ward_staff).post(url("submit", work), data)
    work.refresh_from_db()
    item = work.evidence.get()
    assert (item.number, item.dated, item.receiving_level) == ("12/BC-UBND", dt.date(2026, 9, 16), "Quận ủy")
    assert work.done_on == dt.date(2026, 9, 16)


def test_several_files_and_a_day_of_its_own(cast, sign_in):
    work = held(cast)
    data = {"file": [photo("1.png"), photo("2.png")], "done_on": "2026-09-10"}
    sign_in(cast.ward_chair).post(url("submit", work), data)
    work.refresh_from_db()
    assert (work.evidence_count, work.done_on) == (2, dt.date(2026, 9, 10))


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "file"),
        ({"number": "12/BC"}, "dated"),
        ({"dated": "2026-09-16"}, "number"),
        ({"receiving_level": "Quận ủy"}, "number"),
        ({"number": "12/BC", "dated": "31/02/2026"}, "dated"),
        ({"number": "12/BC", "dated": "19/09/2026"}, "dated"),
        ({"number": "12/BC", "dated": "16/09/2026", "done_on": "20/09/2026"}, "done_on"),
        ({"number": "12/BC", "dated": "16/09/2026", "done_on": "01/08/2026"}, "done_on"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ\x00\x01")}, "file"),
        ({"file": SimpleUploadedFile("rong.png", b"")}, "file"),
        ({"file": [SimpleUploadedFile(f"{i}.png", PNG) for i in range(6)]}, "file"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(cast, sign_in, data, field):
    work = held(cast)
    for item in data.get("file", []) if isinstance(data.get("file"), list) else [data.get("file")]:
        if item:
            item.seek(0)
    response = sign_in(cast.ward_chair).post(url("submit", work), data | {"words": "Đã rà soát"})
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form["words"].value()) == (422, [field], "Đã rà soát")
    work.refresh_from_db()
    assert (work.state, Evidence.objects.count(), ProgressNote.objects.count()) == (State.ACKNOWLEDGED, 0, 0)


def test_a_day_that_does_not_exist_stands_in_the_field_as_typed(cast, sign_in):
    work = held(cast)
    page = sign_in(cast.ward_chair).post(url("submit", work), {"number": "1", "dated": "31/02/2026"}).content.decode()
    assert '<input type="text" name="dated" value="31/02/2026"' in page


def test_evidence_of_an_earlier_report_counts(cast, sign_in, now):
    work = assignment_take_back(assignment=reported(cast), actor=cast.ward_chair, now=now)
    sign_in(cast.ward_chair).post(url("submit", work), {"words": "Gửi lại"})
    work.refresh_from_db()
    assert (work.state, work.evidence_count) == (State.SUBMITTED, 2)


def test_a_report_that_a_colleague_sent_meanwhile_is_said_and_what_was_typed_stays(cast, sign_in):
    work = reported(cast)
    response = sign_in(cast.ward_staff).post(url("submit", work), {"file": photo(), "words": "Bản của tôi"})
    assert response.status_code == 409
    assert str(cast.ward_chair) in response.context["refused"]
    assert response.context["form"]["words"].value() == "Bản của tôi"
    assert response.context["row"].work.state == State.SUBMITTED
    assert Evidence.objects.count() == 2


def test_after_success_the_device_is_told_to_forget_what_it_kept(cast, sign_in):
    work = held(cast)
    response = sign_in(cast.ward_chair).post(url("submit", work), {"file": photo(), "next": WORK}, follow=True)
    assert f'<meta name="kept-clear" content="submit-{work.pk}">' in response.content.decode()


def test_the_report_sheet_works_on_a_phone(cast, sign_in):
    page = sign_in(cast.ward_chair).get(url("submit", held(cast))).content.decode()
    assert "capture" not in page.split("<main", 1)[1]  # it would force the camera
    assert 'accept="image/*,' in page
    assert "multiple" in page


def test_a_note_keeps_its_percentage(cast, sign_in, now):
    work = held(cast)
    response = sign_in(cast.ward_chair).post(url("note", work), {"words": "Được một nửa", "percent": "50"})
    note = work.notes.get()
    assert (response.status_code, note.words, note.percent, note.at) == (302, "Được một nửa", 50, now)


@pytest.mark.parametrize(("data", "field"), [({"words": ""}, "words"), ({"words": "x", "percent": "101"}, "percent")])
def test_a_note_without_words_or_beyond_100_percent_is_refused(cast, sign_in, data, field):
    response = sign_in(cast.ward_chair).post(url("note", held(cast)), data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_declining_needs_its_reason(cast, sign_in):
    work, client = held(cast), sign_in(cast.ward_chair)
    empty = client.post(url("act", work, "decline"), {"reason": "  "})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["reason"])
    assert client.post(url("act", work, "decline"), {"reason": "Thuộc Sở Y tế"}).status_code == 302
    work.refresh_from_db()
    assert (work.state, work.transitions.latest("id").reason) == (State.DECLINED, "Thuộc Sở Y tế")


def test_taking_a_report_back(cast, sign_in):
    work, client = reported(cast), sign_in(cast.ward_staff)
    assert client.get(url("act", work, "take_back")).status_code == 200
    client.post(url("act", work, "take_back"))
    work.refresh_from_db()
    assert (work.state, work.evidence_count, work.done_on) == (State.ACKNOWLEDGED, 2, None)


def test_taking_back_what_was_confirmed_meanwhile_says_who_and_when(cast, sign_in):
    work, client = finished(cast), sign_in(cast.ward_chair)
    response = client.post(url("act", work, "take_back"))
    assert response.status_code == 409
    assert str(cast.clerk) in response.context["refused"]
    opened = client.get(url("act", work, "take_back"))  # nothing typed yet: no form that could not be sent
    assert (opened.status_code, "data-keep" in opened.content.decode()) == (409, False)


def test_the_page_of_the_assignment_tells_its_whole_story(cast, sign_in, now):
    work = reported(cast)
    assignment_return(assignment=work, actor=cast.clerk, now=now, reason="Thiếu danh sách")
    page = sign_in(cast.ward_chair).get(url("detail", work))
    events = page.context["events"]
    assert [(event.actor, event.icon) for event in events] == [
        (cast.clerk, "arrow-back-up"),
        (cast.ward_chair, "clipboard-check"),
        (cast.clerk, "send"),
    ]
    assert "“Thiếu danh sách”" in events[0].words
    row = page.context["row"]
    assert (row.standing, row.days, row.head.user) == ("special_red", -5, cast.ward_chair)
    assert [str(item) for item in page.context["evidence"]] == ["ảnh hiện trường.png", "12/BC-UBND (16/09/2026)"]


def test_htmx_gets_the_page_of_the_assignment_as_a_part(cast, sign_in):
    response = sign_in(cast.ward_chair).get(url("detail", given(cast)), headers={"HX-Request": "true"})
    assert response.templates[0].name == "assignments/parts/detail.html"
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_of_the_assignment_costs_the_same_whatever_happened(cast, sign_in, django_assert_num_queries, n):
    work, client = held(cast), sign_in(cast.ward_chair)
    for i in range(n):
        client.post(url("note", work), {"words": f"Lần {i}"})
    client.get(url("detail", work))  # spends the messages
    with django_assert_num_queries(18):
        client.get(url("detail", work))


def test_co_ordinating_units_have_their_own_row(cast, sign_in):
    given(cast, role=UnitRole.COORDINATING)
    (row,) = sign_in(cast.ward_chair).get(WORK).context["rows"]
    assert not row.is_lead


READS = [("detail", ()), ("note", ()), ("submit", ()), *(("act", (a,)) for a in ("decline", "confirm", "withdraw"))]
WRITES = [("acknowledge", ()), *READS[1:]]


@pytest.mark.parametrize("who", ["other_chair", "outsider", "idler", "health_head", "administrator"])
def test_outside_the_scope_there_is_nothing(cast, sign_in, who):
    work, client = held(cast), sign_in(getattr(cast, who))
    assert {client.get(url(name, work, *more)).status_code for name, more in READS} == {404}
    assert {client.post(url(name, work, *more)).status_code for name, more in WRITES} == {404}
    assert client.get("/assignments/").context["rows"] == []


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("inspector", set()),
        ("ward_chair", {"acknowledge", "note", "submit", "decline", "take_back"}),
        ("ward_staff", {"acknowledge", "note", "submit", "take_back"}),
        ("clerk", {"note", "confirm", "return", "insist", "withdraw", "reopen"}),
        ("leader", {"note", "confirm", "return", "insist", "withdraw", "reopen"}),
    ],
)
def test_inside_the_scope_without_the_right_it_is_forbidden(cast, sign_in, who, allowed):
    work, client = held(cast), sign_in(getattr(cast, who))
    assert client.get(url("detail", work)).status_code == 200
    pages = {name: url(name, work) for name in ("acknowledge", "note", "submit")}
    acts = ("decline", "take_back", "confirm", "return", "insist", "withdraw", "reopen")
    pages |= {action: url("act", work, action) for action in acts}
    forbidden = {name for name, page in pages.items() if client.post(page).status_code == 403}
    assert forbidden == set(pages) - allowed


def test_there_is_no_page_for_an_action_that_has_none(cast, sign_in):
    work, client = held(cast), sign_in(cast.ward_chair)
    assert {client.get(url("act", work, name)).status_code for name in ("hand_over", "assign", "x")} == {404}


def test_reading_never_writes(cast, sign_in):
    work, client = given(cast), sign_in(cast.ward_chair)
    assert client.get(url("acknowledge", work)).status_code == 405
    before = Assignment.objects.values().get()
    for name, more in READS[:4]:
        client.get(url(name, work, *more))
    assert Assignment.objects.values().get() == before
