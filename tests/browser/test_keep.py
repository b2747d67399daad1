"""What a device keeps of a form: given back after a lost session, never put over what somebody saved since."""

from collections.abc import Callable

import pytest

from directives.edits import proposal
from directives.models import Draft
from directives.services import draft_create, draft_save
from tests import needs
from tests.cast import Cast
from tests.directives.documents import CLEAN
from wards.clock import now, today

from .conftest import Hands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs.chromium]
At = Callable[..., Hands]
RESTORED, OLDER = "What you were typing has been restored.", "This draft was saved since you last typed here."


@pytest.fixture
def draft(cast: Cast) -> Draft:
    return draft_create(office=cast.office, text=CLEAN, actor=cast.clerk, now=now())


@pytest.fixture
def hands(cast: Cast, draft: Draft, at: At) -> Hands:
    """The clerk, who has typed a subject and left the page before it saved itself."""
    hands = at(cast.clerk, language="en")
    hands.open(f"/drafts/{draft.pk}/")
    hands.fill("Subject", "Của tôi")
    hands.open("/desk/")
    return hands


def kept(hands: Hands) -> list[str]:
    return hands.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('dondoc.keep.'))")


def subject(hands: Hands) -> str:
    return hands.page.get_by_label("Subject").input_value()


def test_what_was_typed_comes_back_and_is_forgotten_once_saved(draft: Draft, hands: Hands) -> None:
    hands.open(f"/drafts/{draft.pk}/")
    assert subject(hands) == "Của tôi"
    assert RESTORED in hands.text()
    hands.press("Save")
    draft.refresh_from_db()
    assert (draft.version, draft.edits["subject"], kept(hands)) == (2, "Của tôi", [])


def test_a_second_editors_work_is_not_overwritten(cast: Cast, draft: Draft, hands: Hands) -> None:
    theirs = proposal(draft.reading, today()) | {"place": "Của người kia"}
    theirs["tasks"].insert(0, {**theirs["tasks"][4], "source": "n1", "path": "0"})
    draft_save(draft=draft, edits=theirs, actor=cast.second_clerk, now=now(), version=1)
    hands.open(f"/drafts/{draft.pk}/")
    assert (subject(hands), RESTORED in hands.text()) == (draft.reading["subject"], False)
    assert OLDER in hands.text()
    assert "Subject: Của tôi" in hands.text()  # nothing typed is lost without a word
    hands.press("Save")
    draft.refresh_from_db()
    assert (draft.version, draft.edits) == (2, theirs)
    assert kept(hands) == []


def test_only_what_was_changed_is_kept(draft: Draft, hands: Hands) -> None:
    stored = hands.page.evaluate(
        "JSON.parse(Object.values(localStorage).find((text) => text.includes('values'))).values"
    )
    assert stored == {"head-subject#1": "Của tôi"}


def test_discarding_leaves_nothing_behind(draft: Draft, hands: Hands) -> None:
    assert len(kept(hands)) == 1
    hands.open(f"/drafts/{draft.pk}/discard/")
    hands.press("Discard the draft")
    assert kept(hands) == []


def test_what_is_older_than_a_week_goes(hands: Hands) -> None:
    hands.page.evaluate(
        "(at) => localStorage.setItem('dondoc.keep.7.note-1', JSON.stringify({ at, values: {} }))",
        (now().timestamp() - 8 * 24 * 3600) * 1000,
    )
    hands.open("/desk/")
    assert [key for key in kept(hands) if "note" in key] == []
    assert len(kept(hands)) == 1
