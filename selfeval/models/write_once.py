"""Tables whose rows the database itself keeps as they are: triggers refuse UPDATE, DELETE and (PostgreSQL) TRUNCATE.

`forbid_changes` may be called any number of times; it is after every `migrate`, for SQLite makes a table anew when a
column or a constraint changes, and its triggers go with the old one. Nothing in the product drops a trigger.
"""

from collections.abc import Iterable
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE: Final = "此表只能新增，不能修改或删除"
_FUNCTION: Final = "selfeval_write_once"


def forbid_changes(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> None:
    """Put the triggers on `tables`, where they are not yet."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in tables:
                for change in ("update", "delete"):
                    cursor.execute(_sqlite_trigger(connection.ops.quote_name(table), f"{table}_no_{change}", change))
            return
        cursor.execute(_POSTGRESQL_FUNCTION)
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        there = {name for (name,) in cursor.fetchall()}
        for table in tables:
            if f"{table}_no_change" not in there:
                quoted = connection.ops.quote_name(table)
                cursor.execute(
                    f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {quoted} "
                    f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()"
                )
                cursor.execute(
                    f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {quoted} "
                    f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
                )


def _sqlite_trigger(table: str, name: str, change: str) -> str:
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {change.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


_POSTGRESQL_FUNCTION: Final = f"""
CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{MESSAGE}：%', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
