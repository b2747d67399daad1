"""The reform of 1 July 2025 in the cast's office: eleven wards become four, one of them from parts of three."""

import datetime as dt
from collections.abc import Callable

from wards.models import Succession
from wards.services.succession import succession_plan, succession_start
from wards.succession_plan import NewUnit, Plan

from .cast import Cast
from .conftest import NOW

DAY = dt.date(2025, 7, 1)
NEW = ["Một", "Hai", "Ba", "Bốn"]
# Which of the eleven, by place in tests.cast.WARDS, each new ward takes over, wholly or in part.
TAKES = [(0, 1, 2), (2, 3, 4), (3, 4, 5, 6), (7, 8, 9, 10)]


def header(**more: object) -> dict[str, object]:
    decision = {"number": "1656/NQ-M", "dated": dt.date(2025, 6, 16), "body": "Hội đồng mẫu", "note": ""}
    return decision | {"effective_on": DAY} | more


def planned(cast: Cast, change: Callable[[Plan], None] | None = None, **more: object) -> Succession:
    """The draft with its plan. `change` is applied to the plan after it is complete."""

    def fill(plan: Plan) -> None:
        plan.old = [ward.pk for ward in cast.wards]
        plan.create = [
            NewUnit(f"UBND phường Mẫu {name}", f"P. {name}", f"M{i}", "peoples_committee", "commune", cast.committee.pk)
            for i, name in enumerate(NEW, 1)
        ]
        plan.links = [(ward.pk, f"n{i}") for w, ward in enumerate(cast.wards) for i, t in enumerate(TAKES, 1) if w in t]
        plan.groups = [(cast.group.pk, ref) for ref in plan.refs]
        if change:
            change(plan)

    draft = succession_start(actor=cast.administrator, now=NOW, **header(**more))
    return succession_plan(succession=draft, actor=cast.administrator, change=fill)
