"""What a clerk says of a name is known in the next document: units, groups, and what may not be learnt."""

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from directives.edits import proposal
from directives.models import Directive, ResponsibleUnit
from directives.services import draft_confirm, draft_create
from wards.folding import fold
from wards.models import UnitAlias
from wards.services import alias_learn

from .documents import CLEAN

PLAIN = CLEAN[: CLEAN.index("1. UBND 11")] + "{}" + CLEAN[CLEAN.index("Nơi nhận") :]


@pytest.fixture
def confirmed(cast, now, today):
    """confirmed(words of the lead, number, choice) → a directive whose one order names them."""

    def make(lead: str, number: str, choice: str = "", **header: Any) -> Directive:
        text = PLAIN.format("1. Đơn vị rà soát các điểm nguy cơ.\n\n").replace("312/", f"{number}/")
        draft = draft_create(office=cast.office, text=text, actor=cast.clerk, now=now)
        edits = proposal(draft.reading, today) | header
        task = {**edits["tasks"][0], "kind": "task", "lead": [lead], "coordinating": [], "requested": []}
        edits |= {"tasks": [task], "choices": {fold(lead): choice} if choice else {}}
        return draft_confirm(draft=draft, edits=edits, actor=cast.clerk, now=now, today=today)

    return make


def named(directive: Directive) -> list[tuple[str, Any]]:
    rows = ResponsibleUnit.objects.filter(task__directive=directive).order_by("order")
    return [(row.words, row.unit or row.group) for row in rows]


def test_a_collective_phrase_chosen_once_is_not_asked_again(cast, confirmed) -> None:
    first = confirmed("Chính quyền các phường", "1", f"g{cast.group.pk}")
    assert (named(first), first.remarks) == ([("Chính quyền các phường", cast.group)], [])
    second = confirmed("chính quyền 12 phường", "2")
    row = ResponsibleUnit.objects.get(task__directive=second)
    assert (row.group, row.printed_count) == (cast.group, 12)


def test_what_depends_on_the_matter_is_chosen_each_time(cast, confirmed) -> None:
    first = confirmed("các đơn vị liên quan", "1", f"g{cast.group.pk}")
    assert named(first) == [("các đơn vị liên quan", cast.group)]
    assert not UnitAlias.objects.exists()
    assert named(confirmed("các đơn vị liên quan", "2")) == [("các đơn vị liên quan", None)]


def test_two_clerks_who_say_different_things_are_told(cast, confirmed, now) -> None:
    confirmed("Nhà thương", "1", f"u{cast.health.pk}")
    with translation.override("en"):
        second = confirmed("Nhà thương", "2", f"u{cast.front.pk}")
    assert named(second) == [("Nhà thương", cast.front)]  # this document is as this clerk says
    assert [words.partition(" (since")[0] for words in second.remarks] == [
        "“Nhà thương” already stands for Trung tâm Y tế quận Mẫu"
    ]
    assert UnitAlias.objects.get().unit == cast.health


def test_a_name_means_what_it_meant_on_the_day_of_the_document(cast, confirmed, now) -> None:
    UnitAlias.objects.create(
        unit=cast.front, text="Nhà thương", folded="nha thuong", valid_from=dt.date(2015, 1, 1),
        valid_to=dt.date(2026, 1, 1),
    )  # fmt: skip
    alias_learn(unit=cast.health, text="Nhà thương", actor=cast.clerk, at=now, day=dt.date(2026, 9, 1))
    old = confirmed("Nhà thương", "1", issued_on="2025-12-31")
    new = confirmed("Nhà thương", "2", issued_on="2026-01-01")
    assert (named(old), named(new)) == ([("Nhà thương", cast.front)], [("Nhà thương", cast.health)])


def test_as_above_gives_work_to_everyone_addressed(cast, confirmed) -> None:
    directive = confirmed("Các đơn vị nêu trên", "1")
    assert named(directive) == [
        ("Trung tâm Y tế quận", cast.health),
        ("Ủy ban MTTQ quận", cast.front),
        ("UBND 11 phường", cast.group),
    ]
