"""The database under the tests is the one that was asked for, set up as the product sets it up."""

import os

import pytest
from django.db import connection


@pytest.mark.django_db
def test_database_is_the_one_asked_for() -> None:
    asked = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    assert connection.vendor == asked


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite 没有会断开的连接")
def test_postgresql_connections_are_looked_at_before_they_are_used_again() -> None:
    assert connection.settings_dict["CONN_HEALTH_CHECKS"] is True


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL 自己管同时写入")
@pytest.mark.django_db
def test_sqlite_is_set_up_for_several_writers() -> None:
    with connection.cursor() as cursor:
        found = {}
        for pragma in ("journal_mode", "synchronous", "busy_timeout"):
            cursor.execute(f"PRAGMA {pragma}")
            found[pragma] = cursor.fetchone()[0]
    assert found == {"journal_mode": "wal", "synchronous": 1, "busy_timeout": 20_000}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
