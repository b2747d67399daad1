"""manage.py reading_report: what clerks corrected most, of how many, and whether a confidence can be believed."""

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from directives import outlining
from directives.edits import proposal
from directives.reporting import ReadingReport, reading_report
from directives.services import draft_confirm, draft_nothing
from tests.cast import Cast

from .documents import CLEAN

DAY = dt.timedelta(days=1)


@pytest.fixture
def confirmed(cast: Cast, read: Any, now: dt.datetime, today: dt.date) -> Any:
    """confirmed(number, at=now, **changes of the header) → a document confirmed with these corrections."""

    def make(number: str, at: dt.datetime = now, title: str = "", **header: str) -> None:
        draft = read(CLEAN.replace("312/", f"{number}/"))
        edits = proposal(draft.reading, today) | header
        if title:
            edits["tasks"][1]["short_title"] = title
        draft_confirm(draft=draft, edits=edits, actor=cast.clerk, now=at, today=today)

    return make


def report(**options: Any) -> str:
    out = io.StringIO()
    call_command("reading_report", stdout=out, **options)
    return out.getvalue()


def by_name(found: ReadingReport) -> dict[str, tuple[int, int, int, int, float]]:
    return {f.field: (f.proposed, f.wrong, f.missed, f.drafts, f.share) for f in found.fields}


def test_nothing_yet(db) -> None:
    assert report() == "No document has been confirmed yet in this period.\n"


def test_the_most_corrected_field_comes_first_with_its_share_and_examples(confirmed) -> None:
    confirmed("1", place="Nơi một", urgency="khan")
    confirmed("2", place="Nơi hai", title="Tên đã sửa")
    confirmed("3")
    found = reading_report()
    assert (found.documents, found.untouched, found.corrections) == (3, 1, 4)
    assert [f.field for f in found.fields][:3] == ["place", "tasks.short_title", "urgency"]
    figures = by_name(found)
    assert figures["place"] == (3, 2, 0, 2, 0.6667)
    assert figures["urgency"] == (0, 0, 1, 1, 0.3333)  # the reader gave none: missed, not wrong
    assert figures["tasks.short_title"] == (15, 1, 0, 1, 0.3333)  # five tasks in each
    assert figures["number"] == (3, 0, 0, 0, 0.0)
    assert found.fields[0].examples == [
        {"proposed": "Mẫu", "right": "Nơi hai"},
        {"proposed": "Mẫu", "right": "Nơi một"},
    ]


def test_confidence_is_held_against_what_was_right(cast, read, now, today) -> None:
    draft = read(CLEAN)
    draft.reading["confidence"] = {"number": 0.45, "place": 0.41, "subject": 1.0, "issued_on": 0.9}
    draft.reading["tasks"] = []
    draft.reading["coverage"]["uncovered"] = []
    draft.save()
    edits = proposal(draft.reading, today) | {"place": "Nơi khác", "signer": "Người khác"}
    draft_confirm(draft=draft, edits=edits, actor=cast.clerk, now=now, today=today)
    tenths = [(t.low, t.proposed, t.wrong, t.right) for t in reading_report().calibration if t.proposed]
    assert tenths == [(0.4, 2, 1, 0.5), (0.9, 2, 0, 1.0)]


def test_since_a_day(confirmed, now, today) -> None:
    confirmed("1", at=now - 9 * DAY, place="Nơi cũ")
    confirmed("2", place="Nơi mới")
    assert reading_report(since=today).fields[0].examples == [{"proposed": "Mẫu", "right": "Nơi mới"}]
    assert reading_report(since=today - 9 * DAY).documents == 2
    assert "1 documents confirmed, 0 without a correction; 1 corrections" in report(since=today.isoformat())
    with pytest.raises(CommandError, match="YYYY-MM-DD"):
        report(since="hôm qua")


def test_a_document_with_nothing_to_assign_counts_by_its_head_alone(cast, read, now, today) -> None:
    draft = read(CLEAN)
    edits = proposal(draft.reading, today) | {"place": "Nơi khác"}
    draft_nothing(draft=draft, edits=edits, actor=cast.clerk, now=now, today=today)
    figures = by_name(reading_report())
    assert figures["place"] == (1, 1, 0, 1, 1.0)
    assert [name for name in figures if name.startswith("tasks")] == []


def test_the_lines_and_the_json_say_the_same(confirmed) -> None:
    confirmed("1", place="Nơi một")
    lines = report().splitlines()
    assert lines[0] == "1 documents confirmed, 0 without a correction; 1 corrections, 1.0 a document."
    assert [line.split() for line in lines[3:5]] == [
        ["place", "1", "1", "0", "1", "100.0%"],
        ["“Mẫu”", "→", "“Nơi", "một”"],
    ]
    found = json.loads(report(json=True))
    assert (found["documents"], found["fields"][0]["field"], found["fields"][0]["wrong"]) == (1, "place", 1)
    assert len(found["calibration"]) == 10


@pytest.mark.parametrize("n", [1, 3])
def test_it_costs_the_same_for_any_number_of_documents(confirmed, django_assert_num_queries, n: int) -> None:
    for turn in range(n):
        confirmed(str(turn), place=f"Nơi {turn}", title=f"Tên {turn}")
    with django_assert_num_queries(5):
        reading_report()


def test_merged_tasks_and_levels_are_corrections_too(cast, draft, now, today) -> None:
    edits = proposal(draft.reading, today)
    edits = outlining.merge(edits, "t2", draft.reading)
    edits = outlining.lower_level(edits, "t4")
    draft_confirm(draft=draft, edits=edits, actor=cast.clerk, now=now, today=today)
    figures = by_name(reading_report())
    assert figures["tasks.merged"][1] == 1
    assert figures["tasks.level"][1:3] == (0, 1)  # nothing stood above it, and something does
    assert figures["tasks.words"][1] == 1
