"""A draft becomes a directive: what is written, what is learnt, what is refused."""

import copy
import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.db.models import F

from directives.edits import proposal
from directives.enums import DirectiveState, DraftState
from directives.models import Citation, Correction, Directive, IssuingBody, ResponsibleUnit, Task
from directives.selectors import same_number
from directives.services import (
    AlreadyThere,
    Refused,
    Stale,
    draft_confirm,
    draft_create,
    draft_discard,
    draft_nothing,
    draft_save,
)
from directives.services.tasks import review_day
from directives.sides import numbering_key, side_of
from tests.cast import make_cast
from wards.folding import fold
from wards.models import AuditEntry, UnitAlias

from .documents import CLEAN, TWELVE_WARDS


@pytest.fixture
def edits(draft, today):
    return proposal(draft.reading, today)


@pytest.fixture
def confirm(cast, now, today):
    def confirmed(draft, edits=None, **more):
        return draft_confirm(draft=draft, edits=edits or {}, actor=cast.clerk, now=now, today=today, **more)

    return confirmed


def test_what_was_read_is_registered(cast, draft, confirm, now, today) -> None:
    directive = confirm(draft)
    assert (directive.number, directive.number_key, directive.numbering_key) == ("312/UBND-YT", "312/UBND-YT", "2026")
    assert (directive.issued_on, directive.received_on, directive.side) == (dt.date(2026, 9, 1), today, "state")
    assert (directive.doc_type, directive.state, directive.text) == ("Công văn", DirectiveState.IN_FORCE, draft.text)
    assert (directive.issuing_body.name, directive.issuing_body.unit) == ("UBND quận Mẫu", cast.committee)
    assert (directive.office, directive.entered_by, directive.entered_at) == (cast.office, cast.clerk, now)
    draft.refresh_from_db()
    assert (draft.state, draft.directive, draft.version) == (DraftState.CONFIRMED, directive, 2)
    assert Correction.objects.count() == 0
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "draft.created",
        "directive.confirmed",
    ]


def test_the_outline_keeps_its_words_places_and_units(cast, draft, confirm) -> None:
    directive = confirm(draft)
    tasks = list(directive.tasks.order_by("order"))
    assert [(t.path, t.kind, t.parent and t.parent.path) for t in tasks] == [
        ("1", "group", None),
        ("1-1", "task", "1"),
        ("1-2", "task", "1"),
        ("2", "task", None),
        ("3", "task", None),
    ]
    for task in tasks:
        assert directive.text[task.span_start : task.span_end].split()[:3] == task.words.split()[:3]
    named = ResponsibleUnit.objects.filter(task__directive=directive).order_by("task__order", "order")
    assert [(r.task.path, r.role, r.unit or r.group, r.printed_count) for r in named if r.unit or r.group] == [
        ("1", "lead", cast.group, 11),
        ("1-1", "lead", cast.group, 11),
        ("1-2", "lead", cast.group, 11),
        ("2", "lead", cast.health, None),
        ("3", "requested", cast.front, None),
    ]
    first = tasks[1]
    assert (first.deadline_kind, first.deadline_on) == ("dated", dt.date(2026, 9, 24))  # "trước ngày 25/9"
    assert (first.deadline_words, first.deadline_origin) == ("trước ngày 25/9/2026", "document")


def test_recipients_stand_in_order_with_their_purpose(cast, draft, confirm) -> None:
    rows = confirm(draft).recipients.order_by("order")
    assert [(r.words, r.purpose, r.unit or r.group) for r in rows] == [
        ("Trung tâm Y tế quận", "addressee", cast.health),
        ("Ủy ban MTTQ quận", "addressee", cast.front),
        ("UBND 11 phường", "addressee", cast.group),
        ("Như trên", "", None),
        ("Thường trực Quận ủy (để báo cáo)", "to_report", cast.office),
        ("UBND 11 phường (để thực hiện)", "to_do", cast.group),
        ("Lưu: VT, YT", "to_store", None),
    ]


def test_a_file_follows_its_directive(cast, confirm, now) -> None:
    file = SimpleUploadedFile("cv.txt", CLEAN.encode())
    draft = draft_create(office=cast.office, text="", actor=cast.clerk, now=now, file=file)
    directive = confirm(draft)
    assert [source.original_name for source in directive.files.all()] == ["cv.txt"]


def test_corrections_say_what_was_read_and_what_is_right(draft, edits, confirm) -> None:
    edits["subject"] = "phòng, chống sốt xuất huyết"
    edits["tasks"][1]["short_title"] = "Tổng vệ sinh môi trường"
    edits["tasks"][3]["coordinating"] = ["Đội quản lý trật tự xây dựng đô thị"]
    edits["tasks"][4]["kind"] = "none"
    edits["tasks"].append(
        {**copy.deepcopy(edits["tasks"][4]), "source": "", "path": "4", "kind": "task", "words": "Việc thêm"}
    )
    directive = confirm(draft, edits)
    read = draft.reading
    assert list(Correction.objects.values_list("field", "place", "proposed", "right", "confidence")) == [
        ("subject", "", read["subject"], "phòng, chống sốt xuất huyết", read["confidence"]["subject"]),
        ("tasks.short_title", "1-1", read["tasks"][1]["short_title"], "Tổng vệ sinh môi trường", 0.8),
        ("tasks.coordinating", "2", "Đội", "Đội quản lý trật tự xây dựng đô thị", 0.9),
        ("tasks.kind", "3", "task", "none", 0.9),
        ("tasks", "4", "", "Việc thêm", None),
    ]
    assert [task.path for task in directive.tasks.order_by("order")] == ["1", "1-1", "1-2", "2", "4"]
    added = directive.tasks.get(path="4")
    assert (added.span_start, added.span_end) == (None, None)


def test_tasks_without_a_number_get_one_and_find_their_words(draft, edits, confirm) -> None:
    blank = {**edits["tasks"][4], "source": "", "path": "", "kind": "info"}
    edits["tasks"] += [
        {**blank, "words": "tuyên truyền, vận động nhân dân"},
        {**blank, "words": "Không có trong văn bản"},
    ]
    directive = confirm(draft, edits)
    first, second = directive.tasks.filter(path__startswith="+").order_by("order")
    assert (first.path, second.path) == ("+1", "+2")
    assert directive.text[first.span_start : first.span_end] == "tuyên truyền, vận động nhân dân"


def test_a_name_chosen_once_is_never_asked_again(cast, draft, edits, confirm, now, read) -> None:
    edits["choices"] = {fold("Đội"): f"u{cast.wards[3].pk}"}
    directive = confirm(draft, edits)
    assert directive.tasks.get(path="2").responsible.get(role="coordinating").unit == cast.wards[3]
    assert list(UnitAlias.objects.values_list("text", "unit")) == [("Đội", cast.wards[3].pk)]
    again = confirm(read(CLEAN.replace("312/", "400/")))
    assert again.tasks.get(path="2").responsible.get(role="coordinating").unit == cast.wards[3]


def test_words_left_as_words_teach_nothing(draft, edits, confirm) -> None:
    edits["choices"] = {fold("Đội"): "0"}
    assert confirm(draft, edits).tasks.get(path="2").responsible.get(role="coordinating").unit is None
    assert UnitAlias.objects.count() == 0


def test_the_printed_number_of_units_is_kept_beside_the_group(cast, read, confirm) -> None:
    row = ResponsibleUnit.objects.filter(task__directive=confirm(read(TWELVE_WARDS)), group=cast.group).first()
    assert row is not None
    assert (row.printed_count, cast.group.members_on(dt.date(2026, 9, 1)).count()) == (12, 11)


def test_the_same_number_of_the_same_body_is_refused_and_named(cast, draft, read, confirm) -> None:
    first = confirm(draft)
    second = read(CLEAN.replace("UBND quận yêu cầu", "Ủy ban nhân dân quận yêu cầu"))
    with pytest.raises(AlreadyThere, match="312/UBND-YT") as refusal:
        confirm(second)
    assert refusal.value.existing == first
    assert Directive.objects.count() == 1
    second.refresh_from_db()
    assert second.state == DraftState.READY


def test_another_year_or_another_spelling_of_the_body(draft, edits, read, confirm, today) -> None:
    confirm(draft, edits)
    last_year = read(CLEAN.replace("năm 2026", "năm 2025"))
    confirm(last_year, proposal(last_year.reading, today) | {"issued_on": "2025-09-01"})
    assert (Directive.objects.count(), IssuingBody.objects.count()) == (2, 1)
    for name in ("Ủy ban nhân dân quận Mẫu", "UBND quận"):
        spelt_otherwise = proposal(last_year.reading, today) | {"issuing_body": name, "issued_on": "2026-09-02"}
        with pytest.raises(AlreadyThere):
            confirm(read(CLEAN), spelt_otherwise)


def test_documents_without_a_number_may_be_many(draft, edits, read, confirm) -> None:
    confirm(draft, edits | {"number": ""})
    confirm(read(CLEAN), edits | {"number": ""})
    assert list(Directive.objects.values_list("number_key", "numbering_key")) == [("", ""), ("", "")]


def test_a_citation_finds_its_document_whichever_comes_first(draft, edits, read, confirm) -> None:
    base = confirm(draft)
    citing = CLEAN.replace("312/", "500/").replace(
        "Công văn số 1180/SYT-NVY ngày 25/8/2026 của Sở Y tế",
        "Công văn số 312/UBND-YT ngày 01/9/2026 của UBND quận Mẫu",
    )
    later = confirm(read(citing))
    assert later.citations.get().target == base
    assert base.citations.get().target is None
    draft_of_cited = read(CLEAN)
    arrived = confirm(
        draft_of_cited,
        edits | {"number": "1180/SYT-NVY", "issued_on": "2026-08-25", "issuing_body": "Sở Y tế", "citations": []},
    )
    assert set(Citation.objects.filter(target=arrived).values_list("directive", flat=True)) == {base.pk}


def test_another_side_or_a_leading_nought_is_no_other_document(draft, edits, read, confirm) -> None:
    confirm(draft, edits | {"number": "045/UBND-VP"})
    assert Directive.objects.get().number == "045/UBND-VP"
    for change in ({"number": "045/UBND-VP", "side": "party"}, {"number": "45/UBND-VP"}, {"number": "0045/UBND–VP"}):
        with pytest.raises(AlreadyThere):
            confirm(read(CLEAN), edits | change)
        assert same_number(draft.office, edits | change) == Directive.objects.get()


def test_citations_stay_inside_the_office(cast, draft, edits, read, confirm) -> None:
    """Registers are per office: another's document is neither linked nor in the way of the own one."""
    other = confirm(draft)
    Directive.objects.filter(pk=other.pk).update(office=cast.outsider.held[0].unit)
    cited = [{"number": "312/UBND-YT", "issued_on": "2026-09-01", "body": "", "relation": "cites", "words": ""}]
    citing = confirm(read(CLEAN), edits | {"number": "500/UBND-YT", "citations": cited})
    Directive.objects.filter(pk=citing.pk).update(office=cast.outsider.held[0].unit)
    waiting = confirm(read(CLEAN), edits | {"number": "501/UBND-YT", "citations": cited})
    assert (citing.citations.get().target, waiting.citations.get().target) == (None, None)
    own = confirm(read(CLEAN))
    assert (citing.citations.get().target, waiting.citations.get().target) == (None, own)


@pytest.mark.parametrize(
    ("received", "days", "last"),
    [
        ("2026-09-18", 7, dt.date(2026, 9, 25)),  # a Friday
        ("2026-09-18", 8, dt.date(2026, 9, 28)),  # a Saturday, moved to Monday
        ("2026-09-03", 7, dt.date(2026, 9, 10)),
    ],
)
def test_a_period_in_days_runs_from_receipt_and_ends_on_a_working_day(
    read, confirm, today, received, days, last
) -> None:
    draft = read(CLEAN.replace("trước ngày 30/9/2026", f"trong {days} ngày"))
    edits = proposal(draft.reading, today) | {"received_on": received}
    task = edits["tasks"][2]
    assert (task["deadline_kind"], task["deadline_on"], task["within_days"]) == ("days", "", str(days))
    made = confirm(draft, edits).tasks.get(path="1-2")
    assert (made.deadline_kind, made.deadline_on, made.within_days) == ("dated", last, None)
    assert made.deadline_origin == "document"


def test_a_citation_of_another_day_is_not_linked(draft, edits, read, confirm) -> None:
    confirm(draft)
    other = confirm(
        read(CLEAN),
        edits | {"number": "1180/SYT-NVY", "issued_on": "2026-08-26", "issuing_body": "Sở Y tế", "citations": []},
    )
    assert Citation.objects.filter(target=other).count() == 0


def test_problems_are_refused_before_anything_is_written(draft, edits, confirm) -> None:
    for change in (
        {"doc_type": ""},
        {"subject": " "},
        {"issuing_body": ""},
        {"received_on": "2026-08-31"},
        {"received_on": "2026-09-19"},
    ):
        with pytest.raises(ValidationError):
            confirm(draft, edits | change)
    assert (Directive.objects.count(), IssuingBody.objects.count()) == (0, 0)


def test_a_stale_version_and_a_closed_draft_are_refused(cast, draft, edits, confirm, now) -> None:
    draft_save(draft=draft, edits=edits | {"place": "Mẫu Mới"}, actor=cast.second_clerk, now=now, version=1)
    with pytest.raises(Stale, match="Người second clerk"):
        confirm(draft, edits, version=1)
    confirm(draft, edits, version=2)
    with pytest.raises(Refused):
        confirm(draft, edits)
    with pytest.raises(Refused):
        draft_discard(draft=draft, actor=cast.clerk, now=now)


@pytest.mark.parametrize("part", ["outsider", "leader", "ward_chair", "administrator"])
def test_only_the_offices_clerks_decide(cast, draft, edits, now, today, part) -> None:
    actor = getattr(cast, part)
    for service, more in (
        (draft_save, {"edits": edits}),
        (draft_confirm, {"edits": edits, "today": today}),
        (draft_nothing, {"edits": edits, "today": today}),
        (draft_discard, {}),
    ):
        with pytest.raises(Refused):
            service(draft=draft, actor=actor, now=now, **more)
    assert Directive.objects.count() == 0


def test_nothing_to_assign_registers_the_head_alone(cast, draft, now, today) -> None:
    directive = draft_nothing(draft=draft, edits={}, actor=cast.clerk, now=now, today=today)
    assert (directive.state, directive.tasks.count(), directive.recipients.count()) == ("nothing_to_assign", 0, 7)
    assert AuditEntry.objects.order_by("-id")[0].action == "directive.nothing_to_assign"


def test_discarding_leaves_no_directive(cast, draft, now) -> None:
    draft_discard(draft=draft, actor=cast.clerk, now=now)
    draft.refresh_from_db()
    assert (draft.state, Directive.objects.count()) == (DraftState.DISCARDED, 0)


@pytest.mark.parametrize(
    ("side", "day", "terms", "key"),
    [
        ("state", dt.date(2026, 9, 1), [], "2026"),
        ("front", dt.date(2025, 1, 1), [], "2025"),
        ("party", dt.date(2022, 4, 25), [], "2020-07-01"),
        ("party", dt.date(2025, 6, 30), [], "2020-07-01"),
        ("party", dt.date(2025, 7, 1), [], "2025-07-01"),
        ("party", dt.date(2031, 1, 1), [], "2030-07-01"),
        ("party", dt.date(2009, 1, 1), [], "before-2010"),
        ("party", dt.date(2025, 8, 20), ["2025-08-15", "2020-08-06"], "2025-08-15"),
        ("party", dt.date(2025, 8, 14), ["2025-08-15", "2020-08-06"], "2020-08-06"),
        ("party", dt.date(2015, 12, 1), ["2020-08-06"], "2015-07-01"),
    ],
)
def test_under_which_key_numbers_run(side, day, terms, key) -> None:
    assert numbering_key(side, day, terms) == key


@pytest.mark.parametrize(
    ("body", "number", "side"),
    [
        ("UBND quận Mẫu", "312/UBND-YT", "state"),
        ("Quận ủy Mẫu", "924-CV/QU", "party"),
        ("", "924-CV/QU", "party"),
        ("Ban Thường vụ Quận uỷ", "", "party"),
        ("Ủy ban MTTQ quận Mẫu", "12/MTTQ-BTT", "front"),
        ("Sở Y tế", "", "state"),
    ],
)
def test_the_side_of_a_body(body, number, side) -> None:
    assert side_of(body, number) == side


def test_standing_work_is_looked_at_again_at_a_half_years_end() -> None:
    days = [dt.date(2026, 9, 1), dt.date(2026, 12, 15), dt.date(2026, 5, 31), dt.date(2026, 6, 1)]
    assert [review_day(day) for day in days] == [
        dt.date(2026, 12, 31),
        dt.date(2027, 6, 30),
        dt.date(2026, 6, 30),
        dt.date(2026, 12, 31),
    ]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_clerks_confirm_the_same_document_at_the_same_moment(now, today) -> None:
    """One directive, and the other clerk is told which."""
    cast = make_cast()
    drafts = [draft_create(office=cast.office, text=CLEAN, actor=cast.clerk, now=now) for _turn in range(2)]
    start, outcomes = threading.Barrier(2), []

    def confirm(draft) -> None:
        try:
            start.wait()
            draft_confirm(draft=draft, edits={}, actor=cast.clerk, now=now, today=today)
            outcomes.append("made")
        except AlreadyThere as refusal:
            outcomes.append(f"there {refusal.existing.number}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=confirm, args=[draft]) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.close()
    assert sorted(outcomes) == ["made", "there 312/UBND-YT"]
    assert (Directive.objects.count(), Task.objects.filter(directive=F("directive")).count()) == (1, 5)
