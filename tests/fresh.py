"""Tests that commit start from a fresh database, though it refuses to delete what is written once.

Django empties the tables after such a test, row by row on SQLite, which the triggers of the product refuse. On SQLite
the whole database is put back from a copy that is made once, with SQLite's own way of copying a database in use: that
is quicker too. On PostgreSQL the tables that hold any line are emptied, and those that held some at the beginning get
them back, by a connection on which triggers do not fire; only a superuser of the server may ask for that, and the
product never does.

What other tests roll back stays in PostgreSQL's tables until somebody sweeps them: thousands of dead rows that every
query has to pass.
"""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import TransactionTestCase

from selfeval.apps import keep_what_is_written_once
from selfeval.models.write_once import forbid_changes
from tests.tables import copy_back, filled, lines_of_copy

_copy: list[sqlite3.Connection] = []
# On PostgreSQL the tables that hold anything from the beginning, each with its lines as COPY writes them.
_lines: dict[str, str] = {}
# So many tests leave so little behind that sweeping more often would cost more than it saves.
_TESTS_A_SWEEP: Final = 25
_begun = itertools.count(1)


def call_migrated(connection: BaseDatabaseWrapper) -> None:
    """Let tables that were made from the models alone (tests/settings.py) be what the migrations would have left."""
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in MigrationLoader(None).disk_migrations.keys() - recorder.applied_migrations().keys():
        recorder.record_applied(app, name)
    keep_what_is_written_once(using=connection.alias)


def keep_a_copy() -> None:
    """Remember the database as the migrations leave it, and put it back after each test that commits."""
    if not connection.settings_dict["TEST"]["MIGRATE"]:
        call_migrated(connection)
    if connection.vendor == "sqlite":
        # The tests' own process and thread made it; a live server's threads never touch it.
        _copy[:] = [sqlite3.connect(":memory:", check_same_thread=False)]
        connection.connection.backup(_copy[0])
    else:
        _lines.update({table: lines_of_copy(table) for table in filled(_tables())})
    TransactionTestCase._fixture_teardown = _start_afresh  # type: ignore[method-assign]


def sweep_now_and_then() -> None:
    """Before a test begins: take what others rolled back out of PostgreSQL's tables."""
    if not _lines or next(_begun) % _TESTS_A_SWEEP:
        return
    # A connection of its own, closed at once: none for a process to inherit.
    sweeper = connection.get_new_connection(connection.get_connection_params())
    sweeper.autocommit = True
    with sweeper.cursor() as cursor:
        cursor.execute("VACUUM " + ", ".join(f'"{table}"' for table in _tables()))
    sweeper.close()


@contextmanager
def writable(table: str) -> Iterator[None]:
    """What somebody can do who may drop triggers: inside, rows of `table` that are written once can be changed.

    To be used in a test that is rolled back.
    """
    if connection.vendor != "sqlite":
        with _no_triggers():
            yield
        return
    with connection.cursor() as cursor:
        for change in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER {table}_no_{change}")
    yield
    forbid_changes(connection, [table])


def _start_afresh(case: Any) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _copy[0].backup(connection.connection)
        return
    with _no_triggers(), transaction.atomic(), connection.cursor() as cursor:
        for table in filled(_tables()) | _lines.keys():
            if table in _lines and lines_of_copy(table) == _lines[table]:
                continue
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of tables, not of anybody's making
            if table in _lines:
                copy_back(table, _lines[table])


@cache
def _tables() -> tuple[str, ...]:
    return tuple(connection.introspection.django_table_names(only_existing=True, include_views=False))


@contextmanager
def _no_triggers() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")
