import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.db.backends.postgresql.creation import DatabaseCreation
from django.db.backends.sqlite3.base import DatabaseOperations
from django.test import Client
from django.utils import translation

from wards import limits
from wards.models import User

from .cast import Cast, make_cast
from .needs import pytest_runtest_setup, pytest_terminal_summary  # noqa: F401 hooks

TODAY = dt.date(2026, 9, 18)  # a Friday
NOW = dt.datetime(2026, 9, 18, 8, 5, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def _flush_past_triggers() -> None:
    """SQLite empties tables between transactional tests with DELETE, which append-only tables refuse: lift their
    triggers for that moment. (PostgreSQL uses TRUNCATE, which row triggers do not see.)"""
    plain = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, style: object, tables: list[str], **options: object) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drop = [f'DROP TRIGGER "{name}"' for name, _sql in triggers]
        return drop + plain(self, style, tables, **options) + [sql for _name, sql in triggers] if tables else []

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]


_flush_past_triggers()


def _drop_past_connections() -> None:
    """A request that a browser has given up may still hold the database of a PostgreSQL run at its end, in a thread
    of the server under test: the database is dropped all the same."""

    def destroy(self: DatabaseCreation, test_database_name: str, verbosity: int) -> None:
        with self._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {self.connection.ops.quote_name(test_database_name)} WITH (FORCE)")

    DatabaseCreation._destroy_test_db = destroy  # type: ignore[method-assign]


_drop_past_connections()


@pytest.fixture(autouse=True)
def _office_language() -> Iterator[None]:
    """A request in English must not leave its language to the next test."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _figures_as_they_come() -> None:
    """No test inherits the figures that another has set: the table of settings is empty when it begins."""
    limits.forget()
    limits.hold({})


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """sign_in(user) → a client of that person."""

    def as_(user: User) -> Client:
        own = Client()
        own.force_login(user)
        return own

    return as_


@pytest.fixture
def today() -> dt.date:
    return TODAY


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def time_machine_at() -> object:
    """`with time_machine_at(moment): …` for the few places that read the clock themselves."""
    import time_machine

    return lambda moment: time_machine.travel(moment, tick=False)
