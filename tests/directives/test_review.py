"""The review page: what it shows, what it keeps, what it refuses and where, and to whom it is open."""

import re

import pytest
from django.urls import reverse

from directives.edits import proposal
from directives.models import Correction, Directive, Draft
from directives.services import draft_confirm
from directives.services.editing import edits_of
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
    rows = [("head", form.header), *((f"task {source}", task) for source, task in form.sent.items())]
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
        'data-field="number" title="Number and symbol · confidence 95 %">'
        '<span class="visually-hidden">Number and symbol: </span>312/UBND-YT</mark>'
    ) in html
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
    page = response.context["page"]
    missed = [row for row in page.rows if row.is_missed]
    assert [(row.source, row.state, row.title) for row in missed] == [("u0", "none", "UBND quận yêu cầu")]
    assert (page.covered, page.total) == (4, 5)


def test_units_are_shown_as_they_resolve(clerk, draft, read) -> None:
    chips = [[chip.label for chip in row.chips] for row in clerk.get(url(draft)).context["page"].rows]
    assert chips[1] == [
        "Lead: UBND 11 phường → 11 units, the register holds 11",
        "Last day 24/09/2026 (“trước ngày 25/9/2026”)",
        "báo cáo",
    ]
    assert chips[3] == [
        "Lead: Trung tâm Y tế quận → Trung tâm Y tế quận Mẫu",
        "Co-ordinating: Đội – which unit?",
        "No deadline stated",
    ]
    twelve = clerk.get(url(read(TWELVE_WARDS))).context["page"].rows[1].chips[0]
    assert (twelve.label, twelve.kind) == (
        "Lead: UBND 12 phường → the document says 12, the register holds 11",
        "missing",
    )


def test_how_clear_each_order_is_stands_beside_it(clerk, draft, cast) -> None:
    """Some of the eleven wards have no head; no document says whose authority it is."""

    def clear() -> list[tuple[str, list[str]]]:
        rows = clerk.get(url(draft)).context["page"].rows
        return [(row.path, [str(name) for name in row.clarity.missing]) for row in rows if row.clarity]

    assert clear() == [
        ("1-1", ["whose responsibility", "whose authority"]),
        ("1-2", ["whose responsibility", "whose authority"]),
        ("2", ["when", "what product", "whose authority"]),
        ("3", ["who", "when", "whose responsibility", "what product", "whose authority"]),
    ]


def test_low_confidence_is_marked_with_words(clerk, draft) -> None:
    draft.reading["confidence"]["number"] = 0.5
    draft.reading["tasks"][1]["confidence"] = 0.6
    draft.save()
    response = clerk.get(url(draft))
    assert response.context["page"].low_fields == {"number"}
    assert [row.is_low for row in response.context["page"].rows] == [False, True, False, False, False]
    html = response.content.decode()
    assert html.count("please check</span>") == 2
    assert 'data-low="check"><span class="visually-hidden">Number and symbol: </span>312/UBND-YT' in html
    assert re.findall(r'name="([^"]+)"[^>]*autofocus', html) == ["head-number"]


def test_the_first_glance_is_given_once(clerk, draft) -> None:
    """Number, day and body come before the rest, in that order; a page saved before begins where the person was."""
    first = [field.name for field in clerk.get(url(draft)).context["page"].head_first]
    assert first[:3] == ["number", "issued_on", "issuing_body"]
    draft.reading["confidence"] |= {"issuing_body": 0.5, "issued_on": 0.4}
    draft.save()
    assert clerk.get(url(draft)).context["page"].first_doubt == "issued_on"
    clerk.post(url(draft), filled(clerk.get(url(draft)), head__place="Mẫu Mới"))
    assert clerk.get(url(draft)).context["page"].first_doubt == ""


def test_corrections_are_kept_on_the_draft(clerk, draft, now) -> None:
    page = clerk.get(url(draft))
    data = filled(page, head__subject="Trích yếu đã sửa", task__t1__lead="UBND các phường\nTTYT", task__t4__kind="none")
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
    assert (edits_of(draft), draft.version) == (proposal(draft.reading, today), 1)


def test_a_number_changed_moves_the_task_under_its_new_heading(clerk, draft) -> None:
    clerk.post(url(draft), filled(clerk.get(url(draft)), task__t4__path="1-3"))
    clerk.post(url(draft, "draft_confirm"), filled(clerk.get(url(draft)), as_words="1"))
    moved = Directive.objects.get().tasks.get(path="1-3")
    assert moved.parent == Directive.objects.get().tasks.get(path="1")


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
        ({"task__t2__path": "1-1"}, "task t2 path", "The number 1-1 is used by another task."),
        (
            {"task__t1__deadline_on": "31/08/2026"},
            "task t1 deadline_on",
            "The deadline lies before the issue date (01/09/2026).",
        ),
        ({"task__t1__deadline_on": ""}, "task t1 deadline_on", "Give the last day."),
        ({"task__t1__deadline_on": "31/11/2026"}, "task t1 deadline_on", "There is no day 31/11/2026 in the calendar."),
        ({"task__t1__deadline_kind": "within"}, "task t1 within_days", "Give the number of days, at most 500."),
        (
            {"task__t1__deadline_kind": "days", "task__t1__within_days": "²"},
            "task t1 within_days",
            "Give the number of days, at most 500.",
        ),
        (
            {"task__t1__deadline_on": "30/09/2126"},
            "task t1 deadline_on",
            "30/09/2126 is too far from today: check the year.",
        ),
        (
            {"task__t1__deadline_on": "31/12/2020"},
            "task t1 deadline_on",
            "31/12/2020 is too far from today: check the year.",
        ),
        (
            {"task__t1__kind": "poem"},
            "task t1 kind",
            "Select a valid choice. poem is not one of the available choices.",
        ),
        ({"task__t1__words": " "}, "task t1 words", "Write the words of the task."),
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
    clerk.post(url(draft, "draft_confirm"), filled(clerk.get(url(draft)), head__number="", as_words="1"))
    assert Directive.objects.get().number == ""


def test_confirming_goes_on_to_assigning(clerk, draft) -> None:
    response = clerk.post(url(draft, "draft_confirm"), filled(clerk.get(url(draft)), as_words="1"))
    directive = Directive.objects.get()
    assert response.headers["Location"] == reverse("assignments:assign", args=[directive.pk])
    assert Correction.objects.count() == 0
    assert clerk.get(url(draft)).headers["Location"] == reverse("assignments:directive", args=[directive.pk])


def test_names_left_as_words_are_asked_about_once(clerk, draft) -> None:
    response = clerk.post(url(draft, "draft_confirm"), filled(clerk.get(url(draft)), head__place="Mẫu Mới"))
    assert (response.status_code, response.context["asks"], Directive.objects.count()) == (422, True, 0)
    html = response.content.decode()
    assert "1 name is not in the register of units" in html
    assert '<a href="#question-0">Đội</a>' in html
    assert re.findall(r'name="as_words" value="1" formaction="([^"]+)"', html) == [url(draft, "draft_confirm")]
    clerk.post(url(draft, "draft_confirm"), filled(response, as_words="1"))
    assert Directive.objects.get().place == "Mẫu Mới"  # what was typed went with the first press


@pytest.mark.parametrize(
    "change",
    [
        {"version": "9" * 5000},
        {"version": "²"},
        {"do": "choose u² doi"},
        {"do": "choose u" + "9" * 5000 + " doi"},
        {"do": "choose x1 doi"},
        {"do": "split t1 " + "9" * 5000},
        {"do": "split t1 ²"},
        {"do": "merge t0"},
        {"do": "merge t99999"},
        {"do": "up"},
        {"do": "back t²"},
        {"do": "take 1"},
        {"do": "undo"},
        {"do": "add", "add_from": "²", "add_to": "9" * 5000},
        {"do": "nothing of the kind"},
        {"name__0": "", "choice__0__other": "\x00"},
        {"task__t1__within_days": "9" * 5000},
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
    assert f'name="do" value="choose 0 {question.folded}"' in page.content.decode()
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
    response = clerk.post(url(second, "draft_confirm"), filled(page, as_words="1"))
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
    assert clerk.post(url(second, "draft_confirm"), filled(page, as_words="1")).status_code == 302
    assert Directive.objects.count() == 2


def test_nothing_to_assign_takes_one_press(clerk, read) -> None:
    draft = read(NOTHING)
    response = clerk.post(url(draft, "draft_nothing"), filled(clerk.get(url(draft))))
    directive = Directive.objects.get()
    assert (response.status_code, directive.state, directive.tasks.count()) == (302, "nothing_to_assign", 0)
    assert response.headers["Location"] == reverse("assignments:directive", args=[directive.pk])


def test_nothing_to_assign_judges_the_head_alone(clerk, draft) -> None:
    broken = {"task__t1__deadline_on": "31/11/2026", "choice__0__other": "Không có thật"}
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
    """Rows that are not open are not sent: of 1,450 orders the page holds no more than what is being edited."""
    draft = read(CLEAN)
    edits = proposal(draft.reading, draft.created_at.date())
    edits["tasks"] = [{**edits["tasks"][4], "path": str(i), "source": f"n{i}"} for i in range(1450)]
    draft.edits = edits
    draft.save()
    page = clerk.get(f"{url(draft)}?open=n7")
    data = filled(page, task__n7__short_title="Tên mới")
    assert len([name for name in data if name.startswith("task-")]) == 14
    assert clerk.post(url(draft), data).status_code == 302
    draft.refresh_from_db()
    assert (draft.version, len(draft.edits["tasks"])) == (2, 1450)
    assert [t["source"] for t in draft.edits["tasks"] if t["short_title"] == "Tên mới"] == ["n7"]


def test_a_plan_of_150_tasks_is_light(clerk, draft, django_assert_num_queries) -> None:
    """Every row is there with its chips, none with its fields; opening one brings that one's."""
    edits = proposal(draft.reading, draft.created_at.date())
    edits["tasks"] = [{**edits["tasks"][1], "path": str(i), "source": f"n{i}", "under": ""} for i in range(150)]
    draft.edits = edits
    draft.save()
    with django_assert_num_queries(15):
        page = clerk.get(url(draft))
    assert (len(page.context["page"].rows), len(page.content) < 400_000) == (150, True)
    assert [name for name in filled(page) if name.startswith("task-")] == []
    opened = filled(clerk.get(f"{url(draft)}?open=n149"))
    assert {name.rpartition("-")[0] for name in opened if name.startswith("task-")} == {"task-n149"}


def test_an_error_in_a_row_that_was_not_open_opens_it(clerk, draft) -> None:
    edits = proposal(draft.reading, draft.created_at.date())
    edits["tasks"] = [{**edits["tasks"][4], "path": str(i), "source": f"n{i}"} for i in range(60)]
    edits["tasks"][50]["deadline_kind"] = "dated"
    draft.edits = edits
    draft.save()
    response = clerk.post(url(draft, "draft_confirm"), filled(clerk.get(url(draft))))
    assert field_errors(response) == [("task n50 deadline_on", "Give the last day.")]
    assert 'name="task-n50-deadline_on" id="id_task-n50-deadline_on" aria-invalid="true"' in response.content.decode()


def tasks(n: int) -> str:
    items = "\n\n".join(
        f"{i}. Trung tâm Y tế quận chủ trì, phối hợp với Đội số {i} kiểm tra việc {i}." for i in range(1, n + 1)
    )
    return CLEAN[: CLEAN.index("1. UBND 11")] + items + "\n\n" + CLEAN[CLEAN.index("Nơi nhận") :]


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_tasks(clerk, read, django_assert_num_queries, n) -> None:
    draft = read(tasks(n))
    assert len(draft.reading["tasks"]) == n
    with django_assert_num_queries(15):
        clerk.get(url(draft))
