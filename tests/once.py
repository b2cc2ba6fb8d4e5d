"""Lets a run leave out the tests that use no database, where another run of the same suite has them.

A plug-in of pytest, named in tests/conftest.py. `make test` runs the suite twice, on SQLite and on PostgreSQL. What
uses neither gives the same answer both times; with SELFEVAL_TESTS=with-database in the environment it is left to the
run on PostgreSQL, which has everything but the browser.
"""

import os
from pathlib import Path
from typing import Final

import pytest

ASKED: Final = "with-database"
# The layers that may not know the database (pyproject.toml): two thirds of all tests, of which not even the files
# need be read where none is wanted.
PURE: Final = frozenset(Path(__file__).parent / layer for layer in ("domain", "exports", "imports"))
_FIXTURES: Final = frozenset({"db", "transactional_db", "live_server"})


def uses_database(item: pytest.Item) -> bool:
    """Whether pytest-django gives the test a database."""
    names = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not _FIXTURES.isdisjoint(names)


def _is_asked() -> bool:
    return os.environ.get("SELFEVAL_TESTS") == ASKED


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Do not even read what is known to use no database."""
    return True if _is_asked() and collection_path in PURE else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the other run has; in the other run, make sure that nothing was left to nobody."""
    if not _is_asked():
        strays = [item.nodeid for item in items if not PURE.isdisjoint(item.path.parents) and uses_database(item)]
        if strays:
            raise pytest.UsageError(f"use a database where none is known (tests/once.py): {', '.join(strays)}")
        return
    left_out = [item for item in items if not uses_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if uses_database(item)]
