import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine


@pytest.fixture
def frozen(now: dt.datetime) -> Iterator[dt.datetime]:
    """The clock stands at `now`, for views that read it."""
    with time_machine.travel(now, tick=False):
        yield now
