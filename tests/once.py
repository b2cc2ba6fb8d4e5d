"""Lets a run leave out the tests that use no database, where another run of the same suite has them.

A plug-in of pytest, named in tests/conftest.py. `make test` runs the suite twice, on SQLite and on PostgreSQL. What
uses neither gives the same answer both times; with SELFEVAL_TESTS=with-database in the environment it is left to the
run on PostgreSQL, which has everything but the browser.
"""

import os
from typing import Final

import pytest

ASKED: Final = "with-database"
_FIXTURES: Final = frozenset({"db", "transactional_db", "live_server"})


def uses_database(item: pytest.Item) -> bool:
    """Whether pytest-django gives the test a database."""
    names = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not _FIXTURES.isdisjoint(names)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the other run has."""
    if os.environ.get("SELFEVAL_TESTS") != ASKED:
        return
    left_out = [item for item in items if not uses_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if uses_database(item)]
