"""The tables on disk are the tables of the models."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

ELSEWHERE = "migrated"


@pytest.fixture
def migrated(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    """A database of its own that nothing but the migrations made."""
    connections.settings[ELSEWHERE] = {**connections.settings[DEFAULT_DB_ALIAS], "NAME": tmp_path / "migrated.sqlite3"}
    try:
        with django_db_blocker.unblock():
            call_command("migrate", database=ELSEWHERE, verbosity=0, interactive=False)
            yield connections[ELSEWHERE]
            connections[ELSEWHERE].close()
    finally:
        del connections.settings[ELSEWHERE]


def parts_of(definition: str) -> list[str]:
    """Columns and constraints of a CREATE TABLE in order of the alphabet: a column added later stands at the end."""
    inside = definition[definition.index("(") + 1 : definition.rindex(")")]
    depth, parts = 0, [""]
    for piece in re.split(r"([(),])", inside):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += piece
    return sorted(part.strip() for part in parts)


def content_of(database: BaseDatabaseWrapper) -> dict[tuple[str, str], object]:
    """Each table, index and trigger with its definition, and each table with the number of its rows."""
    found: dict[tuple[str, str], object] = {}
    with database.cursor() as cursor:
        cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%%'")
        for kind, name, definition in cursor.fetchall():
            found[kind, name] = parts_of(definition) if kind == "table" else definition
        for table in [name for kind, name in found if kind == "table"]:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            found["rows", table] = cursor.fetchone()
    return found


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "selfeval", "--check", "--dry-run", verbosity=0)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL 上第一个进程的测试库就是由迁移建成的")
@pytest.mark.django_db
def test_migrations_make_the_database_of_the_tests(migrated: BaseDatabaseWrapper) -> None:
    by_migrations, of_the_tests = content_of(migrated), content_of(connection)
    assert by_migrations.keys() == of_the_tests.keys()
    for part, made in by_migrations.items():
        assert made == of_the_tests[part], part
