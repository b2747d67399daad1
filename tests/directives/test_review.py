"""The review page: what it shows, what it keeps, what it refuses and where, and to whom it is open."""

import pytest
from django.urls import reverse

from directives.edits import proposal
from directives.models import Correction, Directive, Draft
from directives.services import draft_confirm, draft_save
from wards.models import UnitAlias

from .documents import CLEAN, NOTHING, TWELVE_WARDS
from .filling import filled

pytestmark = pytest.mark.usefixtures("at_now")


def url(draft: Draft, name: str = "draft") -> str:
    return reverse(f"directives:{name}", args=[draft.pk])


@pytest.fixture
def clerk(cast, sign_in):
    """The clerk's browser, in English: messages are compared in the words of the source."""
    client = sign_in(cast.clerk)
    client.cookies["django_language"] = "en"
    return client


def field_errors(response) -> list[tuple[str, str]]:
    form = response.context["form"]
    rows = [("head", form.header), *((f"task {i}", task) for i, task in enumerate(form.tasks))]
    return [
        (f"{place} {name}", str(error))
        for place, bound in rows
        if bound.is_bound
        for name, errors in bound.errors.items()
        for error in errors
    ]


def test_the_source_is_whole_and_its_values_are_marked(clerk, draft) -> None:
    page = clerk.get(url(draft)).context["page"]
    assert "".join(piece.text for piece in page.pieces) == draft.text
    marked = {(piece.kind, piece.text) for piece in page.pieces}
    assert {
        ("number", "312/UBND-YT"),
        ("deadline", "trước ngày 25/9/2026"),
        ("citation", "1180/SYT-NVY"),
        ("recipient", "Trung tâm Y tế quận"),
        ("unit", "Trung tâm Y tế quận"),
    } <= marked
    assert [piece.task for piece in page.pieces if piece.opens] == ["t0", "t1", "t2", "t3", "t4"]


def test_every_mark_says_what_it_is_without_its_colour(clerk, draft) -> None:
    html = clerk.get(url(draft)).content.decode()
    assert (
        'title="Number and symbol"><span class="visually-hidden">Number and symbol: </span>312/UBND-YT</mark>' in html
    )
    page = clerk.get(url(draft)).context["page"]
    assert (page.covered, page.total, page.unknown) == (5, 5, 1)


def test_what_is_dropped_and_what_is_no_task_yet_is_shown(clerk, draft) -> None:
    text = draft.text
    start = text.index("Kính gửi")
    spot = text.index("UBND quận yêu cầu")
    draft.reading["dropped"] = [{"span": [start, start + 8], "why": "web_page"}]
    draft.reading["coverage"] = {"covered": 4, "total": 5, "uncovered": [[spot, spot + 17]]}
    draft.save()
    response = clerk.get(url(draft))
    kinds = {
        piece.kind: piece.text for piece in response.context["page"].pieces if piece.kind in ("dropped", "uncovered")
    }
    assert kinds == {"dropped": "Kính gửi", "uncovered": "UBND quận yêu cầu"}
    missed = [row for row in response.context["page"].rows if row.is_missed]
    assert [(row.source, row.state, row.title) for row in missed] == [("u0", "none", "UBND quận yêu cầu")]


def test_units_are_shown_as_they_resolve(clerk, draft, read) -> None:
    chips = [[chip.label for chip in row.chips] for row in clerk.get(url(draft)).context["page"].rows]
    assert chips[1] == [
        "Lead: UBND 11 phường → 11 units, the register holds 11",
        "Last day 24/09/2026 (“trước ngày 25/9/2026”)",
        "báo cáo",
    ]
    assert chips[3] == ["Lead: Trung tâm Y tế quận → Trung tâm Y tế quận Mẫu", "Co-ordinating: Đội – which unit?"]
    twelve = clerk.get(url(read(TWELVE_WARDS))).context["page"].rows[1].chips[0]
    assert (twelve.label, twelve.kind) == (
        "Lead: UBND 12 phường → the document says 12, the register holds 11",
        "missing",
    )


def test_low_confidence_is_marked_with_words(clerk, draft) -> None:
    draft.reading["confidence"]["number"] = 0.5
    draft.reading["tasks"][1]["confidence"] = 0.6
    draft.save()
    response = clerk.get(url(draft))
    assert response.context["page"].low_fields == {"number"}
    assert [row.is_low for row in response.context["page"].rows] == [False, True, False, False, False]
    assert response.content.decode().count("please check</span>") == 2


def test_corrections_are_kept_on_the_draft(clerk, draft, now) -> None:
    page = clerk.get(url(draft))
    data = filled(page, head__subject="Trích yếu đã sửa", task__1__lead="UBND các phường\nTTYT", task__4__kind="none")
    assert clerk.post(url(draft), data).headers["Location"] == url(draft)
    draft.refresh_from_db()
    assert draft.version == 2
    assert draft.edits["subject"] == "Trích yếu đã sửa"
    assert draft.edits["tasks"][1]["lead"] == ["UBND các phường", "TTYT"]
    assert draft.edits["tasks"][4]["kind"] == "none"
    assert Directive.objects.count() == 0
    again = clerk.get(url(draft)).context["page"]
    assert [row.state for row in again.rows] == ["group", "task", "task", "task", "none"]


def test_saving_an_untouched_page_changes_nothing(clerk, draft, today) -> None:
    clerk.post(url(draft), filled(clerk.get(url(draft))))
    draft.refresh_from_db()
    assert draft.edits == proposal(draft.reading, today)


def test_a_task_can_be_added_and_goes_to_its_place(clerk, draft) -> None:
    data = filled(
        clerk.get(url(draft)), task__5__path="1-3", task__5__words="Báo cáo hằng tuần.", task__5__lead="UBND 11 phường"
    )
    clerk.post(url(draft), data)
    draft.refresh_from_db()
    assert [task["path"] for task in draft.edits["tasks"]] == ["1", "1-1", "1-2", "1-3", "2", "3"]
    clerk.post(url(draft, "draft_confirm"), filled(clerk.get(url(draft))))
    added = Directive.objects.get().tasks.get(path="1-3")
    assert (added.parent and added.parent.path, added.short_title) == ("1", "Báo cáo hằng tuần.")


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"head__issued_on": "30/02/2026"}, "head issued_on", "There is no day 30/02/2026 in the calendar."),
        ({"head__issued_on": "mai"}, "head issued_on", "“mai” is not a day. Write it as dd/mm/yyyy."),
        (
            {"head__received_on": "31/08/2026"},
            "head received_on",
            "It cannot have been received before it was issued (01/09/2026).",
        ),
        ({"head__received_on": "19/09/2026"}, "head received_on", "The day received lies in the future."),
        (
            {"head__citations": "1180/SYT-NVY ngày 31/02/2026"},
            "head citations",
            "There is no day 31/02/2026 in the calendar.",
        ),
        ({"task__2__path": "1-1"}, "task 2 path", "The number 1-1 is used by another task."),
        (
            {"task__1__deadline_on": "31/08/2026"},
            "task 1 deadline_on",
            "The deadline lies before the issue date (01/09/2026).",
        ),
        ({"task__1__deadline_on": ""}, "task 1 deadline_on", "Give the last day."),
        ({"task__1__deadline_on": "31/11/2026"}, "task 1 deadline_on", "There is no day 31/11/2026 in the calendar."),
        ({"task__1__deadline_kind": "within"}, "task 1 within_days", "Give the number of days, at most 500."),
        (
            {"task__1__deadline_kind": "days", "task__1__within_days": "²"},
            "task 1 within_days",
            "Give the number of days, at most 500.",
        ),
        (
            {"task__1__deadline_on": "30/09/2126"},
            "task 1 deadline_on",
            "30/09/2126 is too far from today: check the year.",
        ),
        (
            {"task__1__deadline_on": "31/12/2020"},
            "task 1 deadline_on",
            "31/12/2020 is too far from today: check the year.",
        ),
        ({"task__1__source": "tx"}, "task 1 source", "Enter a valid value."),
        ({"task__1__source": "t"}, "task 1 source", "Enter a valid value."),
        (
            {"task__5__lead": "TTYT", "task__5__deadline_on": "30/09/2026"},
            "task 5 words",
            "Write the words of the task.",
        ),
        ({"task__1__kind": "poem"}, "task 1 kind", "Select a valid choice. poem is not one of the available choices."),
        ({"task__1__words": " "}, "task 1 words", "Write the words of the task."),
    ],
)
@pytest.mark.parametrize("name", ["draft", "draft_confirm"])
def test_an_error_stands_at_its_field_and_the_form_is_kept(clerk, draft, change, field, words, name) -> None:
    data = filled(clerk.get(url(draft)), head__place="Nơi vừa gõ", **change)
    response = clerk.post(url(draft, name), data)
    assert response.status_code == 422
    assert field_errors(response) == [(field, words)]
    assert [error.message for error in response.context["page"].errors] == [words]
    assert response.context["form"].header["place"].value() == "Nơi vừa gõ"
    draft.refresh_from_db()
    assert (draft.version, Directive.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("doc_type", "Choose the type of the document."),
        ("issuing_body", "Write who issued the document."),
        ("subject", "Write the subject of the document."),
        ("received_on", "Give the day on which the document was received."),
    ],
)
def test_a_gap_may_be_saved_but_not_confirmed(clerk, draft, field, words) -> None:
    data = filled(clerk.get(url(draft)), **{f"head__{field}": ""})
    response = clerk.post(url(draft, "draft_confirm"), data)
    assert (response.status_code, field_errors(response)) == (422, [(f"head {field}", words)])
    assert clerk.post(url(draft), data).status_code == 302


def test_a_number_is_not_needed(clerk, draft) -> None:
    clerk.post(url(draft, "draft_confirm"), filled(clerk.get(url(draft)), head__number=""))
    assert Directive.objects.get().number == ""


def test_confirming_goes_on_to_assigning(clerk, draft) -> None:
    response = clerk.post(url(draft, "draft_confirm"), filled(clerk.get(url(draft))))
    directive = Directive.objects.get()
    assert response.headers["Location"] == reverse("assignments:assign", args=[directive.pk])
    assert Correction.objects.count() == 0
    assert clerk.get(url(draft)).headers["Location"] == reverse("assignments:directive", args=[directive.pk])


def test_a_second_editor_is_told_and_loses_nothing(cast, clerk, draft, now, today) -> None:
    data = filled(clerk.get(url(draft)), head__place="Của tôi", task__1__short_title="Tên của tôi")
    theirs = proposal(draft.reading, today) | {"place": "Của người kia"}
    draft_save(draft=draft, edits=theirs, actor=cast.second_clerk, now=now)
    response = clerk.post(url(draft), data)
    assert response.status_code == 409
    assert response.context["form"].header["place"].value() == "Của tôi"
    assert [(d["place"], str(d["label"]), d["stored"], d["typed"]) for d in response.context["differences"]] == [
        ("", "Place", "Của người kia", "Của tôi"),
        ("1-1", "Short title", draft.reading["tasks"][1]["short_title"], "Tên của tôi"),
    ]
    assert "Người second clerk" in response.content.decode()
    draft.refresh_from_db()
    assert draft.edits["place"] == "Của người kia"
    clerk.post(url(draft), filled(response))  # having seen it, the second press stands
    draft.refresh_from_db()
    assert (draft.edits["place"], draft.version) == ("Của tôi", 3)


@pytest.mark.parametrize("name", ["draft_confirm", "draft_nothing"])
def test_a_stale_page_decides_nothing(cast, clerk, draft, now, today, name) -> None:
    data = filled(clerk.get(url(draft)))
    draft_save(draft=draft, edits=proposal(draft.reading, today), actor=cast.second_clerk, now=now)
    assert clerk.post(url(draft, name), data).status_code == 409
    assert clerk.post(url(draft, name), {**data, "version": "x"}).status_code == 409
    assert Directive.objects.count() == 0


def test_an_error_does_not_make_an_old_page_a_new_one(cast, clerk, draft, now, today) -> None:
    data = filled(clerk.get(url(draft)), head__issued_on="mai")
    draft_save(draft=draft, edits=proposal(draft.reading, today), actor=cast.second_clerk, now=now)
    corrected = filled(clerk.post(url(draft), data), head__issued_on="01/09/2026")
    assert clerk.post(url(draft), corrected).status_code == 409


@pytest.mark.parametrize(
    "change",
    [
        {"version": "9" * 5000},
        {"version": "²"},
        {"tasks": "9" * 5000},
        {"tasks": "999999999"},
        {"tasks": "²"},
        {"choice__0": "u²"},
        {"choice__0": "u" + "9" * 5000},
        {"choice__0": "x1"},
        {"task__1__source": "t²"},
        {"task__1__source": "t99999"},
        {"task__1__within_days": "9" * 5000},
    ],
)
def test_nothing_a_browser_may_send_breaks_the_page(clerk, draft, change) -> None:
    data = filled(clerk.get(url(draft)), **change)
    for name in ("draft", "draft_nothing", "draft_confirm"):
        assert clerk.post(url(draft, name), data).status_code in (302, 409, 422)
    draft.refresh_from_db()
    assert draft.edits.get("choices", {}) == {}


def test_what_was_kept_wrongly_once_does_not_close_the_draft(clerk, draft, today) -> None:
    draft.edits = proposal(draft.reading, today)
    draft.edits["tasks"][1]["source"], draft.edits["choices"] = "tx", {"doi": "u²"}
    draft.save()
    assert clerk.get(url(draft)).status_code == 200


def test_the_clerk_says_which_unit_is_meant(cast, clerk, draft) -> None:
    page = clerk.get(url(draft))
    question = page.context["page"].rows[3].questions[0]
    assert (question.words, question.is_open, question.offers[-1].value) == ("Đội", True, "0")
    response = clerk.post(url(draft), filled(page, choice__0__other="Không có thật"))
    assert response.status_code == 422
    assert [(e.label, e.message) for e in response.context["page"].errors] == [
        ("Đội", "“Không có thật” is not in the register of units. Choose a name from the list.")
    ]
    clerk.post(url(draft), filled(page, choice__0__other="UBND phường Mẫu Sơn"))
    draft.refresh_from_db()
    assert draft.edits["choices"] == {"doi": f"u{cast.wards[7].pk}"}
    assert UnitAlias.objects.count() == 0  # a choice is learnt when it is confirmed
    shown = clerk.get(url(draft))
    assert shown.context["page"].unknown == 0
    clerk.post(url(draft, "draft_confirm"), filled(shown))
    assert list(UnitAlias.objects.values_list("folded", "unit")) == [("doi", cast.wards[7].pk)]


def test_the_same_number_is_pointed_out_and_refused_with_a_link(cast, clerk, draft, read, now, today) -> None:
    first = draft_confirm(draft=draft, edits={}, actor=cast.clerk, now=now, today=today)
    second = read(CLEAN.replace("tổng hợp", "tập hợp"))
    link = f'href="{reverse("assignments:directive", args=[first.pk])}"'
    page = clerk.get(url(second))
    assert page.context["same"] == first
    assert link in page.content.decode()
    response = clerk.post(url(second, "draft_confirm"), filled(page))
    assert (response.status_code, response.context["same"]) == (409, first)
    assert link in response.content.decode()
    assert Directive.objects.count() == 1


def test_each_office_keeps_a_register_of_its_own(cast, clerk, draft, read, now, today) -> None:
    """A city's letter goes to two offices: each enters it, and neither is told of the other's."""
    theirs = draft_confirm(draft=draft, edits={}, actor=cast.clerk, now=now, today=today)
    Directive.objects.filter(pk=theirs.pk).update(office=cast.outsider.held[0].unit)
    second = read(CLEAN)
    page = clerk.get(url(second))
    assert page.context["same"] is None
    assert clerk.post(url(second, "draft_confirm"), filled(page)).status_code == 302
    assert Directive.objects.count() == 2


def test_nothing_to_assign_takes_one_press(clerk, read) -> None:
    draft = read(NOTHING)
    response = clerk.post(url(draft, "draft_nothing"), filled(clerk.get(url(draft))))
    directive = Directive.objects.get()
    assert (response.status_code, directive.state, directive.tasks.count()) == (302, "nothing_to_assign", 0)
    assert response.headers["Location"] == reverse("assignments:directive", args=[directive.pk])


def test_nothing_to_assign_judges_the_head_alone(clerk, draft) -> None:
    broken = {"task__1__deadline_on": "31/11/2026", "choice__0__other": "Không có thật"}
    page = clerk.get(url(draft))
    response = clerk.post(url(draft, "draft_nothing"), filled(page, head__subject="", **broken))
    assert (response.status_code, field_errors(response)[:1]) == (
        422,
        [("head subject", "Write the subject of the document.")],
    )
    assert [error.label for error in response.context["page"].errors] == ["Subject"]
    assert clerk.post(url(draft, "draft_nothing"), filled(page, **broken)).status_code == 302


def test_discarding_asks_first(clerk, draft) -> None:
    assert clerk.get(url(draft, "draft_discard")).status_code == 200
    draft.refresh_from_db()
    assert draft.state == "ready"
    forget = f'<meta name="kept-clear" content="draft-{draft.pk}">'
    after = clerk.post(url(draft, "draft_discard"), follow=True).content.decode()
    assert forget in after
    assert "data-keep" not in after  # a text that may prove to be secret is never kept on the device
    draft.refresh_from_db()
    assert draft.state == "discarded"
    closed = clerk.get(url(draft)).content.decode()
    assert "This draft was discarded" in closed
    assert forget in closed


@pytest.mark.parametrize("name", ["draft_confirm", "draft_nothing"])
def test_signing_in_again_leads_back_to_the_draft(client, clerk, draft, name) -> None:
    """A session that ended sends the POST to the sign-in page, which comes back with GET."""
    gone = client.post(url(draft, name), {})
    assert gone.headers["Location"] == f"{reverse('wards:login')}?next={url(draft, name)}"
    assert clerk.get(url(draft, name)).headers["Location"] == url(draft)


def test_what_is_typed_is_kept_under_the_drafts_own_key(clerk, draft) -> None:
    assert f'data-keep="draft-{draft.pk}-v1"' in clerk.get(url(draft)).content.decode()
    saved = clerk.post(url(draft), filled(clerk.get(url(draft))), follow=True).content.decode()
    assert f'<meta name="kept-clear" content="draft-{draft.pk}">' in saved


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("clerk", 200),
        ("second_clerk", 200),
        ("outsider", 404),
        ("leader", 404),
        ("inspector", 404),
        ("administrator", 404),
        ("ward_chair", 404),
        ("ward_staff", 404),
        ("health_head", 404),
        ("idler", 404),
    ],
)
def test_drafts_are_the_offices_clerks_alone(cast, sign_in, draft, part, status) -> None:
    client = sign_in(getattr(cast, part))
    assert client.get(url(draft)).status_code == status
    if status == 404:
        for name in ("draft", "draft_confirm", "draft_nothing", "draft_discard"):
            assert client.post(url(draft, name), {}).status_code == 404
        assert Draft.objects.get().state == "ready"


def test_the_longest_plan_that_is_read_can_be_saved(cast, clerk, read) -> None:
    """Fifteen fields a task: 1,450 orders are more than Django's own limit of fields, and than twice ten thousand."""
    draft = read(CLEAN)
    edits = proposal(draft.reading, draft.created_at.date())
    edits["tasks"] = [{**edits["tasks"][4], "path": str(i), "source": ""} for i in range(1450)]
    draft.edits = edits
    draft.save()
    assert clerk.post(url(draft), filled(clerk.get(url(draft)))).status_code == 302
    draft.refresh_from_db()
    assert (draft.version, len(draft.edits["tasks"])) == (2, 1450)


def tasks(n: int) -> str:
    items = "\n\n".join(
        f"{i}. Trung tâm Y tế quận chủ trì, phối hợp với Đội số {i} kiểm tra việc {i}." for i in range(1, n + 1)
    )
    return CLEAN[: CLEAN.index("1. UBND 11")] + items + "\n\n" + CLEAN[CLEAN.index("Nơi nhận") :]


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_tasks(clerk, read, django_assert_num_queries, n) -> None:
    draft = read(tasks(n))
    assert len(draft.reading["tasks"]) == n
    with django_assert_num_queries(12):
        clerk.get(url(draft))
