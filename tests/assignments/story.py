"""Work in each of its states for the tests of the pages, made through the services by the people who would."""

import datetime as dt

from assignments.models import Assignment
from assignments.services import (
    DeadlineSet,
    NewDocument,
    NewFile,
    assignment_acknowledge,
    assignment_confirm,
    assignment_decline,
    assignment_submit,
)
from directives.enums import DeadlineKind
from tests.cast import Cast
from tests.conftest import NOW, TODAY
from tests.making import one
from wards.models import Unit, User

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 24
DATELESS = DeadlineSet(DeadlineKind.UNDETERMINED, reason="Chờ hướng dẫn của cấp trên")


def standing(review_on: dt.date) -> DeadlineSet:
    return DeadlineSet(DeadlineKind.STANDING, review_on=review_on)


PHOTO = NewFile("ảnh hiện trường.png", PNG)


def in_days(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def given(cast: Cast, unit: Unit | None = None, *, days: int | None = -5, **more: object) -> Assignment:
    """Assigned on 1 September; `days` until the last permitted day (negative: late; None: no deadline yet)."""
    return one(cast, unit, deadline=DATELESS if days is None else in_days(days), **more)


def held(cast: Cast, unit: Unit | None = None, *, actor: User | None = None, **more: object) -> Assignment:
    return assignment_acknowledge(assignment=given(cast, unit, **more), actor=actor or cast.ward_chair, now=NOW)


def reported(cast: Cast, unit: Unit | None = None, *, actor: User | None = None, **more: object) -> Assignment:
    """Reported with a picture, and with a document of the day before yesterday."""
    proofs = [PHOTO, NewDocument("12/BC-UBND", in_days(-2), "Quận ủy Mẫu")]
    work = given(cast, unit, **more)
    return assignment_submit(assignment=work, actor=actor or cast.ward_chair, now=NOW, proofs=proofs)


def finished(cast: Cast, unit: Unit | None = None, *, actor: User | None = None, **more: object) -> Assignment:
    work = reported(cast, unit, actor=actor, **more)
    return assignment_confirm(assignment=work, actor=cast.clerk, now=NOW, grade="passed")


def declined(cast: Cast, unit: Unit | None = None, *, actor: User | None = None, **more: object) -> Assignment:
    work = given(cast, unit, **more)
    reason = "Không thuộc thẩm quyền của phường"
    return assignment_decline(assignment=work, actor=actor or cast.ward_chair, now=NOW, reason=reason)
