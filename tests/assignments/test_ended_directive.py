"""A directive that is no longer in force takes no new assignments; what was given from it stays as it is."""

import datetime as dt

import pytest

from assignments.models import Assignment
from assignments.services import Refused
from directives.enums import DirectiveState
from directives.models import Directive
from tests.cast import Cast
from tests.making import assign, make_directive

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["superseded", "withdrawn", "expired"])
def test_nothing_is_assigned_from_what_is_no_longer_in_force(cast: Cast, now: dt.datetime, state: str) -> None:
    directive = make_directive(cast)
    (given,) = assign(cast, cast.wards[0], directive=directive)
    Directive.objects.update(state=state)
    with pytest.raises(Refused) as why:
        assign(cast, cast.wards[1], directive=directive, now=now)
    assert why.value.messages == [f"{directive} không còn hiệu lực: không giao việc theo văn bản này nữa."]
    assert list(Assignment.objects.values_list("pk", "state")) == [(given.pk, "assigned")]


def test_an_amended_one_goes_on(cast: Cast, now: dt.datetime) -> None:
    directive = make_directive(cast)
    Directive.objects.update(state=DirectiveState.AMENDED)
    assert [row.unit for row in assign(cast, cast.wards[1], directive=directive, now=now)] == [cast.wards[1]]
