from collections.abc import Callable

import pytest
import time_machine

from directives.models import Draft
from directives.services import draft_create
from tests.cast import Cast

from .documents import CLEAN


@pytest.fixture
def draft(cast: Cast, now) -> Draft:
    return draft_create(office=cast.office, text=CLEAN, actor=cast.clerk, now=now)


@pytest.fixture
def read(cast: Cast, now) -> Callable[[str], Draft]:
    """read(text) → a draft of the clerk's office."""
    return lambda text: draft_create(office=cast.office, text=text, actor=cast.clerk, now=now)


@pytest.fixture
def at_now(now):
    """Views read the clock: it stands at the tests' hour."""
    with time_machine.travel(now, tick=False):
        yield now


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Files of one test are not another's."""
    settings.MEDIA_ROOT = tmp_path
